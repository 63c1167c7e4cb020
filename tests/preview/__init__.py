"""Tests of editor/preview."""
