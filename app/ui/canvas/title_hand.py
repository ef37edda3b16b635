"""The hand on the title of the canvas: the mouse drags it, the arrow keys move it once it was clicked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from app.domain.title import Spot
from app.ui.canvas.crop_frame import handle_at
from app.ui.canvas.title_item import PAD, TitleItem

if TYPE_CHECKING:
    from app.ui.canvas.zoom_view import ZoomView

REACH = 8.0
"""Points at which a title sticks to a line; with Ctrl it sticks to none."""

_STILL = 3.0
"""Points that a press may move before it is a drag."""

_SAME = 1e-6

FAR = 5
"""Steps that Shift makes of one."""

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(slots=True)
class _Drag:
    """A title in the hand: where it was, whether by hand, where on the screen it was pressed, and where it is now."""

    start: Spot
    by_hand: Spot | None
    pressed: QPointF
    told: Spot | None = None


class TitleHand(QObject):
    """Takes what is meant for the title before the canvas does; all else stays the canvas's."""

    moved = Signal(object)
    """The title is to stand elsewhere, at every move of the mouse: its `Spot`, None where it is to stand by itself."""

    released = Signal()
    """The move is over; one that was broken off told the spot of before as its last."""

    nudged = Signal(int, int)
    """The arrow keys move it by steps to the right and down."""

    opened = Signal()
    """Its words are to be written."""

    removed = Signal()
    """It is to be taken off."""

    def __init__(self, view: ZoomView, item: TitleItem) -> None:
        super().__init__(view)
        self._view = view
        self._item = item
        self._drag: _Drag | None = None
        self.usable = True
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @property
    def dragging(self) -> bool:
        """Whether the title is in the hand."""
        return self._drag is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether an event was for the title."""
        if isinstance(event, QMouseEvent) and watched is self._view.viewport():
            return self._mouse(event)
        if isinstance(event, QKeyEvent) and watched is self._view:
            return self._key(event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and watched is self._view:
            self._break_off()
            self._item.select(False)
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.Hide) and self._drag is None:
            self._item.hover(False)
        return False

    # The mouse

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._press(event)
            case QEvent.Type.MouseMove:
                return self._move(event)
            case QEvent.Type.MouseButtonRelease:
                return self._release(event)
            case QEvent.Type.MouseButtonDblClick:
                if event.button() is Qt.MouseButton.LeftButton and self._over(event.position()):
                    self._drop()
                    self.opened.emit()
                    return True
        return False

    def _over(self, point: QPointF) -> bool:
        """Whether a point of the view is on the title; the handles of the crop come first."""
        if not (self.usable and self._item.isVisible()):
            return False
        block = self._view.viewportTransform().mapRect(self._item.block).adjusted(-PAD, -PAD, PAD, PAD)
        return block.contains(point) and handle_at(self._cover(), point) is None

    def _cover(self) -> QRectF:
        """Where the cover is in the view."""
        return self._view.viewportTransform().mapRect(self._item.boundingRect())

    def _press(self, event: QMouseEvent) -> bool:
        over = event.button() is Qt.MouseButton.LeftButton and self._over(event.position())
        self._item.select(over)
        spot, words = self._item.spot, self._item.words
        if not over or spot is None or words is None:
            return self._drag is not None
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._item.select(True)
        self._drag = _Drag(spot, words.inscription.spot, event.position())
        return True

    def _move(self, event: QMouseEvent) -> bool:
        if self._drag is not None and not event.buttons() & Qt.MouseButton.LeftButton:
            self._drop()  # released where nobody told us
        if self._drag is not None:
            self._drag_to(self._drag, event)
            return True
        if event.buttons():
            return False
        over = self._over(event.position())
        self._item.hover(over)
        if over:
            self._view.viewport().setCursor(Qt.CursorShape.SizeAllCursor)
        return over

    def _drag_to(self, drag: _Drag, event: QMouseEvent) -> None:
        words, cover = self._item.words, self._cover()
        by = event.position() - drag.pressed
        if words is None or cover.isEmpty() or (drag.told is None and by.manhattanLength() < _STILL):
            return
        spot = Spot(_within(drag.start.x + by.x() / cover.width()), _within(drag.start.y + by.y() / cover.height()))
        lines = None
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            spot, lines = words.snapped(spot, REACH / cover.width())
        placed = words.at(spot)
        # What a face or the edge of the safe area has moved on sticks to no line.
        self._item.hold(placed, lines if _same(placed, spot) else None)
        if placed != drag.told:
            drag.told = placed
            self.moved.emit(placed)

    def _release(self, event: QMouseEvent) -> bool:
        if self._drag is None:
            return False
        if event.button() is Qt.MouseButton.LeftButton:
            self._drop()
        return True

    def _drop(self) -> None:
        """Let go of it where it is."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.told is not None:
            self._item.let_go()
            self.released.emit()

    def _break_off(self) -> None:
        """Put it back to where it was taken hold of."""
        if self._drag is not None and self._drag.told is not None:
            self.moved.emit(self._drag.by_hand)
            self._item.hold(None)
        self._drop()

    # Keys

    def _key(self, event: QKeyEvent) -> bool:
        if not self._means(event):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() is not QEvent.Type.KeyPress:
            return False
        self._do(event)
        return True

    def _means(self, event: QKeyEvent) -> bool:
        """Whether a key means the title."""
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        known = event.key() in _WAYS or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete)
        return known and plain == Qt.KeyboardModifier.NoModifier and (self._item.selected or self._drag is not None)

    def _do(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _WAYS and self._drag is None:
            times = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            across, down = _WAYS[key]
            self.nudged.emit(times * across, times * down)
        elif key == Qt.Key.Key_Escape and self._drag is not None:
            self._break_off()
        elif key == Qt.Key.Key_Escape:
            self._item.select(False)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()


def _same(one: Spot, other: Spot) -> bool:
    return abs(one.x - other.x) < _SAME and abs(one.y - other.y) < _SAME


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)
