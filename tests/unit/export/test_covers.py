"""Several covers at once: named, written whole, never over others unless asked to; what is kept of the source."""

from __future__ import annotations

import errno
import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from app.domain.cover import Cover
from app.domain.edits import Edits, Shape
from app.domain.errors import CannotWrite
from app.domain.export import Clash, ExportOptions, Format
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Picture
from app.domain.platforms import load_platforms
from app.domain.project import Project, SourceFile
from app.domain.wanted import Wanted, shaped_covers, wanted_covers
from app.export import accept_cover, existing, export_covers, finish, folder_for, write_cover, write_finished
from app.export.metadata import metadata_of
from tests.media_factory import quadrants
from tests.project_factory import analysis, cover, moment

PLATFORMS = load_platforms()
WIDE, SQUARE, TALL = (Shape(Aspect.parse(text)) for text in ("16:9", "1:1", "3:4"))
SIZE = Size(160, 96)
CROPS = (Box(0, 3, 160, 90), Box(40, 0, 96, 96), Box(60, 0, 72, 96))


def project(folder: Path) -> tuple[Project, Cover]:
    clip = folder / "clip.mp4"
    clip.write_bytes(b"video")
    found = cover(moment(90_000), size=SIZE)
    return Project((SourceFile(clip),), Edits(WIDE, (SQUARE, TALL)), analysis(found, path=clip)), found


def wanted(folder: Path, options: ExportOptions | None = None) -> tuple[Wanted, ...]:
    shaped = shaped_covers(*project(folder), date(2026, 3, 1))
    return wanted_covers(shaped, options or ExportOptions(), PLATFORMS)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".mp4")


def test_the_usual_choices_give_the_bytes_of_accepting(tmp_path: Path) -> None:
    covers = wanted(tmp_path)
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir()
    other.mkdir()
    done = export_covers(quadrants(), covers, ExportOptions(), out)
    assert [path.name for _, path in done.files] == ["clip-cover.jpg", "clip-cover-2.jpg", "clip-cover-3.jpg"]
    for item, path in done.files:
        accepted = accept_cover(quadrants(), item.crop, tmp_path / "clip.mp4", other)
        assert accepted.name == path.name
        assert accepted.read_bytes() == path.read_bytes()
        # That is also what `recommend --out` calls.
        assert write_cover(quadrants(), item.crop, other / "named.jpg").read_bytes() == path.read_bytes()


def test_existing_files_are_found_and_not_replaced_unless_asked_to(tmp_path: Path) -> None:
    covers = wanted(tmp_path)
    assert existing(covers, ExportOptions(), tmp_path) == ()
    taken = tmp_path / "clip-cover-2.jpg"
    taken.write_bytes(b"mine")
    assert existing(covers, ExportOptions(), tmp_path) == (taken,)
    assert existing(covers, ExportOptions(format=Format.PNG), tmp_path) == ()
    done = export_covers(quadrants(), covers, ExportOptions(), tmp_path)
    assert [path.name for _, path in done.files] == ["clip-cover.jpg", "clip-cover-2-2.jpg", "clip-cover-3.jpg"]
    assert taken.read_bytes() == b"mine"
    export_covers(quadrants(), covers, ExportOptions(), tmp_path, Clash.REPLACE)
    assert taken.read_bytes() != b"mine"
    assert len(names(tmp_path)) == 4


def test_the_picture_that_a_cover_was_taken_from_is_never_replaced(tmp_path: Path) -> None:
    source = tmp_path / "photo.png"
    PIL.Image.fromarray(quadrants()).save(source)
    before = source.read_bytes()
    item = Wanted(SQUARE, Picture(0, source), CROPS[1], Size(96, 96), "photo")
    options = ExportOptions(format=Format.PNG, pattern="{name}")
    done = export_covers(quadrants(), [item], options, tmp_path, Clash.REPLACE)
    assert [path.name for _, path in done.files] == ["photo-2.png"]
    assert source.read_bytes() == before


def test_a_disk_that_fills_half_way_keeps_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    covers = wanted(tmp_path)
    written = 0
    real = os.fsync

    def full(handle: int) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    done = export_covers(quadrants(), covers, ExportOptions(), tmp_path)
    assert [item.shape for item, _ in done.files] == [WIDE, TALL]
    ((item, error),) = done.failed
    assert item.shape == SQUARE
    assert error.message.data["reason"] == os.strerror(errno.ENOSPC)
    assert names(tmp_path) == ["clip-cover-3.jpg", "clip-cover.jpg"]
    for name in names(tmp_path):
        with PIL.Image.open(tmp_path / name) as picture:
            picture.load()


def test_a_cover_that_cannot_be_made_does_not_stop_the_others(tmp_path: Path) -> None:
    options = ExportOptions(format=Format.PNG, target=1_200)
    small, *_ = wanted(tmp_path, options)
    noise = np.random.default_rng(0).integers(0, 256, (96, 160, 3)).astype(np.uint8)
    noise[:8, :8] = 0
    done = export_covers(noise, (small, replace(small, crop=Box(0, 0, 8, 8), size=Size(8, 8))), options, tmp_path)
    assert [error.message.id for _, error in done.failed] == ["target_lossless"]
    assert len(done.files) == 1


def test_what_was_finished_can_be_written_later(tmp_path: Path) -> None:
    options = ExportOptions(format=Format.PNG)
    made = [finish(quadrants(), item, options) for item in wanted(tmp_path, options)]
    done = write_finished(made, tmp_path)
    for (item, path), finished in zip(done.files, made, strict=True):
        assert path.read_bytes() == finished.encoded.data
        with PIL.Image.open(path) as picture:
            assert picture.size == (item.crop.width, item.crop.height)


def test_the_folder_is_the_chosen_one_or_the_sources_or_that_of_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, found = project(tmp_path)
    assert folder_for(session, found.place, ExportOptions()) == tmp_path
    chosen = tmp_path / "a" / "b"
    assert folder_for(session, found.place, ExportOptions(folder=chosen)) == chosen
    assert chosen.is_dir()
    monkeypatch.setattr("app.export.covers.platformdirs.user_pictures_path", lambda: tmp_path / "Pictures")
    gone = replace(session, sources=(SourceFile(tmp_path / "clip.mp4" / "x" / "clip.mp4"),))
    assert folder_for(gone, found.place, ExportOptions()) == tmp_path / "Pictures"
    with pytest.raises(CannotWrite):
        folder_for(session, found.place, ExportOptions(folder=tmp_path / "clip.mp4"))


# What is kept of the source


def camera_picture(path: Path, **more: Any) -> Picture:
    exif = PIL.Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x8298], exif[0x0100] = "Camera", 6, "(c) Me", 4000
    exif[0x8769] = {0x9003: "2020:02:03 04:05:06", 0xA002: 4000, 0xA003: 3000, 0x927C: b"secret", 0xA001: 65535}
    exif[0x8825] = {1: "N", 2: (10.0, 20.0, 30.0)}
    exif.update(more.get("tags", {}))
    PIL.Image.fromarray(quadrants()).save(path, exif=exif)
    return Picture(0, path)


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
@pytest.mark.parametrize("wanted_format", [Format.JPEG, Format.PNG, Format.WEBP])
def test_metadata_is_kept_upright_or_left_out(ending: str, wanted_format: Format, tmp_path: Path) -> None:
    place = camera_picture(tmp_path / f"photo.{ending}")
    item = Wanted(WIDE, place, CROPS[0], Size(160, 90), "cover")
    kept = finish(quadrants(), item, ExportOptions(format=wanted_format, metadata=True))
    with PIL.Image.open(io.BytesIO(kept.encoded.data)) as picture:
        exif = picture.getexif()
        assert (exif[0x010F], exif[0x8298], exif[0x0112]) == ("Camera", "(c) Me", 1)
        assert 0x0100 not in exif
        assert exif.get_ifd(0x8769) == {0x9003: "2020:02:03 04:05:06", 0xA001: 1}
        assert exif.get_ifd(0x8825)[2] == (10.0, 20.0, 30.0)
    stripped = finish(quadrants(), item, ExportOptions(format=wanted_format))
    with PIL.Image.open(io.BytesIO(stripped.encoded.data)) as picture:
        assert not picture.getexif()


def test_where_there_is_no_metadata_none_is_made_up(tmp_path: Path) -> None:
    assert metadata_of(moment(1)) is None
    assert metadata_of(Picture(0, tmp_path / "gone.jpg")) is None
    plain = tmp_path / "plain.png"
    PIL.Image.fromarray(quadrants()).save(plain)
    assert metadata_of(Picture(0, plain)) is None


def test_damaged_and_endless_metadata_is_left_out(tmp_path: Path) -> None:
    place = camera_picture(tmp_path / "photo.jpg")
    data = place.path.read_bytes()
    start = data.index(b"Exif\0\0") + 6
    for length in (8, 20, 60):
        place.path.write_bytes(data[: start + 4] + b"\xff" * length + data[start + 4 + length :])
        metadata_of(place)  # whatever there is of it, nothing is raised
    endless = camera_picture(tmp_path / "endless.png", tags={0x010E: "x" * 70_000})
    assert metadata_of(endless) is None
