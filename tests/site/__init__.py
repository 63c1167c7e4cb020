"""Tests of `editor.site`."""
