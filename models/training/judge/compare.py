"""Compare recipes: `python -m models.training.judge.compare --data DATA --teachers TEACHERS --out RUNS`.

Every variant is trained with three seeds, each of which holds another fold back, for fewer epochs than the shipped
judge. A run that is finished is not repeated. RUNS/comparison.md has the table.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import Any

import numpy as np

from models.training.judge.data import Sample, load
from models.training.judge.pretrain import pretrain
from models.training.judge.train import CONFIG, configuration, train, write_configuration

SEEDS = {7: 0, 8: 1, 9: 2}
"""Seeds, and the fold that each holds back."""

FEWER = ("epochs=4", "pretraining.steps=200")

BASE = "as shipped"

VARIANTS: dict[str, tuple[str, ...]] = {
    BASE: (),
    "without pre-training": (),
    "without pairs of a clip": ("clip_pairs=0.0",),
    "without flags": ("flags=0.0",),
    "57,600 pixels": ("input.pixels=57600",),
}
"""Changes of the configuration by the name of a variant."""

FIGURES = ("quality_srcc", "quality_plcc", "picture_srcc", "clip_srcc", "gain", "worse")


def compare(samples: list[Sample], teachers: Path, runs: Path) -> dict[str, np.ndarray]:
    """Train what is not trained yet, and give the figures (seeds × `FIGURES`) of each variant."""
    found: dict[str, list[list[float]]] = {}
    for seed, fold in SEEDS.items():
        for name, changes in VARIANTS.items():
            config = configuration(CONFIG, (*FEWER, *changes, f"seed={seed}", f"validation_fold={fold}"))
            out = runs / f"{name.replace(' ', '-').replace(',', '')}-{seed}"
            if not (out / "judge.pt").exists():
                start = None if name == "without pre-training" else _pretrained(samples, teachers, runs, config)
                out.mkdir(parents=True, exist_ok=True)
                write_configuration(out / "config.toml", config)
                train(samples, teachers, out, config, start)
            found.setdefault(name, []).append(_last(out / "log.csv"))
    return {name: np.array(rows) for name, rows in found.items()}


def _pretrained(samples: list[Sample], teachers: Path, runs: Path, config: dict[str, Any]) -> Path:
    """The pre-trained backbone of a fold, which all variants of a seed share."""
    out = runs / f"pretrained-{config['seed']}"
    if not (out / "backbone.pt").exists():
        pretrain(samples, teachers, out, config)
    return out / "backbone.pt"


def _last(log: Path) -> list[float]:
    with log.open(newline="", encoding="utf-8") as file:
        row = list(csv.DictReader(file))[-1]
    return [float(row[name]) for name in FIGURES]


def table(found: dict[str, np.ndarray]) -> str:
    """The figures in Markdown: mean and standard deviation over the seeds."""
    lines = [f"| | {' | '.join(FIGURES)} |", f"|---{'|---' * len(FIGURES)}|"]
    for name, rows in found.items():
        cells = [f"{mean:.3f} ± {spread:.3f}" for mean, spread in zip(rows.mean(0), rows.std(0), strict=True)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, train and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with iqa/ and appeal/")
    parser.add_argument("--teachers", type=Path, required=True, help="folder of the starting weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    arguments = parser.parse_args()
    found = table(compare(load(arguments.data), arguments.teachers, arguments.out))
    (arguments.out / "comparison.md").write_text(found + "\n", encoding="utf-8")
    print(found)


if __name__ == "__main__":
    main()
