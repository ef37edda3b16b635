"""What is known to be true of pictures, whatever anybody likes: the shipped judge must hold it."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest

from app.domain.media import Image, Picture
from app.media.pictures import read_small
from app.vision.judge import Judge
from models.training.judge import decoys
from models.training.judge.data import FOLDS, HELD_FOLD, fold_of
from models.training.judge.truth import Truth, examine

SHARED = Path(__file__).parents[3] / "shared" / "data"


def _photos() -> list[Image]:
    """The photos that the sample clip is made of."""
    package = importlib.util.find_spec("skimage")
    assert package is not None
    assert package.origin is not None
    folder = Path(package.origin).parent / "data"
    names = ("astronaut.png", "camera.png", "chelsea.png", "coffee.png", "rocket.jpg")
    return [read_small(Picture(0, folder / name)).image for name in names]


def _people_and_places() -> list[Image]:
    """Photos of people and places that were held back."""
    with (SHARED / "appeal" / "pictures.csv").open(newline="", encoding="utf-8") as file:
        names = [row["picture"] for row in csv.DictReader(file) if "/gaze/" in row["picture"]]
    held = [name for name in names if fold_of(name, FOLDS) == HELD_FOLD]
    return [read_small(Picture(0, SHARED.parent / name)).image for name in held[::4]]


@pytest.fixture(
    scope="module",
    params=[
        _photos,
        pytest.param(_people_and_places, marks=pytest.mark.skipif(not SHARED.is_dir(), reason="no shared folder")),
    ],
)
def truth(request: pytest.FixtureRequest) -> Truth:
    judge = Judge()

    def rate(image: Image) -> tuple[float, float]:
        verdict = judge.rate(image)
        return verdict.quality, verdict.appeal

    return examine(rate, request.param(), count=100)


@pytest.mark.parametrize("way", [way.__name__ for way in decoys.DEGRADATIONS])
def test_each_step_of_a_degradation_lowers_the_quality(truth: Truth, way: str) -> None:
    assert truth.ladders[way] >= 0.95


def test_rubbish_is_liked_less_than_real_pictures(truth: Truth) -> None:
    assert truth.decoys >= 0.99


def test_a_logo_a_subtitle_or_bars_change_little(truth: Truth) -> None:
    assert max(truth.overlays.values()) < 8, truth.overlays


def test_a_soft_background_is_not_punished_like_blur(truth: Truth) -> None:
    assert truth.soft_background > truth.soft_everything / 2


def test_a_sharp_subject_before_a_soft_background_loses_little(truth: Truth) -> None:
    assert truth.soft_background > -8
