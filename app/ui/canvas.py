"""The picture with its crop frame and its overlays.

Scene coordinates are pixels of the picture at full resolution, as displayed, whatever the size of the picture that is
drawn: crops and overlays are placed as the core gives them.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from app.domain.geometry import Box, Size
from app.store.settings import Overlay
from app.ui.legend import Legend
from app.ui.overlays import HeatItem, Mark, MarksItem, crop_marks, face_marks
from app.ui.pictures import Pyramid
from app.ui.session import Sight
from app.ui.welcome import Welcome

_MARGIN = 24
_LEGEND_MARGIN = 12
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


class ShadeItem(QGraphicsItem):
    """Dims what the cover leaves out."""

    def __init__(self) -> None:
        super().__init__()
        self._outside = QPainterPath()

    def set_crop(self, picture: QRectF, crop: QRectF) -> None:
        """Leave another part of a picture as it is."""
        self.prepareGeometryChange()
        self._outside = QPainterPath()
        self._outside.addRect(picture)
        self._outside.addRect(crop)  # with the odd-even rule a hole
        self.update()

    def boundingRect(self) -> QRectF:
        """The picture."""
        return self._outside.boundingRect()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Dim the outside."""
        painter.fillPath(self._outside, _DIM)


class CropItem(QGraphicsItem):
    """The crop frame: a line of the same width at any zoom."""

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
        """Draw the border and its corners."""
        if self._crop.isEmpty():
            return
        for colour, width in ((_SHADOW, 3.0), (_LINE, 1.0)):
            painter.setPen(_pen(colour, width))
            painter.drawRect(self._crop)
        zoom = painter.worldTransform().m11() or 1.0
        corners = _corners(self._crop, min(_CORNER / zoom, self._crop.width() / 4, self._crop.height() / 4))
        for colour, width in ((_SHADOW, 6.0), (_LINE, 4.0)):
            painter.setPen(_pen(colour, width))
            painter.drawLines(corners)


class Canvas(QGraphicsView):
    """Shows the chosen picture as large as fits, its crop, its overlays, and a welcome where there is no picture."""

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
        self._shade = ShadeItem()
        self.heat = HeatItem()
        self._crop = CropItem()
        self.marks = MarksItem()
        self._size: Size | None = None
        for item in (self._picture, self._shade, self.heat, self._crop, self.marks):  # from back to front
            self.scene().addItem(item)
        self.welcome = Welcome(self)
        self.legend = Legend(self)

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
        frame = QRectF(crop.x, crop.y, crop.width, crop.height)
        self._picture.set_picture(whole, pyramid)
        self._shade.set_crop(whole, frame)
        self._crop.set_crop(whole, frame)
        if size != self._size:
            self._size = size
            self.setSceneRect(whole)
            self._fit()

    def show_overlays(self, overlays: tuple[Overlay, ...], sight: Sight, opacity: int) -> None:
        """Draw over the picture that is shown.

        Args:
            overlays: those that are on.
            sight: what is known of the picture; boxes in its pixels.
            opacity: of the heat map, in percent.
        """
        whole = QRectF(0, 0, self._size.width, self._size.height) if self._size is not None else QRectF()
        self.heat.show_heat(whole, sight.heat if Overlay.HEAT in overlays else None)
        self.fade_heat(opacity)
        marks: list[Mark] = []
        if Overlay.CROPS in overlays:
            marks += crop_marks(sight.crops or ())
        if Overlay.FACES in overlays:
            marks += face_marks(sight.faces or ())
        self.marks.show_marks(whole, marks)
        self.legend.show_overlays(overlays if self._size is not None else (), sight, opacity)
        self.setAccessibleDescription(self.legend.spoken)
        self._place_legend()

    def fade_heat(self, opacity: int) -> None:
        """Let the heat map cover so much, in percent, of the picture."""
        self.heat.setOpacity(opacity / 100)

    def clear(self) -> None:
        """Show no picture."""
        self._size = None
        self._picture.set_picture(QRectF(), None)
        for item in (self._shade, self._crop):
            item.set_crop(QRectF(), QRectF())
        self.show_overlays((), Sight(), 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture as large as fits."""
        super().resizeEvent(event)
        self._fit()
        self.welcome.setGeometry(self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        self._place_legend()

    def _place_legend(self) -> None:
        """In the lower left corner."""
        self.legend.move(_LEGEND_MARGIN, self.height() - _LEGEND_MARGIN - self.legend.height())

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
