"""The self-check of a GPU backend: does it exist, start in time, and judge as the CPU does, but faster?

It runs in a process of its own, since a driver may hang or take its process down.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from app.domain.backends import SELF_CHECK
from app.inference.manifest import ModelEntry, load_manifest
from app.inference.preprocess import Tensor
from app.inference.probes import probes
from app.inference.session import Session
from app.inference.verdicts import Finding

PATIENCE = 20.0
"""Seconds that the whole check may take; then its process is ended."""

START = 5.0
"""Seconds until a backend's first scores must be there, which every start of the program waits for."""

MAX_DIFFERENCE = 2.0
"""How far a backend's scores may be from the CPU's, in points of 100."""

MAX_SHARE = 0.02
"""How far the outputs of a model that gives no scores may be from the CPU's, as a share of their range there."""

TIE = 0.5
"""Pictures whose scores on the CPU are this close, in points of 100, may change places; others may not."""

_ROOT = Path(__file__).resolve().parents[2]


_CODES = {Finding.GOOD: 80, Finding.MISSING: 81, Finding.SLOW: 82, Finding.DIFFERS: 83, Finding.NO_FASTER: 84}
"""Exit codes of the check's process. They are none that a process ends with by accident: every other one, 0 too, is a
crash, such as that of a driver that calls `exit`."""


class Runner(Protocol):
    """What is asked of a session."""

    @property
    def backend(self) -> str:
        """What really runs."""

    def run(self, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The outputs by name for the inputs by name."""


def check(
    model: ModelEntry, backend: str, make: Callable[[str], Runner], clock: Callable[[], float] = time.perf_counter
) -> Finding:
    """Check a backend in this process.

    Args:
        model: the model that it is to run.
        backend: the backend.
        make: makes a session of the model on the backend that is named.
        clock: seconds that have passed.
    """
    inputs = [model.tensors(picture) for picture in probes()]
    cpu = make("cpu")
    reference = [cpu.run(tensors) for tensors in inputs]
    begun = clock()
    session = make(backend)
    if session.backend != backend:
        return Finding.MISSING
    session.run(inputs[0])
    if clock() - begun > START:
        return Finding.SLOW
    if not _same(model, reference, [session.run(tensors) for tensors in inputs]):
        return Finding.DIFFERS
    # By now both have seen every shape. A driver that computes on the CPU, as some do, is right but brings nothing.
    faster = _seconds(session, inputs, clock) < _seconds(cpu, inputs, clock)
    return Finding.GOOD if faster else Finding.NO_FASTER


def _seconds(session: Runner, inputs: Sequence[Mapping[str, Tensor]], clock: Callable[[], float]) -> float:
    """How long a session takes for all inputs."""
    begun = clock()
    for tensors in inputs:
        session.run(tensors)
    return clock() - begun


Answers = Sequence[Mapping[str, Tensor]]
"""A model's outputs by name, for each input."""


def _same(model: ModelEntry, reference: Answers, found: Answers) -> bool:
    """Whether answers are close enough to the CPU's: scores by what they rank, other outputs number by number."""
    if "scores" in model.outputs:
        return agree(_scores(model, reference), _scores(model, found))
    return all(
        close(one[name], other[name]) for one, other in zip(reference, found, strict=True) for name in model.outputs
    )


def _scores(model: ModelEntry, answers: Answers) -> Tensor:
    """Scores of each input, inputs × labels, 0–100; not a number where any output of the model has such."""
    rows = []
    for outputs in answers:
        sound = all(np.isfinite(values).all() for values in outputs.values())
        rows.append(outputs[model.outputs[0]][0] * 100 if sound else np.full(len(model.labels), np.nan, np.float32))
    return np.array(rows, np.float32)


def close(reference: Tensor, found: Tensor) -> bool:
    """Whether an output lies within `MAX_SHARE` of the range of the CPU's everywhere."""
    # Not the other way round: what is not a number is not close either.
    return bool((np.abs(found - reference) <= MAX_SHARE * max(float(np.ptp(reference)), 1e-6)).all())


def agree(reference: Tensor, found: Tensor) -> bool:
    """Whether scores are close enough to the CPU's, and rank the pictures alike under every label.

    Args:
        reference: the CPU's scores, pictures × labels, 0–100.
        found: the scores in question, of the same shape.
    """
    # Not the other way round: what is not a number is not close either.
    if not (np.abs(found - reference) <= MAX_DIFFERENCE).all():
        return False
    better = reference[:, None] - reference[None, :] > TIE
    return bool((found[:, None] > found[None, :])[better].all())


def main(backend: str, name: str) -> int:
    """Carry out a self-check as the program's only work.

    Args:
        backend: the backend.
        name: the model's name.

    Returns:
        The exit code, which says what was found.
    """
    import faulthandler

    # Whoever started this ends it in time, unless they are gone by then; Python code might never run again.
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(PATIENCE, exit=True, file=nowhere)
        model = load_manifest()[name]
        finding = check(model, backend, functools.partial(Session, model))
        faulthandler.cancel_dump_traceback_later()
    return _CODES[finding]


def try_out(model: ModelEntry, backend: str) -> Finding:
    """Check a backend in a process of its own; takes `PATIENCE` at most."""
    arguments = [SELF_CHECK, backend, model.name]
    if getattr(sys, "frozen", False):
        return run_check([sys.executable, *arguments], PATIENCE)
    return run_check([sys.executable, "-m", "app", *arguments], PATIENCE, _ROOT)


def run_check(command: Sequence[str], patience: float, folder: Path | None = None) -> Finding:
    """Run a self-check's process and say how it ended.

    Args:
        command: the program and its arguments.
        patience: seconds after which it is ended.
        folder: where it is to run; here when left out.
    """
    import subprocess

    try:
        process = subprocess.Popen(  # noqa: S603 - the program starts itself
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return Finding.CRASHED
    try:
        code = process.wait(patience)
    except subprocess.TimeoutExpired:
        return Finding.SLOW
    finally:
        # Also when the user has had enough.
        process.kill()
        # What hangs inside the kernel cannot be ended, and is not waited for.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
    return next((finding for finding, known in _CODES.items() if known == code), Finding.CRASHED)
