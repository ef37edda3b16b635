"""What the user decides: to take a cover, which is written then, or none."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.cover import Cover
from app.domain.edits import Shape
from app.domain.messages import Message
from app.domain.project import Project
from app.ui.background import work, writing
from app.ui.background.jobs import JobRunner, Lane
from app.ui.flow.keeper import Keeper
from app.ui.state.notices import Level, Notice
from app.ui.state.outcome import Outcome
from app.ui.state.session import Session, Stage


class Deciding(QObject):
    """Has covers written, and turns what is decided into commands."""

    wanted = Signal(object)
    """A command is to be carried out: a callable that takes the `Editor`."""

    frame_wanted = Signal()
    """The frame that is shown is to become a candidate and the choice first; `frame_used` tells the end of it."""

    left = Signal()
    """No other frame is shown any longer."""

    changed = Signal()
    """The session is to be shown anew, though no command was given."""

    def __init__(
        self, session: Session, runner: JobRunner, core: work.Core, keeper: Keeper, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._core = core
        self._keeper = keeper
        self._accept_next = False

    def forget(self) -> None:
        """Another source is open."""
        self._runner.abandon(Lane.ACCEPT)
        self._session.writing = False
        self._accept_next = False

    def reject(self) -> None:
        """Take none of the candidates, and look for no more."""
        session = self._session
        if session.analysing:
            self._runner.abandon(Lane.ANALYSIS)
            session.stage = Stage.CANCELLED
        session.looked_up = None
        self.left.emit()
        self.wanted.emit(lambda editor: editor.reject(session.project.rejected(datetime.now(UTC))))

    def accept(self) -> None:
        """Write the choice, or the frame that is shown, as a cover in every shape that is wanted."""
        session = self._session
        if session.free_frame is not None:
            self._accept_next = True
            self.frame_wanted.emit()
            return
        project = session.project
        cover = project.chosen
        if cover is None or session.writing:
            return
        session.writing = True
        write = functools.partial(
            writing.accept,
            core=self._core,
            project=project,
            cover=cover,
            named_after=session.file_of(cover.place),
            folder=session.folder,
        )
        self._runner.start(Lane.ACCEPT, write, functools.partial(self._accepted, project, cover))
        self.changed.emit()

    def frame_used(self, used: bool) -> None:
        """The frame that was shown is the choice now, or it cannot be used."""
        if used and self._accept_next:
            self.accept()
        self._accept_next = False

    def _accepted(self, project: Project, cover: Cover, outcome: Outcome[Mapping[Shape, Path]]) -> None:
        session = self._session
        session.writing = False
        if outcome.value is not None:
            self.written(project, cover, outcome.value)
            session.notify(saved_notice(list(outcome.value.values())))
        elif outcome.error is not None:
            session.notify(Notice.of_error(outcome.error))
        self.changed.emit()

    def written(self, project: Project, cover: Cover, files: Mapping[Shape, Path]) -> None:
        """Covers were written, with choices of their own or without; that decides.

        Where the user went on meanwhile, the decision is about what was written and not about what is now.
        """
        self._session.written = next(iter(files.values()))
        decision = project.accepted(datetime.now(UTC), files)
        if project.edits == self._session.edits:
            self.wanted.emit(lambda editor: editor.accept(decision, cover))
        elif project.analysis is not None:
            self._keeper.record(project, decision)


def saved_notice(files: Sequence[Path]) -> Notice:
    """What tells that covers were saved."""
    first = files[0]
    if len(files) == 1:
        return Notice(Level.SUCCESS, Message("written", {"path": str(first)}), written=first)
    names = ", ".join(file.name for file in files)
    return Notice(Level.SUCCESS, Message("written_all", {"folder": str(first.parent), "names": names}), written=first)
