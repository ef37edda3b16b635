"""Moments."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.domain.media import Moment

stamps = st.integers(-(2**40), 2**40)


@given(stamps, stamps, st.sampled_from([Fraction(1, 90_000), Fraction(1001, 30_000), Fraction(1, 1000)]))
def test_seconds_count_from_the_start_of_the_presentation(pts: int, start: int, base: Fraction) -> None:
    assert Moment(pts, base, start).seconds == float((pts - start) * base)


@given(stamps, stamps)
def test_moments_of_one_stream_are_ordered_by_time(one: int, other: int) -> None:
    base = Fraction(1, 1000)
    assert (Moment(one, base) < Moment(other, base)) == (one < other)
