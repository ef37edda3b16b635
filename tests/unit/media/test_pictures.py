"""Picture files: modes, orientation, size, and files that are none."""

from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from app.domain.errors import UnreadableMedia
from app.domain.geometry import Size
from app.domain.media import WORKING_SIDE, Frame, Picture
from app.media import open_source
from app.media.pictures import MAX_MEGAPIXELS, read_small
from tests.media_factory import quadrants, save

EXIF_ORIENTATION = 0x0112


def small(path: Path) -> np.ndarray:
    return read_small(Picture(0, path)).image


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".bmp", ".tif", ".gif", ".avif"])
def test_every_common_format_is_read(tmp_path: Path, suffix: str) -> None:
    image = small(save(quadrants(), tmp_path / f"picture{suffix}"))
    assert image.shape == (96, 160, 3)
    assert image[10, 10].argmax() == 0
    assert image[10, 150].argmax() == 1
    assert image[90, 10].argmax() == 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_exif_orientation_is_applied(tmp_path: Path, orientation: int) -> None:
    upright = PIL.Image.fromarray(quadrants())
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright if orientation == 1 else upright.transpose(PIL.Image.Transpose(undo[orientation]))
    exif = PIL.Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    path = tmp_path / "turned.png"
    stored.save(path, exif=exif)
    frame = read_small(Picture(0, path))
    assert frame.size == Size(160, 96)
    assert np.array_equal(frame.image, quadrants())
    with open_source([path]) as source:
        assert np.array_equal(source.full(frame.place), quadrants())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_every_mode_becomes_rgb(tmp_path: Path, mode: str) -> None:
    if mode == "I;16":
        picture = PIL.Image.fromarray(np.full((40, 60), 30_000, np.uint16))
    elif mode == "F":
        picture = PIL.Image.fromarray(np.full((40, 60), 117.0, np.float32))
    else:
        picture = PIL.Image.fromarray(np.full((40, 60, 3), 117, np.uint8)).convert(mode)
    path = tmp_path / "picture.tif"
    picture.save(path)
    image = small(path)
    assert image.shape == (40, 60, 3)
    if mode != "1":
        assert abs(float(image.mean()) - 117) < 3


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    picture = np.zeros((20, 20, 4), np.uint8)
    picture[:, :10, 3] = 255
    image = small(save(picture, tmp_path / "half.png"))
    assert (image[:, :10] == 0).all()
    assert (image[:, 10:] == 255).all()


def test_a_large_picture_is_scored_small_and_kept_large(tmp_path: Path) -> None:
    path = save(quadrants(2000, 1000), tmp_path / "large.jpg")
    frame = read_small(Picture(0, path))
    assert frame.size == Size(2000, 1000)
    assert max(frame.image.shape[:2]) == WORKING_SIDE
    with open_source([path]) as source:
        assert source.full(frame.place).shape == (1000, 2000, 3)


def test_a_picture_that_claims_too_many_pixels_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    PIL.Image.new("1", (20_000, 10_000)).save(path)
    with pytest.raises(UnreadableMedia, match=f"200 megapixels; the limit is {MAX_MEGAPIXELS}"):
        read_small(Picture(0, path))


def test_a_picture_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = save(np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8), tmp_path / "cut.jpg")
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(UnreadableMedia, match="damaged or cut off"):
        read_small(Picture(0, path))


def test_one_bad_picture_of_several_is_left_out_with_a_warning(tmp_path: Path) -> None:
    good = save(quadrants(), tmp_path / "good.png")
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"not a picture")
    with open_source([bad, good, tmp_path / "missing.png"]) as source:
        assert [frame.place for frame in source.survey()] == [Picture(1, good)]
        assert [message.data["path"] for message in source.warnings] == [str(bad), str(tmp_path / "missing.png")]


def test_several_pictures_none_of_which_can_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="no such file"):
        open_source([tmp_path / "a.png", tmp_path / "b.png"])


def test_a_folder_is_read_in_the_order_people_count_in(tmp_path: Path) -> None:
    for name in ("p10.png", "p2.png", "P1.PNG", "notes.txt"):
        if name.lower().endswith("png"):
            save(quadrants(), tmp_path / name, "PNG")
        else:
            (tmp_path / name).write_text("hello")
    with open_source([tmp_path]) as source:
        names = [frame.place.path.name for frame in source.survey() if isinstance(frame.place, Picture)]
    assert names == ["P1.PNG", "p2.png", "p10.png"]


def test_covers_of_a_folder_are_not_chosen_from_again(tmp_path: Path) -> None:
    folder = tmp_path / "post"
    folder.mkdir()
    for name in ("a.jpg", "a-cover.jpg", "a-cover-2.jpg", "post-cover.jpg", "book-cover.jpg"):
        save(quadrants(), folder / name)
    with open_source([folder]) as source:
        names = [frame.place.path.name for frame in source.survey() if isinstance(frame.place, Picture)]
    assert names == ["a.jpg", "book-cover.jpg"]


def test_a_folder_without_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="holds no pictures"):
        open_source([tmp_path])


def test_a_set_that_there_is_no_time_for_says_how_much_was_seen(tmp_path: Path) -> None:
    for number in range(5):
        save(quadrants(), tmp_path / f"{number}.png")
    with open_source([tmp_path]) as source:
        seen: list[Frame] = []
        for frame in source.survey(lambda: len(seen) == 2):
            seen.append(frame)  # noqa: PERF402 - the survey asks for the length while it runs
        assert [(message.id, message.data) for message in source.warnings] == [
            ("not_all_seen", {"seen": "2", "count": "5"})
        ]
        assert len(list(source.survey())) == 5
        assert source.warnings == ()
