"""Tests of the window and its desks."""
