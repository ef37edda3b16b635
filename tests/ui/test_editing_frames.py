"""Frames that the user goes to, plays, and makes candidates of."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.edits import Verdict
from app.domain.media import Moment
from app.ui.window import MainWindow

from .editing import (
    CONTROL,
    PATIENCE_MS,
    SQUARE,
    decisions,
    go_to,
    press,
    session_of,
)
from .fakes import FakeCore, framing, moment

pytestmark = pytest.mark.usefixtures("saving_at_once")


def test_any_frame_becomes_a_candidate_with_one_key(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    go_to(qtbot, window, 5)
    assert window.pages.frame_bar.isVisible()
    assert not window.canvas.editable
    press(window, "u")
    qtbot.waitUntil(lambda: len(session_of(window).candidates) == 4, timeout=PATIENCE_MS)
    own = session_of(window).candidates[-1]
    assert (own.rank, own.chosen, own.cover.place) == (None, True, moment(5))
    assert own.crop == framing(SQUARE).crops[0].box, "with its own crop, at once"
    assert core.judged == [(moment(5), SQUARE)]
    assert not window.pages.frame_bar.isVisible()
    assert window.canvas.editable
    press(window, Qt.Key.Key_Z, CONTROL)
    assert len(session_of(window).candidates) == 3


def test_a_frame_that_is_a_candidate_is_only_chosen(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    go_to(qtbot, window, 2)
    assert not window.pages.frame_bar.isVisible()
    window.controller.use_frame()
    chosen = session_of(window).chosen
    assert chosen is not None
    assert chosen.place == moment(2)
    assert core.judged == []


def test_accepting_a_frame_that_is_shown_takes_that_frame(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    go_to(qtbot, window, 5)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(core.written) == 1, timeout=PATIENCE_MS)
    image, crop, _ = core.written[0]
    assert image[0, 0, 0] == 20 + 5 * 20
    assert crop == framing(SQUARE).crops[0].box
    qtbot.waitUntil(lambda: decisions(window) == [Verdict.OVERRIDDEN], timeout=PATIENCE_MS)


def test_esc_leads_back_to_the_choice(window: MainWindow, qtbot: QtBot) -> None:
    go_to(qtbot, window, 5)
    press(window, Qt.Key.Key_Escape)
    assert session_of(window).looked_up is None
    assert not window.pages.frame_bar.isVisible()
    assert window.timeline.time_label.text() == "0:03.00"


def test_a_frame_that_cannot_be_judged_is_a_message(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    core.look_failure = RuntimeError("no")
    go_to(qtbot, window, 5)
    press(window, "u")
    qtbot.waitUntil(lambda: bool(window.messages.rows), timeout=PATIENCE_MS)
    assert len(session_of(window).candidates) == 3
    assert window.actions_["use_frame"].isEnabled(), "it can be tried again"


def test_stepping_goes_from_the_choice_frame_by_frame(window: MainWindow, qtbot: QtBot) -> None:
    press(window, ".")
    qtbot.waitUntil(lambda: session_of(window).looked_up == moment(3 + 1 / 25), timeout=PATIENCE_MS)
    press(window, ",")
    press(window, ",")
    qtbot.waitUntil(lambda: session_of(window).looked_up == moment(3 - 1 / 25), timeout=PATIENCE_MS)


def test_playing_begins_at_the_choice_and_choosing_ends_it(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: _seconds(window) > 3.2, timeout=PATIENCE_MS)
    assert window.travel.scrubber.playing
    press(window, "2")
    assert not window.travel.scrubber.playing
    assert session_of(window).looked_up is None
    press(window, "l")
    qtbot.waitUntil(lambda: _seconds(window) > 2.1, timeout=PATIENCE_MS)
    press(window, "k")
    qtbot.waitUntil(lambda: not window.travel.scrubber.playing, timeout=PATIENCE_MS)
    assert session_of(window).looked_up is not None


def _seconds(window: MainWindow) -> float:
    place = session_of(window).looked_up
    return place.seconds if isinstance(place, Moment) else 0.0


def test_space_presses_the_button_that_has_the_focus(window: MainWindow) -> None:
    window.side.reject_button.setFocus()
    _press_on(window.side.reject_button)
    assert session_of(window).rejected
    assert not window.travel.scrubber.playing


def _press_on(button: QPushButton) -> None:
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_a_marker_of_the_timeline_chooses_its_candidate(window: MainWindow) -> None:
    window.timeline.place_picked.emit(moment(1))
    chosen = session_of(window).chosen
    assert chosen is not None
    assert chosen.place == moment(1)


def test_an_added_frame_can_be_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    go_to(qtbot, window, 5)
    press(window, "u")
    qtbot.waitUntil(lambda: len(session_of(window).candidates) == 4, timeout=PATIENCE_MS)
    window.side.removed.emit(moment(5))
    assert len(session_of(window).candidates) == 3
    assert window.actions_["undo"].text() == "&Undo remove candidate"
