"""One of the covers that are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.geometry import Box, Size
from app.ui.background.pictures import Pyramid
from app.ui.background.words import Words
from app.ui.canvas.lens import Lens
from app.ui.style.language import part_name, translate
from app.ui.widgets.labels import ElidedLabel, PhrasesLabel

_DIM = QColor(0, 0, 0, 150)
_NOTCH = 120
"""What a wheel turns in one step, in eighths of a degree."""

_STEP = 1.2
"""One step zooms by this factor."""

_PARTS = 4
_WIDE = 230
"""Points from which on the score has its name before it, and not only in its tooltip."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A cover, or another frame, to be compared.

    Attributes:
        title: what it is: its rank and its time, or "First frame".
        size: of the frame at full resolution.
        pyramid: the frame, at any size.
        crop: in pixels of the frame at full resolution.
        score: 0–100; None where it was not scored.
        parts: of the score, 0–100, by name.
        chosen: whether it is the cover.
        choosable: whether it can be made the cover.
        words: the title on it; None for none.
    """

    title: str
    size: Size
    pyramid: Pyramid
    crop: Box
    score: float | None
    parts: Mapping[str, float]
    chosen: bool
    choosable: bool = True
    words: Words | None = None


class PictureView(QWidget):
    """A picture under a lens; the wheel zooms and a drag moves."""

    looked = Signal(Lens)
    """The person wants to look elsewhere."""

    pressed = Signal()
    taken = Signal()
    """Double-clicked."""

    def __init__(self, item: Compared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(80, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.item = item
        self.lens = Lens()
        self.whole = False
        self._held: QPointF | None = None

    def look(self, lens: Lens) -> None:
        """Look at another place."""
        if lens != self.lens:
            self.lens = lens
            self.update()

    def show_whole(self, whole: bool) -> None:
        """Show the whole frame, or only the crop."""
        self.whole = whole
        self.update()

    def show_sharp(self, pyramid: Pyramid) -> None:
        """Draw the same picture from larger levels."""
        self.item = replace(self.item, pyramid=pyramid)
        self.update()

    def show_words(self, words: Words | None) -> None:
        """Draw another title on it; None draws none."""
        if words is not self.item.words:
            self.item = replace(self.item, words=words)
            self.update()

    @property
    def region(self) -> Box:
        """What there is to be seen, in pixels of the frame at full resolution."""
        return Box(0, 0, self.item.size.width, self.item.size.height) if self.whole else self.item.crop

    def zoomed(self, factor: float, at: QPointF | None = None) -> Lens:
        """The lens with another zoom, around a point of the view; around its middle if left out."""
        point = QPointF(self.rect().center()) if at is None else at
        lens = self._kept(self.lens)
        x, y = self._place(point, lens)
        return self._kept(lens.zoomed(factor, x, y))

    @property
    def _fitted(self) -> float:
        """Pixels of the view for one of the picture at which all of it is seen."""
        region = self.region
        return min(self.width() / region.width, self.height() / region.height)

    def _kept(self, lens: Lens) -> Lens:
        scale = self._fitted * lens.zoom
        return lens.within(self.width() / (self.region.width * scale), self.height() / (self.region.height * scale))

    def _place(self, point: QPointF, lens: Lens) -> tuple[float, float]:
        """What of the picture is under a point of the view, 0–1 each way."""
        scale = self._fitted * lens.zoom
        across = (point.x() - self.width() / 2) / (self.region.width * scale)
        down = (point.y() - self.height() / 2) / (self.region.height * scale)
        return lens.x + across, lens.y + down

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, and the crop in it where the whole frame is shown."""
        lens, region = self._kept(self.lens), self.region
        scale = self._fitted * lens.zoom
        frame = QRectF(0, 0, self.item.size.width, self.item.size.height)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-region.x - lens.x * region.width, -region.y - lens.y * region.height)
        painter.setClipRect(QRectF(region.x, region.y, region.width, region.height))
        on_screen = painter.deviceTransform().mapRect(frame)
        painter.drawImage(frame, self.item.pyramid.level_for(on_screen.width()))
        if self.item.words is not None:
            self.item.words.draw(painter, QRectF(*self.item.crop.as_list()))
        if self.whole:
            self._frame_crop(painter, frame)
        painter.end()

    def _frame_crop(self, painter: QPainter, frame: QRectF) -> None:
        crop = QRectF(*self.item.crop.as_list())
        outside = QPainterPath()
        outside.addRect(frame)
        outside.addRect(crop)  # with the odd-even rule a hole
        painter.fillPath(outside, _DIM)
        line = QPen(QColor(255, 255, 255), 1.5)
        line.setCosmetic(True)
        painter.setPen(line)
        painter.drawRect(crop)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            self.looked.emit(self.zoomed(_STEP ** (turned / _NOTCH), event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self.pressed.emit()
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        if self._held is None:
            return
        lens = self._kept(self.lens)
        before, now = self._place(self._held, lens), self._place(event.position(), lens)
        self._held = event.position()
        self.looked.emit(self._kept(lens.panned(before[0] - now[0], before[1] - now[1])))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take this one."""
        self.taken.emit()


class Pane(QFrame):
    """A picture under a lens, and below it what is known of it."""

    taken = Signal()
    """This one is to be the cover."""

    focused = Signal()

    def __init__(self, item: Compared, best: Compared | None, parent: QWidget | None = None) -> None:
        """Show a cover.

        Args:
            item: the cover.
            best: the one whose parts its own are compared with; None for the best itself, and where none was scored.
            parent: what it lies on.
        """
        super().__init__(parent)
        self.setProperty("role", "pane")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.item = item
        self._best = best
        self.view = PictureView(item)
        self.view.pressed.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        self.view.taken.connect(self.take)
        self._title = ElidedLabel(item.title)
        self._score_name = QLabel()
        self._score_name.setProperty("role", "caption")
        self._score = QLabel("–" if item.score is None else f"{item.score:.0f}")
        self._score.setProperty("role", "pane_score")
        self._parts = PhrasesLabel()
        self.choose_button = QPushButton()
        self.choose_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.choose_button.clicked.connect(self.take)
        self._arrange()
        self.choose_button.setVisible(item.choosable)
        self.show_chosen(item.chosen)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._score_name)
        head.addWidget(self._score)
        head.addWidget(self._title, 1)
        head.addWidget(self.choose_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.view, 1)
        layout.addLayout(head)
        layout.addWidget(self._parts)

    @property
    def overhead(self) -> int:
        """Pixels of its height that are not the picture's."""
        return 24 + self.choose_button.sizeHint().height() + self._parts.sizeHint().height()

    def take(self) -> None:
        """Tell that this one is to be the cover, if it can be."""
        if self.item.choosable:
            self.taken.emit()

    def show_chosen(self, chosen: bool) -> None:
        """Show whether it is the cover."""
        self.item = replace(self.item, chosen=chosen)
        self.setProperty("chosen", chosen)
        self.style().polish(self)
        self.choose_button.setEnabled(not chosen)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        chosen = self.item.chosen
        self.choose_button.setText(translate("Compare", "Chosen") if chosen else translate("Compare", "Choose"))
        told = [f"{part_name(part)} {figure}" for part, figure in self.figures.items()]
        about = translate("Compare", "What makes the score, each from 0 to 100.")
        if told and self._best is not None:
            told[0] = translate("Compare", "Against the best: {part}").format(part=told[0])
            about = translate("Compare", "What makes the score, each compared with that of the best cover shown here.")
        self._parts.show_phrases(told)
        self._parts.setFixedHeight(self._parts.sizeHint().height())
        self._parts.setToolTip(about if told else "")
        self._name_score()
        spoken = [self._score.accessibleName(), *told]
        self.setAccessibleName(self.item.title)
        self.setAccessibleDescription(", ".join(spoken if self.item.score is not None else told))

    def _name_score(self) -> None:
        """Say what the number is."""
        self._score_name.setText(translate("Compare", "Score"))
        if self.item.score is None:
            about = spoken = translate("Compare", "It was not scored")
        else:
            about = translate("Compare", "How good a cover it makes, from 0 to 100")
            spoken = translate("Compare", "Score {score} of 100").format(score=self._score.text())
        for label in (self._score_name, self._score):
            label.setToolTip(about)
            label.setAccessibleName(spoken)

    @property
    def figures(self) -> dict[str, str]:
        """The parts of the score in figures: of the best one as they are, of the others what they are above it."""
        shown = dict(list(self.item.parts.items())[:_PARTS])
        if self._best is None:
            return {part: f"{value:.0f}" for part, value in shown.items()}
        best = self._best.parts
        return {part: signed(value, best[part]) for part, value in shown.items() if part in best}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, which one it is goes before what its large number is."""
        super().resizeEvent(event)
        self._score_name.setVisible(self.width() >= _WIDE)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that it is meant by the keys now."""
        super().focusInEvent(event)
        self.focused.emit()

    def sizeHint(self) -> QSize:
        """Some room for the picture."""
        return QSize(260, 240)


def signed(value: float, other: float) -> str:
    """How far one number is above another, of the rounded ones: +3, −12 or ±0."""
    gain = round(value) - round(other)
    return "±0" if gain == 0 else f"+{gain}" if gain > 0 else f"−{-gain}"
