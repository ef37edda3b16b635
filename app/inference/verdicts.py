"""What the self-checks found on this machine, kept as JSON in the user's cache folder so that each is made once."""

from __future__ import annotations

import functools
import json
import platform
from enum import StrEnum
from pathlib import Path

from app.inference import engine
from app.inference.manifest import ModelEntry


class Finding(StrEnum):
    """How a self-check ended."""

    GOOD = "good"
    MISSING = "missing"
    SLOW = "slow"
    DIFFERS = "differs"
    NO_FASTER = "no faster"
    CRASHED = "crashed"


def verdicts_path() -> Path:
    """Where the findings are kept; without the file every check is made again."""
    import platformdirs

    return platformdirs.user_cache_path("bestframe", appauthor=False) / "backends.json"


def key_of(model: ModelEntry, backend: str) -> str:
    """What a finding holds for: this machine, this MNN, these weights, this backend."""
    # The name of the machine, because a home folder may be shared by several.
    machine = f"{platform.node()} {platform.system()} {platform.machine()}"
    return f"{machine} | MNN {engine.identity()} | {model.name} {model.sha256} | {backend}"


@functools.cache
def verdicts_in(path: Path) -> Verdicts:
    """The findings in a file; the same object for the whole process, so that what cannot be written is kept in it."""
    return Verdicts(path)


class Verdicts:
    """Findings by key."""

    def __init__(self, path: Path) -> None:
        """Read a file; one that is missing or damaged holds nothing."""
        self._path = path
        self._known = _read(path)

    def get(self, key: str) -> Finding | None:
        """What was found; None if nothing was."""
        return self._known.get(key)

    def put(self, key: str, finding: Finding) -> None:
        """Remember a finding; where it cannot be written, until the process ends."""
        import logging

        from app.domain.errors import CannotWrite
        from app.domain.files import write_whole

        logger = logging.getLogger(__name__)
        logger.info("self-check: %s: %s", key, finding)
        self._known[key] = finding
        # Another process may have written meanwhile.
        content = json.dumps({**_read(self._path), key: finding}, indent=2) + "\n"
        try:
            write_whole(content.encode(), self._path, durable=False)
        except CannotWrite as error:
            logger.info("the self-check is not remembered: %s", error)


def _read(path: Path) -> dict[str, Finding]:
    """The findings in a file that make sense."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {key: Finding(value) for key, value in content.items() if value in list(Finding)}
