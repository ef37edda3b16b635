"""Which backend a model runs on: a GPU where it was wanted and has proven itself, else the CPU."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from app.domain.backends import possible_gpus
from app.domain.messages import Message
from app.inference import engine
from app.inference.manifest import ModelEntry
from app.inference.session import Session
from app.inference.verdicts import Finding, key_of, verdicts_in, verdicts_path

_SAID = {
    Finding.MISSING: "backend_missing",
    Finding.SLOW: "backend_slow",
    Finding.DIFFERS: "backend_differs",
    Finding.NO_FASTER: "backend_no_faster",
    Finding.CRASHED: "backend_crashed",
}

_one_at_a_time = threading.Lock()
"""Two threads that load a model at the same time share one self-check."""


class Choice(NamedTuple):
    """What was decided.

    Attributes:
        backend: what to run on.
        notice: what is to be said about it; None for nothing.
    """

    backend: str
    notice: Message | None = None


class Examined(NamedTuple):
    """What is known of a backend.

    Attributes:
        finding: how its self-check ended.
        new: whether it was made just now.
    """

    finding: Finding
    new: bool


def open_session(model: ModelEntry, wanted: str = "auto", threads: int = 1) -> tuple[Session, Message | None]:
    """Load a model on what was asked for, or on what there is instead.

    The first time that a GPU is considered on a machine, this may take `selfcheck.PATIENCE` for each of its backends.

    Args:
        model: the manifest's entry.
        wanted: one of `app.domain.backends.BACKENDS`.
        threads: threads of the session where it runs on the CPU.

    Returns:
        The session, and what is to be said about its backend, if anything.

    Raises:
        BrokenModel: the file is missing or damaged.
    """
    with _one_at_a_time:
        choice = choose(wanted, functools.partial(examine, model))
    session = Session(model, "cpu", threads) if choice.backend == "cpu" else _guarded(model, choice.backend)
    if session.backend != choice.backend and wanted != "auto":
        # It was there when it was checked: a GPU that was taken out, a driver that was removed.
        return session, _notice(Finding.MISSING, choice.backend, session.backend)
    return session, choice.notice


def _guarded(model: ModelEntry, backend: str) -> Session:
    """A session on a GPU that was good when it was checked; the CPU's, should it fail now.

    Its driver may have changed since. If it takes the program down, the next start finds it noted as crashed.
    """
    verdicts, key = verdicts_in(verdicts_path()), key_of(model, backend)
    known = verdicts.get(key) or Finding.GOOD
    verdicts.put(key, Finding.CRASHED)
    session = Session(model, backend)
    try:
        session.run(model.tensors(np.zeros((64, 64, 3), np.uint8)))
    except RuntimeError:
        return Session(model, "cpu")
    verdicts.put(key, known)
    return session


def choose(wanted: str, examine: Callable[[str], Examined], platform: str = sys.platform) -> Choice:
    """Decide what to run on.

    Who asks for a backend by name is told every time that they do not get it. `auto` takes the first that is good; of
    the others it tells only what a self-check found just now, and nothing of those that do not exist.

    Args:
        wanted: one of `app.domain.backends.BACKENDS`.
        examine: tells what is known of a GPU backend; asked in order of preference, and no further than needed.
        platform: as `sys.platform`.
    """
    candidates = possible_gpus(platform) if wanted == "auto" else (wanted,)
    failed: list[tuple[Finding, str]] = []
    chosen = "cpu"
    for backend in candidates:
        if backend == "cpu":
            break
        examined = examine(backend)
        # Who asks by name for what is right but slow gets it.
        if examined.finding is Finding.GOOD or (wanted != "auto" and examined.finding is Finding.NO_FASTER):
            chosen = backend
            break
        if wanted != "auto" or (examined.new and examined.finding is not Finding.MISSING):
            failed.append((examined.finding, backend))
    return Choice(chosen, _notice(*failed[0], chosen) if failed else None)


def _try_out(model: ModelEntry, backend: str) -> Finding:
    # Only now, as it is never needed with the usual builds, which have no GPU backend.
    from app.inference.selfcheck import try_out

    return try_out(model, backend)


def examine(
    model: ModelEntry,
    backend: str,
    could_drive: Callable[[str], bool] = engine.could_drive,
    try_out: Callable[[ModelEntry, str], Finding] = _try_out,
) -> Examined:
    """What is known of a GPU backend: from the build of MNN, from an earlier self-check, or from one made now.

    Args:
        model: the model that it is to run.
        backend: the backend.
        could_drive: whether the build of MNN may have it.
        try_out: makes the self-check.
    """
    if not could_drive(backend):
        return Examined(Finding.MISSING, new=False)
    verdicts, key = verdicts_in(verdicts_path()), key_of(model, backend)
    known = verdicts.get(key)
    if known is not None:
        return Examined(known, new=False)
    finding = try_out(model, backend)
    verdicts.put(key, finding)
    return Examined(finding, new=True)


def _notice(finding: Finding, wanted: str, actual: str) -> Message:
    return Message(_SAID[finding], {"wanted": wanted, "actual": actual})
