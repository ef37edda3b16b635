"""What is to be set into covers: the title, and all that says where it stands and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.cover import Cover
from app.domain.edits import Shape
from app.domain.faces import Face
from app.domain.geometry import Box, Size
from app.domain.look import Look
from app.domain.media import Place
from app.domain.title import Spot, Title

if TYPE_CHECKING:
    from app.ui.state.session import Session


@dataclass(frozen=True, slots=True)
class Inscription:
    """A title that is to be set into a cover.

    Attributes:
        title: its words and its style.
        spot: where it was stood by hand; None lets it stand by itself.
        place: the frame that the cover is made of.
        shape: of the cover.
        crop: of the frame as it looks, in pixels at full resolution.
        look: what is done to the frame before it is cropped.
        source: size of the frame as it is in the source.
        faces: in pixels of the frame as it is in the source.
    """

    title: Title
    spot: Spot | None
    place: Place
    shape: Shape
    crop: Box
    look: Look
    source: Size
    faces: tuple[Face, ...]

    @property
    def key(self) -> tuple[Place, Shape]:
        """What it is set into."""
        return self.place, self.shape

    @property
    def frame(self) -> Size:
        """Size of the frame as it looks."""
        return self.look.size(self.source)


def inscriptions(session: Session) -> tuple[Inscription, ...]:
    """The titles that can be seen now, most urgent first: on the choice in all its shapes, then on the others.

    Without a title, and while covers are shown as they were before, there are none.
    """
    project = session.project_now
    chosen, title = project.chosen, session.edits.title
    if title is None or session.before:
        return ()
    wanted: list[tuple[Cover, Shape]] = []
    if chosen is not None:
        wanted = [(chosen, shape) for shape in session.edits.wanted]
    others = (cover for cover in session.offered if chosen is None or cover.place != chosen.place)
    wanted += [(cover, session.shape) for cover in others]
    return tuple(
        Inscription(
            title,
            session.edits.spot(shape),
            cover.place,
            shape,
            project.crop(cover, shape),
            session.edits.look(cover.place),
            cover.frame.size,
            cover.faces,
        )
        for cover, shape in wanted
    )
