"""What is printed, and what the process leaves with."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

OK, BUG, USAGE, NOTHING_READ, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130


def fail(text: str, code: int) -> int:
    """Print one line of error; returns `code`."""
    _complain("error", text)
    return code


def _complain(kind: str, text: object) -> None:
    """Print one line on standard error, whatever is in the name of a file."""
    print(f"{kind}: {' '.join(str(text).split())}", file=sys.stderr)


def has_display() -> bool:
    """Whether a window can be opened."""
    if sys.platform in ("darwin", "win32") or os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal", "vnc"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def say(text: str) -> None:
    """Print a line of the answer; what the other side cannot show, such as a name that is no text, is escaped."""
    print(text.encode(_encoding(), "backslashreplace").decode(_encoding()))


def _encoding() -> str:
    return sys.stdout.encoding or "utf-8"


def say_json(document: dict[str, Any]) -> None:
    """Print the answer as a document."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    try:
        text.encode(_encoding())
    except UnicodeEncodeError:
        text = json.dumps(document, indent=2)
    say(text)


def say_warning(text: object) -> None:
    """Print a line of warning."""
    _complain("warning", text)


def because(row: dict[str, Any]) -> str:
    """The reasons of a cover or a picture in words, if there are any."""
    from app.domain.messages import REASONS

    return f": {', '.join(REASONS[reason] for reason in row['reasons'])}" if row["reasons"] else ""


def answer_for_each(
    paths: Sequence[Path], look: Callable[[int, Path], dict[str, Any]], tell: Callable[[dict[str, Any]], str] | None
) -> int:
    """Look at pictures one by one, and answer with a row for each; one that cannot be read does not stop the others.

    Args:
        paths: the pictures.
        look: makes the row of a picture, without its `path`, from its number and path.
        tell: the row in words, printed at once; None prints one JSON document, `{"pictures": [...]}`, at the end.

    Returns:
        The exit code.
    """
    from app.domain.errors import BestframeError

    rows: list[dict[str, Any]] = []
    for number, path in enumerate(paths):
        row: dict[str, Any] = {"path": str(path)}
        try:
            row |= look(number, path)
        except BestframeError as error:
            fail(str(error), SOME_FAILED)
            row["error"] = str(error.message)
        else:
            if tell is not None:
                say(f"{path}: {tell(row)}")
        rows.append(row)
    if tell is None:
        say_json({"pictures": rows})
    failures = sum("error" in row for row in rows)
    if failures == len(rows):
        return NOTHING_READ
    return SOME_FAILED if failures else OK


class Bar:
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
