"""What the messages panel holds: a sentence in the user's language, once it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.domain.errors import BestframeError
from app.domain.messages import QT_TRANSLATE_NOOP, TEMPLATES, Message


class Level(StrEnum):
    """How a notice is meant."""

    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


WINDOW_TEMPLATES: dict[str, str] = {
    "written": QT_TRANSLATE_NOOP("Messages", "Cover saved as {path}"),
    "internal": QT_TRANSLATE_NOOP(
        "Messages", "Something went wrong inside Bestframe ({error}); the log has the details"
    ),
    "settings_dropped": QT_TRANSLATE_NOOP(
        "Messages",
        "These settings made no sense and are back at their defaults: {names}; the old file is kept as {backup}",
    ),
    "keys_dropped": QT_TRANSLATE_NOOP("Messages", "Two actions had the same keys; back at their own keys are: {names}"),
    "settings_unreadable": QT_TRANSLATE_NOOP("Messages", "The settings cannot be read; the defaults are used"),
    "written_all": QT_TRANSLATE_NOOP("Messages", "Covers saved in {folder}: {names}"),
    "copied": QT_TRANSLATE_NOOP("Messages", "The cover is on the clipboard"),
    "recovered": QT_TRANSLATE_NOOP("Messages", "Bestframe was not closed; everything is as you left it"),
    "changed_since": QT_TRANSLATE_NOOP(
        "Messages", "it has changed since you worked on it; it is analysed again, and crops are begun anew"
    ),
    "not_kept": QT_TRANSLATE_NOOP("Messages", "What you do in this window is not kept when it is closed"),
    "not_local": QT_TRANSLATE_NOOP("Messages", "Only files and folders of this computer can be opened"),
}
"""Messages that only the window has, in English; together with `TEMPLATES` they are all that it can say."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One line in the messages panel.

    Attributes:
        level: how it is meant.
        message: what it says.
        subject: the file that it is about, whose name precedes the message.
        written: the cover that was written, which can be shown in its folder.
    """

    level: Level
    message: Message
    subject: Path | None = None
    written: Path | None = None

    @classmethod
    def of_error(cls, error: BaseException) -> Notice:
        """The notice for a failure: what the user can understand of it, else that it is our fault."""
        if isinstance(error, BestframeError):
            return cls(Level.ERROR, error.message, error.path)
        return cls(Level.ERROR, Message("internal", {"error": type(error).__name__}))

    @property
    def passing(self) -> bool:
        """Whether it goes by itself: good news does, all else stays until it is dismissed."""
        return self.level is Level.SUCCESS

    @property
    def template(self) -> str:
        """The English sentence, not filled in."""
        return WINDOW_TEMPLATES.get(self.message.id) or TEMPLATES[self.message.id]
