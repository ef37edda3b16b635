"""Whether a path can be read at all, found out before any library tries."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import UnreadableMedia


def check_file(path: Path) -> None:
    """Make sure that a path is a file with content that may be read.

    Raises:
        UnreadableMedia: it is not.
    """
    try:
        if not path.exists():
            raise UnreadableMedia(path, "missing")
        if not path.is_file():
            # Opening a pipe or a device could wait for ever.
            raise UnreadableMedia(path, "not_a_file")
        if path.stat().st_size == 0:
            raise UnreadableMedia(path, "empty_file")
        with path.open("rb"):
            pass
    except PermissionError as error:
        raise UnreadableMedia(path, "no_permission") from error
    except (OSError, ValueError) as error:
        # A loop of links, a name that is too long, or one with a zero byte.
        raise UnreadableMedia(path, "missing") from error
