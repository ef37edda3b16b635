"""The lock on a session."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import CannotWrite, InUse
from app.store.lock import SessionLock, Use, lock_path, mark_closed, use_of

HOLDER = """
import sys
from pathlib import Path
from app.store.lock import SessionLock
lock = SessionLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return tmp_path / "sessions" / "clip.bestframe"


def _hold(session: Path) -> subprocess.Popen[str]:
    """Another process that has the lock until it is killed."""
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(session)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_one_window_at_a_time(session: Path) -> None:
    with SessionLock(session) as lock:
        assert not lock.left_over
        assert use_of(session) is Use.IN_USE
        with pytest.raises(InUse) as caught:
            SessionLock(session)
    assert caught.value.message.data["pid"] == str(os.getpid())
    with SessionLock(session) as lock:
        assert not lock.left_over
    assert list(session.parent.iterdir()) == []
    assert use_of(session) is Use.CLOSED


def test_releasing_twice_does_not_release_what_another_took(session: Path) -> None:
    first = SessionLock(session)
    first.release()
    with SessionLock(session):
        first.release()
        assert use_of(session) is Use.IN_USE


def test_a_process_that_is_killed_leaves_no_lock_but_a_trace(session: Path) -> None:
    with _hold(session) as process:
        try:
            with pytest.raises(InUse) as caught:
                SessionLock(session)
            assert caught.value.message.data["pid"] == str(process.pid)
            assert use_of(session) is Use.IN_USE
            mark_closed(session)
            assert use_of(session) is Use.IN_USE, "what is in use stays so"
        finally:
            process.kill()
            process.wait()
    assert use_of(session) is Use.LEFT_OVER
    with SessionLock(session) as lock:
        assert lock.left_over
        assert json.loads(lock_path(session).read_text(encoding="utf-8"))["pid"] == str(os.getpid())
    assert use_of(session) is Use.CLOSED


def test_what_was_left_over_can_be_forgotten(session: Path) -> None:
    session.parent.mkdir()
    lock_path(session).write_text("", encoding="utf-8")
    assert use_of(session) is Use.LEFT_OVER
    mark_closed(session)
    assert use_of(session) is Use.CLOSED


def test_a_lock_whose_file_tells_nothing_is_a_lock(session: Path) -> None:
    with SessionLock(session):
        lock_path(session).write_text('["?"]', encoding="utf-8")
        with pytest.raises(InUse, match=r"process \? on \?"):
            SessionLock(session)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder is needed", encoding="utf-8")
    with pytest.raises(CannotWrite):
        SessionLock(tmp_path / "file" / "clip.bestframe")


@pytest.mark.skipif(sys.platform == "win32", reason="locks otherwise there")
def test_where_the_file_system_has_no_locks_there_is_a_session(session: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def none(_handle: int, _operation: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", none)
    with SessionLock(session) as one, SessionLock(session) as other:
        assert one is not other
