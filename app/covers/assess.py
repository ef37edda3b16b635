"""One number for how good a cover a frame would make, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.covers.reasons import reasons_of
from app.covers.score import score_of
from app.domain.cover import Assessment, Flag
from app.domain.media import Frame
from app.vision.judge import Judge
from app.vision.signals import measure
from app.vision.similarity import Signature, signature


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


def assess(frame: Frame, judge: Judge) -> Candidate:
    """Score a frame."""
    verdict = judge.rate(frame.image)
    signals = measure(frame.image)
    assessment = Assessment(
        quality=verdict.quality,
        appeal=verdict.appeal,
        sharpness=signals.sharpness,
        exposure=signals.exposure,
        contrast=signals.contrast,
        colourfulness=signals.colourfulness,
        score=0.0,  # until it is concluded
        judged=verdict.flags,
    )
    return Candidate(frame, _concluded(assessment, signals.flags), signature(frame.image, verdict.feature))


def in_transition(candidate: Candidate) -> Candidate:
    """The same frame, known to lie in a fade or a dissolve."""
    old = candidate.assessment
    return replace(candidate, assessment=_concluded(old, old.measured | {Flag.TRANSITION}))


def _concluded(found: Assessment, measured: frozenset[Flag]) -> Assessment:
    """An assessment with what is measurably wrong, and with the score and the reasons that follow."""
    score = score_of(found.quality, found.appeal, found.sharpness, measured)
    concluded = replace(found, measured=measured, score=score)
    return replace(concluded, reasons=reasons_of(concluded))
