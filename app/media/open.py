"""From what a user named to an open source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import NoFrames, UnreadableMedia
from app.media.checks import SUFFIXES, check_file, is_heif
from app.media.source import Source

_MAY_MOVE = frozenset({".gif", ".webp", ".png", ".apng"})
"""Endings of pictures that may be animations."""


def open_source(paths: Sequence[Path]) -> Source:
    """Open one video, one folder of pictures, or several pictures as one post.

    Args:
        paths: at least one. Of several, those that are no pictures are left out with a warning.

    Raises:
        UnreadableMedia: there is nothing in it that can be read.
    """
    if len(paths) > 1:
        return _pictures(paths[0], paths)
    path = paths[0]
    if is_folder(path):
        return _open_folder(path)
    check_file(path)
    if path.suffix.lower() in SUFFIXES:
        return _open_picture(path)
    return _open_file(path)


def _pictures(path: Path, files: Sequence[Path]) -> Source:
    """A set of pictures; what reads them is imported only then, for the sake of videos."""
    from app.media.picture_set import PictureSource

    return PictureSource(path, files)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that cannot even be looked at is not."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _open_folder(folder: Path) -> Source:
    try:
        files = [file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file()]
    except PermissionError as error:
        raise UnreadableMedia(folder, "no_permission") from error
    originals = {folder.name, *(file.stem for file in files)}
    # Covers that were accepted stand beside what they were made of, and are not chosen from again.
    files = [file for file in files if not _is_cover(file, originals)]
    if not files:
        raise UnreadableMedia(folder, "no_pictures")
    return _pictures(folder, sorted(files, key=_natural))


def _is_cover(file: Path, originals: set[str]) -> bool:
    """Whether a file is a cover, as we name them, of one of some others."""
    match = re.fullmatch(r"(.+)-cover(-\d+)?", file.stem)
    return match is not None and match[1] in originals


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sort key under which picture2 comes before picture10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", path.name.lower())]


def _open_picture(path: Path) -> Source:
    """A single file that is called a picture: one that moves, or a picture, or after all a video."""
    if path.suffix.lower() in _MAY_MOVE:
        from app.media.animation import AnimationSource

        try:
            return AnimationSource(path)
        except UnreadableMedia:
            pass
    try:
        return _pictures(path, [path])
    except UnreadableMedia as failure:
        # Some pictures are read as videos only.
        if failure.message.id not in {"not_media", "damaged"}:
            raise
        return _video_or(path, failure)


def _open_file(path: Path) -> Source:
    """A single file whose ending tells nothing: a video, else a picture."""
    failure: UnreadableMedia | None = None
    if not is_heif(path):
        from app.media.video import VideoSource

        try:
            return VideoSource(path)
        except UnreadableMedia as error:
            failure = error
    try:
        return _still_or_moving(path)
    except UnreadableMedia as error:
        raise failure or error from None


def _still_or_moving(path: Path) -> Source:
    """A picture, whatever it is called."""
    from app.media.animation import AnimationSource

    try:
        return AnimationSource(path)
    except UnreadableMedia:
        return _pictures(path, [path])


def _video_or(path: Path, failure: UnreadableMedia) -> Source:
    """A video that is called a picture; else what was wrong with the picture is said."""
    from app.media.video import VideoSource

    try:
        return VideoSource(path)
    except NoFrames as error:
        raise (error if failure.message.id == "not_media" else failure) from None
    except UnreadableMedia:
        raise failure from None
