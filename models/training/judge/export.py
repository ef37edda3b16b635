"""Ship a trained judge: `python -m models.training.judge.export --runs RUNS --data DATA --version 2.0.0`.

PyTorch → ONNX → MNN with 16-bit weights. The held-back fold is scored by the file that ships through the app's own
code; the thresholds of the flags come from what the judges of all folds say of pictures that they never saw; the
manifest and the card are written from what was measured.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
import torch

from app.domain.media import Image
from app.inference import Session, load_manifest
from app.inference.manifest import MODELS
from models.training.judge.calibrate import Calibration, calibrate
from models.training.judge.data import FLAGS, HELD_FOLD, load
from models.training.judge.folds import BRANCHES, mean_figures, read_folds, seen_flags
from models.training.judge.measure import figures
from models.training.judge.network import Judge
from models.training.judge.train import config_of, configuration
from models.training.judge.truth import Truth, examine

INPUT, OUTPUTS, LABELS = "picture", ("scores", "levels", "flags", "feature"), ("quality", "appeal")
CARD = Path(__file__).with_name("card.md")
CARD_NAME = "judge.md"
Precision = Literal["fp32", "fp16", "int8"]

PRECISIONS: dict[Precision, tuple[str, ...]] = {
    "fp32": (),
    "fp16": ("--fp16",),
    "int8": ("--weightQuantBits", "8", "--hqq"),
}
"""Options of MNN's converter by how weights are stored."""

SMALLEST = 4000
"""Weights that a layer needs for storing it in eight bits to be worth it.

The layers below have 8 % of the weights and cost nearly all of the exactness: with everything in eight bits, by
half-quadratic quantisation (HQQ, Badri and Shaji 2023), the same frame is chosen in 93 % of the clips.
"""

BLOCKS = (64, 48, 32, 24, 16, 8)
"""Input channels that share a scale, of which the most is taken that divides those of a layer."""


def shipped_judge(branch: str, folder: Path = MODELS) -> Judge:
    """A branch of the judge that ships, as PyTorch has it, ready to be asked.

    Raises:
        SystemExit: there are no such weights; `main` writes them beside the files that ship.
    """
    weights = folder / f"judge-{branch}.pt"
    if not weights.exists():
        sys.exit(f"{weights} is missing: models.training.judge.export writes it from a training run")
    judge = Judge(configuration(config_of(branch))["backbone"])
    judge.load_state_dict(torch.load(weights, weights_only=True, map_location="cpu"))
    return judge.eval()


def to_onnx(judge: Judge, path: Path) -> None:
    """Write a branch as ONNX, with any number of pictures of any size."""
    with warnings.catch_warnings():
        # The exporter that needs no further package announces that it will be replaced.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            judge,
            (torch.zeros(1, 3, 256, 448),),
            path,
            input_names=[INPUT],
            output_names=list(OUTPUTS),
            dynamic_axes={INPUT: {0: "count", 2: "height", 3: "width"}},
            opset_version=17,
            dynamo=False,
        )


def to_mnn(source: Path, mnn: Path, precision: Precision = "fp16") -> None:
    """Convert ONNX to MNN by the compiled tool: the command of MNN installs and uploads things."""
    import _tools

    with tempfile.TemporaryDirectory() as folder:
        if precision == "fp16":
            source = _halved(source, Path(folder) / "rounded.onnx")
        files = ["--modelFile", str(source), "--MNNModel", str(mnn)]
        command = ["mnnconvert", "-f", "ONNX", *files, *PRECISIONS[precision], "--bizCode", "bestframe"]
        if precision == "int8":
            # Converted once only to learn the names of the layers.
            layers = Path(folder) / "layers.json"
            command += ["--compressionParamsFile", str(layers)]
            _tools.mnnconvert(command)
            layers.write_text(json.dumps(_eight_bits(json.loads(layers.read_text()))))
        _tools.mnnconvert(command)


def _halved(source: Path, target: Path) -> Path:
    """Round all numbers to the nearest that has 16 bits: MNN cuts off what it stores in 16, which adds up."""
    model = onnx.load(source)
    for numbers in model.graph.initializer:
        if numbers.data_type == onnx.TensorProto.FLOAT:
            nearest = onnx.numpy_helper.to_array(numbers).astype(np.float16).astype(np.float32)
            numbers.CopyFrom(onnx.numpy_helper.from_array(nearest, numbers.name))
    onnx.save(model, target)
    return target


def _eight_bits(plan: dict[str, Any]) -> dict[str, Any]:
    """MNN's plan of what is stored how: large layers without a neighbourhood in eight bits, all others in 32."""
    for layer in plan["algo"][0]["quantParams"]["layer"]:
        shape, weight = layer["conv"], layer["weight"][0]
        channels = shape["inputChannel"]
        if shape["kernelSize"] == [1, 1] and channels > 1 and channels * shape["outputChannel"] >= SMALLEST:
            weight["blockSize"] = next((block for block in BLOCKS if channels % block == 0), -1)
        else:
            weight["bits"] = 0
    return plan


def entry(mnn: Path, version: str, config: dict[str, Any], flags: dict[str, float | None]) -> dict[str, Any]:
    """The manifest's entry for a model file; its figures are still to be measured."""
    return {
        "name": mnn.stem,
        "version": version,
        "file": mnn.name,
        "sha256": hashlib.sha256(mnn.read_bytes()).hexdigest(),
        "inputs": {INPUT: config["input"]},
        "outputs": list(OUTPUTS),
        "labels": list(LABELS),
        "flags": flags,
        "licence": "Apache-2.0",
        "card": CARD_NAME,
        "figures": {},
    }


def milliseconds(session: Session) -> float:
    """Median time for a picture of 16:9."""
    tensors = session.model.tensors(np.zeros((252, 448, 3), np.uint8))
    times = []
    for _ in range(40):
        begun = time.perf_counter()
        session.run(tensors)
        times.append(time.perf_counter() - begun)
    return float(np.median(times[5:])) * 1000


def main() -> None:
    """Read the arguments and ship."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, required=True, help="folder with detail-0, whole-0, detail-1, …")
    parser.add_argument("--data", type=Path, required=True, help="folder with iqa/ and appeal/")
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, default=MODELS, help="where manifest, model and card go")
    arguments = parser.parse_args()
    samples = load(arguments.data)
    folds = read_folds(arguments.runs, samples)
    flags = calibrate(*seen_flags(folds))
    thresholds = {name: found.threshold for name, found in flags.items()}
    configs = {}
    entries = []
    for branch in BRANCHES:
        run = arguments.runs / f"{branch}-{HELD_FOLD}"
        configs[branch] = configuration(run / "config.toml")
        shutil.copyfile(run / "judge.pt", arguments.out / f"judge-{branch}.pt")
        mnn = arguments.out / f"judge-{branch}.mnn"
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "judge.onnx"
            to_onnx(shipped_judge(branch, arguments.out), source)
            to_mnn(source, mnn)
        entries.append(entry(mnn, arguments.version, configs[branch], thresholds))
    write_manifest(arguments.out, entries)
    models = load_manifest(arguments.out)
    sessions = {branch: Session(models[f"judge-{branch}"]) for branch in BRANCHES}

    def rate_by(branch: str, image: Image) -> np.ndarray:
        session = sessions[branch]
        return session.run(session.model.tensors(image))["scores"][0] * 100

    def rate(image: Image) -> tuple[float, float]:
        quality, appeal = np.mean([rate_by(branch, image) for branch in BRANCHES], axis=0)
        return float(quality), float(appeal)

    held = folds[HELD_FOLD].samples
    measured = {
        **figures(held, np.array([rate(sample.image) for sample in held]) / 100),
        **{f"folds_{name}": value for name, value in mean_figures(folds).items()},
    }
    for one, branch in zip(entries, BRANCHES, strict=True):
        alone = figures(held, np.array([rate_by(branch, sample.image) for sample in held]) / 100)
        one["figures"] = {
            **_rounded(alone),
            **_rounded({f"both_{name}": value for name, value in measured.items()}),
            "ms_one_thread": round(milliseconds(sessions[branch]), 2),
            "ms_two_threads": round(milliseconds(Session(sessions[branch].model, threads=2)), 2),
            "megabytes": round(sessions[branch].model.size / 1e6, 2),
        }
    write_manifest(arguments.out, entries)
    text = CARD.read_text(encoding="utf-8").format(
        version=arguments.version,
        **measured,
        **{f"alone_{name}": one["figures"] for name, one in zip(BRANCHES, entries, strict=True)},
        **configs,
        held_fold=HELD_FOLD,
        held_pictures=sum(not sample.clip for sample in held),
        held_frames=sum(bool(sample.clip) for sample in held),
        held_clips=len({sample.clip for sample in held} - {""}),
        measured_folds=len(folds),
        minutes=sum(_minutes(arguments.runs / f"{branch}-{HELD_FOLD}" / "log.csv") for branch in BRANCHES),
        flag_table=flag_table(flags),
        truth=truth_told(examine(rate, [sample.image for sample in held if "/gaze/" in sample.name][::4], count=200)),
    )
    (arguments.out / CARD_NAME).write_text(text, encoding="utf-8")
    print(json.dumps([one["figures"] for one in entries], indent=2))


def truth_told(truth: Truth) -> str:
    """What was found, in a sentence."""
    ladders = ", ".join(f"{name.replace('_', ' ')} {share:.3f}" for name, share in truth.ladders.items())
    overlays = ", ".join(f"{name} {change:.1f}" for name, change in truth.overlays.items())
    return (
        f"share of the steps of growing severity that lower the quality: {ladders} (the appeal: at least "
        f"{min(truth.appeal_ladders.values()):.3f}); decoys liked less than the median photo: {truth.decoys:.3f}; mean "
        f"change of the appeal, of 100, by something laid over: {overlays}; mean change of the quality by blurring all "
        f"but the middle {truth.soft_background:+.1f}, by blurring everything {truth.soft_everything:+.1f}."
    )


def flag_table(flags: dict[str, Calibration]) -> str:
    """The flags in Markdown."""
    lines = ["| flag | pictures that have it | shown from | precision | recall |", "|---|---|---|---|---|"]
    for name in FLAGS:
        found = flags[name]
        shown = "never" if found.threshold is None else f"{found.threshold:.2f}"
        lines.append(f"| {name} | {found.count} | {shown} | {found.precision:.2f} | {found.recall:.2f} |")
    return "\n".join(lines)


def _minutes(log: Path) -> int:
    with log.open(newline="", encoding="utf-8") as file:
        return round(sum(float(row["seconds"]) for row in csv.DictReader(file)) / 60)


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}


def write_manifest(folder: Path, entries: list[dict[str, Any]]) -> None:
    """Put entries into the manifest, in place of those of the same names."""
    path = folder / "manifest.json"
    document = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"models": []}
    names = {entry["name"] for entry in entries}
    document["models"] = [*(old for old in document["models"] if old["name"] not in names), *entries]
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
