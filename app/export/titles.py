"""The title on a cover that is about to become a file: the one way for the window, accepting, and the command line."""

from __future__ import annotations

from app.domain.cover import Cover
from app.domain.edits import Edits
from app.domain.geometry import Size
from app.domain.media import Image
from app.domain.platforms import Platforms
from app.domain.wanted import Wanted


def titled(picture: Image, edits: Edits, cover: Cover, wanted: Wanted, platforms: Platforms) -> Image:
    """A cover with the title of its session on it.

    Args:
        picture: the cover, cut and sized already.
        edits: of the session: the title, where it was stood by hand, and the look of the frame.
        cover: the candidate that the picture was made from, for its faces.
        wanted: what was cut: the shape and the crop.
        platforms: what their interfaces hide.

    Returns:
        A new picture; the very same array where there is no title.
    """
    if edits.title is None or edits.title.empty:
        return picture
    # The libraries that draw letters are not needed for covers without any.
    from app.lettering.areas import faces_in, safe_area
    from app.lettering.letter import letter, lettered

    size = Size(picture.shape[1], picture.shape[0])
    faces = faces_in(cover.faces, edits.look(cover.place), wanted.crop, cover.frame.size, size)
    safe = safe_area(platforms.preset(wanted.shape.preset), size)
    spot = edits.spot(wanted.shape)
    return lettered(picture, letter(edits.title, picture, keep_off=faces, safe=safe, spot=spot))
