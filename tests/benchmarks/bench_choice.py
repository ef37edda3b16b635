"""Whether the formula chooses better than its parts, on clips that the judges never saw.

`python -m tests.benchmarks.bench_choice DATA`; `DATA` is what the judge is trained on, see `models/training/judge`.
A line for each way to choose: the rank correlation with people's labels within a clip, the share of the possible gain
over the first frame that the top choice brings, and the share of clips whose choice is half a point of ten worse; means
over the folds whose judges' answers are in the record of the training.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from app.covers.score import FACTORS, cover_score, faces_score, score_of
from app.domain.cover import Assessment, Flag
from app.domain.geometry import Box
from app.vision.faces import FaceFinder
from models.training.judge.data import Sample
from models.training.judge.measure import figures
from tests.benchmarks.held_back import Told, assessed_by_folds


def _without(flag: Flag) -> Callable[[Assessment], float]:
    """The formula, deaf to one flag."""
    return lambda found: score_of(found.quality, found.appeal, found.sharpness, found.measured - {flag})


WAYS: dict[str, Callable[[Assessment], float]] = {
    "sharpness alone": lambda found: found.sharpness,
    "quality alone": lambda found: found.quality,
    "appeal alone": lambda found: found.appeal,
    "appeal and sharpness": lambda found: score_of(100, found.appeal, found.sharpness, frozenset()),
    "the formula": lambda found: found.score,
    **{f"the formula, deaf to {flag}": _without(flag) for flag in FACTORS},
}


def _whatever_the_picture(way: Callable[[Assessment], float]) -> Callable[[Sample, Assessment], float]:
    return lambda _, found: way(found)


def measured(told: list[Told], way: Callable[[Sample, Assessment], float]) -> str:
    """The figures of a way to choose, as a line."""
    figures_of = [
        figures(
            [sample for sample, _ in fold], np.array([(found.quality, way(sample, found)) for sample, found in fold])
        )
        for fold in told
    ]
    within, gain, worse = (np.mean([found[name] for found in figures_of]) for name in ("clip_srcc", "gain", "worse"))
    return f"within a clip {within:.3f}, gain {gain:.2f}, worse {worse:.3f}"


def main(folder: Path | None = None) -> int:
    """Measure, and print a line for each way to choose."""
    if folder is None:
        print("needs the labelled pictures: python -m tests.benchmarks.bench_choice DATA")
        return 0
    told = assessed_by_folds(folder)
    finder = FaceFinder()

    def with_faces(sample: Sample, found: Assessment) -> float:
        height, width = sample.image.shape[:2]
        faces = finder.find(sample.image) if sample.clip else []
        return cover_score(found.score, None, faces_score(Box(0, 0, width, height), faces))

    print(f"{len(told)} folds, {len({sample.clip for fold in told for sample, _ in fold} - {''})} clips")
    for name, way in WAYS.items():
        print(f"{name}: {measured(told, _whatever_the_picture(way))}")
    print(f"with faces: {measured(told, with_faces)}")
    for flag in FACTORS:
        hit = [
            sample.appeal * 9 + 1
            for fold in told
            for sample, one in fold
            if flag in one.measured and not np.isnan(sample.appeal)
        ]
        if hit:
            print(f"measured {flag}: {len(hit)} pictures, which people give {np.mean(hit):.1f} of 10 on average")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
