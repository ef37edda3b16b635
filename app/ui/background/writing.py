"""Making and writing covers with all that was done to them; everything here runs in a background thread."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.cover import Cover
from app.domain.edits import Shape
from app.domain.geometry import Box, Size
from app.domain.media import Image
from app.domain.platforms import Platforms, load_platforms
from app.domain.project import Project
from app.domain.wanted import Wanted
from app.ui.background.work import Core, Listener

if TYPE_CHECKING:
    from app.export.covers import PutOn


@functools.cache
def platforms() -> Platforms:
    """What the platforms want and hide, read once."""
    return load_platforms()


def frame(core: Core, project: Project, cover: Cover) -> Image:
    """The frame of a cover at full resolution, as it looks.

    Raises:
        BestframeError: it cannot be read.
    """
    from app.vision.develop import develop

    with core.open_source(project.paths) as source:
        return develop(source.full(cover.place), project.edits.look(cover.place))


def title_of(project: Project, cover: Cover) -> PutOn:
    """What puts the title on a cover that is cut and sized, if there is one.

    Args:
        project: the session.
        cover: the candidate that it is made from.
    """

    def put_on(picture: Image, wanted: Wanted) -> Image:
        from app.export.titles import titled

        return titled(picture, project.edits, cover, wanted, platforms())

    return put_on


def accept(
    _listener: Listener, core: Core, project: Project, cover: Cover, *, named_after: Path, folder: Path | None = None
) -> dict[Shape, Path]:
    """Write a cover in every shape that is wanted; once begun it is not cancelled.

    Args:
        core: the parts of the core.
        project: the session: its sources, and what was made of the cover.
        cover: one of its candidates.
        named_after: the file whose name the covers take.
        folder: where they are written to; None is beside the source.

    Returns:
        The new file of each shape.

    Raises:
        BestframeError: the source can no longer be read, or a cover not be written; those before it stay.
    """
    from app.export import cut

    image = frame(core, project, cover)
    written = {}
    for shape in project.edits.wanted:
        crop = project.crop(cover, shape)
        picture = image
        if project.edits.title is not None:
            size = Size(crop.width, crop.height)
            wanted = Wanted(shape, cover.place, crop, size, "")
            picture = title_of(project, cover)(cut(image, crop), wanted)
            crop = Box(0, 0, size.width, size.height)
        written[shape] = core.accept_cover(picture, crop, named_after, folder)
    return written
