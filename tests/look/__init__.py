"""Tests of the look: palettes, fonts, icons."""
