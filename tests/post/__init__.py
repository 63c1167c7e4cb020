"""Tests of `editor.post`."""
