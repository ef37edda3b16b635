"""`crop`: the best crops of pictures."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.arguments import ASPECTS, Commands, Start, add_pictures, aspect_text, command, positive_int
from app.cli.console import NOTHING_READ, answer_for_each, fail, say_warning


def add(name: str, commands: Commands) -> None:
    """Add the command."""
    parser = command(commands, name, _run, "the best crops of pictures")
    add_pictures(parser)
    parser.add_argument("--aspect", type=aspect_text, required=True, metavar="A", help=f"shape: {ASPECTS}")
    parser.add_argument("--top", type=positive_int, default=3, metavar="N", help="crops of each picture (default 3)")


def _run(given: argparse.Namespace, start: Start) -> int:
    from app.covers.framing import Framer
    from app.domain.errors import BrokenModel
    from app.domain.geometry import Aspect
    from app.domain.media import Picture
    from app.media.pictures import read_small

    aspect = Aspect.parse(given.aspect)
    framer = Framer(threads=2)
    try:
        notice = framer.notice
    except BrokenModel as error:
        return fail(str(error), NOTHING_READ)
    if notice is not None:
        say_warning(notice)

    def look(number: int, path: Path) -> dict[str, Any]:
        frame = read_small(Picture(number, path))
        crops = framer.frame(frame, aspect, given.top).crops
        return {"crops": [{"box": crop.box.as_list(), "score": round(crop.score, 1)} for crop in crops]}

    return answer_for_each(given.paths, look, None if given.json else _words)


def _words(row: dict[str, Any]) -> str:
    return ", ".join(f"{crop['box']} ({crop['score']:.0f})" for crop in row["crops"])
