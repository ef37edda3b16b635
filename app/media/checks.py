"""Whether a path can be read at all, found out before any library tries."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import UnreadableMedia
from app.domain.limits import megapixels_allowed

HEIF_SUFFIXES = frozenset({".heic", ".heif", ".hif"})
"""Endings of pictures that can be read where the extra `heif` is installed."""

SUFFIXES = HEIF_SUFFIXES | {
    ".avif", ".bmp", ".gif", ".jfif", ".jpe", ".jpeg", ".jpg", ".png", ".apng", ".tif", ".tiff", ".webp",
}  # fmt: skip
"""Endings by which the pictures in a folder are known."""


def check_file(path: Path) -> None:
    """Make sure that a path is a file with content that may be read.

    Raises:
        UnreadableMedia: it is not.
    """
    try:
        if not path.exists():
            raise UnreadableMedia(path, "broken_link" if path.is_symlink() else "missing")
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
        # A name that is too long, or one with a zero byte.
        raise UnreadableMedia(path, "missing") from error


_ENDS = 4 << 20
"""Bytes at either end of a file in which the header of an mp4 is looked for."""


def is_encrypted(path: Path) -> bool:
    """Whether a file that could not be decoded is an encrypted mp4: its samples are called `encv` (ISO 23001-7)."""
    try:
        with path.open("rb") as file:
            head = file.read(_ENDS)
            file.seek(max(0, path.stat().st_size - _ENDS))
            return b"ftyp" in head[:64] and (b"encv" in head or b"encv" in file.read(_ENDS))
    except OSError:
        return False


_CONTAINERS = (b"\x1aE\xdf\xa3", b"FLV\x01", b"OggS", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"\0\0\x01\xba")
"""How files of videos begin: Matroska, FLV, Ogg, ASF, MPEG."""


def is_container(path: Path) -> bool:
    """Whether a file is a video by its first bytes, even if nothing in it can be read."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    # What belongs together in mp4 and mov comes first or behind something small.
    return head.startswith(_CONTAINERS) or head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide"} or head[8:] == b"AVI "


_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")
"""How pictures begin, but for those that their container is called by."""


def is_picture(path: Path) -> bool:
    """Whether a file is a picture by its first bytes, even if nothing of it can be read."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    return head.startswith(_PICTURES) or head[8:] == b"WEBP" or head[4:] == b"ftypavif"


_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
"""Major brands of pictures coded in HEVC (ISO 23008-12); `mif1` may also be another codec."""


def is_heif(path: Path) -> bool:
    """Whether a file is a HEIC picture by its first bytes, whatever its name."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError:
        return False
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS and b"avif" not in head


def check_size(path: Path, width: int, height: int) -> None:
    """Refuse what is larger than allowed.

    Raises:
        UnreadableMedia: it is.
    """
    megapixels = width * height / 1e6
    if megapixels > megapixels_allowed():
        raise UnreadableMedia(path, "too_large", megapixels=f"{megapixels:.0f}", limit=str(megapixels_allowed()))
