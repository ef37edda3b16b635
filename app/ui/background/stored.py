"""What the window's jobs do with what is kept on the disk: sessions, decisions, the list of recent files.

Everything here runs in a background thread, as a disk may be slow or gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.edits import Decision
from app.domain.errors import BestframeError, CannotWrite
from app.domain.messages import Message
from app.domain.project import Project, SourceFile
from app.store import autosave, recent, sources
from app.store.autosave import Autosave, Recoverable
from app.store.decisions import DecisionStore
from app.store.recent import Sources
from app.store.session_file import Stored
from app.store.sources import Located
from app.ui.state.notices import Level, Notice


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a window that was just opened offers.

    Attributes:
        recent: what was opened lately, latest first.
        recoverable: sessions whose window was killed, latest first.
    """

    recent: tuple[Sources, ...]
    recoverable: tuple[Recoverable, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The slot of a source, and what was in it.

    Attributes:
        slot: None if it cannot be had; then the session is not kept.
        stored: the session as it was left; None if there is none that can be used.
        notices: what the user is to be told about it.
        recent: what was opened lately, this first.
    """

    slot: Autosave | None
    stored: Stored | None
    notices: tuple[Notice, ...]
    recent: tuple[Sources, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The sources as they lie on the disk now.

    Attributes:
        sources: what tells them from others.
        located: where the sources of the session went; None without a session.
    """

    sources: tuple[SourceFile, ...]
    located: Located | None


def begin() -> Beginning:
    """Look for what can be offered, and forget what is too old."""
    found = autosave.recoverable()
    autosave.prune()
    return Beginning(recent.recent(), found)


def take(paths: Sequence[Path]) -> Taken:
    """Take the slot of what is opened; whatever is wrong with it, the source can be opened."""
    notices: list[Notice] = []
    slot: Autosave | None = None
    stored: Stored | None = None
    try:
        slot = Autosave(paths)
        stored = slot.load()
    except BestframeError as error:
        notices.append(Notice(Level.WARNING, error.message, paths[0]))
    if notices and slot is not None and slot.path.exists():
        # What is there was written by a newer version, or may not be read: it is not to be written over.
        slot.close()
        slot = None
    if slot is None:
        notices.append(Notice(Level.WARNING, Message("not_kept")))
    elif slot.left_over and stored is not None:
        notices.append(Notice(Level.SUCCESS, Message("recovered"), paths[0]))
    return Taken(slot, stored, tuple(notices), _remembered(paths))


def _remembered(paths: Sequence[Path]) -> tuple[Sources, ...]:
    """The list of what was opened lately, as far as it can be had; what is not there was not opened."""
    try:
        if not all(path.exists() for path in paths):
            return recent.recent()
        return recent.remember(paths)
    except (CannotWrite, OSError, ValueError):
        return (tuple(paths), *recent.recent())


def find(paths: Sequence[Path], stored: Stored | None) -> Found:
    """Look for the sources on the disk."""
    located = sources.locate(stored.project, stored.beside) if stored is not None else None
    return Found(tuple(sources.describe(path) for path in paths), located)


def find_at(located: Located, old: Path, new: Path) -> Found:
    """Take a source that the user found elsewhere.

    Raises:
        UnreadableMedia: it is another source.
    """
    moved = sources.relocate(located, old, new)
    return Found(moved.project.sources, moved)


class Decisions:
    """The decision store, opened when it is first needed; used by one thread at a time."""

    def __init__(self) -> None:
        self._store: DecisionStore | None = None
        self._left: list[tuple[Project, Decision]] = []

    @property
    def left(self) -> bool:
        """Whether decisions could not be stored yet."""
        return bool(self._left)

    def record(self, project: Project, decision: Decision) -> Message | None:
        """Store a decision, after those that could not be stored before; none is lost while the window is open.

        Returns:
            What the user is to be told about the store; None for nothing.

        Raises:
            BestframeError: it cannot be stored now.
        """
        self._left.append((project, decision))
        return self.record_left()

    def record_left(self) -> Message | None:
        """Store what could not be stored before; see `record`."""
        notice = None
        while self._left:
            if self._store is None:
                self._store = DecisionStore.open()
                notice = self._store.notice
            self._store.record(*self._left[0])
            del self._left[0]
        return notice
