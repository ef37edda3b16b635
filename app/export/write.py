"""Writing covers: JPEG, atomically, and never over an existing file unless asked to."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import PIL.Image
import PIL.ImageCms
import platformdirs

from app.domain.errors import CannotWrite
from app.domain.geometry import Box
from app.domain.media import Image

QUALITY = 92
"""JPEG quality: no visible loss, at a size that every platform takes."""


def write_cover(image: Image, crop: Box, target: Path) -> Path:
    """Write the crop of a picture as a JPEG file, in place of an older one of the same name.

    Raises:
        CannotWrite: the file cannot be written; nothing is left behind, and an older file stays as it was.
    """
    data = _encode(image, crop)
    with _reporting(target), _temporary(target.parent, data) as written:
        written.replace(target)
    return target


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
    data = _encode(image, crop)
    stem = source_path.name if source_path.is_dir() else source_path.stem
    if folder is not None:
        return _write_new(data, folder, stem)
    beside = source_path if source_path.is_dir() else source_path.parent
    try:
        return _write_new(data, beside, stem)
    except CannotWrite:
        pictures = platformdirs.user_pictures_path()
        prepare_folder(pictures)
        return _write_new(data, pictures, stem)


def prepare_folder(folder: Path) -> None:
    """Make sure that a folder exists and can be written to.

    Raises:
        CannotWrite: it cannot.
    """
    with _reporting(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


def _encode(image: Image, crop: Box) -> bytes:
    """The crop as a JPEG file in sRGB."""
    part = image[crop.y : crop.y + crop.height, crop.x : crop.x + crop.width]
    buffer = io.BytesIO()
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    PIL.Image.fromarray(part).save(buffer, "JPEG", quality=QUALITY, subsampling=0, optimize=True, icc_profile=profile)
    return buffer.getvalue()


def _write_new(data: bytes, folder: Path, stem: str) -> Path:
    """Write under the first name that is free."""
    number = 1
    with _reporting(folder), _temporary(folder, data) as written:
        while True:
            target = folder / (f"{stem}-cover.jpg" if number == 1 else f"{stem}-cover-{number}.jpg")
            if _claim(written, target):
                return target
            number += 1


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


@contextlib.contextmanager
def _temporary(folder: Path, data: bytes) -> Iterator[Path]:
    """A finished file in `folder` under a passing name, gone at the end unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=".bestframe-", suffix=".part", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp keeps others from reading, which a cover does not need.
        path.chmod(0o666 & ~_umask())
        yield path
    finally:
        path.unlink(missing_ok=True)


def _umask() -> int:
    """The process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _reporting(path: Path) -> Iterator[None]:
    """Turn what the system refuses into an error that names the path."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(path, "cannot_write", reason=error.strerror or str(error)) from error
