"""Tests of `editor.cli`."""
