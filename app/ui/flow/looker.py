"""Gets what it takes to show the session in full: sharp pictures, what is in them, and how good crops are."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.cover import Assessment
from app.domain.look import Look
from app.domain.media import Frame, Place
from app.ui.background import work
from app.ui.background.jobs import JobRunner, Lane
from app.ui.background.pictures import Pyramid, pyramid
from app.ui.flow.darkroom import Darkroom
from app.ui.flow.typesetter import Typesetter
from app.ui.state.looked import Inspection, Rating
from app.ui.state.notices import Notice
from app.ui.state.outcome import Outcome
from app.ui.state.session import Session, Stage
from app.ui.state.wanted import wanted_judging, wanted_looks, wanted_rating

if TYPE_CHECKING:
    from app.covers.framing import Framing

_KEPT_PICTURES = 6
"""Decoded pictures kept, so that going through the candidates decodes each once; 4K ones take 40 MB each."""

_KEPT_SMALL = 24
"""Small pictures kept for being titled."""

LOOKED_AT_MS = 300
"""A look that stays so long is judged."""

_SETTLE_MS = 60
"""Going through the candidates quickly decodes, and looks at, only the one where the user stops."""


class Looker(QObject):
    """Fills in what the session wants to know; asks for the most urgent first, and for nothing twice."""

    found = Signal()
    """Something is known that was not."""

    sharpened = Signal(object)
    """The picture at a place (`Place`) is there at full resolution."""

    def __init__(self, session: Session, runner: JobRunner, core: work.Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._core = core
        self.darkroom = Darkroom(session, runner, self)
        self.typesetter = Typesetter(session, runner, self._to_be_titled, self)
        self.darkroom.developed.connect(lambda _place: self.typesetter.look())
        self._pictures: OrderedDict[Place, Pyramid] = OrderedDict()
        self._small: dict[Place, tuple[Frame, Pyramid]] = {}
        self._loading: Place | None = None
        self._unreadable: set[Place] = set()
        self._looking: Inspection | None = None
        self._rating = False
        self._unjudged: tuple[Place, Look] | None = None
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._begin)
        self._still = QTimer(self, interval=LOOKED_AT_MS, singleShot=True)
        self._still.timeout.connect(self._judge)

    def forget(self) -> None:
        """Another source is open, or the same one is analysed anew."""
        self._runner.abandon(Lane.PICTURE)
        self._runner.abandon(Lane.RATE)
        self._runner.abandon(Lane.COMPARE)
        self.darkroom.forget()
        self.typesetter.forget()
        self._pictures.clear()
        self._small.clear()
        self._unreadable.clear()
        self._loading = None
        self._rating = False
        self._runner.abandon(Lane.JUDGE_LOOK)
        self._unjudged = None
        self._still.stop()
        self._stop_looking()

    def stop(self) -> None:
        """Begin nothing more."""
        self._settle.stop()
        self._still.stop()
        self.darkroom.stop()
        self.typesetter.stop()

    def picture(self, place: Place) -> Pyramid | None:
        """A picture at full resolution, with its look, once it is there."""
        base = self._pictures.get(place)
        return self.darkroom.picture(place, base) if base is not None else None

    def look(self) -> None:
        """Get what is missing."""
        wanted = wanted_looks(self._session)
        if not wanted:
            self._stop_looking()
        if (wanted or self._wanted_picture() is not None) and not self._settle.isActive():
            self._settle.start()
        self._rate()
        self.develop()
        self._wait_to_judge()

    def develop(self) -> None:
        """Give the pictures the looks that they have now, first the one that is shown."""
        session = self._session
        first = session.looked_up or (session.chosen.place if session.chosen is not None else None)
        self.darkroom.look(dict(sorted(self._pictures.items(), key=lambda item: item[0] != first)))
        self.typesetter.look()

    def _to_be_titled(self, place: Place) -> Pyramid | None:
        """The frame of a candidate as it looks: sharp if that is at hand, or else the small picture that was scored."""
        sharp = self.picture(place)
        if sharp is not None:
            return sharp
        frame = next((one.frame for one in self._session.offered if one.place == place), None)
        if frame is None:
            return None
        shown = self._session.shown_frame(frame)
        known = self._small.get(place)
        if known is None or known[0] is not shown:
            known = self._small[place] = shown, pyramid(shown.image)
            while len(self._small) > _KEPT_SMALL:
                del self._small[next(iter(self._small))]
        return known[1]

    def _begin(self) -> None:
        self._load_picture()
        self._look()

    # Sharp pictures

    def _wanted_picture(self) -> Place | None:
        """The picture to decode now: the frame that the user went to, or the choice.

        During the analysis the choice only where the user made it: the leader changes often at first, and the decoder
        is needed to find better ones. And nothing while the user is on the way through the video.
        """
        session = self._session
        place = session.looked_up
        if place is None and session.chosen is not None:
            place = session.chosen.place if session.stage is not Stage.ANALYSING or session.chosen_by_hand else None
        known = place in self._pictures or place in self._unreadable or place == self._loading
        return None if known or session.moving else place

    def _load_picture(self) -> None:
        place = self._wanted_picture()
        if place is None:
            return
        self._loading = place
        self._runner.start(
            Lane.PICTURE,
            functools.partial(work.picture, core=self._core, paths=self._session.paths, place=place),
            functools.partial(self._picture_loaded, place),
        )

    def _picture_loaded(self, place: Place, outcome: Outcome[Pyramid]) -> None:
        if self._loading == place:
            self._loading = None
        if outcome.value is not None:
            self._pictures[place] = outcome.value
            while len(self._pictures) > _KEPT_PICTURES:
                self._pictures.popitem(last=False)
        elif outcome.error is not None:
            self._unreadable.add(place)
            self._session.notify(Notice.of_error(outcome.error))
        self.found.emit()

    def sharpen(self, places: Sequence[Place]) -> None:
        """Decode pictures at full resolution, as far as they are not there."""
        wanted = tuple(place for place in places if place not in self._pictures and place not in self._unreadable)
        if wanted:
            self._runner.start(
                Lane.COMPARE,
                functools.partial(work.pictures, core=self._core, paths=self._session.paths, places=wanted),
                lambda _outcome: None,
                self._sharpened,
            )

    def _sharpened(self, items: list[object]) -> None:
        for item in items:
            assert isinstance(item, work.Sharpened)
            self._pictures[item.place] = item.picture
            self.sharpened.emit(item.place)
        self.develop()
        while len(self._pictures) > _KEPT_PICTURES:
            self._pictures.popitem(last=False)

    # What is in them

    def _look(self) -> None:
        """Look at the picture where that is most urgent, instead of what is looked at now."""
        session = self._session
        looks = wanted_looks(session)
        if not looks or self._looking == looks[0]:
            return
        look = self._looking = looks[0]
        self._runner.start(
            Lane.LOOK,
            functools.partial(
                work.look, core=self._core, frame=look.cover.frame, aspect=look.aspect, backend=session.backend
            ),
            functools.partial(self._looked, look),
        )

    def _looked(self, look: Inspection, outcome: Outcome[Framing]) -> None:
        self._looking = None
        if outcome.value is not None:
            self._session.framed(look.cover.place, look.aspect, outcome.value)
        elif outcome.error is not None:
            self._session.framed(look.cover.place, look.aspect, None)
            self._session.notify(Notice.of_error(outcome.error))
        self._look()
        self.found.emit()

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking = None
            self._runner.abandon(Lane.LOOK)

    # How good crops are

    def _rate(self) -> None:
        """Rate the crop where the hand is now; while one is rated the next waits, and those between are left out."""
        session = self._session
        rating = wanted_rating(session)
        if rating is None or self._rating:
            return
        self._rating = True
        framing = session.looked.framing(rating.cover.place, rating.aspect)
        self._runner.start(
            Lane.RATE,
            functools.partial(work.rate, core=self._core, rating=rating, framing=framing, backend=session.backend),
            functools.partial(self._rated, rating),
        )

    def _rated(self, rating: Rating, outcome: Outcome[Assessment]) -> None:
        self._rating = False
        self._session.looked.rated(rating, outcome.value)
        if outcome.error is not None:
            self._session.notify(Notice.of_error(outcome.error))
        self._rate()
        self.found.emit()

    def _wait_to_judge(self) -> None:
        """Have the look of the choice judged once it stays."""
        unjudged = wanted_judging(self._session)
        wanted = (unjudged[0].place, unjudged[1]) if unjudged is not None else None
        if wanted == self._unjudged:
            return
        self._unjudged = wanted
        if wanted is None:
            self._still.stop()
        else:
            self._still.start()

    def _judge(self) -> None:
        unjudged = wanted_judging(self._session)
        if unjudged is None:
            return
        frame, look = unjudged
        self._runner.start(
            Lane.JUDGE_LOOK,
            functools.partial(work.judge_look, core=self._core, frame=frame, look=look, backend=self._session.backend),
            functools.partial(self._judged, frame.place, look),
        )

    def _judged(self, place: Place, look: Look, outcome: Outcome[Assessment]) -> None:
        self._session.looked.adjusted(place, look, outcome.value)
        if outcome.error is not None:
            self._session.notify(Notice.of_error(outcome.error))
        self.found.emit()
