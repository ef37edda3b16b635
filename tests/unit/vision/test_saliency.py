"""Saliency: maps whose answer is known, odd pictures, and what the network sees in photos."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.geometry import Box, Size
from app.domain.media import Heat, Image
from app.vision.frequency_tuned import frequency_tuned, improved_frequency_tuned
from app.vision.saliency import MAP_SIDE, Method, Saliency
from tests.media_factory import real_photo

FACE = Box(160, 50, 130, 160)
"""The astronaut's, of 512 × 512 pixels."""


@pytest.fixture(scope="module")
def finders() -> dict[Method, Saliency]:
    return {method: Saliency(method) for method in Method}


def scene(*boxes: tuple[Box, int], size: tuple[int, int] = (120, 160)) -> Image:
    """Grey boxes on grey."""
    picture = np.full((*size, 3), 60, np.uint8)
    for box, level in boxes:
        picture[box.y : box.y + box.height, box.x : box.x + box.width] = level
    return picture


def inside(heat: Heat, box: Box) -> float:
    return float(heat[box.y : box.y + box.height, box.x : box.x + box.width].mean())


def test_frequency_tuned_is_the_distance_to_the_mean_colour() -> None:
    picture = np.full((80, 100, 3), (200, 40, 40), np.uint8)
    picture[:, :20] = (40, 40, 200)
    heat = frequency_tuned(picture)
    assert heat[:, :15].min() > 250
    assert heat[:, 30:].max() < 64
    lab = cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 1), cv2.COLOR_RGB2LAB).astype(float)
    distance = np.linalg.norm(lab - lab.mean((0, 1)), axis=2)
    wanted = (distance - distance.min()) / (distance.max() - distance.min()) * 255
    assert np.abs(heat - wanted).max() < 1


def test_improved_frequency_tuned_drops_what_hangs_together_with_the_border() -> None:
    middle, edge = Box(70, 50, 20, 20), Box(0, 90, 40, 30)
    picture = scene((middle, 220), (edge, 220))
    plain, improved = frequency_tuned(picture), improved_frequency_tuned(picture)
    assert inside(plain, edge) > 200
    assert improved[edge.y :, : edge.width].max() == 0
    assert inside(improved, Box(75, 55, 10, 10)) == 255


def test_improved_frequency_tuned_sums_three_masks() -> None:
    # Distances of 255, 136 and 99, with thresholds at 81, 121 and 162; the ground's is 67.
    bright, lighter, light = Box(20, 30, 60, 60), Box(90, 40, 20, 20), Box(120, 40, 20, 20)
    heat = improved_frequency_tuned(scene((bright, 240), (lighter, 170), (light, 150)))
    assert [heat[50, box.x + 10] for box in (bright, lighter, light)] == [255, 170, 85]
    assert heat[10, 10] == 0


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (8, 8), (2, 3), (1080, 1920)])
def test_every_shape_gets_a_map_of_its_size(
    finders: dict[Method, Saliency], method: Method, shape: tuple[int, int]
) -> None:
    picture = np.random.default_rng(3).integers(0, 256, (*shape, 3), np.uint8)
    heat = finders[method].map(picture)
    assert heat.shape == shape
    assert heat.dtype == np.uint8
    assert max(finders[method].small(picture).shape) <= MAP_SIDE


@pytest.mark.parametrize("level", [0, 77, 255])
def test_a_flat_picture_has_nothing_that_stands_out(finders: dict[Method, Saliency], level: int) -> None:
    flat = np.full((90, 160, 3), level, np.uint8)
    for method in (Method.FT, Method.IFT):
        assert finders[method].map(flat).max() == 0
    heat = finders[Method.LEARNED].map(flat)
    corners = heat[[0, 0, -1, -1], [0, -1, 0, -1]]
    assert inside(heat, Box(60, 30, 40, 30)) > 2 * corners.mean()


@given(st.integers(1, 700), st.integers(1, 700), st.integers(1, 900), st.integers(1, 900))
def test_a_map_can_be_had_at_the_size_of_the_picture_that_was_shrunk(
    finders: dict[Method, Saliency], width: int, height: int, wide: int, high: int
) -> None:
    picture = np.zeros((height, width, 3), np.uint8)
    picture[height // 3 : height // 2, width // 3 : width // 2] = 200
    assert finders[Method.IFT].map(picture, Size(wide, high)).shape == (high, wide)
    assert finders[Method.IFT].small(picture).shape[::-1] == (
        (small := Size(width, height).within(MAP_SIDE)).width,
        small.height,
    )


@given(st.integers(0, 2**32 - 1))
def test_a_mirrored_picture_has_the_mirrored_map(seed: int) -> None:
    random = np.random.default_rng(seed)
    picture = cv2.resize(random.integers(0, 256, (5, 7, 3), np.uint8), (70, 50), interpolation=cv2.INTER_CUBIC)
    mirrored = np.ascontiguousarray(picture[:, ::-1])
    heat, turned = frequency_tuned(np.asarray(picture, np.uint8)), frequency_tuned(np.asarray(mirrored, np.uint8))
    assert np.abs(heat[:, ::-1].astype(int) - turned).max() <= 1


def test_a_grey_picture_is_seen(finders: dict[Method, Saliency]) -> None:
    grey = np.repeat(real_photo("astronaut").mean(2, keepdims=True), 3, axis=2).astype(np.uint8)
    heat = finders[Method.LEARNED].map(grey)
    assert inside(heat, FACE) > 3 * heat.mean()


def test_the_network_looks_at_the_face(finders: dict[Method, Saliency]) -> None:
    heat = finders[Method.LEARNED].map(real_photo("astronaut"))
    assert inside(heat, FACE) > 3 * heat.mean()
    assert heat.max() > 250


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_centre_does_not_swallow_who_stands_aside(finders: dict[Method, Saliency], side: str) -> None:
    face = real_photo("astronaut")[:380, 60:400]
    scenery = cv2.GaussianBlur(real_photo("coffee"), (0, 0), 20)
    wide = np.asarray(cv2.resize(scenery, (1200, 380)), np.uint8)
    start = 20 if side == "left" else 1200 - 20 - face.shape[1]
    wide[:, start : start + face.shape[1]] = face
    heat = finders[Method.LEARNED].map(wide)
    half = heat[:, :600] if side == "left" else heat[:, 600:]
    assert half.sum() > 0.7 * heat.sum()


def test_only_the_learned_method_has_a_version(finders: dict[Method, Saliency]) -> None:
    assert [method for method in Method if finders[method].version is not None] == [Method.LEARNED]
    assert {finder.backend for finder in finders.values()} == {"cpu"}
