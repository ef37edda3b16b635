"""How titles are divided into lines, and how large they become."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.title import LONGEST, Style, Title
from app.lettering.fonts import faces_for
from app.lettering.lines import _CLOSING, SMALLEST, Composer, Layout
from app.lettering.runs import clusters, right_to_left, tidy

FAMILY = "👩\u200d👩\u200d👧"
ROOM = 920.0, 460.0

needs_chinese = pytest.mark.skipif(bool(faces_for("", 700, "字")[1]), reason="no font has Chinese")

words = st.lists(st.text("abcdefghijklmnop", min_size=1, max_size=9), min_size=1, max_size=20).map(" ".join)
chinese = st.text("三分钟学会做蛋糕，。！（）《》", min_size=1, max_size=40)
anything = st.text(max_size=60)


def laid(text: str, size: float = 12.0, room: tuple[float, float] = ROOM) -> Layout:
    return Composer(Title(text, Style(size=size))).layout(*room)


def texts(layout: Layout) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in layout.lines]


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(words | chinese | anything, st.floats(3, 40), st.floats(0, 100))
def test_what_fits_is_all_there_and_in_its_room(text: str, size: float, box: float) -> None:
    composer = Composer(Title(text, Style(size=size, box=box)))
    if composer.empty:
        assert not plain(tidy(text))
        return
    layout = composer.layout(*ROOM)
    if layout.fits:
        assert plain("".join(texts(layout))) == plain(tidy(text))
        assert layout.width <= ROOM[0] * 1.01
        assert layout.height <= ROOM[1] + 1e-6
    assert SMALLEST - 1e-6 <= layout.pitch <= size * 10 + 1e-6
    assert layout.shrunk == (layout.pitch < size * 10 - 1e-6)


@given(words)
def test_words_stay_whole_where_there_is_room_for_them(text: str) -> None:
    lines = texts(laid(text))
    assert [word for line in lines for word in line.split()] == text.split()


@given(chinese)
def test_no_line_begins_with_punctuation_that_closes(text: str) -> None:
    for line in texts(laid(text, 16))[1:]:
        assert line[0] not in _CLOSING


def test_line_feeds_are_kept() -> None:
    assert texts(laid("one\n\ntwo three\n")) == ["one", "", "two three"]


def test_lines_are_about_as_long_as_each_other() -> None:
    lines = laid("one two six ten one two six ten one", 20).lines
    widths = [line.width for line in lines]
    assert len(lines) >= 2
    assert min(widths) > 0.6 * max(widths)


def test_a_long_word_is_made_smaller_before_it_is_broken() -> None:
    whole = laid("incomprehensible", 20)
    assert (texts(whole), whole.shrunk) == (["incomprehensible"], True)
    broken = laid("incomprehensible" * 4, 20)
    assert len(broken.lines) > 1
    assert plain("".join(texts(broken))) == "incomprehensible" * 4


@needs_chinese
def test_numbers_keep_their_unit_and_chinese_is_divided_after_punctuation() -> None:
    for line in texts(laid("和 AI 对话 30 天，结果怎么样", 20))[:-1]:
        assert not line.endswith("30")
    assert texts(laid("今天学会了，明天再来学", 14)) == ["今天学会了，", "明天再来学"]


@needs_chinese
def test_a_little_smaller_is_better_than_a_word_in_two() -> None:
    layout = laid("零基础瑜伽入门", 17)
    assert (len(layout.lines), layout.shrunk) == (1, True)


def test_what_does_not_fit_at_all_ends_in_an_ellipsis() -> None:
    layout = laid("word " * (LONGEST // 5), room=(200.0, 90.0))
    assert not layout.fits
    assert layout.shrunk
    assert texts(layout)[-1].endswith("…")
    assert layout.pitch == SMALLEST
    assert layout.height <= 90
    assert layout.width <= 200


@pytest.mark.parametrize("room", [(1.0, 1.0), (30.0, 2.0), (2.0, 900.0)])
def test_no_room_at_all_is_no_reason_to_stop(room: tuple[float, float]) -> None:
    layout = laid("Hello world", room=room)
    assert layout.lines
    assert not layout.fits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"a{FAMILY}b", ("a", FAMILY, "b")),
        ("🇩🇪🇫🇷", ("🇩🇪", "🇫🇷")),
        ("👍🏽❤\ufe0f", ("👍🏽", "❤\ufe0f")),
        ("1\ufe0f\u20e3", ("1\ufe0f\u20e3",)),
        ("e\u0301a", ("e\u0301", "a")),
        ("\u0301", ("\u0301",)),
    ],
)
def test_what_belongs_together_stays_together(text: str, found: tuple[str, ...]) -> None:
    assert clusters(text) == found


@given(st.text())
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text


@given(st.text())
def test_controls_are_dropped(text: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", tidy(text))


@pytest.mark.parametrize(
    ("text", "backwards"), [("Hi שלום", False), ("שלום Hi", True), ("123 مرحبا", True), ("12", False)]
)
def test_the_first_letter_says_the_direction(text: str, backwards: bool) -> None:
    assert right_to_left(text) == backwards
