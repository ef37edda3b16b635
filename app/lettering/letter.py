"""A title as pixels (interface; the drawing follows)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.geometry import Box
from app.domain.media import Image
from app.domain.title import Spot, Title


@dataclass(frozen=True, slots=True, eq=False)
class Lettering:
    image: npt.NDArray[np.uint8]
    at: tuple[int, int]
    box: Box
    points: float
    shrunk: bool
    fits: bool
    missing: str
    contrast: float
    spot: Spot
    over_face: bool


def letter(
    title: Title, picture: Image, *, keep_off: Sequence[Box] = (), safe: Box | None = None, spot: Spot | None = None
) -> Lettering:
    raise NotImplementedError


def lettered(picture: Image, lettering: Lettering) -> Image:
    raise NotImplementedError
