"""What is done to the picture of a cover, and where its parts are afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.geometry import Aspect, Box, Size
from app.domain.look import COLOURS, NEUTRAL, RANGES, Look
from tests.project_factory import aspects, looks

SIZE = Size(1920, 1080)
BOX = Box(100, 50, 300, 400)


def test_a_look_is_neutral_until_something_is_done() -> None:
    assert NEUTRAL.neutral
    assert NEUTRAL.upright
    assert not Look(exposure=0.05).neutral
    assert Look(exposure=0.05).upright
    assert not Look(angle=-0.1).upright


@pytest.mark.parametrize("name", RANGES)
def test_no_number_leaves_its_range(name: str) -> None:
    least, most = RANGES[name]
    for value in (least - 0.01, most + 0.01, float("nan"), float("inf")):
        given: dict[str, Any] = {name: value}
        with pytest.raises(ValueError, match=name):
            Look(**given)
    inside: dict[str, Any] = {name: most}
    assert getattr(Look(**inside), name) == most


@pytest.mark.parametrize("turns", [-1, 4])
def test_there_are_four_quarters(turns: int) -> None:
    with pytest.raises(ValueError, match="quarter"):
        Look(turns=turns)


def test_a_quarter_turn_brings_the_left_up() -> None:
    look = Look(turns=1)
    assert look.size(SIZE) == Size(1080, 1920)
    # The corner at the top left comes to the top right.
    assert look.box(Box(0, 0, 10, 20), SIZE) == Box(1060, 0, 20, 10)
    assert Look(flipped=True).box(Box(0, 5, 10, 20), SIZE) == Box(1910, 5, 10, 20)


@given(looks, st.builds(Box, st.integers(0, 50), st.integers(0, 40), st.integers(1, 50), st.integers(1, 40)))
def test_what_is_turned_lies_inside_and_comes_back(look: Look, box: Box) -> None:
    size = Size(100, 80)
    there, turned = look.box(box, size), look.size(size)
    assert there.x >= 0
    assert there.y >= 0
    assert there.x + there.width <= turned.width
    assert there.y + there.height <= turned.height
    assert look.box_before(there, size) == box


@given(looks, st.sampled_from([1, -1]))
def test_turning_turns_what_is_seen(look: Look, quarters: int) -> None:
    further = look.turned_on(quarters)
    seen = look.box(BOX, SIZE)
    assert further.box(BOX, SIZE) == Look(turns=quarters % 4).box(seen, look.size(SIZE))
    assert look.turned_on(quarters).turned_on(-quarters) == look


@given(looks)
def test_mirrored_twice_is_as_before(look: Look) -> None:
    assert look.mirrored().mirrored() == look
    assert look.mirrored().angle == -look.angle


@given(looks, aspects)
def test_a_crop_of_a_turned_picture_is_inside_and_in_its_shape(look: Look, aspect: Aspect) -> None:
    largest = aspect.largest_in(SIZE)
    turned = look.size(SIZE)
    crop = look.crop(largest, aspect, SIZE)
    assert crop.x >= 0
    assert crop.y >= 0
    assert crop.x + crop.width <= turned.width
    assert crop.y + crop.height <= turned.height
    again = aspect.largest_in(turned)
    assert abs(crop.width - again.width) <= 1, "the largest is the largest again"
    assert abs(crop.height - again.height) <= 1


def test_a_small_crop_stays_small_and_about_where_it_was() -> None:
    look, aspect = Look(turns=1), Aspect.parse("3:4")
    crop = look.crop(Box(1000, 200, 405, 540), aspect, SIZE)
    assert (crop.width, crop.height) == (540, 720), "half as wide as the largest"
    middle = look.box(Box(1000, 200, 405, 540), SIZE)
    assert abs(crop.x + crop.width / 2 - middle.x - middle.width / 2) <= 1
    assert abs(crop.y + crop.height / 2 - middle.y - middle.height / 2) <= 1
    back = look.crop_before(crop, aspect, SIZE)
    assert abs(back.x - 1000) <= 2
    assert abs(back.width - 405) <= 2


@given(st.floats(-15, 15), st.integers(1, 4000), st.integers(1, 4000))
def test_no_corner_is_empty_and_nothing_is_enlarged_for_nothing(angle: float, width: int, height: int) -> None:
    import math

    grown = Look(angle=angle).enlargement(Size(width, height))
    slope = math.radians(abs(angle))
    reach = [
        (width * math.cos(slope) + height * math.sin(slope)) / (grown * width),
        (width * math.sin(slope) + height * math.cos(slope)) / (grown * height),
    ]
    assert max(reach) == pytest.approx(1)


def test_a_face_is_seen_where_straightening_brings_it() -> None:
    middle = Box(900, 480, 120, 120)
    look = Look(angle=10)
    grown = look.enlargement(SIZE)
    assert look.seen(middle, SIZE) == Box(
        round(960 - 60 * grown), round(540 - 60 * grown), round(120 * grown), round(120 * grown)
    )
    right = look.seen(Box(1500, 480, 120, 120), SIZE)
    assert right.y > 480, "clockwise, what is at the right comes down"


def test_what_changed_is_told_by_name() -> None:
    assert Look(exposure=1).changed(Look(exposure=0.5)) == {"exposure"}
    assert Look().changed(Look(turns=2, warmth=3)) == {"turns", "warmth"}


@given(looks, looks)
def test_light_and_colour_can_be_taken_over(look: Look, other: Look) -> None:
    mixed = look.with_colours_of(other)
    assert mixed.geometry == look.geometry
    assert all(getattr(mixed, name) == getattr(other, name) for name in COLOURS)


def test_one_number_can_be_another_and_the_rest_stays() -> None:
    look = Look(turns=1, exposure=0.5)
    assert look.with_number("warmth", 12.0) == Look(turns=1, exposure=0.5, warmth=12.0)
    with pytest.raises(ValueError, match="warmth"):
        look.with_number("warmth", 101.0)
