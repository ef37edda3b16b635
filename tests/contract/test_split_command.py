"""`split`, and a post with a long picture, as scripts see them."""

import json
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from app.domain.geometry import Box
from tests.contract.test_command_line import one_error_line, run
from tests.media_factory import photo, real_photo, save

PANELS = [Box(20, 30, 360, 240), Box(20, 300, 360, 300), Box(20, 630, 360, 270)]


def strip(folder: Path) -> Path:
    image = np.full((930, 400, 3), 255, np.uint8)
    for panel, name in zip(PANELS, ("astronaut", "coffee", "chelsea"), strict=True):
        part = real_photo(name)[: panel.height, : panel.width]
        image[panel.y : panel.y + panel.height, panel.x : panel.x + panel.width] = part
    return save(image, folder / "strip.png")


def near(box: list[int]) -> bool:
    return any(Box(*box).overlap(panel) > 0.95 for panel in PANELS)


def test_panels_of_a_strip_and_the_whole_of_a_photo(tmp_path: Path) -> None:
    files = [strip(tmp_path), save(photo(1), tmp_path / "photo.png")]
    result = run("split", *files, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    first, second = json.loads(result.stdout)["pictures"]
    assert set(first) == {"path", "panels"}
    assert first["path"] == str(files[0])
    assert len(first["panels"]) == len(PANELS)
    assert all(near(box) for box in first["panels"])
    assert first["panels"] == sorted(first["panels"], key=lambda box: box[1])
    assert second["panels"] == [[0, 0, 480, 320]]


def test_boxes_are_in_the_picture_as_displayed(tmp_path: Path) -> None:
    with PIL.Image.open(strip(tmp_path)) as upright:
        turned = upright.transpose(PIL.Image.Transpose.ROTATE_90)
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.png", exif=exif)
    (row,) = json.loads(run("split", tmp_path / "turned.png", "--json").stdout)["pictures"]
    assert len(row["panels"]) == len(PANELS)
    assert all(near(box) for box in row["panels"])


def test_people_are_told_in_words_and_bad_pictures_have_a_line(tmp_path: Path) -> None:
    file, broken = strip(tmp_path), tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG rubbish")
    tower = tmp_path / "tower.png"
    PIL.Image.fromarray(np.zeros((5000, 1, 3), np.uint8)).save(tower)
    result = run("split", file, broken, tower, "--method", "hulls")
    assert result.returncode == 4
    one_error_line(result, str(broken))
    one, two = result.stdout.splitlines()
    assert one.startswith(f"{file}: [")
    assert one.count("[") == len(PANELS)
    assert two == f"{tower}: [0, 0, 1, 5000]"


@pytest.mark.parametrize("wrong", [("--method", "magic"), ("--top", "2")])
def test_wrong_arguments_are_refused(wrong: tuple[str, ...], tmp_path: Path) -> None:
    result = run("split", strip(tmp_path), *wrong)
    assert result.returncode == 2
    one_error_line(result, wrong[0])


def test_covers_of_a_post_are_panels_of_its_long_picture(tmp_path: Path) -> None:
    file, out = strip(tmp_path), tmp_path / "out"
    result = run("recommend", file, "--aspect", "1:1", "--budget", "20", "--out", out, "--json")
    assert result.returncode == 0
    covers = json.loads(result.stdout)["covers"]
    assert len(covers) == len(PANELS)
    for cover in covers:
        assert cover["picture"] == "strip.png"
        assert near(cover["panel"])
        x, y, width, height = cover["crop"]
        left, top, wide, high = cover["panel"]
        assert (left <= x, top <= y, x + width <= left + wide, y + height <= top + high) == (True,) * 4
        with PIL.Image.open(cover["file"]) as picture:
            assert picture.size == (width, height)
    assert len({tuple(cover["panel"]) for cover in covers}) == len(PANELS)
