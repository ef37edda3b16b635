"""`recommend`: covers of a video, a folder of pictures, or several pictures."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from app.cli.arguments import ASPECTS, Commands, Start, add_json, aspect_text, command, positive, positive_int
from app.cli.console import NOTHING_READ, OK, SOME_FAILED, USAGE, Bar, because, fail, say, say_json, say_warning
from app.domain.backends import BACKENDS


def add(name: str, commands: Commands) -> None:
    """Add the command."""
    parser = command(commands, name, _run, "recommend covers of a video, a folder, or several pictures")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--aspect", default="original", type=aspect_text, help=f"shape of the covers: {ASPECTS}")
    parser.add_argument("--top", default=3, type=positive_int, metavar="N", help="how many covers (default 3)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the covers into this folder")
    parser.add_argument("--budget", default=1.0, type=positive, metavar="SECONDS", help="time to spend (default 1)")
    parser.add_argument("--backend", default="auto", choices=BACKENDS, help="what the models run on")
    add_json(parser)


def _run(given: argparse.Namespace, start: Start) -> int:
    from app.domain.errors import BestframeError, CannotWrite

    try:
        if given.out is not None:
            from app.export import prepare_folder

            prepare_folder(given.out)
        return _recommended(given, start)
    except CannotWrite as error:
        return fail(str(error), USAGE)
    except BestframeError as error:
        return fail(str(error), NOTHING_READ)


def _recommended(given: argparse.Namespace, start: Start) -> int:
    """Open, recommend, write and report."""
    from app.covers import Stopwatch, recommend
    from app.covers.report import document
    from app.domain.geometry import Aspect
    from app.domain.recommendation import Done, Options, Progress, Warned
    from app.media import open_source

    clock = Stopwatch(start.at)
    options = Options(Aspect.parse(given.aspect), given.top, given.budget, given.backend)
    bar = Bar()
    failed: list[dict[str, str]] = []
    done: Done | None = None
    with clock.stage("open"):
        source = open_source(given.paths)
    with source, closing(recommend(source, options, clock=clock)) as events:
        for event in events:
            if isinstance(event, Progress):
                bar.show(event.share)
            elif isinstance(event, Warned):
                bar.clear()
                failed += _warn(event, given.paths)
            elif isinstance(event, Done):
                done = event
        bar.clear()
        assert done is not None
        files = _write(given.out, source, done, failed)
    report = document(done, files)
    if failed:
        report["errors"] = failed
    if given.json:
        say_json(report)
    else:
        _print_covers(report)
    return SOME_FAILED if failed else OK


def _warn(event: Any, paths: Sequence[Path]) -> list[dict[str, str]]:
    """Print a warning; returns it as a failed input if it is one that was asked for by name."""
    from app.domain.messages import ABOUT_BACKENDS

    message = event.message
    if message.id == "picture_skipped":
        fail(f"{message.data['path']}: {message.data['reason']}", SOME_FAILED)
        return [{"path": message.data["path"], "error": message.data["reason"]}]
    say_warning(message if message.id in ABOUT_BACKENDS else f"{paths[0]}: {message}")
    return []


def _write(out: Path | None, source: Any, done: Any, failed: list[dict[str, str]]) -> list[Path | None]:
    """Write the covers, when a folder was named; what cannot be written is reported and left out."""
    covers = done.recommendation.covers
    if out is None:
        return [None] * len(covers)
    from app.domain.errors import BestframeError
    from app.export import write_cover

    files: list[Path | None] = []
    for rank, cover in enumerate(covers, 1):
        try:
            files.append(write_cover(source.full(cover.place), cover.crop, out / f"cover-{rank}.jpg"))
        except BestframeError as error:
            fail(str(error), SOME_FAILED)
            failed.append({"path": str(error.path), "error": str(error.message)})
            files.append(None)
    return files


def _print_covers(report: dict[str, Any]) -> None:
    """The recommendation for people."""
    for cover in report["covers"]:
        where = f"{cover['time']:8.2f} s" if cover["time"] is not None else cover["picture"]
        parts = ", ".join(f"{name} {value:.0f}" for name, value in cover["parts"].items())
        file = f"  → {cover['file']}" if cover["file"] else ""
        say(f"{cover['rank']}. {where}  score {cover['score']:.0f}{because(cover)}  ({parts}){file}")
    if report["first_frame"] is not None:
        say(f"   first frame: score {report['first_frame']['score']:.0f}")
    stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in report["timing"].items() if seconds is not None)
    say(f"   seconds: {stages}")
