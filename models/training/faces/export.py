"""Ship a trained detector: `python -m models.training.faces.export --run RUN --data DATA --version X.Y.Z`.

PyTorch → ONNX → MNN with 16-bit weights. The threshold is chosen on the tuning folds and the figures are measured on
the held-back ones, both by the file that ships through the app's own code; manifest and card are written from them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from app.inference.manifest import MODELS, load_manifest
from app.inference.session import Session
from app.vision.faces import NAME, FaceFinder
from models.training.faces.animated import tallied
from models.training.faces.exam import (
    LEAST_SCORE,
    PHOTOS,
    Exam,
    alarms,
    answers,
    choose_threshold,
    examples,
    figures_of,
    final_exam,
    frontal_cut,
    tuning_exam,
)
from models.training.faces.labels import LABELS
from models.training.faces.measure import Counted, Search
from models.training.faces.network import FRONTAL, FaceNet
from models.training.judge.export import to_mnn, write_manifest
from models.training.judge.train import configuration, keep_halfway

INPUT, OUTPUTS = "picture", ("fine", "middle", "coarse")
CARD = Path(__file__).with_name("card.md")
CARD_NAME = "faces.md"


def to_onnx(network: FaceNet, path: Path) -> None:
    """Write a network as ONNX, with any number of pictures of any size."""
    with warnings.catch_warnings():
        # The exporter that needs no further package announces that it will be replaced.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (torch.zeros(1, 3, 256, 448),),
            path,
            input_names=[INPUT],
            output_names=list(OUTPUTS),
            dynamic_axes={INPUT: {0: "count", 2: "height", 3: "width"}},
            opset_version=17,
            dynamo=False,
        )


def trained(run: Path) -> FaceNet:
    """The averaged network of a run, a part of the way back to where it started."""
    config = configuration(run / "config.toml")
    network = FaceNet(config["widths"])
    network.load_state_dict(torch.load(run / "faces.pt", weights_only=True, map_location="cpu"))
    keep_halfway(network, torch.load(run / "start.pt", weights_only=True, map_location="cpu"), config["way"])
    return network.eval()


@torch.no_grad()
def turn(network: FaceNet, cut: float) -> None:
    """Shift what is said of looking at the viewer, so that `cut` becomes one half."""
    for head in network.heads:
        last = head[1]
        last.bias[FRONTAL] -= math.log(cut / (1 - cut)) / last.scale[FRONTAL]


def put(network: FaceNet, mnn: Path, version: str, config: dict[str, Any]) -> tuple[dict[str, Any], Search]:
    """Write a network's file and its entry; returns the entry and the app's search with it."""
    with tempfile.TemporaryDirectory() as folder:
        onnx = Path(folder) / "faces.onnx"
        to_onnx(network, onnx)
        to_mnn(onnx, mnn)
    shipped = entry(mnn, version, config)
    write_manifest(MODELS, [shipped])
    finder = FaceFinder("cpu", threads=2)
    return shipped, lambda image: finder.search(image, LEAST_SCORE)


def core_milliseconds(session: Session) -> float:
    """Median time for which one core is busy with a picture of 640 × 480, whatever else the machine does."""
    tensors = session.model.tensors(np.zeros((480, 640, 3), np.uint8))
    times = []
    for _ in range(40):
        begun = time.process_time()
        session.run(tensors)
        times.append(time.process_time() - begun)
    return float(np.median(times[5:])) * 1000


def entry(mnn: Path, version: str, config: dict[str, Any]) -> dict[str, Any]:
    """The manifest's entry for a model file; threshold and figures are still to be measured."""
    return {
        "name": NAME,
        "version": version,
        "file": mnn.name,
        "sha256": hashlib.sha256(mnn.read_bytes()).hexdigest(),
        "inputs": {INPUT: config["input"]},
        "outputs": list(OUTPUTS),
        "labels": ["face", "fit", "x", "y", "width", "height", "frontal"],
        "licence": "Apache-2.0",
        "card": CARD_NAME,
        "threshold": 0.6,
        "figures": {},
    }


def main() -> None:
    """Read the arguments and ship."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of the training")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--labels", type=Path, default=LABELS, help="what teacher.py wrote")
    parser.add_argument("--version", required=True)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    config = configuration(arguments.run / "config.toml")
    mnn = MODELS / f"{NAME}.mnn"
    network = trained(arguments.run)
    dealt = examples(arguments.data, arguments.labels)
    _, search = put(network, mnn, arguments.version, config)
    tuned = tuning_exam(arguments.data, dealt)
    tuning = answers(search, tuned)
    threshold = choose_threshold(tuning, [search(image).scores for image in tuned.empty[PHOTOS]])
    turn(network, frontal_cut(tuning["crowd"], threshold))
    torch.save(network.state_dict(), MODELS / f"{NAME}.pt")
    shipped, search = put(network, mnn, arguments.version, config)
    exam = final_exam(arguments.data, dealt)
    told = answers(search, exam)
    figures = figures_of(told, threshold)
    for name, images in exam.empty.items():
        figures[f"false_alarms_{name.split()[0]}"] = alarms(search, images, threshold)
    animated = tallied(search, arguments.data / "appeal/frames", threshold)
    figures |= {f"animated_{whose}": animated.found[whose] / count for whose, count in animated.faces.items()}
    figures["animated_false"] = animated.false / animated.frames
    session = Session(load_manifest()[NAME])
    figures["core_ms"] = core_milliseconds(session)
    figures["megabytes"] = session.model.size / 1e6
    shipped |= {"threshold": threshold, "figures": {name: round(value, 4) for name, value in figures.items()}}
    write_manifest(MODELS, [shipped])
    card = CARD.read_text(encoding="utf-8").format(
        version=arguments.version,
        threshold=threshold,
        empty={name.split()[0]: len(images) for name, images in exam.empty.items()},
        **config,
        table=table(exam, told, threshold),
        f=figures,
        animated=animated,
    )
    (MODELS / CARD_NAME).write_text(card, encoding="utf-8")
    print(json.dumps(shipped, indent=2))


def table(exam: Exam, told: dict[str, Counted], threshold: float) -> str:
    """Recall and precision of each kind as lines of a table."""
    return "\n".join(
        f"| {kind} | {len(exam.sets[kind])} | {len(one.hits)} "
        f"| {one.recall(threshold):.3f} | {one.precision(threshold):.3f} |"
        for kind, one in told.items()
    )


if __name__ == "__main__":
    main()
