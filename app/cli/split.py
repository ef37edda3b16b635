"""`split`: the panels of long pictures."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.arguments import Commands, Start, add_pictures, command
from app.cli.console import answer_for_each

_METHODS = ("gutters", "hulls")
"""Values of `Splitting`, which is not imported here so that other commands start fast."""


def add(name: str, commands: Commands) -> None:
    """Add the command."""
    parser = command(commands, name, _run, "the panels of long pictures")
    add_pictures(parser)
    parser.add_argument("--method", choices=_METHODS, default=_METHODS[0], help=f"how (default {_METHODS[0]})")


def _run(given: argparse.Namespace, start: Start) -> int:
    from app.domain.geometry import Box
    from app.domain.media import Picture
    from app.media.long_picture import Splitting
    from app.media.panels import read_panels

    how = Splitting(given.method)

    def look(number: int, path: Path) -> dict[str, Any]:
        panels = []
        for frame in read_panels(Picture(number, path), how):
            assert isinstance(frame.place, Picture)
            panel = frame.place.panel or Box(0, 0, frame.size.width, frame.size.height)
            panels.append(panel.as_list())
        return {"panels": panels}

    return answer_for_each(given.paths, look, None if given.json else _words)


def _words(row: dict[str, Any]) -> str:
    return ", ".join(str(panel) for panel in row["panels"])
