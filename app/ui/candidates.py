"""The side panel: the candidates as cards, what they are compared with, and the buttons that decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.geometry import Box
from app.domain.media import Frame, Moment, Place
from app.ui.bar import Bar
from app.ui.language import part_name, reason_text, translate
from app.ui.pictures import Pyramid, pyramid
from app.ui.session import CANDIDATES, Candidate

_PICTURE_SIDE = 128
_PARTS = 4


class CoverPicture(QWidget):
    """A small picture cropped as the cover would be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_PICTURE_SIDE, _PICTURE_SIDE)
        self._frame: Frame | None = None
        self._crop: Box | None = None
        self._pyramid: Pyramid | None = None

    def show_cover(self, frame: Frame | None, crop: Box | None) -> None:
        """Show a part of a frame; None shows nothing."""
        if frame is self._frame and crop == self._crop:
            return
        if frame is not self._frame:
            self._pyramid = pyramid(frame.image) if frame is not None else None
        self._frame, self._crop = frame, crop
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the crop as large as fits, with rounded corners."""
        if self._frame is None or self._crop is None or self._pyramid is None:
            return
        image = self._pyramid.levels[0]
        # The crop is given at full resolution, the picture is smaller.
        across, down = image.width() / self._frame.size.width, image.height() / self._frame.size.height
        crop = self._crop
        part = QRectF(crop.x * across, crop.y * down, crop.width * across, crop.height * down)
        zoom = min(self.width() / crop.width, self.height() / crop.height)
        target = QRectF(0, 0, crop.width * zoom, crop.height * zoom)
        target.moveCenter(QRectF(self.rect()).center())
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rounded = QPainterPath()
        rounded.addRoundedRect(target, 5, 5)
        painter.setClipPath(rounded)
        painter.drawImage(target, image, part)
        painter.end()


class PartRow:
    """One part of a score, in a row of a grid: its name, a bar and its number."""

    def __init__(self, grid: QGridLayout, row: int) -> None:
        self._name = QLabel()
        self._name.setProperty("role", "caption")
        self._bar = Bar("part")
        self._number = QLabel(alignment=Qt.AlignmentFlag.AlignRight)
        self._number.setProperty("role", "figure")
        for column, widget in enumerate((self._name, self._bar, self._number)):
            grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)

    def show_part(self, part: str | None, value: float) -> None:
        """Show a part of a score, 0–100; None shows nothing.

        The widgets are emptied and not hidden: to bring many of them in sight at once takes Qt long.
        """
        self._name.setText("" if part is None else part_name(part))
        self._bar.show_share(None if part is None else value / 100)
        self._number.setText("" if part is None else f"{value:.0f}")


class ReasonsLabel(QLabel):
    """Why a candidate scores as it does: as many reasons as fit, the most telling first, lines broken between them.

    Its height depends on the room in the window and not on what it says, so that cards do not grow and shrink while
    candidates come.
    """

    def __init__(self) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setProperty("role", "caption")
        self._reasons: tuple[str, ...] = ()

    def show_reasons(self, reasons: Sequence[str]) -> None:
        """Show other reasons."""
        self._reasons = tuple(reasons)
        self._fit()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(0, 2 * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(0, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room holds more or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        lines: list[str] = []
        for reason in self._reasons:
            longer = f"{lines[-1]} · {reason}" if lines else reason
            if lines and metrics.horizontalAdvance(longer) <= self.width():
                lines[-1] = longer
            elif not lines or (len(lines) + 1) * metrics.lineSpacing() <= self.height():
                lines.append(reason)
            else:
                break
        self.setText("\n".join(lines))


class CandidateCard(QPushButton):
    """One candidate: picture, rank, score, reasons and parts. Pressed, it is the choice."""

    def __init__(self, rank: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rank = rank
        self.setCheckable(True)
        self.setProperty("role", "candidate")
        self.setAccessibleName(f"Candidate {rank}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._picture = CoverPicture()
        self._rank = QLabel(str(rank))
        self._rank.setProperty("role", "rank")
        self._place = QLabel()
        self._place.setProperty("role", "caption")
        self._score = QLabel()
        self._score.setProperty("role", "score")
        self._reasons = ReasonsLabel()
        self._grid = QGridLayout()
        self._parts = [PartRow(self._grid, row) for row in range(_PARTS)]
        self._arrange()
        self.show_candidate(None)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(self._rank)
        head.addWidget(self._place, 1)
        head.addWidget(self._score)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addLayout(head)
        text.addWidget(self._reasons)
        text.addStretch()
        text.addLayout(self._grid)
        self._content = QHBoxLayout(self)
        self._content.setContentsMargins(10, 8, 12, 8)
        self._content.setSpacing(12)
        self._content.addWidget(self._picture)
        self._content.addLayout(text, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As large as what lies on it needs."""
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As large as what lies on it needs."""
        return self._content.minimumSize()

    def show_candidate(self, candidate: Candidate | None) -> None:
        """Show a candidate; None shows an empty card."""
        self.setEnabled(candidate is not None)
        chosen = candidate is not None and candidate.chosen
        self.setChecked(chosen)
        self._rank.setVisible(candidate is not None)
        if self._rank.property("chosen") != chosen:
            self._rank.setProperty("chosen", chosen)
            self._rank.style().polish(self._rank)
        if candidate is None:
            self._picture.show_cover(None, None)
            self._show_text("", "", (), {})
            return
        assessment = candidate.cover.assessment
        self._picture.show_cover(candidate.cover.frame, candidate.crop)
        reasons = [reason_text(reason) for reason in assessment.reasons]
        self._show_text(place_text(candidate.cover.place), f"{assessment.score:.0f}", reasons, assessment.parts)

    def _show_text(self, place: str, score: str, reasons: Sequence[str], parts: dict[str, float]) -> None:
        self._place.setText(place)
        self._score.setText(score)
        self._reasons.show_reasons(reasons)
        self.setToolTip("\n".join(reasons))
        shown = list(parts.items())[:_PARTS]
        nothing: list[tuple[str | None, float]] = [(None, 0.0)] * (_PARTS - len(shown))
        for bar, (part, value) in zip(self._parts, [*shown, *nothing], strict=True):
            bar.show_part(part, value)
        spoken = [f"{part_name(part)} {value:.0f}" for part, value in shown]
        self.setAccessibleDescription(", ".join(filter(None, [place, score, *reasons, *spoken])))


class SidePanel(QFrame):
    """The candidates, and below them the buttons that decide."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SidePanel")
        self.setFixedWidth(372)
        self.cards = [CandidateCard(rank) for rank in range(1, CANDIDATES + 1)]
        group = QButtonGroup(self)
        group.setExclusive(False)  # which one is checked is for the session to say
        for card in self.cards:
            group.addButton(card, card.rank)
        group.idClicked.connect(self.chosen)
        self._first = QLabel()
        self._first.setProperty("role", "muted")
        self._gain = QLabel(alignment=Qt.AlignmentFlag.AlignRight)
        self._gain.setProperty("role", "gain")
        self.accept_button = QPushButton()
        self.accept_button.setProperty("role", "primary")
        self.accept_button.setAccessibleName("Accept")
        self.reject_button = QPushButton()
        self._numbers: tuple[float | None, float | None] = (None, None)
        self._arrange()

    def _arrange(self) -> None:
        comparison = QHBoxLayout()
        comparison.addWidget(self._first)
        comparison.addWidget(self._gain, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.reject_button)
        buttons.addWidget(self.accept_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(10)
        for card in self.cards:
            layout.addWidget(card)
        layout.addStretch()
        layout.addLayout(comparison)
        layout.addLayout(buttons)

    def show_candidates(self, candidates: Sequence[Candidate], first_frame: float | None, chosen: float | None) -> None:
        """Show the candidates, and the score of the choice beside that of the first frame."""
        for card in self.cards:
            card.show_candidate(candidates[card.rank - 1] if card.rank <= len(candidates) else None)
        self._numbers = (first_frame, chosen)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language shown now."""
        first, chosen = self._numbers
        self._first.setText("")
        self._gain.setText("")
        if first is not None:
            self._first.setText(translate("SidePanel", "First frame: {score}").format(score=f"{first:.0f}"))
        if first is not None and chosen is not None:
            # Of the rounded numbers, so that the sum that a user does in the head comes out right.
            gain = round(chosen) - round(first)
            self._gain.setText(
                translate("SidePanel", "Chosen cover: {gain}").format(gain=f"{gain:+d}" if gain else "±0")
            )
            self._gain.setProperty("better", gain > 0)
            self._gain.style().polish(self._gain)


def place_text(place: Place) -> str:
    """Where a cover comes from: minutes and seconds, or a file name."""
    if isinstance(place, Moment):
        minutes, seconds = divmod(max(0.0, place.seconds), 60)
        return f"{minutes:.0f}:{seconds:05.2f}"
    return place.path.name
