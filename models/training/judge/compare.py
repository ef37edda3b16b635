"""Compare recipes: `python -m models.training.judge.compare --data DATA --teachers TEACHERS --out RUNS`.

Every variant of the detail branch is trained with three seeds, each of which holds another fold back, on half the
pixels and for fewer epochs than the judge that ships. Beside them stand small networks on the features of the
untrained backbone, of frames alone and against their clip (`context.py`), and, from `--shipped`, one branch and both
of the full recipe. A run that is finished is not repeated. RUNS/comparison.md has the table.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import Any

import numpy as np

from app.inference.preprocess import Preprocessing
from models.training.judge.context import rank
from models.training.judge.data import FOLDS, Sample, fold_of, load
from models.training.judge.folds import BRANCHES, read_folds
from models.training.judge.measure import figures
from models.training.judge.pretrain import pretrain
from models.training.judge.train import CONFIG, configuration, new_judge, pooled_of, train, write_configuration

SEEDS = {7: 0, 8: 1, 9: 2}
"""Seeds, and the fold that each holds back."""

FEWER = ("epochs=2", "finish.epochs=0", "input.pixels=57600")

VARIANTS: dict[str, tuple[str, ...]] = {
    "detail, 57,600 pixels": (),
    "without pre-training": (),
    "without pairs of a clip": ("clip_pairs=0.0",),
    "without flags": ("flags=0.0",),
    "115,200 pixels": ("input.pixels=115200",),
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
        for name, rows in _contexts(samples, teachers, seed, fold).items():
            found.setdefault(name, []).append(rows)
    return {name: np.array(rows) for name, rows in found.items()}


def _contexts(samples: list[Sample], teachers: Path, seed: int, fold: int) -> dict[str, list[float]]:
    """The figures of frames judged alone and against their clip, on the features of the untrained backbone."""
    config = configuration(CONFIG, FEWER)
    frames = [sample for sample in samples if sample.clip]
    held = np.array([fold_of(frame.content, FOLDS) == fold for frame in frames])
    pooled = pooled_of(new_judge(config, teachers), frames, Preprocessing(**config["input"]))
    kept = [frame for frame, is_held in zip(frames, held, strict=True) if is_held]
    found = {}
    for name, against_clip in {"untrained, frames alone": False, "untrained, against their clip": True}.items():
        scores = rank(pooled, frames, held, seed, against_clip=against_clip)[held]
        told = figures(kept, np.stack([scores, scores], 1))
        found[name] = [told[figure] for figure in FIGURES]
    return found


def full_recipe(samples: list[Sample], runs: Path) -> dict[str, np.ndarray]:
    """The figures (folds × `FIGURES`) of each branch alone and of both, as far as folds were trained in full."""
    found = {}
    for name, branches in {"both": BRANCHES, **{branch: (branch,) for branch in BRANCHES}}.items():
        told = [figures(fold.samples, fold.scores) for fold in read_folds(runs, samples, branches).values()]
        found[f"full recipe, {name}"] = np.array([[one[figure] for figure in FIGURES] for one in told])
    return found


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
    """The figures in Markdown: mean and standard deviation over the seeds or folds."""
    lines = [f"| | {' | '.join(FIGURES)} |", f"|---{'|---' * len(FIGURES)}|"]
    for name, rows in found.items():
        told = zip(rows.mean(0), rows.std(0), strict=True)
        cells = ["–" if np.isnan(mean) else f"{mean:.3f} ± {spread:.3f}" for mean, spread in told]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, train and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with iqa/ and appeal/")
    parser.add_argument("--teachers", type=Path, required=True, help="folder of the starting weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    parser.add_argument("--shipped", type=Path, help="folder with detail-0, whole-0, detail-1, … of the full recipe")
    arguments = parser.parse_args()
    samples = load(arguments.data)
    compared = compare(samples, arguments.teachers, arguments.out)
    if arguments.shipped:
        compared.update(full_recipe(samples, arguments.shipped))
    found = table(compared)
    (arguments.out / "comparison.md").write_text(found + "\n", encoding="utf-8")
    print(found)


if __name__ == "__main__":
    main()
