"""Whether the formula chooses better than its parts, on the clips that the judge never saw.

`python -m tests.benchmarks.bench_choice DATA`; `DATA` is what the judge is trained on, see `models/training/judge`.
A line for each way to choose: the rank correlation with people's labels within a clip, the share of the possible gain
over the first frame that the top choice brings, and the share of clips whose choice is half a point of ten worse.
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
from tests.benchmarks.held_back import assessed


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


def main(folder: Path | None = None) -> int:
    """Measure, and print a line for each way to choose."""
    if folder is None:
        print("needs the labelled pictures: python -m tests.benchmarks.bench_choice DATA")
        return 0
    version, told = assessed(folder)
    finder = FaceFinder()

    def with_faces(sample: Sample, found: Assessment) -> float:
        height, width = sample.image.shape[:2]
        faces = finder.find(sample.image) if sample.clip else []
        return cover_score(found.score, None, faces_score(Box(0, 0, width, height), faces))

    samples = [sample for sample, _ in told]
    print(f"judge {version}, {len({sample.clip for sample in samples} - {''})} clips")
    for name, way in WAYS.items():
        scores = np.array([(found.quality, way(found)) for _, found in told])
        found = figures(samples, scores)
        print(f"{name}: within a clip {found['clip_srcc']:.3f}, gain {found['gain']:.2f}, worse {found['worse']:.2f}")
    scores = np.array([(found.quality, with_faces(sample, found)) for sample, found in told])
    found = figures(samples, scores)
    print(f"with faces: within a clip {found['clip_srcc']:.3f}, gain {found['gain']:.2f}, worse {found['worse']:.2f}")
    for flag in FACTORS:
        hit = [sample.appeal * 9 + 1 for sample, one in told if flag in one.measured and not np.isnan(sample.appeal)]
        if hit:
            print(f"measured {flag}: {len(hit)} pictures, which people give {np.mean(hit):.1f} of 10 on average")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
