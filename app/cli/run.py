"""From what was typed to the command that does it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from types import FrameType

from app import __version__
from app.cli import crop, demo, export, faces, models, recommend, saliency, score, split
from app.cli.arguments import OpenWindow, Parser, Start
from app.cli.console import BUG, INTERRUPTED, OK, fail

_MODULES = {
    "recommend": recommend,
    "score": score,
    "faces": faces,
    "saliency": saliency,
    "crop": crop,
    "split": split,
    "export": export,
    "models": models,
    "demo": demo,
}

COMMANDS = tuple(_MODULES)


def run_command(arguments: Sequence[str], started: float, open_window: OpenWindow) -> int:
    """Run one command of the command line; returns the exit code.

    Args:
        arguments: the command and what was typed behind it.
        started: when the process started, as a value of `time.perf_counter()`.
        open_window: opens the window, for the commands that may.
    """
    given = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        _keep_limits()
        return int(given.run(given, Start(started, open_window)))
    except KeyboardInterrupt:
        return fail("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has left; there is nobody to tell.
        sys.stderr.close()
        return OK
    except Exception as error:  # noqa: BLE001 - the last net: a bug becomes one line and a traceback in the log
        return _crash(error)


def parser() -> Parser:
    """The parser of all commands."""
    made = Parser(
        prog="bestframe",
        description="Recommends the cover of a video or of a set of pictures. "
        "Without a command it opens the window: bestframe [PATH...] [--aspect A].",
    )
    made.add_argument("--version", action="version", version=f"bestframe {__version__}")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for name, module in _MODULES.items():
        module.add(name, commands)
    return made


def _keep_limits() -> None:
    """Refuse what the preferences of the window refuse, too."""
    import platformdirs

    if not platformdirs.user_config_path("bestframe", appauthor=False).exists():
        return  # Nobody has chosen anything, and to find out what would take a hundredth of a second.
    from app.domain.limits import allow_megapixels
    from app.store.settings import peek, settings_path

    allow_megapixels(peek(settings_path()).pixel_limit)


def _terminate(number: int, frame: FrameType | None) -> None:
    """Leave as on Ctrl-C, so that threads end and passing files go."""
    raise KeyboardInterrupt


def _crash(error: Exception) -> int:
    import logging

    from app.store.log import start_log

    path = start_log()
    logging.getLogger(__name__).error("unexpected error", exc_info=error)
    return fail(f"internal error: {error!r}; details in {path}", BUG)
