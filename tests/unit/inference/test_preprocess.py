"""From a picture to a model's input."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.inference.preprocess import Preprocessing

RGB = Preprocessing(115_200, 32, 3.0, "RGB", 127.5, 1 / 127.5)
BGR = Preprocessing(115_200, 32, 3.0, "BGR", 0.0, 1.0)
LEAST = 115_200
OWN = Preprocessing(200_704, 32, 3.0, "RGB", 127.5, 1 / 127.5, LEAST)
sides = st.integers(1, 8000)


@given(sides, sides)
def test_the_input_costs_about_the_same_for_every_shape(width: int, height: int) -> None:
    columns, rows = RGB.input_size(width, height)
    assert columns % 32 == 0
    assert rows % 32 == 0
    assert 0.75 <= columns * rows / RGB.pixels <= 1.3


@given(st.integers(340, 600), st.integers(340, 600))
def test_a_picture_of_neither_too_few_nor_too_many_pixels_keeps_its_size(width: int, height: int) -> None:
    columns, rows = OWN.input_size(width, height)
    if width * height <= OWN.pixels:
        assert abs(columns - width) <= 16
        assert abs(rows - height) <= 16
    else:
        assert 0.9 <= columns * rows / OWN.pixels <= 1.1


@given(sides, sides)
def test_with_a_least_size_the_input_lies_between_the_two(width: int, height: int) -> None:
    columns, rows = OWN.input_size(width, height)
    assert 0.75 * LEAST <= columns * rows <= 1.3 * OWN.pixels
    if width * height <= LEAST:
        assert (columns, rows) == RGB.input_size(width, height)


@given(sides, sides)
def test_the_input_keeps_the_shape_up_to_the_longest_that_is_allowed(width: int, height: int) -> None:
    columns, rows = RGB.input_size(width, height)
    wanted = min(max(width / height, 1 / 3), 3)
    assert 0.8 <= (columns / rows) / wanted <= 1.25


@given(sides, sides)
def test_turning_the_picture_turns_the_input(width: int, height: int) -> None:
    assert RGB.input_size(width, height) == RGB.input_size(height, width)[::-1]


@given(st.integers(0, 255))
def test_the_values_are_normalised_as_the_manifest_says(level: int) -> None:
    tensor = RGB.tensor(np.full((252, 448, 3), level, np.uint8))
    assert tensor.shape == (1, 3, 256, 448)
    assert tensor.dtype == np.float32
    assert np.allclose(tensor, (level - 127.5) / 127.5, atol=1e-6)


def test_the_colours_come_in_the_order_that_the_model_expects() -> None:
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[..., 0] = 200
    assert BGR.tensor(picture)[0, :, 0, 0].tolist() == [0, 0, 200]


def test_a_picture_of_the_inputs_size_is_not_touched() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (256, 448, 3), dtype=np.uint8)
    assert np.array_equal(RGB.resize(picture), picture)
