"""Pictures as the bytes of files: formats, sRGB, file sizes."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import PIL.Image
import PIL.ImageCms
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import CannotWrite
from app.domain.export import ExportOptions, Format
from app.domain.geometry import Box, Size
from app.domain.media import Image
from app.export import available, cut, encode
from app.export.encoders import SCALES, fine_tables
from app.export.expected import sampled
from app.export.profile import srgb_profile
from app.export.search import ENCODES, WITHIN, search
from tests.media_factory import photo, quadrants, real_photo

ABOUT = Path("cover")
LOSSY = [wanted for wanted in Format if not wanted.lossless]
HERE = [wanted for wanted in Format if available(wanted)]


def opened(data: bytes) -> PIL.Image.Image:
    picture = PIL.Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("wanted", HERE)
def test_every_format_holds_the_picture_in_srgb(wanted: Format) -> None:
    made = encode(quadrants(), ExportOptions(format=wanted), ABOUT)
    picture = opened(made.data)
    assert picture.format == wanted.value.upper()
    assert made.size == Size(160, 96)
    assert np.abs(np.asarray(picture.convert("RGB"), int) - quadrants()).mean() < 6
    profile = PIL.ImageCms.ImageCmsProfile(io.BytesIO(picture.info["icc_profile"]))
    assert "sRGB" in PIL.ImageCms.getProfileDescription(profile)
    assert made.quality == (None if wanted.lossless else 92)


def test_png_keeps_every_pixel() -> None:
    picture = opened(encode(photo(3), ExportOptions(format=Format.PNG), ABOUT).data)
    assert np.array_equal(np.asarray(picture), photo(3))


def test_the_profile_is_the_same_at_any_time() -> None:
    profile = PIL.ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert profile.profile.creation_date is not None
    assert (profile.profile.creation_date.year, profile.profile.creation_date.month) == (2026, 1)


@pytest.mark.parametrize("wanted", [wanted for wanted in LOSSY if wanted in HERE])
def test_higher_quality_is_nearer_to_the_picture_and_larger(wanted: Format) -> None:
    image = real_photo("chelsea")[:200, :300]
    low, high = (encode(image, ExportOptions(format=wanted, quality=quality), ABOUT).data for quality in (30, 90))
    assert len(low) < len(high)
    errors = [np.abs(np.asarray(opened(data).convert("RGB"), int) - image).mean() for data in (low, high)]
    assert errors[1] < errors[0]


def test_a_part_is_cut_and_brought_to_size() -> None:
    assert cut(quadrants(), Box(80, 0, 80, 48)).shape == (48, 80, 3)
    large = cut(quadrants(), Box(0, 0, 80, 48), Size(160, 96))
    assert large.shape == (96, 160, 3)
    assert np.abs(large[20, 20].astype(int) - quadrants()[10, 10]).max() <= 1


@pytest.mark.parametrize("wanted", [wanted for wanted in LOSSY if wanted in HERE])
@pytest.mark.parametrize("bits", [0.4, 0.9, 1.8])
def test_a_file_size_is_met_in_few_encodes(wanted: Format, bits: float) -> None:
    for name in ("chelsea", "coffee"):
        image = np.ascontiguousarray(real_photo(name)[::2, ::2])
        target = 2_000 + round(bits * image.shape[0] * image.shape[1] / 8)
        made = encode(image, ExportOptions(format=wanted, target=target), ABOUT)
        assert (1 - WITHIN) * target <= len(made.data) <= target
        assert made.encodes <= ENCODES
        assert opened(made.data).size == (image.shape[1], image.shape[0])


@pytest.mark.parametrize("wanted", HERE)
def test_a_file_size_that_is_no_limit_gives_the_best_quality(wanted: Format) -> None:
    made = encode(quadrants(), ExportOptions(format=wanted, target=10_000_000), ABOUT)
    assert made.encodes <= 3
    assert made.quality is None or made.quality >= 99


@pytest.mark.parametrize("wanted", HERE)
def test_an_impossible_file_size_tells_one_that_is_possible(wanted: Format) -> None:
    image = np.ascontiguousarray(real_photo("coffee")[:256, :256])
    noisy = np.random.default_rng(1).integers(0, 256, (256, 256, 3)).astype(np.uint8)
    small = ExportOptions(format=wanted, target=1_000)
    with pytest.raises(CannotWrite) as caught:
        encode(noisy if wanted.lossless else image, small, ABOUT)
    assert caught.value.message.id == ("target_lossless" if wanted.lossless else "target_too_small")
    least = int(caught.value.message.data["least"].replace(",", "")) * 1000
    made = encode(noisy if wanted.lossless else image, ExportOptions(format=wanted, target=least), ABOUT)
    assert len(made.data) <= least


def test_what_a_format_cannot_hold_is_told() -> None:
    with pytest.raises(CannotWrite, match="16,383"):
        encode(np.zeros((2, 16_384, 3), np.uint8), ExportOptions(format=Format.WEBP), ABOUT)


def test_a_format_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.export.encoders.available", lambda wanted: wanted is not Format.AVIF)
    with pytest.raises(CannotWrite, match="AVIF"):
        encode(quadrants(), ExportOptions(format=Format.AVIF), ABOUT)
    assert encode(quadrants(), ExportOptions(), ABOUT).data


@given(st.floats(1, 100), st.floats(1, 100))
def test_finer_tables_are_between_the_usual_ones(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for coarse, fine in zip(fine_tables(low), fine_tables(high), strict=True):
        assert all(1 <= b <= a <= 255 for a, b in zip(coarse, fine, strict=True))


@given(
    st.floats(-1.5, 1.5),
    st.floats(0.5, 2.0),
    st.integers(1_500, 3_000_000),
    st.sampled_from(list(SCALES)),
    st.sampled_from([0.0, 0.08]),
)
def test_the_search_ends_well_where_files_are_not_as_expected(
    higher: float, steeper: float, target: int, wanted: Format, stairs: float
) -> None:
    """Files follow a curve of another height and slope, in stairs, and soften by another share."""
    scale = SCALES[wanted]

    def expected(quality: float, softness: int) -> float:
        return math.log(200_000) + 1.5 * math.tan((quality - 70) / 50) - 0.02 * softness

    def size(quality: float, softness: int) -> int:
        nepers = steeper * (expected(quality, 0) - math.log(200_000))
        if stairs:
            nepers = math.floor(nepers / stairs) * stairs
        return round(600 + math.exp(math.log(200_000) + higher + nepers - 0.03 * softness))

    made: list[int] = []

    def write(quality: float, softness: int) -> bytes:
        assert quality in scale.qualities
        assert 0 <= softness <= scale.softest
        made.append(size(quality, softness))
        return bytes(made[-1])

    found = search(write, target, scale, expected, 600)
    assert found.encodes == len(made) <= ENCODES
    assert found.least == min(made)
    if size(scale.qualities[0], 0) > target:
        assert found.best is None or len(found.best.data) <= target
    else:
        assert found.best is not None
        assert len(found.best.data) <= target
        best = found.best.quality >= scale.qualities[-1]
        assert best or len(found.best.data) >= (1 - WITHIN) * target or found.encodes >= 3


@pytest.mark.parametrize("wanted", list(SCALES))
def test_qualities_rise_and_make_files_of_their_own(wanted: Format) -> None:
    qualities = SCALES[wanted].qualities
    assert list(qualities) == sorted(set(qualities))
    assert qualities[0] >= 1
    assert qualities[-1] <= 100


@pytest.mark.skipif(not available(Format.AVIF), reason="Pillow without AVIF")
def test_nearly_each_quality_of_avif_makes_another_file() -> None:
    image = np.ascontiguousarray(real_photo("coffee")[:96, :96])
    files = {encode(image, ExportOptions(Format.AVIF, int(q)), ABOUT).data for q in SCALES[Format.AVIF].qualities}
    assert len(files) >= 0.9 * len(SCALES[Format.AVIF].qualities)  # which ones depends on the version of libavif


@given(st.integers(1, 700), st.integers(1, 700))
@settings(max_examples=30)
def test_what_is_tried_stands_for_the_whole_picture(width: int, height: int) -> None:
    """Here a file has a byte for each pixel, and one more for each bright one."""
    image: Image = np.zeros((height, width, 3), np.uint8)
    image[:, ::2] = 255
    tried: list[int] = []

    def write(picture: Image, _quality: float, _softness: int) -> bytes:
        tried.append(picture.shape[0] * picture.shape[1])
        return bytes(100 + tried[-1] + int(np.count_nonzero(picture[:, :, 0])))

    expected = sampled(image, write, 100)
    really = height * width + int(np.count_nonzero(image[:, :, 0]))
    assert expected(50, 0) == expected(50, 0) == pytest.approx(math.log(max(16, really)), abs=0.02)
    assert len(tried) == 1
    assert tried[0] <= max(height * width / 12, 4 * 32 * 32) or tried[0] == height * width


def test_flat_pictures_have_files_too() -> None:
    flat: Image = np.full((40, 60, 3), 90, np.uint8)
    for wanted in HERE:
        assert len(encode(flat, ExportOptions(format=wanted, target=5_000), ABOUT).data) <= 5_000
