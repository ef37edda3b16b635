"""The command line, as scripts see it: whole processes, exit codes, one-line errors, one JSON document."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import pytest

from app.domain.cover import Flag
from app.domain.messages import REASONS, TEMPLATES
from app.media.sample import SampleClip
from tests.media_factory import Recipe, make_sound, make_video, photo, quadrants, save

MAIN = Path(__file__).parents[2] / "main.py"


def run(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(MAIN), *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=cwd, env=environment, check=False)


def one_error_line(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """Assert that standard error is one line of error that holds some words."""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("error: ")
    for word in words:
        assert word in lines[0]


def test_recommend_answers_with_one_document(sample: SampleClip, tmp_path: Path) -> None:
    out = tmp_path / "covers"
    result = run("recommend", sample.path, "--aspect", "3:4", "--top", "3", "--out", out, "--json")
    assert result.returncode == 0
    assert result.stderr == ""
    document = json.loads(result.stdout)
    assert document["source"]["kind"] == "video"
    assert (document["source"]["width"], document["source"]["height"]) == (960, 540)
    assert document["source"]["duration"] == pytest.approx(sample.duration, abs=0.1)
    assert [cover["rank"] for cover in document["covers"]] == [1, 2, 3]
    assert document["backend"] == "cpu"
    assert set(document["models"]) == {"judge", "saliency", "faces", "crops"}
    assert document["first_frame"]["score"] < document["covers"][0]["score"]
    assert {"first", "open", "extract", "score", "crop", "total"} <= set(document["timing"])
    assert document["timing"]["first"] <= document["timing"]["total"]
    for cover in document["covers"]:
        assert cover["picture"] is None
        left, top, width, height = cover["crop"]
        assert abs(width - height * 3 / 4) <= 1
        assert 0 <= left <= 960 - width
        assert 0 <= top <= 540 - height
        assert all(0 <= value <= 100 for value in [cover["score"], *cover["parts"].values()])
        assert set(cover["flags"]) <= set(Flag)
        assert set(cover["reasons"]) <= set(REASONS)
        with PIL.Image.open(cover["file"]) as picture:
            assert picture.size == (405, 540)
    assert sorted(path.name for path in out.iterdir()) == ["cover-1.jpg", "cover-2.jpg", "cover-3.jpg"]


def test_recommend_tells_people_in_words(sample: SampleClip) -> None:
    result = run("recommend", sample.path, "--top", "1")
    assert result.returncode == 0
    assert re.match(r"1\. +[\d.]+ s  score \d+(: [a-z, ]+)?  \(quality \d+, ", result.stdout)
    assert "first frame" in result.stdout


def test_a_set_of_pictures_is_one_post(tmp_path: Path) -> None:
    files = [save(photo(seed), tmp_path / f"{seed}.jpg") for seed in range(4)]
    document = json.loads(run("recommend", *files, "--aspect", "1:1", "--json").stdout)
    assert document["source"]["kind"] == "pictures"
    assert document["source"]["duration"] is None
    assert all(cover["time"] is None and cover["picture"].endswith(".jpg") for cover in document["covers"])
    folder = json.loads(run("recommend", tmp_path, "--aspect", "1:1", "--json").stdout)
    assert [cover["picture"] for cover in folder["covers"]] == [cover["picture"] for cover in document["covers"]]


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path) -> None:
    good = save(photo(1), tmp_path / "good.png")
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"\x89PNG rubbish")
    for command in ("recommend", "score"):
        result = run(command, good, bad, "--json")
        assert result.returncode == 4
        one_error_line(result, str(bad))
        document = json.loads(result.stdout)
        errors = document["errors"] if command == "recommend" else document["pictures"][1:]
        assert errors == [{"path": str(bad), "error": TEMPLATES["damaged"]}]


def test_score_tells_quality_appeal_and_flags(tmp_path: Path) -> None:
    black = save(photo(1) // 50, tmp_path / "black.png")
    fine = save(photo(1), tmp_path / "fine.png")
    result = run("score", fine, black, "--json")
    assert result.returncode == 0
    rows = json.loads(result.stdout)["pictures"]
    assert [row["path"] for row in rows] == [str(fine), str(black)]
    assert rows[0]["flags"] == []
    assert "well_lit" in rows[0]["reasons"]
    assert rows[1]["flags"] == rows[1]["reasons"] == ["blank"]
    assert rows[1]["appeal"] < rows[0]["appeal"]
    words = run("score", fine, black).stdout.splitlines()
    assert [line.rpartition(": ")[2] for line in words] == [
        ", ".join(REASONS[reason] for reason in row["reasons"]) for row in rows
    ]


def odd_pictures(folder: Path) -> list[Path]:
    """Readable pictures of every unusual kind."""
    image = photo(1)
    grey = image.mean(axis=2)
    alpha = np.dstack([image, np.tile(np.linspace(0, 255, image.shape[1]), (image.shape[0], 1))]).astype(np.uint8)
    holes = grey.astype(np.float32)
    holes[::3] = np.nan
    holes[1::3] = np.inf
    kinds = {
        "grey.png": PIL.Image.fromarray(grey.astype(np.uint8)),
        "grey16.png": PIL.Image.fromarray((grey * 257).astype(np.uint16)),
        "float.tiff": PIL.Image.fromarray(grey.astype(np.float32)),
        "no-numbers.tiff": PIL.Image.fromarray(holes),
        "only-no-numbers.tiff": PIL.Image.fromarray(np.full((40, 60), np.nan, np.float32)),
        "rgba.png": PIL.Image.fromarray(alpha),
        "grey-alpha.png": PIL.Image.fromarray(alpha).convert("LA"),
        "nothing-but-transparent.png": PIL.Image.new("RGBA", (80, 60)),
        "palette.gif": PIL.Image.fromarray(image).convert("P"),
        "black-or-white.png": PIL.Image.fromarray(image).convert("1"),
        "cmyk.jpg": PIL.Image.fromarray(image).convert("CMYK"),
        "8x8.png": PIL.Image.fromarray(image[:8, :8]),
        "1x1.png": PIL.Image.new("RGB", (1, 1), "red"),
        "1x20.png": PIL.Image.fromarray(image[:320, :16]),
        "20x1.png": PIL.Image.fromarray(image[:24, :480]),
        "line.png": PIL.Image.new("RGB", (2000, 1), "blue"),
        **{f"flat-{level}.png": PIL.Image.new("RGB", (320, 180), (level,) * 3) for level in (0, 128, 255)},
        "flat-red.png": PIL.Image.new("RGB", (320, 180), "red"),
    }
    for name, picture in kinds.items():
        picture.save(folder / name)
    cv2.imwrite(str(folder / "rgb16.png"), image.astype(np.uint16) * 257)
    return sorted(folder.iterdir())


def test_odd_pictures_get_finite_scores(tmp_path: Path) -> None:
    def refuse(number: str) -> float:
        raise AssertionError(f"{number} is no JSON")

    paths = odd_pictures(tmp_path)
    result = run("score", *paths, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    rows = json.loads(result.stdout, parse_constant=refuse)["pictures"]
    assert [row["path"] for row in rows] == [str(path) for path in paths]
    for row in rows:
        assert 0 <= row["quality"] <= 100, row
        assert 0 <= row["appeal"] <= 100, row
        assert set(row["flags"]) <= set(Flag), row
        assert set(row["reasons"]) <= set(REASONS), row
    said = {Path(row["path"]).stem: row["reasons"] for row in rows}
    for name in ("flat-0", "flat-128", "flat-255", "flat-red", "nothing-but-transparent", "1x1", "line"):
        assert said[name] == ["blank"], name


def test_models_says_what_really_runs() -> None:
    result = run("models", "--backend", "opencl", "--json")
    models = json.loads(result.stdout)["models"]
    assert {model["name"] for model in models} == {"judge-detail", "judge-whole", "saliency", "faces", "crops"}
    assert all(model["size"] > 100_000 and model["version"] for model in models)
    if models[0]["backend"] == "cpu":
        assert "opencl is not available here; using cpu" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend"],
        ["recommend", "x.mp4", "--aspect", "wide"],
        ["recommend", "x.mp4", "--top", "0"],
        ["recommend", "x.mp4", "--budget", "-1"],
        ["recommend", "x.mp4", "--budget", "nan"],
        ["recommend", "x.mp4", "--backend", "abacus"],
        ["score"],
        ["--aspect", "wide"],
    ],
)
def test_wrong_arguments_are_one_line_and_code_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    one_error_line(result)


def bad_inputs(folder: Path) -> dict[str, tuple[Path, str]]:
    """A path for each way to be unreadable, and what is said of it."""
    (folder / "empty.mp4").touch()
    (folder / "text.mp4").write_text("this is not a video\n" * 100)
    (folder / "nothing").mkdir()
    whole = make_video(folder, Recipe(codec="libx264"), lambda number: photo(number, 160, 96), "whole")
    (folder / "head.mp4").write_bytes(whole.read_bytes()[:200])
    os.mkfifo(folder / "pipe.mp4")
    (folder / "loop.mp4").symlink_to(folder / "loop.mp4")
    PIL.Image.new("1", (20_000, 10_000)).save(folder / "huge.png")
    return {
        "missing": (folder / "missing.mp4", "no such file"),
        "empty": (folder / "empty.mp4", "empty"),
        "text": (folder / "text.mp4", "not a video or picture"),
        "folder without pictures": (folder / "nothing", "holds no pictures"),
        "cut off in its header": (folder / "head.mp4", "damaged or cut off"),
        "sound only": (make_sound(folder / "sound.m4a"), "only sound"),
        "pipe": (folder / "pipe.mp4", "neither a file nor a folder"),
        "loop of links": (folder / "loop.mp4", "leads nowhere"),
        "200 megapixels": (folder / "huge.png", "200 megapixels"),
    }


@pytest.mark.parametrize(
    "kind",
    [
        "missing",
        "empty",
        "text",
        "folder without pictures",
        "cut off in its header",
        "sound only",
        "pipe",
        "loop of links",
        "200 megapixels",
    ],
)
def test_what_cannot_be_read_is_one_line_and_code_3(tmp_path: Path, kind: str) -> None:
    path, words = bad_inputs(tmp_path)[kind]
    result = run("recommend", path, "--out", tmp_path / "out", "--json")
    assert result.returncode == 3
    assert result.stdout == ""
    one_error_line(result, str(path), words)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_video_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    recipe = Recipe(".mkv", codec="libx264", frames=100)
    whole = make_video(tmp_path, recipe, lambda number: photo(number // 20, 320, 192))
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    result = run("recommend", whole, "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["covers"]


def test_one_frame_is_enough(tmp_path: Path) -> None:
    path = make_video(tmp_path, Recipe(codec="libx264", frames=1), lambda _: photo(3, 320, 192))
    document = json.loads(run("recommend", path, "--json").stdout)
    assert [cover["time"] for cover in document["covers"]] == [0]


def test_names_inside_a_file_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    path = make_video(tmp_path, Recipe(codec="libx264", frames=30), lambda number: photo(number // 10, 320, 192))
    data = path.read_bytes()
    assert b"VideoHandler" in data
    path.write_bytes(data.replace(b"VideoHandler", b"Video\xe9\xff\xfedler"))
    result = run("recommend", path, "--json")
    assert result.returncode == 0
    assert result.stderr == ""


@pytest.mark.parametrize("encoding", ["utf-8:strict", "ascii:strict"])
@pytest.mark.parametrize("name", ["12:30 %d.mp4", "pipe:0", "not text \udcff.mp4", "two\nlines 漢字😀.mp4"])
def test_no_name_of_a_file_is_a_reason_to_fail(
    tmp_path: Path, name: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    recipe = Recipe(".mp4", codec="libx264", frames=5)
    make_video(tmp_path, recipe, lambda _: photo(3, 320, 192)).rename(tmp_path / name)
    result = run("recommend", name, "--json", cwd=tmp_path)
    assert result.stderr == ""
    assert json.loads(result.stdout)["source"]["path"] == name
    assert run("recommend", name, cwd=tmp_path).returncode == 0


def test_an_odd_picture_that_can_be_read_is_read_in_silence(tmp_path: Path) -> None:
    exif = PIL.Image.Exif()
    exif[0x010E] = "a description"
    path = tmp_path / "odd.jpg"
    PIL.Image.fromarray(photo(1)).save(path, exif=exif)
    data = path.read_bytes()
    # The count of the only EXIF entry claims far more text than there is.
    place = data.index(b"\x01\x0e\x00\x02") if b"\x01\x0e\x00\x02" in data else data.index(b"\x0e\x01\x02\x00")
    path.write_bytes(data[: place + 4] + b"\x7f\xff\xff\x7f" + data[place + 8 :])
    result = run("score", path)
    assert result.returncode == 0
    assert result.stderr == ""


def test_an_absurd_duration_is_not_believed(tmp_path: Path) -> None:
    path = make_video(
        tmp_path, Recipe(".mkv", codec="libx264", frames=30), lambda number: photo(number // 10, 320, 192)
    )
    data = bytearray(path.read_bytes())
    # The element Duration (0x4489) of a Matroska file holds a float of 8 bytes.
    place = data.index(b"\x44\x89\x88")
    data[place + 3 : place + 11] = b"\x42\xff\xff\xff\xff\xff\xff\xff"
    path.write_bytes(data)
    result = run("recommend", path, "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["source"]["duration"] == pytest.approx(1.2, abs=0.1)


def test_a_folder_that_cannot_be_written_is_told_before_any_work(sample: SampleClip, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    result = run("recommend", sample.path, "--out", blocked / "covers")
    assert result.returncode == 2
    one_error_line(result, "cannot be written")


def test_without_a_display_the_window_says_so_in_one_line() -> None:
    result = run()
    assert result.returncode == 2
    one_error_line(result, "no display")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_at_once_and_leaves_nothing(sample: SampleClip, tmp_path: Path, number: int) -> None:
    command = [sys.executable, str(MAIN), "recommend", str(sample.path), "--budget", "600", "--out", str(tmp_path)]
    # The folder is checked before the work begins, so its probe file tells when the process is under way.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    threading.Timer(0.6, process.send_signal, [number]).start()
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == "error: interrupted\n"
    assert list(tmp_path.iterdir()) == []


def test_the_demo_writes_covers_where_there_is_no_display(tmp_path: Path) -> None:
    result = run("demo", "--out", tmp_path / "demo")
    assert result.returncode == 0
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == [f"cover-{rank}.jpg" for rank in (1, 2, 3)]
    assert str(tmp_path / "demo" / "cover-1.jpg") in result.stdout
    assert "extract" in result.stdout


def test_turned_pictures_are_written_upright(tmp_path: Path) -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "turned.jpg"
    PIL.Image.fromarray(quadrants()).save(path, exif=exif, quality=95)
    document = json.loads(run("recommend", path, "--out", tmp_path / "out", "--json").stdout)
    assert document["covers"][0]["crop"] == [0, 0, 96, 160]
    with PIL.Image.open(document["covers"][0]["file"]) as picture:
        assert picture.size == (96, 160)
        # What was at the bottom left is now at the top left.
        assert np.asarray(picture)[10, 10, 2] > 150
