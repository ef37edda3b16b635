"""Ship a trained scorer: `python -m models.training.crops.export --runs RUNS --data DATA --version X.Y.Z`.

PyTorch → ONNX → MNN with 16-bit weights. The file that ships is measured on the fold that it never saw, through the
app's own code; scorers of other folds, in RUNS/crops-1 and so on, measure the recipe. The manifest and the card are
written from what was measured.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import shutil
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from app.inference import Session, load_manifest
from app.inference.manifest import MODELS
from models.training.crops.data import FAULTS, HELD_FOLD, Sample, load
from models.training.crops.measure import figures
from models.training.crops.network import Scorer
from models.training.judge.data import FOLDS
from models.training.judge.export import to_mnn, write_manifest
from models.training.judge.train import configuration

NAME = "crops"
OUTPUTS = ("scores", "grades", "faults")
CARD = Path(__file__).with_name("card.md")


def read_scorer(run: Path) -> Scorer:
    """The scorer that a run trained, ready to be asked."""
    config = configuration(run / "config.toml")
    scorer = Scorer(config["trunk"], config["frozen"], config["hidden"], config["dropout"])
    scorer.load_state_dict(torch.load(run / "scorer.pt", weights_only=True))
    return scorer.eval()


def to_onnx(scorer: Scorer, path: Path) -> None:
    """Write a scorer as ONNX, for one picture of any size and any number of crops."""
    with warnings.catch_warnings():
        # The exporter that needs no further package announces that it will be replaced, and warns of arange.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            scorer,
            (torch.zeros(1, 3, 256, 448), torch.tensor([[0.0, 0.0, 1.0, 1.0], [0.1, 0.2, 0.5, 0.4]])),
            path,
            input_names=["picture", "boxes"],
            output_names=list(OUTPUTS),
            dynamic_axes={"picture": {2: "height", 3: "width"}, "boxes": {0: "count"}},
            opset_version=17,
            dynamo=False,
        )


def entry(mnn: Path, version: str, config: dict[str, Any]) -> dict[str, Any]:
    """The manifest's entry for a model file; its figures are still to be measured."""
    return {
        "name": NAME,
        "version": version,
        "file": mnn.name,
        "sha256": hashlib.sha256(mnn.read_bytes()).hexdigest(),
        "inputs": {"picture": config["input"]},
        "numbers": {"boxes": [0.0, 0.0, 1.0, 1.0]},
        "outputs": list(OUTPUTS),
        "labels": ["crop"],
        "licence": "Apache-2.0",
        "card": "crops.md",
        "figures": {},
    }


def scores_by_app(session: Session, samples: Sequence[Sample]) -> list[np.ndarray]:
    """What the file that ships says of the crops of pictures, 0–1."""
    told = []
    for sample in samples:
        tensors = session.model.tensors(sample.image) | {"boxes": sample.boxes.astype(np.float32)}
        told.append(session.run(tensors)["scores"].ravel())
    return told


@torch.inference_mode()
def scores_by_torch(scorer: Scorer, session: Session, samples: Sequence[Sample]) -> list[np.ndarray]:
    """What a scorer says in PyTorch, in 32 bits, of the same inputs."""
    told = []
    for sample in samples:
        picture = torch.from_numpy(session.model.tensors(sample.image)["picture"])
        told.append(scorer(picture, torch.from_numpy(sample.boxes.astype(np.float32)))[0].ravel().numpy())
    return told


def milliseconds(session: Session, crops: int) -> float:
    """Median time of the processor, in one thread, for some crops of a picture of 4:3."""
    tensors = session.model.tensors(np.zeros((336, 448, 3), np.uint8))
    tensors["boxes"] = np.tile(np.array([[0.1, 0.1, 0.5, 0.5]], np.float32), (crops, 1))
    times = []
    for _ in range(40):
        begun = time.process_time()
        session.run(tensors)
        times.append(time.process_time() - begun)
    return float(np.median(times[5:])) * 1000


def read_held(runs: Path, samples: Sequence[Sample]) -> dict[int, dict[str, float]]:
    """The figures of each fold whose scorer has been trained, on the pictures that it never saw."""
    named = {sample.name: sample for sample in samples}
    found = {}
    for fold in range(FOLDS):
        path = runs / f"{NAME}-{fold}" / "held.csv"
        if not path.exists():
            continue
        told: dict[str, list[float]] = {}
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                told.setdefault(row["picture"], []).append(float(row["score"]))
        found[fold] = figures([named[name] for name in told], [np.array(scores) for scores in told.values()])
    return found


def shape_table(samples: Sequence[Sample], scores: Sequence[np.ndarray]) -> str:
    """The figures by shape, in Markdown."""
    lines = ["| shape | pictures | SRCC | gain | worse |", "|---|---|---|---|---|"]
    for shape in sorted({sample.shape for sample in samples}):
        chosen = [number for number, sample in enumerate(samples) if sample.shape == shape]
        found = figures([samples[number] for number in chosen], [scores[number] for number in chosen])
        lines.append(f"| {shape} | {len(chosen)} | {found['srcc']:.3f} | {found['gain']:.2f} | {found['worse']:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Read the arguments and ship."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, required=True, help="folder with crops-0, crops-1, …")
    parser.add_argument("--data", type=Path, required=True, help="folder with appeal/")
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, default=MODELS, help="where manifest, model and card go")
    arguments = parser.parse_args()
    run = arguments.runs / f"{NAME}-{HELD_FOLD}"
    config, scorer = configuration(run / "config.toml"), read_scorer(run)
    mnn = arguments.out / f"{NAME}.mnn"
    with tempfile.TemporaryDirectory() as folder:
        onnx = Path(folder) / "crops.onnx"
        to_onnx(scorer, onnx)
        to_mnn(onnx, mnn)
    shutil.copyfile(run / "scorer.pt", arguments.out / f"{NAME}.pt")
    item = entry(mnn, arguments.version, config)
    write_manifest(arguments.out, [item])
    session = Session(load_manifest(arguments.out)[NAME])
    samples = load(arguments.data)
    held = [sample for sample in samples if sample.fold == HELD_FOLD]
    told, reference = scores_by_app(session, held), scores_by_torch(scorer, session, held)
    folds = read_held(arguments.runs, samples)
    item["figures"] = {
        **_rounded(figures(held, told)),
        **_rounded({f"folds_{key}": float(np.mean([one[key] for one in folds.values()])) for key in folds[HELD_FOLD]}),
        "same_top": round(float(np.mean([a.argmax() == b.argmax() for a, b in zip(told, reference, strict=True)])), 4),
        "largest_difference": round(max(float(abs(a - b).max()) for a, b in zip(told, reference, strict=True)), 5),
        "ms_one": round(milliseconds(session, 1), 2),
        "ms_nine": round(milliseconds(session, 9), 2),
        "megabytes": round(session.model.size / 1e6, 2),
    }
    write_manifest(arguments.out, [item])
    text = CARD.read_text(encoding="utf-8").format(
        version=arguments.version,
        config=config,
        held_fold=HELD_FOLD,
        held_pictures=len(held),
        pictures=len(samples),
        folds=len(folds),
        faults=len(FAULTS),
        shape_table=shape_table(held, told),
        **item["figures"],
    )
    (arguments.out / f"{NAME}.md").write_text(text, encoding="utf-8")
    print(json.dumps(item["figures"], indent=2))


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}


if __name__ == "__main__":
    main()
