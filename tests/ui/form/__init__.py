"""The form panel, driven by keys and clicks without a screen."""
