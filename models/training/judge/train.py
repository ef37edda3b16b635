"""Train the judge: `python -m models.training.judge.train --data DATA --teachers TEACHERS --out RUN`.

Resumes from RUN/checkpoint.pt when it is there. RUN/log.csv has a line an epoch, RUN/judge.pt the averaged weights,
and RUN/held.csv what these say of the pictures that were held back.
"""

from __future__ import annotations

import argparse
import copy
import csv
import json
import math
import queue
import threading
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from app.inference.preprocess import Preprocessing
from models.training.judge.batches import Batch, epoch_batches, ladders, steps, validation_batches
from models.training.judge.data import FLAGS, FOLDS, Sample, agreed, load, more, split, taught
from models.training.judge.losses import loss_of
from models.training.judge.measure import figures
from models.training.judge.network import Judge

CONFIG = Path(__file__).with_name("detail.toml")


def config_of(branch: str) -> Path:
    """The configuration of a branch, `detail` or `whole`."""
    return CONFIG.with_name(f"{branch}.toml")


LADDER_WEIGHT = 0.1
"""Weight of pictures that were made worse in the regression that a judge starts from. With 1 they outweigh what people
said: rank correlations on the held-back fold fell by 0.03 to 0.06."""

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def new_judge(config: dict[str, Any], teachers: Path) -> Judge:
    """A judge as configured, with the starting weights of its backbone."""
    judge = Judge(config["backbone"], config["dropout"], config["frozen"], half=config["half"])
    judge.backbone.load_tflite(teachers)
    return judge.to(DEVICE, memory_format=torch.channels_last)


def prefetch(batches: Iterable[Batch], depth: int = 4) -> Iterator[Batch]:
    """The same batches, made one thread ahead of their use.

    Raises:
        Exception: whatever making them raised.
    """
    waiting: queue.Queue[Batch | BaseException | None] = queue.Queue(depth)

    def fill() -> None:
        try:
            for batch in batches:
                waiting.put(batch)
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that trains
            waiting.put(error)
        else:
            waiting.put(None)

    threading.Thread(target=fill, daemon=True).start()
    while (item := waiting.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        yield item


def inputs_of(batch: Batch) -> Tensor:
    """The inputs of a batch where the judge is."""
    return torch.from_numpy(batch.inputs).to(DEVICE, memory_format=torch.channels_last)


def opinions_of(judge: Judge, samples: list[Sample], prepare: Preprocessing) -> tuple[np.ndarray, np.ndarray]:
    """Scores (N × 2, 0–1) and flags (N × flags, 0–1) of samples by a judge."""
    scores, flags = np.zeros((len(samples), 2)), np.zeros((len(samples), len(FLAGS)))
    judge.eval()
    with torch.inference_mode():
        for indices, batch in validation_batches(samples, prepare, 16):
            opinion = judge.opinion(inputs_of(batch))
            scores[indices] = opinion.scores.cpu().numpy()
            flags[indices] = torch.sigmoid(opinion.flags).cpu().numpy()
    return scores, flags


def pooled_of(judge: Judge, samples: list[Sample], prepare: Preprocessing) -> np.ndarray:
    """The pooled features of samples (N × D)."""
    rows: list[np.ndarray | None] = [None] * len(samples)
    judge.eval()
    with torch.inference_mode():
        for indices, batch in validation_batches(samples, prepare, 16):
            pooled = judge.features(inputs_of(batch))[0].cpu().numpy()
            for index, row in zip(indices, pooled, strict=True):
                rows[index] = row
    return np.array(rows)


def probe(judge: Judge, learned: list[Sample], prepare: Preprocessing, config: dict[str, Any]) -> None:
    """Give a judge its standardisation and a linear head from the samples to learn from and from ladders of them."""
    worse = ladders(learned, config)
    samples = [*learned, *worse]
    clips = {name: number for number, name in enumerate(sorted({sample.clip for sample in learned} - {""}))}
    judge.start_from(
        pooled_of(judge, samples, prepare),
        np.array([(sample.quality, sample.appeal) for sample in samples]),
        np.array([clips.get(sample.clip, -1) for sample in samples]),
        np.stack([sample.flags for sample in samples]),
        np.repeat([1.0, LADDER_WEIGHT], [len(learned), len(worse)]),
    )


def rate(step: float, total: int, warmup: int) -> float:
    """Share of the learning rate at a step: linear warm-up, then half a cosine down to 2 %."""
    if step < warmup:
        return (step + 1) / warmup
    progress = (step - warmup) / max(1, total - warmup)
    return 0.02 + 0.98 * (1 + math.cos(math.pi * min(progress, 1))) / 2


def train(
    samples: list[Sample],
    teachers: Path,
    out: Path,
    config: dict[str, Any],
    start: Path | None = None,
    *,
    raters: Sequence[Path] = (),
) -> None:
    """Train to the end, from the last checkpoint in `out` if there is one.

    Args:
        samples: all labelled pictures; those of the configured fold are held back.
        teachers: folder of the starting weights.
        out: folder of the run.
        config: see `detail.toml`.
        start: weights of a pre-trained backbone, instead of the teachers'.
        raters: runs of `rater.py` that held the same fold back, whose answers count where people gave no quality.
    """
    torch.manual_seed(config["seed"])
    prepare = Preprocessing(**config["input"])
    learned, held = split(samples, FOLDS, config["validation_fold"])
    print(f"{len(learned)} pictures to learn from, {len(held)} held back", flush=True)
    judge = new_judge(config, teachers)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    if not checkpoint.exists():
        if start is not None:
            judge.backbone.load_state_dict(torch.load(start, weights_only=True, map_location=DEVICE))
        probe(judge, learned, prepare, config)
        torch.save(judge.state_dict(), out / "probe.pt")
        append_row(out / "log.csv", {"epoch": -1, "loss": math.nan, **_measured(judge, held, prepare), "seconds": 0.0})
    if raters:
        # Not before the regression that it starts from: among so many told qualities people's would hardly count.
        learned = taught(learned, [run / "told.csv" for run in raters])
    average = _fit(judge, learned, held, config, checkpoint)
    keep_halfway(average, torch.load(out / "probe.pt", weights_only=True, map_location=DEVICE), config["way"])
    epochs = config["epochs"]
    if "finish" in config:
        last = {**config, **config["finish"]}
        average = _fit(average, learned, held, last, out / "finish.pt", done=epochs)
        epochs += last["epochs"]
    torch.save(average.state_dict(), out / "judge.pt")
    found = write_held(out / "held.csv", average, held, prepare)
    append_row(out / "log.csv", {"epoch": epochs, "loss": math.nan, **found, "seconds": 0})


def _fit(
    judge: Judge, learned: list[Sample], held: list[Sample], config: dict[str, Any], checkpoint: Path, *, done: int = 0
) -> Judge:
    """Train for the configured epochs, from a checkpoint if there is one.

    Args:
        judge: it is changed.
        learned: what to learn from.
        held: what to measure on after each epoch.
        config: see `detail.toml`.
        checkpoint: written after each epoch; the log lies beside it.
        done: epochs before these.

    Returns:
        The moving average of the judge.
    """
    prepare = Preprocessing(**config["input"])
    average = copy.deepcopy(judge)
    optimiser = torch.optim.AdamW(
        [
            {"params": judge.trained_backbone(), "lr": config["backbone_rate"]},
            {"params": [*judge.linear.parameters(), *judge.correction.parameters()], "lr": config["head_rate"]},
        ],
        weight_decay=config["weight_decay"],
    )
    per_epoch = steps(learned, prepare, config)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: rate(step, per_epoch * config["epochs"], int(per_epoch * config["warmup_epochs"]))
    )
    parts = {"judge": judge, "average": average, "optimiser": optimiser, "schedule": schedule}
    first = done
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True, map_location=DEVICE)
        for name, part in parts.items():
            part.load_state_dict(state[name])
        torch.set_rng_state(state["random"].cpu())
        first = state["epoch"] + 1
    for epoch in range(first, done + config["epochs"]):
        started = time.perf_counter()
        losses = []
        judge.train()
        for batch in prefetch(epoch_batches(learned, prepare, config, epoch)):
            loss = loss_of(judge.opinion(inputs_of(batch)), batch, config)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            update_average(average, judge, config["average"])
        row = {"epoch": epoch, "loss": float(np.mean(losses)), **_measured(average, held, prepare)}
        append_row(checkpoint.with_name("log.csv"), {**row, "seconds": time.perf_counter() - started})
        kept = {name: part.state_dict() for name, part in parts.items()}
        torch.save({**kept, "random": torch.get_rng_state(), "epoch": epoch}, checkpoint)
    return average


def keep_halfway(judge: Judge, start: dict[str, Tensor], way: float) -> None:
    """Go back some of the way to the weights that a judge started from.

    What training gains on pictures like those it saw is mostly kept, and what it loses on others mostly regained
    (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022).

    Args:
        judge: a trained judge; it is changed.
        start: its weights before the training.
        way: the share of the way from there that is kept, 0–1.
    """
    with torch.no_grad():
        for name, value in judge.state_dict().items():
            value.copy_(torch.lerp(start[name], value, way))


def _measured(judge: Judge, held: list[Sample], prepare: Preprocessing) -> dict[str, float]:
    return figures(held, opinions_of(judge, held, prepare)[0]) if held else {}


def write_held(path: Path, judge: Judge, held: list[Sample], prepare: Preprocessing) -> dict[str, float]:
    """Write what a judge says of the pictures that it never saw: name, quality, appeal and flags, 0–1.

    Returns:
        The figures of merit; none if nothing was held back.
    """
    scores, flags = opinions_of(judge, held, prepare)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "quality", "appeal", *FLAGS])
        for sample, score, flag in zip(held, scores, flags, strict=True):
            writer.writerow([sample.name, *(f"{value:.5f}" for value in (*score, *flag))])
    return figures(held, scores) if held else {}


def update_average(average: nn.Module, judge: nn.Module, decay: float) -> None:
    """Bring the moving average of the weights a step further."""
    with torch.no_grad():
        for kept, new in zip(average.parameters(), judge.parameters(), strict=True):
            kept.lerp_(new, 1 - decay)


def append_row(path: Path, row: dict[str, float]) -> None:
    """Add a line of figures to a log, and print it."""
    fresh = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row))
        if fresh:
            writer.writeheader()
        writer.writerow({key: round(value, 4) for key, value in row.items()})
    print("  ".join(f"{key} {value:.3f}" for key, value in row.items()), flush=True)


def configuration(path: Path, changes: Iterable[str] = ()) -> dict[str, Any]:
    """A configuration with some values changed.

    Args:
        path: a file like `detail.toml`.
        changes: `name=value` or `input.name=value`, in TOML's notation.

    Raises:
        ValueError: a name that the file does not have.
    """
    config = tomllib.loads(path.read_text(encoding="utf-8"))
    for change in changes:
        name, _, value = change.partition("=")
        *folders, last = name.split(".")
        place = config
        for folder in folders:
            place = place[folder]
        if last not in place:
            raise ValueError(f"{path} has no {name}")
        place[last] = tomllib.loads(f"value = {value}")["value"]
    return config


def run_arguments(description: str | None) -> argparse.ArgumentParser:
    """The arguments of everything that trains: where the data is, where the run goes, and how it is configured."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, required=True, help="folder with iqa/ and appeal/")
    parser.add_argument("--teachers", type=Path, required=True, help="folder of the starting weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of this run: checkpoints, log, weights")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="instead of the configuration's")
    return parser


def main() -> None:
    """Read the arguments and train."""
    parser = run_arguments(__doc__)
    parser.add_argument("--agreed", type=Path, help="agreed.csv of clean.py: learn from these labels only")
    parser.add_argument("--more", type=Path, help="a folder of new pictures, with prelabels.csv of clean.py in it")
    parser.add_argument("--start", type=Path, help="weights of a pre-trained backbone, from pretrain.py")
    parser.add_argument(
        "--raters",
        type=Path,
        nargs="*",
        default=[],
        help="runs of rater.py: what they tell is learned where nobody rated",
    )
    arguments = parser.parse_args()
    config = configuration(arguments.config, arguments.set)
    samples = load(arguments.data)
    if arguments.agreed:
        samples = agreed(samples, arguments.agreed)
    if arguments.more:
        samples.extend(more(arguments.more, arguments.more / "prelabels.csv"))
    train(samples, arguments.teachers, arguments.out, config, arguments.start, raters=arguments.raters)
    write_configuration(arguments.out / "config.toml", config)


def write_configuration(path: Path, config: dict[str, Any]) -> None:
    """Write a configuration beside what was trained with it."""
    plain = {name: value for name, value in config.items() if not isinstance(value, dict)}
    lines = [f"{name} = {_toml(value)}" for name, value in plain.items()]
    for name, table in config.items():
        if isinstance(table, dict):
            lines += ["", f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(value: str | float) -> str:
    return json.dumps(value)


if __name__ == "__main__":
    main()
