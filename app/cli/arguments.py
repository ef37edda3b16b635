"""What may be typed, and what it means."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol

from app.cli.console import USAGE, fail


class Commands(Protocol):
    """Where commands are added; the class of argparse has no public name."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser:
        """The parser of another command."""


ASPECTS = "3:4, 1:1, 16:9, 9:16, 4:3, another W:H, or original"

OpenWindow = Callable[[Sequence[Path], str, float], int]
"""Opens the window on paths, with a shape, given the start of the process; returns the exit code."""


@dataclass(frozen=True, slots=True)
class Start:
    """How the process was started.

    Attributes:
        at: when, as a value of `time.perf_counter()`.
        open_window: for the commands that may.
    """

    at: float
    open_window: OpenWindow


Run = Callable[[argparse.Namespace, Start], int]
"""Runs a command with what was typed; returns the exit code."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave."""
        raise SystemExit(fail(message, USAGE))


def command(commands: Commands, name: str, run: Run, about: str) -> argparse.ArgumentParser:
    """Add a command.

    Args:
        commands: where to.
        name: what is typed.
        run: does it.
        about: what it does, in a line.
    """
    parser = commands.add_parser(name, help=about)
    parser.set_defaults(run=run)
    return parser


def add_pictures(parser: argparse.ArgumentParser) -> None:
    """Let a command take pictures, and answer as a document."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PICTURE")
    add_json(parser)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Let a command answer as a document."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def window_arguments(arguments: Sequence[str]) -> tuple[list[Path], str]:
    """Paths and shape for the window; the shape is empty where none was asked for."""
    parser = Parser(prog="bestframe", add_help=False)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--aspect", default=None, type=aspect_text)
    given = parser.parse_args(arguments)
    return given.paths, given.aspect or ""


def aspect_text(text: str) -> str:
    """A shape, checked and left as it was typed."""
    from app.domain.geometry import Aspect

    try:
        Aspect.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def positive(text: str) -> float:
    """A number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"not a number above 0: {text!r}")
    return value


def positive_int(text: str) -> int:
    """A whole number above 0."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a whole number above 0: {text!r}")
    return int(text)
