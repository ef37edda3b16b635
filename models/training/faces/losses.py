"""Which cells answer for which face, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from models.training.faces.batches import Scene
from models.training.faces.network import CHANNELS, STRIDES

_NEAR = 2.5
"""Distance in cells from a face's middle within which a cell may answer for it."""

_BEST = 10
"""Cells whose overlaps add up to how many answer for a face."""


class Cells(NamedTuple):
    """All cells of all levels of a batch.

    Attributes:
        told: N × cells × `CHANNELS`.
        corners: cells × 2, in pixels.
        strides: cells.
    """

    told: Tensor
    corners: Tensor
    strides: Tensor

    def boxes(self) -> Tensor:
        """N × cells × 4: left, top, right and bottom edge, in pixels."""
        middle = self.corners + self.told[..., 2:4] * self.strides[:, None]
        half = self.told[..., 4:6].clamp(-5, 5).exp() * self.strides[:, None] / 2
        return torch.cat([middle - half, middle + half], -1)


def cells_of(levels: Sequence[Tensor]) -> Cells:
    """A network's outputs, level behind level."""
    told, corners, strides = [], [], []
    for level, stride in zip(levels, STRIDES, strict=True):
        rows, columns = level.shape[2:]
        y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
        told.append(level.permute(0, 2, 3, 1).reshape(level.shape[0], -1, CHANNELS))
        corners.append(torch.stack([x, y], -1).reshape(-1, 2).float() * stride)
        strides.append(torch.full((rows * columns,), float(stride)))
    return Cells(torch.cat(told, 1), torch.cat(corners), torch.cat(strides))


def overlap(first: Tensor, second: Tensor) -> Tensor:
    """Intersection over union of boxes, of any shapes that go together."""
    common = torch.minimum(first[..., 2:], second[..., 2:]) - torch.maximum(first[..., :2], second[..., :2])
    shared = common.clamp(min=0).prod(-1)
    both = (first[..., 2:] - first[..., :2]).prod(-1) + (second[..., 2:] - second[..., :2]).prod(-1)
    return shared / (both - shared).clamp(min=1e-6)


@torch.no_grad()
def assign(told: Tensor, boxes: Tensor, cells: Cells, faces: Tensor) -> Tensor:
    """The face that each cell of a picture answers for, −1 for none.

    SimOTA (Ge et al., "YOLOX", 2021): as many cells a face as the overlaps of the best add up to, those that cost
    least; a cell that two faces want goes to the cheaper.

    Args:
        told: cells × `CHANNELS`.
        boxes: cells × 4.
        cells: where the cells are.
        faces: faces × 4.
    """
    chosen = torch.full((len(boxes),), -1, dtype=torch.long)
    if not len(faces):
        return chosen
    centres = cells.corners + cells.strides[:, None] / 2
    inside = ((centres[None] > faces[:, None, :2]) & (centres[None] < faces[:, None, 2:])).all(-1)
    middles = (faces[:, :2] + faces[:, 2:]) / 2
    near = ((centres[None] - middles[:, None]).abs() < _NEAR * cells.strides[None, :, None]).all(-1)
    candidates = (inside | near).any(0).nonzero()[:, 0]
    overlaps = overlap(faces[:, None], boxes[candidates][None])
    score = (told[candidates, 0].sigmoid() * told[candidates, 1].sigmoid()).sqrt()
    cost = -score.clamp(min=1e-6).log()[None] - 3 * overlaps.clamp(min=1e-6).log()
    cost = cost + 1e5 * ~(inside & near)[:, candidates]
    counts = overlaps.topk(min(_BEST, len(candidates)), 1).values.sum(1).int().clamp(min=1)
    wanted = torch.zeros_like(cost, dtype=torch.bool)
    for face, count in enumerate(counts.tolist()):
        wanted[face, cost[face].topk(min(count, len(candidates)), largest=False).indices] = True
    cost = cost.masked_fill(~wanted, torch.inf)
    best = cost.min(0)
    taken = best.values < torch.inf
    chosen[candidates[taken]] = best.indices[taken]
    return chosen


def eiou(first: Tensor, second: Tensor) -> Tensor:
    """Efficient-IoU loss (Zhang et al., 2021) of boxes with others, row by row: overlap, middles and sides."""
    least = torch.minimum(first[:, :2], second[:, :2])
    around = (torch.maximum(first[:, 2:], second[:, 2:]) - least).clamp(min=1e-6)
    apart = (first[:, :2] + first[:, 2:] - second[:, :2] - second[:, 2:]) / 2
    sides = (first[:, 2:] - first[:, :2]) - (second[:, 2:] - second[:, :2])
    distance = apart.square().sum(1) / around.square().sum(1)
    return 1 - overlap(first, second) + distance + (sides.square() / around.square()).sum(1)


def loss_of(
    levels: Sequence[Tensor], scenes: Sequence[Scene], config: dict[str, Any]
) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch, and its parts."""
    cells = cells_of(levels)
    boxes = cells.boxes()
    centres = cells.corners + cells.strides[:, None] / 2
    positive, fits, weights, targets = [], [], [], []
    looks, looks_wanted = [], []
    box_loss = boxes.new_zeros(())
    for number, scene in enumerate(scenes):
        faces = torch.from_numpy(scene.boxes)
        chosen = assign(cells.told[number], boxes[number].detach(), cells, faces)
        found = chosen >= 0
        targets.append(found.float())
        weights.append(_weights(centres, torch.from_numpy(scene.doubtful), found, config["doubt"]))
        if not found.any():
            continue
        wanted = faces[chosen[found]]
        given = boxes[number][found]
        box_loss = box_loss + eiou(given, wanted).sum()
        positive.append(cells.told[number][found])
        fits.append(overlap(given.detach(), wanted))
        frontal = torch.from_numpy(scene.frontal)[chosen[found]]
        known = ~frontal.isnan()
        looks.append(positive[-1][known, 6])
        looks_wanted.append(frontal[known])
    count = max(1.0, sum(float(target.sum()) for target in targets))
    object_loss = functional.binary_cross_entropy_with_logits(
        cells.told[..., 0], torch.stack(targets), torch.stack(weights), reduction="sum"
    )
    zero = boxes.new_zeros(())
    parts = {"object": object_loss / count, "box": box_loss / count, "quality": zero, "frontal": zero}
    if positive:
        quality = torch.cat(positive)[:, 1]
        parts["quality"] = functional.binary_cross_entropy_with_logits(quality, torch.cat(fits))
        if len(known_looks := torch.cat(looks)):
            parts["frontal"] = functional.binary_cross_entropy_with_logits(known_looks, torch.cat(looks_wanted))
    loss = sum((config[name] * part for name, part in parts.items()), zero)
    return loss, {name: float(part.detach()) for name, part in parts.items()}


def _weights(centres: Tensor, doubtful: Tensor, found: Tensor, doubt: float) -> Tensor:
    """How much each cell counts: `doubt` in a doubtful region where it answers for no face, else 1."""
    inside = ((centres[:, None] > doubtful[None, :, :2]) & (centres[:, None] < doubtful[None, :, 2:])).all(-1).any(1)
    return torch.where(inside & ~found, doubt, 1.0)
