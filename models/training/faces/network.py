"""The network that finds faces: YuNet (Wu et al., "YuNet: a tiny millisecond-level face detector", 2023), made wider.

Separable convolutions, three levels at strides 8, 16 and 32, no anchors. Started from the published weights, it gives
their answers at first, whatever its width: new channels lead nowhere yet.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDES = (8, 16, 32)
CHANNELS = 7
"""Numbers for each cell of a level: face here, how well the box fits, the box (4), looks at the viewer."""

FRONTAL = 6
"""The last of these."""

PUBLISHED = {"stem": 16, "early": 64, "middle": 64, "late": 64}

Widths = dict[str, int]
"""Channels of the parts: `stem` (strides 2 and 4), `early` (stride 4), `middle` (stride 8 and the heads), `late`
(strides 16 and 32)."""


class Scaled(nn.Conv2d):
    """A convolution whose channels each have a fixed scale.

    The published weights have their batch norm folded in, so the kernels of one layer differ in size by two orders of
    magnitude, while the optimiser's steps have one size for all.
    """

    scale: Tensor

    def __init__(self, inputs: int, outputs: int, side: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(inputs, outputs, side, stride, side // 2, groups=groups)
        self.register_buffer("scale", torch.ones(outputs))

    def forward(self, given: Tensor) -> Tensor:
        """The convolution."""
        weight = self.weight * self.scale[:, None, None, None]
        assert self.bias is not None
        return functional.conv2d(given, weight, self.bias * self.scale, self.stride, self.padding, 1, self.groups)

    @torch.no_grad()
    def put(self, weight: np.ndarray, bias: np.ndarray, inputs: np.ndarray | None = None) -> None:
        """Start from a published layer with at most as many channels.

        Args:
            weight: outputs × inputs × height × width.
            bias: one number an output.
            inputs: which of this layer's inputs the published layer's are; the first ones unless given.
        """
        assert self.bias is not None
        outputs, from_inputs = weight.shape[:2]
        # Channels that are not published start as small noise; what reads them starts from zero.
        self.weight.normal_(0, (2 / np.prod(self.weight.shape[1:])) ** 0.5 / 2)
        self.bias.zero_()
        places = np.arange(from_inputs) if inputs is None else inputs
        if self.groups == 1:
            self.weight[:outputs].zero_()
        self.weight[:outputs, places] = torch.from_numpy(weight.copy())
        self.bias[:outputs] = torch.from_numpy(bias.copy())
        size = self.weight.flatten(1).square().sum(1).sqrt() * (1 if self.groups == 1 else 1 / 3)
        self.scale.copy_(torch.maximum(size, torch.tensor(1e-2)))
        self.weight /= self.scale[:, None, None, None]
        self.bias /= self.scale


class Separable(nn.Sequential):
    """A pointwise and a depthwise convolution, in YuNet's order."""

    def __init__(self, inputs: int, outputs: int, *, last: bool = False) -> None:
        layers: list[nn.Module] = [Scaled(inputs, outputs, 1), Scaled(outputs, outputs, 3, groups=outputs)]
        super().__init__(*layers, *([] if last else [nn.ReLU(inplace=True)]))


class FaceNet(nn.Module):
    """Pictures (N × 3 × H × W, BGR, 0–255, sides multiples of 32) to the cells of three levels."""

    def __init__(self, widths: Widths) -> None:
        """Make a network with random weights.

        Args:
            widths: see `Widths`.
        """
        super().__init__()
        stem, early, middle, late = (widths[name] for name in PUBLISHED)
        self.first = Scaled(3, stem, 3, stride=2)
        self.stage0 = Separable(stem, stem)
        self.stage1 = nn.Sequential(Separable(stem, stem), Separable(stem, early))
        self.stage2 = nn.Sequential(Separable(early, early), Separable(early, early))
        self.stage3 = nn.Sequential(Separable(early, middle), Separable(middle, middle))
        self.stage4 = nn.Sequential(Separable(middle, late), Separable(late, late))
        self.stage5 = nn.Sequential(Separable(late, late), Separable(late, late))
        self.lateral = nn.ModuleList([Separable(middle, middle), Separable(late, middle), Separable(late, late)])
        self.shared = nn.ModuleList([Separable(middle, middle), Separable(middle, middle), Separable(late, middle)])
        self.heads = nn.ModuleList([Separable(middle, CHANNELS, last=True) for _ in STRIDES])

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Of each stride: N × `CHANNELS` × height × width."""
        x = functional.relu(self.first(pictures))
        x = functional.max_pool2d(self.stage0(x), 2)
        x = self.stage2(self.stage1(x))
        fine = self.stage3(functional.max_pool2d(x, 2))
        middle = self.stage4(functional.max_pool2d(fine, 2))
        coarse = self.stage5(functional.max_pool2d(middle, 2))
        coarse = self.lateral[2](coarse)
        middle = self.lateral[1](middle + functional.interpolate(coarse, scale_factor=2, mode="nearest"))
        fine = self.lateral[0](fine + functional.interpolate(middle, scale_factor=2, mode="nearest"))
        levels = (fine, middle, coarse)
        given = [head(shared(level)) for head, shared, level in zip(self.heads, self.shared, levels, strict=True)]
        return given[0], given[1], given[2]

    def freeze(self, parts: int) -> None:
        """Keep the first parts as they are: the stem, the stage at stride 4, and the next one."""
        for part in (self.first, self.stage0, self.stage1)[:parts]:
            part.requires_grad_(requires_grad=False)

    def start_from(self, path: Path) -> None:
        """Take the weights of the published detector.

        Args:
            path: yunet_n_dynamic.onnx.
        """
        layers = _convolutions(path)
        bodies = [self.stage0, *self.stage1, *self.stage2, *self.stage3, *self.stage4, *self.stage5]
        bodies += [*reversed(self.lateral), *self.shared]
        self.first.put(*layers.pop(0))
        for body in bodies:
            _put_pair(body, [layers.pop(0)], [layers.pop(0)])
        # Twelve heads of two layers follow: class, box, object and landmarks, each of three levels.
        pairs = [(layers[2 * number], layers[2 * number + 1]) for number in range(12)]
        for level, head in enumerate(self.heads):
            chosen = [pairs[part * len(STRIDES) + level] for part in (2, 0, 1)]
            _put_pair(head, [pair[0] for pair in chosen], [pair[1] for pair in chosen])


Layer = tuple[np.ndarray, np.ndarray]
"""Weights and biases of a convolution."""


def _put_pair(pair: nn.Sequential, points: list[Layer], depths: list[Layer]) -> None:
    """Start a separable convolution from published ones, their outputs one behind the other."""
    for layer, parts in zip(pair, (points, depths), strict=False):
        assert isinstance(layer, Scaled)
        layer.put(np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]))


def _convolutions(path: Path) -> list[Layer]:
    """The convolutions of an ONNX file, in the order in which they run."""
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load(path).graph
    values = {value.name: to_array(value) for value in graph.initializer}
    return [(values[node.input[1]], values[node.input[2]]) for node in graph.node if node.op_type == "Conv"]
