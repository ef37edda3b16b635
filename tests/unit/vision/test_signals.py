"""Sharpness, light and colour."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cover import Flag
from app.vision.signals import measure
from tests.media_factory import photo


def blurred(image: np.ndarray, sigma: float) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8)


@pytest.mark.parametrize("seed", range(5))
def test_each_step_of_blur_is_seen(seed: int) -> None:
    picture = photo(seed)
    ladder = [measure(picture).sharpness, *(measure(blurred(picture, sigma)).sharpness for sigma in (1, 2, 4, 8))]
    assert ladder == sorted(ladder, reverse=True)
    assert ladder[0] > 45
    assert Flag.BLURRED in measure(blurred(picture, 8)).flags


@pytest.mark.parametrize("seed", range(5))
def test_a_sharp_subject_before_a_soft_background_is_sharp(seed: int) -> None:
    picture = photo(seed)
    soft = blurred(picture, 8)
    soft[80:240, 160:320] = picture[80:240, 160:320]
    assert measure(soft).sharpness > 0.7 * measure(picture).sharpness
    assert Flag.BLURRED not in measure(soft).flags


def test_a_speck_before_an_even_sky_is_not_called_blurred() -> None:
    sky = np.full((252, 448, 3), (120, 160, 210), np.uint8)
    sky[..., 2] += np.linspace(0, 40, 252).astype(np.uint8)[:, None]
    sky[120:124, 200:206] = 60
    assert Flag.BLURRED not in measure(sky).flags


@pytest.mark.parametrize("level", [0, 6, 128, 250, 255])
def test_a_flat_picture_is_blank(level: int) -> None:
    found = measure(np.full((120, 200, 3), level, np.uint8))
    assert found.flags == {Flag.BLANK}
    assert found.exposure < 20


@pytest.mark.parametrize(("factor", "offset", "flag"), [(0.28, 0, Flag.DARK), (0.25, 195, Flag.OVEREXPOSED)])
def test_too_little_and_too_much_light_are_seen(factor: float, offset: float, flag: Flag) -> None:
    picture = np.clip(photo(2) * factor + offset, 0, 255).astype(np.uint8)
    assert flag in measure(picture).flags
    assert measure(picture).exposure < measure(photo(2)).exposure


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 1000))
def test_every_picture_has_measurements_between_0_and_100(width: int, height: int, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    found = measure(picture)
    assert 0 <= found.sharpness <= 100
    assert 0 <= found.exposure <= 100
    assert 0 <= found.contrast <= 100
    assert 0 <= found.colourfulness <= 100


@given(st.integers(0, 255))
def test_grey_has_no_colour_and_a_flat_picture_no_contrast(level: int) -> None:
    found = measure(np.full((60, 90, 3), level, np.uint8))
    assert found.colourfulness == pytest.approx(0, abs=1e-4)
    assert found.contrast == 0


@pytest.mark.parametrize("seed", range(5))
def test_each_step_towards_grey_is_seen(seed: int) -> None:
    picture = photo(seed).astype(np.float32)
    grey = picture.mean(axis=2, keepdims=True)
    steps = [(grey + (picture - grey) * share).round().astype(np.uint8) for share in (1, 0.6, 0.3, 0)]
    ladder = [measure(step).colourfulness for step in steps]
    assert ladder == sorted(ladder, reverse=True)
    assert ladder[0] > 2 * ladder[2]


def test_colourfulness_is_that_of_the_paper() -> None:
    # Left pure red, right pure green: rg = ±255, yb = 127.5 everywhere, so M = 255 + 0.3 · 127.5; dimmed to a quarter.
    halves = np.zeros((40, 40, 3), np.uint8)
    halves[:, :20, 0] = halves[:, 20:, 1] = 64
    assert measure(halves).colourfulness == pytest.approx(64 + 0.3 * 32)


def test_contrast_is_the_share_of_the_range_that_is_used() -> None:
    ramp = np.repeat(np.linspace(0, 255, 256, dtype=np.uint8)[None, :, None], 3, axis=2).repeat(50, axis=0)
    assert measure(ramp).contrast == pytest.approx(90, abs=1)
    assert measure(ramp // 2 + 60).contrast == pytest.approx(45, abs=1)


def test_detail_lost_in_black_and_white_costs_exposure() -> None:
    picture = photo(2)
    hard = np.clip((picture.astype(np.float32) - 128) * 4 + 128, 0, 255).astype(np.uint8)
    assert measure(hard).exposure < 0.8 * measure(picture).exposure
