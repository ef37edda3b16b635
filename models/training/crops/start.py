"""What a scorer knows before its parts are trained together: attention, then a linear head by regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.training.crops.data import Sample
from models.training.crops.losses import attention_loss
from models.training.crops.network import Scorer
from models.training.crops.views import Views, mirror
from models.training.crops.watched import Watched


@torch.no_grad()
def late_views(scorer: Scorer, views: Views) -> Views:
    """The trunk's maps in place of the early ones."""
    late = object.__new__(Views)
    late.maps = {name: scorer.late(maps.float()).half() for name, maps in views.maps.items()}
    return late


def learn_attention(scorer: Scorer, late: Views, watched: Sequence[Watched], config: dict[str, Any]) -> None:
    """Train the maps of attention alone, on the trunk's maps as they are."""
    names = [picture.name for picture in watched]
    _standardise(scorer, torch.cat([late.maps[name][0].float().flatten(1) for name in names[::4]], 1))
    optimiser = torch.optim.AdamW(scorer.attention.parameters(), config["attention_rate"], weight_decay=0.02)
    random = np.random.default_rng(config["seed"])
    steps = config["attention_epochs"] * len(list(late.batches(names, 16, random)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, config["attention_rate"], steps)
    for _ in range(config["attention_epochs"]):
        for numbers in late.batches(names, 16, random):
            mirrored = (random.random(len(numbers)) < 0.5).tolist()
            maps = scorer.attention(late.take([names[number] for number in numbers], mirrored))
            loss = attention_loss(maps, [watched[number] for number in numbers], mirrored)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()


@torch.no_grad()
def _standardise(scorer: Scorer, cells: Tensor) -> None:
    """Let attention see channels (C × cells) with mean 0 and deviation 1."""
    scorer.attention.centre.copy_(cells.mean(1))
    scorer.attention.spread.copy_(cells.std(1) + 1e-3)


@torch.inference_mode()
def learn_head(scorer: Scorer, late: Views, samples: Sequence[Sample], config: dict[str, Any]) -> None:
    """Give a scorer its standardisation and a linear head, from pictures and their mirror images."""
    pooled, labels = [], []
    for sample in samples:
        boxes = torch.from_numpy(sample.boxes.astype(np.float32))[None]
        for mirrored in (False, True):
            told = scorer.pooled(late.take([sample.name], [mirrored]), mirror(boxes) if mirrored else boxes)
            pooled.append(told[0].numpy())
            labels.append(sample.scores)
    scorer.start_from(np.stack(pooled), np.stack(labels), config["within"], config["ridge"])
