"""The command line: the same pipeline as the window, without Qt. Each command has a module of its own."""

from app.cli.arguments import window_arguments
from app.cli.console import fail, has_display
from app.cli.run import COMMANDS, run_command

__all__ = ["COMMANDS", "fail", "has_display", "run_command", "window_arguments"]
