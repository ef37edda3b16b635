"""Ship a trained judge: `python -m models.training.judge.export --run RUN --data DATA --version 1.0.0`.

PyTorch → ONNX → MNN with 16-bit weights; the same pictures go through all three, the held-back split is scored by the
file that ships through the app's own code, and the manifest and the card are written from what was measured.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import tempfile
import time
import tomllib
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from scipy.stats import spearmanr

from app.inference import Session, load_manifest
from app.inference.manifest import MODELS
from app.inference.preprocess import Preprocessing
from models.training.judge.backbone import Judge
from models.training.judge.data import Sample, load, split
from models.training.judge.measure import figures

INPUT, OUTPUTS, LABELS = "picture", ("scores", "feature"), ("quality", "appeal")
CARD = Path(__file__).with_name("card.md")


def to_onnx(judge: Judge, path: Path) -> None:
    """Write a judge as ONNX, with any number of pictures of any size."""
    with warnings.catch_warnings():
        # The exporter that needs no further package announces that it will be replaced.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            judge,
            torch.zeros(1, 3, 256, 448),
            path,
            input_names=[INPUT],
            output_names=list(OUTPUTS),
            dynamic_axes={INPUT: {0: "count", 2: "height", 3: "width"}},
            opset_version=17,
            dynamo=False,
        )


def to_mnn(onnx: Path, mnn: Path) -> None:
    """Convert ONNX to MNN with 16-bit weights, by the compiled tool: the command of MNN installs and uploads things."""
    import _tools

    _tools.mnnconvert(
        [
            "mnnconvert",
            "-f",
            "ONNX",
            "--modelFile",
            str(onnx),
            "--MNNModel",
            str(mnn),
            "--fp16",
            "--bizCode",
            "bestframe",
        ]
    )


def entry(mnn: Path, version: str, prepare: dict[str, Any], measured: dict[str, float]) -> dict[str, Any]:
    """The manifest's entry for a model file."""
    return {
        "name": "judge",
        "version": version,
        "file": mnn.name,
        "sha256": hashlib.sha256(mnn.read_bytes()).hexdigest(),
        "input": INPUT,
        "outputs": list(OUTPUTS),
        "preprocessing": prepare,
        "labels": list(LABELS),
        "licence": "Apache-2.0",
        "card": "judge.md",
        "figures": measured,
    }


def compare(
    judge: Judge, onnx: Path, session: Session, samples: list[Sample], prepare: Preprocessing
) -> dict[str, float]:
    """How far ONNX Runtime and MNN are from PyTorch: greatest difference of a score (0–1), agreement of the ranking."""
    runtime = onnxruntime.InferenceSession(str(onnx), providers=["CPUExecutionProvider"])
    scores: dict[str, list[np.ndarray]] = {"torch": [], "onnx": [], "mnn": []}
    with torch.inference_mode():
        for sample in samples:
            tensor = prepare.tensor(sample.image)
            scores["torch"].append(judge(torch.from_numpy(tensor))[0].numpy()[0])
            scores["onnx"].append(runtime.run(["scores"], {INPUT: tensor})[0][0])
            scores["mnn"].append(session.run(tensor)["scores"][0])
    arrays = {name: np.array(rows) for name, rows in scores.items()}
    return {
        "onnx_difference": float(np.abs(arrays["onnx"] - arrays["torch"]).max()),
        "mnn_difference": float(np.abs(arrays["mnn"] - arrays["torch"]).max()),
        "mnn_rank_agreement": float(spearmanr(arrays["mnn"][:, 1], arrays["torch"][:, 1]).statistic),
    }


def speed(session: Session, threads: str) -> dict[str, float]:
    """Median milliseconds for a picture of 16:9."""
    tensor = np.zeros((1, 3, 256, 448), np.float32)
    times = []
    for _ in range(40):
        begun = time.perf_counter()
        session.run(tensor)
        times.append(time.perf_counter() - begun)
    return {f"ms_{threads}": float(np.median(times[5:])) * 1000}


def main() -> None:
    """Read the arguments and ship."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of the training run")
    parser.add_argument("--data", type=Path, required=True, help="folder with iqa/ and appeal/")
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, default=MODELS, help="where manifest, model and card go")
    arguments = parser.parse_args()
    config = tomllib.loads((arguments.run / "config.toml").read_text(encoding="utf-8"))
    judge = Judge()
    judge.load_state_dict(torch.load(arguments.run / "judge.pt", weights_only=True))
    judge.eval()
    mnn = arguments.out / "judge.mnn"
    prepare = Preprocessing(**config["input"])
    with tempfile.TemporaryDirectory() as folder:
        onnx = Path(folder) / "judge.onnx"
        to_onnx(judge, onnx)
        to_mnn(onnx, mnn)
        write_manifest(arguments.out, entry(mnn, arguments.version, config["input"], {}))
        model = load_manifest(arguments.out)["judge"]
        session = Session(model)
        _, held = split(load(arguments.data), config["folds"], config["validation_fold"])
        scores = np.array([session.run(prepare.tensor(sample.image))["scores"][0] for sample in held])
        measured = {
            **figures(held, scores),
            **compare(judge, onnx, session, held[:120], prepare),
            **speed(session, "one_thread"),
            **speed(Session(model, threads=2), "two_threads"),
            "megabytes": mnn.stat().st_size / 1e6,
        }
    rounded = {name: round(value, 6 if "difference" in name else 4) for name, value in measured.items()}
    write_manifest(arguments.out, entry(mnn, arguments.version, config["input"], rounded))
    counts = {
        "held_pictures": sum(not sample.clip for sample in held),
        "held_frames": sum(bool(sample.clip) for sample in held),
        "held_clips": len({sample.clip for sample in held} - {""}),
        "minutes": _minutes(arguments.run / "log.csv"),
    }
    card = CARD.read_text(encoding="utf-8").format(version=arguments.version, **rounded, **counts, **config)
    (arguments.out / "judge.md").write_text(card, encoding="utf-8")
    print(json.dumps(rounded, indent=2))


def _minutes(log: Path) -> str:
    with log.open(newline="", encoding="utf-8") as file:
        return f"{sum(float(row['seconds']) for row in csv.DictReader(file)) / 60:.0f}"


def write_manifest(folder: Path, new: dict[str, Any]) -> None:
    """Put an entry into the manifest, in place of an older one of its name."""
    path = folder / "manifest.json"
    document = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"models": []}
    document["models"] = [*(old for old in document["models"] if old["name"] != new["name"]), new]
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
