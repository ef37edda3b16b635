"""`faces`: the command as scripts see it."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from tests.contract.test_command_line import one_error_line, run
from tests.media_factory import real_photo, save


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(real_photo("astronaut"), tmp_path_factory.mktemp("photo") / "astronaut.png")


def test_faces_answers_with_boxes_in_pixels_of_the_picture(photo: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with PIL.Image.open(photo) as picture:
        picture.resize((2048, 2048)).save(large)
    result = run("faces", photo, large, "--json")
    assert result.returncode == 0
    assert result.stderr == ""
    small_row, large_row = json.loads(result.stdout)["pictures"]
    assert small_row["path"] == str(photo)
    for row, scale in ((small_row, 1), (large_row, 4)):
        first = row["faces"][0]
        assert set(first) >= {"box", "score"}
        assert 0.5 < first["score"] <= 1
        x, y, width, height = first["box"]
        # Her face is about at (225, 125) and 110 px high.
        assert abs((x + width / 2) / scale - 225) < 20
        assert abs((y + height / 2) / scale - 127) < 25
        assert 70 < height / scale < 170


def test_a_turned_picture_has_its_faces_where_it_shows_them(photo: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.jpg"
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # shown turned by a quarter, clockwise
    with PIL.Image.open(photo) as picture:
        picture.transpose(PIL.Image.Transpose.ROTATE_90).save(turned, exif=exif)
    (row,) = json.loads(run("faces", turned, "--json").stdout)["pictures"]
    x, y, width, height = row["faces"][0]["box"]
    assert abs(x + width / 2 - 225) < 20
    assert abs(y + height / 2 - 127) < 25


def test_one_unreadable_picture_does_not_stop_the_others(photo: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    result = run("faces", broken, photo, "--json")
    assert result.returncode == 4
    one_error_line(result, "broken.jpg")
    first, second = json.loads(result.stdout)["pictures"]
    assert "error" in first
    assert second["faces"]


def test_faces_tells_people_in_words(photo: Path, tmp_path: Path) -> None:
    empty = save(np.full((200, 300, 3), 128, np.uint8), tmp_path / "empty.png")
    result = run("faces", photo, empty)
    assert result.returncode == 0
    first, second = result.stdout.splitlines()
    assert "face" in first
    assert second.endswith("no faces")


def test_odd_pictures_get_an_answer(tmp_path: Path) -> None:
    paths = []
    for number, (mode, size) in enumerate(product(("L", "RGBA", "1"), ((1, 1), (3, 4000), (4000, 2)))):
        paths.append(tmp_path / f"odd-{number}.png")
        PIL.Image.new(mode, size).save(paths[-1])
    result = run("faces", *paths, "--json")
    assert result.returncode == 0
    assert [row["faces"] for row in json.loads(result.stdout)["pictures"]] == [[]] * len(paths)
