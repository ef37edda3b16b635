"""Small pictures, and what was found in them, as covers look now; quick enough for the window's own thread."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from app.domain.cover import Crop
from app.domain.geometry import Aspect, Size
from app.domain.look import Look
from app.domain.media import Frame, Heat, Place
from app.ui.state.looked import Sight

_KEPT = 16
"""All candidates that one has, before and after."""


class Proofs:
    """Made once for each look; what has not changed stays the very same object, so that nobody draws it anew."""

    def __init__(self) -> None:
        self._frames: OrderedDict[tuple[Place, Look], tuple[Frame, Frame]] = OrderedDict()
        self._heat: tuple[Heat, Look, Heat] | None = None

    def frame(self, frame: Frame, look: Look) -> Frame:
        """A small picture with a look: about 2 ms where it was not made yet."""
        if look.neutral:
            return frame
        from app.vision.develop import develop

        key = frame.place, look
        kept = self._frames.get(key)
        if kept is None or kept[0] is not frame:
            kept = frame, replace(frame, size=look.size(frame.size), image=develop(frame.image, look, quick=True))
            self._frames[key] = kept
            while len(self._frames) > _KEPT:
                self._frames.popitem(last=False)
        return kept[1]

    def sight(self, sight: Sight, look: Look, aspect: Aspect, size: Size) -> Sight:
        """What was found in a picture, where it is seen now.

        Args:
            sight: in the picture as it is in the source.
            look: what is done to that.
            aspect: the shape of the crops.
            size: of the picture as it is in the source, at full resolution.
        """
        if look.upright:
            return sight
        crops, faces = sight.crops, sight.faces
        if crops is not None:
            crops = tuple(Crop(look.crop(crop.box, aspect, size), crop.score) for crop in crops)
        if faces is not None:
            faces = tuple(replace(face, box=look.seen(face.box, size)) for face in faces)
        return Sight(crops, self._moved(sight.heat, look.geometry), faces, sight.failed)

    def _moved(self, heat: Heat | None, geometry: Look) -> Heat | None:
        if heat is None:
            return None
        if self._heat is None or self._heat[0] is not heat or self._heat[1] != geometry:
            from app.vision.develop import placed

            self._heat = heat, geometry, placed(heat, geometry, quick=True)
        return self._heat[2]
