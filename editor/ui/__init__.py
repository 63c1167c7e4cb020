"""The window: shows and asks; the core below decides. Qt lives here and nowhere else."""
