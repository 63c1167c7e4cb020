"""Tests of what stands above a text."""
