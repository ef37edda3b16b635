"""How good a cover is once it looks otherwise."""

from __future__ import annotations

from dataclasses import replace

from app.covers.assess import assess
from app.covers.reasons import STRENGTHS, reasons_of
from app.covers.score import cover_score, score_of
from app.domain.cover import Assessment, Flag, Trait
from app.domain.look import Look
from app.domain.media import Frame
from app.vision.develop import develop
from app.vision.judge import Judge

_OF_NUMBERS = frozenset({Trait.LOW_QUALITY, *(strength.trait for strength in STRENGTHS)})
"""The traits that are told by numbers; the others by faces and crops."""


def judged(frame: Frame, look: Look, judge: Judge) -> Assessment:
    """What is said of a frame with a look.

    Args:
        frame: as it is in the source.
        look: what is done to it.
        judge: asked in full.

    Raises:
        BrokenModel: the installation is damaged.
    """
    shown = replace(frame, size=look.size(frame.size), image=develop(frame.image, look))
    return assess(shown, judge).assessment


def as_cover(adjusted: Assessment, cover: Assessment) -> Assessment:
    """What is said of a cover whose frame looks otherwise.

    Args:
        adjusted: what is said of the frame with its look.
        cover: what is said of the cover without it; its crop and its faces are as good as they were.
    """
    # A fade is seen by the frames around, which have no look.
    measured = adjusted.measured | (cover.measured & {Flag.TRANSITION})
    frame = score_of(adjusted.quality, adjusted.appeal, adjusted.sharpness, measured)
    score = cover_score(frame, cover.crop, cover.faces)
    found = replace(adjusted, measured=measured, crop=cover.crop, faces=cover.faces, score=score)
    seen = [reason for reason in cover.reasons if isinstance(reason, Trait) and reason not in _OF_NUMBERS]
    return replace(found, reasons=reasons_of(found, seen))
