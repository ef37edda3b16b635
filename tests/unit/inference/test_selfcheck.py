"""The self-check: the comparison with a double in the place of a GPU, and the process around it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from app.inference import Session, load_manifest, selfcheck
from app.inference.preprocess import Tensor
from app.inference.probes import probes
from app.inference.selfcheck import MAX_DIFFERENCE, START, TIE, agree, check, run_check
from app.inference.verdicts import Finding

MODEL = load_manifest()["judge-detail"]
FIRST = MODEL.outputs[0]
BLOCKS = "import threading; threading.Event().wait()"

Outputs = dict[str, Tensor]


class Double:
    """A GPU that is the CPU, with something done to its outputs."""

    def __init__(self, backend: str = "vulkan", change: Callable[[Outputs], Outputs] = lambda outputs: outputs) -> None:
        self.backend = backend
        self.runs = 0
        self._change = change
        self._session = Session(MODEL)

    def run(self, tensors: Mapping[str, Tensor]) -> Outputs:
        self.runs += 1
        return self._change(self._session.run(tensors))


class Clock:
    """Shows one time after the other: at the start and after the first run, before and after the GPU's, the CPU's."""

    def __init__(self, *times: float) -> None:
        self._times = iter(times)

    def __call__(self) -> float:
        return next(self._times)


def checked(double: Double, **options: Any) -> Finding:
    return check(MODEL, "vulkan", lambda backend: double if backend == "vulkan" else Session(MODEL, backend), **options)


def shifted(points: float) -> Callable[[Outputs], Outputs]:
    return lambda outputs: outputs | {FIRST: outputs[FIRST] + np.float32(points / 100)}


def scores_on_the_cpu() -> Tensor:
    session = Session(MODEL)
    rows = [session.run(MODEL.tensors(picture))[FIRST][0] for picture in probes()]
    return np.array(rows, np.float32) * 100


def test_the_built_in_pictures_are_always_the_same() -> None:
    assert all(np.array_equal(one, other) for one, other in zip(probes(), probes(), strict=True))


def test_the_built_in_pictures_have_several_shapes() -> None:
    for how in MODEL.inputs.values():
        assert len({how.input_size(picture.shape[1], picture.shape[0]) for picture in probes()}) >= 5


def test_the_built_in_pictures_lie_far_apart_on_the_cpu() -> None:
    reference = scores_on_the_cpu()
    assert (np.ptp(reference, axis=0) >= 20).all()
    gaps = np.diff(np.sort(reference, axis=0), axis=0)
    assert (gaps > TIE).mean() >= 0.8, "else there is hardly an order to compare"


@pytest.mark.parametrize("error", [0.0, 0.9 * MAX_DIFFERENCE])
def test_a_backend_that_judges_alike_is_good(error: float) -> None:
    double = Double(change=shifted(error))
    assert checked(double, clock=Clock(0, 1, 10, 12, 20, 23)) is Finding.GOOD
    assert double.runs > len(probes())


def test_a_backend_that_is_no_faster_than_the_cpu_is_found_out() -> None:
    assert checked(Double(), clock=Clock(0, 1, 10, 13, 20, 22)) is Finding.NO_FASTER


def test_a_backend_that_falls_back_to_the_cpu_is_missing() -> None:
    double = Double("cpu")
    assert checked(double) is Finding.MISSING
    assert double.runs == 0


def test_a_backend_that_starts_slowly_is_slow() -> None:
    double = Double()
    assert checked(double, clock=Clock(100.0, 100.1 + START)) is Finding.SLOW
    assert double.runs == 1


@pytest.mark.parametrize(
    "change",
    [
        shifted(1.1 * MAX_DIFFERENCE),
        shifted(-1.1 * MAX_DIFFERENCE),
        lambda outputs: outputs | {FIRST: np.full_like(outputs[FIRST], np.nan)},
        lambda outputs: outputs | {MODEL.outputs[-1]: np.full_like(outputs[MODEL.outputs[-1]], np.inf)},
        lambda outputs: outputs | {FIRST: np.full_like(outputs[FIRST], 0.5)},
    ],
    ids=["higher", "lower", "no numbers", "infinite feature", "always the same"],
)
def test_a_backend_that_judges_otherwise_differs(change: Callable[[Outputs], Outputs]) -> None:
    assert checked(Double(change=change)) is Finding.DIFFERS


def test_a_shape_that_goes_wrong_is_found_out() -> None:
    def shapes(tensors: Mapping[str, Tensor]) -> list[tuple[int, ...]]:
        return [tensor.shape for tensor in tensors.values()]

    odd = shapes(MODEL.tensors(probes()[0]))

    class Wrong(Double):
        def run(self, tensors: Mapping[str, Tensor]) -> Outputs:
            outputs = super().run(tensors)
            return shifted(5)(outputs) if shapes(tensors) == odd else outputs

    assert checked(Wrong()) is Finding.DIFFERS


@pytest.mark.parametrize(
    ("found", "same"),
    [
        ([70.0, 50.0, 49.0, 48.7], True),
        ([69.0, 51.5, 48.0, 47.5], True),
        ([70.0, 50.0, 48.7, 49.0], True),  # a tie on the CPU
        ([70.0, 49.4, 49.5, 48.7], False),  # another ranking
        ([70.0, 50.0, 50.0, 48.7], False),  # no ranking
        ([72.5, 50.0, 49.0, 48.7], False),  # another score
        ([70.0, float("nan"), 49.0, 48.7], False),
    ],
)
def test_scores_agree_when_they_are_close_and_rank_alike(found: list[float], same: bool) -> None:
    reference = np.array([[70.0, 50.0, 49.0, 48.7]], np.float32).T
    assert agree(reference, np.array([found], np.float32).T) is same


def test_another_best_picture_under_one_label_is_enough_to_differ() -> None:
    reference = np.array([[60.0, 59.0], [59.0, 60.0]], np.float32)
    assert agree(reference, reference)
    assert not agree(reference, np.array([[60.0, 60.1], [59.0, 60.0]], np.float32))


def test_a_check_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    assert run_check([sys.executable, "-c", BLOCKS], 0.05) is Finding.SLOW
    assert started[0].returncode not in (None, 0)


@pytest.mark.parametrize(
    "code",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise RuntimeError('error 3 of MNN')",
        "import os; os._exit(0)",
    ],
    ids=["crash", "error", "a driver that exits"],
)
def test_a_check_that_ends_without_an_answer_has_crashed(code: str) -> None:
    assert run_check([sys.executable, "-c", code], 60) is Finding.CRASHED


def test_a_check_that_cannot_be_started_has_crashed() -> None:
    assert run_check(["/no/such/program"], 60) is Finding.CRASHED


def test_the_real_check_finds_that_the_cpu_judges_as_the_cpu_does() -> None:
    # It is as fast as itself, so chance decides which of the two it is.
    assert selfcheck.try_out(MODEL, "cpu") in {Finding.GOOD, Finding.NO_FASTER}


def test_the_real_check_finds_what_is_not_there_missing() -> None:
    elsewhere = "cuda" if sys.platform == "darwin" else "metal"
    assert selfcheck.try_out(MODEL, elsewhere) is Finding.MISSING


@pytest.mark.parametrize("name", load_manifest())
@pytest.mark.parametrize(
    ("change", "expected"), [(0.0, Finding.GOOD), (0.05, Finding.DIFFERS), (np.nan, Finding.DIFFERS)]
)
def test_every_model_can_be_checked(name: str, change: float, expected: Finding) -> None:
    model = load_manifest()[name]
    cpu = Session(model)

    class Gpu:
        backend = "vulkan"

        def run(self, tensors: Mapping[str, Tensor]) -> Outputs:
            outputs = cpu.run(tensors)
            first = outputs[model.outputs[0]]
            reach = 1.0 if "scores" in model.outputs else float(np.ptp(first))
            return outputs | {model.outputs[0]: first + np.float32(change * reach)}

    clock = Clock(0, 0.1, 1, 2, 3, 5)
    assert check(model, "vulkan", lambda backend: Gpu() if backend == "vulkan" else cpu, clock) is expected
