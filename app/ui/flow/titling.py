"""What the user does to the title, as commands that can be undone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.title import LONGEST, Spot, Style, Title
from app.ui.flow.typesetter import Typesetter
from app.ui.state.session import Session

PAUSE_MS = 1500
"""Who does not type for so long begins a step of its own."""

STEP = 0.01
"""Share of the cover that a key moves the title by."""


class Titling(QObject):
    """Turns what is typed, chosen and dragged into commands; keeps the style for when a title is written anew."""

    wanted = Signal(object)
    """A command is to be carried out: a callable that takes the `Editor`."""

    moved = Signal(object)
    """The same of a hand that types or moves; all is one step until the step is ended."""

    ended = Signal()
    """The step is over."""

    def __init__(self, session: Session, typesetter: Typesetter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._typesetter = typesetter
        self._usual = self._kept = Title("")
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.ended)

    @property
    def title(self) -> Title:
        """The title of the cover; where there is none, one without words in the style that was chosen last."""
        title = self._session.edits.title
        if title is not None:
            self._kept = replace(title, text="")
            return title
        return self._kept

    def stop(self) -> None:
        """Begin nothing more."""
        self._pause.stop()

    def write(self, text: str) -> None:
        """Put other words on the cover; none take the title off, and its style stays for the next."""
        title = replace(self.title, text=text[:LONGEST])
        self.moved.emit(lambda editor: editor.write_title(title))
        self._pause.start()

    def end(self) -> None:
        """The field was left, or the slider let go of."""
        self._pause.stop()
        self.ended.emit()

    def style(self, style: Style, part: str) -> None:
        """Give the title another style.

        Args:
            style: as it is from now on.
            part: the name of what is another one; all that is done to it is one step until the step is ended.
        """
        # It is no longer what the template says.
        self._give(replace(self.title, style=style, template=""), part)

    def _give(self, title: Title, part: str) -> None:
        if title.empty:
            self._kept = title
            self.moved.emit(lambda _editor: None)
        else:
            self.moved.emit(lambda editor: editor.style_title(title, part))

    def take_template(self, template: str, style: Style) -> None:
        """Make the title look like a template."""
        title = replace(self.title, style=style, template=template)
        if title.empty:
            self._kept = title
            self.wanted.emit(lambda _editor: None)
        else:
            self.wanted.emit(lambda editor: editor.take_template(title))

    def begin_as(self, template: str, style: Style) -> None:
        """What titles look like until something else is chosen."""
        usual, self._usual = self._usual, Title("", style, template)
        if self._kept == usual:
            self._kept = self._usual

    def stand(self, spot: Spot | None) -> None:
        """Stand the title elsewhere in the shape that is shown; all is one step until the step is ended.

        None, where a drag is broken off, lets it stand by itself again.
        """
        shape = self._session.shape
        self.moved.emit(lambda editor: editor.move_title(shape, spot))

    def nudge(self, across: int, down: int) -> None:
        """Move the title by steps from where it stands now, as far as it may go."""
        chosen = self._session.chosen
        words = self._typesetter.words(chosen.place) if chosen is not None else None
        if words is None:
            return
        shape = self._session.shape
        at = self._session.edits.spot(shape) or words.spot
        # Past a face it goes in one step.
        for far in (1, 2, 4, 8, 16, 32, 64):
            spot = words.at(Spot(_within(at.x + far * across * STEP), _within(at.y + far * down * STEP)))
            if (spot.x - at.x) * across > 0 or (spot.y - at.y) * down > 0:
                self.stand(spot)
                return

    def place(self) -> None:
        """Let the title stand by itself in the shape that is shown."""
        shape = self._session.shape
        self.wanted.emit(lambda editor: editor.place_title(shape))

    def remove(self) -> None:
        """Take the title off; its style stays for the next."""
        self._kept = replace(self.title, text="")
        self.wanted.emit(lambda editor: editor.remove_title())

    def forget(self) -> None:
        """Another source is open."""
        self.stop()
        self._kept = self._usual


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)
