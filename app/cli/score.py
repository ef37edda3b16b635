"""`score`: quality and appeal of pictures, and what is wrong with them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.arguments import Commands, Start, add_pictures, command
from app.cli.console import NOTHING_READ, answer_for_each, because, fail, say_warning


def add(name: str, commands: Commands) -> None:
    """Add the command."""
    add_pictures(command(commands, name, _run, "quality and appeal of pictures, and what is wrong with them"))


def _run(given: argparse.Namespace, start: Start) -> int:
    from app.covers.assess import assess
    from app.covers.report import findings
    from app.domain.errors import BrokenModel
    from app.domain.media import Picture
    from app.media.pictures import read_small
    from app.vision.judge import Judge

    try:
        judge = Judge(threads=2)
    except BrokenModel as error:
        return fail(str(error), NOTHING_READ)
    if judge.notice is not None:
        say_warning(judge.notice)

    def look(number: int, path: Path) -> dict[str, Any]:
        found = assess(read_small(Picture(number, path)), judge).assessment
        return {"quality": round(found.quality, 1), "appeal": round(found.appeal, 1), **findings(found)}

    return answer_for_each(given.paths, look, None if given.json else _words)


def _words(row: dict[str, Any]) -> str:
    return f"quality {row['quality']:.0f}, appeal {row['appeal']:.0f}{because(row)}"
