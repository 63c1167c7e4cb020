"""The export panel, driven by keys and clicks without a screen."""
