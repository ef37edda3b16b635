"""Likeness and transitions."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from app.domain.media import Image
from app.vision.similarity import alike, in_transition, signature, similarity, thumb
from tests.media_factory import photo

FEATURE = np.full(4, 0.5, np.float32)
OTHER_FEATURE = np.array([0.5, -0.5, 0.5, -0.5], np.float32)
FRAMES = 25


def mixed(share: float, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.addWeighted(one, 1 - share, other, share, 0), np.uint8)


def panned(step: int) -> np.ndarray:
    return photo(1, 800)[:, 8 * step : 8 * step + 480]


def test_a_picture_is_like_itself() -> None:
    mine = signature(photo(1), FEATURE)
    assert similarity(mine, mine) == pytest.approx(1)


@pytest.mark.parametrize(
    "changed",
    [
        lambda image: cv2.resize(image, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA),
        lambda image: np.clip(image * 1.2, 0, 255).astype(np.uint8),
        lambda image: cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 20])[1], cv2.IMREAD_COLOR),
        lambda image: np.repeat(image.mean(2, keepdims=True), 3, 2).astype(np.uint8),
    ],
    ids=["smaller", "brighter", "compressed", "grey"],
)
def test_a_copy_is_known_again_by_its_hash(changed: Callable[[Image], Image]) -> None:
    # The features of the copies have nothing in common, so it is the hash that tells.
    assert alike(signature(photo(1), FEATURE), signature(changed(photo(1)), OTHER_FEATURE))


def test_two_pictures_are_not_alike_unless_the_judge_sees_the_same_in_them() -> None:
    assert not alike(signature(photo(1), FEATURE), signature(photo(2), OTHER_FEATURE))
    assert alike(signature(photo(1), FEATURE), signature(photo(2), FEATURE))


def test_flat_pictures_of_two_colours_are_two_pictures() -> None:
    black, white = np.zeros((40, 60, 3), np.uint8), np.full((40, 60, 3), 255, np.uint8)
    assert not alike(signature(black, FEATURE), signature(white, OTHER_FEATURE))
    assert alike(signature(black, FEATURE), signature(black, OTHER_FEATURE))


def test_likeness_has_no_direction_and_grows_with_what_is_shared() -> None:
    one, other = signature(photo(1), FEATURE), signature(photo(2), OTHER_FEATURE)
    between = signature(mixed(0.3, photo(1), photo(2)), FEATURE)
    assert similarity(one, other) == pytest.approx(similarity(other, one))
    assert similarity(one, other) < similarity(one, between) < 1


@pytest.mark.parametrize("length", [8, 14, 20])
def test_the_middle_of_a_dissolve_is_a_transition(length: int) -> None:
    shares = np.clip((np.arange(FRAMES) - FRAMES // 2) / length + 0.5, 0, 1)
    thumbs = [thumb(mixed(float(share), photo(3), photo(4))) for share in shares]
    assert in_transition(thumbs, FRAMES // 2)


@pytest.mark.parametrize("ends", ["black", "white"])
def test_a_fade_is_a_transition_from_its_first_frame_on(ends: str) -> None:
    target = np.full_like(photo(3), 0 if ends == "black" else 255)
    thumbs = [thumb(mixed(min(1.0, step / 14), photo(3), target)) for step in range(FRAMES)]
    assert in_transition(thumbs, 5)
    assert in_transition(thumbs, 0)


def test_a_still_picture_a_pan_and_a_cut_are_none() -> None:
    still = [thumb(photo(3))] * FRAMES
    pan = [thumb(panned(step)) for step in range(FRAMES)]
    cut = [thumb(photo(3 if step < 12 else 4)) for step in range(FRAMES)]
    for thumbs in (still, pan, cut):
        assert not any(in_transition(thumbs, index) for index in range(FRAMES))


def test_too_few_frames_are_no_evidence() -> None:
    assert not in_transition([thumb(photo(1))], 0)
