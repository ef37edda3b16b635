"""The crop: what it leaves out is dimmed; its frame, where it can be taken hold of, and its score."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.domain.cropping import Handle
from app.ui.canvas.overlays import DARK, label_font

_DIM = QColor(0, 0, 0, 150)
_LINE = QColor(255, 255, 255)
_SHADOW = QColor(0, 0, 0, 120)
_CORNER = 22.0
_BAR = 26.0
"""Length, in points, of what marks a corner, and the middle of a side."""

_PAD = 8.0
"""Points outside the crop that its frame may take."""

_REACH = 8.0
_CORNER_REACH = 16.0
GRAB = 12.0
"""Width, in points, that a handle can be taken hold of in, at least; smaller frames are taken hold of from outside."""

_RIM = QColor(255, 255, 255, 60)
_SCORE = QColor("#e9ebee")
_BETTER = QColor("#58c48a")
_WORSE = QColor("#e5b454")
_SAME_SCORE = QColor("#9ba3af")

_HANDLES = {(handle.across, handle.down): handle for handle in Handle}

_CURSORS = {
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
}


def handle_at(frame: QRectF, point: QPointF) -> Handle | None:
    """The handle under a point; None where there is none.

    Args:
        frame: where the crop is on the screen, in points.
        point: on the screen; anywhere along a side it is the handle of that side.
    """
    across = _side(point.x(), frame.left(), frame.right(), _REACH)
    down = _side(point.y(), frame.top(), frame.bottom(), _REACH)
    if across is None or down is None:
        return None
    if down:
        across = _side(point.x(), frame.left(), frame.right(), _CORNER_REACH) or across
    elif across:
        down = _side(point.y(), frame.top(), frame.bottom(), _CORNER_REACH) or down
    return _HANDLES.get((across, down))


def _side(value: float, near: float, far: float, reach: float) -> int | None:
    """Along one axis: -1 at the near edge, 1 at the far one, 0 between, None outside."""
    inner = min(reach, (far - near) / 4)
    outer = max(_REACH, GRAB - inner)
    if not near - outer <= value <= far + outer:
        return None
    if value <= near + inner:
        return -1
    return 1 if value >= far - inner else 0


def cursor_of(handle: Handle) -> Qt.CursorShape:
    """The pointer that says in which direction a handle goes."""
    across, down = handle.across, handle.down
    return _CURSORS[across, down] if (across, down) in _CURSORS else _CURSORS[-across, -down]


class ShadeItem(QGraphicsItem):
    """Dims what the cover leaves out."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QRectF()
        self._crop = QRectF()

    def set_crop(self, picture: QRectF, crop: QRectF) -> None:
        """Leave another part of a picture as it is."""
        if picture != self._picture:
            self.prepareGeometryChange()
            self._picture, self._crop = picture, crop
            self.update()
        elif crop != self._crop:
            # Only what is in one crop and not in the other changes.
            for rect in (*_without(self._crop, crop), *_without(crop, self._crop)):
                self.update(rect)
            self._crop = crop

    def boundingRect(self) -> QRectF:
        """The picture."""
        return self._picture

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Dim the outside."""
        outside = QPainterPath()
        outside.addRect(self._picture)
        outside.addRect(self._crop)  # with the odd-even rule a hole
        painter.fillPath(outside, _DIM)


class CropItem(QGraphicsItem):
    """The crop frame: a line of the same width at any zoom, with its handles while it can be edited."""

    def __init__(self) -> None:
        super().__init__()
        self._crop = QRectF()
        self._scale = 1.0
        self.editable = True
        self.held: Handle | None = None

    @property
    def crop(self) -> QRectF:
        """The crop, in pixels of the picture."""
        return self._crop

    def set_crop(self, crop: QRectF) -> None:
        """Frame another part of the picture."""
        if crop != self._crop:
            self._update_lines()
            self.prepareGeometryChange()
            self._crop = crop
            self._update_lines()

    def rescale(self, scale: float) -> None:
        """Tell how many points a pixel of the picture takes."""
        if scale != self._scale:
            self.prepareGeometryChange()
            self._scale = scale

    def hold(self, handle: Handle | None) -> None:
        """Show which handle would be taken hold of, or is."""
        if handle is not self.held:
            self.held = handle
            self._update_lines()

    def set_editable(self, editable: bool) -> None:
        """Show whether it can be moved and resized."""
        self.editable = editable
        self._update_lines()

    def boundingRect(self) -> QRectF:
        """The crop, and room for the lines."""
        pad = _PAD / self._scale
        return self._crop.adjusted(-pad, -pad, pad, pad)

    def _update_lines(self) -> None:
        """Draw the border anew, and not what is within."""
        if self._crop.isEmpty():
            return
        whole, wide = self.boundingRect(), 2 * _PAD / self._scale
        self.update(QRectF(whole.left(), whole.top(), whole.width(), wide))
        self.update(QRectF(whole.left(), whole.bottom() - wide, whole.width(), wide))
        self.update(QRectF(whole.left(), whole.top(), wide, whole.height()))
        self.update(QRectF(whole.right() - wide, whole.top(), wide, whole.height()))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the border and its handles."""
        if self._crop.isEmpty():
            return
        to_screen = painter.worldTransform()
        painter.setWorldTransform(QTransform())  # so that widths are in points
        frame = to_screen.mapRect(self._crop)
        for colour, width in ((_SHADOW, 3.0), (_LINE, 1.0)):
            painter.setPen(_pen(colour, width))
            painter.drawRect(frame)
        lines = self._handle_lines(frame)
        for colour, width in ((_SHADOW, 6.0), (_LINE, 4.0)):
            painter.setPen(_pen(colour, width))
            painter.drawLines([line for of_handle in lines.values() for line in of_handle])
        if self.held in lines and widget is not None:
            painter.setPen(_pen(widget.palette().color(QPalette.ColorRole.Highlight), 4.0))
            painter.drawLines(lines[self.held])

    def _handle_lines(self, rect: QRectF) -> dict[Handle, list[QLineF]]:
        """What marks each handle: two short lines along the sides in a corner, one in the middle of a side."""
        lines = {}
        corner = min(_CORNER, rect.width() / 4, rect.height() / 4)
        bar = min(_BAR, rect.width() / 5, rect.height() / 5) / 2
        for handle in Handle:
            x = rect.center().x() + handle.across * rect.width() / 2
            y = rect.center().y() + handle.down * rect.height() / 2
            if handle.is_corner:
                lines[handle] = [
                    QLineF(x, y, x - handle.across * corner, y),
                    QLineF(x, y, x, y - handle.down * corner),
                ]
            elif self.editable and handle.across:
                lines[handle] = [QLineF(x, y - bar, x, y + bar)]
            elif self.editable:
                lines[handle] = [QLineF(x - bar, y, x + bar, y)]
        return lines


class BadgeItem(QGraphicsItem):
    """The score of the crop, and by how much it is better than the recommended one; in points, at any zoom."""

    _GAP = 7.0
    _ROOM = QSizeF(20.0, 8.0)

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._score = ""
        self._gain = ""
        self._colour = _SAME_SCORE
        self._widget: QWidget | None = None
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it says nothing."""
        return f"{self._score}  {self._gain}".strip()

    def show_score(self, score: float | None, recommended: float | None, widget: QWidget) -> None:
        """Show another score.

        Args:
            score: of the crop, 0–100; None shows nothing.
            recommended: that of the recommended crop; None shows no difference.
            widget: what it is drawn on.
        """
        self.prepareGeometryChange()
        self._widget = widget
        self._score = "" if score is None else f"{score:.0f}"
        self._gain, self._colour = "", _SAME_SCORE
        if score is not None and recommended is not None:
            gain = round(score) - round(recommended)
            self._gain = f"+{gain}" if gain > 0 else f"−{-gain}" if gain else "±0"
            self._colour = _BETTER if gain > 0 else _WORSE if gain else _SAME_SCORE
        self.update()

    def place(self, frame: QRectF, view: QRectF, taken: Sequence[QRectF]) -> QRectF:
        """Where on the screen it goes: above the frame in the middle, or else inside; empty if it is not to be seen.

        Args:
            frame: where the crop is on the screen.
            view: what of the screen is ours.
            taken: where labels are; it gives way to the sides.
        """
        seen, size = frame & view, self.boundingRect().size()
        if not self.text or seen.isEmpty():
            return QRectF()
        top = seen.top() - size.height() - self._GAP
        if top < view.top() + 3:
            top = seen.top() + self._GAP + 3
        furthest = view.right() - size.width() - 3
        places = [
            QRectF(QPointF(max(view.left() + 3, min(left, furthest)), top), size)
            for left in (seen.center().x() - size.width() / 2, seen.right() - size.width(), seen.left())
        ]
        free = (place for place in places if not any(place.intersects(other) for other in taken))
        return next(free, places[0])

    def boundingRect(self) -> QRectF:
        """As large as the text asks for; from (0, 0) on."""
        metrics = QFontMetricsF(label_font(self._widget))
        width = metrics.horizontalAdvance(self.text)
        return QRectF(QPointF(), QSizeF(width, metrics.height()) + self._ROOM)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the score, and the difference in a colour of its own."""
        where = self.boundingRect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_RIM, 1.0))
        painter.setBrush(QColor(DARK.rgb()))
        painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), where.height() / 2, where.height() / 2)
        font = label_font(widget)
        painter.setFont(font)
        within = where.adjusted(self._ROOM.width() / 2, 0, -self._ROOM.width() / 2, 0)
        painter.setPen(_SCORE)
        painter.drawText(within, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._score)
        painter.setPen(self._colour)
        painter.drawText(within, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._gain)


def _without(rect: QRectF, other: QRectF) -> list[QRectF]:
    """What of a rectangle is outside of another, in at most four parts."""
    shared = rect & other
    if shared.isEmpty():
        return [rect]
    parts = [
        QRectF(rect.left(), rect.top(), rect.width(), shared.top() - rect.top()),
        QRectF(rect.left(), shared.bottom(), rect.width(), rect.bottom() - shared.bottom()),
        QRectF(rect.left(), shared.top(), shared.left() - rect.left(), shared.height()),
        QRectF(shared.right(), shared.top(), rect.right() - shared.right(), shared.height()),
    ]
    return [part for part in parts if not part.isEmpty()]


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen
