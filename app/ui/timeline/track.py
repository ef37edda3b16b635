"""The part of the timeline that one scrubs in: ruler, filmstrip, curve, playhead; and what the mouse does there."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.timeline.axis import Axis
from app.ui.timeline.curve import Curve
from app.ui.timeline.filmstrip import (
    ON_PICTURE,
    RULER,
    Film,
    draw_cells,
    draw_empty,
    draw_frames,
    draw_markers,
    draw_ruler,
    draw_ticks,
    pin_places,
    pin_rect,
)

_BAND = 50
_FOOT = 8
_CURVE = 38
_HEAD = 11
_NOTCH = 0.85
"""Zoom of one notch of the wheel."""

_PICTURE_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -(1 << 30), Qt.Key.Key_End: 1 << 30}


class _Line(QWidget):
    """A line from top to bottom that moves without anything else being drawn anew; with a head it is the playhead."""

    def __init__(self, parent: QWidget, *, head: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._head = head
        self.colour = QColor()
        self.hide()

    def place(self, x: float, height: int) -> None:
        """Stand at so many points from the left."""
        width = _HEAD if self._head else 3
        self.setGeometry(round(x) - width // 2, 0, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, with a shadow so that it is seen on any picture."""
        painter = QPainter(self)
        middle = self.width() // 2
        painter.fillRect(QRectF(middle - 1, RULER, 3, _BAND), QColor(0, 0, 0, 90))
        painter.fillRect(QRectF(middle, RULER, 1, _BAND), ON_PICTURE)
        painter.fillRect(QRectF(middle, RULER + _BAND, 1, self.height()), self.colour)
        if self._head:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour)
            left, right, top = 0.5, self.width() - 0.5, RULER - 12.0
            tip = QPointF(middle + 0.5, RULER)
            corners = (QPointF(left, top), QPointF(right, top), QPointF(right, top + 6), tip, QPointF(left, top + 6))
            painter.drawPolygon(QPolygonF(corners))
        painter.end()


class Track(QWidget):
    """Shows a `Film` along an `Axis`, and says what was done to it in values of the axis."""

    scrubbed = Signal(float)
    """The hand is at this value; again and again while the mouse is down."""

    scrub_ended = Signal(float)
    """The hand let go at this value."""

    picked = Signal(object)
    """The place of a marker that was clicked."""

    cell_picked = Signal(int)
    """The number of a picture of a set that was chosen."""

    hovered = Signal(object)
    """The value under the mouse; None where there is none."""

    moved = Signal()
    """Another stretch is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(RULER + _BAND + _FOOT + _CURVE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.axis = Axis()
        self.film = Film()
        self.curve: Curve | None = None
        self.empty_text = ""
        self.position: float | None = None
        self.scrubbing = False
        self._tokens: Mapping[str, str] = {}
        self._panned_from: float | None = None
        self._by_keyboard = False
        self._small = QFont()
        self._hover = _Line(self, head=False)
        self._playhead = _Line(self, head=True)
        self.readout = QLabel(self)
        self.readout.setObjectName("TimelineReadout")
        self.readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout.hide()

    def sizeHint(self) -> QSize:
        """As wide as one likes."""
        return QSize(600, self.height())

    @property
    def band(self) -> QRectF:
        """Where the frames are drawn; the pictures of a set take the room of the curve, too."""
        return QRectF(0, RULER, self.width(), self.height() - RULER - 2 if self.film.cells else _BAND)

    def set_curve(self, curve: Curve) -> None:
        """Show the curve of the scores below the frames."""
        self.curve = curve
        curve.widget.lower()
        curve.recolour(self._tokens)
        self.refresh()

    def recolour(self, tokens: Mapping[str, str]) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self._playhead.colour = QColor(tokens["text"])
        self._hover.colour = QColor(tokens["muted"])
        if self.curve is not None:
            self.curve.recolour(tokens)
        self.refresh()

    def refresh(self) -> None:
        """Draw everything anew, for another film or another stretch of it."""
        if self.curve is not None:
            self.curve.widget.setVisible(not self.film.cells and self.axis.length > 0)
            self.curve.widget.setGeometry(0, RULER + _BAND + _FOOT, self.width(), _CURVE)
            self.curve.show_range(self.axis.begin, self.axis.end)
        self._place_playhead()
        self.update()

    def show_position(self, value: float | None, *, follow: bool = True) -> None:
        """Move the playhead, and turn the page where it leaves what is shown."""
        self.position = value
        if value is not None and follow and not self.scrubbing and self.axis.zoomed and self.axis.reveal(value):
            self._axis_moved()
        self._place_playhead()

    def _place_playhead(self) -> None:
        shown = self.position is not None and not self.film.cells and self.axis.length > 0
        x = self.axis.x(self.position) if self.position is not None else -1.0
        shown = shown and -1 <= x <= self.width() + 1
        if shown:
            self._playhead.place(min(max(x, 0.0), self.width() - 1.0), self.height())
        self._playhead.setVisible(shown)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is to be drawn again."""
        if not self._tokens:
            return
        painter = QPainter(self)
        band, clip = self.band, QRectF(event.rect())
        self._small = QFont(self.font())
        self._small.setPointSizeF(max(7.0, self.font().pointSizeF() * 0.85))
        painter.setFont(self._small)
        if self.axis.length <= 0:
            draw_empty(painter, QRectF(self.rect()).adjusted(0, 6, 0, -8), self._tokens, self.empty_text)
        elif self.film.cells:
            draw_ruler(painter, self.axis, self._tokens, self._small, numbers=True)
            draw_cells(painter, self.film, self.axis, band, self._tokens)
            draw_markers(painter, self.film, self.axis, band, self._tokens)
        else:
            self._draw_video(painter, band, clip)
        if self._by_keyboard:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._tokens["accent"]), 1))
            painter.drawRoundedRect(band.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.end()

    def _draw_video(self, painter: QPainter, band: QRectF, clip: QRectF) -> None:
        draw_ruler(painter, self.axis, self._tokens, self._small, numbers=False)
        whole = QRectF(band.left(), band.top(), self.axis.x(self.axis.length), band.height()) & band
        painter.fillRect(whole, QColor(self._tokens["surface"]))
        painter.save()
        painter.setClipRect(whole)
        draw_frames(painter, self.film, self.axis, band, clip)
        painter.restore()
        draw_ticks(painter, self.film, self.axis, band, self._tokens)
        draw_markers(painter, self.film, self.axis, band, self._tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep showing the same stretch."""
        super().resizeEvent(event)
        self.axis.resize(self.width())
        self._axis_moved()

    def _axis_moved(self) -> None:
        self.refresh()
        self.moved.emit()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a marker or a picture, grip the ruler, or begin to scrub."""
        if event.button() != Qt.MouseButton.LeftButton or self.axis.length <= 0:
            return
        x, y = event.position().x(), event.position().y()
        number = self._pin_at(event.position())
        if number is not None:
            self.picked.emit(self.film.markers[number].place)
        elif y < RULER:
            self._panned_from = x
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.film.cells:
            self._pick_cell(math.floor(self.axis.begin + x / self.axis.width * (self.axis.end - self.axis.begin)))
        else:
            self.scrubbing = True
            self._scrub(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub, pan, or say what is under the mouse."""
        x = event.position().x()
        if self._panned_from is not None:
            self.axis.pan(x - self._panned_from)
            self._panned_from = x
            self._axis_moved()
        elif self.scrubbing:
            self._scrub(x)
        self._show_cursor(event.position())
        self._show_hover(x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._panned_from = None
        self._show_cursor(event.position())
        if self.scrubbing:
            self.scrubbing = False
            self.scrub_ended.emit(self.axis.value(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the ruler: show everything; elsewhere it is a click as any other."""
        if event.position().y() < RULER:
            self.axis.show_whole()
            self._axis_moved()
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; with Shift, or sideways, pan."""
        turned = event.angleDelta()
        notches = (turned.y() or turned.x()) / 120
        if self.axis.length <= 0 or not notches:
            event.ignore()
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or turned.x():
            self.axis.pan(notches * 80)
        else:
            self.axis.zoom(event.position().x(), _NOTCH**notches)
        self._axis_moved()
        self._show_hover(event.position().x())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Say nothing more of what was under the mouse."""
        self._hover.hide()
        self.readout.hide()
        self.hovered.emit(None)

    def _scrub(self, x: float) -> None:
        value = self.axis.value(x)
        self.show_position(value, follow=False)
        self.scrubbed.emit(value)

    def _show_cursor(self, at: QPointF) -> None:
        if self._panned_from is not None:
            return
        if self._pin_at(at) is not None or (self.film.cells and at.y() >= RULER):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        elif at.y() < RULER and self.axis.zoomed:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def _show_hover(self, x: float) -> None:
        if self.axis.length <= 0:
            return
        if not self.film.cells:
            self._hover.place(x, self.height())
        self._hover.setVisible(not self.film.cells and not self.scrubbing)
        self.hovered.emit(self.axis.value(x))

    def show_readout(self, x: float, text: str) -> None:
        """Write beside the mouse, above the frames."""
        self.readout.setText(text)
        size = QFontMetrics(self.readout.font()).size(0, text) + QSize(14, 4)
        left = min(max(0, round(x) - size.width() // 2), self.width() - size.width())
        self.readout.setGeometry(QRect(left, 0, size.width(), min(size.height(), RULER)))
        self.readout.setVisible(bool(text))
        self.readout.raise_()

    def _pin_at(self, at: QPointF) -> int | None:
        """The marker whose head is there, the one drawn last first."""
        places = pin_places(self.film.markers, self.axis)
        for number in reversed(range(len(places))):
            if pin_rect(places[number], self.band).adjusted(-2, -2, 2, 2).contains(at):
                return number
        return None

    # The keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who use the keyboard."""
        self._by_keyboard = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the focus no more."""
        self._by_keyboard = False
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Claim the arrow keys for going through pictures, as they may belong to an action of the window."""
        claimable = event.type() == QEvent.Type.ShortcutOverride and self.film.cells
        if claimable and isinstance(event, QKeyEvent) and _picture_key(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the pictures of a set; jump to the ends of a video."""
        by = _picture_key(event)
        if by is None or self.axis.length <= 0:
            event.ignore()
        elif self.film.cells:
            self._pick_cell((self.film.current or 0) + by if self.film.current is not None or by else 0)
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            value = 0.0 if event.key() == Qt.Key.Key_Home else self.axis.length
            self.show_position(value)
            self.scrubbed.emit(value)
            self.scrub_ended.emit(value)
        else:
            event.ignore()

    def _pick_cell(self, number: int) -> None:
        last = len(self.film.images) - 1
        if last >= 0:
            self.cell_picked.emit(min(max(number, 0), last))


def _picture_key(event: QKeyEvent) -> int | None:
    """By how many pictures a key goes on; None for other keys."""
    plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
    return _PICTURE_KEYS.get(Qt.Key(event.key())) if plain else None
