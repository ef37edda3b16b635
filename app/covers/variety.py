"""The best frames that are different: from other scenes first, from other moments else."""

from __future__ import annotations

from collections.abc import Sequence

from app.covers.assess import Candidate
from app.domain.cover import Flag
from app.domain.media import Moment
from app.vision.similarity import similarity

SAME_SCENE = 0.80
"""Similarity from which two frames are of the same scene."""

WORTH_SHOWING = 0.55
"""Share of the best score that a frame of another scene needs, to be preferred to a better one of the same scene."""

APART = 0.5
"""Seconds by which two covers of one scene must be apart, so that they are different moments."""

SPOILT = frozenset({Flag.BLANK, Flag.TRANSITION, Flag.BLURRED, Flag.DARK})
"""What a frame must not be while there is any other."""


def choose(candidates: Sequence[Candidate], top: int) -> list[Candidate]:
    """At most `top` candidates, best first.

    First come the best frames of different scenes that are worth showing. Where a source has too few scenes, the
    places left go to the frames that are furthest from those chosen, weighing score against likeness. Blank, dark,
    blurred and mixed frames are taken only where there is nothing else.
    """
    ranked = sorted(candidates, key=lambda candidate: candidate.score, reverse=True)
    clean = [candidate for candidate in ranked if not candidate.assessment.flags & SPOILT]
    pool = clean or ranked
    if not pool:
        return []
    floor = pool[0].score * WORTH_SHOWING
    chosen: list[Candidate] = []
    for candidate in pool:
        if len(chosen) == top or candidate.score < floor:
            break
        if _likeness(candidate, chosen) < SAME_SCENE and _other_moment(candidate, chosen):
            chosen.append(candidate)
    for rest in (pool, ranked):
        _fill(chosen, rest, top)
    return sorted(chosen, key=lambda candidate: candidate.score, reverse=True)


def _fill(chosen: list[Candidate], pool: Sequence[Candidate], top: int) -> None:
    """Add other moments to `chosen` until there are `top` or none is left."""
    while len(chosen) < top:
        left = [candidate for candidate in pool if _other_moment(candidate, chosen)]
        if not left:
            return
        chosen.append(max(left, key=lambda candidate: candidate.score * (1.3 - _likeness(candidate, chosen))))


def _likeness(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    return max((similarity(candidate.signature, other.signature) for other in chosen), default=0.0)


def _other_moment(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether a candidate is neither one of those chosen nor right beside one in time."""
    place = candidate.frame.place
    for other in chosen:
        taken = other.frame.place
        if place == taken:
            return False
        if isinstance(place, Moment) and isinstance(taken, Moment) and abs(place.seconds - taken.seconds) < APART:
            return False
    return True
