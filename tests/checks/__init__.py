"""Tests of `editor.checks`."""
