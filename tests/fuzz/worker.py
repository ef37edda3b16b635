"""A process that reads changed files, one after another: what it may use is limited, and it may be killed."""

from __future__ import annotations

import faulthandler
import json
import logging
import resource
import signal
import sys
import time
import traceback
from itertools import islice
from pathlib import Path

from app.covers import recommend
from app.domain.errors import BestframeError
from app.domain.geometry import Aspect
from app.domain.recommendation import Done, Options
from app.media import open_source
from tests.fuzz.cases import change, chosen
from tests.fuzz.compare import CONCEALED, differences, exempt

MEMORY = 3 << 30
"""Bytes of address space a worker may use; half a gigabyte of it is taken before it begins."""

SECONDS = 0.4
"""A case is asked to stop after this time of the processor, so that others who use it change nothing."""

AT_TIMES = "damaged, another picture at times"
"""A difference that does not come again: of two decoder threads, one may read what the other has not mended yet."""

FILLED_IN = "damaged, filled in otherwise"
"""A slight difference: what decoders put in the place of damage is what they happen to have decoded before."""

TRIES = 3
"""How often a difference is looked for again that damage may excuse."""

FULL = 20
"""Every so many cases, covers are recommended as well."""


def main() -> None:
    """Read lines of JSON: samples, folder and seed, then numbers of cases; answer each with a line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1)
    logging.disable()
    given = json.loads(sys.stdin.readline())
    paths, folder = [Path(path) for path in given["samples"]], Path(given["folder"])
    for line in sys.stdin:
        number = int(line)
        begun = time.process_time()
        outcome, trace = attempt(write(paths, folder, given["seed"], number)[0], full=number % FULL == 0)
        answer = {
            "case": number,
            "outcome": outcome,
            "trace": trace,
            "seconds": time.process_time() - begun,
            "resident": resident(),
        }
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def write(samples: list[Path], folder: Path, seed: int, number: int) -> tuple[Path, str]:
    """Make the file of a case; returns it and what it is."""
    sample = chosen(samples, seed, number)
    content, told = change(sample, seed, number)
    path = folder / f"case{sample.suffix}"
    path.write_bytes(content)
    return path, f"{sample.name}: {told}"


def attempt(path: Path, *, full: bool = False) -> tuple[str, str]:
    """Open a file and read it.

    Returns:
        `read`, the id of a refusal, `failed`, or `differs`, for which `exempt`, `AT_TIMES` and `FILLED_IN` have other
        names where it is known; and what differs, or the traceback.
    """
    found = _attempt(path, full=full)
    if found[0] == "differs" and "partly_damaged" in found[1]:
        again = {_attempt(path)[0] for _ in range(TRIES)}
        return (AT_TIMES if "read" in again else "differs"), found[1]
    return found


def _attempt(path: Path, *, full: bool = False) -> tuple[str, str]:
    """As `attempt`, once."""
    begun = time.process_time()

    def late() -> bool:
        return time.process_time() - begun > SECONDS

    try:
        with open_source([path]) as source:
            frames = list(islice(source.survey(late), 40))
            if frames:
                frames += islice(source.around(frames[-1].place, 0.5, late), 10)
            differ = differences(path, source, frames)
            slight = not differences(path, source, frames, CONCEALED) if differ else False
            warned = [message.id for message in source.warnings]
            if full:
                events = recommend(source, Options(Aspect.parse("3:4"), 3, SECONDS, "cpu"))
                assert any(isinstance(event, Done) for event in events)
    except BestframeError as error:
        return str(error.message) and error.message.id, ""
    except Exception:  # noqa: BLE001 - what else comes out is what is looked for
        return "failed", traceback.format_exc()
    if not differ:
        return "read", ""
    damaged = "partly_damaged" in warned
    known = exempt(path, warned=damaged) or (FILLED_IN if damaged and slight else None)
    return known or "differs", f"{differ} ({', '.join(warned)})"


def resident() -> int:
    """Bytes of this process in memory."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    main()
