"""Does the judge say the same wherever it runs? `python -m models.training.judge.consistency --data DATA --out FILE`.

The frames of all clips go through PyTorch, ONNX Runtime, and MNN with weights in 32, 16 and 8 bits, with other numbers
of threads, and several at once. Only the ranking matters to the product, so agreement on it is what is reported.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from unittest import mock

import numpy as np
import onnxruntime
import torch
from scipy.stats import spearmanr

from app.domain.backends import possible_gpus
from app.domain.media import Picture
from app.inference import Session, load_manifest
from app.inference.engine import could_drive
from app.inference.manifest import ModelEntry
from app.inference.preprocess import Preprocessing
from app.media.pictures import read_small
from app.vision.judge import Judge
from models.training.judge.batches import validation_batches
from models.training.judge.data import FLAGS, Sample, load
from models.training.judge.export import INPUT, PRECISIONS, shipped_judge, to_mnn, to_onnx
from models.training.judge.folds import BRANCHES
from models.training.judge.train import config_of, configuration

SIZES = {"scores": 2, "levels": 10, "flags": len(FLAGS), "feature": 1}
"""Numbers in each output, for a session that only records; the feature's are not looked at."""

HEAD = """# Consistency of the judge

Version {version}, MNN {mnn}, ONNX Runtime {onnx}, PyTorch {torch}, {machine}. Made by `make consistency`.

{frames} frames of {clips} clips. Differences are in points of 100, against PyTorch; ranks are the mean rank correlation
of appeal within a clip; top-1 is the share of clips in which the same frame is chosen; regret is what PyTorch's appeal
loses by the other choice, mean over all clips.

Input tensors of the training and of the app, from the same files: {same} of {asked} equal to the bit. Size of both
branches: {sizes}.

| | quality, max | appeal, max | mean | ranks | top-1 | regret |
|---|---|---|---|---|---|---|"""

Scores = Callable[[np.ndarray], np.ndarray]
"""From the input of one branch (N × 3 × H × W) to scores (N × 2)."""


def runtimes(model: ModelEntry, branch: str, folder: Path) -> dict[str, tuple[Scores, int]]:
    """Every way to run a branch, with the number of pictures that go in at once; the first is the reference."""
    judge = shipped_judge(branch)
    onnx = folder / f"{branch}.onnx"
    to_onnx(judge, onnx)

    def by_torch(tensor: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return judge(torch.from_numpy(tensor))[0].numpy()

    found: dict[str, tuple[Scores, int]] = {"PyTorch": (by_torch, 1), "PyTorch, 4 at once": (by_torch, 4)}
    for threads in (1, 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        runtime = onnxruntime.InferenceSession(str(onnx), options, providers=["CPUExecutionProvider"])
        found[f"ONNX Runtime, {_threads(threads)}"] = (_by_onnx(runtime), 1)
    for precision in PRECISIONS:
        path = folder / f"{branch}-{precision}.mnn"
        to_mnn(onnx, path, precision)
        entry = replace(model, path=path, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
        for threads, count in ((1, 1), (2, 1), (1, 4)):
            name = f"MNN {precision}, {_threads(threads)}{', 4 at once' * (count > 1)}"
            found[name] = (_by_mnn(Session(entry, threads=threads)), count)
    found["MNN, the files that ship"] = (_by_mnn(Session(model)), 1)
    for backend in possible_gpus(sys.platform):
        if could_drive(backend) and (session := Session(model, backend)).backend == backend:
            found[f"MNN on {backend}"] = (_by_mnn(session), 1)
    return found


def _threads(count: int) -> str:
    return f"{count} thread{'s' * (count > 1)}"


def _by_onnx(runtime: onnxruntime.InferenceSession) -> Scores:
    return lambda tensor: runtime.run(["scores"], {INPUT: tensor})[0]


def _by_mnn(session: Session) -> Scores:
    return lambda tensor: session.run({INPUT: tensor})["scores"]


def score_all(run: Scores, count: int, samples: Sequence[Sample], model: ModelEntry) -> np.ndarray:
    """Scores (N × 2) of all samples, `count` of one shape at once."""
    shapes: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        shapes[sample.image.shape].append(index)
    scores = np.zeros((len(samples), 2))
    for indices in shapes.values():
        for start in range(0, len(indices), count):
            chosen = indices[start : start + count]
            scores[chosen] = run(np.concatenate([model.tensors(samples[index].image)[INPUT] for index in chosen]))
    return scores


def same_tensors(samples: Sequence[Sample], root: Path) -> tuple[int, int]:
    """How many of the samples become the same numbers, to the bit, in the training and in the app, and of how many.

    The training's way is the one that its batches take; the app's is what it hands to a session when it is asked about
    the file.
    """
    handed: dict[str, list[np.ndarray]] = defaultdict(list)

    def record(session: Session, tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        handed[session.model.name].append(tensors[INPUT])
        return {name: np.zeros((1, size), np.float32) for name, size in SIZES.items()}

    judge = Judge("cpu")
    with mock.patch.object(Session, "run", record):
        for sample in samples:
            judge.rate(read_small(Picture(0, root / sample.name)).image)
    same = np.ones(len(samples), bool)
    for branch in BRANCHES:
        prepare = Preprocessing(**configuration(config_of(branch))["input"])
        for (index,), batch in validation_batches(samples, prepare, 1):
            same[index] &= _hash(batch.inputs) == _hash(handed[f"judge-{branch}"][index])
    return int(same.sum()), len(samples)


def _hash(tensor: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(tensor).tobytes()).hexdigest()


def compare(reference: np.ndarray, other: np.ndarray, clips: Sequence[str]) -> list[str]:
    """Cells of a row: differences in points of 100, and how far the choice within each clip is the same."""
    apart = np.abs(other - reference) * 100
    members: dict[str, list[int]] = defaultdict(list)
    for index, clip in enumerate(clips):
        members[clip].append(index)
    ranks, same, regret = [], 0, 0.0
    for indices in members.values():
        one, two = reference[indices, 1], other[indices, 1]
        ranks.append(spearmanr(one, two).statistic if len(indices) > 1 else 1.0)
        same += one.argmax() == two.argmax()
        regret += float(one.max() - one[two.argmax()]) * 100
    return [
        f"{apart[:, 0].max():.3f}",
        f"{apart[:, 1].max():.3f}",
        f"{apart.mean():.4f}",
        f"{np.mean(ranks):.5f}",
        f"{100 * same / len(members):.1f} %",
        f"{regret / len(members):.4f}",
    ]


def report(samples: Sequence[Sample], root: Path) -> str:
    """The whole report in Markdown."""
    models = load_manifest()
    frames = [sample for sample in samples if sample.clip]
    clips = [sample.clip for sample in frames]
    same, asked = same_tensors([*frames[::20], *[sample for sample in samples if not sample.clip][::20]], root)
    told: dict[str, list[np.ndarray]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for branch in BRANCHES:
            model = models[f"judge-{branch}"]
            for name, (run, count) in runtimes(model, branch, Path(folder)).items():
                told[name].append(score_all(run, count, frames, model))
                print(branch, name, flush=True)
        files = {precision: [Path(folder) / f"{name}-{precision}.mnn" for name in BRANCHES] for precision in PRECISIONS}
        sizes = ", ".join(
            f"{precision} {sum(file.stat().st_size for file in both) / 1e6:.1f} MB" for precision, both in files.items()
        )
    scores = {name: np.mean(branches, axis=0) for name, branches in told.items()}
    reference = scores.pop("PyTorch")
    head = HEAD.format(
        version=model.version,
        mnn=version("MNN"),
        onnx=version("onnxruntime"),
        torch=torch.__version__,
        machine=f"{platform.system()} on {platform.machine()}",
        frames=len(frames),
        clips=len(set(clips)),
        same=same,
        asked=asked,
        sizes=sizes,
    )
    rows = [f"| {name} | {' | '.join(compare(reference, one, clips))} |" for name, one in scores.items()]
    return "\n".join([head, *rows]) + "\n"


def main() -> None:
    """Read the arguments and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with appeal/")
    parser.add_argument("--out", type=Path, required=True, help="the report, in Markdown")
    arguments = parser.parse_args()
    arguments.out.write_text(report(load(arguments.data), arguments.data.parent), encoding="utf-8")


if __name__ == "__main__":
    main()
