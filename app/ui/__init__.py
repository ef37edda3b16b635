"""The window: the only package that imports Qt, and only once it is asked to open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.geometry import Aspect


def run(paths: Sequence[Path], aspect: Aspect | None, started: float) -> int:
    """Open the window, with `paths` in it unless that is empty, and stay until it is closed.

    Args:
        paths: one video, one folder, or several pictures.
        aspect: the shape that covers have at first; None for the one that the settings name.
        started: `time.perf_counter()` at the start of the process.

    Returns:
        The exit code of the process.
    """
    from app.ui.application import run as run_application

    return run_application(paths, aspect, started)
