"""`saliency`: the command as scripts see it."""

from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from tests.contract.test_command_line import one_error_line, run
from tests.media_factory import quadrants, real_photo, save


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(real_photo("astronaut"), tmp_path_factory.mktemp("photo") / "astronaut.png")


def test_the_map_is_grey_and_of_the_size_of_the_picture(photo: Path, tmp_path: Path) -> None:
    for extra in ((), ("--method", "ift")):
        result = run("saliency", photo, "--out", tmp_path / "map.png", *extra)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
        with PIL.Image.open(tmp_path / "map.png") as picture:
            assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (512, 512))
            heat = np.asarray(picture)
        assert heat.max() == 255
        assert heat.min() < 20
    assert [path.name for path in tmp_path.iterdir()] == ["map.png"]


def test_the_map_is_of_the_picture_as_displayed(tmp_path: Path) -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "turned.jpg"
    PIL.Image.fromarray(quadrants()).resize((1600, 960)).save(path, exif=exif)
    assert run("saliency", path, "--out", tmp_path / "map.png").returncode == 0
    with PIL.Image.open(tmp_path / "map.png") as picture:
        assert picture.size == (960, 1600)


def test_what_cannot_be_read_is_one_line_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    result = run("saliency", tmp_path / "text.jpg", "--out", tmp_path / "map.png")
    assert result.returncode == 3
    one_error_line(result, "text.jpg")
    assert [path.name for path in tmp_path.iterdir()] == ["text.jpg"]


@pytest.mark.parametrize("target", ["missing/map.png", "folder"])
def test_a_target_that_cannot_be_written_is_one_line_and_code_2(photo: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "folder").mkdir()
    result = run("saliency", photo, "--out", tmp_path / target)
    assert result.returncode == 2
    one_error_line(result, target, "cannot be written")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("arguments", [["a.jpg"], ["a.jpg", "--out", "b.png", "--method", "magic"], ["--out", "b.png"]])
def test_wrong_arguments_are_one_line_and_code_2(arguments: list[str]) -> None:
    result = run("saliency", *arguments)
    assert result.returncode == 2
    one_error_line(result)
