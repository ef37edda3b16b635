"""What the scorer is trained to do: give each crop its grades, order the crops of a picture, and see what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.training.crops.network import FACE, GRADES, LOOK, Opinion
from models.training.crops.watched import Watched


def wanted_grades(labels: Tensor) -> Tensor:
    """Each label (0–1) shared between the two grades next to it, which keeps its mean: … × `GRADES`."""
    steps = torch.arange(GRADES, device=labels.device)
    return (1 - (labels[..., None] * (GRADES - 1) - steps).abs()).clamp(min=0)


def emd_loss(grades: Tensor, labels: Tensor) -> Tensor:
    """Squared earth mover's distance between distributions over ordered grades.

    Talebi and Milanfar, "NIMA", 2018, equation 1 with r = 2, without the root (Hou et al. 2016).

    Args:
        grades: … × `GRADES`, probabilities.
        labels: …, 0–1.
    """
    return (grades.cumsum(-1) - wanted_grades(labels).cumsum(-1)).square().mean(-1).mean()


def order_loss(scores: Tensor, labels: Tensor, sharpness: float, margin: float = 0.02) -> Tensor:
    """Logistic loss on the order of two crops of one picture (RankNet), weighted by how far their labels are apart.

    Args:
        scores: B × N, 0–1.
        labels: B × N, 0–1, NaN for what is not compared.
        sharpness: factor on the difference of labels that makes the wanted probability soft for near ties.
        margin: pairs whose labels are no further apart than this do not count.
    """
    logits = torch.logit(scores, 1e-4)
    apart = labels[:, :, None] - labels[:, None, :]
    pairs = apart > margin  # false where a label is not known
    if not pairs.any():
        return scores.sum() * 0
    weights = apart[pairs].clamp(max=0.3)
    told = (logits[:, :, None] - logits[:, None, :])[pairs] * 2
    wanted = torch.sigmoid(apart[pairs] * sharpness)
    losses = functional.binary_cross_entropy_with_logits(told, wanted, reduction="none")
    return (losses * weights).sum() / weights.sum()


def attention_loss(maps: Tensor, pictures: Sequence[Watched], mirrored: Sequence[bool]) -> Tensor:
    """How far maps of attention are from where people looked (cross entropy of shares) and from where faces are.

    Args:
        maps: B × maps × H × W, before any non-linearity.
        pictures: B.
        mirrored: B, whether a map is of the mirror image.
    """
    height, width = maps.shape[2:]
    looks = np.stack([picture.looks(height, width) for picture in pictures])
    faces = np.stack([picture.face_map(height, width) for picture in pictures])
    for number in np.flatnonzero(mirrored):
        looks[number], faces[number] = looks[number, :, ::-1], faces[number, :, ::-1]
    told = maps[:, LOOK].flatten(1).log_softmax(1)
    total = -(torch.from_numpy(looks).flatten(1) * told).sum(1).mean()
    return total + 5 * functional.binary_cross_entropy_with_logits(maps[:, FACE], torch.from_numpy(faces))


def loss_of(opinion: Opinion, labels: Tensor, faults: Tensor, config: dict[str, Any]) -> Tensor:
    """The grades of crops (B × N), their order within a picture, and their faults (B × N × faults)."""
    total = config["emd"] * emd_loss(opinion.grades, labels)
    total = total + config["order"] * order_loss(opinion.scores, labels, config["sharpness"])
    return total + config["faults"] * functional.binary_cross_entropy_with_logits(opinion.faults, faults)
