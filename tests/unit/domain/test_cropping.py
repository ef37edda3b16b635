"""Crops in the hand."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.cropping import SMALLEST, Handle, dragged, grown, moved
from app.domain.geometry import Aspect, Box, Size

FULL_HD = Size(1920, 1080)
TALL = Aspect.parse("9:16")

sides = st.integers(1, 9000)
sizes = st.builds(Size, sides, sides)
terms = st.integers(1, 999)
aspects = st.one_of(
    st.just(Aspect(None)),
    st.sampled_from(["16:9", "4:3", "1:1", "3:4", "9:16"]).map(Aspect.parse),
    st.builds(lambda width, height: Aspect(Fraction(width, height)), terms, terms),
)
points = st.floats(-20_000, 20_000)
factors = st.floats(0.01, 100)
handles = st.sampled_from(Handle)


@st.composite
def held(draw: st.DrawFn) -> tuple[Box, Aspect, Size]:
    """A crop of a shape anywhere in a picture, at most the largest and as small as a hand can make it."""
    within, aspect = draw(sizes), draw(aspects)
    crop = grown(aspect.largest_in(within), draw(st.floats(0.01, 1)), aspect, within)
    return moved(crop, draw(st.integers(-9000, 9000)), draw(st.integers(-9000, 9000)), within), aspect, within


def _ratio(aspect: Aspect, within: Size) -> Fraction:
    return Fraction(within.width, within.height) if aspect.ratio is None else aspect.ratio


def _has_shape(crop: Box, aspect: Aspect, within: Size) -> bool:
    """Whether one side follows from the other to the pixel."""
    ratio = _ratio(aspect, within)
    by_height, by_width = max(Fraction(1), crop.height * ratio), max(Fraction(1), crop.width / ratio)
    return abs(crop.width - by_height) <= 0.5 or abs(crop.height - by_width) <= 0.5


def _is_inside(crop: Box, within: Size) -> bool:
    return min(crop.x, crop.y) >= 0 and crop.x + crop.width <= within.width and crop.y + crop.height <= within.height


def _is_allowed(crop: Box, aspect: Aspect, within: Size) -> bool:
    largest = aspect.largest_in(within)
    least = min(SMALLEST, largest.width, largest.height)
    return min(crop.width, crop.height) >= least and crop.width <= largest.width and crop.height <= largest.height


@given(held(), st.integers(-20_000, 20_000), st.integers(-20_000, 20_000))
def test_a_crop_is_moved_as_far_as_the_picture_goes(case: tuple[Box, Aspect, Size], dx: int, dy: int) -> None:
    crop, _, within = case
    result = moved(crop, dx, dy, within)
    assert _is_inside(result, within)
    assert (result.width, result.height) == (crop.width, crop.height)
    assert result.x == min(max(crop.x + dx, 0), within.width - crop.width)
    assert result.y == min(max(crop.y + dy, 0), within.height - crop.height)


@given(held(), factors)
def test_a_grown_crop_keeps_its_shape_and_its_bounds(case: tuple[Box, Aspect, Size], factor: float) -> None:
    crop, aspect, within = case
    result = grown(crop, factor, aspect, within)
    assert _is_inside(result, within)
    assert _has_shape(result, aspect, within)
    assert _is_allowed(result, aspect, within)


@given(held(), factors)
def test_growing_keeps_the_centre_where_there_is_room(case: tuple[Box, Aspect, Size], factor: float) -> None:
    crop, aspect, within = case
    result = grown(crop, factor, aspect, within)
    for near, length, before, was, limit in (
        (result.x, result.width, crop.x, crop.width, within.width),
        (result.y, result.height, crop.y, crop.height, within.height),
    ):
        if 0 < near < limit - length:
            assert abs(2 * near + length - 2 * before - was) <= 1


@given(held())
def test_growing_always_does_something_until_the_largest(case: tuple[Box, Aspect, Size]) -> None:
    crop, aspect, within = case
    result = grown(crop, 1.0001, aspect, within)
    largest = aspect.largest_in(within)
    if (crop.width, crop.height) != (largest.width, largest.height):
        assert result.area > crop.area
    assert grown(crop, 1, aspect, within) == crop


@given(held(), st.floats(1.001, 1.2))
def test_smaller_after_larger_does_not_wander(case: tuple[Box, Aspect, Size], factor: float) -> None:
    crop, aspect, within = case
    there = grown(crop, factor, aspect, within)
    inside = 0 < there.x < within.width - there.width and 0 < there.y < within.height - there.height
    back = grown(there, 1 / factor, aspect, within)
    if inside and (back.width, back.height) == (crop.width, crop.height):
        assert back == crop


@given(held(), handles, points, points)
@example((Box(0, 0, 9, 1), Aspect.parse("9:1"), Size(9, 1)), Handle.RIGHT, 1e9, 0.0)
def test_a_dragged_crop_keeps_its_shape_and_its_bounds(
    case: tuple[Box, Aspect, Size], handle: Handle, x: float, y: float
) -> None:
    crop, aspect, within = case
    result = dragged(crop, handle, x, y, aspect=aspect, within=within)
    assert _is_inside(result, within)
    assert _has_shape(result, aspect, within)
    assert _is_allowed(result, aspect, within)


@given(held(), handles, points, points)
def test_what_is_opposite_stays(case: tuple[Box, Aspect, Size], handle: Handle, x: float, y: float) -> None:
    crop, aspect, within = case
    result = dragged(crop, handle, x, y, aspect=aspect, within=within)
    if handle.across:
        assert result.x == crop.x if handle.across > 0 else result.x + result.width == crop.x + crop.width
    if handle.down:
        assert result.y == crop.y if handle.down > 0 else result.y + result.height == crop.y + crop.height


@given(held(), handles)
def test_taking_hold_changes_nothing(case: tuple[Box, Aspect, Size], handle: Handle) -> None:
    crop, aspect, within = case
    assert dragged(crop, handle, *handle.on(crop), aspect=aspect, within=within) == crop


@given(held(), handles, points, points)
def test_a_side_grows_to_both_sides_where_there_is_room(
    case: tuple[Box, Aspect, Size], handle: Handle, x: float, y: float
) -> None:
    crop, aspect, within = case
    result = dragged(crop, handle, x, y, aspect=aspect, within=within)
    if handle.across == 0 and 0 < result.x < within.width - result.width:
        assert abs(2 * result.x + result.width - 2 * crop.x - crop.width) <= 1
    if handle.down == 0 and 0 < result.y < within.height - result.height:
        assert abs(2 * result.y + result.height - 2 * crop.y - crop.height) <= 1


@pytest.mark.parametrize(
    ("handle", "x", "y", "expected"),
    [
        (Handle.BOTTOM_RIGHT, 650, 680, [200, 40, 381, 678]),  # off the diagonal: the nearest point of it
        (Handle.TOP_LEFT, 335, 360, [335, 360, 225, 400]),
        (Handle.TOP_RIGHT, 1900, -900, [200, 0, 428, 760]),  # as far as the upper edge
        (Handle.LEFT, 335, 999, [335, 240, 225, 400]),
        (Handle.BOTTOM, 0, 440, [267, 40, 225, 400]),
        (Handle.RIGHT, 150, 0, [200, 411, 32, 57]),  # through the other side: the smallest
    ],
)
def test_a_tall_crop_in_full_hd(handle: Handle, x: float, y: float, expected: list[int]) -> None:
    top = 40 if handle in {Handle.BOTTOM, Handle.BOTTOM_RIGHT} else 120
    crop = Box(200, top, 360, 640)
    assert dragged(crop, handle, x, y, aspect=TALL, within=FULL_HD).as_list() == expected


def test_the_original_shape_is_that_of_the_picture() -> None:
    assert grown(Box(0, 0, 1920, 1080), 0.5, Aspect(None), FULL_HD) == Box(480, 270, 960, 540)
    assert dragged(Box(0, 0, 960, 540), Handle.BOTTOM_RIGHT, 5000, 5000, aspect=Aspect(None), within=FULL_HD) == Box(
        0, 0, 1920, 1080
    )


def test_a_picture_smaller_than_the_smallest_crop_leaves_only_the_largest() -> None:
    icon = Size(16, 16)
    assert grown(Box(0, 0, 16, 16), 0.1, Aspect.parse("1:1"), icon) == Box(0, 0, 16, 16)
    assert dragged(Box(4, 0, 9, 16), Handle.TOP, 0, 12, aspect=TALL, within=icon) == Box(4, 0, 9, 16)
