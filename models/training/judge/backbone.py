"""MobileNetV3-small 0.75 with its batch norm folded in, and the judge that is built on it.

The architecture is Howard et al., "Searching for MobileNetV3" (2019), table 2, at width 0.75. The starting weights
are an ImageNet embedder published as TensorFlow Lite (Apache-2.0), and the padding is TensorFlow's: a strided
convolution over an even side is padded by one more at the bottom right. With symmetric padding instead, the features
keep only half their correlation with the embedder's.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import tflite
import torch
from torch import Tensor, nn


class Block(NamedTuple):
    """One inverted residual: kernel, expanded channels, output channels, squeeze channels (0: none), swish, stride."""

    kernel: int
    expanded: int
    out: int
    squeeze: int
    swish: bool
    stride: int


STEM = 16
BLOCKS = (
    Block(3, 16, 16, 8, False, 2),
    Block(3, 72, 24, 0, False, 2),
    Block(3, 88, 24, 0, False, 1),
    Block(5, 96, 32, 24, True, 2),
    Block(5, 192, 32, 48, True, 1),
    Block(5, 192, 32, 48, True, 1),
    Block(5, 96, 40, 24, True, 1),
    Block(5, 120, 40, 32, True, 1),
    Block(5, 240, 72, 64, True, 2),
    Block(5, 432, 72, 112, True, 1),
    Block(5, 432, 72, 112, True, 1),
)
FEATURES = 432


class Convolution(nn.Conv2d):
    """A convolution that learns its kernel relative to a fixed scale for each output channel.

    With the batch norm folded in, the channels of a kernel differ in size by a factor of a hundred, and the steps of
    Adam have one size for all. Without the scales, runs at 4e-4 and 2e-4 diverged; the shipped run has the scales and
    1e-4. Which of the two made it stable was not tried apart. A stride of 2 pads as TensorFlow does.
    """

    scale: Tensor

    def __init__(self, channels: int, out: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__(channels, out, kernel, stride, kernel // 2 if stride == 1 else 0, groups=groups)
        self.register_buffer("scale", torch.ones(out))

    def forward(self, x: Tensor) -> Tensor:
        """Pad and convolve."""
        assert self.bias is not None
        if self.stride[0] == 2:
            total = self.kernel_size[0] - 2
            before, after = total // 2, total - total // 2
            x = nn.functional.pad(x, (before, after, before, after))
        return self._conv_forward(x, self.weight * self.scale[:, None, None, None], self.bias * self.scale)

    def load(self, kernel: np.ndarray, bias: np.ndarray) -> None:
        """Take a kernel (out × in / groups × k × k) and a bias, and choose the scales by the kernel's size."""
        with torch.no_grad():
            weight = torch.from_numpy(kernel)
            self.scale.copy_(weight.square().sum((1, 2, 3)).sqrt().clamp(min=1e-4))
            self.weight.copy_(weight / self.scale[:, None, None, None])
            assert self.bias is not None
            self.bias.copy_(torch.from_numpy(bias) / self.scale)


class SqueezeExcite(nn.Module):
    """Channel attention: global mean, two 1 × 1 convolutions, hard sigmoid."""

    def __init__(self, channels: int, squeezed: int) -> None:
        super().__init__()
        self.reduce = Convolution(channels, squeezed)
        self.expand = Convolution(squeezed, channels)

    def forward(self, x: Tensor) -> Tensor:
        """`x` with its channels weighted."""
        gate = self.expand(torch.relu(self.reduce(x.mean((2, 3), keepdim=True))))
        return x * nn.functional.hardsigmoid(gate)


class InvertedResidual(nn.Module):
    """Expand, filter depth-wise, attend, project; added to its input where the shapes allow it."""

    def __init__(self, channels: int, block: Block) -> None:
        super().__init__()
        self.expand = Convolution(channels, block.expanded) if block.expanded != channels else None
        self.depthwise = Convolution(block.expanded, block.expanded, block.kernel, block.stride, block.expanded)
        self.attend = SqueezeExcite(block.expanded, block.squeeze) if block.squeeze else None
        self.project = Convolution(block.expanded, block.out)
        self.activation = nn.Hardswish() if block.swish else nn.ReLU()
        self.residual = block.stride == 1 and channels == block.out

    def forward(self, x: Tensor) -> Tensor:
        """Apply the block."""
        y = x if self.expand is None else self.activation(self.expand(x))
        y = self.activation(self.depthwise(y))
        if self.attend is not None:
            y = self.attend(y)
        y = self.project(y)
        return x + y if self.residual else y


class MobileNetV3Small(nn.Module):
    """Features of a picture: N × 3 × H × W in −1…1 to N × 432 × H/32 × W/32."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = Convolution(3, STEM, 3, 2)
        channels = STEM
        blocks = []
        for block in BLOCKS:
            blocks.append(InvertedResidual(channels, block))
            channels = block.out
        self.blocks = nn.Sequential(*blocks)
        self.last = Convolution(channels, FEATURES)

    def forward(self, x: Tensor) -> Tensor:
        """The last feature map."""
        x = nn.functional.hardswish(self.stem(x))
        return nn.functional.hardswish(self.last(self.blocks(x)))

    def load_tflite(self, path: Path) -> None:
        """Take the weights of a TensorFlow Lite file whose convolutions come in this network's order.

        Raises:
            ValueError: a convolution of the file does not have the expected shape.
        """
        weights = iter(_convolutions(path))
        for name, layer in self.named_modules():
            if isinstance(layer, Convolution):
                kernel, bias = next(weights)
                if tuple(layer.weight.shape) != kernel.shape:
                    raise ValueError(f"{path}: {name} is {tuple(layer.weight.shape)}, the file has {kernel.shape}")
                layer.load(kernel, bias)


def _convolutions(path: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Kernels (out × in/groups × k × k) and biases of a float TensorFlow Lite file, in graph order."""
    model = tflite.Model.GetRootAsModel(path.read_bytes(), 0)
    graph = model.Subgraphs(0)

    def tensor(index: int) -> np.ndarray:
        info = graph.Tensors(index)
        data = model.Buffers(info.Buffer()).DataAsNumpy().view(np.float32)
        return data.reshape(info.ShapeAsNumpy()).copy()

    found = []
    for i in range(graph.OperatorsLength()):
        operator = graph.Operators(i)
        code = model.OperatorCodes(operator.OpcodeIndex())
        kind = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        inputs = operator.InputsAsNumpy()
        if kind == tflite.BuiltinOperator.CONV_2D:
            options = tflite.Conv2DOptions()
            options.Init(operator.BuiltinOptions().Bytes, operator.BuiltinOptions().Pos)
            bias = tensor(inputs[2])
            if options.FusedActivationFunction() == tflite.ActivationFunctionType.RELU6:
                bias -= 3  # the file writes hardsigmoid(x) as relu6(x + 3) / 6, with the 3 folded into the bias
            found.append((tensor(inputs[1]).transpose(0, 3, 1, 2).copy(), bias))
        elif kind == tflite.BuiltinOperator.DEPTHWISE_CONV_2D:
            found.append((tensor(inputs[1]).transpose(3, 0, 1, 2).copy(), tensor(inputs[2])))
    return found


class Judge(nn.Module):
    """The judge of frames: technical quality and appeal as a cover (both 0–1), and a feature for similarity.

    The head sees the mean and the standard deviation of every feature over the picture: the mean says what is in it,
    the deviation whether it is everywhere (a flat card) or somewhere (a subject).
    """

    HIDDEN = 128

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.backbone = MobileNetV3Small()
        self.head = nn.Sequential(
            nn.LayerNorm(2 * FEATURES),
            nn.Dropout(dropout),
            nn.Linear(2 * FEATURES, self.HIDDEN),
            nn.Hardswish(),
            nn.Dropout(dropout),
            nn.Linear(self.HIDDEN, 2),
        )

    def logits(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Scores before the sigmoid (N × 2: quality, appeal) and the pooled feature (N × 432)."""
        maps = self.backbone(x)
        mean = maps.mean((2, 3))
        deviation = (maps - mean[:, :, None, None]).square().mean((2, 3)).add(1e-6).sqrt()
        return self.head(torch.cat([mean, deviation], 1)), mean

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (N × 2: quality, appeal, 0–1) and a feature of unit length (N × 432)."""
        scores, mean = self.logits(x)
        return torch.sigmoid(scores), mean / mean.square().sum(1, keepdim=True).add(1e-9).sqrt()
