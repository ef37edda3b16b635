"""The eight ways to turn and mirror a picture."""

import struct

import numpy as np
import pytest

from app.domain.geometry import Size
from app.media.orientation import Orientation

ONE = 1 << 16
PICTURE = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)


def matrix(a: int, b: int, c: int, d: int) -> bytes:
    return struct.pack("=9i", a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30)


@pytest.mark.parametrize("first", [-1, 1])
@pytest.mark.parametrize("second", [-1, 1])
@pytest.mark.parametrize("transposed", [False, True])
def test_a_pixel_lands_where_the_matrix_sends_it(first: int, second: int, transposed: bool) -> None:
    a, b, c, d = (0, first, second, 0) if transposed else (first, 0, 0, second)
    turned = Orientation.from_display_matrix(matrix(a, b, c, d)).apply(PICTURE)
    height, width = turned.shape[:2]
    for q in range(PICTURE.shape[0]):
        for p in range(PICTURE.shape[1]):
            # Where an axis is reversed, the pixel that starts at p ends up before −p.
            x, y = a * p + c * q - (a + c < 0), b * p + d * q - (b + d < 0)
            assert (turned[y % height, x % width] == PICTURE[q, p]).all()


@pytest.mark.parametrize("transpose", [False, True])
def test_the_size_is_that_of_the_turned_picture(transpose: bool) -> None:
    orientation = Orientation(transpose, flip_x=True)
    turned = orientation.apply(PICTURE)
    assert orientation.size(Size(3, 2)) == Size(turned.shape[1], turned.shape[0])


def test_a_matrix_that_is_cut_off_turns_nothing() -> None:
    assert Orientation.from_display_matrix(b"\0" * 12) == Orientation()
