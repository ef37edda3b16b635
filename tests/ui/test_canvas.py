from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.domain.geometry import Box, Size
from app.domain.media import Image
from app.ui.canvas import Canvas
from app.ui.pictures import pyramid


def _halves(width: int, height: int) -> Image:
    """Red on the left, blue on the right."""
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : width // 2, 0] = 255
    image[:, width // 2 :, 2] = 255
    return image


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = Canvas()
    made.welcome.hide()
    qtbot.addWidget(made)
    made.resize(848, 648)  # 800 × 600 without the margins
    with qtbot.waitExposed(made):
        made.show()
    return made


def _colour(canvas: Canvas, x: int, y: int) -> QColor:
    return canvas.grab().toImage().pixelColor(x, y)


def test_a_picture_is_as_large_as_fits_and_in_its_own_colours(canvas: Canvas) -> None:
    size = Size(4000, 2000)
    canvas.show_picture(size, pyramid(_halves(448, 224)), Box(0, 0, 4000, 2000))
    assert canvas.mapFromScene(0, 0).x() == 24
    assert canvas.mapFromScene(4000, 0).x() == pytest.approx(824, abs=1)
    assert _colour(canvas, 200, 324).name() == "#ff0000"
    assert _colour(canvas, 640, 324).name() == "#0000ff"


def test_what_the_crop_leaves_out_is_dimmed(canvas: Canvas) -> None:
    canvas.show_picture(Size(4000, 2000), pyramid(_halves(448, 224)), Box(1000, 0, 2000, 2000))
    assert canvas.crop == QRectF(1000, 0, 2000, 2000)
    assert 80 < _colour(canvas, 100, 324).red() < 130
    assert _colour(canvas, 300, 324).red() == 255


def test_the_sharp_picture_takes_the_place_of_the_small_one(canvas: Canvas) -> None:
    size = Size(1600, 1200)
    crop = Box(200, 0, 1200, 1200)
    canvas.show_picture(size, pyramid(_halves(448, 336)), crop)
    before = canvas.mapFromScene(200, 0)
    canvas.show_picture(size, pyramid(_halves(1600, 1200)), crop)
    assert canvas.mapFromScene(200, 0) == before


def test_a_portrait_fits_after_a_landscape_and_after_resizing(canvas: Canvas) -> None:
    canvas.show_picture(Size(400, 300), pyramid(_halves(400, 300)), Box(0, 0, 400, 300))
    canvas.show_picture(Size(300, 600), pyramid(_halves(300, 600)), Box(0, 0, 300, 600))
    assert canvas.mapFromScene(0, 600).y() - canvas.mapFromScene(0, 0).y() == pytest.approx(600, abs=1)
    canvas.resize(448, 348)
    assert canvas.mapFromScene(0, 600).y() - canvas.mapFromScene(0, 0).y() == pytest.approx(300, abs=1)


def test_a_cleared_canvas_shows_nothing(canvas: Canvas) -> None:
    canvas.show_picture(Size(400, 300), pyramid(_halves(400, 300)), Box(0, 0, 400, 300))
    canvas.clear()
    assert canvas.crop.isEmpty()
    assert _colour(canvas, 200, 324).name() not in {"#ff0000", "#0000ff"}


def test_a_pyramid_halves_down_and_offers_the_level_just_above() -> None:
    made = pyramid(_halves(5000, 2500))
    assert [level.width() for level in made.levels] == [3840, 1920, 960]
    assert made.level_for(100).width() == 960
    assert made.level_for(961).width() == 1920
    assert made.level_for(9999).width() == 3840
    for level in made.levels:
        assert level.pixelColor(0, 0).name() == "#ff0000"
        assert level.pixelColor(level.width() - 1, level.height() - 1).name() == "#0000ff"


def test_a_pyramid_of_a_sliver_is_no_thinner_than_a_pixel() -> None:
    made = pyramid(_halves(9000, 1))
    assert made.levels[0].width() == 3840
    assert all(level.height() == 1 for level in made.levels)


def test_a_pyramid_takes_pictures_that_are_parts_of_others() -> None:
    part = _halves(100, 100)[10:60, 40:90]
    assert not part.flags.c_contiguous
    level = pyramid(part).levels[0]
    assert (level.width(), level.height()) == (50, 50)
    assert level.pixelColor(0, 0).name() == "#ff0000"
    assert level.pixelColor(49, 49).name() == "#0000ff"
