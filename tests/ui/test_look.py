"""The look of a cover: sliders, turns, Auto, before and after, and what is written in the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.covers.auto_look import AutoLook
from app.domain.geometry import Aspect, Box, Size
from app.domain.look import Look
from app.domain.media import Frame, Image
from app.store.autosave import slot_of
from app.ui.candidates.look_panel import LookPanel
from app.ui.flow import darkroom, keeper, looker
from app.ui.flow.controller import Controller
from app.ui.state.session import Session, Stage
from app.ui.window import MainWindow
from app.vision.develop import develop

from .fakes import SIZE, FakeCore, moment

OpenWindow = Callable[..., MainWindow]
PATIENCE_MS = 20_000
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "PAUSE_MS", 0)
    monkeypatch.setattr(darkroom, "REST_MS", 0)
    monkeypatch.setattr(looker, "LOOKED_AT_MS", 0)


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> MainWindow:
    """A window in which a clip was analysed, as squares, and is being adjusted."""
    window = open_window("1:1")
    _open(qtbot, window, clip)
    window.actions_["adjust"].trigger()
    return window


def _open(qtbot: QtBot, window: MainWindow, clip: Path) -> None:
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None, timeout=PATIENCE_MS)


def _session(window: MainWindow) -> Session:
    return window.controller.session


def _look(window: MainWindow) -> Look:
    look = _session(window).look
    assert look is not None
    return look


def _drag(window: MainWindow, name: str, *positions: int) -> None:
    """Move a slider as the mouse does."""
    slider = window.look_panel.sliders[name].slider
    slider.setSliderDown(True)
    for position in positions:
        slider.setSliderPosition(position)
    slider.setSliderDown(False)


def _grey(window: MainWindow) -> int:
    """How bright the picture on the canvas is."""
    picture = window.controller.sharp_picture()
    return picture.levels[0].pixelColor(5, 5).green() if picture is not None else -1


def _expected(look: Look) -> int:
    full: Image = np.full((9, 9, 3), 20 + 3 * 20, np.uint8)
    return int(develop(full, look)[0, 0, 1])


# The hand


def test_a_drag_is_one_step_and_the_canvas_shows_it(window: MainWindow, qtbot: QtBot) -> None:
    _drag(window, "exposure", 5, 10, 15, 20)
    assert _look(window) == Look(exposure=1.0)
    assert window.look_panel.sliders["exposure"].figure.text() == "+1.00"
    qtbot.waitUntil(lambda: _grey(window) == _expected(Look(exposure=1.0)), timeout=PATIENCE_MS)
    assert window.actions_["undo"].text() == "&Undo adjust picture"
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert _look(window).neutral
    assert not window.actions_["undo"].isEnabled()
    assert window.look_panel.sliders["exposure"].value == 0
    assert _grey(window) == 80
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert _look(window) == Look(exposure=1.0)


def test_of_many_moves_the_newest_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    developed: list[object] = []
    window.controller.looker.darkroom.developed.connect(developed.append)
    _drag(window, "exposure", *range(1, 41))
    newest = _expected(Look(exposure=2.0))
    qtbot.waitUntil(lambda: _grey(window) == newest, timeout=PATIENCE_MS)
    assert len(developed) < 20, "those between were left out"


def test_arrow_keys_move_the_slider_that_has_the_focus(window: MainWindow) -> None:
    crop = _session(window).candidates[0].crop
    slider = window.look_panel.sliders["contrast"].slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert _look(window) == Look(contrast=2)
    assert _session(window).candidates[0].crop == crop
    QTest.keyClick(slider, Qt.Key.Key_Tab)
    QTest.keyClick(window.look_panel.sliders["saturation"].slider, Qt.Key.Key_Left)
    assert _session(window).editor.undo() == replace(_session(window).edits, looks=_session(window).edits.looks), (
        "each slider is a step"
    )
    assert _look(window) == Look(contrast=2)


def test_a_double_click_and_delete_set_a_slider_back(window: MainWindow) -> None:
    _drag(window, "warmth", 30)
    _drag(window, "contrast", 20)
    slider = window.look_panel.sliders["warmth"].slider
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert _look(window) == Look(contrast=20)
    contrast = window.look_panel.sliders["contrast"].slider
    contrast.setFocus()
    QTest.keyClick(contrast, Qt.Key.Key_Delete)
    assert _look(window).neutral
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert _look(window) == Look(contrast=20)


def test_all_is_set_back_at_once(window: MainWindow) -> None:
    assert not window.look_panel.reset_button.isEnabled()
    _drag(window, "warmth", 30)
    _drag(window, "angle", -25)
    assert _look(window) == Look(warmth=30, angle=-2.5)
    window.look_panel.reset_button.click()
    assert _look(window).neutral
    assert window.actions_["undo"].text() == "&Undo reset adjustments"


def test_the_cards_and_the_feed_show_the_look(window: MainWindow, qtbot: QtBot) -> None:
    before = _session(window).candidates[0].cover.frame.image[0, 0, 0]
    _drag(window, "exposure", 20)
    shown = _session(window).candidates[0].cover.frame.image[0, 0, 0]
    assert shown > before
    qtbot.waitUntil(lambda: "adjusted" in window.side.cards[0].accessibleDescription(), timeout=PATIENCE_MS)
    assert "adjusted" not in window.side.cards[1].accessibleDescription()


def test_the_score_follows_the_look_once_it_stays(window: MainWindow, qtbot: QtBot) -> None:
    found = _session(window).candidates[0].cover.assessment
    _drag(window, "exposure", 20)
    score = 0.95 * 70 + 0.05 * 70
    qtbot.waitUntil(
        lambda: _session(window).candidates[0].cover.assessment.score == pytest.approx(score), timeout=PATIENCE_MS
    )
    assert _session(window).candidates[0].cover.assessment.quality == 70
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert _session(window).candidates[0].cover.assessment == found


# Turning


def test_turned_by_a_key_the_canvas_and_the_crop_turn(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.cropping.move(Box(100, 0, 720, 720))
    window.controller.end_step()
    QTest.keyClicks(window, "]")
    assert _look(window) == Look(turns=1)
    session = _session(window)
    assert session.candidates[0].cover.frame.size == Size(720, 1280)
    assert session.candidates[0].crop == Box(0, 100, 720, 720)
    assert window.canvas.crop.toRect().getRect() == (0, 100, 720, 720)
    qtbot.waitUntil(lambda: _is_tall(window), timeout=PATIENCE_MS)
    window.canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Down)
    assert session.candidates[0].crop == Box(0, 101, 720, 720), "it moves within the turned picture"
    QTest.keyClicks(window, "[")
    assert _look(window).neutral
    assert session.candidates[0].crop == Box(101, 0, 720, 720)


def _is_tall(window: MainWindow) -> bool:
    picture = window.controller.sharp_picture()
    return picture is not None and picture.levels[0].height() > picture.levels[0].width()


def test_a_cover_that_is_compared_turns_there_too(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_["compare"].trigger()
    view = window.pages.compare
    assert view.panes[0].view.item.size == SIZE
    window.controller.adjusting.turn(1)
    assert view.panes[0].view.item.size == Size(720, 1280)
    assert view.panes[1].view.item.size == SIZE
    qtbot.waitUntil(lambda: view.panes[0].view.item.pyramid.levels[0].height() == 1280, timeout=PATIENCE_MS)


def test_in_the_feed_it_is_seen_as_it_looks(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_["feed"].trigger()
    _drag(window, "exposure", 20)
    light = _expected(Look(exposure=1.0))

    def seen() -> int:
        part = window.pages.feed.feeds["light"]._part
        return part.picture.levels[0].pixelColor(5, 5).green() if part is not None else -1

    qtbot.waitUntil(lambda: seen() == light, timeout=PATIENCE_MS)


def test_mirrored_with_its_crop(window: MainWindow) -> None:
    window.controller.cropping.move(Box(100, 0, 720, 720))
    window.look_panel.mirror_button.click()
    assert _look(window) == Look(flipped=True)
    assert _session(window).candidates[0].crop == Box(SIZE.width - 820, 0, 720, 720)


def test_a_turned_crop_is_not_rated_as_if_it_were_another(window: MainWindow, core: FakeCore) -> None:
    window.controller.adjusting.turn(1)
    rated = len(core.rated)
    window.controller.cropping.move(Box(0, 55, 720, 720))
    window.controller.end_step()
    assert len(core.rated) == rated
    assert window.canvas.badge.text == ""


# Before and after


def test_held_down_the_button_shows_what_was(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.look_panel
    assert not panel.before_button.isEnabled()
    _drag(window, "exposure", 20)
    after = _expected(Look(exposure=1.0))
    qtbot.waitUntil(lambda: _grey(window) == after, timeout=PATIENCE_MS)
    QTest.mousePress(panel.before_button, Qt.MouseButton.LeftButton)
    assert _grey(window) == 80
    assert window.actions_["before"].isChecked()
    QTest.mouseRelease(panel.before_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _grey(window) == after, timeout=PATIENCE_MS)
    QTest.keyClicks(window, "\\")
    assert _grey(window) == 80
    assert _look(window) == Look(exposure=1.0), "nothing is changed"
    QTest.keyClicks(window, "\\")
    qtbot.waitUntil(lambda: _grey(window) == after, timeout=PATIENCE_MS)


def test_whoever_closes_the_column_sees_what_is_written(window: MainWindow) -> None:
    _drag(window, "exposure", 20)
    window.controller.adjusting.show_before(True)
    QTest.keyClick(window.look_panel, Qt.Key.Key_Escape)
    assert window.look_panel.isHidden()
    assert not _session(window).before
    assert not window.actions_["adjust"].isChecked()
    QTest.keyClicks(window, "a")
    assert window.look_panel.isVisible()
    assert window.look_panel.sliders["angle"].slider.hasFocus()


# What is written


def test_what_is_written_has_the_look(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    _drag(window, "exposure", 20)
    window.controller.adjusting.turn(1)
    window.controller.deciding.accept()
    qtbot.waitUntil(lambda: len(core.written) == 1, timeout=PATIENCE_MS)
    image, crop, _ = core.written[0]
    assert image.shape == (1280, 720, 3)
    assert image[0, 0, 0] == _expected(Look(exposure=1.0))
    assert crop == Box(0, 280, 720, 720)
    qtbot.waitUntil(lambda: _session(window).edits.decision is not None, timeout=PATIENCE_MS)
    decision = _session(window).edits.decision
    assert decision is not None
    assert decision.look == Look(turns=1, exposure=1.0)
    _drag(window, "exposure", 10)
    assert _session(window).edits.decision is None, "another look is to be decided on anew"


def test_nothing_done_writes_the_very_picture(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    window.controller.deciding.accept()
    qtbot.waitUntil(lambda: len(core.written) == 1, timeout=PATIENCE_MS)
    assert (core.written[0][0] == 80).all()


def test_the_look_is_there_again_when_the_source_is_opened_again(window: MainWindow, qtbot: QtBot, clip: Path) -> None:
    from app.store.session_file import read_session

    _drag(window, "warmth", 40)
    path = slot_of(_session(window).paths)
    qtbot.waitUntil(
        lambda: path.exists() and read_session(path).project == _session(window).project, timeout=PATIENCE_MS
    )
    _open(qtbot, window, clip)
    assert _look(window) == Look(warmth=40)
    assert window.look_panel.sliders["warmth"].value == 40
    warm = _expected(Look(warmth=40))
    qtbot.waitUntil(lambda: _grey(window) == warm, timeout=PATIENCE_MS)


# Auto


@pytest.fixture
def auto(open_window: OpenWindow, qtbot: QtBot, clip: Path, core: FakeCore) -> tuple[MainWindow, list[AutoLook]]:
    """A window whose Auto proposes what stands in a list."""
    proposed: list[AutoLook] = []

    def find(frame: Frame, look: Look, backend: str, cancelled: Callable[[], bool]) -> AutoLook:
        assert frame.place == moment(3)
        return proposed.pop(0)

    controller = Controller(Session(Aspect.parse("1:1")), replace(core.core, auto_look=find))
    window = open_window(controller=controller)
    _open(qtbot, window, clip)
    window.actions_["adjust"].trigger()
    return window, proposed


def test_auto_shows_by_how_much_it_gains(auto: tuple[MainWindow, list[AutoLook]], qtbot: QtBot) -> None:
    window, proposed = auto
    proposed.append(AutoLook(Look(exposure=0.4), 61.2, 65.4))
    window.look_panel.auto_button.click()
    qtbot.waitUntil(lambda: window.look_panel.gain.text() == "Score +4", timeout=PATIENCE_MS)
    assert _look(window) == Look(exposure=0.4)
    assert window.actions_["undo"].text() == "&Undo adjust automatically"
    _drag(window, "exposure", 2)
    qtbot.waitUntil(lambda: window.look_panel.gain.text() == "", timeout=PATIENCE_MS)


def test_auto_says_when_nothing_is_gained(auto: tuple[MainWindow, list[AutoLook]], qtbot: QtBot) -> None:
    window, proposed = auto
    proposed.append(AutoLook(Look(), 61.2, 61.2))
    QTest.keyClick(window, Qt.Key.Key_A, SHIFT)
    qtbot.waitUntil(lambda: window.look_panel.gain.text() == "Nothing to gain", timeout=PATIENCE_MS)
    assert _look(window).neutral
    assert window.look_panel.auto_button.isEnabled()
    assert not window.actions_["undo"].isEnabled()


def test_auto_that_fails_is_a_message(auto: tuple[MainWindow, list[AutoLook]], qtbot: QtBot) -> None:
    window, _ = auto
    window.look_panel.auto_button.click()
    qtbot.waitUntil(lambda: bool(window.messages.rows), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.look_panel.gain.text() == "", timeout=PATIENCE_MS)
    assert window.look_panel.auto_button.isEnabled()


# The column


def test_every_control_is_named_and_reached_by_tab(window: MainWindow) -> None:
    panel = window.look_panel
    assert panel.accessibleName() == "Adjust"
    controls = [*(row.slider for row in panel.sliders.values()), panel.auto_button, panel.reset_button]
    controls += [panel.left_button, panel.right_button, panel.mirror_button, panel.close_button, panel.before_button]
    for control in controls:
        assert isinstance(control, QWidget)
        named = control.accessibleName() or getattr(control, "text", str)()
        assert named, control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_without_a_choice_there_is_nothing_to_move(qtbot: QtBot) -> None:
    panel = LookPanel()
    qtbot.addWidget(panel)
    told: list[object] = []
    panel.adjusted.connect(told.append)
    assert not panel.sliders["angle"].isEnabled()
    panel.show_look(Look(angle=3.5, exposure=-0.45))
    assert panel.sliders["angle"].figure.text() == "+3.5"
    assert panel.sliders["exposure"].figure.text() == "−0.45"
    assert told == [], "what is shown is not told"
    panel.show_look(None)
    assert panel.sliders["angle"].value == 0
