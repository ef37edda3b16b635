"""What the overlays mean: a small panel in a corner of the canvas, there while an overlay is on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSlider, QWidget

from app.domain.platforms import Effect, Zone
from app.store.settings import OPACITIES, Overlay
from app.ui.canvas.guides import draw_covered, draw_kept, draw_thirds
from app.ui.canvas.overlays import BEST_CROP, FACE, draw_outline, heat_colours
from app.ui.state.looked import Sight
from app.ui.style.language import translate

Entry = Overlay | Effect
"""What has a line; the overlay of safe areas is those that are covered, and those that are kept have their own."""

_SWATCH = QSize(22, 14)
_BEHIND = QColor("#6b7280")
"""In place of a picture, behind what is made to be seen on one."""


_ROWS: tuple[Entry, ...] = (
    Overlay.HEAT,
    Overlay.CROPS,
    Overlay.FACES,
    Overlay.THIRDS,
    Overlay.SAFE_AREAS,
    Effect.KEPT,
)
"""From top to bottom; the heat map first, beside which its slider is."""


class Swatch(QWidget):
    """How an overlay looks."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_SWATCH)
        self._entry = entry

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it as it is drawn over the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_sample(painter, QRectF(self.rect()), self._entry)
        painter.end()


def _draw_sample(painter: QPainter, whole: QRectF, entry: Entry) -> None:
    inner = whole.adjusted(2.5, 2.5, -2.5, -2.5)
    match entry:
        case Overlay.HEAT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_gradient(whole))
            painter.drawRoundedRect(whole.adjusted(0, 2, 0, -2), 3, 3)
        case Overlay.CROPS:
            draw_outline(painter, inner, BEST_CROP)
        case Overlay.FACES:
            draw_outline(painter, inner, FACE)
        case Overlay.THIRDS:
            painter.fillRect(whole.adjusted(1, 0, -1, 0), _BEHIND)
            draw_thirds(painter, whole.adjusted(1, 0, -1, 0))
        case Effect.KEPT:
            draw_kept(painter, inner)
        case _:
            painter.fillRect(inner, _BEHIND)
            draw_covered(painter, inner)


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
        self._zones: tuple[Zone, ...] = ()
        self.texts: dict[Entry, QLabel] = {entry: QLabel() for entry in (*Overlay, Effect.KEPT)}
        self._swatches = {entry: Swatch(entry) for entry in self.texts}
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
        for row, entry in enumerate(_ROWS):
            layout.addWidget(self._swatches[entry], row, 0)
            layout.addWidget(self.texts[entry], row, 1, 1, 1 if entry is Overlay.HEAT else 2)
        layout.addWidget(self.slider, 0, 2)
        self.hide()

    def show_overlays(
        self, overlays: tuple[Overlay, ...], sight: Sight, opacity: int, zones: tuple[Zone, ...] = ()
    ) -> None:
        """Show what is on.

        Args:
            overlays: those that are on; without any there is no legend.
            sight: what is known of the picture.
            opacity: of the heat map, in percent.
            zones: the safe areas.
        """
        self._sight, self._zones = sight, zones
        effects = {zone.effect for zone in zones}
        shown: set[Entry] = set(overlays)
        if Overlay.SAFE_AREAS in overlays and Effect.KEPT in effects:
            shown.add(Effect.KEPT)
            if Effect.COVERED not in effects:
                shown.remove(Overlay.SAFE_AREAS)
        for entry in self.texts:
            for widget in (self.texts[entry], self._swatches[entry]):
                widget.setVisible(entry in shown)
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
        self.texts[Overlay.THIRDS].setText(translate("Legend", "Rule of thirds"))
        self.texts[Overlay.SAFE_AREAS].setText(_covered_text(known=bool(self._zones)))
        self.texts[Effect.KEPT].setText(translate("Legend", "Shown in previews"))
        self.slider.setAccessibleName(translate("Legend", "Opacity of the heat map"))
        self._tell_opacity()
        self.adjustSize()

    @property
    def spoken(self) -> str:
        """All that it says, in one line."""
        if self.isHidden():
            return ""
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


def _covered_text(*, known: bool) -> str:
    if known:
        return translate("Legend", "Covered by the platform")
    return translate("Legend", "No safe areas known")


def _waiting_text(overlay: Overlay) -> str:
    match overlay:
        case Overlay.HEAT:
            return translate("Legend", "Saliency…")
        case Overlay.CROPS:
            return translate("Legend", "Crops…")
        case _:
            return translate("Legend", "Faces…")


def _failed_text(overlay: Overlay) -> str:
    match overlay:
        case Overlay.HEAT:
            return translate("Legend", "Saliency not available")
        case Overlay.CROPS:
            return translate("Legend", "Crops not available")
        case _:
            return translate("Legend", "Faces not available")
