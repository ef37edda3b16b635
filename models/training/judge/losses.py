"""What the judge is trained to do: order pairs, be near the labels, and see what is wrong."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from models.training.judge.batches import Batch
from models.training.judge.network import LEVELS, Opinion


def pair_loss(scores: Tensor, labels: Tensor, same: Tensor, sharpness: float) -> Tensor:
    """Logistic loss on the order of pairs (RankNet, Burges et al. 2005), each weighted by how far its labels are apart.

    Args:
        scores: N scores, on the scale of logits.
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


def level_loss(levels: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy with the label shared between the two levels next to it, which keeps its mean.

    Args:
        levels: N × `LEVELS` probabilities.
        labels: N labels, 0–1.
    """
    steps = torch.arange(LEVELS, device=labels.device)
    wanted = (1 - (labels[:, None] * (LEVELS - 1) - steps).abs()).clamp(min=0)
    return -(wanted * levels.clamp(min=1e-6).log()).sum(1).mean()


def flag_loss(flags: Tensor, seen: Tensor) -> Tensor:
    """Cross entropy of flags (before the sigmoid) with the share of people that saw them, where anybody was asked."""
    known = ~torch.isnan(seen)
    if not known.any():
        return flags.sum() * 0
    return functional.binary_cross_entropy_with_logits(flags[known], seen[known])


def loss_of(opinion: Opinion, batch: Batch, config: dict[str, Any]) -> Tensor:
    """Regression on known labels, pairs of the same clip or ladder, pairs of other pictures, and flags."""
    device = opinion.scores.device
    labels, order = torch.from_numpy(batch.labels).to(device), torch.from_numpy(batch.order).to(device)
    groups = torch.from_numpy(batch.groups).to(device)
    total = config["flags"] * flag_loss(opinion.flags, torch.from_numpy(batch.flags).to(device))
    together = (groups[:, None] == groups[None, :]) & (groups >= 0)[:, None]
    logits = torch.logit(opinion.scores, 1e-4)
    for column in (0, 1):
        known = ~torch.isnan(labels[:, column])
        if known.any():
            score, label = opinion.scores[known, column], labels[known, column]
            total = total + config["regression"] * functional.smooth_l1_loss(score, label, beta=0.1)
            total = total + config["levels"] * level_loss(opinion.levels[known, column], label)
            apart = ~together[known][:, known]
            others = pair_loss(logits[known, column], label, apart, config["sharpness"])
            total = total + config["other_pairs"] * others
        ranked = ~torch.isnan(order[:, column])
        if ranked.any():
            same = together[ranked][:, ranked]
            pairs = pair_loss(logits[ranked, column], order[ranked, column], same, config["sharpness"])
            total = total + config["ladder_pairs" if batch.ladders else "clip_pairs"] * pairs
    return total
