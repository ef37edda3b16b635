"""Between the session and the jobs: carries out commands, takes in results, says when to show the session anew."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.geometry import Aspect
from app.domain.media import Place
from app.domain.messages import Message
from app.domain.recommendation import Options
from app.ui import work
from app.ui.jobs import JobRunner, Lane
from app.ui.notices import Level, Notice
from app.ui.outcome import Outcome
from app.ui.pictures import Pyramid
from app.ui.session import CANDIDATES, Session, Stage

if TYPE_CHECKING:
    from app.covers.framing import Framing

_KEPT_PICTURES = CANDIDATES
"""Decoded pictures kept, so that going through the candidates decodes each once."""


class Controller(QObject):
    """Owns the session and the jobs."""

    changed = Signal()
    """The session is to be shown anew."""

    def __init__(self, session: Session, core: work.Core = work.CORE, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.runner = JobRunner(self)
        self._core = core
        self._pictures: OrderedDict[Place, Pyramid] = OrderedDict()
        self._loading: Place | None = None
        self._unreadable: set[Place] = set()
        self._looking_at: tuple[Place, Aspect] | None = None
        # Going through the candidates quickly decodes, and looks at, only the one where the user stops.
        self._settle = QTimer(self, interval=60, singleShot=True)
        self._settle.timeout.connect(self._load_picture)
        self._settle.timeout.connect(self._look)

    # Commands

    def open(self, paths: Sequence[Path]) -> None:
        """Analyse a source; what is analysed now is cancelled."""
        session = self.session
        session.open(paths)
        self.runner.abandon(Lane.PICTURE)
        self._pictures.clear()
        self._unreadable.clear()
        self._loading = None
        self._stop_looking()
        options = Options(aspect=session.aspect, top=CANDIDATES, backend=session.backend)
        self.runner.start(
            Lane.ANALYSIS,
            functools.partial(work.analyse, core=self._core, paths=session.paths, options=options),
            self._analysis_ended,
            self._reported,
        )
        self.show()

    def analyse_again(self) -> None:
        """Analyse the open source anew."""
        if self.session.paths:
            self.open(self.session.paths)

    def cancel(self) -> None:
        """Stop the analysis; what it found stays."""
        self.runner.cancel(Lane.ANALYSIS)

    def choose(self, rank: int) -> None:
        """Make a candidate the choice."""
        self.session.choose(rank)
        self.show()

    def set_aspect(self, aspect: Aspect) -> None:
        """Crop the candidates to another shape."""
        self.session.aspect = aspect
        self.show()

    def reject(self) -> None:
        """Take back all candidates, and look for no more."""
        self.runner.abandon(Lane.ANALYSIS)
        self.session.reject()
        self.show()

    def accept(self) -> None:
        """Write the choice as a cover."""
        session = self.session
        cover = session.chosen
        if cover is None or session.writing:
            return
        session.writing = True
        write = functools.partial(
            work.accept,
            core=self._core,
            paths=session.paths,
            place=cover.place,
            crop=session.crop_of(cover),
            named_after=session.file_of(cover.place),
        )
        self.runner.start(Lane.ACCEPT, write, self._accepted)
        self.show()

    def notify(self, notice: Notice) -> None:
        """Show a notice."""
        self.session.notify(notice)
        self.show()

    def dismiss(self, notice: Notice) -> None:
        """Remove a notice."""
        self.session.dismiss(notice)
        self.show()

    def warm_up(self) -> None:
        """Prepare for the first analysis."""
        load = functools.partial(work.warm_up, backend=self.session.backend)
        self.runner.start(Lane.WARM_UP, load, _ignore, self._reported)

    def shutdown(self) -> bool:
        """End all jobs; whether they ended in time."""
        self._settle.stop()
        return self.runner.shutdown()

    def sharp_picture(self) -> Pyramid | None:
        """The choice at full resolution, once it is decoded."""
        chosen = self.session.chosen
        return self._pictures.get(chosen.place) if chosen is not None else None

    def show(self) -> None:
        """Have the session shown anew, and get what it takes to show it in full."""
        self.changed.emit()
        looks = self.session.wanted_looks
        if not looks:
            self._stop_looking()
        if (looks or self._wanted() is not None) and not self._settle.isActive():
            self._settle.start()

    # Results

    def _reported(self, items: list[object]) -> None:
        for item in items:
            self.session.apply(item)
        self.show()

    def _analysis_ended(self, outcome: Outcome[None]) -> None:
        self.session.analysis_ended(outcome)
        self.show()

    def _accepted(self, outcome: Outcome[Path]) -> None:
        session = self.session
        session.writing = False
        if outcome.value is not None:
            session.written = outcome.value
            notice = Notice(Level.SUCCESS, Message("written", {"path": str(outcome.value)}), written=outcome.value)
            session.notify(notice)
        elif outcome.error is not None:
            session.notify(Notice.of_error(outcome.error))
        self.show()

    def _wanted(self) -> Place | None:
        """The picture to decode now: the choice, but during the analysis only where the user made it.

        The leader changes often at first, and the decoder is needed to find better ones.
        """
        session = self.session
        if session.chosen is None or (session.stage is Stage.ANALYSING and not session.chosen_by_hand):
            return None
        place = session.chosen.place
        known = place in self._pictures or place in self._unreadable or place == self._loading
        return None if known else place

    def _load_picture(self) -> None:
        place = self._wanted()
        if place is None:
            return
        self._loading = place
        self.runner.start(
            Lane.PICTURE,
            functools.partial(work.picture, core=self._core, paths=self.session.paths, place=place),
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
            self.session.notify(Notice.of_error(outcome.error))
        self.show()

    def _look(self) -> None:
        """Look at the picture where that is most urgent, instead of what is looked at now."""
        session = self.session
        looks = session.wanted_looks
        if not looks or self._looking_at == (looks[0].place, session.aspect):
            return
        frame, aspect = looks[0].frame, session.aspect
        self._looking_at = (frame.place, aspect)
        self.runner.start(
            Lane.LOOK,
            functools.partial(work.look, core=self._core, frame=frame, aspect=aspect, backend=session.backend),
            functools.partial(self._looked, frame.place, aspect),
        )

    def _looked(self, place: Place, aspect: Aspect, outcome: Outcome[Framing]) -> None:
        self._looking_at = None
        if outcome.value is not None:
            self.session.framed(place, aspect, outcome.value)
        elif outcome.error is not None:
            self.session.framed(place, aspect, None)
            self.session.notify(Notice.of_error(outcome.error))
        self._look()
        self.show()

    def _stop_looking(self) -> None:
        if self._looking_at is not None:
            self._looking_at = None
            self.runner.abandon(Lane.LOOK)


def _ignore(outcome: Outcome[None]) -> None:
    """A failed warm-up fails again, and is shown, when it matters."""
