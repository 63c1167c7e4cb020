"""The recovery journal; comes next."""
