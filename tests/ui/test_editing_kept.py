"""Finding all again: after a crash, after closing, and where the source moved or changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.cover import Assessment
from app.domain.edits import Shape, Verdict
from app.domain.geometry import Box
from app.store.autosave import recoverable, slot_of
from app.store.lock import Use, use_of
from app.ui.application import start
from app.ui.state.session import Stage
from app.ui.state.wanted import wanted_judging
from app.ui.widgets.opening import ask_for_files
from app.ui.window import MainWindow

from .editing import (
    CONTROL,
    PATIENCE_MS,
    TALL,
    OpenWindow,
    crop_of,
    decisions,
    go_to,
    open_clip,
    press,
    saved,
    session_of,
)
from .fakes import FakeCore

pytestmark = pytest.mark.usefixtures("saving_at_once")


def test_open_override_undo_accept_kill_recover(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, window: MainWindow
) -> None:
    go_to(qtbot, window, 5)
    press(window, "u")
    qtbot.waitUntil(lambda: len(session_of(window).candidates) == 4, timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(11, 0, 720, 720))
    window.canvas.crop_released.emit()
    press(window, "2")
    press(window, Qt.Key.Key_Z, CONTROL)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: decisions(window) == [Verdict.OVERRIDDEN], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: saved(window), timeout=PATIENCE_MS)
    before = session_of(window).project
    _kill(window)

    other = open_window("16:9")
    other.controller.begin()
    qtbot.waitUntil(other.recovery.isVisible, timeout=PATIENCE_MS)
    other.recovery.continue_button.click()
    qtbot.waitUntil(lambda: session_of(other).stage is Stage.READY, timeout=PATIENCE_MS)
    assert session_of(other).project == before
    assert crop_of(other) == Box(11, 0, 720, 720)
    assert not other.recovery.isVisible()
    assert [row.text for row in other.companions.toasts.rows] == [
        "holiday.mp4: Bestframe was not closed; everything is as you left it"
    ]
    assert len(core.recommended) == 1, "nothing is analysed again"
    assert recoverable() == ()
    other.close()
    assert use_of(slot_of([clip])) is Use.CLOSED


def _kill(window: MainWindow) -> None:
    """What the system does to a process that is killed: files are closed, and nothing else."""
    slot = window.controller.keeper._slot
    assert slot is not None
    handle = slot._lock._handle
    assert handle is not None
    os.close(handle)
    slot._lock._handle = None
    window.controller.keeper.hold(None)


def test_reopening_shows_the_last_state_without_analysing_again(
    qtbot: QtBot, core: FakeCore, clip: Path, window: MainWindow
) -> None:
    press(window, "2")
    qtbot.waitUntil(lambda: saved(window), timeout=PATIENCE_MS)
    other = clip.with_name("other.mp4")
    other.write_bytes(b"other")
    open_clip(qtbot, window, other)
    assert len(core.recommended) == 2
    open_clip(qtbot, window, clip)
    assert len(core.recommended) == 2
    assert session_of(window).candidates[1].chosen
    assert window.windowTitle() == "holiday.mp4 — Bestframe"
    assert window.recent_menu.menu.actions()[0].text().startswith("holiday.mp4")
    press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(core.recommended) == 3, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: session_of(window).stage is Stage.READY, timeout=PATIENCE_MS)
    assert session_of(window).candidates[1].chosen, "what the user chose stays"


def test_the_first_frame_can_be_compared_also_in_a_session_that_is_opened_again(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.script.insert(0, [(0.0, 10.0)])
    for _ in range(2):
        window = open_window("1:1")
        open_clip(qtbot, window, clip)
        window.actions_["compare"].trigger()
        panes = window.pages.compare
        qtbot.waitUntil(lambda panes=panes: len(panes.panes) == 4, timeout=PATIENCE_MS)  # type: ignore[misc]
        assert [pane.item.title for pane in panes.panes][-1] == "First frame"
        assert panes.panes[-1].item.score == 10
        window.close()
    assert len(core.recommended) == 1


def test_closing_the_window_at_once_keeps_everything(window: MainWindow, open_window: OpenWindow, qtbot: QtBot) -> None:
    press(window, "3")
    before = session_of(window).project
    window.close()
    again = open_window("16:9")
    open_clip(qtbot, again, before.paths[0])
    assert session_of(again).project == before


def test_a_source_that_moved_is_asked_for(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, window: MainWindow
) -> None:
    press(window, "2")
    window.close()
    moved = clip.with_name("moved.mp4")
    clip.rename(moved)
    again = open_window("16:9")
    again.controller.open([clip])
    qtbot.waitUntil(again.missing.isVisible, timeout=PATIENCE_MS)
    assert len(session_of(again).candidates) == 3, "the last state is shown all the same"
    again.controller.opener.locate(moved)
    qtbot.waitUntil(lambda: not again.missing.isVisible(), timeout=PATIENCE_MS)
    assert session_of(again).paths == (moved,)
    qtbot.waitUntil(lambda: again.controller.sharp_picture() is not None, timeout=PATIENCE_MS)
    press(again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(core.written), timeout=PATIENCE_MS)
    assert core.written[0][2] == moved


def test_another_file_is_not_taken_for_the_one_that_moved(
    open_window: OpenWindow, qtbot: QtBot, clip: Path, window: MainWindow, tmp_path: Path
) -> None:
    window.close()
    clip.unlink()
    wrong = tmp_path / "wrong.mp4"
    wrong.write_bytes(b"something else")
    again = open_window("16:9")
    again.controller.open([clip])
    qtbot.waitUntil(again.missing.isVisible, timeout=PATIENCE_MS)
    again.controller.opener.locate(wrong)
    qtbot.waitUntil(
        lambda: any("not what the session was made from" in row.text for row in again.messages.rows),
        timeout=PATIENCE_MS,
    )
    assert again.missing.isVisible()


def test_a_source_that_changed_is_analysed_again(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, window: MainWindow
) -> None:
    press(window, "2")
    window.controller.keep_shape(Shape(TALL))
    window.close()
    clip.write_bytes(b"cut anew")
    again = open_window("16:9")
    open_clip(qtbot, again, clip)
    assert len(core.recommended) == 2
    assert session_of(again).edits.chosen is None
    assert session_of(again).edits.kept == (Shape(TALL),)
    assert any("changed since" in row.text for row in again.messages.rows)


def test_what_was_placed_in_other_candidates_is_rated_anew_in_a_session_that_is_opened_again(
    window: MainWindow, open_window: OpenWindow, qtbot: QtBot
) -> None:
    press(window, "2")
    window.canvas.crop_moved.emit(Box(11, 0, 720, 720))
    window.canvas.crop_released.emit()
    window.controller.adjusting.mirror()
    press(window, "3")
    window.canvas.crop_moved.emit(Box(64, 0, 720, 720))
    window.canvas.crop_released.emit()
    press(window, "1")
    qtbot.waitUntil(lambda: _crop_scores(window)[2] == 5, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: wanted_judging(session_of(window)) is None, timeout=PATIENCE_MS)
    before = [candidate.cover.assessment for candidate in session_of(window).candidates]
    window.close()
    again = open_window("16:9")
    open_clip(qtbot, again, session_of(window).paths[0])
    qtbot.waitUntil(lambda: _shown(again) == before, timeout=PATIENCE_MS)


def _shown(window: MainWindow) -> list[Assessment]:
    return [candidate.cover.assessment for candidate in session_of(window).candidates]


def _crop_scores(window: MainWindow) -> list[float | None]:
    return [assessment.crop for assessment in _shown(window)]


def test_what_was_opened_lately_is_offered_at_the_start(
    window: MainWindow, open_window: OpenWindow, qtbot: QtBot
) -> None:
    clip = session_of(window).paths[0]
    window.close()
    again = open_window("16:9")
    assert not again.recent_menu.menu.isEnabled()
    assert again.recent_menu.folder is None
    start(again.controller, [])
    qtbot.waitUntil(again.recent_menu.menu.isEnabled, timeout=PATIENCE_MS)
    first, *others = again.canvas.welcome.recent_buttons
    assert first.isVisible()
    assert not any(button.isVisible() for button in others)
    assert first.text().startswith("holiday.mp4")
    dialog = ask_for_files(again, lambda _paths: None, again.recent_menu.folder)
    assert dialog.directory().absolutePath() == str(clip.parent)
    dialog.close()
    first.click()
    assert session_of(again).paths == (clip,)
    qtbot.waitUntil(lambda: session_of(again).stage is Stage.READY, timeout=PATIENCE_MS)
    again.recent_menu.menu.actions()[0].trigger()
    assert session_of(again).stage is Stage.OPENING
    qtbot.waitUntil(lambda: session_of(again).stage is Stage.READY, timeout=PATIENCE_MS)


def test_the_keys_go_to_the_canvas_when_the_bar_over_it_goes(window: MainWindow, qtbot: QtBot) -> None:
    go_to(qtbot, window, 5)
    window.pages.frame_bar.use_button.setFocus()
    window.pages.frame_bar.use_button.click()
    qtbot.waitUntil(lambda: len(session_of(window).candidates) == 4, timeout=PATIENCE_MS)
    assert not window.pages.frame_bar.isVisible()
    assert window.canvas.hasFocus()


def test_the_keys_go_to_the_page_when_a_part_of_the_window_goes(window: MainWindow) -> None:
    window.missing.show_missing([Path("gone.mp4")])
    window.missing.locate_button.setFocus()
    window.missing.show_missing([])
    assert window.canvas.hasFocus()
    window.actions_["feed"].trigger()
    window.missing.show_missing([Path("gone.mp4")])
    window.missing.locate_button.setFocus()
    window.missing.show_missing([])
    assert window.pages.feed.isAncestorOf(window.focusWidget())
