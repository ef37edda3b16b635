"""The choices of an export, and what files are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.edits import Shape
from app.domain.export import (
    EXAMPLE,
    LONGEST_NAME,
    ExportOptions,
    Facts,
    Field,
    Format,
    Sizing,
    example_name,
    file_name,
    safe_name,
)
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Picture
from app.domain.platforms import load_platforms
from app.domain.wanted import shaped_covers, wanted_covers
from tests.project_factory import post_project, video_project

PLATFORMS = load_platforms()
FREE = Shape(Aspect(None))


def facts(name: str = "clip", **others: object) -> Facts:
    return replace(EXAMPLE, name=name, **others)  # type: ignore[arg-type]


def test_without_choices_covers_are_as_accepted() -> None:
    usual = ExportOptions()
    assert (usual.format, usual.quality, usual.target, usual.metadata) == (Format.JPEG, 92, None, False)
    assert file_name(usual.pattern, facts()) + usual.format.suffix == "clip-cover.jpg"
    assert usual.size(Box(3, 4, 701, 500), FREE, PLATFORMS) == Size(701, 500)


@pytest.mark.parametrize(
    "wrong",
    [
        {"quality": 0},
        {"quality": 101},
        {"target": 999},
        {"side": 15},
        {"side": 16_385},
        {"pattern": " "},
        {"pattern": "{nothing}"},
        {"pattern": "{name"},
        {"pattern": "name}"},
        {"pattern": "{{name}}"},
        {"pattern": "{name!r}"},
        {"pattern": "{name:>9}"},
        {"pattern": "{0}"},
        {"pattern": "{name.real}"},
    ],
)
def test_choices_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(ExportOptions(), **wrong)  # type: ignore[arg-type]


def test_sizes_follow_the_crop_the_platform_or_the_long_side() -> None:
    crop, shape = Box(0, 0, 600, 800), Shape(Aspect(Fraction(3, 4)), "xiaohongshu-3x4")
    preset = PLATFORMS.preset("xiaohongshu-3x4")
    assert preset is not None
    assert ExportOptions(sizing=Sizing.PRESET).size(crop, shape, PLATFORMS) == preset.pixels
    assert ExportOptions(sizing=Sizing.PRESET).size(crop, FREE, PLATFORMS) == Size(600, 800)
    assert ExportOptions(sizing=Sizing.LONG_SIDE, side=400).size(crop, shape, PLATFORMS) == Size(300, 400)
    assert ExportOptions(sizing=Sizing.LONG_SIDE, side=4000).size(crop, shape, PLATFORMS) == Size(600, 800)


def test_all_fields_have_their_text() -> None:
    pattern = " ".join(f"{{{field}}}" for field in Field)
    assert example_name(pattern) == "holiday 3x4 xiaohongshu-3x4 1 1m07.48s 2026-03-01 1"


def test_a_field_without_text_takes_its_separator_along() -> None:
    mine = facts(shape=FREE, rank=None, place=Picture(0, Path("a.jpg")))
    assert file_name("{name}-{platform}-{rank}_{time}-{n}", mine) == "clip-1"
    assert file_name("{platform}-{name}", mine) == "clip"
    assert file_name("{rank}", mine) == "cover"
    assert file_name("{name}-{shape}", replace(mine, name="_DSC1")) == "_DSC1-original"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("CON", "CON_"),
        ("lpt1.txt", "lpt1.txt_"),
        (" . name . ", "name"),
        ("", "cover"),
        ("\0\n", "__"),
        ("cover\u202egpj.exe", "covergpj.exe"),
        ("e\u0301", "é"),
        ("封面 👩\u200d🚀", "封面 👩\u200d🚀"),
        ("bad\udcff", "bad_"),
    ],
)
def test_names_are_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= LONGEST_NAME + 1
    assert not set(safe) & set('<>:"/\\|?*\0\n')
    assert safe == safe.strip(" .")
    assert safe_name(safe) == safe
    assert Path(safe).name == safe


def test_covers_of_one_export_have_names_of_their_own() -> None:
    project = video_project()
    cover = project.chosen
    assert cover is not None
    shaped = shaped_covers(project, cover, date(2026, 3, 1))
    same = wanted_covers(shaped, ExportOptions(), PLATFORMS)
    assert [item.stem for item in same] == ["clip-cover", "clip-cover-2", "clip-cover-3"]
    assert [item.shape for item in same] == list(project.edits.wanted)
    assert [item.crop for item in same] == [project.crop(cover, shape) for shape in project.edits.wanted]
    told = wanted_covers(shaped, ExportOptions(pattern="{platform}-{rank}-{n}"), PLATFORMS)
    assert [item.stem for item in told] == ["2-1", "2-2", "xiaohongshu-3x4-2-3"]
    large = wanted_covers(shaped, ExportOptions(sizing=Sizing.PRESET), PLATFORMS)
    assert [item.enlarged for item in large] == [False, False, True]


def test_a_picture_names_its_cover() -> None:
    project = post_project()
    second = project.recommended[1]
    (shaped,) = shaped_covers(project, second, date(2026, 3, 1))
    assert (shaped.facts.name, shaped.facts.rank) == ("strip", 2)
