"""Overriding what was recommended: crops, shapes, notes; deciding, and undoing it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.commands import ACTIONS
from app.domain.edits import Shape, Verdict
from app.domain.geometry import Box
from app.store.decisions import DecisionStore
from app.store.past import ChoiceRate
from app.ui.state.session import Stage
from app.ui.window import MainWindow

from .editing import (
    CONTROL,
    PATIENCE_MS,
    PLAIN,
    SHIFT,
    TALL,
    OpenWindow,
    crop_of,
    decisions,
    press,
    session_of,
)
from .fakes import FakeCore, framing, moment

pytestmark = pytest.mark.usefixtures("saving_at_once")


# The crop


@pytest.mark.parametrize(
    ("key", "modifier", "across", "down"),
    [
        (Qt.Key.Key_Left, PLAIN, -1, 0),
        (Qt.Key.Key_Right, PLAIN, 1, 0),
        (Qt.Key.Key_Left, SHIFT, -10, 0),
        (Qt.Key.Key_Right, SHIFT, 10, 0),
        (Qt.Key.Key_Up, SHIFT, 0, -10),
        (Qt.Key.Key_Down, PLAIN, 0, 1),
    ],
)
def test_arrow_keys_nudge_the_crop(
    window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier, across: int, down: int
) -> None:
    window.controller.cropping.resize(Box(300, 100, 400, 400))
    press(window, key, modifier)
    assert crop_of(window) == Box(300 + across, 100 + down, 400, 400)
    assert window.canvas.crop.toRect().getRect() == (300 + across, 100 + down, 400, 400)


def test_keys_make_the_crop_smaller_and_larger_and_as_recommended(window: MainWindow) -> None:
    recommended = crop_of(window)
    press(window, "-")
    smaller = crop_of(window)
    assert smaller.width == smaller.height < recommended.width
    press(window, "+")
    assert crop_of(window).width > smaller.width
    press(window, "-")
    assert window.actions_["crop_reset"].isEnabled()
    press(window, "0")
    assert crop_of(window) == recommended
    assert not window.actions_["crop_reset"].isEnabled()


def test_the_score_of_the_crop_follows_the_hand(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    window.canvas.crop_moved.emit(Box(128, 0, 720, 720))
    qtbot.waitUntil(lambda: window.canvas.badge.text.startswith("10"), timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(256, 0, 720, 720))
    window.canvas.crop_released.emit()
    qtbot.waitUntil(lambda: window.canvas.badge.text.startswith("20"), timeout=PATIENCE_MS)
    chosen = session_of(window).candidates[0]
    assert chosen.edited
    assert chosen.cover.assessment.crop == 20


def test_a_drag_is_one_step_and_undo_brings_the_recommended_crop_back(window: MainWindow) -> None:
    recommended = crop_of(window)
    for x in range(10, 200, 10):
        window.canvas.crop_moved.emit(Box(x, 0, 720, 720))
    window.canvas.crop_released.emit()
    assert window.actions_["undo"].text() == "&Undo move crop"
    press(window, Qt.Key.Key_Z, CONTROL)
    assert crop_of(window) == recommended
    assert not window.actions_["undo"].isEnabled()
    press(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert crop_of(window) == Box(190, 0, 720, 720)


def test_what_the_user_cropped_stays_the_choice_when_better_ones_come(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.hold()
    window = open_window("1:1")
    window.controller.open([clip])
    core.step()
    qtbot.waitUntil(lambda: session_of(window).chosen is not None, timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(5, 0, 720, 720))
    window.canvas.crop_released.emit()
    core.release()
    qtbot.waitUntil(lambda: session_of(window).stage is Stage.READY, timeout=PATIENCE_MS)
    chosen = session_of(window).chosen
    assert chosen is not None
    assert chosen.place == moment(1)
    assert crop_of(window) == Box(5, 0, 720, 720)


def test_a_crop_that_cannot_move_is_not_edited(window: MainWindow) -> None:
    """At the border, and in a direction in which the picture has no room."""
    press(window, Qt.Key.Key_Up)
    assert not session_of(window).candidates[0].edited
    assert not window.actions_["undo"].isEnabled()
    press(window, Qt.Key.Key_Left)
    assert session_of(window).candidates[0].edited
    press(window, Qt.Key.Key_Right)
    assert not session_of(window).candidates[0].edited, "it is where it was recommended"


# Shapes


def test_every_kept_shape_is_written_with_its_own_crop(
    window: MainWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window.actions_["keep_shape"].trigger()
    window.shapes.chosen.emit(Shape(TALL))
    assert window.actions_["keep_shape"].isChecked() is False
    qtbot.waitUntil(lambda: crop_of(window) == framing(TALL).crops[0].box, timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(7, 0, 405, 720))
    window.canvas.crop_released.emit()
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(core.written) == 2, timeout=PATIENCE_MS)
    assert [crop for _, crop, _ in core.written] == [Box(7, 0, 405, 720), Box(280, 0, 720, 720)]
    qtbot.waitUntil(lambda: bool(window.companions.toasts.rows), timeout=PATIENCE_MS)
    assert "Covers saved in" in window.companions.toasts.rows[0].text


def test_a_preset_brings_its_safe_areas(window: MainWindow) -> None:
    preset = next(p for one in window.platforms.platforms for p in one.presets if p.zones)
    window.shapes.chosen.emit(preset.shape)
    window.actions_["toggle_safe_areas"].trigger()
    spoken = window.canvas.accessibleDescription()
    assert "platform" in spoken or "preview" in spoken.lower()


# Deciding


def test_what_was_decided_is_shown_stored_and_withdrawn_by_undo(
    window: MainWindow, qtbot: QtBot, core: FakeCore
) -> None:
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: decisions(window) == [Verdict.ACCEPTED], timeout=PATIENCE_MS)
    assert session_of(window).edits.decision is not None
    press(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: decisions(window) == [Verdict.ACCEPTED, Verdict.WITHDRAWN], timeout=PATIENCE_MS)
    press(window, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: decisions(window)[-1] is Verdict.REJECTED, timeout=PATIENCE_MS)
    assert DecisionStore.open().choice_rate() == ChoiceRate(rejected=1)
    press(window, Qt.Key.Key_Z, CONTROL)
    assert len(session_of(window).candidates) == 3


def test_changing_the_cover_opens_the_decision_again(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: decisions(window) == [Verdict.ACCEPTED], timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(3, 0, 720, 720))
    window.canvas.crop_released.emit()
    assert session_of(window).edits.decision is None
    qtbot.waitUntil(lambda: decisions(window)[-1] is Verdict.WITHDRAWN, timeout=PATIENCE_MS)


def test_a_note_goes_with_the_decision(window: MainWindow, qtbot: QtBot) -> None:
    press(window, "n")
    assert window.side.note.hasFocus()
    QTest.keyClicks(window.side.note, "1 u, , f")
    assert session_of(window).edits.note == "1 u, , f", "keys in the note are text and no commands"
    assert len(session_of(window).candidates) == 3
    window.canvas.setFocus()
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(decisions(window)), timeout=PATIENCE_MS)
    decision = session_of(window).edits.decision
    assert decision is not None
    assert decision.note == "1 u, , f"


def test_every_command_has_a_handler_and_a_menu(window: MainWindow) -> None:
    in_menus = {action.objectName() for menu in window.actions_.menus.values() for action in menu.actions()}
    far = {action.id for action in ACTIONS if action.id.startswith("crop_far_")}
    assert {action.id for action in ACTIONS} - far <= in_menus
