"""The best frames that are different: from other scenes first, from other moments else."""

from __future__ import annotations

from collections.abc import Sequence

from app.covers.assess import Candidate
from app.domain.cover import Flag
from app.domain.media import Moment
from app.vision.similarity import alike, similarity

SAME_SCENE = 0.68
"""Likeness from which two frames are of the same scene: of frames of one clip 82 % are more alike, of frames of
different clips 1 % (measured on the clips that the judge never saw)."""

WORTH_SHOWING = 0.55
"""Share of the best score that a frame of another scene needs, to be preferred to a better one of the same scene."""

APART = 0.5
"""Seconds by which two covers must be apart, so that they are different moments; less in a clip of a second or two."""

SPOILT = frozenset({Flag.BLANK, Flag.TRANSITION, Flag.BLURRED, Flag.DARK})
"""What a frame must not be while there is any other."""


def choose(candidates: Sequence[Candidate], top: int) -> list[Candidate]:
    """At most `top` candidates, best first.

    First come the best frames of different scenes that are worth showing. Where a source has too few scenes, the
    places left go to the frames that are furthest from those chosen, weighing score against likeness; of pictures that
    are hardly different only the best is taken, even if places are left. Blank, dark, blurred and mixed frames are
    taken only where there is nothing else.
    """
    ranked = sorted(candidates, key=lambda candidate: candidate.score, reverse=True)
    clean = [candidate for candidate in ranked if not _spoilt(candidate)]
    pool = clean or ranked
    if not pool:
        return []
    floor = pool[0].score * WORTH_SHOWING
    apart = min(APART, _span(candidates) / 5)
    chosen: list[Candidate] = []
    for candidate in pool:
        if len(chosen) == top or candidate.score < floor:
            break
        if _likeness(candidate, chosen) < SAME_SCENE and _other(candidate, chosen, apart):
            chosen.append(candidate)
    for rest in ([candidate for candidate in pool if candidate.score >= floor], pool, ranked):
        _fill(chosen, rest, top, apart)
    # What was taken because there was nothing else never leads, whatever its score.
    return sorted(chosen, key=lambda candidate: (_spoilt(candidate), -candidate.score))


def _spoilt(candidate: Candidate) -> bool:
    """Whether a frame is measurably what no cover should be; what the judge sees wrong is in its score already."""
    return bool(candidate.assessment.measured & SPOILT)


def _fill(chosen: list[Candidate], pool: Sequence[Candidate], top: int, apart: float) -> None:
    """Add other moments or pictures to `chosen` until there are `top` or none is left."""
    while len(chosen) < top:
        left = [candidate for candidate in pool if _other(candidate, chosen, apart)]
        if not left:
            return
        chosen.append(max(left, key=lambda candidate: candidate.score * (1.3 - _likeness(candidate, chosen))))


def _likeness(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    return max((similarity(candidate.signature, other.signature) for other in chosen), default=0.0)


def _span(candidates: Sequence[Candidate]) -> float:
    """Seconds from the first candidate to the last; 0 for pictures."""
    times = [one.frame.place.seconds for one in candidates if isinstance(one.frame.place, Moment)]
    return max(times, default=0.0) - min(times, default=0.0)


def _other(candidate: Candidate, chosen: Sequence[Candidate], apart: float) -> bool:
    """Whether a candidate is a cover of its own beside those chosen: another moment, or another picture."""
    return not any(_taken(candidate, other, apart) for other in chosen)


def _taken(candidate: Candidate, other: Candidate, apart: float) -> bool:
    """Whether one of two is enough: less than `apart` seconds between them, or hardly different as pictures."""
    place, taken = candidate.frame.place, other.frame.place
    if place == taken:
        return True
    if isinstance(place, Moment) and isinstance(taken, Moment):
        return abs(place.seconds - taken.seconds) < apart
    return alike(candidate.signature, other.signature)
