"""Journeys: the real window, real keys and clicks, the bytes on disk."""
