"""Sessions as files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.edits import HandCrop
from app.domain.errors import CannotWrite, Damaged, TooNew, UnreadableMedia
from app.domain.geometry import Box
from app.domain.project import Project
from app.store.session_file import Document, read_session, read_sources, write_session
from tests.project_factory import TALL, post_project, video_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sessions" / "clip.bestframe"


def _change(path: Path, change: Callable[[Any], None]) -> None:
    """Write a session, changed as only a fault or another version would."""
    write_session(video_project(), path)
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize("project", [video_project(), post_project()])
def test_what_is_written_is_read(path: Path, project: Project) -> None:
    write_session(project, path)
    stored = read_session(path)
    assert stored.project == project
    assert list(path.parent.iterdir()) == [path]
    assert read_sources(path) == (project.paths, stored.saved)


def test_a_session_can_be_shown_without_its_source(path: Path) -> None:
    project = video_project()
    write_session(project, path)
    read = read_session(path).project
    assert read.chosen is not None
    assert read.crop(read.chosen, TALL) == Box(100, 0, 607, 1080)
    assert [cover.frame.image.shape for cover in read.candidates] == [(90, 160, 3)] * 4


def test_a_session_knows_where_its_source_is_when_both_are_moved(tmp_path: Path) -> None:
    old = tmp_path / "old" / "clip.mp4"
    write_session(video_project(old), tmp_path / "old" / "sessions" / "s.bestframe")
    (tmp_path / "old").rename(tmp_path / "new")
    assert read_session(tmp_path / "new" / "sessions" / "s.bestframe").beside == (tmp_path / "new" / "clip.mp4",)


def test_a_file_that_is_not_there_is_an_error(path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="no such file"):
        read_session(path)
    assert read_sources(path) is None


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_the_old_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_session(video_project(), path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left on device"):
        write_session(post_project(), path)
    assert read_session(path).project == video_project()


def test_a_newer_session_is_left_alone(path: Path) -> None:
    _change(path, lambda document: document.update(version=2, project="quite another thing"))
    before = path.read_bytes()
    with pytest.raises(TooNew):
        read_session(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"format": "psd"}'])
def test_what_is_no_session_is_damaged_and_kept(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(Damaged) as caught:
        read_session(path)
    backup = Path(caught.value.message.data["backup"])
    assert backup.read_bytes() == content
    assert not path.exists(), "the next save does not replace it"


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.pop("version"),
        lambda document: document.update(version="1"),
        lambda document: document.update(version=0),
        lambda document: document.update(version=True),
        lambda document: document.pop("project"),
        lambda document: document.update(saved="yesterday"),
        lambda document: document.update(beside=[7]),
        lambda document: document["project"].update(sources=[]),
        lambda document: document["project"]["edits"].pop("shape"),
        lambda document: document["project"]["edits"].update(added=[{}]),
        lambda document: document["project"]["analysis"]["recommendation"]["covers"][0].update(crop=[0, 0, 1921, 1]),
        lambda document: document["project"]["analysis"]["recommendation"]["covers"][0]["frame"].update(image="x"),
    ],
)
def test_a_session_that_makes_no_sense_is_damaged_and_kept(path: Path, change: Callable[[Any], None]) -> None:
    _change(path, change)
    with pytest.raises(Damaged):
        read_session(path)
    assert [file.name for file in path.parent.iterdir()] == ["clip.damaged.bestframe"]


def test_a_damaged_session_in_a_place_that_cannot_be_written_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Damaged) as caught:
        read_session(path)
    assert caught.value.message.data["backup"] == str(path)


def test_a_session_of_any_size_does_not_fill_the_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_session(video_project(), path)
    monkeypatch.setattr("app.store.session_file._LARGEST", 1000)
    with pytest.raises(Damaged):
        read_session(path)


def test_a_crop_beyond_its_frame_is_left_out_and_the_rest_stays(path: Path) -> None:
    project = video_project()
    assert project.edits.chosen is not None
    astray = HandCrop(project.edits.chosen.place, TALL, Box(1900, 0, 607, 1080))
    fitting = replace(project.edits, crops=())
    write_session(project.editing(replace(fitting, crops=(astray,))), path)
    assert read_session(path).project == project.editing(fitting)


def test_what_is_not_known_is_left_out(path: Path) -> None:
    _change(path, lambda document: document["project"]["edits"].update(mood="good"))
    assert read_session(path).project == video_project()


def _to_2(document: Document) -> Document:
    return {**document, "project": document["session"]}


def _to_3(document: Document) -> Document:
    document["project"]["edits"]["note"] += "!"
    return document


@pytest.mark.parametrize(("version", "note"), [(1, "Titel · 封面!"), (2, "Titel · 封面!"), (3, "Titel · 封面")])
def test_an_older_session_goes_through_all_upgrades_since(path: Path, version: int, note: str) -> None:
    def age(document: Any) -> None:
        document["version"] = version
        if version == 1:
            document["session"] = document.pop("project")

    _change(path, age)
    assert read_session(path, (_to_2, _to_3)).project.edits.note == note


def test_an_upgrade_that_does_not_find_what_it_needs_means_damage(path: Path) -> None:
    _change(path, lambda document: document.pop("project"))
    with pytest.raises(Damaged):
        read_session(path, (_to_2,))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_that_is_cut_or_has_wrong_bytes_is_read_or_damaged(path: Path, data: st.DataObject) -> None:
    write_session(video_project(), path)
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(1, 400))] = data.draw(st.binary(max_size=20))
    path.write_bytes(content)
    try:
        assert isinstance(read_session(path).project, Project)
    except (Damaged, TooNew):
        return
