"""Sets of pictures, read through Pillow."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import PIL.Image

from app.domain.errors import NoFrames, UnreadableMedia
from app.domain.geometry import Size
from app.domain.media import WORKING_SIDE, Frame, Image, Kind, Picture, Place, SourceInfo
from app.domain.messages import Message
from app.media.checks import check_file
from app.media.source import Stop, never

SUFFIXES = frozenset({".avif", ".bmp", ".gif", ".jfif", ".jpe", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
"""Endings by which the pictures in a folder are known."""

MAX_MEGAPIXELS = 150
"""Larger pictures are refused before their pixels are read: a small file can claim any size."""

# What Pillow finds odd but can read is nobody's concern; what it cannot read, it raises.
warnings.filterwarnings("ignore", category=UserWarning, module="PIL")

# Pillow's own limit warns long before ours and cannot name the size.
PIL.Image.MAX_IMAGE_PIXELS = None

BACKGROUND = (255, 255, 255)
"""What transparent pictures are laid on: white, as feeds show them."""


class PictureSource:
    """One picture, several, or a folder of them: one post."""

    def __init__(self, path: Path, files: Sequence[Path]) -> None:
        """Open a set.

        Args:
            path: what the user named: the folder, or the first file.
            files: the pictures, in the order they are shown in.

        Raises:
            UnreadableMedia: not one of them can be read; the message is about the first.
        """
        self._files = tuple(files)
        self._skipped: dict[Path, Message] = {}
        first = self._first_readable()
        self._info = SourceInfo(path, Kind.PICTURES, first, None)

    def _first_readable(self) -> Size:
        failure: UnreadableMedia | None = None
        for file in self._files:
            try:
                with _open(file) as picture:
                    return _displayed(picture)
            except UnreadableMedia as error:
                failure = failure or error
        assert failure is not None
        raise failure

    @property
    def info(self) -> SourceInfo:
        """Path, kind and the first readable picture's size."""
        return self._info

    @property
    def warnings(self) -> tuple[Message, ...]:
        """The pictures that could not be read so far."""
        return tuple(
            Message("picture_skipped", {"path": str(path), "reason": str(reason)})
            for path, reason in self._skipped.items()
        )

    def survey(self, stop: Stop = never) -> Iterator[Frame]:
        """Every readable picture, in order."""
        for number, file in enumerate(self._files):
            if stop():
                return
            try:
                frame = read_small(Picture(number, file))
            except UnreadableMedia as error:
                self._skipped[file] = error.message
            else:
                yield frame

    def around(self, place: Place, radius: float, stop: Stop = never) -> Iterator[Frame]:
        """Nothing: a picture has no neighbours in time."""
        return iter(())

    def full(self, place: Place) -> Image:
        """The picture at full resolution.

        Raises:
            NoFrames: it can no longer be read.
        """
        assert isinstance(place, Picture)
        try:
            with _open(place.path) as picture:
                return _pixels(picture, place.path)
        except UnreadableMedia as error:
            raise NoFrames(place.path, error.message.id, **error.message.data) from error

    def close(self) -> None:
        """Nothing is held open between calls."""

    def __enter__(self) -> Self:
        """The source itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def read_small(place: Picture) -> Frame:
    """A picture file as a frame to be scored.

    Raises:
        UnreadableMedia: it is not a picture that can be read, or too large.
    """
    with _open(place.path) as picture:
        size = _displayed(picture)
        small = size.within(WORKING_SIDE)
        # A JPEG file is decoded at 1/2, 1/4 or 1/8 of its size where that is still twice as large as needed.
        picture.draft("RGB", (small.width * 2, small.width * 2))
        image = _pixels(picture, place.path, small)
    return Frame(place, size, image)


def _open(path: Path) -> PIL.Image.Image:
    """The header of a picture file.

    Raises:
        UnreadableMedia: it is none, or claims too many pixels.
    """
    check_file(path)
    try:
        picture = PIL.Image.open(path)
    except Exception as error:
        # Pillow's readers raise SyntaxError, struct.error, ValueError and others on damaged headers.
        raise UnreadableMedia(path, "not_media") from error
    megapixels = picture.width * picture.height / 1e6
    if megapixels > MAX_MEGAPIXELS:
        picture.close()
        raise UnreadableMedia(path, "too_large", megapixels=f"{megapixels:.0f}", limit=str(MAX_MEGAPIXELS))
    return picture


def _displayed(picture: PIL.Image.Image) -> Size:
    """Size once the EXIF orientation is applied: 5 to 8 turn by a quarter."""
    turned = _orientation(picture) >= 5
    return Size(picture.height, picture.width) if turned else Size(picture.width, picture.height)


def _orientation(picture: PIL.Image.Image) -> int:
    try:
        value = picture.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 - damaged EXIF data raises anything; the picture itself may be fine
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


_TURNS = {
    2: PIL.Image.Transpose.FLIP_LEFT_RIGHT,
    3: PIL.Image.Transpose.ROTATE_180,
    4: PIL.Image.Transpose.FLIP_TOP_BOTTOM,
    5: PIL.Image.Transpose.TRANSPOSE,
    6: PIL.Image.Transpose.ROTATE_270,
    7: PIL.Image.Transpose.TRANSVERSE,
    8: PIL.Image.Transpose.ROTATE_90,
}


def _pixels(picture: PIL.Image.Image, path: Path, small: Size | None = None) -> Image:
    """The pixels as displayed, at full size or brought to `small`.

    Raises:
        UnreadableMedia: the file is damaged or cut off.
    """
    orientation = _orientation(picture)
    try:
        rgb = _rgb(picture)
        if orientation in _TURNS:
            rgb = rgb.transpose(_TURNS[orientation])
        if small is not None and rgb.size != (small.width, small.height):
            rgb = rgb.resize((small.width, small.height), PIL.Image.Resampling.BOX, reducing_gap=None)
        return np.array(rgb, dtype=np.uint8)
    except Exception as error:
        raise UnreadableMedia(path, "damaged") from error


def _rgb(picture: PIL.Image.Image) -> PIL.Image.Image:
    """RGB, transparency laid on white, 16-bit grey brought to 8, what is no number black."""
    if picture.mode.startswith(("I", "F")):
        levels = np.nan_to_num(np.asarray(picture, dtype=np.float64), posinf=0.0, neginf=0.0)
        top = 65535.0 if levels.max(initial=0) > 255 else 255.0
        picture = PIL.Image.fromarray(np.clip(levels * (255.0 / top), 0, 255).astype(np.uint8))
    if picture.has_transparency_data:
        coloured = picture.convert("RGBA")
        ground = PIL.Image.new("RGBA", coloured.size, (*BACKGROUND, 255))
        return PIL.Image.alpha_composite(ground, coloured).convert("RGB")
    return picture.convert("RGB")
