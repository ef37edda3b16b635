from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.media import Image
from models.training.judge.classical import Array, Brisque, Niqe, brisque_features, fit, normalised
from tests.media_factory import real_photo

TEACHERS = Path(__file__).parents[4] / "shared" / "teachers"

needs_teachers = pytest.mark.skipif(not TEACHERS.is_dir(), reason="the teachers' files are not here")


def scene() -> Image:
    """A good photo. What is drawn will not do: it has not the statistics that both judges know."""
    return np.asarray(cv2.resize(real_photo("astronaut"), (384, 384), interpolation=cv2.INTER_AREA), np.uint8)


def blurred(image: Image) -> list[Image]:
    """Ever more."""
    return [image, *(np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8) for sigma in (1, 2, 4, 8))]


def noisy(image: Image) -> list[Image]:
    """Ever more."""
    noise = np.random.default_rng(1).normal(0, 1, image.shape)
    return [image, *(np.clip(image + noise * sigma, 0, 255).astype(np.uint8) for sigma in (15, 40, 80))]


@pytest.mark.parametrize(("shape", "sample"), [(2.0, "normal"), (1.0, "laplace")])
def test_the_fit_finds_the_shape_and_either_side(shape: float, sample: str) -> None:
    random = np.random.default_rng(0)
    values: Array = getattr(random, sample)(0, 1, (2, 40_000))
    values[1] = np.where(values[1] < 0, values[1] * 3, values[1])
    deviation = math.sqrt(np.mean(values[0] ** 2))
    found = fit(values)
    assert found.shape[0] == pytest.approx(shape, abs=0.05)
    assert found.left / deviation == pytest.approx([1, 3], rel=0.03)
    assert found.right / deviation == pytest.approx([1, 1], rel=0.03)
    assert found.mean[0] == pytest.approx(0, abs=0.03)
    assert found.mean[1] < -1


def test_what_has_no_texture_cannot_be_fitted() -> None:
    values = normalised(np.full((40, 40), 255.0))
    assert not values.any()
    assert np.isnan(fit(values.reshape(1, -1))).all()


def test_normalising_takes_brightness_and_most_of_the_contrast_away() -> None:
    luminance = np.random.default_rng(0).uniform(60, 200, (64, 64))
    values = normalised(luminance)
    assert abs(values.mean()) < 0.05
    assert normalised(luminance / 2 + 20) == pytest.approx(values, abs=0.1)


def test_brisque_has_18_statistics_at_each_of_two_scales() -> None:
    luminance = np.asarray(cv2.cvtColor(scene(), cv2.COLOR_RGB2GRAY), np.float64)
    features = brisque_features(luminance)
    assert features.shape == (36,)
    assert np.isfinite(features).all()
    assert (features[[1, 19]] > 0).all()


@pytest.mark.parametrize("judge", [Niqe, Brisque])
def test_missing_parameters_are_named(judge: type[Niqe | Brisque], tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"niqe_pris_params|brisque_model_live"):
        judge(tmp_path)


@needs_teachers
@pytest.mark.parametrize(("judge", "good"), [(Niqe, 6), (Brisque, 35)])
@pytest.mark.parametrize("worse", [blurred, noisy])
def test_the_worse_the_picture_the_higher_the_score(
    judge: type[Niqe | Brisque], good: float, worse: Callable[[Image], list[Image]]
) -> None:
    score = judge(TEACHERS)
    scores = [score(picture) for picture in worse(scene())]
    assert scores == sorted(scores)
    assert 0 <= scores[0] < good < 1.5 * good < scores[-1]


@needs_teachers
@pytest.mark.parametrize(("judge", "side"), [(Niqe, 96), (Brisque, 15)])
def test_a_picture_that_is_too_small_or_flat_has_no_score(judge: type[Niqe | Brisque], side: int) -> None:
    score = judge(TEACHERS)
    assert math.isnan(score(scene()[:side, :side]))
    assert math.isnan(score(np.full((200, 200, 3), 90, np.uint8)))
    assert math.isfinite(score(scene()))
