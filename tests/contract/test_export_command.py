"""`export`, as scripts see it: the cover of a session in all its shapes, with the bytes that the window writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import PIL.Image
import pytest

from app.cli.arguments import Start
from app.cli.run import parser
from app.covers.single import frame_of
from app.domain.cover import Cover
from app.domain.edits import Decision, Edits, HandCrop, Shape, Verdict
from app.domain.export import ExportOptions
from app.domain.geometry import Aspect, Box
from app.domain.look import Look
from app.domain.media import Kind, Picture
from app.domain.platforms import load_platforms
from app.domain.project import Project
from app.domain.title import Spot, Style, Title
from app.domain.wanted import shaped_covers, today, wanted_covers
from app.export import accept_cover, cut, encoded
from app.export.titles import titled
from app.media import open_source
from app.store.session_file import write_session
from app.store.sources import describe
from app.vision.develop import develop
from tests.contract.test_command_line import one_error_line, run
from tests.media_factory import photo, real_photo, save
from tests.project_factory import AT, analysis, assessment

Export = Callable[..., CompletedProcess[str]]

WIDE, SQUARE, NOTE = (Shape(Aspect.parse(text)) for text in ("16:9", "1:1", "3:4"))
PRESET = Shape(Aspect.parse("3:4"), "xiaohongshu-3x4")
PLACED = Box(10, 20, 150, 200)


def session(folder: Path, aspect: str = "1:1") -> tuple[Path, Project]:
    """A session on two pictures; the second is chosen, in three shapes, one of them cropped by hand."""
    folder.mkdir(exist_ok=True)
    files = [save(real_photo("coffee"), folder / "coffee.png"), save(photo(1), folder / "drawn.png")]
    covers = [_cover(Picture(number, file), aspect) for number, file in enumerate(files)]
    place = covers[1].place
    edits = Edits(SQUARE, (WIDE, PRESET), chosen=covers[1], crops=(HandCrop(place, PRESET, PLACED),))
    found = analysis(*covers, path=files[0], kind=Kind.PICTURES)
    project = Project(tuple(describe(file) for file in files), edits, found)
    path = folder / "post.bestframe"
    write_session(project, path)
    return path, project


def _cover(place: Picture, aspect: str) -> Cover:
    with open_source([place.path]) as source:
        image = source.full(place)
    frame = frame_of(place, image)
    return Cover(frame, Aspect.parse(aspect).largest_in(frame.size), assessment())


@pytest.fixture
def export(capsys: pytest.CaptureFixture[str]) -> Export:
    """The command without a process of its own, which takes longer to start than it runs."""

    def inside(*arguments: object) -> CompletedProcess[str]:
        try:
            given = parser().parse_args(["export", *map(str, arguments)])
            code = given.run(given, Start(0.0, lambda *_: 1))
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        return CompletedProcess([*map(str, arguments)], code, told.out, told.err)

    return inside


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_writes_the_bytes_of_the_window(tmp_path: Path) -> None:
    path, project = session(tmp_path / "post")
    out = tmp_path / "out"
    result = run("export", path, "--out", out, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    document = json.loads(result.stdout)
    assert set(document) == {"session", "source", "time", "picture", "format", "covers"}
    assert (document["picture"], document["time"], document["format"]) == ("drawn.png", None, "jpeg")
    rows = document["covers"]
    assert [(row["shape"], row["preset"]) for row in rows] == [
        ("1:1", None),
        ("16:9", None),
        ("3:4", "xiaohongshu-3x4"),
    ]
    assert rows[2]["crop"] == PLACED.as_list()
    assert [Path(row["file"]).name for row in rows] == ["drawn-cover.jpg", "drawn-cover-2.jpg", "drawn-cover-3.jpg"]
    cover = project.chosen
    assert cover is not None
    for row, shape in zip(rows, project.edits.wanted, strict=True):
        # As the window accepts.
        accepted = accept_cover(photo(1), project.crop(cover, shape), tmp_path / "post" / "drawn.png")
        data = Path(row["file"]).read_bytes()
        assert accepted.name == Path(row["file"]).name
        assert data == accepted.read_bytes()
        assert row["size"] == len(data)


def test_recommend_writes_the_same_bytes(tmp_path: Path) -> None:
    file = save(real_photo("astronaut"), tmp_path / "astronaut.png")
    result = run(
        "recommend", file, "--aspect", "3:4", "--top", "1", "--budget", "20", "--out", tmp_path / "a", "--json"
    )
    (row,) = json.loads(result.stdout)["covers"]
    place, crop = Picture(0, file), Box(*row["crop"])
    chosen = Cover(_cover(place, "original").frame, crop, assessment())
    found = replace(analysis(chosen, path=file, kind=Kind.PICTURES), aspect=NOTE.aspect)
    write_session(Project((describe(file),), Edits(NOTE), found), tmp_path / "s.bestframe")
    assert run("export", tmp_path / "s.bestframe", "--out", tmp_path / "b").returncode == 0
    recommended = Path(row["file"]).read_bytes()
    assert (tmp_path / "b" / "astronaut-cover.jpg").read_bytes() == recommended
    with open_source([file]) as source:
        assert accept_cover(source.full(place), crop, file).read_bytes() == recommended


def test_what_was_done_to_the_frame_is_in_the_file(export: Export, tmp_path: Path) -> None:
    _, project = session(tmp_path)
    cover = project.chosen
    assert cover is not None
    look = Look(exposure=1.0, turns=1)
    edits = project.edits.adjusting(cover.place, look, cover.frame.size)
    turned = project.editing(edits)
    write_session(turned, tmp_path / "turned.bestframe")
    result = export(tmp_path / "turned.bestframe", "--out", tmp_path / "out", "--json")
    assert result.returncode == 0
    for row, shape in zip(json.loads(result.stdout)["covers"], edits.wanted, strict=True):
        wanted = accept_cover(develop(photo(1), look), turned.crop(cover, shape), tmp_path / "drawn.png")
        assert Path(row["file"]).read_bytes() == wanted.read_bytes()


def test_the_title_of_the_session_is_on_the_covers(export: Export, tmp_path: Path) -> None:
    _, project = session(tmp_path)
    cover = project.chosen
    assert cover is not None
    edits = project.edits.titling(Title("Bread 面包", Style(size=20))).standing(WIDE, Spot(0.3, 0.2))
    named = project.editing(edits)
    write_session(named, tmp_path / "named.bestframe")
    for name in ("post", "named"):
        assert export(tmp_path / f"{name}.bestframe", "--out", tmp_path / name, "--name", "{n}").returncode == 0
    options = ExportOptions(pattern="{n}")
    platforms = load_platforms()
    items = wanted_covers(shaped_covers(named, cover, today()), options, platforms)
    for item in items:
        # As the window cuts, letters and encodes.
        picture = titled(cut(photo(1), item.crop, item.size), edits, cover, item, platforms)
        data = (tmp_path / "named" / f"{item.stem}.jpg").read_bytes()
        assert data == encoded(picture, item, options).encoded.data
        assert data != (tmp_path / "post" / f"{item.stem}.jpg").read_bytes()
    bare = cut(photo(1), items[0].crop, items[0].size)
    assert titled(bare, project.edits, cover, items[0], platforms) is bare


def test_choices(export: Export, tmp_path: Path) -> None:
    path, _ = session(tmp_path)
    out = tmp_path / "out"
    choices = ("--format", "webp", "--size", "preset", "--target-kb", "40", "--name", "{shape}-{platform}")
    result = export(path, "--out", out, *choices)
    assert result.returncode == 0
    assert listed(out) == ["16x9.webp", "1x1.webp", "3x4-xiaohongshu-3x4.webp"]
    assert len(result.stdout.splitlines()) == 3
    for file in out.iterdir():
        assert file.stat().st_size <= 40_000
    with PIL.Image.open(out / "3x4-xiaohongshu-3x4.webp") as picture:
        assert picture.width > PLACED.width


def test_files_are_replaced_only_if_asked_to(export: Export, tmp_path: Path) -> None:
    path, _ = session(tmp_path)
    for _time in range(2):
        assert export(path, "--out", tmp_path / "out", "--name", "{shape}").returncode == 0
    assert len(listed(tmp_path / "out")) == 6
    assert export(path, "--out", tmp_path / "out", "--name", "{shape}", "--replace").returncode == 0
    assert len(listed(tmp_path / "out")) == 6


def test_an_impossible_file_size_leaves_nothing(export: Export, tmp_path: Path) -> None:
    path, _ = session(tmp_path)
    result = export(path, "--out", tmp_path / "out", "--format", "png", "--target-kb", "1", "--json")
    assert result.returncode == 4
    assert all("every pixel" in row["error"] for row in json.loads(result.stdout)["covers"])
    assert result.stderr.count("error: ") == len(result.stderr.splitlines()) == 3
    assert listed(tmp_path / "out") == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("--format", "gif"),
        ("--quality", "101"),
        ("--quality", "0"),
        ("--target-kb", "-1"),
        ("--size", "huge"),
        ("--size", "3"),
        ("--name", "{nothing}"),
    ],
)
def test_wrong_arguments_are_refused(wrong: tuple[str, ...], export: Export, tmp_path: Path) -> None:
    result = export(tmp_path / "s.bestframe", "--out", tmp_path / "out", *wrong)
    assert result.returncode == 2
    one_error_line(result)
    assert not (tmp_path / "out").exists()


def test_what_is_no_session_stays_as_it_is(export: Export, tmp_path: Path) -> None:
    for name, content in (("clip.mp4", b"video"), ("s.bestframe", b"{}")):
        file = tmp_path / name
        file.write_bytes(content)
        result = export(file, "--out", tmp_path / "out")
        assert result.returncode == 3
        one_error_line(result, str(file), "not a session")
        assert file.read_bytes() == content
    result = export(tmp_path / "gone.bestframe", "--out", tmp_path / "out")
    assert result.returncode == 3
    one_error_line(result, "gone.bestframe")


def test_sessions_without_a_cover_and_without_a_source(export: Export, tmp_path: Path) -> None:
    path, project = session(tmp_path)
    rejected = project.edits.deciding(Decision(Verdict.REJECTED, AT))
    write_session(project.editing(rejected), tmp_path / "none.bestframe")
    result = export(tmp_path / "none.bestframe", "--out", tmp_path / "out")
    assert result.returncode == 3
    one_error_line(result, "no cover is chosen")
    save(np.zeros((9, 9, 3), np.uint8), tmp_path / "drawn.png")
    result = export(path, "--out", tmp_path / "out")
    assert result.returncode == 3
    one_error_line(result, "drawn.png", "changed")


def test_a_session_that_moved_with_its_pictures_is_exported(export: Export, tmp_path: Path) -> None:
    path, _ = session(tmp_path / "old")
    (tmp_path / "old").rename(tmp_path / "new")
    assert export(tmp_path / "new" / path.name, "--out", tmp_path / "out").returncode == 0
    assert len(listed(tmp_path / "out")) == 3


def test_a_folder_that_cannot_be_written_is_told(export: Export, tmp_path: Path) -> None:
    path, _ = session(tmp_path)
    result = export(path, "--out", tmp_path / "drawn.png" / "out")
    assert result.returncode == 2
    one_error_line(result, "drawn.png")
