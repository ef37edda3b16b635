"""`saliency`: where people look in a picture, as a grey picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.arguments import Commands, Start, command
from app.cli.console import NOTHING_READ, OK, USAGE, fail, say_warning
from app.domain.saliency import DEFAULT, Method


def add(name: str, commands: Commands) -> None:
    """Add the command."""
    parser = command(commands, name, _run, "where people look in a picture, as a grey picture of its size")
    parser.add_argument("path", type=Path, metavar="PICTURE")
    parser.add_argument("--out", type=Path, required=True, metavar="MAP.png", help="write the map to this file")
    names = [method.value for method in Method]
    parser.add_argument("--method", choices=names, default=DEFAULT.value, help=f"how (default {DEFAULT.value})")


def _run(given: argparse.Namespace, start: Start) -> int:
    from app.domain.errors import BestframeError, CannotWrite
    from app.domain.media import Picture
    from app.export import write_map
    from app.media.pictures import read_small
    from app.vision.saliency import Saliency

    try:
        saliency = Saliency(Method(given.method))
        if saliency.notice is not None:
            say_warning(saliency.notice)
        frame = read_small(Picture(0, given.path))
        write_map(saliency.map(frame.image, frame.size), given.out)
    except CannotWrite as error:
        return fail(str(error), USAGE)
    except BestframeError as error:
        return fail(str(error), NOTHING_READ)
    return OK
