"""Make a rater of each fold: `python -m models.training.judge.rater --data DATA --teachers TEACHERS --out RUNS`.

People gave 929 photos a technical quality. A kernel regression on what both untrained backbones see at several sizes
rates new photos about as well as a network that is trained on them, and is too slow to ship. RUNS/rater-N/told.csv has
what the one that held fold N back says of every picture in DATA that is no frame; from that a judge learns quality
where no person gave it (distillation; Hinton et al., 2015). RUNS/rater-N/log.csv has its figures on fold N.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.inference.preprocess import Preprocessing
from models.training.judge.data import FOLDS, Sample, fold_of, load, rated
from models.training.judge.kernel import regression
from models.training.judge.measure import figures
from models.training.judge.train import append_row, config_of, configuration, new_judge, pooled_of

VIEWS = (("whole", 50_176), ("whole", 123_904), ("whole", 230_400), ("detail", 115_200), ("detail", 230_400))
"""Whose backbone looks, and at how many pixels; each view has a regression of its own, and the answers are averaged."""


def views_of(samples: list[Sample], teachers: Path) -> Iterator[np.ndarray]:
    """What each view sees of samples: N × features."""
    for branch, pixels in VIEWS:
        config = configuration(config_of(branch))
        prepare = replace(Preprocessing(**config["input"]), pixels=pixels, least=None)
        yield pooled_of(new_judge(config, teachers), samples, prepare)


def tell(path: Path, samples: Sequence[Sample], quality: np.ndarray) -> None:
    """Write name and quality, 0–1, of samples."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "quality"])
        writer.writerows([sample.name, f"{value:.5f}"] for sample, value in zip(samples, quality, strict=True))


def main() -> None:
    """Read the arguments, look at all pictures, and tell for each fold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with iqa/ and appeal/")
    parser.add_argument("--teachers", type=Path, required=True, help="folder of the starting weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    arguments = parser.parse_args()
    samples = [sample for sample in load(arguments.data) if not sample.clip]
    quality = np.array([sample.quality for sample in samples])
    folds = np.array([fold_of(sample.content, FOLDS) for sample in samples])
    views = list(views_of(samples, arguments.teachers))
    for fold in range(FOLDS):
        known = ~np.isnan(quality) & (folds != fold)
        told = np.mean([regression(view[known], quality[known], view) for view in views], 0)
        run = arguments.out / f"rater-{fold}"
        tell(run / "told.csv", samples, told)
        held = np.flatnonzero(~np.isnan(quality) & (folds == fold))
        found = figures(rated([samples[index] for index in held]), np.stack([told[held]] * 2, 1))
        append_row(run / "log.csv", {name: found[name] for name in ("quality_srcc", "quality_plcc")})


if __name__ == "__main__":
    main()
