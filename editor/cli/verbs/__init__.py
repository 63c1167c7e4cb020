"""The verbs, one module each; the table is `editor.cli.table`."""
