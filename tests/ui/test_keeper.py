"""What is kept without anybody saving it, and what happens where it cannot be kept."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.project import Project
from app.store import session_file
from app.store.autosave import Autosave, recoverable, slot_of
from app.store.decisions import DecisionStore, store_path
from app.store.lock import Use, use_of
from app.store.past import ChoiceRate
from app.ui.background.jobs import JobRunner
from app.ui.background.stored import Taken
from app.ui.flow import keeper as keeping
from app.ui.flow.keeper import Keeper
from app.ui.state.notices import Notice
from tests.project_factory import accepted, video_project

PATIENCE_MS = 20_000
"""A machine that does much else needs that long to load the decision store."""


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert runner.shutdown()


@pytest.fixture
def keeper(runner: JobRunner, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    monkeypatch.setattr(keeping, "PAUSE_MS", 5)
    keeper = Keeper(runner)
    yield keeper
    runner.shutdown()
    keeper.close()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"a clip")
    return path


def _take(qtbot: QtBot, keeper: Keeper, clip: Path) -> Taken:
    """Take the slot, as a window does that opens a clip."""
    taken: list[Taken] = []
    keeper.take([clip], taken.append)
    qtbot.waitUntil(lambda: bool(taken), timeout=PATIENCE_MS)
    keeper.hold(taken[0].slot)
    return taken[0]


def _ids(taken: Taken) -> list[str]:
    return [notice.message.id for notice in taken.notices]


def _saved(clip: Path) -> Project | None:
    path = slot_of([clip])
    return session_file.read_session(path).project if path.exists() else None


def _same(project: Project) -> Project:
    return project


def _told(keeper: Keeper) -> list[Notice]:
    notices: list[Notice] = []
    keeper.told.connect(notices.append)
    return notices


def test_a_change_is_saved_once_the_user_pauses(qtbot: QtBot, keeper: Keeper, clip: Path) -> None:
    assert _take(qtbot, keeper, clip).stored is None
    project = video_project()
    keeper.save_soon(lambda: project)
    qtbot.waitUntil(lambda: _saved(clip) is not None, timeout=PATIENCE_MS)
    assert _saved(clip) == project


def test_what_is_saved_is_the_state_when_the_pause_is_over(qtbot: QtBot, keeper: Keeper, clip: Path) -> None:
    _take(qtbot, keeper, clip)
    edits = video_project().edits
    states = [video_project().editing(edits.noting(note)) for note in ("a", "ab", "abc")]
    for state in states:
        keeper.save_soon(functools.partial(_same, state))
    keeper.let_go()
    qtbot.waitUntil(lambda: use_of(slot_of([clip])) is Use.CLOSED, timeout=PATIENCE_MS)
    assert _saved(clip) == states[-1]


def test_closing_the_window_saves_at_once(qtbot: QtBot, keeper: Keeper, runner: JobRunner, clip: Path) -> None:
    _take(qtbot, keeper, clip)
    project = video_project()
    keeper.save_soon(lambda: project)
    keeper.record(project, accepted(project))
    runner.shutdown()
    keeper.close()
    assert _saved(clip) == project
    assert use_of(slot_of([clip])) is Use.CLOSED
    assert DecisionStore.open().choice_rate() == ChoiceRate(recropped=1)


def test_a_slot_that_comes_after_the_window_closed_is_let_go(keeper: Keeper, runner: JobRunner, clip: Path) -> None:
    keeper.take([clip], lambda _taken: pytest.fail("nobody waits for it any more"))
    runner.shutdown()
    keeper.close()
    assert use_of(slot_of([clip])) is Use.CLOSED


def test_the_same_source_again_gets_its_slot_back(qtbot: QtBot, keeper: Keeper, clip: Path) -> None:
    _take(qtbot, keeper, clip)
    project = video_project()
    keeper.save_soon(lambda: project)
    again = _take(qtbot, keeper, clip)
    assert again.slot is not None
    assert again.notices == ()
    assert again.stored is not None
    assert again.stored.project == project


def test_a_second_window_on_a_session_works_without_keeping_it(qtbot: QtBot, keeper: Keeper, clip: Path) -> None:
    with Autosave([clip]) as first:
        taken = _take(qtbot, keeper, clip)
        assert taken.slot is None
        assert _ids(taken) == ["session_in_use", "not_kept"]
        keeper.save_soon(lambda: pytest.fail("there is nowhere to save it"))
        keeper.let_go()
        assert first.load() is None


def test_after_a_kill_everything_is_there_and_the_user_is_told(qtbot: QtBot, keeper: Keeper, clip: Path) -> None:
    project = video_project()
    slot = Autosave([clip])
    slot.save(project)
    handle = slot._lock._handle
    assert handle is not None
    os.close(handle)  # what the system does to a process that is killed
    slot._lock._handle = None
    assert len(recoverable()) == 1
    taken = _take(qtbot, keeper, clip)
    assert taken.stored is not None
    assert taken.stored.project == project
    assert _ids(taken) == ["recovered"]
    assert recoverable() == ()


def test_a_damaged_session_is_told_of_and_begun_anew(qtbot: QtBot, keeper: Keeper, clip: Path) -> None:
    slot_of([clip]).parent.mkdir(parents=True)
    slot_of([clip]).write_text("{")
    taken = _take(qtbot, keeper, clip)
    assert taken.stored is None
    assert _ids(taken) == ["session_damaged"]
    project = video_project()
    keeper.save_soon(lambda: project)
    qtbot.waitUntil(lambda: _saved(clip) == project, timeout=PATIENCE_MS)


def test_a_session_of_a_newer_version_is_left_alone(qtbot: QtBot, keeper: Keeper, clip: Path) -> None:
    with Autosave([clip]) as slot:
        slot.save(video_project())
    document = json.loads(slot.path.read_text())
    newer = json.dumps({**document, "version": 99})
    slot.path.write_text(newer)
    taken = _take(qtbot, keeper, clip)
    assert taken.slot is None
    assert _ids(taken) == ["newer_version", "not_kept"]
    keeper.let_go()
    assert slot.path.read_text() == newer
    assert use_of(slot.path) is Use.CLOSED


def test_where_nothing_can_be_saved_the_user_is_told_and_can_work(qtbot: QtBot, keeper: Keeper, clip: Path) -> None:
    taken = _take(qtbot, keeper, clip)
    assert taken.slot is not None
    taken.slot.path.mkdir()  # nothing can be renamed onto a folder
    notices = _told(keeper)
    project = video_project()
    keeper.save_soon(lambda: project)
    qtbot.waitUntil(lambda: bool(notices), timeout=PATIENCE_MS)
    assert notices[0].message.id == "cannot_write"
    taken.slot.path.rmdir()
    keeper.save_soon(lambda: project)
    qtbot.waitUntil(lambda: _saved(clip) == project, timeout=PATIENCE_MS)


def test_a_decision_that_cannot_be_stored_now_is_stored_later(qtbot: QtBot, keeper: Keeper, clip: Path) -> None:
    store_path().mkdir(parents=True)  # in the way
    notices = _told(keeper)
    project = video_project()
    keeper.record(project, accepted(project))
    qtbot.waitUntil(lambda: bool(notices), timeout=PATIENCE_MS)
    store_path().rmdir()
    assert project.analysis is not None
    later = replace(project, analysis=replace(project.analysis, id="other"))
    keeper.record(later, accepted(later))
    qtbot.waitUntil(
        lambda: store_path().is_file() and DecisionStore.open().choice_rate() == ChoiceRate(recropped=2),
        timeout=PATIENCE_MS,
    )
    assert len(notices) == 1


def test_a_decision_that_could_not_be_stored_is_tried_again_on_closing(
    qtbot: QtBot, keeper: Keeper, runner: JobRunner
) -> None:
    store_path().mkdir(parents=True)
    notices = _told(keeper)
    project = video_project()
    keeper.record(project, accepted(project))
    qtbot.waitUntil(lambda: bool(notices), timeout=PATIENCE_MS)
    store_path().rmdir()
    runner.shutdown()
    keeper.close()
    assert DecisionStore.open().choice_rate() == ChoiceRate(recropped=1)
