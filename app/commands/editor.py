"""The commands that change a cover: each is one step that can be undone, and carries the name that the menu shows."""

from __future__ import annotations

from collections.abc import Hashable

from app.commands.history import History
from app.domain.cover import Cover
from app.domain.edits import Decision, Edits, Shape
from app.domain.geometry import Box
from app.domain.look import NEUTRAL, Look
from app.domain.media import Place
from app.domain.title import Spot, Title


class Editor:
    """The edits of a session, and the way they came about; every command says whether it changed anything."""

    def __init__(self, edits: Edits) -> None:
        self.history: History[Edits] = History(edits)

    @property
    def edits(self) -> Edits:
        """The edits now."""
        return self.history.state

    def choose(self, cover: Cover) -> bool:
        """Make a candidate the cover."""
        return self.history.do(self.edits.choosing(cover), "choose")

    def use_frame(self, cover: Cover) -> bool:
        """Make a frame a candidate and the cover."""
        return self.history.do(self.edits.adding(cover), "add")

    def remove(self, place: Place) -> bool:
        """Take back a candidate that was added."""
        return self.history.do(self.edits.removing(place), "remove")

    def move_crop(self, cover: Cover, shape: Shape, box: Box) -> bool:
        """Move a crop; all moves until `end_step` are one step, for a drag as well as for the arrow keys.

        What a person works on is the choice, whatever is recommended from then on.
        """
        return self._crop(cover, shape, box, "move_crop")

    def resize_crop(self, cover: Cover, shape: Shape, box: Box) -> bool:
        """Make a crop larger or smaller; one step until `end_step`."""
        return self._crop(cover, shape, box, "resize_crop")

    def reset_crop(self, cover: Cover, shape: Shape) -> bool:
        """Go back to the recommended crop."""
        return self.history.do(self.edits.cropping(cover.place, shape, None), "reset_crop")

    def _crop(self, cover: Cover, shape: Shape, box: Box, label: str) -> bool:
        cropped = self.edits.choosing(cover).cropping(cover.place, shape, box)
        return self.history.do(cropped, label, (label, cover.place, shape))

    def adjust(self, cover: Cover, look: Look) -> bool:
        """Change the look of a cover; each of its numbers is one step until `end_step`, as the drag of a slider."""
        changed = look.changed(self.edits.look(cover.place))
        return self._look(cover, look, "adjust", ("adjust", cover.place, changed))

    def turn(self, cover: Cover, look: Look) -> bool:
        """Turn or mirror a cover."""
        return self._look(cover, look, "turn")

    def improve(self, cover: Cover, look: Look) -> bool:
        """Take the look that the program proposes."""
        return self._look(cover, look, "auto_look")

    def reset_look(self, cover: Cover) -> bool:
        """Go back to the picture as it is in the source."""
        return self._look(cover, NEUTRAL, "reset_look")

    def _look(self, cover: Cover, look: Look, label: str, key: Hashable | None = None) -> bool:
        adjusted = self.edits.choosing(cover).adjusting(cover.place, look, cover.frame.size)
        return self.history.do(adjusted, label, key)

    def write_title(self, title: Title) -> bool:
        """Put other words on the cover; typing is one step until `end_step`."""
        return self.history.do(self.edits.titling(title), "title", "title")

    def style_title(self, title: Title, part: str) -> bool:
        """Give the title another style; all that is done to one part of it is one step until `end_step`.

        Args:
            title: as it is from now on.
            part: of its style.
        """
        return self.history.do(self.edits.titling(title), "title_style", ("title_style", part))

    def take_template(self, title: Title) -> bool:
        """Make the title look like a template."""
        return self.history.do(self.edits.titling(title), "title_template")

    def move_title(self, shape: Shape, spot: Spot | None) -> bool:
        """Stand the title elsewhere in covers of a shape; one step until `end_step`, for the mouse and for keys."""
        return self.history.do(self.edits.standing(shape, spot), "title_move", ("title_move", shape))

    def place_title(self, shape: Shape) -> bool:
        """Let the title stand by itself in covers of a shape."""
        return self.history.do(self.edits.standing(shape, None), "title_place")

    def remove_title(self) -> bool:
        """Take the title off."""
        return self.history.do(self.edits.titling(None), "title_remove")

    def show_shape(self, shape: Shape) -> bool:
        """Show and edit another shape."""
        return self.history.do(self.edits.showing(shape), "shape")

    def keep_shape(self, shape: Shape) -> bool:
        """Want the cover in this shape too."""
        return self.history.do(self.edits.keeping(shape), "keep_shape")

    def drop_shape(self, shape: Shape) -> bool:
        """Want the cover in this shape no longer."""
        return self.history.do(self.edits.dropping(shape), "drop_shape")

    def write_note(self, note: str) -> bool:
        """Write another note; typing is one step until `end_step`."""
        return self.history.do(self.edits.noting(note), "note", "note")

    def accept(self, decision: Decision, cover: Cover) -> bool:
        """Take a cover as it is; what was decided on is the choice, whatever is recommended from then on."""
        return self.history.do(self.edits.choosing(cover).deciding(decision), "accept")

    def reject(self, decision: Decision) -> bool:
        """Take none."""
        return self.history.do(self.edits.deciding(decision), "reject")

    def reopen(self) -> bool:
        """Take the decision back, to look again."""
        return self.history.do(self.edits.deciding(None), "reopen")

    def end_step(self) -> None:
        """End a drag, or typing."""
        self.history.end_step()

    def undo(self) -> Edits:
        """Take the last step back."""
        return self.history.undo()

    def redo(self) -> Edits:
        """Bring back the step that was undone last."""
        return self.history.redo()
