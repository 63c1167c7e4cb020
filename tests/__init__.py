"""Tests of Standfirst; the folders mirror `editor/`."""
