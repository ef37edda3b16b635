"""One number for how good a cover a frame would make, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.covers.framing import Framing
from app.covers.reasons import reasons_of
from app.covers.score import cover_score, faces_score, score_of
from app.domain.cover import Assessment, Flag
from app.domain.media import Frame
from app.vision.judge import Judge, Verdict
from app.vision.signals import measure
from app.vision.similarity import Signature, signature


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame that was scored, with what it is compared by.

    Attributes:
        frame: the frame.
        assessment: how good it is.
        signature: what it is compared by.
        glance: what the judge said at a glance, if that is all that it was asked; None when it was asked in full.
        framing: its crops and faces; None as long as nobody has looked for them.
    """

    frame: Frame
    assessment: Assessment
    signature: Signature
    glance: Verdict | None = None
    framing: Framing | None = None

    @property
    def score(self) -> float:
        """What it is ranked by."""
        return self.assessment.score


def glance(frame: Frame, judge: Judge) -> Candidate:
    """Score a frame quickly; what comes to the top is to be `completed`."""
    verdict = judge.glance(frame.image)
    return replace(_candidate(frame, verdict), glance=verdict)


def assess(frame: Frame, judge: Judge) -> Candidate:
    """Score a frame."""
    return _candidate(frame, judge.rate(frame.image))


def completed(candidate: Candidate, judge: Judge) -> Candidate:
    """The same frame, with the judge asked in full."""
    if candidate.glance is None:
        return candidate
    verdict = judge.rate(candidate.frame.image, candidate.glance)
    old = candidate.assessment
    new = replace(old, quality=verdict.quality, appeal=verdict.appeal, judged=verdict.flags)
    return replace(candidate, assessment=_concluded(new, old.measured, candidate.framing), glance=None)


def _candidate(frame: Frame, verdict: Verdict) -> Candidate:
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


def framed(candidate: Candidate, framing: Framing, cropped: bool) -> Candidate:
    """The same frame as a cover: its crop and its faces count, and are told of.

    Args:
        candidate: the frame.
        framing: what was found in it.
        cropped: whether a shape was asked for, so that there is a crop to be judged.
    """
    return replace(candidate, assessment=cropped_as(candidate.assessment, framing, cropped), framing=framing)


def cropped_as(assessment: Assessment, framing: Framing, cropped: bool) -> Assessment:
    """What is said of a frame, with another crop of it: the first of a framing; see `framed`."""
    best = framing.crops[0]
    faces = faces_score(best.box, framing.faces)
    changed = replace(assessment, crop=best.score if cropped else None, faces=faces)
    return _concluded(changed, changed.measured, framing)


def in_transition(candidate: Candidate) -> Candidate:
    """The same frame, known to lie in a fade or a dissolve."""
    old = candidate.assessment
    return replace(candidate, assessment=_concluded(old, old.measured | {Flag.TRANSITION}, candidate.framing))


def _concluded(found: Assessment, measured: frozenset[Flag], framing: Framing | None = None) -> Assessment:
    """An assessment with what is measurably wrong, and with the score and the reasons that follow."""
    frame = score_of(found.quality, found.appeal, found.sharpness, measured)
    score = cover_score(frame, found.crop, found.faces)
    # Where there is no picture, there is nothing that the judge could find wrong with it.
    judged = frozenset() if Flag.BLANK in measured else found.judged
    concluded = replace(found, measured=measured, judged=judged, score=score)
    return replace(concluded, reasons=reasons_of(concluded, framing.traits if framing is not None else ()))
