"""What is drawn in the timeline: ruler, pictures, ticks, markers. Knows where things lie, not what the mouse does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from app.domain.media import Place
from app.ui.timeline.axis import Axis, short_clock

RULER = 18
"""Height of the ruler, in points."""

ON_PICTURE = QColor(255, 255, 255)
"""Lines over pictures, in any theme; with a shadow they are seen on bright ones, too."""

_PIN = 9.0
"""Radius of a marker."""

_ROUND = 4.0


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment, or picture, that stands out.

    Attributes:
        value: where on the axis.
        text: what is written in it; nothing makes it the marker of an added frame.
        chosen: whether it is the choice.
    """

    value: float
    place: Place
    text: str
    chosen: bool = False


@dataclass
class Film:
    """All that is drawn, in values of the axis.

    Attributes:
        values: of the thumbnails, ascending.
        images: the thumbnails.
        aspect: width / height of a frame.
        keys: key frames.
        shots: where shots begin.
        samples: what was scored.
        markers: in the order in which they may be picked, the chosen one last.
        scores: written on the pictures of a set, by number.
        cells: whether it is a set of pictures, each in a cell from its number to the next.
        current: number of the picture that is shown.
    """

    values: list[float] = field(default_factory=list)
    images: list[QImage] = field(default_factory=list)
    aspect: float = 16 / 9
    keys: Sequence[float] = ()
    shots: Sequence[float] = ()
    samples: Sequence[float] = ()
    markers: Sequence[Marker] = ()
    scores: Mapping[int, float] = field(default_factory=dict)
    cells: bool = False
    current: int | None = None

    def add(self, value: float, image: QImage) -> None:
        """Add a thumbnail, or replace the one at the same place."""
        place = bisect_left(self.values, value)
        if place < len(self.values) and self.values[place] == value:
            self.images[place] = image
            return
        self.values.insert(place, value)
        self.images.insert(place, image)

    def nearest(self, value: float) -> QImage | None:
        """The thumbnail nearest to a value."""
        place = bisect_left(self.values, value)
        beside = [number for number in (place - 1, place) if 0 <= number < len(self.values)]
        best = min(beside, key=lambda number: abs(self.values[number] - value), default=None)
        return None if best is None else self.images[best]


def draw_ruler(painter: QPainter, axis: Axis, tokens: Mapping[str, str], font: QFont, *, numbers: bool) -> None:
    """Draw times, or the numbers of pictures, along the top."""
    painter.setFont(font)
    muted, line = QColor(tokens["muted"]), QColor(tokens["border"])
    apart = 44.0 if numbers else 78.0
    for value in axis.marks(apart):
        x = axis.x(value + 0.5 if numbers else value)
        text = str(round(value) + 1) if numbers else short_clock(value)
        if numbers and (value != round(value) or value >= axis.length):
            continue
        painter.setPen(line)
        if not numbers:
            painter.drawLine(QPointF(round(x) + 0.5, RULER - 5), QPointF(round(x) + 0.5, RULER - 1))
        painter.setPen(muted)
        left = x - 40 if numbers else x + 4
        align = Qt.AlignmentFlag.AlignHCenter if numbers else Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, 0, 80, RULER - 3), align | Qt.AlignmentFlag.AlignVCenter, text)


def draw_frames(painter: QPainter, film: Film, axis: Axis, band: QRectF, clip: QRectF) -> None:
    """Draw thumbnails side by side, each the one nearest to the middle of where it is drawn."""
    if not film.values:
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    step = max(12.0, band.height() * film.aspect)
    # The tiles hang on the beginning of the video, so that they do not swim when it is panned.
    origin = axis.x(0.0)
    number = int((max(band.left(), clip.left()) - origin) // step)
    right = min(band.right(), clip.right(), axis.x(axis.length))
    while (left := origin + number * step) < right:
        image = film.nearest(axis.value(left + step / 2))
        if image is not None:
            painter.drawImage(QRectF(left, band.top(), step, band.height()), image)
        number += 1


def draw_cells(painter: QPainter, film: Film, axis: Axis, band: QRectF, tokens: Mapping[str, str]) -> None:
    """Draw the pictures of a set, each in its cell, with its score and a frame about the current one."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in range(max(0, int(axis.begin)), min(len(film.images), int(axis.end) + 1)):
        cell = QRectF(axis.x(number), band.top(), axis.x(number + 1) - axis.x(number), band.height())
        cell.adjust(1.5, 1.5, -1.5, -1.5)
        painter.drawImage(cell, film.images[number], _covering(film.images[number], cell))
        if number in film.scores and cell.width() > 30:
            _draw_score(painter, f"{film.scores[number]:.0f}", cell)
        if number == film.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens["accent"]), 2.5))
            painter.drawRoundedRect(cell, 2, 2)


def _covering(image: QImage, cell: QRectF) -> QRectF:
    """The part of a picture, about its middle, that has the shape of a cell."""
    whole = QRectF(image.rect())
    if cell.width() * whole.height() > cell.height() * whole.width():
        height = whole.width() * cell.height() / max(1.0, cell.width())
        return QRectF(0, (whole.height() - height) / 2, whole.width(), height)
    width = whole.height() * cell.width() / max(1.0, cell.height())
    return QRectF((whole.width() - width) / 2, 0, width, whole.height())


def _draw_score(painter: QPainter, text: str, cell: QRectF) -> None:
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 8
    label = QRectF(cell.right() - width - 3, cell.bottom() - 18, width, 15)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(label, 3, 3)
    painter.setPen(QColor(255, 255, 255))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def draw_ticks(painter: QPainter, film: Film, axis: Axis, band: QRectF, tokens: Mapping[str, str]) -> None:
    """Draw key frames and scored moments along the lower edge of the frames, and shot boundaries through them."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    foot = QRectF(band.left(), band.bottom(), band.width(), 7)
    for values, colour, top, bottom in (
        (film.samples, tokens["faint"], foot.top() + 4, foot.bottom()),
        (film.keys, tokens["muted"], foot.top() + 1, foot.top() + 4),
    ):
        painter.setPen(QColor(colour))
        last = -2
        for value in values:
            x = round(axis.x(value))
            if x != last and band.left() <= x <= band.right():
                painter.drawLine(x, int(top), x, int(bottom) - 1)
                last = x
    for value in film.shots:
        x = round(axis.x(value))
        painter.fillRect(QRectF(x - 1.5, band.top(), 3, band.height()), QColor(0, 0, 0, 140))
        painter.fillRect(QRectF(x - 0.5, band.top(), 1, band.height()), ON_PICTURE)
        painter.fillRect(QRectF(x - 0.5, foot.top(), 1, foot.height()), QColor(tokens["text"]))


def pin_places(markers: Sequence[Marker], axis: Axis) -> list[float]:
    """Where the heads of the markers are drawn: at their values, or beside one another where these are too near."""
    order = sorted(range(len(markers)), key=lambda number: markers[number].value)
    found = [axis.x(marker.value) for marker in markers]
    last = -1e9
    for number in order:
        if -1 <= found[number] <= axis.width + 1:  # what is out of sight pushes nothing aside
            last = found[number] = max(found[number], _PIN, last + 2 * _PIN + 1)
    last = 1e9
    for number in reversed(order):
        if found[number] >= -1 and axis.x(markers[number].value) <= axis.width + 1:
            last = found[number] = min(found[number], axis.width - _PIN, last - 2 * _PIN - 1)
    return found


def pin_rect(x: float, band: QRectF) -> QRectF:
    """The head of a marker."""
    return QRectF(x - _PIN, band.top() + 3, 2 * _PIN, 2 * _PIN)


def draw_markers(painter: QPainter, film: Film, axis: Axis, band: QRectF, tokens: Mapping[str, str]) -> None:
    """Draw a line at each marker, and its head with a number, or the diamond of an added frame."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    for marker, x in zip(film.markers, pin_places(film.markers, axis), strict=True):
        head = pin_rect(x, band)
        fill = QColor(tokens["accent" if marker.chosen else "raised"])
        ink = QColor(tokens["on_accent" if marker.chosen else "text"])
        at = axis.x(marker.value)
        if not film.cells:
            painter.setPen(QPen(QColor(0, 0, 0, 120), 3.5))
            painter.drawLine(QPointF(at, head.center().y()), QPointF(at, band.bottom()))
            painter.setPen(QPen(QColor(tokens["accent"]) if marker.chosen else ON_PICTURE, 1.5))
            painter.drawLine(QPointF(at, head.center().y()), QPointF(at, band.bottom()))
        painter.setPen(QPen(QColor(tokens["accent" if marker.chosen else "border"]), 1))
        painter.setBrush(fill)
        if marker.text:
            painter.drawEllipse(head)
            painter.setPen(ink)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, marker.text)
        else:
            middle, reach = head.center(), _PIN - 1.5
            painter.setPen(QPen(ink, 1.4) if not marker.chosen else QPen(fill, 1))
            sides = (QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0))
            painter.drawPolygon(QPolygonF([middle + side for side in sides]))


def draw_empty(painter: QPainter, rect: QRectF, tokens: Mapping[str, str], text: str) -> None:
    """Draw that there is nothing."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens["surface"]))
    painter.drawRoundedRect(rect, _ROUND, _ROUND)
    painter.setPen(QColor(tokens["faint"]))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
