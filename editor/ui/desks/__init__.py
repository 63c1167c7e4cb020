"""What is done with posts and sites: one desk for each kind of work, each with what it needs."""

from editor.ui.desks.desks import Desks

__all__ = ["Desks"]
