"""What the canvas shows: the picture, its crop, and how good that is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.geometry import Box, Size
from app.domain.platforms import load_platforms
from app.store.settings import Language, Overlay
from app.ui.background.pictures import pyramid
from app.ui.canvas.canvas import Canvas
from app.ui.state.looked import Sight
from app.ui.style.language import LanguageManager

from .canvases import LEFT, SQUARE, drag, empty_canvas, halved_canvas, halves, point_at


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    return empty_canvas(qtbot)


@pytest.fixture
def halved(qtbot: QtBot) -> Canvas:
    return halved_canvas(qtbot)


def _colour(canvas: Canvas, x: int, y: int) -> QColor:
    return canvas.grab().toImage().pixelColor(x, y)


def test_a_picture_is_as_large_as_fits_and_in_its_own_colours(canvas: Canvas) -> None:
    size = Size(4000, 2000)
    canvas.show_picture(size, pyramid(halves(448, 224)), Box(0, 0, 4000, 2000))
    assert canvas.mapFromScene(0, 0).x() == 24
    assert canvas.mapFromScene(4000, 0).x() == pytest.approx(824, abs=1)
    assert _colour(canvas, 200, 324).name() == "#ff0000"
    assert _colour(canvas, 640, 324).name() == "#0000ff"


def test_what_the_crop_leaves_out_is_dimmed(canvas: Canvas) -> None:
    canvas.show_picture(Size(4000, 2000), pyramid(halves(448, 224)), Box(1000, 0, 2000, 2000))
    assert canvas.crop == QRectF(1000, 0, 2000, 2000)
    assert 80 < _colour(canvas, 100, 324).red() < 130
    assert _colour(canvas, 300, 324).red() == 255


def test_the_sharp_picture_takes_the_place_of_the_small_one(canvas: Canvas) -> None:
    size = Size(1600, 1200)
    crop = Box(200, 0, 1200, 1200)
    canvas.show_picture(size, pyramid(halves(448, 336)), crop)
    before = canvas.mapFromScene(200, 0)
    canvas.show_picture(size, pyramid(halves(1600, 1200)), crop)
    assert canvas.mapFromScene(200, 0) == before


def test_a_portrait_fits_after_a_landscape_and_after_resizing(canvas: Canvas) -> None:
    canvas.show_picture(Size(400, 300), pyramid(halves(400, 300)), Box(0, 0, 400, 300))
    canvas.show_picture(Size(300, 600), pyramid(halves(300, 600)), Box(0, 0, 300, 600))
    assert canvas.mapFromScene(0, 600).y() - canvas.mapFromScene(0, 0).y() == pytest.approx(600, abs=1)
    canvas.resize(448, 348)
    assert canvas.mapFromScene(0, 600).y() - canvas.mapFromScene(0, 0).y() == pytest.approx(300, abs=1)


def test_a_cleared_canvas_shows_nothing(canvas: Canvas) -> None:
    canvas.show_picture(Size(400, 300), pyramid(halves(400, 300)), Box(0, 0, 400, 300))
    canvas.clear()
    assert canvas.crop.isEmpty()
    assert _colour(canvas, 200, 324).name() not in {"#ff0000", "#0000ff"}


def test_the_badge_tells_the_score_and_the_difference(halved: Canvas) -> None:
    for score, recommended, text in (
        (72.4, 75.1, "72  −3"),
        (81.0, 75.1, "81  +6"),
        (75.3, 75.1, "75  ±0"),
        (60.0, None, "60"),
        (None, 75.1, ""),
    ):
        halved.show_crop_score(score, recommended)
        assert halved.badge.text == text
        assert halved.badge.isVisible() is bool(text)


def test_the_badge_follows_the_crop_and_stays_in_view(halved: Canvas) -> None:
    halved.show_crop_score(72, 75)
    above = halved.guides.badge
    frame = halved.viewportTransform().mapRect(halved.crop)
    assert above.bottom() < frame.top()
    assert above.center().x() == pytest.approx(frame.center().x())
    drag(halved, point_at(700, 500), point_at(800, 550))
    assert halved.guides.badge == above.translated(50, 25)
    halved.show_picture(Size(1600, 1200), pyramid(halves(448, 336)), Box(0, 0, 1200, 1200), SQUARE)
    assert halved.viewportTransform().mapRect(halved.crop).contains(halved.guides.badge)
    halved.zoom_by(10)
    assert QRectF(halved.viewport().rect()).contains(halved.guides.badge)
    halved.clear()
    assert not halved.badge.isVisible()


def test_only_what_changed_is_drawn_and_nothing_is_left_behind(halved: Canvas) -> None:
    sight = Sight(heat=np.tile(np.arange(256, dtype=np.uint8), (64, 1)))
    zones = load_platforms().preset("douyin-9x16")
    assert zones is not None
    halved.show_overlays(tuple(Overlay), sight, 60, zones.zones)
    halved.show_crop_score(72, 75)
    QApplication.processEvents()
    path = [point_at(700, 500), point_at(760, 430), point_at(1100, 700), point_at(640, 480)]
    QTest.mousePress(halved.viewport(), LEFT, pos=path[0])
    for point in path[1:]:
        QTest.mouseMove(halved.viewport(), point)
        QApplication.processEvents()
    QTest.mouseRelease(halved.viewport(), LEFT, pos=path[-1])
    QApplication.processEvents()
    shown, anew = (
        _pixels(picture) for picture in (halved.screen().grabWindow(halved.winId()).toImage(), halved.grab().toImage())
    )
    assert np.abs(shown - anew).max() <= 1, "a shade, as parts are rounded in another way"


def _pixels(image: QImage) -> npt.NDArray[np.int16]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).astype(np.int16)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (Language.ENGLISH, "Crop 600 × 600 at 400, 200, score 72  −3"),
        (Language.CHINESE, "裁剪 600 × 600，位于 400, 200，评分 72  −3"),
    ],
)
def test_the_crop_is_told_in_words(halved: Canvas, qapp: QApplication, shown: Language, text: str) -> None:
    LanguageManager(qapp).choose(shown)
    halved.show_crop_score(72, 75)
    assert halved.accessibleDescription() == text
    halved.clear()
    assert halved.accessibleDescription() == ""


def test_the_crop_in_words_is_that_of_the_end_of_a_drag(halved: Canvas) -> None:
    drag(halved, point_at(700, 500), point_at(800, 600))
    assert halved.accessibleDescription() == "Crop 600 × 600 at 500, 300"


def test_arrow_keys_are_left_to_the_window(halved: Canvas) -> None:
    halved.zoom_by(4)
    before = halved.mapFromScene(0, 0)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        QTest.keyClick(halved, key)
    assert halved.mapFromScene(0, 0) == before
