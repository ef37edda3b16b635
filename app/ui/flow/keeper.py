"""Keeps the session of what is open, and the decisions on it, without anybody having to save."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.edits import Decision
from app.domain.messages import Message
from app.domain.project import Project
from app.store.autosave import Autosave, Recoverable, dismiss
from app.ui.background import stored
from app.ui.background.jobs import JobRunner, Lane
from app.ui.background.stored import Decisions, Taken
from app.ui.state.notices import Level, Notice
from app.ui.state.outcome import Outcome

_logger = logging.getLogger(__name__)

PAUSE_MS = 700
"""Changes are saved this long after the last one, and at most `LONGEST_MS` after the first that is not saved."""

LONGEST_MS = 3000

CLOSING_SECONDS = 5.0
"""How long closing waits for a disk."""


@dataclass(slots=True)
class _Task:
    """Something to be done with the disk.

    Attributes:
        work: what, in a background thread.
        on_end: what is done with its outcome, in the window's thread.
        undo: what is done with its value if the window was closed before `on_end`; None for nothing.
        last: whether it is to be done even when the window closes.
        done: whether it was done.
        value: what came out of it.
    """

    work: Callable[[], Any]
    on_end: Callable[[Outcome[Any]], None]
    undo: Callable[[Any], None] | None = None
    last: bool = True
    done: bool = False
    value: Any = None

    def run(self) -> Any:
        """Do it."""
        try:
            self.value = self.work()
        finally:
            self.done = True
        return self.value

    def finish(self) -> None:
        """Do it, or undo it, as the window is closed."""
        if not self.done and self.last:
            self.run()
        elif self.done and self.undo is not None and self.value is not None:
            self.undo(self.value)


class Keeper(QObject):
    """Does everything with the disk in the order in which it was asked for, in the background, one after the other."""

    told = Signal(object)
    """A notice for the user."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._tasks: deque[_Task] = deque()
        self._busy = False
        self._slot: Autosave | None = None
        self._decisions = Decisions()
        self._project: Callable[[], Project] | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.save)
        self._longest = QTimer(self, interval=LONGEST_MS, singleShot=True)
        self._longest.timeout.connect(self.save)

    @property
    def keeps(self) -> bool:
        """Whether the session of what is open is kept."""
        return self._slot is not None

    def begin(self, on_end: Callable[[Outcome[stored.Beginning]], None]) -> None:
        """Look for what can be offered."""
        self._do(_Task(stored.begin, on_end, last=False))

    def dismiss(self, session: Recoverable) -> None:
        """Offer a session for recovery no longer."""
        self._do(_Task(lambda: dismiss(session), self._saved))

    def take(self, paths: Sequence[Path], on_end: Callable[[Taken], None]) -> None:
        """Let go of the slot of what was open, and take that of what is opened; `on_end` gets what was in it.

        If something else was opened meanwhile, `on_end` is called all the same.
        """
        self.let_go()

        def taken(outcome: Outcome[Taken]) -> None:
            found = outcome.value or Taken(None, None, (), ())
            on_end(found)

        self._do(_Task(lambda: stored.take(paths), taken, undo=_close, last=False))

    def hold(self, slot: Autosave | None) -> None:
        """Save into this slot from now on."""
        self._slot = slot

    def release(self, slot: Autosave | None) -> None:
        """Close a slot that is not wanted any more."""
        if slot is not None:
            self._do(_Task(slot.close, _ignore))

    def let_go(self) -> None:
        """Save what is not saved, and close the slot."""
        self.save()
        slot, self._slot = self._slot, None
        self.release(slot)

    def save_soon(self, project: Callable[[], Project]) -> None:
        """Save when the user pauses; `project` is asked then, at the latest when the slot is let go."""
        if self._slot is None:
            return
        self._project = project
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def save(self) -> None:
        """Save now what is to be saved."""
        self._pause.stop()
        self._longest.stop()
        asked, self._project = self._project, None
        slot = self._slot
        if asked is None or slot is None:
            return
        project = asked()
        self._do(_Task(lambda: slot.save(project), self._saved))

    def record(self, project: Project, decision: Decision) -> None:
        """Store a decision."""
        self._do(_Task(lambda: self._decisions.record(project, decision), self._recorded))

    def close(self) -> None:
        """Save and store what is left, and close the slot; no job may run any more."""
        self._busy = True  # no job is to be started
        self.let_go()
        left: list[Callable[[], object]] = [task.finish for task in self._tasks]
        self._tasks.clear()
        if self._decisions.left:
            left.append(self._decisions.record_left)
        if not left:
            return
        # A thread of its own, since a dead disk must not hold the window; and not one that the process waits for.
        thread = threading.Thread(target=_do_all, args=(left,), daemon=True)
        thread.start()
        thread.join(CLOSING_SECONDS)
        if thread.is_alive():
            _logger.error("the session could not be saved in time")

    def _do(self, task: _Task) -> None:
        self._tasks.append(task)
        self._next()

    def _next(self) -> None:
        if self._busy or not self._tasks:
            return
        self._busy = True
        task = self._tasks[0]

        def ended(outcome: Outcome[Any]) -> None:
            self._busy = False
            self._tasks.popleft()
            task.on_end(outcome)
            self._next()

        self._runner.start(Lane.KEEP, lambda _job: task.run(), ended)

    def _saved(self, outcome: Outcome[None]) -> None:
        if outcome.error is not None:
            self.told.emit(Notice.of_error(outcome.error))

    def _recorded(self, outcome: Outcome[Message | None]) -> None:
        if outcome.error is not None:
            self.told.emit(Notice.of_error(outcome.error))
        elif outcome.value is not None:
            self.told.emit(Notice(Level.WARNING, outcome.value))


def _ignore(_outcome: Outcome[None]) -> None:
    """Closing a slot cannot fail in a way that matters to the user."""


def _close(taken: Taken) -> None:
    """Close a slot that came too late."""
    if taken.slot is not None:
        taken.slot.close()


def _do_all(tasks: Sequence[Callable[[], object]]) -> None:
    """Do what is left; what fails is in the log, since there is no window to say it in."""
    for task in tasks:
        try:
            task()
        except Exception:
            _logger.exception("something could not be kept")
