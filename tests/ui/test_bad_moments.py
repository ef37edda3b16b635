"""Sources that go, stores that cannot be had, windows closed at any moment: nothing is lost, the rest goes on."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.edits import Verdict
from app.domain.errors import CannotWrite
from app.store import settings
from app.store.autosave import slot_of
from app.store.decisions import DecisionStore, store_path
from app.store.lock import Use, use_of
from app.ui.flow import keeper
from app.ui.state.session import Stage
from app.ui.window import MainWindow

from .fakes import FakeCore, moment

OpenWindow = Callable[..., MainWindow]

PATIENCE_MS = 20_000


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "PAUSE_MS", 0)


def _open(qtbot: QtBot, window: MainWindow, clip: Path) -> None:
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None, timeout=PATIENCE_MS)


def _has_seen(window: MainWindow, frames: int) -> bool:
    return window.controller.session.scan.frames >= frames


def _texts(window: MainWindow) -> list[str]:
    return [row.text for row in window.messages.rows]


@pytest.mark.parametrize("finds", range(4))
def test_closing_at_any_moment_of_an_analysis_leaves_nothing_and_loses_nothing(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, finds: int
) -> None:
    core.hold()
    window = open_window()
    window.controller.open([clip])
    for count in range(1, finds + 1):
        core.step()
        qtbot.waitUntil(functools.partial(_has_seen, window, count), timeout=PATIENCE_MS)
    if finds:
        window.controller.choose(1)
    chosen = window.controller.session.chosen
    window.close()
    assert window.controller.runner.running == 0
    assert all(source.closed for source in core.sources)
    assert use_of(slot_of([clip])) is Use.CLOSED
    core.release()
    again = open_window()
    _open(qtbot, again, clip)
    if finds in {1, 2}:
        assert len(core.recommended) == 2, "what was cut off is done again"
    if chosen is not None:
        assert again.controller.session.chosen == chosen


def test_closing_before_the_slot_is_there_leaves_no_lock(open_window: OpenWindow, clip: Path) -> None:
    window = open_window()
    window.controller.open([clip])
    window.close()
    assert use_of(slot_of([clip])) is Use.CLOSED


def test_a_source_that_is_unplugged_is_told_of_and_what_was_found_stays(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window()
    _open(qtbot, window, clip)
    gone = clip.rename(clip.with_name("unplugged.mp4"))
    window.controller.choose(2)
    qtbot.waitUntil(lambda: _texts(window) == ["holiday.mp4: there is no such file or folder"], timeout=PATIENCE_MS)
    window.controller.deciding.accept()
    qtbot.waitUntil(lambda: not window.controller.session.writing, timeout=PATIENCE_MS)
    assert core.written == []
    assert window.controller.session.edits.decision is None, "what was not written was not decided"
    assert len(window.controller.session.candidates) == 3
    gone.rename(clip)
    window.controller.deciding.accept()
    qtbot.waitUntil(lambda: len(core.written) == 1, timeout=PATIENCE_MS)


def test_a_full_disk_at_accept_decides_nothing(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window()
    _open(qtbot, window, clip)
    core.write_failure = CannotWrite(clip.parent, "cannot_write", reason="No space left on device")
    window.controller.deciding.accept()
    qtbot.waitUntil(lambda: any("No space left" in text for text in _texts(window)), timeout=PATIENCE_MS)
    assert window.controller.session.edits.decision is None
    assert not store_path().exists()


def test_decisions_of_a_newer_version_are_left_alone_and_the_cover_is_written(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    DecisionStore.open()
    with sqlite3.connect(store_path()) as database:
        database.execute("UPDATE alembic_version SET version_num = 'from the future'")
    window = open_window()
    _open(qtbot, window, clip)
    window.controller.deciding.accept()
    qtbot.waitUntil(lambda: any("newer version" in text for text in _texts(window)), timeout=PATIENCE_MS)
    assert len(core.written) == 1
    decision = window.controller.session.edits.decision
    assert decision is not None
    assert decision.verdict is Verdict.ACCEPTED


def test_a_second_window_says_that_it_keeps_nothing(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    first = open_window()
    _open(qtbot, first, clip)
    second = open_window()
    _open(qtbot, second, clip)
    assert "What you do in this window is not kept when it is closed" in _texts(second)
    second.controller.choose(3)
    second.close()
    first.controller.choose(2)
    first.close()
    third = open_window()
    _open(qtbot, third, clip)
    chosen = third.controller.session.chosen
    assert chosen is not None
    assert chosen.place == moment(2)


def test_settings_that_cannot_be_saved_hold_all_the_same(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> None:
    window = open_window()
    _open(qtbot, window, clip)
    settings.settings_path().mkdir(parents=True)
    window.actions_["toggle_thirds"].trigger()
    assert window.actions_["toggle_thirds"].isChecked()
    qtbot.waitUntil(lambda: bool(_texts(window)), timeout=PATIENCE_MS)
