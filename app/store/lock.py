"""A lock on a session, so that a second window on it is noticed.

The operating system holds it (`flock`, on Windows `locking`) and lets go of it when the process ends, however it ends:
a lock is never left over. What is left over after a kill is the lock's file, and that tells that the session was not
closed. The file says who has it, for the message only.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import platform
import sys
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from app.domain.errors import InUse
from app.domain.files import reporting

_logger = logging.getLogger(__name__)

_LONGEST = 4096
"""Bytes of a lock's file that are read at most."""


class Use(StrEnum):
    """What the lock's file tells of a session."""

    CLOSED = "closed"
    IN_USE = "in use"
    LEFT_OVER = "left over"


class SessionLock:
    """The right to change a session, held by one window at a time.

    Attributes:
        left_over: whether the one who had it last did not let go of it: it was killed, or the machine went down.
    """

    def __init__(self, session: Path) -> None:
        """Take the lock.

        Args:
            session: the session file, which need not exist yet.

        Raises:
            InUse: another window has it.
            CannotWrite: the lock's file cannot be written.
        """
        self._path = lock_path(session)
        with reporting(session):
            session.parent.mkdir(parents=True, exist_ok=True)
            self.left_over = self._path.exists()
            handle = _open_locked(self._path)
            if handle is None:
                raise InUse(session, "session_in_use", **_holder(self._path))
            self._handle: int | None = handle
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps({"pid": str(os.getpid()), "host": platform.node()}).encode())

    def release(self) -> None:
        """Let go of it, which marks the session as closed; releasing twice is allowed."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        # The name goes while the lock is held, so that nobody takes a lock on a file that then goes. Windows keeps
        # the names of open files.
        if sys.platform == "win32":
            os.close(handle)
            _remove(self._path)
        else:
            _remove(self._path)
            os.close(handle)

    def __enter__(self) -> Self:
        """The lock itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release."""
        self.release()


def lock_path(session: Path) -> Path:
    """The lock's file of a session."""
    return session.with_name(session.name + ".lock")


def use_of(session: Path) -> Use:
    """Whether a window has the session, or one had it and did not close it."""
    try:
        handle = os.open(lock_path(session), os.O_RDWR)
    except OSError:
        return Use.CLOSED
    try:
        return Use.LEFT_OVER if _lock(handle) else Use.IN_USE
    finally:
        os.close(handle)


def mark_closed(session: Path) -> None:
    """Forget that a session was not closed; one that is in use stays so."""
    with contextlib.suppress(InUse):
        SessionLock(session).release()


def _open_locked(path: Path) -> int | None:
    """The lock's file, open and locked; None where another has it."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(handle):
            os.close(handle)
            return None
        # Between opening and locking it may have been released, which removes it.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        """Lock an open file until it is closed; whether that worked."""
        # What is locked cannot be read by others, so that is a byte far behind the end.
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        """Lock an open file until it is closed; whether that worked."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            # Some network file systems have no locks: better without one than without the session.
            _logger.warning("no lock: %s", error)
        return True


def _holder(path: Path) -> dict[str, str]:
    """Who has the lock, as far as the file tells."""
    try:
        told = json.loads(path.read_text(encoding="utf-8")[:_LONGEST])
        return {"pid": str(int(told["pid"])), "host": str(told["host"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"pid": "?", "host": "?"}


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
