"""The whole window by keyboard, and a name for everything in it, in both languages and both themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QMargins, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPalette, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.errors import UnreadableMedia
from app.domain.export import Format, Sizing
from app.domain.look import Look
from app.domain.messages import Message
from app.store.autosave import Recoverable
from app.store.preferences import Section
from app.store.settings import Language, Theme
from app.ui.state.notices import Level, Notice
from app.ui.state.session import Stage
from app.ui.widgets.screen import Screen
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]
LOOKS = [(Language.ENGLISH, Theme.DARK), (Language.CHINESE, Theme.LIGHT)]

_ENGLISH = ("Canvas", "Timeline", "Candidate 1", "Candidate 2", "Candidate 3", "Accept", "Note")
"""Names that stay English, for those who find the parts of the window by them."""

_SEEN = 3.0
"""Contrast between a control with the focus and without, where it changes (WCAG 2.2, success criterion 2.4.13)."""

_ENOUGH = 40
"""Pixels that change so much at least; the sign of a cursor has fewer."""

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
)


def _controls(window: QWidget) -> list[QWidget]:
    """All that can be operated now; parts of other controls, and what is a help for the mouse only, are none."""
    found: list[QWidget] = []
    for widget in window.findChildren(QWidget):
        inner = isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox | QLineEdit | QKeySequenceEdit)
        if (
            isinstance(widget, _CONTROLS)
            and not isinstance(widget, QScrollBar | QHeaderView)
            and not inner
            and widget.isVisible()
            and widget.isEnabled()
            and widget.window() is window
        ):
            found.append(widget)
    return found


def _walk(qtbot: QtBot, window: QWidget, *, back: bool = False) -> list[QWidget]:
    """What Tab leads to, or Shift+Tab, until it comes round."""
    key, held = Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier
    if back:
        key, held = Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    seen: list[QWidget] = []
    for _ in range(300):
        focused = QApplication.focusWidget()
        if focused is not None:
            if focused in seen:
                return seen
            seen.append(focused)
        QTest.keyClick(focused or window, key, held)
    raise AssertionError(f"Tab does not come round: {[_told(widget) for widget in seen[-5:]]}")


def _name(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _told(widget: QWidget) -> str:
    return (
        f"{type(widget).__name__} {widget.objectName()!r} {_name(widget)!r} in {type(widget.parentWidget()).__name__}"
    )


def _missed(reached: list[QWidget], window: QWidget) -> list[str]:
    controls = _controls(window)
    assert len(controls) > 1
    # Of buttons that exclude each other Tab leads to the one that holds, and the arrow keys from there to the others.
    groups = {widget.group() for widget in reached if isinstance(widget, QAbstractButton) and widget.group()}
    grouped = {button for group in groups if group.exclusive() for button in group.buttons()}
    unreached = [f"not reached: {_told(widget)}" for widget in controls if widget not in {*reached, *grouped}]
    unnamed = [f"no name: {_told(widget)}" for widget in {*controls, *reached} if not _name(widget)]
    return unreached + unnamed


def _luminance(widget: QWidget) -> npt.NDArray[np.float64]:
    """Relative luminance of each pixel as WCAG 2.2 defines it, on the ground of the window."""
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(QApplication.palette().color(QPalette.ColorRole.Window))
    QWidget.render(widget, image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., 2::-1] / 255
    linear = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _unseen(reached: list[QWidget]) -> list[str]:
    """The controls on which one does not see that they have the focus."""
    found = []
    for widget, other in zip(reached, [*reached[1:], reached[0]], strict=True):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        focused = _luminance(widget)
        other.setFocus(Qt.FocusReason.TabFocusReason)
        without = _luminance(widget)
        contrast = (np.maximum(focused, without) + 0.05) / (np.minimum(focused, without) + 0.05)
        if np.count_nonzero(contrast >= _SEEN) < _ENOUGH:
            found.append(f"focus unseen: {_told(widget)}, {contrast.max():.2f}")
    return found


def _english(reached: list[QWidget], window: MainWindow) -> list[str]:
    """Controls whose names hold no Chinese though they hold words, and the window speaks Chinese."""
    if window._preferences.language.shown is Language.ENGLISH:
        return []
    names = {_name(widget) for widget in reached}
    words = {name for name in names if name.isascii() and any(letter.islower() for letter in name)}
    return [f"English: {name}" for name in sorted(words.difference(_ENGLISH))]


def _inside(reached: list[QWidget], part: QWidget) -> list[QWidget]:
    return [widget for widget in reached if part.isAncestorOf(widget)]


def _speak(window: MainWindow, language: Language, theme: Theme) -> None:
    preferences = window._preferences
    preferences.change(replace(preferences.settings, language=language, theme=theme))
    QApplication.processEvents()  # the menu bar is laid out anew


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> MainWindow:
    """A window with something of everything in it."""
    window = open_window()
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    window.controller.notify(Notice.of_error(UnreadableMedia(clip, "damaged")))
    window.controller.notify(Notice(Level.SUCCESS, Message("written", {"path": str(clip)}), written=clip))
    return window


def _scenes(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[str, QWidget]]:
    """Bring the window into one state after the other: its name, and the part of the window that it is about."""
    controller, pages = window.controller, window.pages
    body = window.recovery.parentWidget()
    assert body is not None
    yield "canvas", window
    names = ("holiday", "birthday")
    left = [Recoverable(Path(f"{name}.session"), (Path(f"/{name}.mp4"),), datetime.now(UTC)) for name in names]
    window.recovery.show_sessions(left)
    window.missing.show_missing([Path("/holiday.mp4")])
    yield "banners", body
    window.recovery.show_sessions([])
    window.missing.show_missing([])
    for name in ("toggle_heat", "toggle_faces", "toggle_safe_areas"):
        window.actions_[name].trigger()
    qtbot.waitUntil(window.canvas.legend.isVisible)
    window.timeline.scrubbed.emit(4.0)
    qtbot.waitUntil(pages.frame_bar.isVisible)
    yield "own frame", pages
    controller.leave_frame()
    for name in ("compare", "feed"):
        window.actions_[name].trigger()
        yield name, pages.compare if name == "compare" else pages.feed
    yield from _exporting(window, qtbot)
    window.actions_["export"].trigger()
    window.actions_["adjust"].trigger()
    controller.adjusting.adjust(Look(exposure=0.4, contrast=5, saturation=5, warmth=20, sharpness=10, angle=1.5))
    controller.end_step()
    yield "adjust", window.look_panel
    window.actions_["adjust"].trigger()


def _exporting(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[str, QWidget]]:
    """The export page, with everything in its form that is not always there."""
    page = window.pages.export
    window.actions_["export"].trigger()
    qtbot.waitUntil(lambda: page.rows[0].size_label.text() != "…")
    page.settings.sizings.buttons[Sizing.LONG_SIDE].click()
    page.take_folder(Path("/covers"))
    yield "export", page
    page.settings.limits.buttons[True].click()
    page.ask([Path("/covers/holiday-cover.jpg")])
    yield "export asks", page


def _sheets(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[str, QWidget]]:
    """What comes up beside the window."""
    companions = window.companions
    companions.settings.rows["scale"].field.edited.emit(150)  # there is a way back
    for section in Section:
        companions.settings.come(section)
        companions.settings.rows["shortcuts"].field.editor.mark("compare")  # type: ignore[attr-defined]
        yield f"preferences {section}", companions.settings
    companions.settings.close()
    window.actions_["shortcuts"].trigger()
    yield "shortcuts", companions.shortcuts
    companions.shortcuts.close()
    window.actions_["diagnostics"].trigger()
    qtbot.waitUntil(lambda: "looking…" not in companions.diagnostics.text)
    yield "diagnostics", companions.diagnostics
    companions.diagnostics.close()


def _problems(qtbot: QtBot, window: MainWindow, part: QWidget) -> list[str]:
    """What is wrong in a part for those who use the keyboard, or cannot see it."""
    top = part.window()
    back, there = _walk(qtbot, top, back=True), _walk(qtbot, top)
    one_way = [f"one way only: {_told(widget)}" for widget in {*back} ^ {*there}]
    return [*one_way, *_missed(there, top), *_unseen(_inside(there, part)), *_english(there, window)]


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_everything_in_the_empty_window_is_reached_seen_and_named(
    open_window: OpenWindow, qtbot: QtBot, language: Language, theme: Theme
) -> None:
    window = open_window()
    _speak(window, language, theme)
    assert _problems(qtbot, window, window) == []


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("scenes", [_scenes, _sheets])
def test_everything_is_reached_seen_and_named(
    window: MainWindow,
    qtbot: QtBot,
    language: Language,
    theme: Theme,
    scenes: Callable[[MainWindow, QtBot], Iterator[tuple[str, QWidget]]],
) -> None:
    _speak(window, language, theme)
    found = {name: _problems(qtbot, window, part) for name, part in scenes(window, qtbot)}
    assert {name: problems for name, problems in found.items() if problems} == {}


def _check_escape(part: QWidget, inside: list[QWidget], again: Callable[[], object]) -> None:
    """Esc leaves a part of the window, or another window, from everything in it."""
    assert inside
    for widget in inside:
        if isinstance(widget, QKeySequenceEdit):
            continue  # here Esc is a key like any other, which can be given to an action
        if part.isHidden():
            again()
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Escape)
        assert part.isHidden(), _told(widget)


def test_escape_leaves_every_page_from_everything_in_it_and_beside_it(window: MainWindow, qtbot: QtBot) -> None:
    for name, part in _scenes(window, qtbot):
        if name in ("compare", "feed", "export", "adjust"):
            action = window.actions_[name]
            _check_escape(part, _inside(_walk(qtbot, window), part), action.trigger)
            assert window.canvas.hasFocus()
            action.trigger()
            if name != "adjust":
                window.side.reject_button.setFocus()
                QTest.keyClick(window.side.reject_button, Qt.Key.Key_Escape)
                assert part.isHidden()
                action.trigger()


def test_escape_closes_what_came_up_from_everything_in_it(window: MainWindow, qtbot: QtBot) -> None:
    for _, part in _sheets(window, qtbot):
        _check_escape(part, _walk(qtbot, part), part.show)


def test_a_page_that_is_open_follows_the_language(window: MainWindow, qtbot: QtBot) -> None:
    for name, _ in _scenes(window, qtbot):
        if name in ("compare", "export", "adjust"):
            _speak(window, Language.CHINESE, Theme.LIGHT)
            assert _english(_walk(qtbot, window), window) == []
            _speak(window, Language.ENGLISH, Theme.LIGHT)


def test_the_palette_is_worked_from_its_field(window: MainWindow, qtbot: QtBot) -> None:
    for language in (Language.ENGLISH, Language.CHINESE):
        _speak(window, language, Theme.DARK)
        window.side.accept_button.setFocus()
        window.actions_["palette"].trigger()
        palette = window.companions.palette
        assert _walk(qtbot, window) == [palette.field]
        assert _walk(qtbot, window, back=True) == [palette.field]
        assert _name(palette.field)
        assert _name(palette.list)
        assert _name(palette.list).isascii() is (language is Language.ENGLISH)
        QTest.keyClick(palette.field, Qt.Key.Key_Down)
        assert palette.list.currentIndex().row() == 1
        QTest.keyClick(palette.field, Qt.Key.Key_Escape)
        assert not palette.isVisible()
        assert window.side.accept_button.hasFocus(), "back to where one was"


def test_arrows_go_through_buttons_that_exclude_each_other_and_move_no_crop(
    open_window: OpenWindow, qtbot: QtBot, clip: Path
) -> None:
    window = open_window("1:1")
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    session, form = window.controller.session, window.pages.export.settings
    next(_exporting(window, qtbot))
    assert session.chosen is not None
    before = session.crop_of(session.chosen)
    button = form.formats.buttons[Format.JPEG]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Right)
    assert form.options.format is Format.PNG
    assert form.formats.buttons[Format.PNG].hasFocus()
    assert session.crop_of(session.chosen) == before
    window.actions_["feed"].trigger()
    assert window.pages.feed.close_button.hasFocus()
    QTest.keyClick(window.pages.feed.close_button, Qt.Key.Key_Right)
    assert session.crop_of(session.chosen) != before, "where the feed is looked at, the crop can be moved"


def test_the_field_for_new_keys_is_left_both_ways_without_recording(window: MainWindow, qtbot: QtBot) -> None:
    preferences = window.companions.settings
    preferences.come(Section.KEYS)
    preferences.rows["shortcuts"].field.editor.mark("compare")  # type: ignore[attr-defined]
    qtbot.waitUntil(preferences.isActiveWindow)
    recorder = preferences.findChild(QKeySequenceEdit)
    assert isinstance(recorder, QKeySequenceEdit)
    for key, held in (
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier),
    ):
        recorder.setFocus()
        QTest.keyClick(recorder, key, held)
        assert not recorder.hasFocus()
        assert recorder.keySequence().isEmpty()
    preferences.close()


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_all_of_it_fits_a_screen_of_1280_by_720(window: MainWindow, qtbot: QtBot, language: Language) -> None:
    _speak(window, language, Theme.DARK)
    largest = QSize(1280, 680)  # beside the bars of a system
    screen = window.centralWidget()
    assert isinstance(screen, Screen)
    for name, _part in _scenes(window, qtbot):
        hint = screen.body.minimumSizeHint().grownBy(QMargins(0, window.menuBar().height(), 0, 0))
        assert hint.boundedTo(largest) == hint, name
        window.companions.hint.hide()  # a newcomer has no sessions that were left over
    for sheet in (window.companions.settings, window.companions.shortcuts, window.companions.diagnostics):
        hint = sheet.minimumSizeHint()
        assert hint.boundedTo(largest) == hint
