"""`demo`: the sample in the window, or its covers in a folder."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from app.cli.arguments import Commands, Start, command
from app.cli.console import NOTHING_READ, fail, has_display


def add(name: str, commands: Commands) -> None:
    """Add the command."""
    parser = command(commands, name, _run, "try it on a sample: the window, or without a display covers in a folder")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where covers go without a display")


def _run(given: argparse.Namespace, start: Start) -> int:
    import platformdirs

    from app.cli.run import run_command
    from app.domain.errors import BestframeError
    from app.media.sample import build_sample

    cache = platformdirs.user_cache_path("bestframe", appauthor=False)
    try:
        sample = build_sample(cache)
    except BestframeError as error:
        return fail(str(error), NOTHING_READ)
    if has_display():
        return start.open_window([sample.path], "original", start.at)
    out = given.out or cache / "covers"
    arguments = ["recommend", str(sample.path), "--aspect", "3:4", "--out", str(out)]
    # Building the sample is not part of what is shown.
    return run_command(arguments, time.perf_counter(), start.open_window)
