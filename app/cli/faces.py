"""`faces`: where the faces in pictures are."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.arguments import Commands, Start, add_pictures, command
from app.cli.console import NOTHING_READ, answer_for_each, fail, say_warning

if TYPE_CHECKING:
    from app.domain.faces import Face


def add(name: str, commands: Commands) -> None:
    """Add the command."""
    add_pictures(command(commands, name, _run, "face boxes"))


def _run(given: argparse.Namespace, start: Start) -> int:
    from app.domain.errors import BrokenModel
    from app.domain.media import Picture
    from app.media.pictures import read_small
    from app.vision.faces import FaceFinder, in_full, reading_size

    try:
        finder = FaceFinder(threads=2)
    except BrokenModel as error:
        return fail(str(error), NOTHING_READ)
    if finder.notice is not None:
        say_warning(finder.notice)

    def look(number: int, path: Path) -> dict[str, Any]:
        frame = read_small(Picture(number, path), reading_size)
        return {"faces": [_row(in_full(face, frame)) for face in finder.find(frame.image)]}

    return answer_for_each(given.paths, look, None if given.json else _words)


def _row(face: Face) -> dict[str, Any]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 3)

    return {
        "box": face.box.as_list(),
        "score": rounded(face.score),
        "frontal": rounded(face.frontal),
        "sharp": rounded(face.sharp),
    }


def _words(row: dict[str, Any]) -> str:
    faces = row["faces"]
    if not faces:
        return "no faces"
    boxes = ", ".join(f"{face['box']} ({face['score']:.2f})" for face in faces)
    return f"{len(faces)} {'face' if len(faces) == 1 else 'faces'}: {boxes}"
