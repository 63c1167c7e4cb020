"""Faults on purpose: errors, kills and power cuts while a save is under way."""
