from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.backends import Backend
from app.domain.geometry import Aspect
from app.domain.limits import USUAL_MEGAPIXELS, allow_megapixels, megapixels_allowed
from app.store.preferences import Section
from app.store.settings import PREFERENCES, Language, Settings, Theme, load, save, settings_path
from app.ui.application import set_scale
from app.ui.dialogs.preferences import PreferencesWindow
from app.ui.style.theme import load_tokens
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def preferences(open_window: OpenWindow) -> PreferencesWindow:
    """The preferences, opened by their key."""
    window = open_window()
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    found = window.companions.settings
    assert found.isVisible()
    assert not found.isModal()
    return found


def _window(preferences: PreferencesWindow) -> MainWindow:
    window = preferences.parentWidget()
    assert isinstance(window, MainWindow)
    return window


def _saved() -> Settings:
    return load(settings_path()).settings


def _choose(preferences: PreferencesWindow, name: str, text: str) -> None:
    box = preferences.rows[name].field.control
    row = box.findText(text)  # type: ignore[attr-defined]
    assert row >= 0, text
    box.setCurrentIndex(row)  # type: ignore[attr-defined]
    box.activated.emit(row)  # type: ignore[attr-defined]


def test_every_declared_preference_is_there_on_its_page(preferences: PreferencesWindow) -> None:
    assert preferences.rows.keys() == {name for name, each in PREFERENCES.items() if each.section is not None}
    for number, section in enumerate(Section):
        preferences.sections.setCurrentRow(number)
        shown = {name for name, row in preferences.rows.items() if row.isVisibleTo(preferences)}
        assert shown == {name for name, each in PREFERENCES.items() if each.section is section}


def test_a_choice_holds_at_once_and_is_saved(preferences: PreferencesWindow) -> None:
    window = _window(preferences)
    _choose(preferences, "theme", "Dark")
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == load_tokens("dark")["window"]
    assert window.view_menu.themes.actions[Theme.DARK].isChecked(), "the menu says the same"
    _choose(preferences, "backend", "Processor (CPU)")
    assert window.controller.session.backend == Backend.CPU
    _choose(preferences, "shape", "3:4")
    assert (_saved().theme, _saved().backend, _saved().shape) == (Theme.DARK, Backend.CPU, Aspect.parse("3:4"))


def test_numbers_count_once_they_are_typed(preferences: PreferencesWindow, qtbot: QtBot) -> None:
    window = _window(preferences)
    preferences.come(Section.COVERS)
    qtbot.waitUntil(preferences.isActiveWindow)
    box = preferences.rows["budget"].field.control
    box.setFocus()
    box.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(box, "12")
    assert window.controller.session.budget == 1.0
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert window.controller.session.budget == 12.0
    assert _saved().budget == 12.0


def test_the_pixel_limit_is_in_force(preferences: PreferencesWindow) -> None:
    preferences.rows["pixel_limit"].field.edited.emit(33)
    assert megapixels_allowed() == 33
    allow_megapixels(USUAL_MEGAPIXELS)


def test_the_way_back_is_offered_where_it_leads_somewhere(preferences: PreferencesWindow) -> None:
    row = preferences.rows["scale"]
    assert not row.reset_button.isVisibleTo(preferences)
    row.field.edited.emit(150)
    assert row.reset_button.isVisibleTo(preferences)
    row.reset_button.click()
    assert _saved().scale == 100
    assert not row.reset_button.isVisibleTo(preferences)


def test_an_output_folder_is_chosen_and_given_up(preferences: PreferencesWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = _window(preferences)
    field = preferences.rows["folder"].field
    field.control.click()  # type: ignore[attr-defined]
    dialog = preferences.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    name.setText(str(tmp_path))
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.session.folder == tmp_path)
    assert _saved().folder == tmp_path
    field.clear_button.click()  # type: ignore[attr-defined]
    assert window.controller.session.folder is None


def test_the_search_goes_over_all_pages_and_both_languages(preferences: PreferencesWindow) -> None:
    def shown() -> set[str]:
        return {name for name, row in preferences.rows.items() if row.isVisibleTo(preferences)}

    preferences.search.setText("graphics card")
    assert shown() == {"backend"}
    preferences.search.setText("thirds")
    assert shown() == {"shortcuts"}, "an action that has keys"
    preferences.search.setText("qqqq")
    assert shown() == set()
    assert any("No setting" in label.text() for label in preferences.findChildren(QLabel) if label.isVisible())
    _choose(preferences, "language", "简体中文")
    preferences.search.setText("megapixel")
    assert shown() == {"pixel_limit"}
    preferences.search.setText("百万像素")
    assert shown() == {"pixel_limit"}
    preferences.sections.setCurrentRow(2)
    assert preferences.search.text() == ""
    assert shown() == {"folder", "pixel_limit"}


def test_the_language_changes_in_the_open_window_too(preferences: PreferencesWindow) -> None:
    _choose(preferences, "language", "简体中文")
    assert preferences.windowTitle() == "首选项"
    assert preferences.rows["theme"].field.control.accessibleName() == "主题"
    assert preferences.rows["theme"].field.control.currentText() == "跟随系统"  # type: ignore[attr-defined]
    assert _saved().language is Language.CHINESE


def test_the_wheel_scrolls_the_page_and_changes_no_setting(preferences: PreferencesWindow) -> None:
    box = preferences.rows["scale"].field.control
    preferences.search.setFocus()
    at = QPointF(5, 5)
    wheel = QWheelEvent(
        at,
        at,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert _saved().scale == 100


def test_escape_closes_and_cancels_nothing(preferences: PreferencesWindow) -> None:
    QTest.keyClick(preferences, Qt.Key.Key_Escape)
    assert not preferences.isVisible()
    _window(preferences).actions_["preferences"].trigger()
    assert preferences.isVisible(), "it is the same one"


def test_a_shape_of_the_file_that_is_not_offered_is_shown(open_window: OpenWindow) -> None:
    save(Settings(shape=Aspect.parse("21:9")), settings_path())
    preferences = open_window().companions.settings
    assert preferences.rows["shape"].field.control.currentText() == "7:3"  # type: ignore[attr-defined]


def test_the_scale_is_set_before_there_is_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    set_scale(100)
    assert "QT_SCALE_FACTOR" not in os.environ
    set_scale(150)
    assert os.environ["QT_SCALE_FACTOR"] == "1.5"
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    set_scale(150)
    assert os.environ["QT_SCALE_FACTOR"] == "2", "what the environment says goes first"


def test_dropped_settings_are_named(open_window: OpenWindow) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"scale": 1000, "shape": "wide", "volume": 11}), encoding="utf-8")
    (row,) = open_window().messages.rows
    assert "Interface scale, Shape at first" in row.text
    assert "volume" not in row.text


def test_the_hint_comes_until_it_is_dismissed(open_window: OpenWindow) -> None:
    window = open_window()
    hint = window.companions.hint
    assert hint.isVisible()
    assert hint.text.whole == (
        "First time here? 1 2 3 choose a candidate · Return writes the cover · Ctrl+K finds every action"
    )
    hint.all_button.click()
    assert window.companions.shortcuts.isVisible()
    window.companions.shortcuts.close()
    hint.close_button.click()
    assert not hint.isVisible()
    assert not open_window().companions.hint.isVisible(), "nor the next time"
