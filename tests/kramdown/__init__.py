"""The kramdown grammar against kramdown itself, and the blocks against the whole."""
