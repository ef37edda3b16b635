"""Why a picture scores as it does, in a few words.

A word is said only where it is right at least four times in five on pictures that it was not chosen by. What was
measured is in `docs/decisions/0008-reasons.md`, and `tests/benchmarks/bench_reasons.py` measures it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.cover import Assessment, Flag, Reason, Trait

LIMIT = 3
"""How many reasons a person takes in at a glance."""

FAULTS = (
    Flag.BLANK,
    Flag.DARK,
    Flag.OVEREXPOSED,
    Flag.TRANSITION,
    Flag.NO_SUBJECT,
    Flag.TEXT,
    Flag.BLURRED,
    Flag.SUBJECT_CUT,
    Flag.NOISY,
    Flag.EYES_SHUT,
    Flag.TURNED_AWAY,
    Flag.CLUTTER,
)
"""Every flag, the most telling first: by the mean score of the labelled frames that have it, 2.7 to 4.7 of 10."""

_TECHNICAL = frozenset({Flag.DARK, Flag.OVEREXPOSED, Flag.BLURRED, Flag.NOISY})
"""The flags that are about technical quality."""


@dataclass(frozen=True, slots=True)
class Strength:
    """From where on a number speaks for a picture.

    Attributes:
        trait: what is said.
        part: the number, one of `Assessment.parts`.
        least: the value from which on it is said, 0–100.
        unless: the flags that contradict it.
    """

    trait: Trait
    part: str
    least: float
    unless: frozenset[Flag] = frozenset()


STRENGTHS = (
    Strength(Trait.GOOD_QUALITY, "quality", 68.0, _TECHNICAL),
    Strength(Trait.VIVID, "colourfulness", 59.0),
    Strength(Trait.WELL_LIT, "exposure", 98.0, frozenset({Flag.DARK, Flag.OVEREXPOSED})),
    Strength(Trait.SHARP, "sharpness", 98.0, frozenset({Flag.BLURRED, Flag.NOISY})),
)
"""What speaks for a picture, the most telling first: by how much better frames with it are liked than those without."""

_PROVEN = frozenset({Flag.BLANK, Flag.BLURRED, Flag.TRANSITION})
"""The flags that are right often enough wherever they are measured; what the judge says is right by its thresholds."""

_LOW_QUALITY = 22.0
"""Technical quality under which people see a fault in nearly nine pictures of ten."""

_CERTAINLY_DARK = 5.0
"""Exposure under which a picture that is measured as dark looks dark to people too."""


def reasons_of(found: Assessment, seen: Sequence[Trait] = ()) -> tuple[Reason, ...]:
    """At most `LIMIT` reasons: what is wrong with a picture, then what speaks for it, each the most telling first.

    Args:
        found: how good the picture is.
        seen: what its faces and its crop show; faults among it first.
    """
    wrong = _certain(found)
    if Flag.BLANK in wrong:
        return (Flag.BLANK,)  # its numbers say nothing: there is no picture that they are of
    faults: list[Reason] = [flag for flag in FAULTS if flag in wrong]
    if found.quality < _LOW_QUALITY and not wrong & _TECHNICAL:
        faults.append(Trait.LOW_QUALITY)
    faults += [trait for trait in seen if trait is Trait.FACE_CUT]
    shown = [trait for trait in seen if trait is not Trait.FACE_CUT]
    parts = found.parts
    strengths = [one.trait for one in STRENGTHS if parts[one.part] >= one.least and not found.flags & one.unless]
    # Of what speaks for a picture one word is about its faces or its subject, where there is one to say.
    return (*faults, *shown[:1], *strengths)[:LIMIT]


def _certain(found: Assessment) -> frozenset[Flag]:
    """The flags that may be told to people."""
    measured = found.measured & _PROVEN
    if Flag.DARK in found.measured and found.exposure < _CERTAINLY_DARK:
        measured |= {Flag.DARK}
    return found.judged | measured
