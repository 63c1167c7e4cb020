"""Tests of `editor.bundle`."""
