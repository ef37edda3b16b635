"""What was opened lately, latest first, kept as JSON in the user's state folder."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from app.domain.files import write_whole
from app.store.codec import decode, encode

_logger = logging.getLogger(__name__)

KEPT = 12
"""As many as fit a menu."""

Sources = tuple[Path, ...]
"""What was opened at once: a video, a folder, or several pictures."""


def recent_path() -> Path:
    """Where the list is kept."""
    return platformdirs.user_state_path("bestframe", appauthor=False) / "recent.json"


def recent(path: Path | None = None) -> tuple[Sources, ...]:
    """What was opened lately; a list that is missing or damaged is empty. Whether it still exists is not looked at."""
    try:
        content = json.loads((path or recent_path()).read_text(encoding="utf-8"))
        found = decode(tuple[Sources, ...], content)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as error:
        _logger.warning("the list of recent files cannot be read: %s", error)
        return ()
    return tuple(sources for sources in found if sources)[:KEPT]


def remember(sources: Sequence[Path], path: Path | None = None) -> tuple[Sources, ...]:
    """Put what was opened at the head of the list.

    Returns:
        The list.

    Raises:
        CannotWrite: it cannot be written.
    """
    opened = tuple(source.absolute() for source in sources)
    # Another window may have written meanwhile.
    return _save((opened, *(other for other in recent(path) if other != opened))[:KEPT], path)


def forget(sources: Sequence[Path], path: Path | None = None) -> tuple[Sources, ...]:
    """Take something from the list, such as what is no longer there.

    Returns:
        The list.

    Raises:
        CannotWrite: it cannot be written.
    """
    gone = tuple(sources)
    return _save(tuple(other for other in recent(path) if other != gone), path)


def clear(path: Path | None = None) -> None:
    """Empty the list.

    Raises:
        CannotWrite: it cannot be written.
    """
    _save((), path)


def _save(found: tuple[Sources, ...], path: Path | None) -> tuple[Sources, ...]:
    write_whole((json.dumps(encode(found), indent=1) + "\n").encode(), path or recent_path(), durable=False)
    return found
