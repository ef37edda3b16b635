from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.commands import ACTIONS
from app.store.settings import Language
from app.ui.actions import Entry
from app.ui.dialogs.palette import Palette, matching, spoken
from app.ui.state.session import Stage
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def palette(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> Palette:
    """The palette of a window with a video in it, open."""
    window = open_window()
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert window.companions.palette.isVisible()
    return window.companions.palette


def _window(palette: Palette) -> MainWindow:
    window = palette.window()
    assert isinstance(window, MainWindow)
    return window


def test_every_action_is_listed_with_its_state_and_its_menu(palette: Palette) -> None:
    entries = {entry.id: entry for entry in _window(palette).actions_.entries()}
    assert entries.keys() == {action.id for action in ACTIONS}
    assert len(palette.titles) == len(ACTIONS)
    assert entries["undo"].enabled is False
    assert entries["accept"].enabled is True
    assert entries["accept"].menu == "Cover"
    assert entries["accept"].keys == ("Return", "Enter")
    assert entries["compare"].checked is False
    assert entries["open"].checked is None


def test_what_is_typed_finds_and_enter_runs(palette: Palette, qtbot: QtBot) -> None:
    window = _window(palette)
    before = QApplication.focusWidget()
    QTest.keyClicks(palette.field, "heat map")
    assert palette.titles[0] == "Saliency heat map"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.actions_["toggle_heat"].isChecked()
    assert before is palette.field
    assert QApplication.focusWidget() is window.canvas, "the focus is where it was before"


def test_keys_of_the_window_are_only_letters_while_it_is_open(palette: Palette) -> None:
    window = _window(palette)
    chosen = window.controller.session.chosen
    QTest.keyClicks(palette.field, "2fu")
    assert palette.field.text() == "2fu"
    QTest.keyClick(palette.field, Qt.Key.Key_Backspace)
    assert palette.field.text() == "2f"
    assert window.controller.session.chosen == chosen
    assert not window.actions_["toggle_faces"].isChecked()


def test_arrows_go_through_the_list_and_round(palette: Palette) -> None:
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == len(ACTIONS) - 1
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 0
    QTest.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert palette.list.currentIndex().row() == 10


@pytest.mark.parametrize(
    ("key", "modifier"), [(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_K, CONTROL)]
)
def test_it_closes_and_nothing_happens(palette: Palette, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    window = _window(palette)
    QTest.keyClick(palette.field, key, modifier)
    assert not palette.isVisible()
    assert window.controller.session.edits.decision is None
    assert QApplication.focusWidget() is window.canvas


def test_what_cannot_be_done_now_is_listed_and_does_nothing(palette: Palette) -> None:
    QTest.keyClicks(palette.field, "redo")
    assert palette.titles[0] == "Redo"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert "not available now" in spoken(next(e for e in _window(palette).actions_.entries() if e.id == "redo"))


def test_a_click_runs_and_a_click_elsewhere_closes(palette: Palette) -> None:
    window = _window(palette)
    QTest.keyClicks(palette.field, "face boxes")
    where = palette.list.visualRect(palette.list.model().index(0, 0)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.actions_["toggle_faces"].isChecked()
    window.actions_["palette"].trigger()
    window.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not palette.isVisible()


def test_nothing_found_is_said(palette: Palette) -> None:
    QTest.keyClicks(palette.field, "qqqq")
    assert palette.titles == []
    assert not palette.list.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.isVisible()


def test_in_chinese_both_languages_find(palette: Palette) -> None:
    window = _window(palette)
    window.view_menu.languages.actions[Language.CHINESE].trigger()
    palette.close_()
    palette.open()
    palette.field.setText("热图")
    assert palette.titles[0] == "显著性热图"
    palette.field.setText("heat")
    assert palette.titles[0] == "显著性热图"


def test_among_equals_what_can_be_done_comes_first() -> None:
    def entry(name: str, enabled: bool) -> Entry:
        return Entry(name, "Crop", "Crop", "Edit", (), enabled)

    found = matching([entry("a", False), entry("b", True), entry("c", True)], "crop")
    assert [one.id for one in found] == ["b", "c", "a"]


def test_it_stays_in_the_window_whatever_its_size(palette: Palette) -> None:
    window = _window(palette)
    tall = palette.height()
    window.resize(window.minimumSize())
    assert window.rect().contains(palette.geometry())
    assert palette.list.height() >= palette.list.sizeHintForRow(0)
    window.resize(1000, 700)
    assert palette.height() == tall
