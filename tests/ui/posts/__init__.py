"""The posts panel, driven by keys and clicks without a screen."""
