"""Zooming and panning on the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.geometry import Box, Size
from app.ui.background.pictures import pyramid
from app.ui.canvas.canvas import Canvas

from .canvases import LEFT, MIDDLE, SQUARE, Told, drag, empty_canvas, halved_canvas, halves, point_at


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    return empty_canvas(qtbot)


@pytest.fixture
def halved(qtbot: QtBot) -> Canvas:
    return halved_canvas(qtbot)


def _wheel(canvas: Canvas, at: QPointF, angle: int = 0, pixels: int = 0) -> None:
    event = QWheelEvent(
        at,
        canvas.viewport().mapToGlobal(at),
        QPoint(0, pixels),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def _under(canvas: Canvas, point: QPointF) -> QPointF:
    """What of the picture is at a point of the view."""
    return canvas.viewportTransform().inverted()[0].map(point)


def test_fitted_and_full_size(halved: Canvas) -> None:
    zooms: list[float] = []
    halved.zoom_changed.connect(zooms.append)
    assert halved.fitted
    assert halved.zoom == pytest.approx(0.5)
    halved.actual_size()
    assert not halved.fitted
    assert halved.mapFromScene(800, 600) == QPoint(424, 324), "the middle stays"
    assert halved.mapFromScene(801, 600) == QPoint(425, 324), "a pixel is a pixel"
    halved.fit()
    assert halved.fitted
    assert zooms == [pytest.approx(1.0), pytest.approx(0.5)]


def test_a_double_click_toggles_between_them_about_the_pointer(halved: Canvas) -> None:
    told = Told(halved)
    at = point_at(1200, 300)
    QTest.mouseDClick(halved.viewport(), LEFT, pos=at)
    assert halved.zoom == pytest.approx(1.0)
    assert halved.mapFromScene(1200, 300) == at
    QTest.mouseDClick(halved.viewport(), LEFT, pos=at)
    assert halved.fitted
    assert told.all == []


@pytest.mark.parametrize("notches", [(120,) * 8, (15,) * 40, (240, 30, 480)])
def test_the_wheel_zooms_about_the_pointer(halved: Canvas, notches: tuple[int, ...]) -> None:
    at = QPointF(200, 500)
    before = _under(halved, at)
    for angle in notches:
        _wheel(halved, at, angle)
        now = _under(halved, at)
        assert (now - before).manhattanLength() * halved.points_per_pixel <= 2, "up to a pixel of the screen each way"
    assert halved.zoom == pytest.approx(0.5 * 1.2 ** (sum(notches) / 120))


def test_trackpads_that_tell_pixels_only_zoom_too(halved: Canvas) -> None:
    _wheel(halved, QPointF(424, 324), pixels=30)
    assert halved.zoom > 0.5


def test_zooming_out_ends_with_the_whole_picture_in_the_middle(halved: Canvas) -> None:
    _wheel(halved, QPointF(30, 30), 1000)
    _wheel(halved, QPointF(800, 600), -100_000)
    assert halved.fitted
    assert halved.mapFromScene(0, 0) == QPoint(24, 24)


def test_zooming_has_ends(halved: Canvas) -> None:
    halved.zoom_by(1e9)
    assert halved.zoom == pytest.approx(32)
    halved.zoom_by(1e-9)
    assert halved.zoom == pytest.approx(0.5)


def test_a_small_picture_can_be_shown_in_its_own_size(canvas: Canvas) -> None:
    canvas.show_picture(Size(160, 120), pyramid(halves(160, 120)), Box(0, 0, 160, 120))
    assert canvas.zoom == pytest.approx(5)
    canvas.zoom_by(0.9)
    canvas.zoom_by(0.01)
    assert canvas.zoom == pytest.approx(1)
    assert canvas.mapFromScene(80, 60) == QPoint(424, 324)


@pytest.mark.parametrize(("button", "start"), [(MIDDLE, (700, 500)), (LEFT, (1500, 1100))])
def test_the_mouse_pans_what_is_larger_than_the_view(
    halved: Canvas, button: Qt.MouseButton, start: tuple[int, int]
) -> None:
    told = Told(halved)
    drag(halved, point_at(*start), point_at(start[0] - 60, start[1] - 40), button=button)
    assert halved.mapFromScene(0, 0) == QPoint(24, 24), "fitted"
    halved.zoom_by(2)
    before = halved.mapFromScene(1500, 1100)
    at = QPoint(424, 324) if button is MIDDLE else QPoint(800, 600)
    drag(halved, at, at - QPoint(10, 7), at - QPoint(30, 20), button=button)
    assert halved.mapFromScene(1500, 1100) - before == QPoint(-30, -20)
    assert told.all == []


def test_the_picture_cannot_be_lost(halved: Canvas) -> None:
    halved.zoom_by(4)
    for x, y in ((1e6, 1e6), (-1e6, -1e6)):
        halved.pan(x, y)
        seen = halved.viewportTransform().mapRect(QRectF(0, 0, 1600, 1200))
        assert seen.intersected(QRectF(halved.viewport().rect())).width() >= 400


def test_resizing_keeps_a_fitted_picture_fitted_and_others_zoomed(halved: Canvas) -> None:
    halved.resize(448, 348)
    assert halved.fitted
    assert halved.zoom == pytest.approx(0.25)
    halved.actual_size()
    halved.resize(848, 648)
    assert halved.zoom == pytest.approx(1)
    assert halved.mapFromScene(800, 600) == QPoint(424, 324)


def test_another_crop_or_a_sharper_picture_leaves_zoom_and_place(halved: Canvas) -> None:
    halved.zoom_by(3, QPointF(300, 200))
    before = halved.mapFromScene(500, 500)
    halved.show_picture(Size(1600, 1200), pyramid(halves(1600, 1200)), Box(0, 0, 500, 500), SQUARE)
    assert halved.mapFromScene(500, 500) == before
    halved.show_picture(Size(1200, 1600), pyramid(halves(1200, 1600)), Box(0, 0, 500, 500), SQUARE)
    assert halved.fitted


def test_a_drag_works_at_any_zoom(halved: Canvas) -> None:
    halved.actual_size()
    told = Told(halved)
    corner = halved.mapFromScene(1000, 800)
    drag(halved, corner, corner - QPoint(100, 100))
    assert told.boxes == [Box(400, 200, 500, 500)]
