"""What the user does to the look of the choice, as commands that can be undone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.commands.editor import Editor
from app.domain.cover import Cover
from app.domain.look import Look
from app.ui.background import work
from app.ui.background.jobs import JobRunner, Lane
from app.ui.state.notices import Notice
from app.ui.state.outcome import Outcome
from app.ui.state.session import Improved, Session

if TYPE_CHECKING:
    from app.covers.auto_look import AutoLook


class Adjusting(QObject):
    """Turns what the hand does into commands, and has a look improved; without a choice nothing happens."""

    wanted = Signal(object)
    """A command is to be carried out: a callable that takes the `Editor`."""

    moved = Signal(object)
    """The same of a hand that moves; all is one step until the step is ended."""

    changed = Signal()
    """The session is to be shown anew, though no command was given."""

    def __init__(self, session: Session, runner: JobRunner, core: work.Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._core = core

    def adjust(self, look: Look) -> None:
        """The look of the choice is changed; for each of its numbers all is one step until the step is ended."""
        chosen = self._session.chosen
        if chosen is not None:
            self.moved.emit(lambda editor: editor.adjust(chosen, look))

    def turn(self, quarters: int) -> None:
        """Turn the choice by quarters, clockwise."""
        self._change(lambda look: look.turned_on(quarters))

    def mirror(self) -> None:
        """Mirror the choice."""
        self._change(Look.mirrored)

    def reset(self) -> None:
        """Show the choice as it is in the source."""
        chosen = self._session.chosen
        if chosen is not None:
            self.wanted.emit(lambda editor: editor.reset_look(chosen))

    def _change(self, change: Callable[[Look], Look]) -> None:
        chosen, look = self._session.chosen, self._session.look
        if chosen is not None and look is not None:
            self.wanted.emit(lambda editor: editor.turn(chosen, change(look)))

    def improve(self) -> None:
        """Find the light and colour that the choice gains most by, and give them to it."""
        session = self._session
        chosen, look = session.chosen, session.look
        if chosen is None or look is None:
            return
        session.improved = Improved(chosen.place, look)
        find = functools.partial(
            work.auto_look, core=self._core, frame=chosen.frame, look=look, backend=session.backend
        )
        self._runner.start(Lane.AUTO_LOOK, find, functools.partial(self._improved, chosen, look))
        self.changed.emit()

    def _improved(self, cover: Cover, look: Look, outcome: Outcome[AutoLook]) -> None:
        session = self._session
        # Whoever changed the look meanwhile, or chose another cover, has decided otherwise.
        waiting = session.improved is not None
        session.improved = None
        if outcome.error is not None:
            session.notify(Notice.of_error(outcome.error))
        elif outcome.value is not None and waiting:
            found = outcome.value
            if found.look != look:
                self.wanted.emit(functools.partial(Editor.improve, cover=cover, look=found.look))
            session.improved = Improved(cover.place, found.look, found.gain)
        self.changed.emit()

    def show_before(self, before: bool) -> None:
        """Show covers without what was done to their light and colour, or with it again."""
        if before != self._session.before:
            self._session.before = before
            self.changed.emit()
