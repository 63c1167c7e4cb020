"""Tests of editor/ui/preview."""
