"""Sessions as files: JSON with a version, written whole, read by any later version.

A document is `{"format", "version", "program", "saved", "sources", "beside", "project"}`: `sources` are the paths that
were opened, for lists that need no more, `beside` the same relative to the session file, for when both were moved.
A field with a default may be added to the project without a new version (see `app.store.codec`). Any other change takes
one, and a function in `UPGRADES` that makes a document of the version before into one of the new.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app import __version__
from app.domain.errors import Damaged, TooNew, UnreadableMedia
from app.domain.files import write_whole
from app.domain.geometry import Box, Size
from app.domain.project import Project
from app.store.codec import decode, encode

_logger = logging.getLogger(__name__)

SUFFIX = ".bestframe"

_FORMAT = "bestframe session"
_LARGEST = 64 * 1024 * 1024
"""Bytes; a session has some hundred kilobytes, and no file can fill the memory."""

Document = dict[str, Any]
Upgrade = Callable[[Document], Document]

UPGRADES: tuple[Upgrade, ...] = ()
"""The first makes a document of version 2 from one of version 1, and so on; the version itself is taken care of."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A session as it was read.

    Attributes:
        project: with the paths that it was saved with.
        saved: when, in UTC.
        beside: where each source would be if it had been moved together with the session file.
    """

    project: Project
    saved: datetime
    beside: tuple[Path | None, ...]


def write_session(project: Project, path: Path) -> None:
    """Write a session whole or not at all; takes a few milliseconds for its pictures, and as long as the disk wants.

    Raises:
        CannotWrite: the folder or the file cannot be written; an older file stays as it was.
    """
    document = {
        "format": _FORMAT,
        "version": len(UPGRADES) + 1,
        "program": __version__,
        "saved": datetime.now(UTC).isoformat(),
        "sources": [str(source) for source in project.paths],
        "beside": [_relative(source, path.parent) for source in project.paths],
        "project": encode(project),
    }
    write_whole(json.dumps(document).encode(), path)


def read_session(path: Path, upgrades: tuple[Upgrade, ...] = UPGRADES) -> Stored:
    """Read a session; nothing is looked for on the disk but the file itself.

    Raises:
        UnreadableMedia: there is no such file, or it may not be read.
        TooNew: a newer version wrote it.
        Damaged: it makes no sense; it is kept under another name.
    """
    text = _read(path)
    try:
        document = _upgraded(_document(text), path, upgrades)
        project = _checked(decode(Project, document["project"]))
        beside = tuple(_resolved(item, path.parent) for item in document["beside"])
        return Stored(project, decode(datetime, document["saved"]), beside)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        _logger.warning("a damaged session: %s: %s", path, error)
        raise Damaged(path, "session_damaged", backup=str(_put_aside(path))) from error


def read_sources(path: Path) -> tuple[tuple[Path, ...], datetime] | None:
    """What a session was made from, and when it was saved; None where that cannot be told. The file stays as it is."""
    try:
        document = _document(_read(path))
        return decode(tuple[Path, ...], document["sources"]), decode(datetime, document["saved"])
    except (UnreadableMedia, Damaged, ValueError, KeyError, RecursionError):
        return None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1)
    except PermissionError as error:
        raise UnreadableMedia(path, "no_permission") from error
    except (OSError, ValueError) as error:
        raise UnreadableMedia(path, "missing") from error
    return text


def _document(text: bytes) -> Document:
    """The document in a file; ValueError if it is none of ours."""
    if len(text) > _LARGEST:
        raise ValueError("too large")
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise ValueError("not a session")
    return document


def _upgraded(document: Document, path: Path, upgrades: tuple[Upgrade, ...]) -> Document:
    """The document as this version would have written it."""
    version = document["version"]
    if type(version) is not int or version < 1:
        raise ValueError("no version")
    if version > len(upgrades) + 1:
        raise TooNew(path, "newer_version")
    for upgrade in upgrades[version - 1 :]:
        document = upgrade(document)
    return document


def _checked(project: Project) -> Project:
    """The project, if its values fit each other; crops placed by hand that do not fit are left out.

    Raises:
        ValueError: they do not.
    """
    if not project.sources:
        raise ValueError("no sources")
    sizes = {cover.place: cover.frame.size for cover in project.candidates}
    if not all(_inside(cover.crop, cover.frame.size) for cover in project.candidates):
        raise ValueError("a crop beyond its frame")
    edits = project.edits
    fitting = tuple(crop for crop in edits.crops if crop.place not in sizes or _inside(crop.box, sizes[crop.place]))
    return project if fitting == edits.crops else project.editing(replace(edits, crops=fitting))


def _inside(box: Box, size: Size) -> bool:
    return min(box.x, box.y) >= 0 and box.x + box.width <= size.width and box.y + box.height <= size.height


def _put_aside(path: Path) -> Path:
    """Keep a damaged file under another name, so that the next save does not write over it.

    Returns:
        Where it is; its old name if it cannot be renamed.
    """
    backup = path.with_suffix(f".damaged{path.suffix}")
    try:
        path.replace(backup)
    except OSError as error:
        _logger.warning("the damaged session stays: %s", error)
        return path
    return backup


def _relative(source: Path, folder: Path) -> str | None:
    try:
        return os.path.relpath(source, folder)
    except ValueError:
        return None  # on another drive of Windows


def _resolved(relative: Any, folder: Path) -> Path | None:
    """Where a relative path leads from a folder."""
    return None if relative is None else Path(os.path.normpath(folder / decode(Path, relative)))
