"""What tells a source from others, and where one went that is no longer where it was.

All of this looks at disks, which may be slow or gone: it belongs in a background thread.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.domain.errors import UnreadableMedia
from app.domain.project import Fingerprint, Project, SourceFile

_HEAD = 64 * 1024
"""Bytes that are looked at; of two videos of one size these differ, as the tables or the first frames do."""

_OWN_COVER = re.compile(r".*-cover(-\d+)?\.(jpe?g|png|webp|avif)", re.IGNORECASE)
"""Covers that were written into a folder do not make it another one."""


class Whereabouts(StrEnum):
    """What became of a source since the session was saved."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Located:
    """A session whose sources were looked for.

    Attributes:
        project: with the sources that were found elsewhere at their new paths.
        whereabouts: of each source of the project, in order.
    """

    project: Project
    whereabouts: tuple[Whereabouts, ...]

    @property
    def gone(self) -> tuple[Path, ...]:
        """Sources that have to be asked for."""
        return self._those(Whereabouts.GONE)

    @property
    def changed(self) -> tuple[Path, ...]:
        """Sources that are there with another content, so that what was found in them holds no longer."""
        return self._those(Whereabouts.CHANGED)

    def _those(self, state: Whereabouts) -> tuple[Path, ...]:
        return tuple(path for path, found in zip(self.project.paths, self.whereabouts, strict=True) if found is state)


def describe(path: Path) -> SourceFile:
    """A source as it lies on the disk now; without a fingerprint where it cannot be read."""
    path = path.absolute()
    folder = _is_folder(path)
    return SourceFile(path, fingerprint(path), folder)


def fingerprint(path: Path) -> Fingerprint | None:
    """The fingerprint of a file or folder; None where there is none to be read."""
    try:
        return _of_folder(path) if path.is_dir() else _of_file(path)
    except (OSError, ValueError):
        return None


def locate(project: Project, beside: Sequence[Path | None] = ()) -> Located:
    """Look for the sources of a session.

    Args:
        project: the session as it was saved.
        beside: where each source would be if it had been moved together with the session file.
    """
    hints = (*beside, *([None] * len(project.sources)))
    moves: dict[Path, Path] = {}
    states = []
    for source, hint in zip(project.sources, hints, strict=False):
        state = _whereabouts(source, source.path)
        if state is Whereabouts.GONE and hint is not None and _whereabouts(source, hint) is Whereabouts.SAME:
            state = Whereabouts.MOVED
            moves[source.path] = hint
        states.append(state)
    return Located(project.relocated(moves), tuple(states))


def relocate(located: Located, old: Path, new: Path) -> Located:
    """Take a source that the user found elsewhere; others that are gone are looked for beside it.

    Args:
        located: what is known so far.
        old: one of its sources.
        new: where the user says it is.

    Raises:
        UnreadableMedia: there is nothing at `new`, or it is another source.
    """
    wanted = dict(zip(located.project.paths, located.project.sources, strict=True))
    found = _whereabouts(wanted[old], new)
    if found is not Whereabouts.SAME:
        raise UnreadableMedia(new, "missing" if found is Whereabouts.GONE else "source_differs")
    moves = {old: new}
    for path in located.gone:
        other = new.parent / path.name
        if path not in moves and path.parent == old.parent and _whereabouts(wanted[path], other) is Whereabouts.SAME:
            moves[path] = other
    states = (
        Whereabouts.MOVED if path in moves else state
        for path, state in zip(located.project.paths, located.whereabouts, strict=True)
    )
    return Located(located.project.relocated(moves), tuple(states))


def _whereabouts(source: SourceFile, path: Path) -> Whereabouts:
    """Whether a source is at a path: the same, changed, or gone."""
    known = source.fingerprint
    try:
        status = path.stat()
    except (OSError, ValueError):
        return Whereabouts.GONE
    if known is None:
        return Whereabouts.SAME
    if not source.folder and (status.st_size, status.st_mtime_ns) == (known.size, known.modified):
        return Whereabouts.SAME
    now = fingerprint(path)
    return Whereabouts.SAME if now is not None and now.same(known) else Whereabouts.CHANGED


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _of_file(path: Path) -> Fingerprint:
    with path.open("rb") as file:
        head = hashlib.sha256(file.read(_HEAD)).hexdigest()
    status = path.stat()
    return Fingerprint(status.st_size, status.st_mtime_ns, head)


def _of_folder(folder: Path) -> Fingerprint:
    """The pictures in a folder, by name and size; covers that we wrote do not count, nor do files of other kinds."""
    from app.media.pictures import SUFFIXES

    sizes = {
        file.name: file.stat().st_size
        for file in folder.iterdir()
        if file.suffix.lower() in SUFFIXES and not _OWN_COVER.fullmatch(file.name) and file.is_file()
    }
    listing = "".join(f"{name}\0{size}\n" for name, size in sorted(sizes.items()))
    return Fingerprint(sum(sizes.values()), 0, hashlib.sha256(listing.encode("utf-8", "surrogatepass")).hexdigest())
