"""Slots: nothing is lost, and nothing is offered that need not be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import CannotWrite, Damaged, InUse, TooNew
from app.store.autosave import Autosave, dismiss, prune, recoverable, slot_of, slots_folder
from app.store.lock import lock_path
from tests.project_factory import CLIP, post_project, video_project

# Saves a session and is killed in the middle of things.
VICTIM = """
import os, signal, sys
from pathlib import Path
from app.store.autosave import Autosave
from tests.project_factory import CLIP, video_project
Autosave([CLIP]).save(video_project())
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_slots_lie_where_the_user_keeps_states(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert slots_folder() == tmp_path / "bestframe" / "sessions"
    assert slot_of([CLIP]).parent == slots_folder()


def test_each_source_has_a_slot_whatever_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    paths = [
        ["a.mp4"],
        ["b.mp4"],
        ["a.mp4", "b.mp4"],
        ["b.mp4", "a.mp4"],
        ["封面 ?.mp4"],
        ["x" * 250],
        ["\udcff"],
        ["/"],
    ]
    slots = [slot_of([Path(path) for path in group]) for group in paths]
    assert len(set(slots)) == len(slots)
    assert all(len(slot.name) < 80 for slot in slots)
    assert slot_of([Path("a.mp4")]) == slot_of([tmp_path / "x" / ".." / "a.mp4"])


def test_the_session_of_a_source_is_there_when_it_is_opened_again() -> None:
    with Autosave([CLIP]) as slot:
        assert slot.load() is None
        slot.save(video_project())
    with Autosave([CLIP]) as slot:
        stored = slot.load()
        assert stored is not None
        assert stored.project == video_project()
        assert not slot.left_over
    with Autosave([Path("/videos/other.mp4")]) as slot:
        assert slot.load() is None


def test_a_second_window_on_the_same_source_is_noticed() -> None:
    with Autosave([CLIP]) as slot:
        with pytest.raises(InUse):
            Autosave([CLIP])
        slot.save(video_project())
        assert recoverable() == (), "what is in use is not lost"
    assert recoverable() == (), "what was closed is not lost"


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_after_a_kill_the_session_is_offered_and_as_it_was() -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", VICTIM], cwd=root, check=False)
    assert done.returncode < 0
    (lost,) = recoverable()
    assert lost.sources == (CLIP,)
    with Autosave(lost.sources) as slot:
        assert slot.left_over
        stored = slot.load()
        assert stored is not None
        assert (stored.project, stored.saved) == (video_project(), lost.saved)
    assert recoverable() == (), "it was recovered and closed"


def _lose(*sources: Path) -> None:
    """Leave a slot as a kill does."""
    with Autosave(sources) as slot:
        slot.save(post_project(sources[0]))
    lock_path(slot.path).write_text("{}", encoding="utf-8")


def test_the_latest_is_offered_first_and_what_is_dismissed_no_longer() -> None:
    _lose(Path("/a"))
    _lose(Path("/b"))
    assert [lost.sources for lost in recoverable()] == [(Path("/b"),), (Path("/a"),)]
    dismiss(recoverable()[0])
    assert [lost.sources for lost in recoverable()] == [(Path("/a"),)]
    with Autosave([Path("/b")]) as slot:
        assert slot.load() is not None, "it is there when its source is opened"


def test_what_cannot_be_read_is_not_offered() -> None:
    _lose(Path("/a"))
    slot_of([Path("/a")]).write_text("{", encoding="utf-8")
    assert recoverable() == ()
    with Autosave([Path("/a")]) as slot:
        with pytest.raises(Damaged):
            slot.load()
        assert slot.load() is None, "one begins anew"


def test_a_session_of_a_newer_version_is_not_opened() -> None:
    with Autosave([CLIP]) as slot:
        slot.save(video_project())
        text = slot.path.read_text(encoding="utf-8")
        slot.path.write_text(text.replace('"version": 1,', '"version": 99,'), encoding="utf-8")
        with pytest.raises(TooNew):
            slot.load()


def test_a_discarded_session_is_gone() -> None:
    with Autosave([CLIP]) as slot:
        slot.save(video_project())
        slot.discard()
        slot.discard()
        assert slot.load() is None
    assert list(slots_folder().iterdir()) == []


def test_without_a_folder_nothing_is_offered_and_slots_are_an_error(tmp_path: Path) -> None:
    assert recoverable(tmp_path / "none") == ()
    prune(tmp_path / "none")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert recoverable(tmp_path / "file") == ()
    with pytest.raises(CannotWrite):
        Autosave([CLIP], tmp_path / "file")


def test_only_the_latest_are_kept_and_none_that_is_open_or_lost() -> None:
    for index in range(5):
        with Autosave([Path(f"/{index}")]) as slot:
            slot.save(post_project())
        os.utime(slot.path, ns=(index, index))
    _lose(Path("/lost"))
    os.utime(slot_of([Path("/lost")]), ns=(0, 0))
    with Autosave([Path("/1")]):
        prune(keep=2)
        left = {slot.name.split("-")[0] for slot in slots_folder().glob("*.bestframe")}
    assert left == {"1", "3", "4", "lost"}
