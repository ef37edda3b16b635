"""Ship a trained network: `python -m models.training.saliency.export --run RUN --data DATA --version 1.0.0`.

PyTorch → ONNX → MNN with 16-bit weights. The fold that was held back is measured through the app's own code with the
file that ships; the manifest's entry and the card are written from what was measured.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch

from app.inference import Session, load_manifest
from app.inference.manifest import MODELS
from app.vision.saliency import NAME, Method, Saliency
from models.training.judge.data import HELD_FOLD
from models.training.judge.export import milliseconds, to_mnn, write_manifest
from models.training.judge.train import configuration
from models.training.saliency.data import load
from models.training.saliency.measure import figures
from models.training.saliency.network import Gazer

INPUT, OUTPUT = "picture", "density"
CARD = Path(__file__).with_name("card.md")
CARD_NAME = "saliency.md"


def to_onnx(gazer: Gazer, path: Path) -> None:
    """Write the network as ONNX, for a picture of any size."""
    with warnings.catch_warnings():
        # The exporter that needs no further package announces that it will be replaced.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            gazer.eval(),
            (torch.zeros(1, 3, 192, 320),),
            path,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_axes={INPUT: {2: "height", 3: "width"}},
            opset_version=17,
            dynamo=False,
        )


def main() -> None:
    """Read the arguments and ship."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of a finished run")
    parser.add_argument("--data", type=Path, required=True, help="folder with gaze/")
    parser.add_argument("--version", required=True)
    arguments = parser.parse_args()
    config = configuration(arguments.run / "config.toml")
    gazer = Gazer(config)
    gazer.load_state_dict(torch.load(arguments.run / "saliency.pt", weights_only=True))
    mnn = MODELS / f"{NAME}.mnn"
    with tempfile.TemporaryDirectory() as folder:
        onnx = Path(folder) / "saliency.onnx"
        to_onnx(gazer, onnx)
        to_mnn(onnx, mnn)
    entry: dict[str, Any] = {
        "name": NAME,
        "version": arguments.version,
        "file": mnn.name,
        "sha256": hashlib.sha256(mnn.read_bytes()).hexdigest(),
        "inputs": {INPUT: config["input"]},
        "outputs": [OUTPUT],
        "labels": [],
        "licence": "Apache-2.0",
        "card": CARD_NAME,
        "figures": {},
    }
    write_manifest(MODELS, [entry])
    gazes = load(arguments.data)
    held = [gaze for gaze in gazes if gaze.fold == HELD_FOLD]
    told = {}
    for method in Method:
        saliency = Saliency(method)
        told[method] = figures([saliency.map(gaze.image) for gaze in held], held)
    model = load_manifest()[NAME]
    measured = {
        **told[Method.LEARNED],
        "ms_one_thread": milliseconds(Session(model)),
        "ms_two_threads": milliseconds(Session(model, threads=2)),
        "megabytes": model.size / 1e6,
    }
    entry["figures"] = {name: round(value, 4) for name, value in measured.items()}
    write_manifest(MODELS, [entry])
    with (arguments.run / "log.csv").open(newline="", encoding="utf-8") as file:
        minutes = sum(float(row["seconds"]) for row in csv.DictReader(file)) / 60
    text = CARD.read_text(encoding="utf-8").format(
        **config,
        **measured,
        version=arguments.version,
        learned=len(gazes) - len(held),
        held=len(held),
        held_fold=HELD_FOLD,
        minutes=minutes,
        table="\n".join(f"| {method} | {row['auc_judd']:.3f} | {row['nss']:.2f} |" for method, row in told.items()),
    )
    (MODELS / CARD_NAME).write_text(text, encoding="utf-8")
    print(json.dumps(entry, indent=2))


if __name__ == "__main__":
    main()
