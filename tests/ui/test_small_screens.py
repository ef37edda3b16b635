"""The window where there is little room for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.widgets.screen import Screen
from app.ui.window import MainWindow

COLUMNS, PAGES = ("title", "adjust"), ("compare", "feed", "export")


def _screen(window: MainWindow) -> Screen:
    screen = window.centralWidget()
    assert isinstance(screen, Screen)
    return screen


def _scrolled(window: MainWindow) -> tuple[bool, bool]:
    """Whether there is more of it across and down than can be seen."""
    screen = _screen(window)
    return screen.horizontalScrollBar().maximum() > 0, screen.verticalScrollBar().maximum() > 0


def _bring(window: MainWindow, size: QSize) -> None:
    window.resize(size)
    QApplication.processEvents()


def _cut(part: QWidget) -> list[QWidget]:
    """What lies in a part and is not all inside of what it lies on."""
    return [
        child
        for child in part.findChildren(QWidget)
        if child.isVisible()
        and (below := child.parentWidget()) is not None
        and below.objectName() not in ("qt_scrollarea_viewport", "Cards", "Feeds")
        and (child.x() < 0 or child.geometry().right() > below.rect().right())
    ]


def test_a_column_fits_beside_every_page_in_1000_points(window: MainWindow) -> None:
    room = QSize(1000, 640)
    _bring(window, room)
    for page in PAGES:
        window.actions_[page].trigger()
        for column in COLUMNS:
            window.actions_[column].trigger()
            QApplication.processEvents()
            assert window.size() == room, "it does not grow by itself"
            assert _scrolled(window) == (False, False), (page, column)
            current = window.pages.currentWidget()
            assert current is not None
            assert _cut(current) == []
        window.actions_[column].trigger()


@pytest.mark.parametrize(("width", "narrower"), [(1440, False), (1260, False), (1000, True)])
def test_the_candidates_give_way_to_the_picture(window: MainWindow, width: int, narrower: bool) -> None:
    _bring(window, QSize(width, 640))
    assert window.side.width() == 372
    window.actions_["title"].trigger()
    QApplication.processEvents()
    assert (window.side.width() < 372) is narrower
    assert window.side.width() >= window.side.minimumSizeHint().width()
    window.actions_["title"].trigger()
    QApplication.processEvents()
    assert window.side.width() == 372


def test_on_a_screen_smaller_than_all_of_it_one_scrolls(window: MainWindow) -> None:
    # What 1280 × 720 pixels are at twice the size, beside the bars of a system.
    small = QSize(640, 332)
    _bring(window, small)
    assert window.size() == small
    assert _scrolled(window) == (True, True)
    _screen(window).ensureWidgetVisible(window.side.accept_button)
    button = window.side.accept_button
    at = button.mapTo(_screen(window).viewport(), button.rect().center())
    assert _screen(window).viewport().rect().contains(at)
    _bring(window, QSize(760, 470))
    assert _scrolled(window) == (False, False)
