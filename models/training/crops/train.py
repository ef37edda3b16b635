"""Train the scorer: `python -m models.training.crops.train --data DATA --teachers TEACHERS --out RUN`.

Resumes from RUN/checkpoint.pt when it is there. RUN/log.csv has a line an epoch (−1 is the regression that it starts
from), RUN/scorer.pt the averaged weights, and RUN/held.csv what these say of the crops that were held back.
"""

from __future__ import annotations

import copy
import csv
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from app.inference.preprocess import Preprocessing
from models.training.crops.data import Sample, load
from models.training.crops.losses import attention_loss, loss_of, order_loss
from models.training.crops.measure import figures
from models.training.crops.network import Scorer, mobilenet_v2
from models.training.crops.start import late_views, learn_attention, learn_head
from models.training.crops.views import Views, mirror
from models.training.crops.watched import Watched, load_watched
from models.training.judge.train import append_row, configuration, run_arguments, write_configuration

CONFIG = Path(__file__).with_name("crops.toml")


def new_scorer(config: dict[str, Any]) -> Scorer:
    """A scorer as configured, its trunk untrained."""
    return Scorer(config["trunk"], config["frozen"], config["hidden"], config["dropout"])


class Material:
    """What a run learns from and what it is measured on.

    Attributes:
        learned, held: the pictures with rated crops that are not of the held-back fold, and that are.
        watched: the pictures not of the held-back fold that attention learns from.
        views: of all these pictures.
    """

    def __init__(self, scorer: Scorer, samples: list[Sample], watched: list[Watched], config: dict[str, Any]) -> None:
        """Split by fold, and look at all pictures once."""
        fold = config["validation_fold"]
        self.learned = [sample for sample in samples if sample.fold != fold]
        self.held = [sample for sample in samples if sample.fold == fold]
        self.watched = [picture for picture in watched if picture.fold != fold]
        images = {each.name: each.image for each in (*samples, *self.watched)}
        self.views = Views(scorer, images, Preprocessing(**config["input"]))


@torch.inference_mode()
def opinions_of(scorer: Scorer, views: Views, samples: Sequence[Sample]) -> list[np.ndarray]:
    """Scores (N, 0–1) of the crops of each picture, as in the app: not mirrored."""
    scorer.eval()
    told = []
    for sample in samples:
        boxes = torch.from_numpy(sample.boxes.astype(np.float32))[None]
        told.append(
            scorer.read(scorer.pooled(scorer.late(views.take([sample.name], [False])), boxes)).scores[0].numpy()
        )
    return told


def crops_loss(
    scorer: Scorer, views: Views, samples: Sequence[Sample], mirrored: list[bool], config: dict[str, Any]
) -> Tensor:
    """The loss on the rated crops of pictures of one size."""
    boxes = torch.from_numpy(np.stack([sample.boxes for sample in samples]).astype(np.float32))
    boxes = torch.where(torch.tensor(mirrored)[:, None, None], mirror(boxes), boxes)
    opinion = scorer.read(scorer.pooled(scorer.late(views.take([sample.name for sample in samples], mirrored)), boxes))
    labels = torch.from_numpy(np.stack([sample.scores for sample in samples]).astype(np.float32))
    return loss_of(opinion, labels, torch.from_numpy(np.stack([sample.faults for sample in samples])), config)


def watched_loss(
    scorer: Scorer, views: Views, pictures: Sequence[Watched], random: np.random.Generator, config: dict[str, Any]
) -> Tensor:
    """The loss on attention, and on whole compositions against random crops of them, of pictures of one size."""
    mirrored = (random.random(len(pictures)) < 0.5).tolist()
    x = scorer.late(views.take([picture.name for picture in pictures], mirrored))
    total = config["attention"] * attention_loss(scorer.attention(x), pictures, mirrored)
    if config["composition"]:
        boxes = torch.from_numpy(np.stack([compositions(random) for _ in pictures]))
        worth = torch.zeros(boxes.shape[:2])
        worth[:, 0] = 0.3
        scores = scorer.read(scorer.pooled(x, boxes)).scores
        total = total + config["composition"] * order_loss(scores, worth, config["sharpness"])
    return total


def compositions(random: np.random.Generator, count: int = 6) -> np.ndarray:
    """The whole picture, then random parts of it (count × 4): what its photographer chose, and what not.

    After the view finding network of Chen et al., "Learning to compose with professional photographs on the web", 2017.
    """
    sides = random.uniform(0.5, 0.85, (count, 1)) * random.uniform(0.85, 1.15, (count, 2))
    boxes = np.concatenate([random.uniform(0, 1, (count, 2)) * (1 - sides), sides], axis=1)
    boxes[0] = (0, 0, 1, 1)
    return boxes.astype(np.float32)


def keep_going(batches: Callable[[], Iterator[list[int]]]) -> Iterator[list[int]]:
    """Batches without end."""
    while True:
        yield from batches()


def train(samples: list[Sample], watched: list[Watched], teachers: Path, out: Path, config: dict[str, Any]) -> None:
    """Train to the end, from the last checkpoint in `out` if there is one.

    Args:
        samples: all pictures with rated crops; those of the configured fold are held back.
        watched: all pictures that attention may learn from; likewise.
        teachers: folder of the starting weights.
        out: folder of the run.
        config: see `crops.toml`.
    """
    torch.manual_seed(config["seed"])
    scorer = new_scorer(config)
    if config["trunk"] == "mobilenet_v2":
        scorer.trunk.load_state_dict(mobilenet_v2(teachers).state_dict())
    material = Material(scorer, samples, watched, config)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    state = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else None
    if state is None:
        late = late_views(scorer, material.views)
        learn_attention(scorer, late, material.watched, config)
        learn_head(scorer, late, material.learned, config)
        append_row(out / "log.csv", {"epoch": -1, "loss": 0.0, **_measured(scorer, material), "seconds": 0.0})
    average = copy.deepcopy(scorer)
    optimiser = torch.optim.AdamW(
        [
            {"params": scorer.trained(), "lr": config["trunk_rate"]},
            {"params": [*scorer.linear.parameters(), *scorer.correction.parameters()], "lr": config["head_rate"]},
        ],
        weight_decay=config["weight_decay"],
    )
    schedule = torch.optim.lr_scheduler.StepLR(optimiser, config["step"], config["decay"])
    parts = {"scorer": scorer, "average": average, "optimiser": optimiser, "schedule": schedule}
    if state is not None:
        for name, part in parts.items():
            part.load_state_dict(state[name])
        torch.set_rng_state(state["random"])
    for epoch in range(state["epoch"] + 1 if state else 0, config["epochs"]):
        started = time.perf_counter()
        losses = [
            _step(loss, scorer, average, optimiser, config["average"])
            for loss in losses_of(scorer, material, np.random.default_rng((config["seed"], epoch)), config)
        ]
        schedule.step()
        row = {"epoch": epoch, "loss": float(np.mean(losses)), **_measured(average, material)}
        append_row(out / "log.csv", {**row, "seconds": time.perf_counter() - started})
        kept = {name: part.state_dict() for name, part in parts.items()}
        torch.save({**kept, "random": torch.get_rng_state(), "epoch": epoch}, checkpoint)
    torch.save(average.state_dict(), out / "scorer.pt")
    write_held(out / "held.csv", material.held, opinions_of(average, material.views, material.held))


def losses_of(
    scorer: Scorer, material: Material, random: np.random.Generator, config: dict[str, Any]
) -> Iterator[Tensor]:
    """The losses of the batches of an epoch: rated crops, and as many pictures for attention beside them."""
    scorer.train()
    names = [picture.name for picture in material.watched]
    others = keep_going(lambda: material.views.batches(names, config["batch"], random))
    for numbers in material.views.batches([sample.name for sample in material.learned], config["batch"], random):
        mirrored = (random.random(len(numbers)) < 0.5).tolist()
        loss = crops_loss(scorer, material.views, [material.learned[number] for number in numbers], mirrored, config)
        if config["attention"] or config["composition"]:
            pictures = [material.watched[number] for number in next(others)]
            loss = loss + watched_loss(scorer, material.views, pictures, random, config)
        yield loss


def _step(loss: Tensor, scorer: Scorer, average: Scorer, optimiser: torch.optim.Optimizer, decay: float) -> float:
    """Go a step, and return the loss."""
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(scorer.parameters(), 1.0)
    optimiser.step()
    with torch.no_grad():
        for kept, new in zip(average.parameters(), scorer.parameters(), strict=True):
            kept.lerp_(new, 1 - decay)
    return loss.item()


def _measured(scorer: Scorer, material: Material) -> dict[str, float]:
    return figures(material.held, opinions_of(scorer, material.views, material.held))


def write_held(path: Path, samples: Sequence[Sample], scores: Sequence[np.ndarray]) -> None:
    """Write what a scorer says of the crops that it never saw: picture, number of the crop, score 0–1."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["picture", "crop", "score"])
        for sample, told in zip(samples, scores, strict=True):
            writer.writerows([sample.name, number, f"{score:.5f}"] for number, score in enumerate(told))


def main() -> None:
    """Read the arguments and train."""
    parser = run_arguments(__doc__)
    parser.set_defaults(config=CONFIG)
    arguments = parser.parse_args()
    config = configuration(arguments.config, arguments.set)
    samples = load(arguments.data)
    watched = load_watched(arguments.data, arguments.teachers, samples)
    train(samples, watched, arguments.teachers, arguments.out, config)
    write_configuration(arguments.out / "config.toml", config)


if __name__ == "__main__":
    main()
