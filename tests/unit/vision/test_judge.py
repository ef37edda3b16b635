"""The judge on pictures whose worth is beyond doubt, and what it makes of the outputs of its model."""

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.domain.cover import Flag
from app.inference import ModelEntry, load_manifest
from app.vision.judge import DETAIL, WHOLE, Judge
from tests.media_factory import real_photo

PHOTOS = {name: real_photo(name) for name in ("astronaut", "coffee", "chelsea", "rocket")}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


def rubbish() -> dict[str, np.ndarray]:
    random = np.random.default_rng(5)
    card = np.full((270, 480, 3), 18, np.uint8)
    cv2.putText(card, "THE END", (90, 150), cv2.FONT_HERSHEY_TRIPLEX, 2.2, (240, 240, 240), 3, cv2.LINE_AA)
    bars = np.zeros((270, 480, 3), np.uint8)
    for number, colour in enumerate([(191, 191, 191), (191, 191, 0), (0, 191, 191), (0, 191, 0), (191, 0, 191)]):
        bars[:, number * 96 : (number + 1) * 96] = colour
    chess = ((np.indices((270, 480)) // 16).sum(0) % 2 * 255).astype(np.uint8)
    return {
        "black": np.zeros((270, 480, 3), np.uint8),
        "white": np.full((270, 480, 3), 255, np.uint8),
        "flat": np.full((270, 480, 3), (120, 60, 90), np.uint8),
        "noise": random.integers(0, 256, (270, 480, 3), dtype=np.uint8),
        "card": card,
        "bars": bars,
        "chessboard": np.repeat(chess[..., None], 3, axis=2),
    }


@pytest.mark.parametrize("name", list(rubbish()))
def test_rubbish_is_below_every_photo(judge: Judge, name: str) -> None:
    worst = min(judge.rate(photo).appeal for photo in PHOTOS.values())
    assert judge.rate(rubbish()[name]).appeal < worst


@pytest.mark.parametrize("name", PHOTOS)
def test_a_spoilt_photo_is_worth_less_than_the_photo(judge: Judge, name: str) -> None:
    photo = PHOTOS[name]
    height, width = photo.shape[:2]
    spoilt = {
        "defocused": cv2.GaussianBlur(photo, (0, 0), height / 60),
        "dark": (photo * 0.1).astype(np.uint8),
        "pixelated": cv2.resize(
            cv2.resize(photo, (width // 16, height // 16)), (width, height), interpolation=cv2.INTER_NEAREST
        ),
        "noisy": np.clip(photo + np.random.default_rng(0).normal(0, 70, photo.shape), 0, 255).astype(np.uint8),
    }
    good = judge.rate(photo)
    for kind, picture in spoilt.items():
        verdict = judge.rate(np.asarray(picture, np.uint8))
        assert verdict.appeal < good.appeal, kind
        assert verdict.quality < good.quality, kind


@pytest.mark.parametrize("shape", [(1, 1), (8, 8), (20, 400), (400, 20), (448, 448)])
def test_every_shape_gets_finite_scores_and_a_feature_of_unit_length(judge: Judge, shape: tuple[int, int]) -> None:
    verdict = judge.rate(np.full((*shape, 3), 77, np.uint8))
    assert 0 <= verdict.quality <= 100
    assert 0 <= verdict.appeal <= 100
    assert np.linalg.norm(verdict.feature) == pytest.approx(1, abs=1e-3)


class FakeSession:
    """A branch that sees the same in every picture."""

    def __init__(self, model: ModelEntry, scores: tuple[float, float], flags: list[float]) -> None:
        self.model = model
        self.runs = 0
        self._scores = scores
        self._flags = flags

    def run(self, tensors: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        self.runs += 1
        outputs = {
            "scores": np.array([self._scores], np.float32),
            "levels": np.full((1, 10), 0.2, np.float32),
            "flags": np.array([self._flags], np.float32),
            "feature": np.ones((1, 1), np.float32),
        }
        return {name: outputs[name] for name in self.model.outputs}


def judge_of(
    flags: dict[Flag, float | None], detail: list[float], whole: list[float]
) -> tuple[Judge, FakeSession, FakeSession]:
    """A judge with these thresholds, whose branches give flags these probabilities."""
    models = load_manifest()
    one = FakeSession(replace(models[DETAIL], flags=flags), (0.25, 0.75), detail)
    two = FakeSession(replace(models[WHOLE], flags=flags), (0.35, 0.55), whole)
    judge = object.__new__(Judge)
    judge.__dict__.update({"_detail": one, "_whole": two})
    return judge, one, two


NOTHING = np.zeros((32, 32, 3), np.uint8)


def test_the_judge_says_the_mean_of_its_branches() -> None:
    judge, _, _ = judge_of({}, [], [])
    verdict = judge.rate(NOTHING)
    assert [verdict.quality, verdict.appeal] == pytest.approx([30, 65])


def test_a_glance_asks_one_branch_and_is_not_asked_again() -> None:
    judge, detail, whole = judge_of({}, [], [])
    glance = judge.glance(NOTHING)
    assert [glance.quality, glance.appeal] == pytest.approx([25, 75])
    assert (detail.runs, whole.runs) == (1, 0)
    assert judge.rate(NOTHING, glance).appeal == pytest.approx(65)
    assert (detail.runs, whole.runs) == (1, 1)


def told(flags: dict[Flag, float | None], detail: list[float], whole: list[float]) -> frozenset[Flag]:
    """What a judge tells of a picture with these thresholds and probabilities."""
    return judge_of(flags, detail, whole)[0].rate(NOTHING).flags


def test_flags_are_told_from_their_own_threshold_on() -> None:
    thresholds: dict[Flag, float | None] = {Flag.TEXT: 0.5, Flag.CLUTTER: 0.75, Flag.NOISY: 0.25}
    assert told(thresholds, [0.5, 0.6, 0.1], [0.5, 0.8, 0.5]) == {Flag.TEXT, Flag.NOISY}
    assert told(thresholds, [0.3, 0.8, 0.2], [0.5, 0.8, 0.1]) == {Flag.CLUTTER}


def test_a_flag_without_threshold_is_never_told() -> None:
    assert told({Flag.EYES_SHUT: None, Flag.TEXT: 0.5}, [1, 1], [1, 1]) == {Flag.TEXT}


def test_a_model_without_flags_tells_none() -> None:
    assert told({}, [], []) == frozenset()


def test_a_glance_tells_no_flags() -> None:
    assert judge_of({Flag.TEXT: 0.5}, [1], [1])[0].glance(NOTHING).flags == frozenset()
