"""A candidate as a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.media import Moment, Place
from app.ui.background.words import Words
from app.ui.state.candidates import Candidate
from app.ui.style.language import part_name, reason_text, translate
from app.ui.widgets.cover_picture import CoverPicture, fitted
from app.ui.widgets.labels import ElidedLabel, PhrasesLabel
from app.ui.widgets.parts import PartsBars
from app.ui.widgets.picture_buttons import MarkBox, RemoveButton

_PARTS = 4
_PICTURE_SIDE = 128
_COMPACT_SIDE = 84
_BORDER = 8
_LINE_SPACING = 2


class CandidateCard(QPushButton):
    """One candidate: picture, rank, score, reasons and parts. Pressed, it is the choice."""

    remove_clicked = Signal()
    """The frame is no candidate any more; offered for frames that the person added."""

    mark_clicked = Signal()
    """Put it among those to be compared, or take it out."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty card.

        Args:
            name: what it is called by those who cannot see it, and by scripts.
            parent: what it lies on.
        """
        super().__init__(parent)
        self.candidate: Candidate | None = None
        self._compact = False
        self._share = 1.0
        self.setCheckable(True)
        self.setProperty("role", "candidate")
        self.setAccessibleName(name)
        # Clicked, it leaves the keys to the window.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._picture = CoverPicture()
        self._picture.setFixedSize(_PICTURE_SIDE, _PICTURE_SIDE)
        self._rank = QLabel()
        self._rank.setProperty("role", "rank")
        self._place = ElidedLabel()
        self._place.setProperty("role", "caption")
        self._score = QLabel()
        self._score.setProperty("role", "score")
        self._reasons = PhrasesLabel()
        self._parts = PartsBars(_PARTS)
        self._arrange()
        self.mark_box = MarkBox(self)
        self.mark_box.clicked.connect(self.mark_clicked)
        self.remove_button = RemoveButton(self)
        self.remove_button.clicked.connect(self.remove_clicked)
        self.show_candidate(None)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._rank)
        head.addWidget(self._place, 1)
        head.addWidget(self._score)
        text = QVBoxLayout()
        text.setSpacing(_LINE_SPACING)
        text.addLayout(head)
        text.addWidget(self._reasons)
        text.addStretch()
        text.addWidget(self._parts)
        self._content = QHBoxLayout(self)
        self._content.setContentsMargins(10, _BORDER, 12, _BORDER)
        self._content.setSpacing(12)
        self._content.addWidget(self._picture)
        self._content.addLayout(text, 1)
        for child in (self._picture, self._rank, self._place, self._score, self._reasons, self._parts):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As large as what lies on it needs."""
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As large as what lies on it needs."""
        return self._content.minimumSize()

    @property
    def full_height(self) -> int:
        """Pixels that it needs when it is not compact, whatever it shows."""
        lines = (self._score, self._reasons, self._parts)
        text = sum(line.minimumSizeHint().height() for line in lines) + 3 * _LINE_SPACING
        return max(_PICTURE_SIDE, text) + 2 * _BORDER

    def set_compact(self, compact: bool) -> None:
        """Do with less height: a smaller picture, and no parts."""
        self._compact = compact
        self._parts.setHidden(compact)
        self.set_picture_share(self._share)

    def set_picture_share(self, share: float) -> None:
        """Give the picture less width than height: such a share of it, up to 1."""
        self._share = share
        side = _COMPACT_SIDE if self._compact else _PICTURE_SIDE
        self._picture.setFixedSize(round(side * share), side)
        self._place_buttons()

    def show_candidate(self, candidate: Candidate | None) -> None:
        """Show a candidate; None shows an empty card."""
        self.candidate = candidate
        self.setEnabled(candidate is not None)
        chosen = candidate is not None and candidate.chosen
        self.setChecked(chosen)
        self._show_rank(candidate.rank if candidate is not None else None, chosen)
        self.mark_box.setVisible(candidate is not None)
        self.remove_button.setVisible(candidate is not None and candidate.rank is None)
        self.retranslate()
        self._place_buttons()

    def show_words(self, words: Words | None) -> None:
        """Show a title on the picture; None shows none."""
        self._picture.show_words(words)

    @property
    def words(self) -> Words | None:
        """The title on the picture."""
        return self._picture.words

    def show_mark(self, marked: bool) -> None:
        """Show whether it is among those to be compared."""
        self.mark_box.setChecked(marked)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.mark_box.say(translate("SidePanel", "Compare (Ctrl+click)"))
        self.remove_button.say(translate("SidePanel", "Remove this frame"))
        candidate = self.candidate
        if candidate is None:
            self._picture.show_cover(None, None)
            self._show_text("", "", (), {})
            return
        assessment = candidate.cover.assessment
        self._picture.show_cover(candidate.cover.frame, candidate.crop)
        reasons = [reason_text(reason) for reason in assessment.reasons]
        self._show_text(_about(candidate), f"{assessment.score:.0f}", reasons, assessment.parts)

    def _show_rank(self, rank: int | None, chosen: bool) -> None:
        self._rank.setText("" if rank is None else str(rank))
        self._rank.setVisible(rank is not None)
        if self._rank.property("chosen") != chosen:
            self._rank.setProperty("chosen", chosen)
            self._rank.style().polish(self._rank)

    def _show_text(self, place: str, score: str, reasons: Sequence[str], parts: Mapping[str, float]) -> None:
        self._place.show_text(place)
        self._score.setText(score)
        self._reasons.show_phrases(reasons)
        self.setToolTip("\n".join(reasons))
        self._parts.show_parts(parts)
        spoken = [f"{part_name(part)} {value:.0f}" for part, value in self._parts.parts.items()]
        self.setAccessibleDescription(", ".join(filter(None, [place, score, *reasons, *spoken])))

    # What Qt hands to the card

    def nextCheckState(self) -> None:
        """Which one is checked is for the session to say."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Ctrl, mark it instead of choosing it."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.button() is Qt.MouseButton.LeftButton:
            self.mark_clicked.emit()
            event.accept()
        else:
            super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons in the corners of the picture."""
        super().resizeEvent(event)
        self._place_buttons()

    def _place_buttons(self) -> None:
        self._content.activate()
        left, top, right = self._picture.x(), self._picture.y(), self._picture.x() + self._picture.width()
        if self.candidate is not None:
            shown = fitted(self.candidate.crop, QRectF(self._picture.geometry()))
            left, top, right = round(shown.left()), round(shown.top()), round(shown.right())
        # A cover as narrow as the two of them has them side by side.
        right = max(right, left + self.mark_box.width() + self.remove_button.width())
        self.mark_box.move(left + 2, top + 2)
        self.remove_button.move(right - self.remove_button.width() - 2, top + 2)


def _about(candidate: Candidate) -> str:
    """Where a candidate comes from, and what the person did to it."""
    said = [place_text(candidate.cover.place)]
    if candidate.rank is None:
        said.append(translate("SidePanel", "own frame"))
    if candidate.edited:
        said.append(translate("SidePanel", "edited"))
    if candidate.adjusted:
        said.append(translate("SidePanel", "adjusted"))
    return " · ".join(said)


def place_text(place: Place) -> str:
    """Where a cover comes from: minutes and seconds, or a file name."""
    if isinstance(place, Moment):
        minutes, seconds = divmod(max(0.0, place.seconds), 60)
        return f"{minutes:.0f}:{seconds:05.2f}"
    return place.path.name
