"""Gives the pictures that are shown their looks: small and at once while a slider moves, sharp when it rests."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.look import Look
from app.domain.media import Place
from app.ui.background import work
from app.ui.background.jobs import JobRunner, Lane
from app.ui.background.pictures import DISPLAY_SIDE, Pyramid
from app.ui.state.outcome import Outcome
from app.ui.state.session import Session

QUICK_SIDE = 1280
"""Long side, in pixels, that is enough while a slider moves."""

REST_MS = 150
"""A look that stays so long is shown sharply."""


@dataclass(frozen=True, slots=True, eq=False)
class _Print:
    """A picture with a look: what it was made of, and how large."""

    base: Pyramid
    look: Look
    side: int
    picture: Pyramid


class Darkroom(QObject):
    """Develops the pictures whose looks change; the newest look is next, and those between are left out."""

    developed = Signal(object)
    """The picture at a place (`Place`) is there as it looks now."""

    def __init__(self, session: Session, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._prints: dict[Place, _Print] = {}
        self._placed = work.Placed()
        self._running: tuple[Place, int] | None = None
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._sharpen)
        self._bases: dict[Place, Pyramid] = {}

    def forget(self) -> None:
        """Another source is open."""
        self.stop()
        self._runner.abandon(Lane.DEVELOP)
        self._running = None
        self._prints.clear()
        self._bases = {}
        self._placed.forget()

    def stop(self) -> None:
        """Begin nothing more."""
        self._rest.stop()

    def picture(self, place: Place, base: Pyramid) -> Pyramid | None:
        """A picture as it looks, or looked a moment ago; None where it is not there, or was turned otherwise.

        Args:
            place: where it is.
            base: the picture as it is in the source.
        """
        look = self._session.shown_look(place)
        if look.neutral:
            return base
        made = self._prints.get(place)
        if made is None or made.base is not base or (made.look.turns, made.look.flipped) != (look.turns, look.flipped):
            return None
        return made.picture

    def look(self, bases: dict[Place, Pyramid]) -> None:
        """Develop what does not look as it should.

        Args:
            bases: pictures as they are in the source, most urgent first.
        """
        self._bases = bases
        if self._running is not None and self._running[1] == QUICK_SIDE:
            return  # the newest look is next
        place = next(self._stale(), None)
        if place is not None:
            self._develop(place, QUICK_SIDE)
        elif self._running is None and next(self._coarse(), None) is not None and not self._rest.isActive():
            self._rest.start()

    def _stale(self) -> Iterator[Place]:
        """Where another look is wanted than there is."""
        for place, base in self._bases.items():
            look, made = self._session.shown_look(place), self._prints.get(place)
            if not look.neutral and (made is None or made.base is not base or made.look != look):
                yield place

    def _coarse(self) -> Iterator[Place]:
        """What is there no larger than it takes while a slider moves."""
        for place in self._bases:
            made = self._prints.get(place)
            if made is not None and made.side == QUICK_SIDE and not self._session.shown_look(place).neutral:
                yield place

    def _sharpen(self) -> None:
        place = next(self._coarse(), None)
        if self._running is None and place is not None:
            self._develop(place, DISPLAY_SIDE)

    def _develop(self, place: Place, side: int) -> None:
        self._rest.stop()
        self._running = place, side
        base, look = self._bases[place], self._session.shown_look(place)
        self._runner.start(
            Lane.DEVELOP,
            functools.partial(work.developed, base=base, look=look, side=side, placed=self._placed),
            functools.partial(self._made, place, base, look, side),
        )

    def _made(self, place: Place, base: Pyramid, look: Look, side: int, outcome: Outcome[Pyramid]) -> None:
        self._running = None
        # What cannot be made, as where memory is short, is shown as it was, and not tried again and again.
        self._prints[place] = _Print(base, look, side, outcome.value or base)
        self._prints = {kept: made for kept, made in self._prints.items() if kept in self._bases}
        self.developed.emit(place)
        self.look(self._bases)
