"""Sets the title into the covers that are shown: quickly while it is written or moved, sharply when it rests."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.edits import Shape
from app.domain.media import Place
from app.ui.background.jobs import JobRunner, Lane
from app.ui.background.pictures import Pyramid
from app.ui.background.words import Cut, Words, set_words
from app.ui.state.outcome import Outcome
from app.ui.state.session import Session
from app.ui.state.titled import Inscription, inscriptions

QUICK_SIDE = 960
"""Long side of the cover, in pixels, that is enough while somebody types or drags."""

SHARP_SIDE = 2560
"""Long side that is enough to show the choice sharply on a 4K screen."""

REST_MS = 150
"""A title that stays so long is set sharply, and into the other covers."""

_KEPT = 24


class Typesetter(QObject):
    """Keeps the titles of all covers up to date; the newest is next, and those between are left out."""

    changed = Signal(object)
    """The title on the cover of a place (`Place`) is another one, or gone."""

    def __init__(
        self,
        session: Session,
        runner: JobRunner,
        picture: Callable[[Place], Pyramid | None],
        parent: QObject | None = None,
    ) -> None:
        """Set nothing yet.

        Args:
            session: what says which titles are wanted.
            runner: runs the jobs.
            picture: gives the frame at a place as it looks; None while it is not there.
            parent: what it ends with.
        """
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._picture = picture
        self._made: OrderedDict[tuple[Place, Shape], tuple[Words | None, Inscription, Pyramid, int]] = OrderedDict()
        self._running: bool | None = None  # whether what is set now is urgent; None while nothing is
        self._wanted: tuple[Inscription, ...] = ()
        self._cut = Cut()
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._rested)

    def forget(self) -> None:
        """Another source is open."""
        self.stop()
        self._runner.abandon(Lane.LETTER)
        self._running = None
        self._made.clear()
        self._wanted = ()
        self._cut.forget()

    def stop(self) -> None:
        """Begin nothing more."""
        self._rest.stop()

    def words(self, place: Place, shape: Shape | None = None) -> Words | None:
        """The title on a cover as it is, or was a moment ago; None where there is none, or it is not there yet.

        Args:
            place: the frame.
            shape: of the cover; None is the one that is shown.
        """
        key = place, shape or self._session.shape
        made = self._made.get(key)
        if made is None or all(inscription.key != key for inscription in self._wanted):
            return None
        return made[0]

    def look(self) -> None:
        """Set what is not set as it should be; what is on no cover any more, or is again, is told at once."""
        before = {inscription.key for inscription in self._wanted}
        self._wanted = inscriptions(self._session)
        for place, _shape in before ^ {inscription.key for inscription in self._wanted}:
            self.changed.emit(place)
        if self._running is not None:
            # What is urgent is soon there, and then the newest is next; what is done at leisure gives way.
            if self._running or not self._urgent():
                return
            self._runner.abandon(Lane.LETTER)
            self._running = None
        self._next()

    def _urgent(self) -> bool:
        """Whether the cover that is edited has another title than it should."""
        return bool(self._wanted) and not self._is_set(self._wanted[0], QUICK_SIDE)

    def _next(self) -> None:
        """The cover that is edited at once; the rest once that rests."""
        if not self._wanted:
            self._rest.stop()
            return
        if self._urgent():
            self._rest.stop()
            self._set(self._wanted[0], QUICK_SIDE, urgent=True)
        elif next(self._at_leisure(), None) is not None and not self._rest.isActive():
            self._rest.start()

    def _at_leisure(self) -> Iterator[tuple[Inscription, int]]:
        """What is to be set when nothing urgent is."""
        for number, inscription in enumerate(self._wanted):
            side = QUICK_SIDE if number else SHARP_SIDE
            if not self._is_set(inscription, side):
                yield inscription, side

    def _rested(self) -> None:
        todo = next(self._at_leisure(), None)
        if self._running is None and todo is not None:
            self._set(*todo, urgent=False)

    def _is_set(self, inscription: Inscription, side: int) -> bool:
        """Whether there is nothing to be done for a cover; without its picture nothing can be."""
        picture = self._picture(inscription.place)
        made = self._made.get(inscription.key)
        if picture is None:
            return True
        return made is not None and made[1] == inscription and made[2] is picture and made[3] >= side

    def _set(self, inscription: Inscription, side: int, *, urgent: bool) -> None:
        picture = self._picture(inscription.place)
        assert picture is not None
        self._running = urgent
        self._runner.start(
            Lane.LETTER,
            functools.partial(set_words, picture=picture, inscription=inscription, side=side, kept=self._cut),
            functools.partial(self._done, inscription, picture, side),
        )

    def _done(self, inscription: Inscription, picture: Pyramid, side: int, outcome: Outcome[Words]) -> None:
        urgent, self._running = self._running, None
        known = self._made.pop(inscription.key, None)
        # What cannot be set, as where memory is short, is not tried again and again.
        self._made[inscription.key] = outcome.value or (known and known[0]), inscription, picture, side
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)
        self.changed.emit(inscription.place)
        if urgent or self._urgent():
            self._next()
        else:
            self._rested()
