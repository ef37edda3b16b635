"""Writing files whole or not at all; the one place where that is done."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import CannotWrite


def write_whole(data: bytes, target: Path, *, durable: bool = True) -> None:
    """Write a file for the user's eyes only, in place of what has its name, making its folder where that is missing.

    Args:
        data: the content.
        target: the file.
        durable: whether to wait until the disk has it, so that a power cut leaves the old or the new file. That takes
            milliseconds to seconds; without it a crash of the program still does no harm.

    Raises:
        CannotWrite: it cannot be written; nothing is left behind, and an older file stays as it was.
    """
    with reporting(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with finished(target.parent, data, durable=durable, private=True) as written:
            written.replace(target)


@contextlib.contextmanager
def finished(folder: Path, data: bytes, *, durable: bool = True, private: bool = False) -> Iterator[Path]:
    """A finished file in `folder` under a passing name, gone at the end unless it was renamed.

    Args:
        folder: where; it exists.
        data: the content.
        durable: as for `write_whole`.
        private: whether only the user may read it, whatever holds for other files.
    """
    handle, name = tempfile.mkstemp(prefix=".bestframe-", suffix=".part", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if not private:
            # mkstemp keeps others from reading.
            path.chmod(0o666 & ~_umask())
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turn what the system refuses into an error that names the path.

    Raises:
        CannotWrite: the body raised OSError.
    """
    try:
        yield
    except OSError as error:
        raise CannotWrite(path, "cannot_write", reason=error.strerror or str(error)) from error


def _umask() -> int:
    """The process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
