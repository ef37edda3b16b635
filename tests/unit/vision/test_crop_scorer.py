"""The crop scorer on pictures where the better crop is beyond doubt, and on what it must bear."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.geometry import Box
from app.inference import load_manifest
from app.vision.crop_scorer import AT_ONCE, NAME, CropScorer, shares
from tests.media_factory import real_photo


@pytest.fixture(scope="module")
def scorer() -> CropScorer:
    return CropScorer("cpu")


def astronaut() -> np.ndarray:
    """A portrait, 448 × 448 or so; the face lies in the upper middle."""
    return real_photo("astronaut")


def at(image: np.ndarray, x: float, y: float, width: float, height: float) -> Box:
    rows, columns = image.shape[:2]
    return Box(round(x * columns), round(y * rows), round(width * columns), round(height * rows))


def test_a_crop_with_the_whole_face_is_better_than_one_that_cuts_it_or_leaves_it_out(scorer: CropScorer) -> None:
    image = astronaut()
    whole, cut, without = scorer.rate(
        image, [at(image, 0.15, 0.0, 0.6, 0.6), at(image, 0.45, 0.0, 0.5, 0.5), at(image, 0.4, 0.5, 0.5, 0.5)]
    )
    assert whole > cut
    assert whole > without


def test_the_mirror_image_is_rated_alike(scorer: CropScorer) -> None:
    image = astronaut()
    boxes = [at(image, 0.1, 0.0, 0.6, 0.8), at(image, 0.3, 0.3, 0.6, 0.7)]
    other = [Box(image.shape[1] - box.x - box.width, box.y, box.width, box.height) for box in boxes]
    assert scorer.rate(np.ascontiguousarray(image[:, ::-1]), other) == pytest.approx(scorer.rate(image, boxes), abs=12)


def test_many_crops_at_once_are_rated_as_each_alone(scorer: CropScorer) -> None:
    image = astronaut()
    boxes = [at(image, 0.4 * number / AT_ONCE, 0.1, 0.5, 0.5) for number in range(AT_ONCE + 3)]
    together = scorer.rate(image, boxes)
    assert len(together) == len(boxes)
    for number in (0, AT_ONCE - 1, AT_ONCE, AT_ONCE + 2):
        assert scorer.rate(image, [boxes[number]]) == pytest.approx([together[number]], abs=0.01)


def test_who_gives_no_crops_to_the_model_asks_about_the_whole_picture() -> None:
    tensors = load_manifest()[NAME].tensors(astronaut())
    assert set(tensors) == {"picture", "boxes"}
    assert tensors["boxes"].tolist() == [[0, 0, 1, 1]]


def test_no_crops_no_scores(scorer: CropScorer) -> None:
    assert scorer.rate(astronaut(), []) == []


@pytest.mark.parametrize("shape", [(1, 1), (8, 8), (3, 900), (900, 3), (448, 448), (1200, 1600)])
def test_every_size_of_picture_gets_scores_between_0_and_100(scorer: CropScorer, shape: tuple[int, int]) -> None:
    height, width = shape
    boxes = [Box(0, 0, width, height), Box(0, 0, 1, 1), Box(-5, -5, width + 10, height + 10), Box(width, height, 9, 9)]
    scores = scorer.rate(np.full((height, width, 3), 77, np.uint8), boxes)
    assert len(scores) == 4
    assert all(0 <= score <= 100 for score in scores)


def test_what_lies_outside_the_picture_does_not_count(scorer: CropScorer) -> None:
    image = astronaut()
    height, width = image.shape[:2]
    inside, beyond = scorer.rate(image, [Box(0, 0, width, height), Box(-50, -50, width + 100, height + 100)])
    assert inside == pytest.approx(beyond, abs=1e-3)


NUMBERS = st.integers(-1000, 1000)


@given(st.lists(st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS)), st.integers(1, 500), st.integers(1, 500))
def test_shares_lie_within_the_picture(boxes: list[Box], width: int, height: int) -> None:
    found = shares(boxes, width, height)
    assert found.shape == (len(boxes), 4)
    assert np.all(found >= 0)
    assert np.all(found[:, :2] + found[:, 2:] <= 1 + 1e-6)


def test_shares_of_a_box_inside() -> None:
    assert shares([Box(20, 10, 50, 40)], 200, 100).tolist() == [pytest.approx([0.1, 0.1, 0.25, 0.4])]
