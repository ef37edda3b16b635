"""What a person points at, judged as the recommended covers are: one frame, or another crop of it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from app.covers.assess import assess, cropped_as, framed
from app.covers.framing import Framer, Framing
from app.domain.cover import Assessment, Cover
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import WORKING_SIDE, Frame, Image, Place
from app.vision.judge import Judge


def frame_of(place: Place, image: Image) -> Frame:
    """A picture at full resolution, as displayed, as a frame that can be judged."""
    size = Size(image.shape[1], image.shape[0])
    small = size.within(WORKING_SIDE)
    if small != size:
        image = np.asarray(cv2.resize(image, (small.width, small.height), interpolation=cv2.INTER_AREA), np.uint8)
    return Frame(place, size, np.ascontiguousarray(image))


def cover_of(frame: Frame, aspect: Aspect, judge: Judge, framer: Framer, top: int) -> tuple[Cover, Framing]:
    """A frame as a cover, with everything that a recommendation knows of one.

    Args:
        frame: the frame.
        aspect: the wanted shape.
        judge: asked in full.
        framer: finds faces and crops.
        top: how many crops at most, at least 1.

    Raises:
        BrokenModel: the installation is damaged.
    """
    framing = framer.frame(frame, aspect, top)
    candidate = framed(assess(frame, judge), framing, aspect.ratio is not None)
    return Cover(frame, framing.crops[0].box, candidate.assessment, framing.faces), framing


def recropped(cover: Cover, aspect: Aspect, box: Box, framer: Framer, framing: Framing | None) -> Assessment:
    """What is said of a cover when it is cropped otherwise.

    Args:
        cover: the cover.
        aspect: the shape of the crop.
        box: the crop, inside of the picture, in its pixels at full resolution.
        framer: rates the crop.
        framing: what is known of the picture; None finds out.

    Raises:
        BrokenModel: the installation is damaged.
    """
    framing = framing or framer.frame(cover.frame, aspect, 1)
    crop = framer.rate(cover.frame, aspect, box, framing)
    return cropped_as(cover.assessment, replace(framing, crops=(crop,)), True)
