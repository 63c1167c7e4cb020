"""Tests of open posts: text, undo, conflicts."""
