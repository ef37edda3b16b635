"""What the overlays mean: a small panel in a corner of the canvas, there while an overlay is on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSlider, QWidget

from app.store.settings import OPACITIES, Overlay
from app.ui.language import translate
from app.ui.overlays import BEST_CROP, FACE, draw_outline, heat_colours
from app.ui.session import Sight

_SWATCH = QSize(22, 14)


class Swatch(QWidget):
    """How an overlay looks."""

    def __init__(self, overlay: Overlay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_SWATCH)
        self._overlay = overlay

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the colours of the heat map, or a box as it is drawn over the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        if self._overlay is Overlay.HEAT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_gradient(whole))
            painter.drawRoundedRect(whole.adjusted(0, 2, 0, -2), 3, 3)
        else:
            style = BEST_CROP if self._overlay is Overlay.CROPS else FACE
            draw_outline(painter, whole.adjusted(2.5, 2.5, -2.5, -2.5), style)
        painter.end()


def _gradient(rect: QRectF) -> QLinearGradient:
    """The colours of the heat map, from left to right."""
    gradient = QLinearGradient(rect.topLeft(), QPointF(rect.right(), rect.top()))
    colours = heat_colours()
    for step in range(0, 256, 51):
        red, green, blue = (int(part) for part in colours[step, :3])
        gradient.setColorAt(step / 255, QColor(red, green, blue))
    return gradient


class Legend(QFrame):
    """Names the overlays that are on, says how many of a thing there are, and lets the heat map be made fainter."""

    opacity_moved = Signal(int)
    """The user tries another opacity, in percent."""

    opacity_chosen = Signal(int)
    """The user stays with an opacity, in percent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Legend")
        self._sight = Sight()
        self.texts = {overlay: QLabel() for overlay in Overlay}
        self._swatches = {overlay: Swatch(overlay) for overlay in Overlay}
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(OPACITIES[0], OPACITIES[-1])
        self.slider.setSingleStep(5)
        self.slider.setPageStep(20)
        self.slider.setFixedWidth(104)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(lambda: self.opacity_chosen.emit(self.slider.value()))
        layout = QGridLayout(self)
        layout.setContentsMargins(10, 7, 10, 7)
        layout.setHorizontalSpacing(9)
        layout.setVerticalSpacing(5)
        for row, overlay in enumerate((Overlay.HEAT, Overlay.CROPS, Overlay.FACES)):
            layout.addWidget(self._swatches[overlay], row, 0)
            layout.addWidget(self.texts[overlay], row, 1)
        layout.addWidget(self.slider, 0, 2)
        self.hide()

    def show_overlays(self, overlays: tuple[Overlay, ...], sight: Sight, opacity: int) -> None:
        """Show what is on.

        Args:
            overlays: those that are on; without any there is no legend.
            sight: what is known of the picture.
            opacity: of the heat map, in percent.
        """
        self._sight = sight
        for overlay in Overlay:
            for widget in (self.texts[overlay], self._swatches[overlay]):
                widget.setVisible(overlay in overlays)
        self.slider.setVisible(Overlay.HEAT in overlays)
        self.slider.blockSignals(True)
        self.slider.setValue(opacity)
        self.slider.blockSignals(False)
        self.retranslate()
        self.setVisible(bool(overlays))

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        sight = self._sight
        self._say(Overlay.HEAT, translate("Legend", "Saliency"), known=sight.heat is not None)
        self._say(Overlay.CROPS, _crops_text(len(sight.crops or ())), known=sight.crops is not None)
        self._say(Overlay.FACES, _faces_text(len(sight.faces or ())), known=sight.faces is not None)
        self.slider.setAccessibleName(translate("Legend", "Opacity of the heat map"))
        self._tell_opacity()
        self.adjustSize()

    @property
    def spoken(self) -> str:
        """All that it says, in one line."""
        return ", ".join(label.text() for label in self.texts.values() if label.isVisibleTo(self))

    def _say(self, overlay: Overlay, text: str, *, known: bool) -> None:
        if not known and self._sight.failed:
            text = _failed_text(overlay)
        elif not known:
            text = _waiting_text(overlay)
        self.texts[overlay].setText(text)

    def _moved(self, opacity: int) -> None:
        self._tell_opacity()
        self.opacity_moved.emit(opacity)
        if not self.slider.isSliderDown():  # the keyboard, or a click beside the handle
            self.opacity_chosen.emit(opacity)

    def _tell_opacity(self) -> None:
        text = translate("Legend", "Opacity of the heat map: {percent} %").format(percent=self.slider.value())
        self.slider.setToolTip(text)


def _crops_text(count: int) -> str:
    if count == 0:
        return translate("Legend", "No crops")
    if count == 1:
        return translate("Legend", "1 crop")
    return translate("Legend", "{count} crops").format(count=count)


def _faces_text(count: int) -> str:
    if count == 0:
        return translate("Legend", "No faces")
    if count == 1:
        return translate("Legend", "1 face")
    return translate("Legend", "{count} faces").format(count=count)


def _waiting_text(overlay: Overlay) -> str:
    match overlay:
        case Overlay.HEAT:
            return translate("Legend", "Saliency…")
        case Overlay.CROPS:
            return translate("Legend", "Crops…")
        case Overlay.FACES:
            return translate("Legend", "Faces…")


def _failed_text(overlay: Overlay) -> str:
    match overlay:
        case Overlay.HEAT:
            return translate("Legend", "Saliency not available")
        case Overlay.CROPS:
            return translate("Legend", "Crops not available")
        case Overlay.FACES:
            return translate("Legend", "Faces not available")
