"""How a source comes into the window: where it was left, or to be analysed, and asked for where it is gone."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.messages import Message
from app.store.sources import Located
from app.ui.background import stored
from app.ui.background.jobs import JobRunner, Lane
from app.ui.background.stored import Found, Taken
from app.ui.flow.keeper import Keeper
from app.ui.state.notices import Level, Notice
from app.ui.state.outcome import Outcome
from app.ui.state.session import Session


class Opener(QObject):
    """Takes up sessions; what was opened before something else came is dropped."""

    fresh = Signal()
    """There is nothing to go on with: the source is to be analysed."""

    restored = Signal()
    """The session is as it was left."""

    missing = Signal(object)
    """The sources (`tuple[Path, ...]`) that are no longer where they were; none when that is settled."""

    recent_changed = Signal(object)
    """What was opened lately: `tuple[Sources, ...]`, latest first."""

    def __init__(self, session: Session, runner: JobRunner, keeper: Keeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._keeper = keeper
        self._opening: tuple[Path, ...] = ()
        self._located: Located | None = None

    def open(self, paths: Sequence[Path]) -> None:
        """Open a source; what was open is saved and let go."""
        paths = tuple(path.absolute() for path in paths)
        self._runner.abandon(Lane.FIND)
        self._opening = paths
        self._settle(None)
        # First, since it saves what the session is about now.
        self._keeper.take(paths, functools.partial(self._taken, paths))
        self._session.open(paths)

    def locate(self, path: Path) -> None:
        """Take a file or folder that the user says is the missing source."""
        located = self._located
        if located is not None and located.gone:
            old = located.gone[0]
            self._runner.start(Lane.FIND, lambda _job: stored.find_at(located, old, path), self._found_again)

    def _taken(self, paths: tuple[Path, ...], taken: Taken) -> None:
        """The slot of what is opened was looked into."""
        if taken.recent:
            self.recent_changed.emit(taken.recent)
        if paths != self._opening:
            self._keeper.release(taken.slot)
            return
        self._keeper.hold(taken.slot)
        for notice in taken.notices:
            self._session.notify(notice)
        self._runner.start(Lane.FIND, lambda _job: stored.find(paths, taken.stored), self._found)

    def _found_again(self, outcome: Outcome[Found]) -> None:
        if outcome.error is not None:
            self._session.notify(Notice.of_error(outcome.error))
            self.missing.emit(self._located.gone if self._located is not None else ())
        else:
            self._found(outcome)

    def _found(self, outcome: Outcome[Found]) -> None:
        """It is known where the sources are."""
        found = outcome.value
        if found is None:
            return
        self._session.described(found.sources)
        if found.located is None:
            self.fresh.emit()
        else:
            self._reopen(found.located)

    def _reopen(self, located: Located) -> None:
        session, project = self._session, located.project
        if located.changed:
            session.notify(Notice(Level.WARNING, Message("changed_since"), located.changed[0]))
            session.keep_edits(project.edits)
            self.fresh.emit()
            return
        session.restore(project)
        self._settle(located)
        self.restored.emit()
        cut_off = project.analysis is None or not project.analysis.models
        if cut_off and not located.gone:
            # It was cut off: what was found by then is shown meanwhile, and what the user made stays.
            self.fresh.emit()

    def _settle(self, located: Located | None) -> None:
        self._located = located if located is not None and located.gone else None
        self.missing.emit(self._located.gone if self._located is not None else ())
