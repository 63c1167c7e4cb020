"""Tests of the editing pane."""
