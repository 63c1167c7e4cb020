"""Our pages beside the site's own Jekyll's."""
