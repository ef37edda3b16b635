from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.commands import ACTIONS
from app.store.preferences import Section
from app.store.settings import load, settings_path
from app.ui.dialogs.shortcuts_editor import ShortcutEditor
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    return open_window()


@pytest.fixture
def editor(window: MainWindow) -> ShortcutEditor:
    """The editor of the keys, on its page of the preferences."""
    window.companions.settings.come(Section.KEYS)
    found = window.companions.settings.findChild(ShortcutEditor)
    assert isinstance(found, ShortcutEditor)
    return found


def _keys(window: MainWindow, name: str) -> list[str]:
    return [keys.toString() for keys in window.actions_[name].shortcuts()]


def _press(editor: ShortcutEditor, name: str, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    editor.mark(name)
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(editor.recorder, key, held)


def test_the_sheet_shows_all_keys(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Question)
    sheet = window.companions.shortcuts
    assert sheet.isVisible()
    shown = {label.text() for label in sheet.content.findChildren(QLabel)}
    for entry in window.actions_.entries():
        if entry.keys:
            assert {entry.title, entry.menu, *entry.keys} <= shown
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_sheet_leads_to_the_editor(window: MainWindow) -> None:
    window.actions_["shortcuts"].trigger()
    window.companions.shortcuts.change_button.click()
    settings = window.companions.settings
    assert settings.isVisible()
    assert settings.rows["shortcuts"].isVisibleTo(settings)
    assert not window.companions.shortcuts.isVisible()


def test_every_action_can_be_given_other_keys(editor: ShortcutEditor) -> None:
    for action in ACTIONS:
        editor.mark(action.id)
        assert editor.current == action.id
    assert set(editor._items) == {action.id for action in ACTIONS}


def test_keys_are_recorded_assigned_saved_and_hold_at_once(window: MainWindow, editor: ShortcutEditor) -> None:
    _press(editor, "reject", Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert editor.told.text() == "Ctrl+R is free"
    editor.assign_button.click()
    assert _keys(window, "reject") == ["Ctrl+R"]
    assert load(settings_path()).settings.shortcuts == {"reject": ("Ctrl+R",)}
    assert window.side.reject_button.toolTip() == "Reject all (Ctrl+R)"
    assert editor._items["reject"].font(1).bold()


def test_a_key_that_has_a_use_is_taken_over_only_after_saying_so(window: MainWindow, editor: ShortcutEditor) -> None:
    _press(editor, "reject", Qt.Key.Key_Return)
    assert editor.told.text() == "Return does “Accept cover” now, which would lose it"
    assert editor.assign_button.text() == "Take over"
    assert _keys(window, "accept") == ["Return", "Enter"]
    editor.assign_button.click()
    assert _keys(window, "accept") == ["Enter"]
    assert _keys(window, "reject") == ["Return"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_K])
def test_any_key_can_be_recorded(editor: ShortcutEditor, key: Qt.Key) -> None:
    _press(editor, "open", key)
    assert editor.recorder.keySequence() == QKeySequence(key)
    assert editor.assign_button.isEnabled()


def test_tab_leaves_the_field(editor: ShortcutEditor, qtbot: QtBot) -> None:
    editor.window().activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    editor.mark("open")
    editor.recorder.setFocus()
    QTest.keyClick(editor.recorder, Qt.Key.Key_Tab)
    assert editor.recorder.keySequence().isEmpty()
    assert not editor.recorder.hasFocus()


def test_an_action_can_have_no_keys_and_get_its_own_again(window: MainWindow, editor: ShortcutEditor) -> None:
    editor.mark("undo")
    assert not editor.reset_button.isEnabled()
    editor.remove_button.click()
    assert _keys(window, "undo") == []
    assert not editor.remove_button.isEnabled()
    editor.reset_button.click()
    assert _keys(window, "undo") == ["Ctrl+Z"]
    assert not editor.reset_all_button.isEnabled()


def test_own_keys_are_taken_back_from_who_has_them(window: MainWindow, editor: ShortcutEditor) -> None:
    _press(editor, "redo", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    editor.assign_button.click()
    assert _keys(window, "undo") == []
    editor.mark("undo")
    editor.reset_button.click()
    assert _keys(window, "undo") == ["Ctrl+Z"]
    assert _keys(window, "redo") == []
    editor.reset_all_button.click()
    assert _keys(window, "redo") == ["Ctrl+Shift+Z"]
    assert load(settings_path()).settings.shortcuts == {}


def test_the_palette_and_the_sheet_tell_the_new_keys(window: MainWindow, editor: ShortcutEditor) -> None:
    _press(editor, "palette", Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    editor.assign_button.click()
    assert next(entry.keys for entry in window.actions_.entries() if entry.id == "palette") == ("Ctrl+P",)
    assert "Ctrl+P finds every action" in window.companions.hint.text.whole


def test_keys_of_the_file_that_two_actions_claim_are_dropped_with_a_message(open_window: OpenWindow) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True)
    chosen = {"open": ["Ctrl+L"], "quit": ["Ctrl+L"], "of a newer version": ["F9"]}
    path.write_text(json.dumps({"shortcuts": chosen}), encoding="utf-8")
    window = open_window()
    (row,) = window.messages.rows
    assert row.text.endswith(": Quit")
    assert _keys(window, "open") == ["Ctrl+L"]
    assert _keys(window, "quit") == ["Ctrl+Q"]
    assert load(path).settings.shortcuts == {"open": ("Ctrl+L",), "of a newer version": ("F9",)}


def test_keys_that_mean_nothing_do_nothing(open_window: OpenWindow) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True)
    path.write_text('{"shortcuts": {"open": ["no key at all"]}}', encoding="utf-8")
    assert _keys(open_window(), "open") == []
