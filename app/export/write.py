"""Writing covers and maps (PNG): atomically, and never over an existing file unless asked to."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import PIL.Image
import platformdirs

from app.domain.errors import CannotWrite
from app.domain.export import ExportOptions, numbered
from app.domain.files import finished, reporting
from app.domain.geometry import Box
from app.domain.media import Heat, Image
from app.export.encoders import cut, encode

_AS_ACCEPTED = ExportOptions()


def write_cover(image: Image, crop: Box, target: Path) -> Path:
    """Write the crop of a picture as a JPEG file, in place of an older one of the same name.

    Raises:
        CannotWrite: the file cannot be written; nothing is left behind, and an older file stays as it was.
    """
    return write_over(_encode(image, crop, target), target)


def write_map(heat: Heat, target: Path) -> None:
    """Write a map as a grey PNG file, in place of an older one of the same name.

    Raises:
        CannotWrite: the file cannot be written; nothing is left behind, and an older file stays as it was.
    """
    buffer = io.BytesIO()
    PIL.Image.fromarray(heat).save(buffer, "PNG", compress_level=1)
    write_over(buffer.getvalue(), target)


def accept_cover(image: Image, crop: Box, source_path: Path, folder: Path | None = None) -> Path:
    """Write the crop of a picture as `NAME-cover.jpg`, or `NAME-cover-2.jpg` and so on; no file is replaced.

    Args:
        image: the picture at full resolution.
        crop: what of it becomes the cover.
        source_path: the video or picture, whose name the cover takes.
        folder: where to write; the source's own folder when left out, or the user's pictures folder if that one
            cannot be written.

    Raises:
        CannotWrite: neither folder can be written.
    """
    data = _encode(image, crop, source_path)
    stem = f"{source_path.name if source_path.is_dir() else source_path.stem}-cover"
    suffix = _AS_ACCEPTED.format.suffix
    if folder is not None:
        return write_new(data, folder, stem, suffix)
    beside = source_path if source_path.is_dir() else source_path.parent
    try:
        return write_new(data, beside, stem, suffix)
    except CannotWrite:
        pictures = platformdirs.user_pictures_path()
        prepare_folder(pictures)
        return write_new(data, pictures, stem, suffix)


def prepare_folder(folder: Path) -> None:
    """Make sure that a folder exists and can be written to.

    Raises:
        CannotWrite: it cannot.
    """
    with reporting(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


def write_over(data: bytes, target: Path) -> Path:
    """Write a file under a name, in place of what has it.

    Raises:
        CannotWrite: it cannot be written; nothing is left behind, and an older file stays as it was.
    """
    with reporting(target), finished(target.parent, data) as written:
        written.replace(target)
    return target


def write_new(data: bytes, folder: Path, stem: str, suffix: str) -> Path:
    """Write a file under the first name that is free: NAME, NAME-2, NAME-3 and so on.

    Raises:
        CannotWrite: it cannot be written; nothing is left behind.
    """
    number = 1
    with reporting(folder), finished(folder, data) as written:
        while True:
            target = folder / (numbered(stem, number) + suffix)
            if _claim(written, target):
                return target
            number += 1


def _encode(image: Image, crop: Box, about: Path) -> bytes:
    """The crop as a file with the usual choices."""
    return encode(cut(image, crop), _AS_ACCEPTED, about).data


def _claim(written: Path, target: Path) -> bool:
    """Give a finished file its name, unless that name is taken; safe against another process doing the same."""
    try:
        os.link(written, target)
    except FileExistsError:
        return False
    except OSError:
        # The file system has no hard links: reserve the name with an empty file, then fill it in one step.
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        except FileExistsError:
            return False
        written.replace(target)
    return True
