"""The form over the text: the post's front matter as fields, or as the YAML it is."""

from editor.ui.form.panel import FormPanel

__all__ = ["FormPanel"]
