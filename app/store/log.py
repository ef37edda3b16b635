"""The log file, where tracebacks go."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

import platformdirs

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


_SIZE = 1_000_000
_BACKUPS = 2
"""A file of so many bytes, and so many older ones."""


class _LogFile(logging.handlers.RotatingFileHandler):
    """Begins a new file when one is full; what cannot be written, as on a full disk, is lost without a word."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_SIZE, backupCount=_BACKUPS, encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Keep it out of the terminal, where only answers belong."""


def log_path() -> Path:
    """The log file in the user's log folder."""
    return platformdirs.user_log_path("bestframe", appauthor=False) / "bestframe.log"


def start_log() -> Path:
    """Write what the program logs from now on to the log file; without one where it cannot be written.

    Returns:
        The file's path.
    """
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _LogFile(path)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path
