"""The one entry: decides between the window and the command line, and knows when the process started."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_LOADED = time.perf_counter()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Bestframe.

    Args:
        arguments: what was typed behind the program's name; the process's own when left out.

    Returns:
        The exit code of the process: 0 all done, 1 a bug, 2 wrong arguments, 3 nothing could be read, 4 some inputs
        failed.
    """
    from app.cli import COMMANDS, run_command, window_arguments
    from app.domain.backends import SELF_CHECK

    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) == 3 and given[0] == SELF_CHECK:
        from app.inference.selfcheck import main as self_check

        return self_check(*given[1:])
    started = process_start()
    if given and (given[0] in COMMANDS or given[0] in ("-h", "--help", "--version")):
        return run_command(given, started, _window)
    paths, aspect = window_arguments(given)
    return _window(paths, aspect, started)


def _window(paths: Sequence[Path], aspect: str, started: float) -> int:
    """Open the window; without an aspect in the shape that the settings name."""
    from app.cli import fail, has_display
    from app.domain.geometry import Aspect

    if not has_display():
        return fail("there is no display to open the window on; see main.py --help for what works without one", 2)
    from app.ui import run

    return run(list(paths), Aspect.parse(aspect) if aspect else None, started)


def process_start() -> float:
    """When the process started, as a value of `time.perf_counter()`.

    Linux tells it to a hundredth of a second (field 22 of /proc/self/stat); elsewhere it is the moment when this
    module was loaded, some hundredths later.
    """
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        ticks = os.sysconf("SC_CLK_TCK")
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / ticks
    except (OSError, AttributeError, IndexError, ValueError):
        return _LOADED
    return min(_LOADED, time.perf_counter() - age)


if __name__ == "__main__":
    sys.exit(main())
