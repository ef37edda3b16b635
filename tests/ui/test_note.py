from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.store.settings import Language
from app.ui.candidates.note import NoteEdit
from app.ui.style.language import LanguageManager


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(240, 200)
    return made


@pytest.fixture
def note(window: QWidget, qtbot: QtBot) -> NoteEdit:
    """A note in a window, with the cursor in it."""
    made = NoteEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(made)
    layout.addWidget(QPushButton("after"))
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    return made


def test_what_is_typed_is_told_at_once(note: NoteEdit, qtbot: QtBot) -> None:
    told: list[str] = []
    note.edited.connect(told.append)
    QTest.keyClicks(note, "ab")
    assert told == ["a", "ab"]


def test_what_is_shown_is_not_told(note: NoteEdit, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(note.edited, wait=0):
        note.show_note("before lunch")
        note.show_note("")
    assert note.toPlainText() == ""


def test_the_cursor_stays_where_it_is(note: NoteEdit, qtbot: QtBot) -> None:
    note.show_note("ask Li")
    cursor = note.textCursor()
    cursor.setPosition(4)
    note.setTextCursor(cursor)
    note.show_note("ask Li before noon")
    assert note.textCursor().position() == 4
    note.show_note("do ask Li before noon")
    assert note.textCursor().position() == 7


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.text("ab好😀\n ", max_size=12), min_size=1, max_size=4))
def test_what_is_shown_is_there(note: NoteEdit, texts: list[str]) -> None:
    for text in texts:
        note.show_note(text)
        assert note.toPlainText() == text


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_leaving_ends_it(note: NoteEdit, qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClicks(note, "a")
    with qtbot.waitSignal(note.finished):
        QTest.keyClick(note, key)
    assert not note.hasFocus()
    assert note.toPlainText() == "a"


def test_it_grows_and_shrinks_with_the_text(note: NoteEdit, qtbot: QtBot) -> None:
    one = note.height()
    assert one == note.line_height
    QTest.keyClicks(note, "one")
    assert note.height() == one
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(note, "two")
    two = note.height()
    assert one < two
    note.show_note("\n" * 30)
    four = note.height()
    assert two < four < 6 * one
    note.show_note("")
    assert note.height() == one


def test_a_note_has_an_end(note: NoteEdit) -> None:
    told: list[str] = []
    note.edited.connect(told.append)
    note.insertPlainText("x" * 5000)
    assert len(note.toPlainText()) == 2000
    assert len(told[-1]) == 2000


def test_letters_stay_in_the_note_and_undo_goes_to_the_window(note: NoteEdit, qtbot: QtBot) -> None:
    heard: list[str] = []
    for keys in ("U", "Esc", "Backspace", "Return", "Ctrl+Z", "Ctrl+Shift+Z"):
        shortcut = QShortcut(QKeySequence(keys), note.window())
        shortcut.activated.connect(lambda keys=keys: heard.append(keys))
    QTest.keyClicks(note, "uu")
    QTest.keyClick(note, Qt.Key.Key_Backspace)
    assert note.toPlainText() == "u"
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(note, Qt.Key.Key_Z, control)
    QTest.keyClick(note, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert heard == ["Ctrl+Z", "Ctrl+Shift+Z"]
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert heard == ["Ctrl+Z", "Ctrl+Shift+Z"]


def test_it_asks_in_both_languages(note: NoteEdit, qapp: QApplication) -> None:
    assert note.placeholderText() == "Add a note"
    LanguageManager(qapp).choose(Language.CHINESE)
    note.retranslate()
    assert note.placeholderText() == "添加备注"
    assert note.accessibleName() == "Note"
