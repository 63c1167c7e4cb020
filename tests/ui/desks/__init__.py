"""Tests of what is done with posts and sites, each in a real window."""
