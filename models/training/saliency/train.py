"""Train on fixations: `python -m models.training.saliency.train --data DATA --teachers TEACHERS --out RUN`.

Resumes from RUN/checkpoint.pt when it is there. RUN/log.csv has a line an epoch, RUN/saliency.pt the averaged weights.
"""

from __future__ import annotations

import copy
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import nn

from app.inference.preprocess import Preprocessing
from models.training.judge.data import HELD_FOLD
from models.training.judge.train import (
    append_row,
    configuration,
    prefetch,
    rate,
    run_arguments,
    update_average,
    write_configuration,
)
from models.training.saliency.batches import epoch_batches
from models.training.saliency.data import Gaze, load
from models.training.saliency.losses import divergence
from models.training.saliency.measure import figures
from models.training.saliency.network import Gazer

CONFIG = Path(__file__).with_name("saliency.toml")


def train(gazes: list[Gaze], teachers: Path, out: Path, config: dict[str, Any]) -> None:
    """Train to the end, from the last checkpoint in `out` if there is one.

    Args:
        gazes: all pictures; those of the configured fold, and of the held-back one, are not learned from.
        teachers: folder of the starting weights.
        out: folder of the run.
        config: see `saliency.toml`.
    """
    torch.manual_seed(config["seed"])
    prepare = Preprocessing(**config["input"])
    fold = config["validation_fold"]
    learned = [gaze for gaze in gazes if gaze.fold not in (HELD_FOLD, fold)]
    held = [gaze for gaze in gazes if gaze.fold == fold]
    print(f"{len(learned)} pictures to learn from, {len(held)} to measure on", flush=True)
    gazer = Gazer(config)
    gazer.backbone.load_tflite(teachers)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    state = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else None
    if state is None:
        gazer.standardise([torch.from_numpy(prepare.tensor(gaze.image)) for gaze in learned[::4]])
    average = copy.deepcopy(gazer)
    groups = [{"params": gazer.readers(), "lr": config["rate"]}]
    if fine := gazer.trained_backbone():
        groups.append({"params": fine, "lr": config["backbone_rate"]})
    gazer.backbone.requires_grad_(False)
    for parameter in fine:
        parameter.requires_grad_(True)
    optimiser = torch.optim.AdamW(groups, weight_decay=config["weight_decay"])
    # Only pictures of one shape share a batch, so that some batches are not full.
    steps = 1.25 * len(learned) / config["batch"]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: rate(step, int(steps * config["epochs"]), int(steps * config["warmup_epochs"]))
    )
    parts = {"gazer": gazer, "average": average, "optimiser": optimiser, "schedule": schedule}
    if state is not None:
        for name, part in parts.items():
            part.load_state_dict(state[name])
        torch.set_rng_state(state["random"])
    for epoch in range(state["epoch"] + 1 if state else 0, config["epochs"]):
        started = time.perf_counter()
        losses = []
        gazer.train()
        for batch in prefetch(epoch_batches(learned, prepare, config, epoch)):
            logarithm = gazer.logarithm(torch.from_numpy(batch.inputs), torch.from_numpy(batch.windows))
            loss = divergence(logarithm, torch.from_numpy(batch.density))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(gazer.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            update_average(average, gazer, config["average"])
        row = {"epoch": epoch, "steps": len(losses), "loss": float(np.mean(losses)), **measured(average, held, prepare)}
        append_row(out / "log.csv", {**row, "seconds": time.perf_counter() - started})
        kept = {name: part.state_dict() for name, part in parts.items()}
        torch.save({**kept, "random": torch.get_rng_state(), "epoch": epoch}, checkpoint)
    torch.save(average.state_dict(), out / "saliency.pt")


def measured(gazer: Gazer, held: list[Gaze], prepare: Preprocessing) -> dict[str, float]:
    """Figures on pictures held back, from the network's maps at their own size."""
    gazer.eval()
    heats = []
    with torch.inference_mode():
        for gaze in held:
            density = gazer(torch.from_numpy(prepare.tensor(gaze.image)))[0, 0].numpy()
            heats.append(cv2.resize(density, gaze.image.shape[1::-1], interpolation=cv2.INTER_CUBIC))
    return figures(heats, held)


def main() -> None:
    """Read the arguments and train."""
    parser = run_arguments(__doc__)
    parser.set_defaults(config=CONFIG)
    arguments = parser.parse_args()
    config = configuration(arguments.config, arguments.set)
    train(load(arguments.data), arguments.teachers, arguments.out, config)
    write_configuration(arguments.out / "config.toml", config)


if __name__ == "__main__":
    main()
