from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Frame
from app.store.settings import Language
from app.ui.background.pictures import pyramid
from app.ui.pages.feed_preview import DARK, LIGHT, Feed, FeedPreview, clock
from app.ui.style.language import LanguageManager

from .fakes import moment

SIZE = Size(1600, 1200)


@pytest.fixture
def preview(qtbot: QtBot) -> FeedPreview:
    made = FeedPreview()
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def _frame(grey: int = 90) -> Frame:
    """Its right half is white."""
    image = np.full((336, 448, 3), grey, np.uint8)
    image[:, 224:] = 255
    return Frame(moment(1.0), SIZE, image)


def _colour(feed: Feed, across: float = 0.5, down: float = 0.5) -> QColor:
    """A colour of the cover, at a share of its width and height."""
    place = feed.cover_rect
    x, y = place.x() + across * place.width(), place.y() + down * place.height()
    return feed.grab().toImage().pixelColor(round(x), round(y))


def test_the_crop_is_shown_in_both_feeds(preview: FeedPreview) -> None:
    left = Aspect.parse("3:4").largest_in(SIZE)
    preview.show_cover(_frame(), Box(0, 0, 600, 800), None, "")
    for feed in preview.feeds.values():
        assert _colour(feed).red() == 90
        assert feed.cover_rect.height() == pytest.approx(180 * 4 / 3)
    preview.show_cover(_frame(), left, None, "")
    for feed in preview.feeds.values():
        assert _colour(feed, 0.2).red() == 90
        assert _colour(feed, 0.8).red() == 255


def test_a_sharper_picture_takes_the_place_of_the_small_one(preview: FeedPreview) -> None:
    frame, crop = _frame(), Box(0, 0, 600, 800)
    preview.show_cover(frame, crop, pyramid(np.full((1200, 1600, 3), 120, np.uint8)), "")
    assert _colour(preview.feeds["dark"]).red() == 120


def test_the_feeds_differ_in_nothing_but_their_colours(preview: FeedPreview) -> None:
    preview.show_cover(_frame(), Box(0, 0, 600, 800), None, "")
    light, dark = preview.feeds["light"], preview.feeds["dark"]
    assert light.size() == dark.size()
    for feed, palette in ((light, LIGHT), (dark, DARK)):
        image = feed.grab().toImage()
        between = round(feed.cover_rect.right()) + 3
        assert image.pixelColor(between, 60).name() == palette.ground


def test_tall_covers_are_cut_as_feeds_cut_them(preview: FeedPreview) -> None:
    preview.show_cover(_frame(), Box(0, 0, 400, 1200), None, "")
    assert preview.feeds["light"].cover_rect.height() == pytest.approx(180 * 16 / 9)


def test_the_width_can_be_chosen(preview: FeedPreview, qtbot: QtBot) -> None:
    preview.show_cover(_frame(), Box(0, 0, 600, 800), None, "")
    for width in (120, 250):
        with qtbot.waitSignal(preview.width_chosen) as chosen:
            preview.slider.setValue(width)
        assert chosen.args == [width]
        assert all(feed.cover_rect.width() == width for feed in preview.feeds.values())
    assert preview.slider.minimum() == 120
    assert preview.slider.maximum() == 250


def test_one_feed_can_be_looked_at_alone(preview: FeedPreview) -> None:
    preview.buttons["dark"].click()
    assert [name for name, feed in preview.feeds.items() if feed.isVisible()] == ["dark"]
    preview.buttons["light"].click()
    assert [name for name, feed in preview.feeds.items() if feed.isVisible()] == ["light"]
    preview.buttons["both"].click()
    assert all(feed.isVisible() for feed in preview.feeds.values())


def test_title_and_length_are_shown(preview: FeedPreview) -> None:
    frame, crop, feed = _frame(), Box(0, 0, 600, 800), preview.feeds["light"]
    preview.show_cover(frame, crop, None, "")
    plain = feed.grab().toImage()
    preview.show_cover(frame, crop, None, "A title", 75.0)
    told = feed.grab().toImage()
    corner, title = feed.cover_rect.toRect(), feed.cover_rect.toRect()
    corner.setTopLeft(corner.bottomRight() / 1.25)
    title.moveTop(title.bottom())
    title.setHeight(24)
    assert plain.copy(corner) != told.copy(corner)
    assert plain.copy(title) != told.copy(title)


def test_without_a_cover_its_place_is_empty(preview: FeedPreview) -> None:
    preview.show_cover(_frame(), Box(0, 0, 600, 800), None, "")
    preview.show_cover(None, None, None, "")
    assert _colour(preview.feeds["light"]).name() == LIGHT.blank[0]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "00:00"), (75.2, "01:15"), (59.9, "01:00"), (3723, "1:02:03"), (-1, "00:00")]
)
def test_lengths_are_told_as_feeds_do(seconds: float, text: str) -> None:
    assert clock(seconds) == text


def test_escape_closes_it(preview: FeedPreview, qtbot: QtBot) -> None:
    heard: list[None] = []
    QShortcut(QKeySequence("Esc"), preview).activated.connect(lambda: heard.append(None))
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    preview.setFocus()
    with qtbot.waitSignal(preview.closed):
        QTest.keyClick(preview, Qt.Key.Key_Escape)
    assert heard == []
    with qtbot.waitSignal(preview.closed):
        preview.close_button.click()


def test_it_speaks_both_languages(preview: FeedPreview, qapp: QApplication) -> None:
    LanguageManager(qapp).choose(Language.CHINESE)
    preview.retranslate()
    assert [button.text() for button in preview.buttons.values()] == ["两者", "浅色", "深色"]
    assert preview.accessibleName() == "Feed preview"
