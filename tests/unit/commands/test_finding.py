from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands.finding import likeness, plain


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("&Open…", "Open"),
        ("打开(&O)…", "打开"),
        ("播放或暂停(&P)", "播放或暂停"),
        ("Black && white", "Black & white"),
        ("Crop (far)", "Crop (far)"),
        ("", ""),
    ],
)
def test_titles_are_shown_without_marks(title: str, expected: str) -> None:
    assert plain(title) == expected


def _order(typed: str, *titles: str) -> list[str]:
    found = [(score, title) for title in titles if (score := likeness(typed, [title])) is not None]
    return [title for _, title in sorted(found, key=lambda one: -one[0])]


def test_first_letters_of_words_find_a_title() -> None:
    assert _order("cl", "Compare candidates", "Crop larger", "Close", "Cancel") == ["Close", "Crop larger", "Cancel"]


def test_letters_together_are_better_than_apart() -> None:
    assert _order("zoom", "Zany old orange moon", "Zoom in")[0] == "Zoom in"


def test_case_and_spaces_do_not_matter() -> None:
    assert likeness("  ZOOM  In ", ["zoom in"]) == likeness("zoomin", ["Zoom in"])


def test_letters_must_be_there_in_their_order() -> None:
    assert likeness("poz", ["Zoom"]) is None
    assert likeness("zz", ["Zoom"]) is None
    assert likeness("a", [""]) is None


def test_chinese_is_found_by_its_characters_and_by_the_english_title() -> None:
    assert _order("热图", "显著性热图", "人脸框") == ["显著性热图"]
    assert likeness("heat", {"显著性热图", "Saliency heat map"}) is not None
    assert likeness("脸热", ["显著性热图"]) is None


def test_nothing_typed_fits_everything_alike() -> None:
    assert likeness("", ["Zoom"]) == likeness("  ", ["显著性热图"]) == 0


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_a_title_is_found_by_any_part_of_it(before: str, part: str, behind: str) -> None:
    assert likeness(part, [before + part + behind]) is not None
