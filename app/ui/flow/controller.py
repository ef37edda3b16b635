"""Between the session and the jobs: carries out commands, takes in results, says when to show the session anew."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.commands.editor import Editor
from app.domain import cropping
from app.domain.cover import Cover
from app.domain.edits import Edits, Shape, to_record
from app.domain.geometry import Aspect, Box
from app.domain.media import Place
from app.domain.messages import Message
from app.domain.project import Project
from app.domain.recommendation import Options
from app.store.autosave import Recoverable
from app.ui.background import stored, work, writing
from app.ui.background.jobs import JobRunner, Lane
from app.ui.background.pictures import Pyramid
from app.ui.flow.adjusting import Adjusting
from app.ui.flow.keeper import Keeper
from app.ui.flow.looker import Looker
from app.ui.flow.opener import Opener
from app.ui.flow.titling import Titling
from app.ui.state.notices import Level, Notice
from app.ui.state.outcome import Outcome
from app.ui.state.session import CANDIDATES, Session, Stage

if TYPE_CHECKING:
    from app.covers.framing import Framing

GROWTH = 1.05
"""Factor by which a key makes the crop larger or smaller."""

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
        self._accept_next = False
        self._offered: tuple[Recoverable, ...] = ()
        self._soon = QTimer(self, interval=_COALESCED_MS, singleShot=True)
        self._soon.timeout.connect(self.show)

    # Opening

    def open(self, paths: Sequence[Path]) -> None:
        """Open a source where it was left, or analyse it; what is analysed now is cancelled."""
        for lane in (Lane.ANALYSIS, Lane.USE, Lane.ACCEPT, Lane.AUTO_LOOK, Lane.EXPORT, Lane.EXPORT_PREVIEW):
            self.runner.abandon(lane)
        self.session.writing = False
        self._accept_next = False
        self.looker.forget()
        self.titling.forget()
        self.opener.open(paths)
        self._offer(tuple(other for other in self._offered if other.sources != self.session.paths))
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
        before = self.session.edits
        change(self.session.editor)
        self._edited_since(before)
        self.show()

    def _edited_since(self, before: Edits) -> bool:
        """Keep what the user did, and store what was decided; whether anything was."""
        session = self.session
        after = session.edits
        if before == after:
            return False
        decision = to_record(before.decision, after.decision, _now())
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

    def move_crop(self, box: Box) -> None:
        """The crop of the choice is moved; until `end_step` all is one step."""
        self._crop(box, Editor.move_crop)

    def resize_crop(self, box: Box) -> None:
        """The crop of the choice is made larger or smaller; until `end_step` all is one step."""
        self._crop(box, Editor.resize_crop)

    def _crop(self, box: Box, command: Callable[[Editor, Cover, Shape, Box], bool]) -> None:
        chosen, before = self.session.chosen, self.session.edits
        if chosen is not None and box != self.session.crop_of(chosen):
            command(self.session.editor, chosen, self.session.shape, box)
            if self._edited_since(before):
                self.show_soon()

    def _adjust(self, change: Callable[[Editor], object]) -> None:
        """Carry out a command that a hand gives sixty times a second: the picture at once, the rest soon."""
        before = self.session.edits
        change(self.session.editor)
        if self._edited_since(before):
            self.looker.develop()
            self.show_soon()

    def end_step(self) -> None:
        """The hand let go of the crop, or left the note."""
        self.session.editor.end_step()
        self.show()

    def nudge(self, across: int, down: int) -> None:
        """Move the crop by pixels of the picture."""
        chosen = self.session.chosen
        if chosen is not None:
            self.move_crop(cropping.moved(self.session.crop_of(chosen), across, down, self.session.size_of(chosen)))
            self.show()

    def grow(self, factor: float) -> None:
        """Make the crop larger or smaller about its middle."""
        chosen, aspect = self.session.chosen, self.session.aspect
        if chosen is not None:
            size = self.session.size_of(chosen)
            self.resize_crop(cropping.grown(self.session.crop_of(chosen), factor, aspect, size))
            self.show()

    def reset_crop(self) -> None:
        """Go back to the recommended crop."""
        chosen = self.session.chosen
        if chosen is not None:
            self._do(lambda editor: editor.reset_crop(chosen, self.session.shape))

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
            if self._accept_next:
                self.accept()
        elif outcome.error is not None:
            session.notify(Notice.of_error(outcome.error))
        self._accept_next = False
        self.show()

    # Deciding

    def reject(self) -> None:
        """Take none of the candidates, and look for no more."""
        session = self.session
        if session.stage is Stage.ANALYSING:
            self.runner.abandon(Lane.ANALYSIS)
            session.stage = Stage.CANCELLED
        session.looked_up = None
        self.left.emit()
        self._do(lambda editor: editor.reject(session.project.rejected(_now())))

    def accept(self) -> None:
        """Write the choice, or the frame that is shown, as a cover in every shape that is wanted."""
        session = self.session
        if session.free_frame is not None:
            self._accept_next = True
            self.use_frame()
            return
        project = session.project
        cover = project.chosen
        if cover is None or session.writing:
            return
        session.writing = True
        write = functools.partial(
            writing.accept,
            core=self.core,
            project=project,
            cover=cover,
            named_after=session.file_of(cover.place),
            folder=session.folder,
        )
        self.runner.start(Lane.ACCEPT, write, functools.partial(self._accepted, project, cover))
        self.show()

    def _accepted(self, project: Project, cover: Cover, outcome: Outcome[Mapping[Shape, Path]]) -> None:
        session = self.session
        session.writing = False
        if outcome.value is not None:
            self._decided(project, cover, outcome.value)
            session.written = next(iter(outcome.value.values()))
            session.notify(saved_notice(list(outcome.value.values())))
        elif outcome.error is not None:
            session.notify(Notice.of_error(outcome.error))
        self.show()

    def exported(self, project: Project, cover: Cover, files: Mapping[Shape, Path]) -> None:
        """Covers were written with choices of their own, which decides as accepting does."""
        self.session.written = next(iter(files.values()))
        self._decided(project, cover, files)

    def _decided(self, project: Project, cover: Cover, files: Mapping[Shape, Path]) -> None:
        """Keep a decision; where the user went on meanwhile, it is about what was written and not about what is now."""
        decision = replace(project.accepted(_now(), files), title=project.edits.title)
        if project.edits == self.session.edits:
            self._do(lambda editor: editor.accept(decision, cover))
        elif project.analysis is not None:
            self.keeper.record(project, decision)

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
        self._offered = sessions
        self.recoverable.emit(sessions)

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


def _now() -> datetime:
    return datetime.now(UTC)


def saved_notice(files: Sequence[Path]) -> Notice:
    """What tells that covers were saved."""
    first = files[0]
    if len(files) == 1:
        return Notice(Level.SUCCESS, Message("written", {"path": str(first)}), written=first)
    names = ", ".join(file.name for file in files)
    return Notice(Level.SUCCESS, Message("written_all", {"folder": str(first.parent), "names": names}), written=first)


def _ignore(outcome: Outcome[None]) -> None:
    """A failed warm-up fails again, and is shown, when it matters."""
