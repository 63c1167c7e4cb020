"""Everything a person can ask for, as tables: one module per menu."""

from editor.ui.commands import edit, file, post, text, view
from editor.ui.commands import help as help_menu
from editor.ui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    *file.COMMANDS,
    *edit.COMMANDS,
    *text.COMMANDS,
    *post.COMMANDS,
    *view.COMMANDS,
    *help_menu.COMMANDS,
)

__all__ = ["COMMANDS", "Command"]
