"""Between the session and the jobs: carries out commands, takes in results, says when to show the session anew."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.commands.editor import Editor
from app.domain.cover import Cover
from app.domain.edits import Shape, to_record
from app.domain.geometry import Aspect
from app.domain.media import Place
from app.domain.recommendation import Options
from app.store.autosave import Recoverable
from app.store.settings import STANDARD_SHAPES
from app.ui.background import stored, work
from app.ui.background.jobs import JobRunner, Lane
from app.ui.background.pictures import Pyramid
from app.ui.flow.adjusting import Adjusting
from app.ui.flow.cropping import Cropping
from app.ui.flow.deciding import Deciding
from app.ui.flow.keeper import Keeper
from app.ui.flow.looker import Looker
from app.ui.flow.opener import Opener
from app.ui.flow.titling import Titling
from app.ui.state.candidates import CANDIDATES
from app.ui.state.notices import Notice
from app.ui.state.outcome import Outcome
from app.ui.state.session import Session, Stage

if TYPE_CHECKING:
    from app.covers.framing import Framing

_COALESCED_MS = 25
"""While the hand moves, what follows from it is shown this often."""


class Controller(QObject):
    """Owns the session and the jobs."""

    changed = Signal()
    """The session is to be shown anew."""

    opened = Signal()
    """Another source is open, or none; what was shown of the one before is to be forgotten."""

    moved = Signal()
    """The user is on the way through the video, and only the frame that is shown is another one."""

    left = Signal()
    """The choice is shown again, and no other frame."""

    recoverable = Signal(object)
    """Sessions that were not closed: `tuple[Recoverable, ...]`, latest first."""

    def __init__(self, session: Session, core: work.Core = work.CORE, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.runner = JobRunner(self)
        self.core = core
        self.keeper = Keeper(self.runner, self)
        self.keeper.told.connect(self.notify)
        self.looker = Looker(session, self.runner, core, self)
        self.looker.found.connect(self.show)
        self.opener = Opener(session, self.runner, self.keeper, self)
        self.opener.fresh.connect(self._analyse)
        self.opener.restored.connect(self._restored)
        self.opener.missing.connect(self.show)
        self.adjusting = Adjusting(session, self.runner, core, self)
        self.adjusting.wanted.connect(self._do)
        self.adjusting.moved.connect(self._adjust)
        self.adjusting.changed.connect(self.show)
        self.titling = Titling(session, self.looker.typesetter, self)
        self.titling.wanted.connect(self._do)
        self.titling.moved.connect(self._adjust)
        self.titling.ended.connect(self.end_step)
        self.cropping = Cropping(session, self)
        self.cropping.wanted.connect(self._do)
        self.cropping.moved.connect(self._follow)
        self.cropping.changed.connect(self.show)
        self.deciding = Deciding(session, self.runner, core, self.keeper, self)
        self.deciding.wanted.connect(self._do)
        self.deciding.frame_wanted.connect(self.use_frame)
        self.deciding.left.connect(self.left)
        self.deciding.changed.connect(self.show)
        self._offered: tuple[Recoverable, ...] = ()
        self._soon = QTimer(self, interval=_COALESCED_MS, singleShot=True)
        self._soon.timeout.connect(self.show)

    # Opening

    def open(self, paths: Sequence[Path]) -> None:
        """Open a source where it was left, or analyse it; what is analysed now is cancelled."""
        for lane in (Lane.ANALYSIS, Lane.USE, Lane.AUTO_LOOK, Lane.EXPORT, Lane.EXPORT_PREVIEW):
            self.runner.abandon(lane)
        self.deciding.forget()
        self.looker.forget()
        self.titling.forget()
        self.opener.open(paths)
        self._offer(self._offered)
        self.opened.emit()
        self.show()

    def _restored(self) -> None:
        self.looker.forget()  # what could not be read may be there now
        self.keeper.save_soon(lambda: self.session.project)
        self.opened.emit()
        self.show()

    def _analyse(self) -> None:
        session = self.session
        session.analyse()
        options = Options(session.aspect, CANDIDATES, session.budget, session.backend)
        self.runner.start(
            Lane.ANALYSIS,
            functools.partial(work.analyse, core=self.core, paths=session.paths, options=options),
            self._analysis_ended,
            self._reported,
        )
        self.show()

    def analyse_again(self) -> None:
        """Analyse the open source anew; what the user made of it stays, but for the decision."""
        if self.session.paths and self.session.stage is not Stage.OPENING:
            self.looker.forget()
            self._do(Editor.reopen)
            self._analyse()

    def cancel(self) -> None:
        """Stop the analysis, and what it found stays; or go back to the choice."""
        if self.session.stage is Stage.ANALYSING:
            self.runner.cancel(Lane.ANALYSIS)
        else:
            self.leave_frame()

    # Editing

    def _do(self, change: Callable[[Editor], object]) -> None:
        """Carry out a command, and keep what follows from it."""
        self._edit(change)
        self.show()

    def _follow(self, change: Callable[[Editor], object]) -> None:
        """Carry out a command that a hand gives sixty times a second, and show soon what follows from it."""
        if self._edit(change):
            self.show_soon()

    def _adjust(self, change: Callable[[Editor], object]) -> None:
        """The same where the picture itself becomes another one, which is shown at once."""
        if self._edit(change):
            self.looker.develop()
            self.show_soon()

    def _edit(self, change: Callable[[Editor], object]) -> bool:
        """Carry out a command, keep what the user did, and store what was decided; whether anything is another now."""
        session = self.session
        before = session.edits
        change(session.editor)
        after = session.edits
        if before == after:
            return False
        decision = to_record(before.decision, after.decision, datetime.now(UTC))
        if decision is not None and session.recommendation is not None:
            self.keeper.record(session.project, decision)
        self.keeper.save_soon(lambda: session.project)
        return True

    def choose(self, number: int) -> None:
        """Make a candidate the choice, by its number among those shown."""
        self.left.emit()
        self._do(lambda _editor: self.session.choose(number))

    def remove(self, place: Place) -> None:
        """Take back a candidate that the user added."""
        self._do(lambda editor: editor.remove(place))

    def set_shape(self, shape: Shape) -> None:
        """Show the candidates in another shape."""
        self._do(lambda editor: editor.show_shape(shape))

    def step_shape(self, count: int) -> None:
        """Show the next of the standard shapes and those kept, or the one before; after the last comes the first."""
        now = self.session.shape
        shapes = list(dict.fromkeys((*map(Shape, STANDARD_SHAPES), *self.session.edits.kept)))
        # From any other the way leads to the first, or back to the last.
        number = shapes.index(now) if now in shapes else min(-count, 0)
        self.set_shape(shapes[(number + count) % len(shapes)])

    def keep_shape(self, shape: Shape) -> None:
        """Want the cover in a shape too."""
        self._do(lambda editor: editor.keep_shape(shape))

    def drop_shape(self, shape: Shape) -> None:
        """Want the cover in a shape no longer."""
        self._do(lambda editor: editor.drop_shape(shape))

    def toggle_kept(self) -> None:
        """Want the cover in the shape that is shown also when another one is shown, or no longer."""
        session = self.session
        (self.drop_shape if session.shape in session.edits.kept else self.keep_shape)(session.shape)

    def end_step(self) -> None:
        """The hand let go of the crop, or left the note."""
        self.session.editor.end_step()
        self.show()

    def write_note(self, note: str) -> None:
        """Write another note; typing is one step until `end_step`."""
        if self.session.editor.write_note(note):
            self.keeper.save_soon(lambda: self.session.project)
            self.show_soon()

    def undo(self) -> None:
        """Take the last step back."""
        self._do(Editor.undo)

    def redo(self) -> None:
        """Bring back the step that was undone last."""
        self._do(Editor.redo)

    # Frames that the user goes to

    def look_up(self, place: Place, *, moving: bool) -> None:
        """Show a frame of the source.

        Args:
            place: the frame.
            moving: whether the user is on the way to another one.
        """
        session = self.session
        on_the_way = moving and session.moving and session.looked_up is not None
        session.looked_up, session.moving = place, moving
        if on_the_way:
            self.moved.emit()
        else:
            self.show()

    def leave_frame(self) -> None:
        """Show the choice again."""
        self.session.looked_up, self.session.moving = None, False
        self.left.emit()
        self.show()

    def load_thumbs(self) -> None:
        """Get the pictures of the set, small."""
        job = functools.partial(work.thumbs, core=self.core, paths=self.session.paths)
        self.runner.start(Lane.STRIP, job, _ignore, self._reported)

    def use_frame(self) -> None:
        """Make the frame that is shown a candidate, and the choice."""
        session = self.session
        place = session.looked_up
        if place is None or session.using:
            return
        for number, candidate in enumerate(session.candidates, 1):
            if candidate.cover.place == place:
                self.choose(number)
                return
        session.using = True
        aspect = session.aspect
        self.runner.start(
            Lane.USE,
            functools.partial(
                work.judge, core=self.core, paths=session.paths, place=place, aspect=aspect, backend=session.backend
            ),
            functools.partial(self._judged, aspect),
        )
        self.show()

    def _judged(self, aspect: Aspect, outcome: Outcome[tuple[Cover, Framing]]) -> None:
        session = self.session
        session.using = False
        if outcome.value is not None:
            cover, framing = outcome.value
            session.framed(cover.place, aspect, framing)
            if session.looked_up == cover.place:
                session.looked_up = None
                self.left.emit()
            self._do(lambda editor: editor.use_frame(cover))
        elif outcome.error is not None:
            session.notify(Notice.of_error(outcome.error))
        self.deciding.frame_used(outcome.value is not None)
        self.show()

    # The window

    def notify(self, notice: Notice) -> None:
        """Show a notice."""
        self.session.notify(notice)
        self.show()

    def dismiss(self, notice: Notice) -> None:
        """Remove a notice."""
        self.session.dismiss(notice)
        self.show()

    def begin(self) -> None:
        """Look for what can be offered to the user."""

        def begun(outcome: Outcome[stored.Beginning]) -> None:
            if outcome.value is not None:
                self.opener.recent_changed.emit(outcome.value.recent)
                self._offer(outcome.value.recoverable)

        self.keeper.begin(begun)

    def dismiss_recovery(self, session: Recoverable) -> None:
        """Offer a session that was not closed no longer."""
        self.keeper.dismiss(session)
        self._offer(tuple(other for other in self._offered if other != session))

    def _offer(self, sessions: tuple[Recoverable, ...]) -> None:
        # What is open is not offered.
        self._offered = tuple(other for other in sessions if other.sources != self.session.paths)
        self.recoverable.emit(self._offered)

    def warm_up(self) -> None:
        """Prepare for the first analysis."""
        load = functools.partial(work.warm_up, backend=self.session.backend)
        self.runner.start(Lane.WARM_UP, load, _ignore, self._reported)

    def shutdown(self) -> bool:
        """End all jobs and keep what is to be kept; whether the jobs ended in time."""
        self._soon.stop()
        self.looker.stop()
        self.titling.stop()
        ended = self.runner.shutdown()
        self.keeper.close()
        return ended

    def sharp_picture(self) -> Pyramid | None:
        """What is shown at full resolution, once it is decoded."""
        session = self.session
        place = session.looked_up or (session.chosen.place if session.chosen is not None else None)
        return self.looker.picture(place) if place is not None else None

    def show(self) -> None:
        """Have the session shown anew, and get what it takes to show it in full."""
        self._soon.stop()
        self.changed.emit()
        self.looker.look()

    def show_soon(self) -> None:
        """The same, but not for every move of a hand."""
        if not self._soon.isActive():
            self._soon.start()

    # Results

    def _reported(self, items: list[object]) -> None:
        for item in items:
            self.session.apply(item)
        self.show()

    def _analysis_ended(self, outcome: Outcome[None]) -> None:
        self.session.analysis_ended(outcome)
        self.keeper.save_soon(lambda: self.session.project)
        self.show()


def _ignore(outcome: Outcome[None]) -> None:
    """A failed warm-up fails again, and is shown, when it matters."""
