"""Tests of editor.liquid."""
