"""Train the judge: `python -m models.training.judge.train --data DATA --teachers TEACHERS --out RUN`.

Resumes from RUN/checkpoint.pt when it is there. RUN/log.csv has a line an epoch, RUN/judge.pt the averaged weights.
"""

from __future__ import annotations

import argparse
import copy
import csv
import math
import queue
import re
import threading
import time
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from app.inference.preprocess import Preprocessing
from models.training.judge.backbone import Judge
from models.training.judge.batches import Batch, epoch_batches, epoch_plan, validation_batches
from models.training.judge.data import Sample, load, split
from models.training.judge.measure import figures

TEACHER = "mobilenet_v3_small_075_224_embedder.tflite"


def pair_loss(scores: Tensor, labels: Tensor, same: Tensor, sharpness: float) -> Tensor:
    """Logistic loss on the order of pairs (RankNet), each weighted by how far its labels are apart.

    Args:
        scores: N scores before the sigmoid.
        labels: N labels, 0–1.
        same: N × N, true where a pair may be compared.
        sharpness: factor on the difference of labels that makes the wanted probability soft for near ties.
    """
    apart = labels[:, None] - labels[None, :]
    pairs = same & (apart > 0.02)
    if not pairs.any():
        return scores.sum() * 0
    wanted = torch.sigmoid(apart[pairs] * sharpness * 3)
    logits = (scores[:, None] - scores[None, :])[pairs] * 2
    losses = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    weights = apart[pairs].clamp(max=0.3)
    return (losses * weights).sum() / weights.sum()


def loss_of(logits: Tensor, batch: Batch, config: dict[str, Any]) -> Tensor:
    """Regression on known labels, plus pairs of the same clip, plus pairs of other pictures."""
    labels = torch.from_numpy(batch.labels)
    clips = torch.from_numpy(batch.clips)
    total = logits.sum() * 0
    for column in (0, 1):
        known = ~torch.isnan(labels[:, column])
        if not known.any():
            continue
        score, label, clip = logits[known, column], labels[known, column], clips[known]
        distance = functional.smooth_l1_loss(torch.sigmoid(score), label, beta=0.1)
        total = total + config["regression"] * distance
        together = (clip[:, None] == clip[None, :]) & (clip >= 0)[:, None]
        total = total + config["clip_pairs"] * pair_loss(score, label, together, config["sharpness"])
        apart = ~together
        total = total + config["other_pairs"] * pair_loss(score, label, apart, config["sharpness"])
    return total


def prefetch(batches: Iterable[Batch], depth: int = 4) -> Iterator[Batch]:
    """The same batches, made one thread ahead of their use."""
    waiting: queue.Queue[Batch | None] = queue.Queue(depth)

    def fill() -> None:
        for batch in batches:
            waiting.put(batch)
        waiting.put(None)

    threading.Thread(target=fill, daemon=True).start()
    while (batch := waiting.get()) is not None:
        yield batch


def scores_of(judge: nn.Module, samples: list[Sample], prepare: Preprocessing) -> np.ndarray:
    """Scores (N × 2, 0–1) of samples by a judge."""
    scores = np.zeros((len(samples), 2))
    judge.eval()
    with torch.inference_mode():
        for indices, batch in validation_batches(samples, prepare, 16):
            scores[indices] = judge(torch.from_numpy(batch.inputs))[0].numpy()
    return scores


def rate(step: float, steps: int, warmup: int) -> float:
    """Share of the learning rate at a step: linear warm-up, then half a cosine down to 2 %."""
    if step < warmup:
        return (step + 1) / warmup
    progress = (step - warmup) / max(1, steps - warmup)
    return 0.02 + 0.98 * (1 + math.cos(math.pi * min(progress, 1))) / 2


def train(data: Path, teachers: Path, out: Path, config: dict[str, Any]) -> None:
    """Train to the end, from the last checkpoint in `out` if there is one."""
    torch.manual_seed(config["seed"])
    prepare = Preprocessing(**config["input"])
    samples = load(data)
    learned, held = split(samples, config["folds"], config["validation_fold"])
    print(f"{len(learned)} pictures to learn from, {len(held)} held back", flush=True)
    judge = Judge()
    judge.backbone.load_tflite(teachers / TEACHER)
    average = copy.deepcopy(judge)
    optimiser = torch.optim.AdamW(
        [
            {"params": judge.backbone.parameters(), "lr": config["backbone_rate"]},
            {"params": judge.head.parameters(), "lr": config["head_rate"]},
        ],
        weight_decay=config["weight_decay"],
    )
    per_epoch = len(epoch_plan(learned, prepare, config, 0))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: rate(step, per_epoch * config["epochs"], per_epoch * config["warmup_epochs"])
    )
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        judge.load_state_dict(state["judge"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"])
        first = state["epoch"] + 1
    for epoch in range(first, config["epochs"]):
        started = time.perf_counter()
        losses = []
        judge.train()
        for batch in prefetch(epoch_batches(learned, prepare, config, epoch)):
            logits, _ = judge.logits(torch.from_numpy(batch.inputs))
            loss = loss_of(logits, batch, config)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            _update(average, judge, config["average"])
        measured = figures(held, scores_of(average, held, prepare)) if held else {}
        row = {"epoch": epoch, "loss": float(np.mean(losses)), **measured, "seconds": time.perf_counter() - started}
        _log(out / "log.csv", row)
        torch.save(
            {
                "judge": judge.state_dict(),
                "average": average.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "random": torch.get_rng_state(),
                "epoch": epoch,
            },
            checkpoint,
        )
    torch.save(average.state_dict(), out / "judge.pt")


def _update(average: nn.Module, judge: nn.Module, decay: float) -> None:
    with torch.no_grad():
        for kept, new in zip(average.parameters(), judge.parameters(), strict=True):
            kept.lerp_(new, 1 - decay)


def _log(path: Path, row: dict[str, float]) -> None:
    fresh = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row))
        if fresh:
            writer.writeheader()
        writer.writerow({key: round(value, 4) for key, value in row.items()})
    print("  ".join(f"{key} {value:.3f}" for key, value in row.items()), flush=True)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with iqa/ and appeal/")
    parser.add_argument("--teachers", type=Path, required=True, help=f"folder with {TEACHER}")
    parser.add_argument("--out", type=Path, required=True, help="folder of this run: checkpoints, log, weights")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--fold", type=int, help="validation fold, instead of the config's")
    parser.add_argument("--seed", type=int, help="seed, instead of the config's")
    arguments = parser.parse_args()
    text = arguments.config.read_text(encoding="utf-8")
    for name, value in (("validation_fold", arguments.fold), ("seed", arguments.seed)):
        if value is not None:
            text = re.sub(rf"(?m)^{name} = \d+", f"{name} = {value}", text)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "config.toml").write_text(text, encoding="utf-8")
    config = tomllib.loads(text)
    train(arguments.data, arguments.teachers, arguments.out, config)


if __name__ == "__main__":
    main()
