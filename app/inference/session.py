"""MNN sessions: one model, one thread, and the backend that really runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from app.domain.errors import BrokenModel
from app.inference.engine import load_mnn, quiet
from app.inference.manifest import ModelEntry
from app.inference.preprocess import Tensor

_RUNS = {0: "cpu", 1: "metal", 2: "cuda", 3: "opencl", 7: "vulkan", 13: "cpu"}
"""MNNForwardType to the name of a backend; 13 is the CPU with AVX or ARMv8.2 instructions."""

_INFO_BACKENDS = 2
"""Interpreter::BACKENDS, the session's answer to what it runs on."""

_ON_A_GPU = {"numThread": 1, "precision": 1}
"""What a GPU is asked for. MNN takes the number of threads for an MNNGpuMode there: 1 tries out no variants of its
kernels, 2 does so most thoroughly, anew for every shape of a picture. Precision 1 is high; with less, OpenCL keeps the
numbers between the layers in 16 bits."""


class Session:
    """A model ready to run in one thread.

    It goes through MNN's `Interpreter`, whose `runSession` releases the interpreter lock; `Module.forward` holds it.

    Attributes:
        model: the manifest's entry.
        backend: what really runs, whatever was asked for.
    """

    def __init__(self, model: ModelEntry, backend: str = "cpu", threads: int = 1) -> None:
        """Load a model.

        This opens a GPU's driver, which may crash or hang: see `app.inference.choice.open_session`.

        Args:
            model: the manifest's entry.
            backend: one of `app.domain.backends.BACKENDS` other than `auto`; where MNN does not have it, the CPU runs.
            threads: CPU threads of this session.

        Raises:
            BrokenModel: the file is missing or damaged.
        """
        model.verify()
        self.model = model
        self._mnn = load_mnn()
        wishes = {"numThread": threads} if backend == "cpu" else _ON_A_GPU
        with quiet():
            self._interpreter = self._mnn.Interpreter(str(model.path))
            self._session = self._interpreter.createSession({"backend": backend.upper(), **wishes})
        if self._session is None:
            raise BrokenModel(model.path, "model_missing", name=model.name)
        names = (*model.inputs, *model.numbers)
        self._inputs = {name: self._interpreter.getSessionInput(self._session, name) for name in names}
        self._shapes: dict[str, tuple[int, ...]] = {}
        self.backend = self._running()

    def _running(self) -> str:
        """What the session itself says it runs on."""
        kind = self._interpreter.getSessionInfo(self._session, _INFO_BACKENDS)
        return _RUNS.get(kind[0] if isinstance(kind, list | tuple) else kind, "cpu")

    def run(self, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The model's outputs by name for its inputs by name, each N × C × H × W or rows of numbers.

        Raises:
            RuntimeError: the backend failed.
        """
        shapes = {name: tensor.shape for name, tensor in tensors.items()}
        if shapes != self._shapes:
            with quiet():
                for name, shape in shapes.items():
                    self._interpreter.resizeTensor(self._inputs[name], shape)
                self._interpreter.resizeSession(self._session)
            self._shapes = shapes
        for name, tensor in tensors.items():
            self._inputs[name].copyFrom(self._host(tensor))
        code = self._interpreter.runSession(self._session)
        if code != 0:
            raise RuntimeError(f"{self.model.name} fails on {self.backend}: error {code} of MNN")
        return {name: self._output(name) for name in self.model.outputs}

    def _output(self, name: str) -> Tensor:
        output = self._interpreter.getSessionOutput(self._session, name)
        host = self._host(np.zeros(output.getShape(), np.float32))
        output.copyToHostTensor(host)
        return np.array(host.getNumpyData(), dtype=np.float32).reshape(output.getShape())

    def _host(self, values: Tensor) -> Any:
        """A tensor of MNN with the numbers of an array, laid out as N × C × H × W."""
        mnn = self._mnn
        return mnn.Tensor(values.shape, mnn.Halide_Type_Float, values, mnn.Tensor_DimensionType_Caffe)
