"""The judge: what a backbone sees at every depth, standardised, and read by a linear head with a small correction.

The early layers know blur, noise and compression, the late ones what is shown: with the pooled maps of all depths
instead of the last alone, a linear reading of the untrained backbone is better in everything it is asked
(`docs/decisions/0006-the-judge.md`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from models.training.judge.backbone import BACKBONES
from models.training.judge.data import FLAGS

LEVELS = 5
"""Levels of quality and of appeal, from 0 to 1 in equal steps."""

HIDDEN = 96


class Opinion(NamedTuple):
    """What a judge says of N pictures.

    Attributes:
        scores: N × 2, quality and appeal, 0–1: the means of the levels.
        levels: N × 2 × `LEVELS`, probabilities.
        flags: N × flags, before the sigmoid.
        feature: N × features, mean of the last map.
    """

    scores: Tensor
    levels: Tensor
    flags: Tensor
    feature: Tensor


class Judge(nn.Module):
    """The judge of pictures: technical quality and appeal as distributions over five levels, and what is wrong."""

    centre: Tensor
    spread: Tensor
    values: Tensor

    def __init__(
        self, backbone: str = "mobilenet_v3_small", dropout: float = 0.3, frozen: int = 0, *, half: bool = False
    ) -> None:
        """Build a judge.

        Args:
            backbone: a name in `BACKBONES`.
            dropout: share of the standardised features that the correction does not see in training.
            frozen: blocks, from the input on, that are not trained; nor is the stem, unless it is 0.
            half: whether the backbone is trained in 16 bits (bfloat16), which is quicker; it always answers in 32.
        """
        super().__init__()
        self.backbone = BACKBONES[backbone]()
        self.frozen = frozen
        self.half = half
        size = 2 * (sum(self.backbone.depths) + self.backbone.features)
        outputs = 2 * LEVELS + len(FLAGS)
        self.register_buffer("centre", torch.zeros(size))
        self.register_buffer("spread", torch.ones(size))
        self.register_buffer("values", torch.linspace(0, 1, LEVELS))
        self.linear = nn.Linear(size, outputs)
        self.correction = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(size, HIDDEN),
            nn.Hardswish(),
            nn.Dropout(dropout),
            nn.Linear(HIDDEN, outputs),
        )
        last = self.correction[-1]
        assert isinstance(last, nn.Linear)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def trained_backbone(self) -> list[nn.Parameter]:
        """The parameters of the backbone that are trained."""
        parts: list[nn.Module] = [*self.backbone.blocks[self.frozen :], self.backbone.last]
        if self.frozen == 0:
            parts.append(self.backbone.stem)
        return [parameter for part in parts for parameter in part.parameters()]

    def features(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Pooled maps of every depth (N × D, signed square roots), and the mean of the last map (N × features)."""
        pooled = []
        training = torch.is_grad_enabled()
        with torch.set_grad_enabled(training and self.frozen == 0):
            x = self.backbone.outer(self.backbone.stem(x))
        for number, block in enumerate(self.backbone.blocks):
            with torch.set_grad_enabled(training and number >= self.frozen):
                x = block(x)
                pooled.extend(_mean_and_deviation(x))
        x = self.backbone.outer(self.backbone.last(x))
        mean, deviation = _mean_and_deviation(x)
        return _signed_root(torch.cat([*pooled, mean, deviation], 1)), mean

    def read(self, pooled: Tensor) -> tuple[Tensor, Tensor]:
        """The outputs before their non-linearities: levels (N × 2 × `LEVELS`) and flags."""
        z = (pooled - self.centre) / self.spread
        out = self.linear(z) + self.correction(z)
        return out[:, : 2 * LEVELS].reshape(-1, 2, LEVELS), out[:, 2 * LEVELS :]

    def opinion(self, x: Tensor) -> Opinion:
        """What the judge says of pictures (N × 3 × H × W, −1…1)."""
        with torch.autocast(x.device.type, torch.bfloat16, enabled=self.half and self.training):
            pooled, last = self.features(x)
        levels, flags = self.read(pooled)
        levels = levels.softmax(2)
        return Opinion((levels * self.values).sum(2), levels, flags, last)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What is shipped: scores, levels (N × 2 `LEVELS`), flags (N × flags, 0–1), and the feature at unit length."""
        scores, levels, flags, last = self.opinion(x)
        unit = last / last.square().sum(1, keepdim=True).add(1e-9).sqrt()
        return scores, levels.flatten(1), torch.sigmoid(flags), unit

    @torch.no_grad()
    def start_from(
        self, pooled: np.ndarray, labels: np.ndarray, clips: np.ndarray, flags: np.ndarray, weights: np.ndarray
    ) -> None:
        """Set the standardisation, and the linear head by ridge regression (within clips thrice as strongly).

        A head that already reads the untrained features well leaves them less distorted by the first steps (Kumar et
        al., "Fine-tuning can distort pretrained features", 2022).

        Args:
            pooled: N × D, `features` of the pictures to learn from.
            labels: N × 2, quality and appeal, 0–1, NaN where unknown.
            clips: N, the clip of each as a number, −1 for none.
            flags: N × flags, 0–1, NaN where unknown.
            weights: N, how much each counts in the regression.
        """
        centre, spread = pooled.mean(0), pooled.std(0) + 1e-3
        self.centre.copy_(torch.from_numpy(centre))
        self.spread.copy_(torch.from_numpy(spread))
        z = (pooled - centre) / spread
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)
        values = self.values.numpy() - 0.5
        for column in (0, 1):
            weight, offset = _ridge(z, labels[:, column], clips, weights)
            # Evenly spread levels that lean by g · u have a mean of 0.5 + g · u · variance(levels).
            lean = 1 / float(np.square(values).mean())
            rows = slice(column * LEVELS, (column + 1) * LEVELS)
            self.linear.weight[rows] = torch.from_numpy(np.outer(values * lean, weight)).float()
            self.linear.bias[rows] = torch.from_numpy(values * lean * (offset - 0.5)).float()
        share = np.clip(np.nanmean(flags, 0), 1e-3, 0.5)
        self.linear.bias[2 * LEVELS :] = torch.from_numpy(np.log(share / (1 - share))).float()


def _mean_and_deviation(x: Tensor) -> tuple[Tensor, Tensor]:
    x = x.float()
    mean = x.mean((2, 3))
    deviation = (x - mean[:, :, None, None]).square().mean((2, 3)).add(1e-6).sqrt()
    return mean, deviation


def _signed_root(x: Tensor) -> Tensor:
    """√|x| with the sign of x, without the infinite slope at 0."""
    return x / (x.abs() + 1e-3).sqrt()


def _ridge(z: np.ndarray, label: np.ndarray, clips: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and offset that predict a label from standardised features; pairs within a clip count thrice."""
    known = ~np.isnan(label)
    if not known.any():
        return np.zeros(z.shape[1]), 0.5
    z, label, clips, weights = z[known].astype(np.float64), label[known], clips[known], weights[known]
    offset = float(np.average(label, weights=weights))
    weighted = z.T * weights
    square, product = weighted @ z, weighted @ (label - offset)
    for clip in set(clips.tolist()) - {-1}:
        here = clips == clip
        centred = z[here] - z[here].mean(0)
        square += 3 * centred.T @ centred
        product += 3 * centred.T @ (label[here] - label[here].mean())
    strength = 1.5 * z.shape[1]
    return np.linalg.solve(square + strength * np.eye(len(square)), product), offset
