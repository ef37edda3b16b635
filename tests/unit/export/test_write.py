"""Covers as files."""

import io
import os
from pathlib import Path

import numpy as np
import PIL.Image
import PIL.ImageCms
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import CannotWrite
from app.domain.geometry import Box
from app.export import accept_cover, prepare_folder, write_cover
from tests.media_factory import quadrants

WHOLE = Box(0, 0, 160, 96)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@given(st.integers(0, 80), st.integers(0, 50), st.integers(1, 80), st.integers(1, 46))
def test_the_file_holds_the_crop(tmp_path_factory: pytest.TempPathFactory, x: int, y: int, w: int, h: int) -> None:
    target = tmp_path_factory.mktemp("crop") / "cover.jpg"
    write_cover(quadrants(), Box(x, y, w, h), target)
    with PIL.Image.open(target) as picture:
        assert picture.size == (w, h)
        corner = np.asarray(picture)[0, 0].astype(int)
    assert np.abs(corner - quadrants()[y, x]).max() < 60


def test_the_file_says_that_it_is_srgb(tmp_path: Path) -> None:
    write_cover(quadrants(), WHOLE, tmp_path / "cover.jpg")
    with PIL.Image.open(tmp_path / "cover.jpg") as picture:
        profile = PIL.ImageCms.ImageCmsProfile(io.BytesIO(picture.info["icc_profile"]))
    assert "sRGB" in PIL.ImageCms.getProfileDescription(profile)


def test_an_accepted_cover_lies_beside_its_source_and_replaces_nothing(tmp_path: Path) -> None:
    video = tmp_path / "trip.to.rome.mp4"
    names = [accept_cover(quadrants(), WHOLE, video).name for _ in range(3)]
    assert names == ["trip.to.rome-cover.jpg", "trip.to.rome-cover-2.jpg", "trip.to.rome-cover-3.jpg"]
    assert files(tmp_path) == sorted(names)


def test_a_file_in_the_way_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a-cover.jpg").write_text("mine")
    assert accept_cover(quadrants(), WHOLE, tmp_path / "a.mp4").name == "a-cover-2.jpg"
    assert (tmp_path / "a-cover.jpg").read_text() == "mine"


def test_without_hard_links_nothing_is_replaced_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a-cover.jpg").write_text("mine")
    assert accept_cover(quadrants(), WHOLE, tmp_path / "a.mp4").name == "a-cover-2.jpg"
    assert files(tmp_path) == ["a-cover-2.jpg", "a-cover.jpg"]


def test_the_cover_of_a_folder_lies_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "post.2"
    folder.mkdir()
    assert accept_cover(quadrants(), WHOLE, folder) == folder / "post.2-cover.jpg"


def test_where_the_source_lies_cannot_be_written_the_pictures_folder_takes_the_cover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "Pictures"))
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is needed")
    written = accept_cover(quadrants(), WHOLE, blocked / "clip.mp4")
    assert written.name == "clip-cover.jpg"
    assert "Pictures" in str(written)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left on device"):
        write_cover(quadrants(), WHOLE, tmp_path / "cover.jpg")
    assert files(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_an_error_with_its_name(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(CannotWrite, match="file/covers: cannot be written"):
        prepare_folder(blocked / "covers")


def test_others_may_read_a_cover_as_they_may_read_other_files(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("")
    written = write_cover(quadrants(), WHOLE, tmp_path / "cover.jpg")
    assert written.stat().st_mode == plain.stat().st_mode
