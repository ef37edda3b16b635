"""Picture files, read through Pillow."""

from __future__ import annotations

import functools
import importlib
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import PIL.Image

from app.domain.errors import UnreadableMedia
from app.domain.geometry import Size
from app.domain.media import WORKING_SIDE, Frame, Image, Picture
from app.media import pixels
from app.media.checks import SUFFIXES, check_file, check_size, is_heif, is_picture
from app.media.colour import ScreenColour
from app.media.rescue import check_sums, is_cut_off, mended, rescued

_READERS = {
    "Bmp": ("BMP", "DIB"),
    "Gif": ("GIF",),
    "Jpeg": ("JPEG",),
    "Png": ("PNG",),
    "Ppm": ("PPM",),
    "Avif": ("AVIF",),
    "Jpeg2K": ("JPEG2000",),
    "Tiff": ("TIFF",),
    "WebP": ("WEBP",),
}
"""What Pillow may take a file for, by its plug-ins. Others of its formats start programs, or are no pictures."""

_MOST_TOLD = 8 << 20
"""Bytes of a colour profile or a note in a PNG file. Pillow's own limit refuses pictures with a scanner's profile."""

_HEAD = 1 << 16
"""Bytes at the beginning of a file in which its colours are named."""

__all__ = ["SUFFIXES", "displayed_size", "open_picture", "pixels_of", "read_full", "read_small", "working_size"]

# What Pillow finds odd but can read is nobody's concern; what it cannot read, it raises.
warnings.filterwarnings("ignore", category=UserWarning, module="PIL")

# Pillow's own limit warns long before ours and cannot name the size.
PIL.Image.MAX_IMAGE_PIXELS = None


def working_size(size: Size) -> Size:
    """The size at which a picture is scored."""
    return size.within(WORKING_SIDE)


def read_small(place: Picture, fit: Callable[[Size], Size] = working_size) -> Frame:
    """A picture file as a frame to be scored, or looked at closer.

    Args:
        place: the file.
        fit: the size at which it is to be read, from its own as displayed; never larger.

    Raises:
        UnreadableMedia: it is not a picture that can be read, or too large.
    """
    try:
        with open_picture(place.path) as picture:
            size = pixels.displayed_size(picture)
            small = fit(size)
            # A JPEG file is decoded at 1/2, 1/4 or 1/8 of its size where that is still twice as large as needed.
            picture.draft("RGB", (small.width * 2, small.width * 2))
            return Frame(place, size, pixels_of(picture, place.path, small))
    except UnreadableMedia as failure:
        left = _left(place.path, failure.message.id)
        if left is None:
            raise
        with left as picture:
            size = pixels.displayed_size(picture)
            return Frame(place, size, pixels_of(picture, place.path, fit(size)), damaged=True)


def read_full(path: Path) -> Image:
    """A picture file at full resolution, as displayed.

    Raises:
        UnreadableMedia: it is not a picture that can be read, or too large.
    """
    try:
        with open_picture(path) as picture:
            return pixels_of(picture, path)
    except UnreadableMedia as failure:
        left = _left(path, failure.message.id)
        if left is None:
            raise
        with left as picture:
            return pixels_of(picture, path)


def _left(path: Path, reason: str) -> PIL.Image.Image | None:
    """What is left of a picture that cannot be read for some reason; None if that is no damage, or too little is."""
    if reason != "damaged":
        return None
    try:
        return rescued(path)
    except Exception:  # noqa: BLE001 - decoders raise anything for damaged data; nothing is left then
        return None


def displayed_size(path: Path) -> Size:
    """The size of a picture file as displayed, from its header; of one that is cut off, that of what is left.

    Raises:
        UnreadableMedia: it is not a picture that can be read, or too large.
    """
    with open_picture(path) as picture:
        size = pixels.displayed_size(picture)
    if is_cut_off(path):
        whole = read_full(path)
        return Size(whole.shape[1], whole.shape[0])
    return size


def open_picture(path: Path) -> PIL.Image.Image:
    """The header of a picture file.

    Raises:
        UnreadableMedia: it is none, or claims too many pixels.
    """
    check_file(path)
    heif = is_heif(path)
    if heif and not _reads_heif():
        raise UnreadableMedia(path, "heif_missing")
    formats = ("HEIF",) if heif else _formats()
    try:
        try:
            picture = PIL.Image.open(path, formats=formats)
        except Exception:
            left = mended(path)
            if left is None:
                raise
            picture = PIL.Image.open(left, formats=formats)
    except Exception as error:
        # Pillow's readers raise SyntaxError, struct.error, ValueError and others on damaged headers.
        raise UnreadableMedia(path, "damaged" if is_picture(path) else "not_media") from error
    try:
        check_size(path, picture.width, picture.height)
    except UnreadableMedia:
        picture.close()
        raise
    return picture


def pixels_of(picture: PIL.Image.Image, path: Path, small: Size | None = None, *, turn: bool = True) -> Image:
    """The pixels of an opened picture as displayed, at full size or brought to `small`; `turn` as there.

    Raises:
        UnreadableMedia: the file is damaged or cut off.
    """
    try:
        with _hushed() if picture.format == "TIFF" else nullcontext():
            # What is rescued was looked at; it has no name.
            named: object = getattr(picture, "filename", "")
            if picture.format == "PNG" and turn and named:
                check_sums(path)
            return pixels.displayed(picture, _colour(picture, path), small, turn=turn)
    except Exception as error:
        raise UnreadableMedia(path, "damaged") from error


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep the complaints of libtiff about damaged files from the terminal: it writes them there by itself."""
    try:
        kept = os.dup(2)
    except OSError:  # There is nowhere to complain.
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@functools.cache
def _formats() -> tuple[str, ...]:
    """The formats that are read; Pillow itself would load the plug-ins of all others, too."""
    from PIL import PngImagePlugin

    for plugin in _READERS:
        importlib.import_module(f"PIL.{plugin}ImagePlugin")
    PngImagePlugin.MAX_TEXT_CHUNK = _MOST_TOLD
    return tuple(name for names in _READERS.values() for name in names)


@functools.cache
def _reads_heif() -> bool:
    """Whether HEIC pictures can be read: with the extra `heif`."""
    try:
        importlib.import_module("pi_heif").register_heif_opener()
    except ImportError:
        return False
    return True


def _colour(picture: PIL.Image.Image, path: Path) -> ScreenColour | None:
    """What a picture says of its colours in numbers (Rec. ITU-T H.273), where it has no profile."""
    mark = {"AVIF": b"colrnclx", "HEIF": b"colrnclx", "PNG": b"cICP"}.get(picture.format or "")
    if mark is None or picture.info.get("icc_profile"):
        return None
    with path.open("rb") as file:
        head = file.read(_HEAD)
    place = head.find(mark)
    if place < 0:
        return None
    told = head[place + len(mark) :]
    step = 2 if mark == b"colrnclx" else 1
    primaries, transfer = (int.from_bytes(told[at * step : (at + 1) * step]) for at in range(2))
    return ScreenColour.of(transfer, primaries)
