"""Several covers at once: cut, encoded, named and written, each whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from app.domain.errors import CannotWrite
from app.domain.export import Clash, ExportOptions
from app.domain.media import Image, Picture, Place
from app.domain.project import Project
from app.domain.wanted import Wanted, source_path
from app.export.encoders import Encoded, cut, encode
from app.export.metadata import metadata_of
from app.export.write import prepare_folder, write_new, write_over


@dataclass(frozen=True, slots=True)
class Finished:
    """A cover as the bytes of a file that is not written yet."""

    wanted: Wanted
    encoded: Encoded = field(repr=False)


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of covers.

    Attributes:
        files: what was written, in the order of the covers.
        failed: what was not, and why.
    """

    files: tuple[tuple[Wanted, Path], ...]
    failed: tuple[tuple[Wanted, CannotWrite], ...] = ()


PutOn = Callable[[Image, Wanted], Image]
"""What is put on a cover once it is cut and sized, such as a title (`app.export.titles`)."""


def finish(image: Image, wanted: Wanted, options: ExportOptions, put_on: PutOn | None = None) -> Finished:
    """Cut a cover out of its frame and encode it.

    Args:
        image: the frame at full resolution, or with what was done to it.
        wanted: what of it.
        options: the choices.
        put_on: what is put on it; None leaves it as it is.

    Raises:
        CannotWrite: no such file can be made.
    """
    picture = cut(image, wanted.crop, wanted.size)
    return encoded(picture if put_on is None else put_on(picture, wanted), wanted, options)


def encoded(picture: Image, wanted: Wanted, options: ExportOptions) -> Finished:
    """The same of a picture that was cut and sized already, such as to put a title on it.

    Raises:
        CannotWrite: no such file can be made.
    """
    metadata = metadata_of(wanted.place) if options.metadata else None
    return Finished(wanted, encode(picture, options, Path(wanted.stem + options.format.suffix), metadata))


def folder_for(project: Project, place: Place, options: ExportOptions) -> Path:
    """Where covers go: the folder that was chosen, or that of the source.

    Where the source's own cannot be written to, it is the user's pictures folder, as for accepting.

    Raises:
        CannotWrite: it cannot be written to.
    """
    if options.folder is not None:
        prepare_folder(options.folder)
        return options.folder
    with contextlib.suppress(CannotWrite):
        prepare_folder(source_path(project, place).parent)
        return source_path(project, place).parent
    pictures = platformdirs.user_pictures_path()
    prepare_folder(pictures)
    return pictures


def existing(wanted: Iterable[Wanted], options: ExportOptions, folder: Path) -> tuple[Path, ...]:
    """The files that would be replaced, or make the new ones take other names."""
    targets = (folder / (cover.stem + options.format.suffix) for cover in wanted)
    return tuple(target for target in targets if _taken(target))


def write_finished(finished: Sequence[Finished], folder: Path, clash: Clash = Clash.NUMBER) -> Exported:
    """Write covers, each whole or not at all; one that cannot be written does not undo or stop the others.

    Args:
        finished: the covers.
        folder: where to; it exists.
        clash: what is to be done where a name is taken. The picture that a cover was taken from is never replaced.
    """
    files: list[tuple[Wanted, Path]] = []
    failed: list[tuple[Wanted, CannotWrite]] = []
    for cover in finished:
        stem, suffix = cover.wanted.stem, cover.encoded.format.suffix
        try:
            if clash is Clash.REPLACE and not _is_source(folder / (stem + suffix), cover.wanted.place):
                path = write_over(cover.encoded.data, folder / (stem + suffix))
            else:
                path = write_new(cover.encoded.data, folder, stem, suffix)
        except CannotWrite as error:
            failed.append((cover.wanted, error))
        else:
            files.append((cover.wanted, path))
    return Exported(tuple(files), tuple(failed))


def export_covers(
    image: Image,
    wanted: Sequence[Wanted],
    options: ExportOptions,
    folder: Path,
    clash: Clash = Clash.NUMBER,
    *,
    put_on: PutOn | None = None,
) -> Exported:
    """Make and write all covers of a frame; only one of them is in memory at a time.

    Args:
        image: the frame at full resolution.
        wanted: the covers.
        options: the choices.
        folder: where to; it exists.
        clash: what is to be done where a name is taken.
        put_on: what is put on each; None leaves them as they are.
    """
    files: list[tuple[Wanted, Path]] = []
    failed: list[tuple[Wanted, CannotWrite]] = []
    for cover in wanted:
        try:
            written = write_finished([finish(image, cover, options, put_on)], folder, clash)
        except CannotWrite as error:
            failed.append((cover, error))
        else:
            files += written.files
            failed += written.failed
    return Exported(tuple(files), tuple(failed))


def _is_source(path: Path, place: Place) -> bool:
    """Whether a file is the picture that a cover was taken from."""
    try:
        return isinstance(place, Picture) and path.samefile(place.path)
    except OSError:
        return False


def _taken(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return False
