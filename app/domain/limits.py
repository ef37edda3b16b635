"""How large a picture or a video may be before it is refused unread: a small file can claim any size."""

from __future__ import annotations

USUAL_MEGAPIXELS = 150
"""Limit where nobody chose another one: the largest camera pictures are below it."""

_limit = USUAL_MEGAPIXELS


def megapixels_allowed() -> int:
    """The limit in force."""
    return _limit


def allow_megapixels(limit: int) -> None:
    """Set the limit for everything that is opened from now on in this process.

    Raises:
        ValueError: it is below 1.
    """
    global _limit  # noqa: PLW0603 - one preference of the process, as Pillow's own limit is
    if limit < 1:
        raise ValueError("the limit is at least one megapixel")
    _limit = limit
