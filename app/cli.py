"""The command line: the same pipeline as the window, without Qt."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from app import __version__
from app.domain.backends import BACKENDS

COMMANDS = ("recommend", "score", "models", "demo")

ASPECTS = "3:4, 1:1, 16:9, 9:16, 4:3, another W:H, or original"

OK, BUG, USAGE, NOTHING_READ, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130

OpenWindow = Callable[[Sequence[Path], str, float], int]
"""Opens the window on paths, with a shape, given the start of the process; returns the exit code."""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave."""
        raise SystemExit(fail(message, USAGE))


def fail(text: str, code: int) -> int:
    """Print one line of error; returns `code`."""
    print(f"error: {' '.join(text.split())}", file=sys.stderr)
    return code


def has_display() -> bool:
    """Whether a window can be opened."""
    if sys.platform in ("darwin", "win32") or os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal", "vnc"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def window_arguments(arguments: Sequence[str]) -> tuple[list[Path], str]:
    """Paths and shape for the window."""
    parser = _Parser(prog="bestframe", add_help=False)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--aspect", default="original", type=_aspect_text)
    given = parser.parse_args(arguments)
    return given.paths, given.aspect


def run_command(arguments: Sequence[str], started: float, open_window: OpenWindow) -> int:
    """Run one command of the command line; returns the exit code.

    Args:
        arguments: the command and what was typed behind it.
        started: when the process started, as a value of `time.perf_counter()`.
        open_window: opens the window, for the commands that may.
    """
    given = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        return int(given.run(given, started, open_window))
    except KeyboardInterrupt:
        return fail("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has left; there is nobody to tell.
        sys.stderr.close()
        return OK
    except Exception as error:  # noqa: BLE001 - the last net: a bug becomes one line and a traceback in the log
        return _crash(error)


def _terminate(number: int, frame: FrameType | None) -> None:
    """Leave as on Ctrl-C, so that threads end and passing files go."""
    raise KeyboardInterrupt


def _crash(error: Exception) -> int:
    import logging

    from app.store.log import start_log

    path = start_log()
    logging.getLogger(__name__).error("unexpected error", exc_info=error)
    return fail(f"internal error: {error!r}; details in {path}", BUG)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="bestframe",
        description="Recommends the cover of a video or of a set of pictures. "
        "Without a command it opens the window: bestframe [PATH...] [--aspect A].",
    )
    parser.add_argument("--version", action="version", version=f"bestframe {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    recommend = commands.add_parser("recommend", help="recommend covers of a video, a folder, or several pictures")
    recommend.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    recommend.add_argument("--aspect", default="original", type=_aspect_text, help=f"shape of the covers: {ASPECTS}")
    recommend.add_argument("--top", default=3, type=_positive_int, metavar="N", help="how many covers (default 3)")
    recommend.add_argument("--out", type=Path, metavar="DIR", help="write the covers into this folder")
    recommend.add_argument("--budget", default=1.0, type=_positive, metavar="SECONDS", help="time to spend (default 1)")
    recommend.add_argument("--backend", default="auto", choices=BACKENDS, help="what the models run on")
    recommend.add_argument("--json", action="store_true", help="print one JSON document")
    recommend.set_defaults(run=_recommend)
    score = commands.add_parser("score", help="quality and appeal of pictures, and what is wrong with them")
    score.add_argument("paths", nargs="+", type=Path, metavar="PICTURE")
    score.add_argument("--json", action="store_true", help="print one JSON document")
    score.set_defaults(run=_score)
    models = commands.add_parser("models", help="the models in use")
    models.add_argument("--backend", default="auto", choices=BACKENDS, help="what the models should run on")
    models.add_argument("--json", action="store_true", help="print one JSON document")
    models.set_defaults(run=_models)
    demo = commands.add_parser("demo", help="try it on a sample: the window, or without a display covers in a folder")
    demo.add_argument("--out", type=Path, metavar="DIR", help="where covers go without a display")
    demo.set_defaults(run=_demo)
    return parser


def _aspect_text(text: str) -> str:
    from app.domain.geometry import Aspect

    try:
        Aspect.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"not a number above 0: {text!r}")
    return value


def _positive_int(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a whole number above 0: {text!r}")
    return int(text)


def _say(text: str) -> None:
    """Print a line of the answer."""
    print(text)


def _say_json(document: dict[str, Any]) -> None:
    _say(json.dumps(document, ensure_ascii=False, indent=2))


class _Bar:
    """A progress bar on standard error, where that is a terminal."""

    WIDTH = 32

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def show(self, share: float) -> None:
        """Draw `share`, 0–1."""
        if self._shown:
            done = round(share * self.WIDTH)
            bar = "█" * done + "░" * (self.WIDTH - done)
            sys.stderr.write(f"\r{bar} {share:4.0%}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Remove the bar, so that lines can be printed."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _recommend(given: argparse.Namespace, started: float, _: OpenWindow) -> int:
    from app.domain.errors import BestframeError, CannotWrite

    try:
        if given.out is not None:
            from app.export import prepare_folder

            prepare_folder(given.out)
        return _recommended(given, started)
    except CannotWrite as error:
        return fail(str(error), USAGE)
    except BestframeError as error:
        return fail(str(error), NOTHING_READ)


def _recommended(given: argparse.Namespace, started: float) -> int:
    """Open, recommend, write and report."""
    from app.covers import Stopwatch, recommend
    from app.covers.report import document
    from app.domain.geometry import Aspect
    from app.domain.recommendation import Done, Options, Progress, Warned
    from app.media import open_source

    clock = Stopwatch(started)
    options = Options(Aspect.parse(given.aspect), given.top, given.budget, given.backend)
    bar = _Bar()
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
        _say_json(report)
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
    _say_warning(message if message.id in ABOUT_BACKENDS else f"{paths[0]}: {message}")
    return []


def _say_warning(text: object) -> None:
    """Print a line of warning."""
    print(f"warning: {text}", file=sys.stderr)


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
        _say(f"{cover['rank']}. {where}  score {cover['score']:.0f}{_because(cover)}  ({parts}){file}")
    if report["first_frame"] is not None:
        _say(f"   first frame: score {report['first_frame']['score']:.0f}")
    stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in report["timing"].items() if seconds is not None)
    _say(f"   seconds: {stages}")


def _because(row: dict[str, Any]) -> str:
    """The reasons of a cover or a picture in words, if there are any."""
    from app.domain.messages import REASONS

    return f": {', '.join(REASONS[reason] for reason in row['reasons'])}" if row["reasons"] else ""


def _score(given: argparse.Namespace, started: float, _: OpenWindow) -> int:
    from app.covers.assess import assess
    from app.covers.report import findings
    from app.domain.errors import BrokenModel, UnreadableMedia
    from app.domain.media import Picture
    from app.media.pictures import read_small
    from app.vision.judge import Judge

    try:
        judge = Judge(threads=2)
    except BrokenModel as error:
        return fail(str(error), NOTHING_READ)
    if judge.notice is not None:
        _say_warning(judge.notice)
    rows: list[dict[str, Any]] = []
    for number, path in enumerate(given.paths):
        try:
            found = assess(read_small(Picture(number, path)), judge).assessment
        except UnreadableMedia as error:
            fail(str(error), SOME_FAILED)
            rows.append({"path": str(path), "error": str(error.message)})
            continue
        numbers = {"quality": round(found.quality, 1), "appeal": round(found.appeal, 1)}
        row = {"path": str(path), **numbers, **findings(found)}
        rows.append(row)
        if not given.json:
            _say(f"{path}: quality {found.quality:.0f}, appeal {found.appeal:.0f}{_because(row)}")
    if given.json:
        _say_json({"pictures": rows})
    return _exit_code(rows)


def _exit_code(rows: Sequence[dict[str, Any]]) -> int:
    failures = sum("error" in row for row in rows)
    if failures == len(rows):
        return NOTHING_READ
    return SOME_FAILED if failures else OK


def _models(given: argparse.Namespace, started: float, _: OpenWindow) -> int:
    from app.domain.errors import BrokenModel
    from app.inference import load_manifest, open_session

    rows: list[dict[str, Any]] = []
    try:
        for entry in load_manifest().values():
            session, notice = open_session(entry, given.backend)
            rows.append({"name": entry.name, "version": entry.version, "size": entry.size, "backend": session.backend})
            if notice is not None:
                _say_warning(notice)
    except BrokenModel as error:
        return fail(str(error), NOTHING_READ)
    if given.json:
        _say_json({"models": rows})
    else:
        for row in rows:
            _say(f"{row['name']} {row['version']}: {row['size'] / 1e6:.1f} MB, runs on {row['backend']}")
    return OK


def _demo(given: argparse.Namespace, started: float, open_window: OpenWindow) -> int:
    """The sample in the window, or its covers in a folder."""
    import platformdirs

    from app.domain.errors import BestframeError
    from app.media.sample import build_sample

    cache = platformdirs.user_cache_path("bestframe", appauthor=False)
    try:
        sample = build_sample(cache)
    except BestframeError as error:
        return fail(str(error), NOTHING_READ)
    if has_display():
        return open_window([sample.path], "original", started)
    out = given.out or cache / "covers"
    arguments = ["recommend", str(sample.path), "--aspect", "3:4", "--out", str(out)]
    # Building the sample is not part of what is shown.
    return _recommend(_parser().parse_args(arguments), time.perf_counter(), open_window)
