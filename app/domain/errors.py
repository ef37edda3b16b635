"""Failures that a user can understand; each carries the path and a message, never only a traceback."""

from __future__ import annotations

from pathlib import Path

from app.domain.messages import Message


class BestframeError(Exception):
    """Something that went wrong outside the program: a file, a folder, an option.

    Attributes:
        path: what it is about.
        message: what is wrong, and what can be done.
    """

    def __init__(self, path: Path, message_id: str, **data: str) -> None:
        super().__init__(path, message_id, data)
        self.path = path
        self.message = Message(message_id, data)

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class UnreadableMedia(BestframeError):
    """An input cannot be opened or is not media."""


class NoFrames(UnreadableMedia):
    """An input can be opened, but no picture comes out of it."""


class CannotWrite(BestframeError):
    """An output cannot be written."""


class BrokenModel(BestframeError):
    """A model file of the installation is missing or is not what the manifest says."""


class BrokenInstallation(BestframeError):
    """A data file of the installation is missing or makes no sense."""


class InUse(BestframeError):
    """Another window or program has it; it can be tried again."""


class TooNew(BestframeError):
    """A newer version wrote it; it is left as it is."""


class Damaged(BestframeError):
    """Something that was saved makes no sense; what there is of it is kept."""
