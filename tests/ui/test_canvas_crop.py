"""The crop on the canvas, and the hand that moves and resizes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.cropping import Handle
from app.domain.geometry import Box, Size
from app.ui.background.pictures import pyramid
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.crop_frame import GRAB, handle_at

from .canvases import LEFT, SQUARE, Told, drag, empty_canvas, halved_canvas, halves, point_at


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    return empty_canvas(qtbot)


@pytest.fixture
def halved(qtbot: QtBot) -> Canvas:
    return halved_canvas(qtbot)


def test_a_drag_inside_moves_the_crop_and_tells_each_step(halved: Canvas) -> None:
    told = Told(halved)
    drag(halved, point_at(700, 500), point_at(720, 510), point_at(800, 400))
    assert told.all == [
        ("moved", Box(420, 210, 600, 600)),
        ("moved", Box(500, 100, 600, 600)),
        ("released", None),
    ]
    assert halved.crop == QRectF(500, 100, 600, 600)


def test_a_moved_crop_stays_in_the_picture(halved: Canvas) -> None:
    told = Told(halved)
    drag(halved, point_at(700, 500), QPoint(1500, -400), QPoint(1600, -500))
    assert told.all == [("moved", Box(1000, 0, 600, 600)), ("released", None)], "once there, nothing more"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((1000, 800), (900, 700), Box(400, 200, 500, 500)),  # a corner
        ((400, 200), (500, 200), Box(450, 250, 550, 550)),  # off the diagonal: the nearest point of it
        ((400, 500), (300, 700), Box(300, 150, 700, 700)),  # the left side, to both sides of its middle
        ((900, 800), (700, 1000), Box(300, 200, 800, 800)),  # anywhere along the lower side
        ((1000, 800), (5000, 5000), Box(400, 200, 1000, 1000)),  # as far as the picture goes
        ((1000, 800), (-900, -900), Box(400, 200, 32, 32)),  # not smaller than the smallest
    ],
)
def test_a_drag_of_the_frame_resizes_in_the_shape(
    halved: Canvas, start: tuple[int, int], end: tuple[int, int], expected: Box
) -> None:
    told = Told(halved)
    drag(halved, point_at(*start), point_at(*end))
    assert told.all == [("resized", expected), ("released", None)]
    assert halved.crop.getRect() == tuple(expected.as_list())


def test_without_a_shape_the_crop_keeps_its_own(canvas: Canvas) -> None:
    canvas.show_picture(Size(1600, 1200), pyramid(halves(448, 336)), Box(0, 0, 900, 600))
    told = Told(canvas)
    drag(canvas, point_at(900, 600), point_at(450, 300))
    assert told.boxes == [Box(0, 0, 450, 300)]


def test_a_press_without_a_move_tells_nothing(halved: Canvas) -> None:
    told = Told(halved)
    drag(halved, point_at(700, 500))
    drag(halved, point_at(996, 796), point_at(996, 796))
    assert told.all == []


def test_escape_breaks_a_drag_off(halved: Canvas) -> None:
    told = Told(halved)
    halved.setFocus()
    QTest.mousePress(halved.viewport(), LEFT, pos=point_at(700, 500))
    QTest.mouseMove(halved.viewport(), point_at(800, 600))
    QTest.keyClick(halved, Qt.Key.Key_Escape)
    QTest.mouseMove(halved.viewport(), point_at(900, 600))
    QTest.mouseRelease(halved.viewport(), LEFT, pos=point_at(900, 600))
    start = Box(400, 200, 600, 600)
    assert told.all == [("moved", start.moved(100, 100)), ("moved", start), ("released", None)]
    assert halved.crop == QRectF(400, 200, 600, 600)


def test_escape_does_nothing_else_while_it_breaks_a_drag_off(halved: Canvas, qtbot: QtBot) -> None:
    cancelled: list[str] = []
    cancel = QAction(halved)
    cancel.setShortcut(QKeySequence(Qt.Key.Key_Escape))
    cancel.triggered.connect(lambda: cancelled.append("once"))
    halved.addAction(cancel)
    halved.activateWindow()
    qtbot.waitUntil(halved.isActiveWindow)
    halved.setFocus()
    QTest.mousePress(halved.viewport(), LEFT, pos=point_at(700, 500))
    QTest.mouseMove(halved.viewport(), point_at(800, 600))
    QTest.keyClick(halved, Qt.Key.Key_Escape)
    QTest.mouseRelease(halved.viewport(), LEFT, pos=point_at(800, 600))
    assert halved.crop == QRectF(400, 200, 600, 600)
    assert cancelled == []
    QTest.keyClick(halved, Qt.Key.Key_Escape)
    assert cancelled == ["once"]


@pytest.mark.parametrize(
    "end",
    [
        lambda canvas: canvas.clearFocus(),
        lambda canvas: canvas.hide(),
        lambda canvas: canvas.set_editable(False),
    ],
    ids=["focus", "hidden", "not editable"],
)
def test_a_drag_is_broken_off_by(halved: Canvas, qtbot: QtBot, end: Callable[[Canvas], None]) -> None:
    told = Told(halved)
    halved.activateWindow()
    halved.setFocus()
    qtbot.waitUntil(halved.hasFocus)
    QTest.mousePress(halved.viewport(), LEFT, pos=point_at(1000, 800))
    QTest.mouseMove(halved.viewport(), point_at(900, 700))
    end(halved)
    assert told.kinds == ["resized", "resized", "released"]
    assert told.boxes[-1] == Box(400, 200, 600, 600)
    QTest.mouseRelease(halved.viewport(), LEFT, pos=point_at(900, 700))
    assert told.kinds[-1] == "released"
    assert len(told.all) == 3


def test_a_crop_that_cannot_be_edited_stays(halved: Canvas) -> None:
    told = Told(halved)
    halved.set_editable(False)
    drag(halved, point_at(700, 500), point_at(800, 600))
    drag(halved, point_at(1000, 800), point_at(900, 700))
    assert told.all == []
    assert halved.crop == QRectF(400, 200, 600, 600)


def test_what_the_drag_itself_brings_about_does_not_end_it(halved: Canvas) -> None:
    told = Told(halved)
    sharp = pyramid(halves(1600, 1200))

    def answer(box: Box) -> None:
        halved.show_picture(Size(1600, 1200), sharp, box, SQUARE)

    halved.crop_moved.connect(answer)
    QTest.mousePress(halved.viewport(), LEFT, pos=point_at(700, 500))
    QTest.mouseMove(halved.viewport(), point_at(720, 500))
    answer(Box(400, 200, 600, 600))  # told late
    QTest.mouseMove(halved.viewport(), point_at(760, 500))
    assert told.boxes == [Box(420, 200, 600, 600), Box(460, 200, 600, 600)]
    answer(Box(0, 0, 300, 300))  # another candidate was chosen
    assert told.kinds[-1] == "released"
    assert halved.crop == QRectF(0, 0, 300, 300)
    QTest.mouseMove(halved.viewport(), point_at(800, 500))
    QTest.mouseRelease(halved.viewport(), LEFT, pos=point_at(800, 500))
    assert len(told.all) == 3


def test_the_pointer_tells_what_a_press_would_do(halved: Canvas) -> None:
    shapes = {
        (700, 500): Qt.CursorShape.SizeAllCursor,
        (400, 200): Qt.CursorShape.SizeFDiagCursor,
        (1000, 200): Qt.CursorShape.SizeBDiagCursor,
        (1000, 500): Qt.CursorShape.SizeHorCursor,
        (700, 800): Qt.CursorShape.SizeVerCursor,
        (1400, 1000): Qt.CursorShape.ArrowCursor,
    }
    for (x, y), shape in shapes.items():
        QTest.mouseMove(halved.viewport(), point_at(x, y))
        assert halved.viewport().cursor().shape() == shape, (x, y)
    halved.zoom_by(1.5)
    QTest.mouseMove(halved.viewport(), QPoint(840, 640))
    assert halved.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor


lengths = st.floats(2, 2000)
frames = st.builds(QRectF, st.floats(-500, 500), st.floats(-500, 500), lengths, lengths)


@given(frames, st.sampled_from(Handle))
def test_every_handle_can_be_taken_hold_of_at_any_zoom(frame: QRectF, handle: Handle) -> None:
    x = frame.center().x() + handle.across * frame.width() / 2
    y = frame.center().y() + handle.down * frame.height() / 2
    assert handle_at(frame, QPointF(x, y)) is handle
    for dx, dy in ((1, 0), (0, 1)):
        if (dx and not handle.across) or (dy and not handle.down):
            continue
        steps = [step / 4 for step in range(-80, 81)]
        hits = [step for step in steps if handle_at(frame, QPointF(x + dx * step, y + dy * step)) is handle]
        assert hits[-1] - hits[0] >= GRAB - 0.5
        assert len(hits) - 1 == round((hits[-1] - hits[0]) * 4), "without a gap"


def test_the_middle_of_any_frame_moves_it() -> None:
    for side in (6, 20, 100, 3000):
        assert handle_at(QRectF(0, 0, side, side), QPointF(side / 2, side / 2)) is None
    assert handle_at(QRectF(0, 0, 100, 100), QPointF(150, 50)) is None
