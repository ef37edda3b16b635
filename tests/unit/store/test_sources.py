"""Where sources are, and whether they are the same."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.edits import Edits
from app.domain.errors import UnreadableMedia
from app.domain.media import Picture
from app.domain.project import Project, SourceFile
from app.store.sources import Located, Whereabouts, describe, fingerprint, locate, relocate
from tests.project_factory import SQUARE, WIDE, analysis, cover


def _file(path: Path, content: bytes = b"picture") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _project(*paths: Path) -> Project:
    return Project(tuple(describe(path) for path in paths), Edits(WIDE))


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return _file(tmp_path / "videos" / "clip.mp4", bytes(range(256)) * 1000)


def test_a_source_that_is_there_is_the_same(clip: Path) -> None:
    project = _project(clip)
    assert locate(project) == Located(project, (Whereabouts.SAME,))


def test_a_copy_with_another_time_is_the_same(clip: Path) -> None:
    project = _project(clip)
    os.utime(clip, ns=(1, 1))
    assert locate(project).whereabouts == (Whereabouts.SAME,)


@pytest.mark.parametrize("content", [b"", b"short", bytes(256_000)])
def test_another_content_is_a_change(clip: Path, content: bytes) -> None:
    project = _project(clip)
    clip.write_bytes(content)
    located = locate(project)
    assert (located.changed, located.gone) == ((clip,), ())


def test_what_is_not_there_is_gone(clip: Path) -> None:
    project = _project(clip)
    clip.unlink()
    located = locate(project)
    assert (located.changed, located.gone) == ((), (clip,))


def test_what_was_moved_with_the_session_is_found(clip: Path, tmp_path: Path) -> None:
    project = _project(clip)
    (tmp_path / "videos").rename(tmp_path / "moved")
    beside = tmp_path / "moved" / "clip.mp4"
    located = locate(project, [beside])
    assert located.whereabouts == (Whereabouts.MOVED,)
    assert located.project.paths == (beside,)


def test_something_else_in_that_place_is_not_taken(clip: Path, tmp_path: Path) -> None:
    project = _project(clip)
    clip.unlink()
    assert locate(project, [_file(tmp_path / "clip.mp4", b"another")]).gone == (clip,)
    assert locate(project, [None]).gone == (clip,)


def test_a_source_that_could_not_be_read_is_taken_as_it_is(clip: Path) -> None:
    project = Project((SourceFile(clip),), Edits(WIDE))
    assert locate(project).whereabouts == (Whereabouts.SAME,)


def test_the_user_says_where_it_is_and_the_rest_is_found_beside_it(tmp_path: Path) -> None:
    pictures = [_file(tmp_path / "post" / f"{name}.jpg", name.encode()) for name in "abc"]
    project = replace(_project(*pictures), analysis=analysis(cover(Picture(1, pictures[1])), path=pictures[0]))
    (tmp_path / "post").rename(tmp_path / "here")
    (tmp_path / "here" / "c.jpg").unlink()
    located = relocate(locate(project), pictures[0], tmp_path / "here" / "a.jpg")
    assert located.whereabouts == (Whereabouts.MOVED, Whereabouts.MOVED, Whereabouts.GONE)
    assert located.project.paths == (tmp_path / "here" / "a.jpg", tmp_path / "here" / "b.jpg", pictures[2])
    (place,) = (item.place for item in located.project.recommended)
    assert place == Picture(1, tmp_path / "here" / "b.jpg")


def test_another_file_than_the_right_one_is_refused(clip: Path, tmp_path: Path) -> None:
    project = _project(clip)
    clip.unlink()
    located = locate(project)
    with pytest.raises(UnreadableMedia, match="not what the session was made from"):
        relocate(located, clip, _file(tmp_path / "other.mp4"))
    with pytest.raises(UnreadableMedia, match="no such file"):
        relocate(located, clip, tmp_path / "nothing.mp4")


def test_a_folder_is_its_pictures(tmp_path: Path) -> None:
    folder = _file(tmp_path / "post" / "a.jpg").parent
    _file(folder / "notes.txt")
    first = fingerprint(folder)
    assert first is not None
    _file(folder / "b.txt", b"more notes")
    _file(folder / "a-cover.jpg", b"a cover that we wrote")
    _file(folder / "A-COVER-12.JPG", b"another")
    assert fingerprint(folder) == first
    _file(folder / "b.jpg")
    second = fingerprint(folder)
    assert second is not None
    assert not second.same(first)
    assert second.size == 2 * len(b"picture")


def test_a_folder_that_was_copied_is_the_same(tmp_path: Path) -> None:
    folder = _file(tmp_path / "post" / "a.jpg").parent
    project = Project((describe(folder),), Edits(SQUARE))
    assert project.sources[0].folder
    shutil.copytree(folder, tmp_path / "copy")
    shutil.rmtree(folder)
    assert relocate(locate(project), folder, tmp_path / "copy").project.paths == (tmp_path / "copy",)


@pytest.mark.parametrize("name", ["nothing.mp4", "null\0.mp4", "x" * 300, "\udcff"])
def test_what_cannot_be_looked_at_is_gone_and_no_error(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert fingerprint(path) is None
    assert describe(path) == SourceFile(path)
    assert locate(Project((SourceFile(path),), Edits(WIDE))).gone == (path,)
