"""Tests of `editor.images`."""
