"""A canvas with a picture on it, for tests, and the hand that drags its crop."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Image
from app.ui.background.pictures import pyramid
from app.ui.canvas.canvas import Canvas

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
SQUARE = Aspect.parse("1:1")


def halves(width: int, height: int) -> Image:
    """Red on the left, blue on the right."""
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : width // 2, 0] = 255
    image[:, width // 2 :, 2] = 255
    return image


def empty_canvas(qtbot: QtBot) -> Canvas:
    """Shows nothing; without its margins it is 800 × 600."""
    made = Canvas()
    made.welcome.hide()
    qtbot.addWidget(made)
    made.resize(848, 648)
    with qtbot.waitExposed(made):
        made.show()
    return made


def halved_canvas(qtbot: QtBot) -> Canvas:
    """Shows 1600 × 1200 at half its size, with a square crop; picture (x, y) is at (24 + x / 2, 24 + y / 2)."""
    made = empty_canvas(qtbot)
    made.show_picture(Size(1600, 1200), pyramid(halves(448, 336)), Box(400, 200, 600, 600), SQUARE)
    return made


class Told:
    """What a canvas told of the crop, in order: `moved`, `resized` with the box, `released` with None."""

    def __init__(self, canvas: Canvas) -> None:
        self.all: list[tuple[str, Box | None]] = []
        canvas.crop_moved.connect(lambda box: self.all.append(("moved", box)))
        canvas.crop_resized.connect(lambda box: self.all.append(("resized", box)))
        canvas.crop_released.connect(lambda: self.all.append(("released", None)))

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.all]

    @property
    def boxes(self) -> list[Box]:
        return [box for _, box in self.all if box is not None]


def point_at(x: float, y: float) -> QPoint:
    """Where a pixel of the picture of `halved_canvas` is, as long as it is fitted."""
    return QPoint(round(24 + x / 2), round(24 + y / 2))


def drag(canvas: Canvas, *points: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(canvas.viewport(), button, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas.viewport(), point)
    QTest.mouseRelease(canvas.viewport(), button, pos=points[-1])
