"""One number for how good a cover a frame would make, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.cover import Assessment, Flag
from app.domain.media import Frame
from app.vision.judge import Judge
from app.vision.signals import measure
from app.vision.similarity import Signature, signature

FACTORS = {
    Flag.BLANK: 0.1,
    Flag.TRANSITION: 0.35,
    Flag.DARK: 0.5,
    Flag.BLURRED: 0.5,
    Flag.OVEREXPOSED: 0.6,
}
"""What is left of the score for each thing that is wrong."""

SHARPNESS_WEIGHT = 0.05
"""Share of sharpness in the score; the rest is appeal."""

QUALITY_FLOOR = 30.0
"""Technical quality under which the score falls in proportion."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame that was scored, with what it is compared by."""

    frame: Frame
    assessment: Assessment
    signature: Signature

    @property
    def score(self) -> float:
        """What it is ranked by."""
        return self.assessment.score


def score_of(quality: float, appeal: float, sharpness: float, flags: frozenset[Flag]) -> float:
    """The score of a frame, 0–100.

    score = ((1 − s) · appeal + s · sharpness) · min(1, quality / floor) · Π factors of the flags

    Appeal is what viewers prefer; quality only guards, since it says little about which frame of a clip is the best;
    sharpness, 5 % of it, decides between instants that are otherwise alike.
    """
    wanted = (1 - SHARPNESS_WEIGHT) * appeal + SHARPNESS_WEIGHT * sharpness
    score = wanted * min(1.0, quality / QUALITY_FLOOR)
    for flag in flags:
        score *= FACTORS[flag]
    return score


def assess(frame: Frame, judge: Judge) -> Candidate:
    """Score a frame."""
    verdict = judge.rate(frame.image)
    signals = measure(frame.image)
    assessment = Assessment(
        verdict.quality,
        verdict.appeal,
        signals.sharpness,
        signals.exposure,
        score_of(verdict.quality, verdict.appeal, signals.sharpness, signals.flags),
        signals.flags,
    )
    return Candidate(frame, assessment, signature(frame.image, verdict.feature))


def in_transition(candidate: Candidate) -> Candidate:
    """The same frame, known to lie in a fade or a dissolve."""
    old = candidate.assessment
    flags = old.flags | {Flag.TRANSITION}
    score = score_of(old.quality, old.appeal, old.sharpness, flags)
    return replace(candidate, assessment=replace(old, flags=flags, score=score))
