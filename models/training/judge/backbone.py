"""The two networks that a judge may be built on, with their batch norm folded in: MobileNetV2 and MobileNetV3-small.

The architectures are Sandler et al., "MobileNetV2" (2018), table 2, at width 1.0, and Howard et al., "Searching for
MobileNetV3" (2019), table 2, at width 0.75. The starting weights are ImageNet models published as TensorFlow Lite
(Apache-2.0), and the padding is TensorFlow's: a strided convolution over an even side is padded by one more at the
bottom right. With symmetric padding instead, the features keep only half their correlation with the published ones.
"""

from __future__ import annotations

from collections.abc import Sequence
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


V3_BLOCKS = (
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
"""Blocks of MobileNetV3-small 0.75."""


def _v2_blocks() -> tuple[Block, ...]:
    """Blocks of MobileNetV2 1.0: expansion, output channels, repeats and stride of the first, as in its table 2."""
    blocks, channels = [], 32
    table = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
    for expansion, out, repeats, stride in table:
        for repeat in range(repeats):
            blocks.append(Block(3, channels * expansion, out, 0, False, stride if repeat == 0 else 1))
            channels = out
    return tuple(blocks)


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

    def __init__(self, channels: int, block: Block, plain: type[nn.Module]) -> None:
        super().__init__()
        self.expand = Convolution(channels, block.expanded) if block.expanded != channels else None
        self.depthwise = Convolution(block.expanded, block.expanded, block.kernel, block.stride, block.expanded)
        self.attend = SqueezeExcite(block.expanded, block.squeeze) if block.squeeze else None
        self.project = Convolution(block.expanded, block.out)
        self.activation = nn.Hardswish() if block.swish else plain()
        self.residual = block.stride == 1 and channels == block.out

    def forward(self, x: Tensor) -> Tensor:
        """Apply the block."""
        y = x if self.expand is None else self.activation(self.expand(x))
        y = self.activation(self.depthwise(y))
        if self.attend is not None:
            y = self.attend(y)
        y = self.project(y)
        return x + y if self.residual else y


class Backbone(nn.Module):
    """Features of a picture: N × 3 × H × W in −1…1 to N × `features` × H/32 × W/32.

    Attributes:
        depths: channels of the map after each block.
        features: channels of the last map.
        teacher: file name of the starting weights.
    """

    depths: tuple[int, ...]
    features: int
    teacher: str

    def __init__(
        self, stem: int, blocks: Sequence[Block], features: int, plain: type[nn.Module], outer: type[nn.Module]
    ) -> None:
        """Build the network: `plain` is the activation of blocks that do not swish, `outer` that of both ends."""
        super().__init__()
        self.depths = tuple(block.out for block in blocks)
        self.features = features
        self.outer = outer()
        self.stem = Convolution(3, stem, 3, 2)
        channels = stem
        layers = []
        for block in blocks:
            layers.append(InvertedResidual(channels, block, plain))
            channels = block.out
        self.blocks = nn.Sequential(*layers)
        self.last = Convolution(channels, features)

    def forward(self, x: Tensor) -> Tensor:
        """The last feature map."""
        x = self.outer(self.stem(x))
        return self.outer(self.last(self.blocks(x)))

    def load_tflite(self, folder: Path) -> None:
        """Take the starting weights, whose convolutions come in this network's order, from the teachers' folder.

        Raises:
            ValueError: a convolution of the file does not have the expected shape.
        """
        path = folder / self.teacher
        weights = iter(_convolutions(path))
        for name, layer in self.named_modules():
            if isinstance(layer, Convolution):
                kernel, bias = next(weights)
                if tuple(layer.weight.shape) != kernel.shape:
                    raise ValueError(f"{path}: {name} is {tuple(layer.weight.shape)}, the file has {kernel.shape}")
                layer.load(kernel, bias)


class MobileNetV3Small(Backbone):
    """MobileNetV3-small 0.75: 432 features, about 100 million multiplications on a picture of 115,000 pixels."""

    teacher = "mobilenet_v3_small_075_224_embedder.tflite"

    def __init__(self) -> None:
        super().__init__(16, V3_BLOCKS, 432, nn.ReLU, nn.Hardswish)


class MobileNetV2(Backbone):
    """MobileNetV2 1.0: 1280 features, about 700 million multiplications on a picture of 115,000 pixels."""

    teacher = "mobilenet_v2_1.0_224_quant.tflite"

    def __init__(self) -> None:
        super().__init__(32, _v2_blocks(), 1280, nn.ReLU6, nn.ReLU6)


BACKBONES: dict[str, type[Backbone]] = {"mobilenet_v2": MobileNetV2, "mobilenet_v3_small": MobileNetV3Small}
"""Networks by the name that a configuration gives."""


_STORED = {tflite.TensorType.FLOAT32: np.float32, tflite.TensorType.INT32: np.int32, tflite.TensorType.UINT8: np.uint8}
"""How the weights of a file are stored."""


def _convolutions(path: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Kernels (out × in/groups × k × k) and biases of a TensorFlow Lite file, in graph order, as floats."""
    model = tflite.Model.GetRootAsModel(path.read_bytes(), 0)
    graph = model.Subgraphs(0)

    def tensor(index: int) -> np.ndarray:
        info = graph.Tensors(index)
        stored = model.Buffers(info.Buffer()).DataAsNumpy().view(_STORED[info.Type()])
        values = stored.reshape(info.ShapeAsNumpy()).astype(np.float32)
        how = info.Quantization()
        if how is None or how.ScaleIsNone():
            return values
        return (values - how.ZeroPointAsNumpy().astype(np.float32)) * how.ScaleAsNumpy()

    quantised = any(graph.Tensors(i).Type() == tflite.TensorType.UINT8 for i in range(graph.TensorsLength()))
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
            if options.FusedActivationFunction() == tflite.ActivationFunctionType.RELU6 and not quantised:
                bias -= 3  # the file writes hardsigmoid(x) as relu6(x + 3) / 6, with the 3 folded into the bias
            found.append((tensor(inputs[1]).transpose(0, 3, 1, 2).copy(), bias))
        elif kind == tflite.BuiltinOperator.DEPTHWISE_CONV_2D:
            found.append((tensor(inputs[1]).transpose(3, 0, 1, 2).copy(), tensor(inputs[2])))
    return found
