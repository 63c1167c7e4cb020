"""What a window is told that is to stand beside the one that is open already."""

NEW_WINDOW = "STANDFIRST_NEW_WINDOW"
"""Set in the environment: the start is not handed over to the open window."""
