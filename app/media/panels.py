"""Picture files as frames to be scored: one of each, and of a long picture one of each panel."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from app.domain.geometry import Box, Size
from app.domain.media import Frame, Image, Picture
from app.media.long_picture import Splitting, is_long, panels_of
from app.media.pictures import read_small, working_size

STRIP_SIDE = 640
"""Short side, in pixels, at which a long picture is read, so that its panels can be told apart and scored."""


def read_panels(place: Picture, how: Splitting = Splitting.GUTTERS) -> list[Frame]:
    """A picture file as a frame to be scored; of a long one each panel.

    Args:
        place: the file.
        how: how panels are found.

    Raises:
        UnreadableMedia: it is not a picture that can be read, or too large.
    """
    whole = read_small(place, _reading_size)
    boxes = panels_of(whole.image, how) if is_long(whole.size) else []
    if len(boxes) < 2:
        return [replace(whole, image=_small(whole.image))]
    return [_panel(whole, place, box) for box in boxes]


def _reading_size(size: Size) -> Size:
    """Long pictures are read larger, since what matters is the size of their panels."""
    if not is_long(size):
        return working_size(size)
    shrink = min(1.0, STRIP_SIDE / min(size.width, size.height))
    return Size(max(1, round(size.width * shrink)), max(1, round(size.height * shrink)))


def _panel(whole: Frame, place: Picture, box: Box) -> Frame:
    """A panel, found in the small version of a picture, as a frame of its own."""
    height, width = whole.image.shape[:2]
    full = box.scaled(whole.size.width / width, whole.size.height / height)
    image = whole.image[box.y : box.y + box.height, box.x : box.x + box.width]
    return Frame(replace(place, panel=full), Size(full.width, full.height), _small(image), damaged=whole.damaged)


def _small(image: Image) -> Image:
    """A picture at the size at which pictures are scored."""
    height, width = image.shape[:2]
    size = working_size(Size(width, height))
    if (size.width, size.height) == (width, height):
        return np.ascontiguousarray(image)
    return np.asarray(cv2.resize(image, (size.width, size.height), interpolation=cv2.INTER_AREA), np.uint8)
