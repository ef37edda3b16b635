"""The colour profile of sRGB, the same bytes at any time."""

from __future__ import annotations

import functools

import PIL.ImageCms

_DATE = slice(24, 36)
"""Where a profile says when it was made (ICC.1:2022, table 17): six numbers of 16 bits, year first."""

_DAY = (2026, 1, 1, 0, 0, 0)


@functools.cache
def srgb_profile() -> bytes:
    """The profile that is put into every cover.

    Little CMS writes the time into it; with that, the same choices would give other bytes every second.
    """
    made = bytearray(PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes())
    made[_DATE] = b"".join(number.to_bytes(2) for number in _DAY)
    return bytes(made)
