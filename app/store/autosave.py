"""The place where the session of each source is kept while it is edited and after, without anybody having to save it.

A slot is a session file in the user's state folder, named after its sources. Its lock is held as long as a window has
it; a slot whose lock was left over belongs to a window that was killed, and can be recovered.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs

from app.domain.project import Project
from app.store.lock import SessionLock, Use, lock_path, mark_closed, use_of
from app.store.session_file import SUFFIX, Stored, read_session, read_sources, write_session

KEPT = 100
"""Slots that are kept; with some 100 kB each that is about 10 MB."""


@dataclass(frozen=True, slots=True)
class Recoverable:
    """A session that was not closed.

    Attributes:
        slot: its file.
        sources: what it was made from; opening them opens the slot.
        saved: when it was saved last, in UTC.
    """

    slot: Path
    sources: tuple[Path, ...]
    saved: datetime


def slots_folder() -> Path:
    """Where sessions are kept."""
    return platformdirs.user_state_path("bestframe", appauthor=False) / "sessions"


def slot_of(sources: Sequence[Path], folder: Path | None = None) -> Path:
    """The slot of what was opened; the same for the same paths in the same order, however they are written."""
    paths = "\n".join(os.path.normpath(path.absolute()) for path in sources)
    digest = hashlib.sha256(paths.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    # The name is for people; on every system it must be one that can be written.
    name = re.sub(r"[^\w.-]+", "_", sources[0].stem)[:40].strip("._") or "session"
    return (folder or slots_folder()) / f"{name}-{digest}{SUFFIX}"


class Autosave:
    """The slot of one source, held by one window.

    Attributes:
        path: the session file.
        left_over: whether the window that had it last was killed.
    """

    def __init__(self, sources: Sequence[Path], folder: Path | None = None) -> None:
        """Take the slot.

        Args:
            sources: what was opened, at least one path.
            folder: where slots are kept; the user's state folder if left out.

        Raises:
            InUse: another window has it.
            CannotWrite: the folder cannot be written.
        """
        self.path = slot_of(sources, folder)
        self._lock = SessionLock(self.path)
        self.left_over = self._lock.left_over

    def load(self) -> Stored | None:
        """The session as it was left; None if there is none.

        Raises:
            UnreadableMedia: it may not be read.
            TooNew: a newer version wrote it, and saving would lose that.
            Damaged: it makes no sense; it is kept under another name.
        """
        return read_session(self.path) if self.path.exists() else None

    def save(self, project: Project) -> None:
        """Keep the session.

        Raises:
            CannotWrite: it cannot be written; what was saved before stays.
        """
        write_session(project, self.path)

    def discard(self) -> None:
        """Forget the session."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the slot: the session stays, and is not offered for recovery. Closing twice is allowed."""
        self._lock.release()

    def __enter__(self) -> Self:
        """The slot itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def recoverable(folder: Path | None = None) -> tuple[Recoverable, ...]:
    """Sessions whose window was killed, latest first; those that cannot be read are left out."""
    found = [
        Recoverable(slot, *about)
        for slot in _slots(folder or slots_folder())
        if use_of(slot) is Use.LEFT_OVER and (about := read_sources(slot)) is not None
    ]
    return tuple(sorted(found, key=lambda session: session.saved, reverse=True))


def dismiss(session: Recoverable) -> None:
    """Offer a session for recovery no longer; it is there when its source is opened again.

    Raises:
        CannotWrite: the folder cannot be written.
    """
    mark_closed(session.slot)


def prune(folder: Path | None = None, keep: int = KEPT) -> None:
    """Forget the sessions that were saved longest ago, except those that are open or can be recovered."""
    closed = [slot for slot in _slots(folder or slots_folder()) if not lock_path(slot).exists()]
    with contextlib.suppress(OSError):
        for slot in sorted(closed, key=lambda path: path.stat().st_mtime_ns, reverse=True)[keep:]:
            slot.unlink(missing_ok=True)


def _slots(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.glob(f"*{SUFFIX}")
    except OSError:
        return
