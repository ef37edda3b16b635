"""Sizes, shapes and crops."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.geometry import Aspect, Size

sides = st.integers(1, 70_000)
sizes = st.builds(Size, sides, sides)
terms = st.integers(1, 999)
aspects = st.builds(lambda width, height: Aspect(Fraction(width, height)), terms, terms)


@given(sizes, aspects)
def test_the_largest_crop_lies_inside_and_touches_two_opposite_sides(size: Size, aspect: Aspect) -> None:
    box = aspect.largest_in(size)
    assert box.x >= 0
    assert box.y >= 0
    assert box.x + box.width <= size.width
    assert box.y + box.height <= size.height
    assert box.width == size.width or box.height == size.height


@given(sizes, aspects)
def test_the_largest_crop_has_the_wanted_shape_to_the_pixel(size: Size, aspect: Aspect) -> None:
    box = aspect.largest_in(size)
    assert aspect.ratio is not None
    width_by_height = max(Fraction(1), box.height * aspect.ratio)
    height_by_width = max(Fraction(1), box.width / aspect.ratio)
    assert abs(box.width - width_by_height) <= 0.5 or abs(box.height - height_by_width) <= 0.5


@given(sizes, aspects)
def test_the_largest_crop_is_centred(size: Size, aspect: Aspect) -> None:
    box = aspect.largest_in(size)
    assert abs(2 * box.x + box.width - size.width) <= 1
    assert abs(2 * box.y + box.height - size.height) <= 1


@given(sizes)
def test_the_original_shape_keeps_everything(size: Size) -> None:
    assert Aspect.parse("original").largest_in(size).as_list() == [0, 0, size.width, size.height]


@given(sizes, st.integers(1, 2000))
def test_a_bounded_size_keeps_its_shape_and_never_grows(size: Size, side: int) -> None:
    bounded = size.within(side)
    assert max(bounded.width, bounded.height) <= max(side, 1)
    assert bounded.width <= size.width
    assert bounded.height <= size.height
    assert abs(bounded.width * size.height - bounded.height * size.width) <= max(size.width, size.height)


@given(terms, terms)
def test_a_shape_is_written_as_it_is_read(width: int, height: int) -> None:
    aspect = Aspect.parse(f"{width}:{height}")
    assert aspect.ratio == Fraction(width, height)
    assert Aspect.parse(str(aspect)) == aspect


@pytest.mark.parametrize("text", ["", "16x9", "0:1", "1:0", "-3:4", "3:4:5", "1.5:1", "1000:1", "Original", "3 : 4"])
def test_what_is_no_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a shape"):
        Aspect.parse(text)


@given(st.text(max_size=12))
def test_any_text_is_a_shape_or_refused(text: str) -> None:
    try:
        aspect = Aspect.parse(text)
    except ValueError:
        return
    assert str(aspect) == "original" or ":" in str(aspect)


@pytest.mark.parametrize(("width", "height"), [(0, 1), (1, 0), (-2, 3)])
def test_an_empty_size_is_refused(width: int, height: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        Size(width, height)
