"""The picture with its crop frame and its overlays.

Scene coordinates are pixels of the picture at full resolution, as displayed, whatever the size of the picture that is
drawn: crops and overlays are placed as the core gives them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.cropping import Handle, dragged, moved
from app.domain.geometry import Aspect, Box, Size
from app.domain.platforms import Zone
from app.store.settings import Overlay
from app.ui.background.pictures import PictureItem, Pyramid
from app.ui.canvas.crop_frame import BadgeItem, CropItem, ShadeItem, cursor_of, handle_at
from app.ui.canvas.guides import GuidesItem
from app.ui.canvas.legend import Legend
from app.ui.canvas.overlays import HeatItem, Mark, MarksItem, crop_marks, face_marks, rect_of
from app.ui.canvas.title_hand import TitleHand
from app.ui.canvas.title_item import TitleItem
from app.ui.canvas.welcome import Welcome
from app.ui.canvas.zoom_view import MARGIN, ZoomView
from app.ui.state.looked import Sight
from app.ui.style.language import translate

_LEGEND_MARGIN = 12


@dataclass(slots=True)
class _Drag:
    """A crop in the hand.

    Attributes:
        start: the crop when it was taken hold of.
        handle: what it is held by; None moves all of it.
        pressed: where in the picture the button was pressed.
        told: the crops that were told since, the last one last; a dict for its order.
    """

    start: Box
    handle: Handle | None
    pressed: QPointF
    told: dict[Box, None] = field(default_factory=dict)


class Canvas(ZoomView):
    """Shows the chosen picture, its crop, its overlays, and a welcome where there is no picture.

    The crop follows the mouse at once, and each of its places is told; whoever listens answers with `show_picture` and
    `show_crop_score`. A press without a move tells nothing.
    """

    crop_moved = Signal(object)
    """The user moves the crop: the `Box` that it is now, at every move of the mouse."""

    crop_resized = Signal(object)
    """The user resizes the crop: the `Box` that it is now, at every move of the mouse."""

    crop_released = Signal()
    """The move or resize is over; one that was broken off told the crop of before as its last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("CanvasView")
        self.setAccessibleName("Canvas")
        self.setAcceptDrops(False)  # the window takes what is dropped, wherever
        self.setMinimumSize(320, 150)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture = PictureItem()
        self._shade = ShadeItem()
        self.heat = HeatItem()
        self._frame = CropItem()
        self.title = TitleItem()
        self.title_hand = TitleHand(self, self.title)
        self.marks = MarksItem()
        self.guides = GuidesItem(self.marks)
        self.badge = BadgeItem()
        self._size: Size | None = None
        self._crop: Box | None = None
        self._aspect = Aspect(None)
        self._editable = True
        self._drag: _Drag | None = None
        behind = (self._picture, self._shade, self.title, self.heat, self.guides, self.marks)
        for item in (*behind, self._frame, self.marks.letters, self.badge):
            self.scene().addItem(item)
        self.welcome = Welcome(self)
        self.legend = Legend(self)

    # What is shown

    @property
    def crop(self) -> QRectF:
        """The crop that is framed, in pixels of the picture; empty without a picture."""
        return self._frame.crop

    @property
    def editable(self) -> bool:
        """Whether the crop can be moved and resized."""
        return self._editable

    def show_picture(self, size: Size, pyramid: Pyramid, crop: Box, aspect: Aspect | None = None) -> None:
        """Show a picture; one of the same size is shown at the same zoom and place.

        While the user drags the crop, the one in the hand stays, unless `crop` is one that the drag has not told.

        Args:
            size: its size at full resolution, as displayed.
            pyramid: what of it there is to draw, of any size.
            crop: the part that becomes the cover, at full resolution.
            aspect: the shape that the crop keeps when it is resized; None that it has.
        """
        self._aspect = aspect or Aspect(Fraction(crop.width, crop.height))
        whole = QRectF(0, 0, size.width, size.height)
        self._picture.set_picture(whole, pyramid)
        if size != self._size:
            self._drop()
            self._size = size
            self._show_crop(crop)
            self.show_whole(whole)
        elif self._drag is None or crop not in {self._drag.start, *self._drag.told}:
            self._drop()
            self._show_crop(crop)
        self._describe()

    def show_overlays(
        self, overlays: tuple[Overlay, ...], sight: Sight, opacity: int, zones: tuple[Zone, ...] = ()
    ) -> None:
        """Draw over the picture that is shown.

        Args:
            overlays: those that are on.
            sight: what is known of the picture; boxes in its pixels.
            opacity: of the heat map, in percent.
            zones: what of the crop a platform covers or keeps.
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
        self._place_badge()
        self.guides.show_guides(
            thirds=Overlay.THIRDS in overlays, zones=zones if Overlay.SAFE_AREAS in overlays else ()
        )
        self.legend.show_overlays(overlays if self._size is not None else (), sight, opacity, zones)
        self._describe()
        self._place_legend()

    def fade_heat(self, opacity: int) -> None:
        """Let the heat map cover so much, in percent, of the picture."""
        self.heat.setOpacity(opacity / 100)

    def show_crop_score(self, score: float | None, recommended: float | None) -> None:
        """Show at the frame how good the crop is.

        Args:
            score: 0–100; None shows nothing.
            recommended: that of the recommended crop, for the difference; None shows none.
        """
        self.badge.show_score(score, recommended, self.viewport())
        self._place_badge()
        self._describe()

    def clear(self) -> None:
        """Show no picture."""
        self._drop()
        self._size = self._crop = None
        self._picture.set_picture(QRectF(), None)
        self._shade.set_crop(QRectF(), QRectF())
        self._frame.set_crop(QRectF())
        self.title.set_crop(QRectF())
        self.guides.set_crop(None)
        self.badge.show_score(None, None, self.viewport())
        self.show_whole(QRectF())
        self.show_overlays((), Sight(), 100)

    def set_editable(self, editable: bool) -> None:
        """Let the user move and resize the crop, or not; a drag is broken off."""
        if editable != self._editable:
            if not editable:
                self._break_off()
            self._editable = editable
            self._frame.set_editable(editable)
            self.title_hand.usable = editable
            self._hover(None)

    def _show_crop(self, crop: Box) -> None:
        assert self._size is not None
        self._crop = crop
        frame = rect_of(crop)
        self._shade.set_crop(QRectF(0, 0, self._size.width, self._size.height), frame)
        self._frame.set_crop(frame)
        self.title.set_crop(frame)
        self.guides.set_crop(crop)
        self._place_badge()

    def _describe(self) -> None:
        """Tell in words what is to be seen, to those who do not see it."""
        told = [self._crop_text(), self.legend.spoken]
        self.setAccessibleDescription(", ".join(text for text in told if text))

    def _crop_text(self) -> str:
        crop = self._crop
        if crop is None:
            return ""
        text = translate("Canvas", "Crop {width} × {height} at {x}, {y}").format(
            width=crop.width, height=crop.height, x=crop.x, y=crop.y
        )
        if not self.badge.text:
            return text
        return translate("Canvas", "{crop}, score {score}").format(crop=text, score=self.badge.text)

    def view_changed(self) -> None:
        """Keep the frame, its score and its handles at the size that they have on the screen."""
        self._frame.rescale(self.points_per_pixel)
        self._place_badge()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep everything in its place."""
        super().resizeEvent(event)
        self.welcome.setGeometry(self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
        self._place_badge()
        self._place_legend()

    def _place_legend(self) -> None:
        """In the lower left corner."""
        self.legend.move(_LEGEND_MARGIN, self.height() - _LEGEND_MARGIN - self.legend.height())

    def _place_badge(self) -> None:
        labels = self.marks.labels(self.viewportTransform(), self.viewport()) if self.badge.text else []
        taken = [where for _, where in labels]
        where = self.badge.place(self._on_screen(), QRectF(self.viewport().rect()), taken)
        self.badge.setVisible(not where.isEmpty())
        self.guides.badge = where
        if not where.isEmpty():
            self.badge.setPos(self.viewportTransform().inverted()[0].map(where.topLeft()))

    def _on_screen(self) -> QRectF:
        """Where the crop is in the view."""
        return self.viewportTransform().mapRect(self._frame.crop)

    def _in_picture(self, point: QPointF) -> QPointF:
        """A point of the view in pixels of the picture."""
        return self.viewportTransform().inverted()[0].map(point)

    # The crop in the hand

    @property
    def _movable(self) -> bool:
        """Whether the picture leaves room for the crop to move."""
        return self._crop is not None and self._frame.crop.size() != self._whole.size()

    def _holdable(self, point: QPointF) -> tuple[bool, Handle | None]:
        """Whether the crop can be taken hold of at a point of the view, and by which handle."""
        if self._crop is None or not self._editable:
            return False, None
        frame = self._on_screen()
        handle = handle_at(frame, point)
        return handle is not None or (self._movable and frame.contains(point)), handle

    def _hover(self, point: QPointF | None) -> None:
        """Show what a press here would do."""
        holdable, handle = (False, None) if point is None else self._holdable(point)
        self._frame.hold(handle)
        if handle is not None:
            shape = cursor_of(handle)
        elif holdable:
            shape = Qt.CursorShape.SizeAllCursor
        else:
            shape = Qt.CursorShape.OpenHandCursor if self.can_pan else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def _drag_to(self, point: QPointF) -> None:
        """Let the crop follow the mouse."""
        drag, size = self._drag, self._size
        assert drag is not None
        assert size is not None
        by = self._in_picture(point) - drag.pressed
        if drag.handle is None:
            crop = moved(drag.start, round(by.x()), round(by.y()), size)
        else:
            x, y = drag.handle.on(drag.start)
            crop = dragged(drag.start, drag.handle, x + by.x(), y + by.y(), aspect=self._aspect, within=size)
        if crop != self._crop:
            self._take(crop)

    def _take(self, crop: Box) -> None:
        """Show and tell another crop of a drag."""
        drag = self._drag
        assert drag is not None
        drag.told[crop] = None
        self._show_crop(crop)
        (self.crop_moved if drag.handle is None else self.crop_resized).emit(crop)

    def _drop(self) -> None:
        """Let go of the crop where it is."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.told:
            self._describe()
            self.crop_released.emit()

    def _break_off(self) -> None:
        """Put the crop back to where it was taken hold of."""
        if self._drag is not None and self._crop != self._drag.start:
            self._take(self._drag.start)
        self._drop()

    # What Qt hands to the canvas

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the crop, or else of the picture."""
        if self._drag is not None:
            return
        holdable, handle = self._holdable(event.position())
        if event.button() is Qt.MouseButton.LeftButton and holdable and self._crop is not None:
            self._drag = _Drag(self._crop, handle, self._in_picture(event.position()))
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the crop or the picture follow, or show what a press would do."""
        if self._drag is not None and not event.buttons() & Qt.MouseButton.LeftButton:
            self._drop()  # released where nobody told us, such as over a dialog of the system
        if self._drag is not None:
            self._drag_to(event.position())
            event.accept()
            return
        super().mouseMoveEvent(event)
        if not self.panning:
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._drag is not None:
            if event.button() is Qt.MouseButton.LeftButton:
                self._drop()
            event.accept()
        else:
            super().mouseReleaseEvent(event)
        if self._drag is None:
            self._hover(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Toggle between fitted and 100 %."""
        super().mouseDoubleClickEvent(event)
        self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is below the pointer any more."""
        super().leaveEvent(event)
        if self._drag is None:
            self._frame.hold(None)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from whatever it does in the window while it breaks off a drag."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._drag is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Break a drag off with Esc; all other keys are the window's."""
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self._break_off()
        else:
            event.ignore()  # a graphics view would scroll by the arrows, which nudge the crop

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Break a drag off."""
        self._break_off()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Break a drag off."""
        self._break_off()
        super().hideEvent(event)
