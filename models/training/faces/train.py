"""Train the detector: `python -m models.training.faces.train --data DATA --teachers TEACHERS --labels FILE --out RUN`.

FILE is what `teacher.py` wrote. Goes on from RUN/checkpoint.pt when it is there. RUN/log.csv has a line for each
measurement on the tuning folds; RUN/faces.pt are the averaged weights at the last of them, RUN/start.pt those that it
started from.
"""

from __future__ import annotations

import argparse
import copy
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import nn

from app.domain.geometry import Box
from app.domain.media import Image
from app.inference.preprocess import Preprocessing
from app.vision.faces import Found, decode, suppress, to_picture
from models.training.faces.batches import Album, Batch, batches
from models.training.faces.labels import LABELS, Labelled, load, split
from models.training.faces.losses import loss_of
from models.training.faces.measure import Search, count, together
from models.training.faces.network import FaceNet
from models.training.judge.train import append_row, configuration, prefetch, rate, write_configuration

CONFIG = Path(__file__).with_name("faces.toml")

AT = 0.6
"""Score at which recall and precision are written down during the training."""

_TUNED_ON = {"crowd": 25, "photo": 45, "frame": 15, "story": 40, "comic": 17, "sprite": 20, "clipart": 4}
"""How many pictures of each kind the tuning folds are measured on while it trains."""


def searching(network: nn.Module, prepare: Preprocessing, threshold: float = 0.2) -> Search:
    """A search by a network in PyTorch, with the pre-processing and decoding of the app."""

    def search(image: Image) -> Found:
        height, width = image.shape[:2]
        with torch.inference_mode():
            tensor = torch.from_numpy(prepare.tensor(image)).to(memory_format=torch.channels_last)
            levels = network(tensor)
        found = suppress(decode([level[0].numpy() for level in levels], threshold))
        return Found(to_picture(found.boxes, Box(0, 0, width, height), prepare), found.scores, found.frontal)

    return search


def tensor_of(batch: Batch) -> torch.Tensor:
    """A batch as the network takes it."""
    planes = torch.from_numpy(batch.images[..., ::-1].copy()).permute(0, 3, 1, 2)
    return planes.float().contiguous(memory_format=torch.channels_last)


def measured(search: Search, pictures: list[Labelled]) -> dict[str, float]:
    """Recall and precision at `AT`, and the mean over both at several scores, for each kind of picture."""
    figures = {}
    for kind, most in _TUNED_ON.items():
        counts = []
        for picture in [one for one in pictures if one.kind == kind][:most]:
            image = picture.shown()
            size = (image.shape[1], image.shape[0])
            counts.append(count(search(image), size, picture.boxes, picture.doubtful))
        if counts:
            whole = together(counts)
            figures[f"{kind}_recall"], figures[f"{kind}_precision"] = whole.recall(AT), whole.precision(AT)
    return figures


def train(pictures: list[Labelled], teachers: Path, out: Path, config: dict[str, Any]) -> None:
    """Train to the end, from the last checkpoint in `out` if there is one.

    Args:
        pictures: all labelled pictures.
        teachers: folder of the starting weights.
        out: folder of the run.
        config: see `faces.toml`.
    """
    torch.manual_seed(config["seed"])
    prepare = Preprocessing(**config["input"])
    parts = split(pictures)
    print(f"{len(parts.learned)} pictures to learn from, {len(parts.tuning)} to choose on", flush=True)
    album = Album(parts.learned, config)
    network = FaceNet(config["widths"])
    network.start_from(teachers / "yunet_n_dynamic.onnx")
    network.freeze(config["frozen"])
    network.to(memory_format=torch.channels_last)
    average = copy.deepcopy(network)
    trained = [value for value in network.parameters() if value.requires_grad]
    optimiser = torch.optim.AdamW(trained, config["rate"], weight_decay=config["weight_decay"])
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate(step, config["steps"], config["warmup"]))
    out.mkdir(parents=True, exist_ok=True)
    write_configuration(out / "config.toml", config)
    saved = {"network": network, "average": average, "optimiser": optimiser, "schedule": schedule}
    first = _resume(out / "checkpoint.pt", saved)
    if not first:
        torch.save(average.state_dict(), out / "start.pt")
        figures = measured(searching(network.eval(), prepare), parts.tuning)
        append_row(out / "log.csv", {"step": 0, **_NOTHING, **figures, "seconds": 0})
    every = config["measured_every"]
    for start in range(first, config["steps"], every):
        started = time.perf_counter()
        end = min(start + every, config["steps"])
        losses = _learn(saved, album, config, (start, end))
        figures = measured(searching(average.eval(), prepare), parts.tuning)
        append_row(out / "log.csv", {"step": end, **losses, **figures, "seconds": time.perf_counter() - started})
        torch.save(average.state_dict(), out / "faces.pt")
        torch.save({**{name: part.state_dict() for name, part in saved.items()}, "step": end}, out / "checkpoint.pt")


_NOTHING = dict.fromkeys(("object", "box", "quality", "frontal"), float("nan"))


def _resume(checkpoint: Path, saved: dict[str, Any]) -> int:
    """Take what a checkpoint holds, if there is one; returns the number of the next batch."""
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")
    for name, part in saved.items():
        part.load_state_dict(state[name])
    return int(state["step"])


def _learn(parts: dict[str, Any], album: Album, config: dict[str, Any], steps: tuple[int, int]) -> dict[str, float]:
    """Learn from some batches; returns the mean of each part of the loss.

    Args:
        parts: `network`, its `average`, `optimiser` and `schedule`.
        album: where the batches come from.
        config: see `faces.toml`.
        steps: number of the first batch, and of the one after the last.
    """
    network, average = parts["network"].train(), parts["average"]
    rows = []
    begun = time.perf_counter()
    for number, batch in enumerate(prefetch(batches(album, config, *steps), depth=2), steps[0]):
        with torch.autocast("cpu", torch.bfloat16, enabled=config["half"]):
            levels = network(tensor_of(batch))
        loss, told = loss_of([level.float() for level in levels], batch.scenes, config)
        parts["optimiser"].zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 10.0)
        parts["optimiser"].step()
        parts["schedule"].step()
        rows.append(told)
        # At first the average follows quickly, so that the starting weights do not linger in it.
        decay = min(config["average"], (number + 1) / (number + 10))
        with torch.no_grad():
            for kept, new in zip(average.parameters(), network.parameters(), strict=True):
                kept.lerp_(new, 1 - decay)
        if number % 20 == 0:
            means = "  ".join(f"{name} {np.mean([row[name] for row in rows[-20:]]):.3f}" for name in told)
            print(f"step {number}  {means}  {time.perf_counter() - begun:.0f} s", flush=True)
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with gaze/, drawn/, iqa/, photos/, appeal/")
    parser.add_argument("--teachers", type=Path, required=True, help="folder of the starting weights")
    parser.add_argument("--labels", type=Path, default=LABELS, help="what teacher.py wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder of this run: checkpoint, log, weights")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="instead of the configuration's")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    pictures = load(arguments.data, arguments.labels)
    train(pictures, arguments.teachers, arguments.out, configuration(arguments.config, arguments.set))


if __name__ == "__main__":
    main()
