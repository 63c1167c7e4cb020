"""Tests of what ships and how it is set up."""
