"""Picture files: modes, orientation, size, and files that are none."""

import contextlib
import struct
import tempfile
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageCms

from app.domain.errors import UnreadableMedia
from app.domain.geometry import Size
from app.domain.limits import USUAL_MEGAPIXELS
from app.domain.media import WORKING_SIDE, Frame, Image, Picture
from app.media import open_source
from app.media.panels import read_panels
from app.media.pictures import read_full, read_small
from tests.media_factory import photo, quadrants, save

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


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_exif_orientation_is_applied(tmp_path: Path, orientation: int, suffix: str) -> None:
    upright = PIL.Image.fromarray(quadrants())
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright if orientation == 1 else upright.transpose(PIL.Image.Transpose(undo[orientation]))
    exif = PIL.Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    path = tmp_path / f"turned{suffix}"
    stored.save(path, exif=exif, lossless=True)
    frame = read_small(Picture(0, path))
    assert frame.size == Size(160, 96)
    assert np.array_equal(frame.image, quadrants())
    with open_source([path]) as source:
        assert np.array_equal(source.full(frame.place), quadrants())


def test_a_large_colour_profile_is_no_reason_to_refuse_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "scanned.png"
    PIL.Image.fromarray(quadrants()).save(path, icc_profile=bytes(3_000_000))
    assert np.array_equal(read_full(path), quadrants())


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


@pytest.mark.parametrize("white", [1.0, 255.0, 65535.0])
def test_numbers_with_a_fraction_are_shares_of_white(tmp_path: Path, white: float) -> None:
    picture = np.full((40, 60), 0.4 * white, np.float32)
    picture[:20] = white
    PIL.Image.fromarray(picture).save(tmp_path / "picture.tif")
    image = small(tmp_path / "picture.tif")
    assert image[10, 10, 0] == 255
    assert image[30, 10, 0] == 102


def test_sixteen_bits_are_brought_to_eight_however_dark(tmp_path: Path) -> None:
    ramp = np.repeat(np.linspace(0, 65_535, 60).astype(np.uint16)[None], 40, axis=0)
    path = tmp_path / "deep.png"
    for picture in (ramp, ramp // 500):
        PIL.Image.fromarray(picture).save(path)
        assert np.abs(small(path)[..., 0] - picture / 257).max() <= 1
    cv2.imwrite(str(path), np.dstack([ramp, ramp // 2, ramp // 4]))
    assert np.abs(small(path) - np.dstack([ramp // 4, ramp // 2, ramp]) / 257).max() <= 1


def test_colours_are_what_the_profile_says(tmp_path: Path) -> None:
    # Red in Lab is no colour of sRGB by its numbers, and comes back only by way of a profile.
    colour = np.full((40, 60, 3), (200, 100, 50), np.uint8)
    lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    picture = ImageCms.applyTransform(PIL.Image.fromarray(colour), lab)
    assert picture is not None
    picture.save(tmp_path / "lab.tif")
    assert np.abs(small(tmp_path / "lab.tif").astype(int) - colour).max() <= 2


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".avif"])
def test_a_profile_in_the_file_is_followed(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"swapped{suffix}"
    # Its red is green, and so on: nothing of a picture is right without it.
    PIL.Image.fromarray(quadrants()).save(path, icc_profile=profile_with_channels_swapped(), quality=95)
    image = small(path)
    assert image[24, 40].argmax() == 1
    assert image[24, 120].argmax() == 2
    assert image[72, 40].argmax() == 0
    with open_source([path]) as source:
        full = source.full(next(source.survey()).place)
        assert np.abs(full[24, 40].astype(int) - image[24, 40]).max() <= 3


@pytest.mark.parametrize("profile", [b"nonsense" * 40, b"\0" * 128, b"x"])
def test_a_profile_that_makes_no_sense_is_left_out(tmp_path: Path, profile: bytes) -> None:
    path = tmp_path / "picture.png"
    PIL.Image.fromarray(quadrants()).save(path, icc_profile=profile)
    assert np.array_equal(small(path), quadrants())


def test_a_profile_for_colours_does_not_fit_a_grey_picture(tmp_path: Path) -> None:
    path = tmp_path / "grey.png"
    PIL.Image.fromarray(np.full((40, 60), 117, np.uint8)).save(path, icc_profile=profile_with_channels_swapped())
    assert (small(path) == 117).all()


def test_pictures_in_high_dynamic_range_are_brought_to_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "bright.png"
    # PQ signals of 0, 5, 100 and 203 cd/m².
    levels = np.repeat(np.array([0, 66, 130, 148], np.uint8), 15)
    PIL.Image.fromarray(np.repeat(np.repeat(levels[None], 40, 0)[..., None], 3, 2)).save(path)
    content = path.read_bytes()
    chunk = b"cICP" + bytes([9, 16, 0, 1])
    path.write_bytes(content[:33] + struct.pack(">I", 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + content[33:])
    assert np.abs(small(path)[20, [5, 20, 35, 50], 1].astype(int) - [0, 54, 190, 230]).max() <= 5


def profile_with_channels_swapped() -> bytes:
    """The profile of sRGB with the primaries of red, green and blue changing places."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", content, 128)
    tags = {bytes(content[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, green, blue = (bytes(content[tags[name] + 4 : tags[name] + 12]) for name in (b"rXYZ", b"gXYZ", b"bXYZ"))
    for name, data in ((b"rXYZ", green), (b"gXYZ", blue), (b"bXYZ", red)):
        content[tags[name] + 4 : tags[name] + 12] = data
    # Pictures with a profile that is called sRGB are taken for such.
    return bytes(content).replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be")).replace(b"sRGB", b"test")


@pytest.mark.parametrize("size", [(1, 1), (65_535, 1), (1, 3000), (65_535, 2)])
def test_pictures_of_every_shape_are_read(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "shape.png"
    PIL.Image.new("RGB", size, (10, 200, 30)).save(path)
    frame = read_small(Picture(0, path))
    assert frame.size == Size(*size)
    assert frame.image.max(axis=(0, 1)).tolist() == [10, 200, 30]


def test_damaged_tiff_files_are_complained_of_by_us_only(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cut.tif"
    PIL.Image.fromarray(np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8)).save(
        path, compression="tiff_lzw"
    )
    path.write_bytes(path.read_bytes()[:5000] + bytes(20_000) + path.read_bytes()[25_000:])
    with contextlib.suppress(UnreadableMedia):
        read_small(Picture(0, path))
    assert capfd.readouterr().err == ""


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
    with pytest.raises(UnreadableMedia, match=f"200 megapixels; the limit is {USUAL_MEGAPIXELS}"):
        read_small(Picture(0, path))


CUT: dict[str, dict[str, Any]] = {
    "jpg": {},
    "4:4:4.jpg": {"subsampling": 0},
    "progressive.jpg": {"progressive": True},
    "grey.jpg": {},
    "cmyk.jpg": {},
    "png": {},
    "palette.png": {},
}


def cut(folder: Path, kind: str, share: float) -> tuple[Path, Image]:
    """A picture of which a share of the file is left, and what the whole one shows."""
    mode = {"grey.jpg": "L", "cmyk.jpg": "CMYK", "palette.png": "P"}.get(kind, "RGB")
    path = folder / f"picture.{kind.rpartition('.')[2]}"
    PIL.Image.fromarray(photo(5)).convert(mode).save(path, **CUT[kind])
    whole = read_full(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return path, whole


@pytest.mark.parametrize("kind", CUT)
def test_of_a_picture_that_is_cut_off_what_is_there_is_used(tmp_path: Path, kind: str) -> None:
    path, whole = cut(tmp_path, kind, 0.75)
    with open_source([path]) as source:
        frame = next(source.survey())
        full = source.full(frame.place)
        assert [message.id for message in source.warnings] == ["partly_damaged"]
        assert source.info.size == frame.size == Size(full.shape[1], full.shape[0])
    # What is missing is not filled up with grey.
    assert full.shape[0] >= 0.5 * whole.shape[0]
    assert (full.shape[0] < whole.shape[0]) == (kind != "progressive.jpg")
    assert np.abs(full.astype(int) - whole[: full.shape[0]]).mean() < (20 if kind == "progressive.jpg" else 0.1)


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_a_picture_that_is_cut_off_early_is_refused(tmp_path: Path, kind: str) -> None:
    path, _ = cut(tmp_path, kind, 0.3)
    with pytest.raises(UnreadableMedia, match="damaged or cut off"):
        read_small(Picture(0, path))
    with pytest.raises(UnreadableMedia, match="damaged or cut off"):
        open_source([path])


def test_a_picture_without_its_last_bytes_is_whole(tmp_path: Path) -> None:
    picture = np.full((120, 160, 3), 255, np.uint8)
    picture[:40] = photo(5)[:40, :160]
    path = save(picture, tmp_path / "white.jpg")
    whole = read_full(path)
    path.write_bytes(path.read_bytes()[:-2])
    assert np.array_equal(read_full(path), whole)


def test_a_turned_picture_that_is_cut_off_stays_turned(tmp_path: Path) -> None:
    exif = PIL.Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    path = tmp_path / "turned.jpg"
    PIL.Image.fromarray(photo(5)).save(path, exif=exif)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.75)])
    frame = read_small(Picture(0, path))
    assert frame.damaged
    assert frame.size.height == 480
    assert 160 <= frame.size.width < 320


def test_pixels_of_a_png_file_that_were_changed_are_not_shown(tmp_path: Path) -> None:
    path = save(np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8), tmp_path / "changed.png")
    whole = read_full(path)
    content = bytearray(path.read_bytes())
    content[int(len(content) * 0.8)] ^= 0xFF
    path.write_bytes(content)
    frame = read_small(Picture(0, path))
    assert frame.damaged
    assert np.array_equal(read_full(path), whole[: frame.size.height])


def test_wrong_sums_alone_do_no_harm(tmp_path: Path) -> None:
    path = save(photo(5), tmp_path / "sums.png")
    whole = read_full(path)
    content = bytearray(path.read_bytes())
    # The sum of the last chunk of pixels lies before the end, which has none of its own.
    content[-13] ^= 0xFF
    path.write_bytes(content)
    assert not read_small(Picture(0, path)).damaged
    assert np.array_equal(read_full(path), whole)


@given(
    st.binary(max_size=200), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"RIFF\0\0\0\0WEBP"])
)
def test_rubbish_that_begins_like_a_picture_is_refused(content: bytes, start: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rubbish.png"
        path.write_bytes(start + content)
        with pytest.raises(UnreadableMedia):
            read_full(path)


def test_a_damaged_picture_of_several_is_named(tmp_path: Path) -> None:
    path, _ = cut(tmp_path, "jpg", 0.75)
    with open_source([path, save(quadrants(), tmp_path / "good.png")]) as source:
        assert len(list(source.survey())) == 2
        assert [(message.id, message.data["path"]) for message in source.warnings] == [("picture_damaged", str(path))]


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


def test_panels_of_a_strip_that_is_cut_off_are_what_is_left_of_it(tmp_path: Path) -> None:
    strip = np.full((2400, 320, 3), 255, np.uint8)
    for number in range(6):
        strip[number * 400 + 20 : number * 400 + 260] = photo(number)[:240, :320]
    path = save(strip, tmp_path / "strip.png")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.8)])
    panels = read_panels(Picture(0, path))
    assert len(panels) >= 4
    assert all(panel.damaged for panel in panels)
