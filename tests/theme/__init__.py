"""Tests of editor/theme."""
