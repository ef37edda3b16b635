"""Covers as they are offered."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.cover import Cover
from app.domain.geometry import Box

CANDIDATES = 3
"""So many of the recommended covers are shown."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cover as it is offered.

    Attributes:
        rank: its place among the recommended ones, from 1; None for a frame that the user added.
        cover: the cover as it looks; its assessment is that of what is shown, as far as that is known.
        crop: in the shape that is wanted now.
        chosen: whether it is the choice.
        edited: whether the user placed the crop.
        adjusted: whether the user changed the look.
    """

    rank: int | None
    cover: Cover
    crop: Box
    chosen: bool
    edited: bool = False
    adjusted: bool = False
