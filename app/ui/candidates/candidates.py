"""The side panel: the candidates as cards, what they are compared with, and the buttons that decide."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.media import Place
from app.ui.background.words import Words
from app.ui.candidates.cards import CandidateCard
from app.ui.candidates.note import NoteEdit
from app.ui.state.candidates import CANDIDATES, Candidate
from app.ui.style.language import translate
from app.ui.widgets.labels import ElidedLabel

COMPARED = 4
"""At most so many are compared."""

_WIDTHS = (300, 372)
"""Points that it takes at the least and at the most."""

_MARGIN = 14
_SPACING = 10
_GAP = 8
_NARROWEST = 0.6
"""Of a card's height is the least width of its picture, so that the texts of usual shapes begin at one place."""


class SidePanel(QFrame):
    """The candidates: the recommended ones and below them those that the person added; then what decides on them."""

    chosen = Signal(int)
    """A candidate is to be the cover: its place among those shown, from 1."""

    removed = Signal(object)
    """A frame that was added is to be none any more: its `Place`."""

    marked = Signal(tuple)
    """Other candidates are marked for comparison: their places among those shown, from 1, ascending."""

    compare_clicked = Signal()
    """What `to_compare` names is to be compared."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SidePanel")
        self.setMinimumWidth(_WIDTHS[0])
        self.setMaximumWidth(_WIDTHS[1])
        self.cards = [CandidateCard(f"Candidate {rank}") for rank in range(1, CANDIDATES + 1)]
        self.own_cards: list[CandidateCard] = []
        self._places: tuple[Place, ...] = ()
        self._chosen: tuple[int, ...] = ()
        self._marked: tuple[Place, ...] = ()
        self._following = True
        self._first = QLabel()
        self._first.setProperty("role", "muted")
        self._gain = QLabel()
        self._gain.setProperty("role", "gain")
        self._decision = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._decision.setProperty("role", "caption")
        self.note = NoteEdit()
        self.compare_button = QPushButton()
        self.compare_button.clicked.connect(self.compare_clicked)
        self.accept_button = QPushButton()
        self.accept_button.setProperty("role", "primary")
        self.accept_button.setAccessibleName("Accept")
        self.reject_button = QPushButton()
        self._numbers: tuple[float | None, float | None] = (None, None)
        self._arrange()
        for card in self.cards:
            self._connect(card)
        self.show_candidates((), None, None)

    def _arrange(self) -> None:
        list_of_cards = QWidget()
        list_of_cards.setObjectName("Cards")
        self._list = QVBoxLayout(list_of_cards)
        self._list.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 0)
        self._list.setSpacing(_SPACING)
        for card in self.cards:
            self._list.addWidget(card)
        self._list.addStretch()
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(list_of_cards)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._make_room_for_scrolling)
        # What comes in sight below takes room, too: the choice is seen until the person scrolls away from it.
        bar.rangeChanged.connect(self._keep_choice_seen)
        bar.actionTriggered.connect(self._let_choice_go)
        comparison = QHBoxLayout()
        comparison.setSpacing(12)
        comparison.addWidget(self._first)
        comparison.addWidget(self._gain)
        comparison.addStretch()
        comparison.addWidget(self.compare_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.reject_button)
        buttons.addWidget(self.accept_button, 1)
        below = self._below = QVBoxLayout()
        below.setContentsMargins(_MARGIN, 0, _MARGIN, 10)
        below.setSpacing(7)
        below.addLayout(comparison)
        below.addWidget(self.note)
        below.addLayout(buttons)
        below.addWidget(self._decision)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(below)

    def _connect(self, card: CandidateCard) -> None:
        card.clicked.connect(functools.partial(self._choose, card))
        card.mark_clicked.connect(functools.partial(self._mark, card))
        card.remove_clicked.connect(functools.partial(self._remove, card))

    # What is shown

    def show_candidates(self, candidates: Sequence[Candidate], first_frame: float | None, chosen: float | None) -> None:
        """Show the candidates, and the score of the choice beside that of the first frame.

        Args:
            candidates: the recommended ones, best first, then those that the person added.
            first_frame: score of the first frame; None while it is not known.
            chosen: score of the choice; None where there is none.
        """
        choice_before = self._choice
        self._places = tuple(candidate.cover.place for candidate in candidates)
        self._chosen = tuple(number for number, candidate in enumerate(candidates, 1) if candidate.chosen)
        ranked = {candidate.rank: candidate for candidate in candidates}
        for rank, card in enumerate(self.cards, 1):
            card.show_candidate(ranked.get(rank))
        others = [candidate for candidate in candidates if candidate.rank not in range(1, CANDIDATES + 1)]
        self._make_room_for(len(others))
        for card, candidate in zip(self.own_cards, others, strict=False):
            card.show_candidate(candidate)
        # All pictures get the width of the widest, so that the texts begin at one place.
        shares = [min(1.0, candidate.crop.width / candidate.crop.height) for candidate in candidates]
        for card in (*self.cards, *self.own_cards):
            card.set_picture_share(max([_NARROWEST, *shares]) if shares else 1.0)
        self._numbers = (first_frame, chosen)
        # What is marked stays so while it is a candidate.
        left = tuple(place for place in self._marked if place in self._places)
        if left != self._marked:
            self._marked = left
            self.marked.emit(self.marks)
        self.retranslate()
        if self._choice != choice_before:
            self._following = True
            self._keep_choice_seen()

    def show_words(self, of: Callable[[Place], Words | None]) -> None:
        """Show the titles on the candidates.

        Args:
            of: gives the title on the cover of a place.
        """
        for card in (*self.cards, *self.own_cards):
            card.show_words(of(card.candidate.cover.place) if card.candidate is not None else None)

    @property
    def _choice(self) -> tuple[Place, ...]:
        """The frame that is the choice; none where nothing is."""
        return tuple(self._places[number - 1] for number in self._chosen)

    def _let_choice_go(self, _action: int) -> None:
        self._following = False

    def _keep_choice_seen(self, _least: int = 0, _most: int = 0) -> None:
        """Scroll to the choice, which may be a frame that was just added."""
        for card in (*self.cards, *self.own_cards) if self._following else ():
            if card.candidate is not None and card.candidate.chosen:
                self._list.activate()
                self._scroll.ensureWidgetVisible(card)

    def _make_room_for(self, count: int) -> None:
        """Cards for frames that were added; those that are not needed are hidden and kept for the next."""
        while len(self.own_cards) < count:
            card = CandidateCard(f"Own frame {len(self.own_cards) + 1}")
            card.set_compact(self._compact)
            self._connect(card)
            self.own_cards.append(card)
            self._list.insertWidget(self._list.count() - 1, card)  # above the stretch
        for number, card in enumerate(self.own_cards):
            card.setVisible(number < count)
            if number >= count:
                card.show_candidate(None)

    def show_decision(self, text: str | None) -> None:
        """Say what was decided, in a quiet line; None says nothing."""
        self._decision.show_text(text or "")

    @property
    def marks(self) -> tuple[int, ...]:
        """The candidates that are marked for comparison: places among those shown, from 1, ascending."""
        return tuple(number for number, place in enumerate(self._places, 1) if place in self._marked)

    @property
    def to_compare(self) -> tuple[int, ...]:
        """The candidates to be compared: those marked; with fewer than two, also the choice and the first ones."""
        found = self.marks
        if len(found) < 2:
            numbers = dict.fromkeys((*found, *self._chosen, *range(1, len(self._places) + 1)))
            found = tuple(sorted(list(numbers)[:CANDIDATES]))
        return found

    def retranslate(self) -> None:
        """Set the texts in the language shown now."""
        for card in (*self.cards, *self.own_cards):
            card.retranslate()
            card.show_mark(card.candidate is not None and card.candidate.cover.place in self._marked)
        self.note.retranslate()
        self._tell_numbers()
        marks = len(self._marked)
        compare = translate("SidePanel", "Compare {count}").format(count=marks)
        self.compare_button.setText(compare if marks >= 2 else translate("SidePanel", "Compare"))
        self.compare_button.setEnabled(len(self._places) >= 2)

    def _tell_numbers(self) -> None:
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
            if self._gain.property("better") != (gain > 0):
                self._gain.setProperty("better", gain > 0)
                self._gain.style().polish(self._gain)

    # What the person does

    def _choose(self, card: CandidateCard) -> None:
        if card.candidate is not None:
            self.chosen.emit(self._places.index(card.candidate.cover.place) + 1)

    def _remove(self, card: CandidateCard) -> None:
        if card.candidate is not None:
            self.removed.emit(card.candidate.cover.place)

    def _mark(self, card: CandidateCard) -> None:
        if card.candidate is None:
            return
        place = card.candidate.cover.place
        if place in self._marked:
            self._marked = tuple(other for other in self._marked if other != place)
        else:
            # One more than can be compared takes the place of the oldest.
            self._marked = (*self._marked, place)[-COMPARED:]
        self.retranslate()
        self.marked.emit(self.marks)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the cards smaller where three do not fit, whatever is on them, so that they do not jump later."""
        super().resizeEvent(event)
        self._set_compact(self._compact)

    def _make_room_for_scrolling(self, _least: int, most: int) -> None:
        """The bar takes of the margin, and not of the cards."""
        right = _MARGIN - (self._scroll.verticalScrollBar().sizeHint().width() if most else 0)
        self._list.setContentsMargins(_MARGIN, _MARGIN, max(0, right), 0)

    @property
    def _compact(self) -> bool:
        # As if the note were one line, so that nothing jumps while it grows.
        below = self._below.sizeHint().height() - self.note.height() + self.note.line_height
        room = self.height() - below - _GAP - _MARGIN - (CANDIDATES - 1) * _SPACING
        return room < CANDIDATES * self.cards[0].full_height

    def _set_compact(self, compact: bool) -> None:
        for card in (*self.cards, *self.own_cards):
            card.set_compact(compact)
