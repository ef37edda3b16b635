"""Titles as values: what makes sense of them, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.title import LONGEST, RANGES, Spot, Style, Title


@pytest.mark.parametrize("name", RANGES)
def test_numbers_out_of_range_are_refused(name: str) -> None:
    least, most = RANGES[name]
    for value in (least, most):
        assert getattr(Style().with_number(name, value), name) == value
    for value in (least - 1, most + 1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=name):
            Style().with_number(name, value)


def test_a_number_changes_nothing_else() -> None:
    style = Style(family="Noto Sans", colour="#ff00aa", box=20)
    assert style.with_number("outline", 5).with_number("outline", 0) == style


@pytest.mark.parametrize("colour", ["red", "#fff", "#GGGGGG", "#FF0000", "ff0000", "#ff00000", " #ff0000"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    for name in ("colour", "box_colour"):
        with pytest.raises(ValueError, match="colour"):
            Style(**{name: colour})  # type: ignore[arg-type]


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_is_taken(value: int) -> None:
    colour = f"#{value:06x}"
    assert Style(colour=colour, box_colour=colour).colour == colour


@pytest.mark.parametrize(("x", "y"), [(-0.01, 0.5), (0.5, 1.01), (float("nan"), 0.5)])
def test_a_spot_is_on_the_cover(x: float, y: float) -> None:
    with pytest.raises(ValueError, match="spot"):
        Spot(x, y)


def test_titles_have_an_end() -> None:
    assert Title("a" * LONGEST).text
    with pytest.raises(ValueError, match=str(LONGEST)):
        Title("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("text", "empty"), [("", True), (" \n\t", True), ("\u3000", True), ("a", False), ("\n.", False)]
)
def test_a_title_without_words_is_empty(text: str, empty: bool) -> None:
    assert Title(text).empty == empty
