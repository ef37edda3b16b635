"""The side panel: the candidates as cards, what they are compared with, and the buttons that decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.geometry import Box
from app.domain.media import Frame, Moment, Place
from app.ui.language import part_name, translate
from app.ui.pictures import Pyramid, pyramid
from app.ui.session import CANDIDATES, Candidate

_PICTURE_SIDE = 128


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


class PartBar(QWidget):
    """One part of a score: its name, its number and a small bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLabel()
        self._name.setProperty("role", "caption")
        self._number = QLabel(alignment=Qt.AlignmentFlag.AlignRight)
        self._number.setProperty("role", "figure")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setProperty("role", "part")
        self._bar.setFixedHeight(4)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(2)
        layout.addWidget(self._name, 0, 0)
        layout.addWidget(self._number, 0, 1)
        layout.addWidget(self._bar, 1, 0, 1, 2)

    def show_part(self, part: str, value: float) -> None:
        """Show a part of a score, 0–100."""
        self._name.setText(part_name(part))
        self._number.setText(f"{value:.0f}")
        self._bar.setValue(round(value))


class CandidateCard(QPushButton):
    """One candidate: picture, rank, score and its parts. Pressed, it is the choice."""

    def __init__(self, rank: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rank = rank
        self.setCheckable(True)
        self.setProperty("role", "candidate")
        self.setAccessibleName(f"Candidate {rank}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._picture = CoverPicture()
        self._rank = QLabel(str(rank))
        self._rank.setProperty("role", "rank")
        self._place = QLabel()
        self._place.setProperty("role", "caption")
        self._score = QLabel()
        self._score.setProperty("role", "score")
        self._parts = [PartBar() for _ in range(4)]
        self._arrange()
        self.show_candidate(None)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(self._rank)
        head.addWidget(self._place, 1)
        parts = QGridLayout()
        parts.setHorizontalSpacing(12)
        parts.setVerticalSpacing(5)
        for number, part in enumerate(self._parts):
            parts.addWidget(part, number // 2, number % 2)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addLayout(head)
        text.addWidget(self._score)
        text.addStretch()
        text.addLayout(parts)
        self._content = QHBoxLayout(self)
        self._content.setContentsMargins(10, 10, 12, 10)
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
        self.setChecked(candidate is not None and candidate.chosen)
        self._rank.setProperty("chosen", self.isChecked())
        self._rank.style().polish(self._rank)
        if candidate is None:
            self._picture.show_cover(None, None)
            self._show_text("", "", {})
            return
        assessment = candidate.cover.assessment
        self._picture.show_cover(candidate.cover.frame, candidate.crop)
        self._show_text(place_text(candidate.cover.place), f"{assessment.score:.0f}", assessment.parts)

    def _show_text(self, place: str, score: str, parts: dict[str, float]) -> None:
        self._place.setText(place)
        self._score.setText(score)
        shown = list(parts.items())[: len(self._parts)]
        for number, bar in enumerate(self._parts):
            bar.setVisible(number < len(shown))
            if number < len(shown):
                bar.show_part(*shown[number])
        spoken = [f"{part_name(part)} {value:.0f}" for part, value in shown]
        self.setAccessibleDescription(", ".join(filter(None, [place, score, *spoken])))


class SidePanel(QFrame):
    """The candidates, and below them the buttons that decide."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SidePanel")
        self.setFixedWidth(372)
        self.cards = [CandidateCard(rank) for rank in range(1, CANDIDATES + 1)]
        group = QButtonGroup(self)
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
        self._first.setText(
            "" if first is None else translate("SidePanel", "First frame: {score}").format(score=f"{first:.0f}")
        )
        gain = None if first is None or chosen is None else chosen - first
        self._gain.setText("" if gain is None or gain < 0.5 else f"+{gain:.0f}")
        self._gain.setToolTip(translate("SidePanel", "How much better the chosen cover is than the first frame"))


def place_text(place: Place) -> str:
    """Where a cover comes from: minutes and seconds, or a file name."""
    if isinstance(place, Moment):
        minutes, seconds = divmod(max(0.0, place.seconds), 60)
        return f"{minutes:.0f}:{seconds:05.2f}"
    return place.path.name
