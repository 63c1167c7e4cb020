"""Tests of recovery, versions and conflicts in the window."""
