"""The picture with its crop frame.

Scene coordinates are pixels of the picture at full resolution, as displayed, whatever the size of the picture that is
drawn: crops, and later overlays, are placed as the core gives them.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from app.domain.geometry import Box, Size
from app.ui.pictures import Pyramid
from app.ui.welcome import Welcome

_MARGIN = 24
_DIM = QColor(0, 0, 0, 150)
_LINE = QColor(255, 255, 255)
_SHADOW = QColor(0, 0, 0, 120)
_CORNER = 22


class PictureItem(QGraphicsItem):
    """A picture stretched to its full size, drawn from the level that suits the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()
        self._pyramid: Pyramid | None = None

    def set_picture(self, rect: QRectF, pyramid: Pyramid | None) -> None:
        """Draw another picture, stretched to `rect`; None draws nothing."""
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect
        self._pyramid = pyramid
        self.update()

    def boundingRect(self) -> QRectF:
        """The picture at full size."""
        return self._rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the picture, smoothly."""
        if self._pyramid is None:
            return
        on_screen = painter.deviceTransform().mapRect(self._rect)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._rect, self._pyramid.level_for(on_screen.width()))


class CropItem(QGraphicsItem):
    """The crop frame: what the cover leaves out is dimmed, its border is a line of the same width at any zoom."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QRectF()
        self._crop = QRectF()

    @property
    def crop(self) -> QRectF:
        """The crop, in pixels of the picture."""
        return self._crop

    def set_crop(self, picture: QRectF, crop: QRectF) -> None:
        """Frame another part of a picture."""
        self.prepareGeometryChange()
        self._picture, self._crop = picture, crop
        self.update()

    def boundingRect(self) -> QRectF:
        """The picture, and room for the lines."""
        room = max(self._picture.width(), self._picture.height()) * 0.02
        return self._picture.adjusted(-room, -room, room, room)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Dim the outside, draw the border and its corners."""
        if self._crop.isEmpty():
            return
        outside = QPainterPath()
        outside.addRect(self._picture)
        outside.addRect(self._crop)  # with the odd-even rule a hole
        painter.fillPath(outside, _DIM)
        for colour, width in ((_SHADOW, 3.0), (_LINE, 1.0)):
            painter.setPen(_pen(colour, width))
            painter.drawRect(self._crop)
        zoom = painter.worldTransform().m11() or 1.0
        corners = _corners(self._crop, min(_CORNER / zoom, self._crop.width() / 4, self._crop.height() / 4))
        for colour, width in ((_SHADOW, 6.0), (_LINE, 4.0)):
            painter.setPen(_pen(colour, width))
            painter.drawLines(corners)


class Canvas(QGraphicsView):
    """Shows the chosen picture as large as fits, its crop, and a welcome where there is no picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("CanvasView")
        self.setAccessibleName("Canvas")
        self.setScene(QGraphicsScene(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptDrops(False)  # the window takes what is dropped, wherever
        self.setMinimumSize(320, 240)
        self._picture = PictureItem()
        self._crop = CropItem()
        self._size: Size | None = None
        for item in (self._picture, self._crop):
            self.scene().addItem(item)
        self.welcome = Welcome(self)

    @property
    def crop(self) -> QRectF:
        """The crop that is framed, in pixels of the picture; empty without a picture."""
        return self._crop.crop

    def show_picture(self, size: Size, pyramid: Pyramid, crop: Box) -> None:
        """Show a picture.

        Args:
            size: its size at full resolution, as displayed.
            pyramid: what of it there is to draw, of any size.
            crop: the part that becomes the cover, at full resolution.
        """
        whole = QRectF(0, 0, size.width, size.height)
        self._picture.set_picture(whole, pyramid)
        self._crop.set_crop(whole, QRectF(crop.x, crop.y, crop.width, crop.height))
        if size != self._size:
            self._size = size
            self.setSceneRect(whole)
            self._fit()

    def clear(self) -> None:
        """Show no picture."""
        self._size = None
        self._picture.set_picture(QRectF(), None)
        self._crop.set_crop(QRectF(), QRectF())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture as large as fits."""
        super().resizeEvent(event)
        self._fit()
        self.welcome.setGeometry(self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))

    def _fit(self) -> None:
        if self._size is None:
            return
        room = self.viewport().rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        zoom = min(room.width() / self._size.width, room.height() / self._size.height)
        self.resetTransform()
        self.scale(max(zoom, 1e-6), max(zoom, 1e-6))
        self.centerOn(self.sceneRect().center())


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _corners(rect: QRectF, length: float) -> list[QLineF]:
    """Two short lines along the sides in each corner."""
    lines = []
    for x, along in ((rect.left(), length), (rect.right(), -length)):
        for y, down in ((rect.top(), length), (rect.bottom(), -length)):
            lines += [QLineF(x, y, x + along, y), QLineF(x, y, x, y + down)]
    return lines
