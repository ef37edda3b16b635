"""How often a reason that is shown is right, on the labelled pictures that the judge never saw.

`python -m tests.benchmarks.bench_reasons DATA`; `DATA` is what the judge is trained on, see `models/training/judge`.
Two judges' flags tell what is wrong with a picture, and the mean opinion of many people how good a photo is. The judges
flagged only what is evident, so a reason that they deny may still hold. A still does not show that it lies in a
transition.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.domain.cover import Flag, Reason, Trait
from models.training.judge import data
from models.training.judge.data import Sample
from tests.benchmarks.held_back import assessed

CONTRADICTED_BY: dict[Reason, tuple[Flag, ...]] = {
    Trait.GOOD_QUALITY: (Flag.BLURRED, Flag.DARK, Flag.OVEREXPOSED, Flag.NOISY),
    Trait.WELL_LIT: (Flag.DARK, Flag.OVEREXPOSED),
    Trait.SHARP: (Flag.BLURRED,),
}
"""What nobody may have seen in a picture of which a reason is told."""

CONFIRMED_BY: dict[Reason, tuple[str, ...]] = {
    **{Flag(name): (name,) for name in data.FLAGS},
    Flag.BLANK: (Flag.NO_SUBJECT,),
    Trait.LOW_QUALITY: tuple(data.FLAGS),
}
"""Of what somebody must have seen one in a picture of which a reason is told."""

GOOD, POOR = 0.60, 0.50
"""Mean opinion, 0–1, from which the quality of a photo is good, and below which it is low; the median is 0.59."""


@dataclass(frozen=True)
class Told:
    """A reason that is told of a picture, and whether it is right; None where no label says so."""

    kind: str
    reason: Reason
    right: bool | None


def seen(sample: Sample, names: Sequence[str]) -> bool:
    """Whether one of the judges saw one of these flags."""
    order = list(data.FLAGS)
    return any(sample.flags[order.index(name)] > 0 for name in names)


def by_flags(sample: Sample, reason: Reason) -> bool | None:
    """Whether a reason is right by the judges' flags."""
    if reason in CONTRADICTED_BY:
        return not seen(sample, CONTRADICTED_BY[reason])
    return seen(sample, CONFIRMED_BY[reason]) if reason in CONFIRMED_BY else None


def by_opinion(sample: Sample, reason: Reason) -> bool | None:
    """Whether a reason is right by the mean opinion on a photo's quality."""
    verdicts = {Trait.GOOD_QUALITY: sample.quality >= GOOD, Trait.LOW_QUALITY: sample.quality < POOR}
    return verdicts.get(reason) if isinstance(reason, Trait) else None


def told_of(sample: Sample, reasons: Sequence[Reason]) -> list[Told]:
    """What is told of a picture, once for each kind of label that it has."""
    kinds = []
    if not np.isnan(sample.flags).any():
        kinds.append(("frames" if sample.clip else "pictures", by_flags))
    if not np.isnan(sample.quality):
        kinds.append(("photos", by_opinion))
    return [Told(kind, reason, judge(sample, reason)) for kind, judge in kinds for reason in reasons]


def main(folder: Path | None = None) -> int:
    """Measure, and print a line for each reason and kind of picture."""
    if folder is None:
        print("needs the labelled pictures: python -m tests.benchmarks.bench_reasons DATA")
        return 0
    version, assessments = assessed(folder)
    told: list[Told] = []
    totals: Counter[str] = Counter()
    for sample, found in assessments:
        told += told_of(sample, found.reasons)
        totals.update({"frames" if sample.clip else "pictures": not np.isnan(sample.flags).any()})
        totals.update({"photos": not np.isnan(sample.quality)})
    print(f"judge {version}; " + ", ".join(f"{count} {kind}" for kind, count in totals.items()))
    for reason in [*Flag, *Trait]:
        for kind, total in totals.items():
            here = [one.right for one in told if one.kind == kind and one.reason == reason]
            known = [right for right in here if right is not None]
            right = f", right {np.mean(known):.2f}" if known else ""
            if here:
                print(f"{reason}: told of {len(here)} {kind} ({len(here) / total:.0%}){right}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
