"""The crop scorer: a trunk that looks at the whole picture once, and a head that reads crops from its map.

A crop is read in two ways. The mean of every channel in the nine fields inside it and in the sixteen around it: what it
leaves out counts as well as what it keeps (after Zeng et al., "Reliable and efficient image cropping: a grid anchor
based approach", 2019, who pool both). And how much attention falls inside, on each side of its border, and how that
inside is spread: the trunk's map also says where people look and where faces are. The head gives a distribution over
five grades, whose mean is the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.training.crops.data import FAULTS
from models.training.judge.backbone import MobileNetV2

GRADES = 5
"""Grades of a crop, from 0 to 1 in equal steps."""

FIELDS = 5
"""Fields of a crop along each side: one before it, three inside, one behind it; each a third of the side long."""

PLACES = 12
"""Numbers that say where a crop is; see `places`."""

EDGES = (-0.1, 0.0, 0.12, 0.12 + 0.76 / 3, 0.88 - 0.76 / 3, 0.88, 1.0, 1.1)
"""Where attention is cut up, along a side of a crop: a strip outside, a strip and three fields and a strip inside, and
a strip outside."""

MAPS = 3
"""Maps of attention: where people look, where faces are, and one that the labels of crops alone shape."""

LOOK, FACE = 0, 1
"""Which of the maps is which."""

SPREAD = 23
"""Numbers that say how one map's attention lies to a crop; see `spread_of`."""


FEW = 3**0.5
"""How much larger the few numbers on attention and place are taken than the means of channels, so that the ridge leaves
them more of their weight."""


class Opinion(NamedTuple):
    """What the scorer says of B × N crops.

    Attributes:
        scores: B × N, 0–1: the means of the grades.
        grades: B × N × `GRADES`, probabilities.
        faults: B × N × faults, before the sigmoid.
    """

    scores: Tensor
    grades: Tensor
    faults: Tensor


class Fire(nn.Module):
    """A FireModule: few channels by 1 × 1, then many by 1 × 1 and by 3 × 3 (Iandola et al. 2016, section 3)."""

    def __init__(self, channels: int, squeezed: int, expanded: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, squeezed, 1)
        self.one = nn.Conv2d(squeezed, expanded, 1)
        self.three = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """Apply the module."""
        x = torch.relu(self.squeeze(x))
        return torch.relu(torch.cat([self.one(x), self.three(x)], 1))


FEATURES = 96
"""Channels of a trunk's map."""


def squeezenet() -> nn.Sequential:
    """SqueezeNet 1.1 without its classifier, padded so that its map has a cell for every 16 × 16 pixels; untrained."""
    trunk = nn.Sequential(
        nn.Sequential(nn.Conv2d(3, 64, 3, 2, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2, padding=1)),
        nn.Sequential(Fire(64, 16, 64), Fire(128, 16, 64), nn.MaxPool2d(3, 2, padding=1)),
        nn.Sequential(Fire(128, 32, 128), Fire(256, 32, 128), nn.MaxPool2d(3, 2, padding=1)),
        nn.Sequential(Fire(256, 48, 192), Fire(384, 48, 192), Fire(384, 64, 256), Fire(512, 64, 256)),
        nn.Conv2d(512, FEATURES, 1),
    )
    for layer in trunk.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            assert layer.bias is not None
            nn.init.zeros_(layer.bias)
    return trunk


def mobilenet_v2(teachers: Path | None = None) -> nn.Sequential:
    """MobileNetV2 1.0 as far as its map has a cell for every 16 × 16 pixels: the stem and thirteen blocks.

    Args:
        teachers: folder of the starting weights (ImageNet); None leaves it untrained.
    """
    whole = MobileNetV2()
    if teachers is not None:
        whole.load_tflite(teachers)
    return nn.Sequential(nn.Sequential(whole.stem, whole.outer), *whole.blocks[:13])


class Attention(nn.Module):
    """Maps of attention (B × `MAPS` × H × W, before any non-linearity) from a trunk's map."""

    centre: Tensor
    spread: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("centre", torch.zeros(FEATURES))
        self.register_buffer("spread", torch.ones(FEATURES))
        self.mix = nn.Conv2d(FEATURES, 48, 1)
        self.maps = nn.Conv2d(48, MAPS, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """Apply it."""
        return self.maps(torch.relu(self.mix((x - self.centre[:, None, None]) / self.spread[:, None, None])))


def shares_of(maps: Tensor) -> Tensor:
    """What `Attention` gave as shares of all attention (B × `MAPS` × H × W).

    The shares of one map sum up to 1. Those of faces sum up to less, to nearly nothing where there are none:
    f / (1 + Σ f), with f the chance of a face.
    """
    shares = maps.flatten(2).softmax(2).reshape(maps.shape)
    faces = torch.sigmoid(maps[:, FACE : FACE + 1])
    faces = faces / (1 + faces.sum((2, 3), keepdim=True))
    return torch.cat([shares[:, :FACE], faces, shares[:, FACE + 1 :]], 1)


class Scorer(nn.Module):
    """The scorer of crops."""

    centre: Tensor
    spread: Tensor
    values: Tensor

    def __init__(self, trunk: str, frozen: int, hidden: int, dropout: float) -> None:
        """Build a scorer.

        Args:
            trunk: `mobilenet_v2` or `squeezenet`, untrained.
            frozen: parts of the trunk, from the input on, that are not trained; `early` applies them.
            hidden: units of the head's correction.
            dropout: share of what the correction does not see in training.
        """
        super().__init__()
        self.trunk = {"mobilenet_v2": mobilenet_v2, "squeezenet": squeezenet}[trunk]()
        self.frozen = frozen
        self.attention = Attention()
        size = FIELDS * FIELDS * FEATURES + MAPS * SPREAD + PLACES
        outputs = GRADES + len(FAULTS)
        self.register_buffer("centre", torch.zeros(size))
        self.register_buffer("spread", torch.ones(size))
        self.register_buffer("values", torch.linspace(0, 1, GRADES))
        self.linear = nn.Linear(size, outputs)
        self.correction = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(size, hidden),
            nn.Hardswish(),
            nn.Dropout(dropout),
            nn.Linear(hidden, outputs),
        )
        last = self.correction[-1]
        assert isinstance(last, nn.Linear)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def trained(self) -> list[nn.Parameter]:
        """The parameters of the trunk, and of attention, that are trained."""
        return [parameter for part in (*self.trunk[self.frozen :], self.attention) for parameter in part.parameters()]

    @torch.no_grad()
    def early(self, x: Tensor) -> Tensor:
        """What the frozen parts make of pictures (B × 3 × H × W, −1…1)."""
        return self.trunk[: self.frozen](x)

    def late(self, x: Tensor) -> Tensor:
        """The trunk's map (B × `FEATURES` × H × W), from what `early` made."""
        return self.trunk[self.frozen :](x)

    def pooled(self, x: Tensor, boxes: Tensor) -> Tensor:
        """What the head reads of crops (B × N × D), from the trunk's map and the boxes.

        Args:
            x: what `late` gave.
            boxes: B × N × 4: left, top, width and height as shares of the picture's sides.
        """
        means = field_means(x, boxes)
        roots = means / (means.abs() + 1e-3).sqrt()
        return torch.cat([roots, spread_of(shares_of(self.attention(x)), boxes), places(boxes)], 2)

    def read(self, pooled: Tensor) -> Opinion:
        """What the scorer says of crops, from what `pooled` gave."""
        z = (pooled - self.centre) / self.spread
        out = self.linear(z) + self.correction(z)
        grades = out[..., :GRADES].softmax(-1)
        return Opinion((grades * self.values).sum(-1), grades, out[..., GRADES:])

    def forward(self, picture: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What is shipped: of one picture (1 × 3 × H × W) and N × 4 boxes, scores (N × 1), grades and faults (0–1)."""
        opinion = self.read(self.pooled(self.trunk(picture), boxes[None]))
        return opinion.scores[0, :, None], opinion.grades[0], torch.sigmoid(opinion.faults[0])

    @torch.no_grad()
    def start_from(self, pooled: np.ndarray, labels: np.ndarray, within: float, strength: float) -> None:
        """Set the standardisation, and the linear head by ridge regression, mostly on differences within a picture.

        Args:
            pooled: P × N × D, what the head reads of N crops of each of P pictures.
            labels: P × N, scores 0–1.
            within: how much more differences within a picture count than those between pictures.
            strength: of the ridge, times D.
        """
        size = pooled.shape[2]
        flat = pooled.reshape(-1, size)
        centre, spread = flat.mean(0), (pooled - pooled.mean(1, keepdims=True)).reshape(-1, size).std(0) + 1e-2
        self.centre.copy_(torch.from_numpy(centre))
        self.spread.copy_(torch.from_numpy(spread))
        trust = np.ones(size)
        trust[-MAPS * SPREAD - PLACES :] = FEW
        z = ((pooled - centre) / spread * trust).astype(np.float64)
        inside, between = (z - z.mean(1, keepdims=True)).reshape(-1, size), z.mean(1)
        label, offset = labels.mean(1), labels.mean()
        count = labels.shape[1] / within
        square = inside.T @ inside + count * between.T @ between
        product = inside.T @ (labels - label[:, None]).ravel() + count * between.T @ (label - offset)
        weight = np.linalg.solve(square + strength * size * np.eye(size), product) * trust
        values = self.values.numpy() - 0.5
        # Evenly spread grades that lean by g · u have a mean of 0.5 + g · u · variance(grades).
        lean = 1 / float(np.square(values).mean())
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)
        self.linear.weight[:GRADES] = torch.from_numpy(np.outer(values * lean, weight)).float()
        self.linear.bias[:GRADES] = torch.from_numpy(values * lean * (offset - 0.5)).float()
        self.linear.bias[GRADES:] = -2.0


def field_means(x: Tensor, boxes: Tensor) -> Tensor:
    """Means of a map (B × C × H × W) in the fields of crops (B × N × 4), B × N × `FIELDS`² C; 0 outside the picture."""
    edges = [number / (FIELDS - 2) for number in range(-1, FIELDS)]
    sums, sizes = _sums(x, boxes, edges)
    return (sums / sizes.clamp(min=1e-3)).flatten(2)


def _sums(x: Tensor, boxes: Tensor, edges: Sequence[float]) -> tuple[Tensor, Tensor]:
    """Sums of a map in the fields of crops, B × N × C × E × E, and the sizes of these in cells, B × N × 1 × E × E.

    A field's share of a cell counts for as much, so that the sums change smoothly with the crops.

    Args:
        x: B × C × H × W.
        boxes: B × N × 4.
        edges: E + 1 numbers: where the fields begin and end along each side, with 0 and 1 the crop's own borders.
    """
    batch, channels, height, width = x.shape
    count, fields = boxes.shape[1], len(edges) - 1
    rows = _shared(boxes[..., 1], boxes[..., 3], edges, height)
    columns = _shared(boxes[..., 0], boxes[..., 2], edges, width)
    lines = rows.reshape(batch, -1, height) @ x.permute(0, 2, 1, 3).reshape(batch, height, -1)
    lines = lines.reshape(batch, count, fields * channels, width) @ columns.transpose(2, 3)
    sums = lines.reshape(batch, count, fields, channels, fields).transpose(2, 3)
    sizes = rows.sum(3)[..., :, None] * columns.sum(3)[..., None, :]
    return sums, sizes[:, :, None]


def _shared(start: Tensor, length: Tensor, edges: Sequence[float], cells: int) -> Tensor:
    """How much of each cell along one side each field has, B × N × E × cells."""
    cuts = torch.tensor(edges, dtype=start.dtype)
    places_of = ((start[..., None] + length[..., None] * cuts).clamp(0, 1) * cells)[..., None]
    cell = torch.arange(cells, dtype=start.dtype)
    return functional.relu(torch.minimum(places_of[..., 1:, :], cell + 1) - torch.maximum(places_of[..., :-1, :], cell))


def spread_of(shares: Tensor, boxes: Tensor) -> Tensor:
    """How attention (B × `MAPS` × H × W, shares of the whole) lies to crops (B × N × 4), B × N × `MAPS` · `SPREAD`.

    For each map: how much the crop keeps, plainly, for its area, and as a logarithm; how much lies just outside; how
    much the borders cut, in all and each (as much as lies on both sides of it); how what is kept is spread over its
    rows and columns, how far off the middle that is, and how much of it is at the borders.
    """
    fields, _ = _sums(shares, boxes, EDGES)
    inside = fields[..., 1:-1, 1:-1]
    rows, columns = inside.sum(-1), inside.sum(-2)
    total = rows.sum(-1, keepdim=True)
    outer = torch.stack(
        [fields[..., 0, 1:-1], fields[..., -1, 1:-1], fields[..., 1:-1, 0], fields[..., 1:-1, -1]], -2
    ).sum(-1)
    inner = torch.stack([rows[..., 0], rows[..., -1], columns[..., 0], columns[..., -1]], -1)
    cut = torch.minimum(outer, inner)
    across, along = columns / (total + 1e-4), rows / (total + 1e-4)
    steps = torch.arange(-2, 3, dtype=boxes.dtype)
    off = torch.stack([(across * steps).sum(-1), (along * steps).sum(-1)], -1)
    area = (boxes[..., 2] * boxes[..., 3])[:, :, None, None].clamp(min=1e-3)
    told = [total, total / area, (total + 0.01).log(), outer.sum(-1, keepdim=True), cut.sum(-1, keepdim=True), cut]
    told += [along, across, off.abs(), off[..., 1:], inner.sum(-1, keepdim=True)]
    return torch.cat(told, -1).flatten(2)


def places(boxes: Tensor) -> Tensor:
    """Where crops are, B × N × `PLACES`: sides, area, margins on all sides, and how far off the middle they lie."""
    x, y, width, height = boxes.unbind(-1)
    area = width * height
    right, bottom = 1 - x - width, 1 - y - height
    across, along = (x + width / 2 - 0.5).abs(), (y + height / 2 - 0.5).abs()
    told = (width, height, area, (area + 1e-6).sqrt(), (area + 1e-3).log(), x, y, right, bottom)
    return torch.stack([*told, across, along, y + height / 2], -1)
