"""The one formula that frames are ranked by."""

from __future__ import annotations

from app.domain.cover import Flag

FACTORS = {
    Flag.BLANK: 0.1,
    Flag.TRANSITION: 0.35,
    Flag.DARK: 0.5,
    Flag.BLURRED: 0.5,
    Flag.OVEREXPOSED: 0.6,
}
"""What is left of the score for each thing that is measurably wrong."""

SHARPNESS_WEIGHT = 0.05
"""Share of sharpness in the score; the rest is appeal."""

QUALITY_FLOOR = 30.0
"""Technical quality under which the score falls in proportion."""


def score_of(quality: float, appeal: float, sharpness: float, measured: frozenset[Flag]) -> float:
    """The score of a frame, 0–100, from numbers of the same range and from what is measurably wrong.

    score = ((1 − s) · appeal + s · sharpness) · min(1, quality / floor) · Π factors of the measured flags

    Appeal is what viewers prefer; quality only guards, since it says little about which frame of a clip is the best;
    sharpness, 5 % of it, decides between instants that are otherwise alike. What the judge sees wrong does not count
    here: it knew that when it gave the appeal.
    """
    wanted = (1 - SHARPNESS_WEIGHT) * appeal + SHARPNESS_WEIGHT * sharpness
    score = wanted * min(1.0, quality / QUALITY_FLOOR)
    for flag in measured:
        score *= FACTORS[flag]
    return score
