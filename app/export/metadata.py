"""What the source of a cover says of its making, as EXIF data that fits the cover."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import PIL.Image
from PIL.ExifTags import IFD, Base

from app.domain.errors import UnreadableMedia
from app.domain.media import Picture, Place

_logger = logging.getLogger(__name__)

_KEPT = (
    Base.ImageDescription,
    Base.Make,
    Base.Model,
    Base.Software,
    Base.DateTime,
    Base.Artist,
    Base.Copyright,
)
"""Of the first directory, what holds for a part of the picture too; the rest tells how the file is laid out."""

_LEFT_OUT = {
    Base.ExifImageWidth,
    Base.ExifImageHeight,
    Base.MakerNote,
    Base.ColorSpace,
    IFD.Interop,
    IFD.MakerNote,
}
"""Of the second: sizes of the whole, what only the maker can read and what points into the old file."""

_SRGB = 1

_LARGEST = 60_000
"""Bytes; a JPEG file holds 65,533, and pictures of cameras come with a few thousand."""


def metadata_of(place: Place) -> bytes | None:
    """EXIF data for a cover made of a picture: camera, times, place, author and rights, upright and in sRGB.

    Returns:
        None where the source says nothing that can be kept: a video, a picture without, or with damaged data.
    """
    if not isinstance(place, Picture):
        return None
    try:
        exif = _kept(place.path)
        data = b"" if exif is None else exif.tobytes()
    except UnreadableMedia:
        return None
    except Exception as error:  # noqa: BLE001 - damaged EXIF data raises anything; the picture itself is fine
        _logger.info("the metadata of %s cannot be kept: %s", place.path, error)
        return None
    return data if 0 < len(data) <= _LARGEST else None


def _kept(path: Path) -> PIL.Image.Exif | None:
    from app.media.pictures import open_picture

    with open_picture(path) as picture:
        found = picture.getexif()
        first: dict[int, Any] = {tag: found[tag] for tag in _KEPT if tag in found}
        second = {tag: value for tag, value in found.get_ifd(IFD.Exif).items() if tag not in _LEFT_OUT}
        where = dict(found.get_ifd(IFD.GPSInfo))
    if not (first or second or where):
        return None
    exif = PIL.Image.Exif()
    exif.update(first)
    exif[Base.Orientation] = 1
    exif[IFD.Exif] = {**second, Base.ColorSpace: _SRGB}
    if where:
        exif[IFD.GPSInfo] = where
    return exif
