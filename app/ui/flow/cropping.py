"""What the user does to the crop of the choice, as commands that can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.commands.editor import Editor
from app.domain import cropping
from app.domain.cover import Cover
from app.domain.edits import Shape
from app.domain.geometry import Box
from app.ui.state.session import Session

GROWTH = 1.05
"""Factor by which a key makes the crop larger or smaller."""


class Cropping(QObject):
    """Turns what the hand does into commands; without a choice nothing happens."""

    wanted = Signal(object)
    """A command is to be carried out: a callable that takes the `Editor`."""

    moved = Signal(object)
    """The same of a hand that moves; all is one step until the step is ended."""

    changed = Signal()
    """The session is to be shown anew at once."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def move(self, box: Box) -> None:
        """The crop is moved; all is one step until the step is ended."""
        self._place(box, Editor.move_crop)

    def resize(self, box: Box) -> None:
        """The crop is made larger or smaller; all is one step until the step is ended."""
        self._place(box, Editor.resize_crop)

    def _place(self, box: Box, command: Callable[[Editor, Cover, Shape, Box], bool]) -> None:
        session, chosen = self._session, self._session.chosen
        if chosen is not None and box != session.crop_of(chosen):
            self.moved.emit(lambda editor: command(editor, chosen, session.shape, box))

    def nudge(self, across: int, down: int) -> None:
        """Move the crop by pixels of the picture."""
        session, chosen = self._session, self._session.chosen
        if chosen is not None:
            self.move(cropping.moved(session.crop_of(chosen), across, down, session.size_of(chosen)))
            self.changed.emit()

    def grow(self, factor: float) -> None:
        """Make the crop larger or smaller about its middle."""
        session, chosen = self._session, self._session.chosen
        if chosen is not None:
            self.resize(cropping.grown(session.crop_of(chosen), factor, session.aspect, session.size_of(chosen)))
            self.changed.emit()

    def reset(self) -> None:
        """Go back to the recommended crop."""
        session, chosen = self._session, self._session.chosen
        if chosen is not None:
            self.wanted.emit(lambda editor: editor.reset_crop(chosen, session.shape))
