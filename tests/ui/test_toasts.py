from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import UnreadableMedia
from app.domain.messages import Message
from app.store.settings import Motion
from app.ui.notices import toasts as module
from app.ui.notices.toasts import Toasts
from app.ui.state.notices import Level, Notice
from app.ui.state.session import Stage
from app.ui.style.motion import MotionManager
from app.ui.style.theme import ThemeManager
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]


def _notice(number: int = 0) -> Notice:
    path = Path(f"/covers/{number}.jpg")
    return Notice(Level.SUCCESS, Message("written", {"path": str(path)}), written=path)


@pytest.fixture
def toasts(qapp: QApplication, qtbot: QtBot) -> Toasts:
    """Toasts over an empty part; they never fade, and stay for long."""
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(800, 500)
    theme = ThemeManager(qapp)
    theme.choose(theme.choice)
    made = Toasts(theme, lambda: True, over, stay_ms=60_000)
    with qtbot.waitExposed(over):
        over.show()
    return made


def test_it_goes_by_itself(toasts: Toasts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PER_LETTER_MS", 0)
    toasts._stay_ms = 1
    with qtbot.waitSignal(toasts.expired) as told:
        toasts.show_notices([_notice()])
    assert told.args == [_notice()]


def test_it_waits_while_the_pointer_is_over_it_or_a_button_has_the_focus(toasts: Toasts, qtbot: QtBot) -> None:
    toasts.show_notices([_notice()])
    (row,) = toasts.rows
    assert row.running
    at = QPointF(5, 5)
    QApplication.sendEvent(row, QEnterEvent(at, at, at))
    assert not row.running
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert row.running
    row.activateWindow()
    qtbot.waitUntil(row.isActiveWindow)
    row.close_button.setFocus()
    qtbot.waitUntil(row.close_button.hasFocus)
    assert not row.running
    row.close_button.clearFocus()
    assert row.running


def test_it_does_not_get_older_while_it_cannot_be_seen(toasts: Toasts) -> None:
    toasts.show_notices([_notice()])
    toasts.window().hide()
    assert not toasts.rows[0].running


def test_it_is_in_the_corner_and_stays_there(toasts: Toasts) -> None:
    toasts.show_notices([_notice(), _notice(1)])
    over = toasts.parentWidget()
    assert over is not None
    for size in ((800, 500), (320, 400)):
        over.resize(*size)
        assert over.rect().contains(toasts.geometry())
        assert over.width() - toasts.geometry().right() < 20
        assert over.height() - toasts.geometry().bottom() < 20


def test_it_stands_on_the_buttons_of_the_export_page(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> None:
    window = open_window()
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    window.controller.notify(_notice())
    toasts, page = window.companions.toasts, window.pages.export
    QApplication.processEvents()  # the window is laid out for what was found
    low = toasts.geometry()
    window.actions_["export"].trigger()

    def clear() -> bool:
        at = toasts.mapTo(window, toasts.rect().bottomLeft()).y()
        return at < page.foot.mapTo(window, page.foot.rect().topLeft()).y()

    qtbot.waitUntil(clear)
    page.ask([clip])
    qtbot.waitUntil(lambda: page.question.isVisible() and clear())
    window.resize(window.width(), window.height() - 60)
    qtbot.waitUntil(clear)
    window.resize(window.width(), window.height() + 60)
    window.actions_["export"].trigger()
    qtbot.waitUntil(lambda: toasts.geometry() == low)


def test_the_newest_are_shown_and_those_that_stay_are_not_made_anew(toasts: Toasts) -> None:
    toasts.show_notices([_notice(number) for number in range(3)])
    second = toasts.rows[1]
    toasts.show_notices([_notice(number) for number in range(4)])
    assert [row.notice for row in toasts.rows] == [_notice(1), _notice(2), _notice(3)]
    assert toasts.rows[0] is second
    toasts.show_notices([])
    assert toasts.rows == []
    assert not toasts.isVisible()


def test_the_file_can_be_shown_and_the_toast_be_closed(toasts: Toasts, qtbot: QtBot) -> None:
    toasts.show_notices([_notice()])
    (row,) = toasts.rows
    with qtbot.waitSignal(toasts.show_in_folder) as told:
        row.findChildren(QPushButton)[0].click()
    assert told.args == [Path("/covers/0.jpg")]
    with qtbot.waitSignal(toasts.expired):
        row.close_button.click()


def test_it_is_told_to_screen_readers(toasts: Toasts, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(module, "announce", lambda _widget, text: told.append(text))
    toasts.show_notices([_notice()])
    toasts.rebuild()
    assert told == ["Cover saved as /covers/0.jpg"], "once"
    assert toasts.accessibleDescription() == "Cover saved as /covers/0.jpg"


def test_it_fades_in_unless_motion_is_spared(toasts: Toasts, qtbot: QtBot) -> None:
    toasts.show_notices([_notice()])
    assert toasts.rows[0].graphicsEffect() is None
    toasts._still = lambda: False
    toasts.show_notices([_notice(1)])
    (row,) = toasts.rows
    assert row.graphicsEffect() is not None
    qtbot.waitUntil(lambda: row.graphicsEffect() is None)


def test_good_news_goes_and_failures_stay(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> None:
    window = open_window()
    window.controller.notify(Notice.of_error(UnreadableMedia(clip, "damaged")))
    window.controller.notify(_notice())
    assert [row.notice.level for row in window.companions.toasts.rows] == [Level.SUCCESS]
    assert len(window.messages.rows) == 1
    window.companions.toasts.rows[0].close_button.click()
    assert window.companions.toasts.rows == []
    assert [notice.level for notice in window.controller.session.notices] == [Level.ERROR]


def test_motion_is_spared_as_the_user_or_the_system_wants() -> None:
    manager = MotionManager()
    assert not manager.reduced
    manager.choice = Motion.REDUCED
    assert manager.reduced
    manager.choice = Motion.SYSTEM

    class Variant:
        def __init__(self, value: object) -> None:
            self.value = value

        def variant(self) -> object:
            return self.value

    manager.answered([Variant(Variant(False))])
    assert manager.reduced, "the desktop has animations off"
    for nonsense in ([], ["no"], [None]):
        manager.answered(nonsense)
        assert manager.reduced
    manager.choice = Motion.FULL
    assert not manager.reduced


def test_the_keyboard_reaches_it(open_window: OpenWindow) -> None:
    window = open_window()
    window.controller.notify(_notice())
    (row,) = window.companions.toasts.rows
    assert row.close_button.focusPolicy() & Qt.FocusPolicy.TabFocus
