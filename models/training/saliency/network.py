"""Where people look: maps of several depths of a frozen backbone, read by two small convolutions, and a centre prior.

The reading of fixed features is that of Kümmerer et al., "DeepGaze II" (2016); the backbone is MobileNetV3-small.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.training.judge.backbone import BACKBONES
from models.training.saliency.batches import STRIDE


class Gazer(nn.Module):
    """Logarithm of the density of fixations, on a map of a cell for 8 × 8 pixels of the input."""

    means: nn.ParameterList
    scales: nn.ParameterList

    def __init__(self, config: dict[str, Any]) -> None:
        """Build the network, see `saliency.toml`."""
        super().__init__()
        self.backbone = BACKBONES[config["backbone"]]()
        self.frozen: int = config["frozen"]
        self.depths: Sequence[int] = config["depths"]
        read = [self.backbone.depths[depth] for depth in self.depths]
        strides = np.cumprod([2, *(block.depthwise.stride[0] for block in self.backbone.blocks)])[1:]
        self.strides = [int(strides[depth]) for depth in self.depths]
        self.means = nn.ParameterList(nn.Parameter(torch.zeros(count, 1, 1), False) for count in read)
        self.scales = nn.ParameterList(nn.Parameter(torch.ones(count, 1, 1), False) for count in read)
        self.project = nn.ModuleList(nn.Conv2d(count, config["hidden"], 1) for count in read)
        self.dropout = nn.Dropout2d(config["dropout"])
        self.around = nn.Conv2d(config["hidden"], config["mixed"], 3, padding=1)
        self.last = nn.Conv2d(config["mixed"], 1, 1)
        self.steepness = nn.Parameter(torch.tensor([5.0, 7.0]))
        self.middle = nn.Parameter(torch.tensor(0.5))

    def trained_backbone(self) -> list[nn.Parameter]:
        """The parameters of the backbone that are trained."""
        return list(self.backbone.blocks[self.frozen : max(self.depths) + 1].parameters())

    def readers(self) -> list[nn.Parameter]:
        """The parameters that read the backbone."""
        parts = (self.project, self.around, self.last)
        return [*(parameter for part in parts for parameter in part.parameters()), self.steepness, self.middle]

    def seen(self, x: Tensor) -> list[Tensor]:
        """The backbone's maps at `depths`, for pictures (N × 3 × H × W, −1…1)."""
        maps = []
        x = self.backbone.outer(self.backbone.stem(x))
        for block in self.backbone.blocks[: max(self.depths) + 1]:
            x = block(x)
            maps.append(x)
        return [maps[depth] for depth in self.depths]

    @torch.no_grad()
    def standardise(self, pictures: Sequence[Tensor]) -> None:
        """Bring the maps of these pictures, each 1 × 3 × H × W, to mean 0 and deviation 1 in each channel."""
        seen = [[one.flatten(2)[0] for one in self.seen(picture)] for picture in pictures]
        for number, (mean, scale) in enumerate(zip(self.means, self.scales, strict=True)):
            values = torch.cat([maps[number] for maps in seen], 1)
            mean.copy_(values.mean(1)[:, None, None])
            scale.copy_(1 / (values.std(1) + 1e-3)[:, None, None])

    def content(self, x: Tensor) -> Tensor:
        """What the things in the pictures say, wherever they are: N × H / 8 × W / 8."""
        by_size: dict[int, Tensor] = {}
        for maps, stride, mean, scale, project in zip(
            self.seen(x), self.strides, self.means, self.scales, self.project, strict=True
        ):
            read = project(self.dropout((maps - mean) * scale))
            by_size[stride] = by_size[stride] + read if stride in by_size else read
        # What is brought to one size is summed before, which is the same and costs less.
        grown = [
            read if stride == STRIDE else functional.interpolate(read, scale_factor=stride // STRIDE, mode="bilinear")
            for stride, read in by_size.items()
        ]
        mixed = torch.relu(self.around(torch.relu(torch.stack(grown).sum(0))))
        return self.last(mixed)[:, 0]

    def prior(self, windows: Tensor, rows: int, columns: int) -> Tensor:
        """What the place in the whole picture says, for windows (N × 4) of it: N × rows × columns.

        A Gaussian as wide as the picture's shape: people photograph, and look for, what matters near the middle.
        """
        across = windows[:, 0:1] + windows[:, 2:3] * ((torch.arange(columns) + 0.5) / columns) - 0.5
        down = windows[:, 1:2] + windows[:, 3:4] * ((torch.arange(rows) + 0.5) / rows) - self.middle
        steep = self.steepness.abs()
        return -(steep[0] * across.square())[:, None, :] - (steep[1] * down.square())[:, :, None]

    def logarithm(self, x: Tensor, windows: Tensor) -> Tensor:
        """Logarithm of the density, up to a constant, for windows (N × 4) of whole pictures: N × H / 8 × W / 8."""
        content = self.content(x)
        return content + self.prior(windows, content.shape[1], content.shape[2])

    def forward(self, x: Tensor) -> Tensor:
        """What is shipped: the density of whole pictures, 1 where it is highest: N × 1 × H / 8 × W / 8."""
        whole = torch.tensor([[0.0, 0.0, 1.0, 1.0]])
        logarithm = self.logarithm(x, whole)[:, None]
        return torch.exp(logarithm - logarithm.amax((2, 3), keepdim=True))
