"""A view of one picture that can be zoomed about the pointer and panned, and stays fitted until somebody zooms."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

MARGIN = 24
"""Around a fitted picture, in points."""

_LARGEST = 32.0
"""Device pixels per pixel of the picture, unless fitting needs more."""

_STEP = 1.2
"""Of one notch of a wheel, which Qt counts as 120."""

_SAME = 1e-3


class ZoomView(QGraphicsView):
    """Shows a scene whose coordinates are pixels of a picture, from (0, 0) on.

    The edges of the picture never come nearer to the middle of the view than they are when it is fitted. So it cannot
    be lost, what is under the pointer stays there as it is zoomed in, and zooming out ends where it began.
    """

    zoom_changed = Signal(float)
    """Device pixels per pixel of the picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setMouseTracking(True)
        self._whole = QRectF()
        self._fitted = True
        self._zoom = 1.0
        self._told: float | None = None
        self._centre = QPointF()
        self._panned_from: QPointF | None = None

    # What is shown

    @property
    def zoom(self) -> float:
        """Device pixels per pixel of the picture; 1.0 is 100 %."""
        return self._zoom

    @property
    def fitted(self) -> bool:
        """Whether the picture is as large as fits, and stays so when the view is resized."""
        return self._fitted

    @property
    def points_per_pixel(self) -> float:
        """Points per pixel of the picture."""
        return self._zoom / self.devicePixelRatioF()

    @property
    def can_pan(self) -> bool:
        """Whether the picture reaches beyond its place when fitted."""
        return not self._whole.isEmpty() and self._zoom > self._fit_zoom() * (1 + _SAME)

    def show_whole(self, whole: QRectF) -> None:
        """Show another picture of that size, fitted; the same size leaves zoom and place."""
        if whole != self._whole:
            self._whole = whole
            self._panned_from = None
            self.fit()

    def fit(self) -> None:
        """Make the picture as large as fits."""
        self._fitted = True
        self._centre = self._whole.center()
        self._apply(self._fit_zoom())

    def actual_size(self, about: QPointF | None = None) -> None:
        """Show a pixel of the picture as one of the screen, about a point of the view (by default, its middle)."""
        self._zoom_to(1.0, about)

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Show the picture `factor` times as large, what is at a point of the view (by default, its middle) kept there.

        Between the fitted size or 100 %, whichever is smaller, and 3200 %.
        """
        self._zoom_to(self._zoom * factor, about)

    def toggle_fit(self, about: QPointF | None = None) -> None:
        """From fitted to 100 %, and from anything else to fitted."""
        if self._fitted:
            self.actual_size(about)
        else:
            self.fit()

    def pan(self, across: float, down: float) -> None:
        """Move the picture by points to the right and down, as far as it goes."""
        self._centre -= QPointF(across, down) / self.points_per_pixel
        self._apply(self._zoom)

    def _zoom_to(self, zoom: float, about: QPointF | None) -> None:
        if self._whole.isEmpty():
            return
        fit = self._fit_zoom()
        zoom = max(min(fit, 1.0), min(zoom, max(fit, _LARGEST)))
        if zoom < fit < self._zoom * (1 - _SAME):  # a stop on the way out
            zoom = fit
        self._fitted = abs(zoom / fit - 1) < _SAME
        middle = QRectF(self.viewport().rect()).center()
        offset = QPointF() if about is None else about - middle
        # The scene point that is at `offset` from the middle before and after.
        self._centre += offset / self.points_per_pixel - offset / (zoom / self.devicePixelRatioF())
        self._apply(zoom)

    def _fit_zoom(self) -> float:
        """The zoom at which the picture is as large as fits."""
        if self._whole.isEmpty():
            return 1.0
        room = self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        scale = min(room.width() / self._whole.width(), room.height() / self._whole.height())
        return max(scale, 1e-6) * self.devicePixelRatioF()

    def _apply(self, zoom: float) -> None:
        """Put a zoom in force, and the centre as near as it may be."""
        self._zoom = zoom
        scale = self.points_per_pixel
        slack = max(0.0, 1 - self._fit_zoom() / zoom) / 2
        middle = self._whole.center()
        across, down = slack * self._whole.width(), slack * self._whole.height()
        self._centre = QPointF(
            max(middle.x() - across, min(self._centre.x(), middle.x() + across)),
            max(middle.y() - down, min(self._centre.y(), middle.y() + down)),
        )
        # Room to scroll any of its points to the middle.
        width, height = self.viewport().width() / scale, self.viewport().height() / scale
        self.setSceneRect(self._whole.adjusted(-width, -height, width, height))
        self.setTransform(QTransform.fromScale(scale, scale))
        # Not `centerOn`, which cuts off instead of rounding.
        self.horizontalScrollBar().setValue(round(self._centre.x() * scale - self.viewport().width() / 2))
        self.verticalScrollBar().setValue(round(self._centre.y() * scale - self.viewport().height() / 2))
        self.viewport().update()  # labels keep to what can be seen: they do not move along with what is scrolled
        self.view_changed()
        if self._told != zoom and not self._whole.isEmpty():
            self._told = zoom
            self.zoom_changed.emit(zoom)

    def view_changed(self) -> None:
        """Hook: another part of the picture is seen, or in another size."""

    # What the user does

    def start_panning(self, event: QMouseEvent) -> None:
        """Begin to pan with the mouse."""
        self._panned_from = event.position()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def stop_panning(self) -> None:
        """End it."""
        self._panned_from = None

    @property
    def panning(self) -> bool:
        """Whether the mouse pans."""
        return self._panned_from is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pan with the middle button anywhere, and with the left one where nothing else is done with it."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton} and self.can_pan:
            self.start_panning(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan."""
        if not event.buttons():
            self.stop_panning()
        if self._panned_from is not None:
            by = event.position() - self._panned_from
            self._panned_from = event.position()
            self.pan(by.x(), by.y())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning."""
        self.stop_panning()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Toggle between fitted and 100 %, about the pointer."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.toggle_fit(event.position())
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer: a wheel by its notches, a trackpad by what it is moved."""
        # Trackpads tell the angle, too, except on some systems; 120 is one notch of a wheel.
        turned = event.angleDelta().y() or event.pixelDelta().y()
        if turned:
            self.zoom_by(_STEP ** (turned / 120), event.position())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom with two fingers on a trackpad."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(max(0.1, 1 + event.value()), event.position())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted picture fitted, and the middle of any other."""
        super().resizeEvent(event)
        self._stay()

    def event(self, event: QEvent) -> bool:
        """Keep to the screen's pixels when the view comes to a screen of other pixels."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._stay()
        return super().event(event)

    def _stay(self) -> None:
        if self._whole.isEmpty():
            return
        if self._fitted:
            self.fit()
        else:
            self._apply(max(self._zoom, min(self._fit_zoom(), 1.0)))
