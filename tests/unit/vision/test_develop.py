"""Giving a picture its look."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.domain.geometry import Size
from app.domain.look import NEUTRAL, Look
from app.domain.media import Image
from app.vision import develop as module
from app.vision.develop import curves, develop, placed
from tests.project_factory import looks

images = arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)))


def _soft(width: int, height: int, seed: int = 3) -> Image:
    small = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def test_nothing_done_is_the_very_same_picture() -> None:
    image = _soft(30, 20)
    before = image.tobytes()
    assert develop(image, NEUTRAL) is image
    assert image.tobytes() == before


@given(images, looks)
def test_any_look_of_any_picture_is_a_picture_of_its_size(image: Image, look: Look) -> None:
    before = image.copy()
    seen = develop(image, look)
    size = look.size(Size(image.shape[1], image.shape[0]))
    assert seen.shape == (size.height, size.width, 3)
    assert seen.dtype == np.uint8
    assert seen.flags.c_contiguous
    assert np.array_equal(image, before), "the picture itself stays as it is"


@given(st.floats(-2, 2), st.floats(-100, 100), st.floats(-100, 100))
def test_curves_rise_and_keep_black_and_white(exposure: float, contrast: float, warmth: float) -> None:
    table = curves(exposure, contrast, warmth)[0].astype(int)
    assert (np.diff(table, axis=0) >= 0).all()
    assert table[0].tolist() == [0, 0, 0]
    assert table[255].tolist() == [255, 255, 255]


@given(st.floats(-2, 1.9), st.floats(0.05, 1))
def test_more_light_is_never_darker(exposure: float, more: float) -> None:
    darker = curves(exposure, 0, 0).astype(int)
    lighter = curves(min(2.0, exposure + more), 0, 0).astype(int)
    assert (lighter >= darker).all()
    assert (lighter > darker).any()


def test_a_stop_is_one_in_the_shadows() -> None:
    def linear(encoded: float) -> float:
        return float(((encoded / 255 + 0.055) / 1.055) ** 2.4)

    lighter = int(curves(1, 0, 0)[0, 30, 0])
    assert linear(lighter) / linear(30) == pytest.approx(2, rel=0.06)


def test_contrast_turns_about_middle_grey() -> None:
    hard, flat = curves(0, 50, 0)[0, :, 0].astype(int), curves(0, -50, 0)[0, :, 0].astype(int)
    assert abs(hard[127] - 127) <= 1
    assert hard[60] < 60 < flat[60]
    assert flat[190] < 190 < hard[190]


def test_warmth_makes_grey_amber_and_no_brighter() -> None:
    grey = np.full((4, 4, 3), 120, np.uint8)
    red, green, blue = (int(value) for value in develop(grey, Look(warmth=60))[0, 0])
    assert red > 120 > blue
    assert abs(0.2126 * red + 0.7152 * green + 0.0722 * blue - 120) < 6
    cold = develop(grey, Look(warmth=-60))[0, 0]
    assert cold[0] < 120 < cold[2]


def test_saturation_moves_colours_from_grey_and_leaves_grey_alone() -> None:
    image = np.array([[[180, 100, 60], [90, 90, 90]]], np.uint8)
    more, none = develop(image, Look(saturation=50)), develop(image, Look(saturation=-100))
    assert np.ptp(more[0, 0].astype(int)) > np.ptp(image[0, 0].astype(int))
    assert np.ptp(none[0, 0].astype(int)) <= 1
    assert np.abs(more[0, 1].astype(int) - 90).max() <= 1


@given(st.sampled_from([0, 255]), looks)
def test_black_and_white_do_not_run_over(value: int, look: Look) -> None:
    image = np.full((12, 12, 3), value, np.uint8)
    assert np.abs(develop(image, look).astype(int) - value).max() <= 1


def test_sharpness_makes_edges_steeper() -> None:
    image = np.zeros((40, 1800, 3), np.uint8)
    image[:, 900:] = 200
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), 2), np.uint8)
    sharper = develop(image, Look(sharpness=100))
    assert np.abs(np.diff(sharper[:, :, 0].astype(int))).max() > np.abs(np.diff(image[:, :, 0].astype(int))).max()


def test_a_preview_looks_like_the_picture() -> None:
    large, look = _soft(1600, 1200), Look(0, False, 3.0, 0.7, 30, 40, 20, 60)
    small = np.asarray(cv2.resize(large, (400, 300), interpolation=cv2.INTER_AREA), np.uint8)
    exact = cv2.resize(develop(large, look), (400, 300), interpolation=cv2.INTER_AREA)
    quick = develop(small, look, quick=True)
    assert np.abs(quick.astype(int) - exact).mean() < 1


# Geometry


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("flipped", [False, True])
def test_pixels_are_where_the_look_says(turns: int, flipped: bool) -> None:
    image = np.random.default_rng(1).integers(0, 256, (30, 50, 3), dtype=np.uint8)
    look = Look(turns=turns, flipped=flipped)
    from app.domain.geometry import Box

    box = Box(7, 4, 20, 9)
    there = look.box(box, Size(50, 30))
    seen = develop(image, look)[there.y : there.y + there.height, there.x : there.x + there.width]
    part = image[box.y : box.y + box.height, box.x : box.x + box.width]
    assert sorted(seen.reshape(-1, 3).tolist()) == sorted(part.reshape(-1, 3).tolist())


@pytest.mark.parametrize("angle", [-15, -3.3, 0.1, 8, 15])
@pytest.mark.parametrize(("width", "height"), [(160, 90), (90, 160), (64, 64), (300, 20)])
def test_straightened_pictures_have_no_empty_corners(angle: float, width: int, height: int) -> None:
    white = np.full((height, width, 3), 255, np.uint8)
    white[0, 0] = 254  # not a plain picture, so that nothing takes a short cut
    assert develop(white, Look(angle=angle)).min() >= 253


def test_straightening_turns_clockwise_about_the_middle() -> None:
    image = np.zeros((101, 201, 3), np.uint8)
    image[45:56, 140:151] = 255  # at the right of the middle
    image[48:53, 98:103] = 128
    seen = develop(image, Look(angle=10))
    rows, columns = np.nonzero(seen[:, :, 0] > 200)
    assert rows.mean() > 55, "what is at the right comes down"
    assert columns.mean() > 145, "and further out, since the picture is enlarged"
    assert seen[50, 100, 0] > 120, "the middle stays"


def test_pictures_too_long_for_opencv_are_straightened_too(monkeypatch: pytest.MonkeyPatch) -> None:
    image = _soft(1500, 300)
    whole = develop(image, Look(angle=-4))
    monkeypatch.setattr(module, "_LONGEST", 1000)
    monkeypatch.setattr(module, "_STRIP", 256)
    assert np.abs(develop(image, Look(angle=-4)).astype(int) - whole).max() <= 2


def test_a_map_moves_with_its_picture() -> None:
    heat = np.zeros((40, 80), np.uint8)
    heat[:, :20] = 255
    moved = placed(heat, Look(turns=1, angle=2))
    assert moved.shape == (80, 40)
    assert moved[:10].mean() > 200
    assert moved[40:].mean() < 50
