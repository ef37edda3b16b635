"""`crop`, as scripts see it."""

import json
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from app.domain.messages import TEMPLATES
from tests.contract.test_command_line import one_error_line, run
from tests.media_factory import photo, save


def test_crops_are_inside_of_the_wanted_shape_and_best_first(tmp_path: Path) -> None:
    files = [save(photo(seed), tmp_path / f"{seed}.png") for seed in (1, 2)]
    height, width = photo(1).shape[:2]
    result = run("crop", *files, "--aspect", "3:4", "--top", "2", "--json")
    assert result.returncode == 0
    assert result.stderr == ""
    rows = json.loads(result.stdout)["pictures"]
    assert [row["path"] for row in rows] == [str(file) for file in files]
    for row in rows:
        assert set(row) == {"path", "crops"}
        assert 1 <= len(row["crops"]) <= 2
        scores = [crop["score"] for crop in row["crops"]]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)
        for x, y, wide, high in (crop["box"] for crop in row["crops"]):
            assert min(x, y) >= 0
            assert x + wide <= width
            assert y + high <= height
            assert wide / high == pytest.approx(3 / 4, abs=0.01)


def test_boxes_are_in_the_picture_as_displayed(tmp_path: Path) -> None:
    sideways = tmp_path / "sideways.jpg"
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    PIL.Image.fromarray(photo(1)).save(sideways, exif=exif)
    height, width = photo(1).shape[:2]
    (row,) = json.loads(run("crop", sideways, "--aspect", "original", "--json").stdout)["pictures"]
    assert row["crops"][0]["box"] == [0, 0, height, width]


def test_people_are_told_in_words(tmp_path: Path) -> None:
    file = save(photo(1), tmp_path / "one.png")
    result = run("crop", file, "--aspect", "1:1")
    assert result.returncode == 0
    (line,) = result.stdout.splitlines()
    assert line.startswith(f"{file}: [")
    assert line.count("(") == 3


def test_odd_pictures_have_crops_and_bad_ones_a_line(tmp_path: Path) -> None:
    tower = tmp_path / "tower.png"
    PIL.Image.fromarray(np.random.default_rng(0).integers(0, 256, (5000, 1, 3), np.uint8)).save(tower)
    flat = save(np.full((301, 400, 3), 90, np.uint8), tmp_path / "flat.png")
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG rubbish")
    result = run("crop", tower, broken, flat, "--aspect", "16:9", "--json")
    assert result.returncode == 4
    one_error_line(result, str(broken))
    first, second, third = json.loads(result.stdout)["pictures"]
    assert all(crop["box"][2:] == [1, 1] for crop in first["crops"])
    assert second == {"path": str(broken), "error": TEMPLATES["damaged"]}
    assert third["crops"][0]["box"] == [0, 38, 400, 225]


@pytest.mark.parametrize("wrong", [(), ("--aspect", "3x4"), ("--aspect=1:1", "--top", "0")])
def test_wrong_arguments_are_refused(wrong: tuple[str, ...], tmp_path: Path) -> None:
    result = run("crop", save(photo(1), tmp_path / "one.png"), *wrong)
    assert result.returncode == 2
    one_error_line(result, wrong[-2] if wrong else "--aspect")
