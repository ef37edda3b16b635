"""High dynamic range, wide primaries, matrices, ranges and transparency come out as they look on an ordinary screen."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media import open_source
from app.media.colour import HLG, PQ, ScreenColour, on_background
from tests.media_factory import HEIGHT, WIDTH, Colour, Drawn, Recipe, make_video, quadrants

PATCHES = {"red": (220, 20, 20), "green": (20, 200, 20), "blue": (20, 20, 220), "white": (235, 235, 235)}
PQ_10 = Colour("yuv420p10le", 9, transfer=16, primaries=9)
HLG_10 = Colour("yuv420p10le", 9, transfer=18, primaries=9)


def pq(nits: np.ndarray) -> np.ndarray:
    """PQ signal, 0–1, of cd/m² (SMPTE ST 2084)."""
    power = (nits / 10_000) ** (2610 / 16384)
    signal: np.ndarray = ((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32)
    return signal


def deep(signal: np.ndarray) -> Drawn:
    drawn: Drawn = np.round(signal * 65535).astype(np.uint16)
    return drawn


def steps(*values: float) -> np.ndarray:
    """Grey stripes, a column each, of the size of a test video."""
    columns = np.repeat(np.array(values), WIDTH // len(values))
    return np.broadcast_to(columns[None, :, None], (HEIGHT, len(columns), 3))


def shown(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """What is scored and what is exported."""
    with open_source([path]) as source:
        frame = next(source.survey())
        return frame.image, source.full(frame.place)


def centres(image: np.ndarray, count: int) -> list[int]:
    width = image.shape[1] // count
    return [round(float(image[:, width * n + width // 4 : width * n + 3 * width // 4].mean())) for n in range(count)]


@pytest.mark.parametrize("matrix", [1, 5, 6, 9])
@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv422p", "yuv444p10le"])
def test_known_colours_come_out_whatever_the_matrix_the_range_and_the_sampling(
    tmp_path: Path, matrix: int, full_range: bool, pix_fmt: str
) -> None:
    colour = Colour(pix_fmt, matrix, full_range)
    path = make_video(tmp_path, Recipe(".mkv", codec="ffv1", frames=1, colour=colour), lambda _: quadrants())
    small, full = shown(path)
    for image in (small, full):
        found = [image[24, 40], image[24, 120], image[72, 40], image[72, 120]]
        for pixel, wanted in zip(found, PATCHES.values(), strict=True):
            assert np.abs(pixel.astype(int) - wanted).max() <= 3


@pytest.mark.parametrize(("height", "matrix"), [(96, 5), (720, 1)])
def test_without_a_matrix_large_videos_are_taken_for_hd_and_small_ones_are_not(
    tmp_path: Path, height: int, matrix: int
) -> None:
    named = Recipe(".mkv", codec="ffv1", frames=1, colour=Colour("yuv444p", matrix))
    path = make_video(tmp_path, named, lambda _: quadrants(64, height))
    # The name of the matrix is taken out; the header of Matroska keeps it in two bytes behind the id 55 B1.
    content = path.read_bytes()
    assert content.count(b"\x55\xb1\x81") == 1
    path.write_bytes(content.replace(b"\x55\xb1\x81" + bytes([matrix]), b"\x55\xb1\x81\x02"))
    assert np.abs(shown(path)[1][height // 4, 16].astype(int) - PATCHES["red"]).max() <= 6


@pytest.mark.parametrize("codec", ["libx265", "ffv1"])
def test_pq_is_brought_to_the_range_of_a_screen(tmp_path: Path, codec: str) -> None:
    suffix = ".mp4" if codec == "libx265" else ".mkv"
    nits = steps(0, 5, 20, 100, 203, 1000)
    # This build of x265 sometimes fails on a video of a few frames only.
    recipe = Recipe(suffix, codec=codec, frames=24, colour=PQ_10)
    for image in shown(make_video(tmp_path, recipe, lambda _: deep(pq(nits)))):
        found = centres(image, 6)
        # Up to the knee, light stays as it is: 255 · (nits / 203) ** (1 / 2.4).
        assert np.abs(np.subtract(found[:4], [0, 54, 97, 190])).max() <= 4
        assert 222 <= found[4] <= 238, "reference white is a little below white"
        assert found[5] >= 250


def test_hlg_is_brought_to_the_range_of_a_screen(tmp_path: Path) -> None:
    # Half of the signal is 50 cd/m², and three quarters are reference white, on a screen of 1,000 (BT.2408).
    recipe = Recipe(".mkv", codec="ffv1", frames=1, colour=HLG_10)
    for image in shown(make_video(tmp_path, recipe, lambda _: deep(steps(0, 0.5, 0.75, 1)))):
        black, half, white, brightest = centres(image, 4)
        assert black <= 3
        assert abs(half - 142) <= 4
        assert 222 <= white <= 238
        assert brightest >= 250


@pytest.mark.parametrize("colour", [PQ_10, HLG_10, Colour("yuv420p10le", 9, primaries=9), Colour("yuv420p", 6)])
def test_scores_and_exported_covers_see_the_same_colours(tmp_path: Path, colour: Colour) -> None:
    recipe = Recipe(".mkv", codec="ffv1", frames=1, colour=colour)
    large = np.kron(quadrants(), np.ones((6, 6, 1))).astype(np.uint8)
    small, full = shown(make_video(tmp_path, recipe, lambda _: large))
    assert max(small.shape) < max(full.shape)
    rows, columns = (np.array([1, 3])[:, None] * small.shape[0] // 4, np.array([1, 3]) * small.shape[1] // 4)
    here = small[rows, columns].astype(int)
    there = full[rows * full.shape[0] // small.shape[0], columns * full.shape[1] // small.shape[1]]
    assert np.abs(here - there).max() <= 2


@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv420p10le", "yuv444p"])
@pytest.mark.parametrize("full_range", [False, True])
def test_white_stays_white_and_black_black(tmp_path: Path, pix_fmt: str, full_range: bool) -> None:
    recipe = Recipe(".mkv", codec="ffv1", frames=1, colour=Colour(pix_fmt, 1, full_range))
    for image in shown(make_video(tmp_path, recipe, lambda _: (steps(0, 1) * 255).round().astype(np.uint8))):
        black, white = centres(image, 2)
        assert black <= 1
        assert white >= 254


def test_levels_are_not_rounded_down(tmp_path: Path) -> None:
    ramp = np.broadcast_to(np.linspace(0, 255, WIDTH).round().astype(np.uint8)[None, :, None], (HEIGHT, WIDTH, 3))
    recipe = Recipe(".mkv", codec="ffv1", frames=1, colour=Colour("yuv420p", 1))
    for image in shown(make_video(tmp_path, recipe, lambda _: ramp.copy())):
        assert abs((image.astype(int) - ramp).mean()) < 0.2, "half a level without exact rounding"


@pytest.mark.parametrize("transfer", [PQ, HLG])
@pytest.mark.parametrize("pix_fmt", ["yuv420p10le", "yuv444p10le"])
def test_strong_colours_in_high_dynamic_range_stay_what_they_are(tmp_path: Path, transfer: int, pix_fmt: str) -> None:
    recipe = Recipe(".mkv", codec="ffv1", frames=1, colour=Colour(pix_fmt, 9, transfer=transfer, primaries=9))
    path = make_video(tmp_path, recipe, lambda _: quadrants())
    for image in shown(path):  # at the same size, so that nothing is scaled
        red, green, blue = (image[y, x].astype(int) for y, x in ((20, 20), (20, 140), (80, 20)))
        assert red[0] > 200 > 3 * max(red[1:])
        assert green[1] > 200 > 3 * max(green[0], green[2])
        assert blue[2] > 200 > 3 * max(blue[:2])


def test_wide_primaries_become_more_colourful_and_grey_stays_grey() -> None:
    colour = ScreenColour.of(1, 9)
    assert colour is not None
    picture = np.array([[[40_000, 20_000, 20_000], [30_000] * 3, [65_535] * 3]], np.uint16)
    (red, grey, white) = colour.show(picture)[0].astype(int)
    assert red[0] - red[1] > (40_000 - 20_000) // 257
    assert np.abs(grey - 30_000 / 257).max() <= 2
    assert (white == 255).all()


@given(st.sampled_from([PQ, HLG]), st.sampled_from([400.0, 1000.0, 4000.0]))
def test_brighter_light_is_never_darker_on_the_screen(transfer: int, peak: float) -> None:
    colour = ScreenColour.of(transfer, 9, peak)
    assert colour is not None
    ramp = np.repeat(np.arange(0, 65_536, 16, dtype=np.uint16)[None, :, None], 3, axis=2)
    levels = colour.show(ramp)[0, :, 1].astype(int)
    assert (np.diff(levels) >= 0).all()
    assert levels[0] == 0
    assert levels[-1] == 255


def test_ordinary_video_is_left_as_it_is() -> None:
    assert ScreenColour.of(1, 1) is None
    assert ScreenColour.of(2, 2) is None
    assert ScreenColour.of(13, 5) is None


@pytest.mark.parametrize("peak", [None, 0.0, -5.0, 1e9])
def test_a_peak_that_makes_no_sense_is_not_believed(peak: float | None) -> None:
    assert ScreenColour.of(PQ, 9, peak) == ScreenColour.of(PQ, 9)


def test_transparency_is_laid_on_white() -> None:
    clear = np.array([[[0, 0, 0, 0], [200, 100, 50, 255], [200, 100, 50, 128]]], np.uint8)
    assert on_background(clear).tolist() == [[[255, 255, 255], [200, 100, 50], [227, 177, 152]]]


def test_transparent_videos_are_laid_on_white(tmp_path: Path) -> None:
    recipe = Recipe(".mov", codec="qtrle", frames=1, colour=Colour("argb", 0))
    path = make_video(tmp_path, recipe, lambda _: quadrants())
    for image in shown(path):
        assert np.abs(image[24, 40].astype(int) - PATCHES["red"]).max() <= 3


@pytest.mark.parametrize("matrix", [3, 8, 10, 14])
def test_an_unusual_matrix_is_no_reason_to_fail(tmp_path: Path, matrix: int) -> None:
    recipe = Recipe(".mkv", codec="ffv1", frames=1, colour=Colour("yuv444p", 1))
    path = make_video(tmp_path, recipe, lambda _: quadrants())
    path.write_bytes(path.read_bytes().replace(b"\x55\xb1\x81\x01", b"\x55\xb1\x81" + bytes([matrix])))
    assert shown(path)[0].shape == (HEIGHT, WIDTH, 3)
