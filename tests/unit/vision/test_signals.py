"""Sharpness and exposure."""

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
