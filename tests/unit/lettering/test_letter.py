"""Titles as pixels: what is seen is what will be in the file, it can be read, and nothing makes it stop."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import PIL.ImageFont
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Image
from app.domain.platforms import load_platforms
from app.domain.title import Align, Spot, Style, Title
from app.lettering import fonts, runs
from app.lettering.areas import safe_area
from app.lettering.colours import READABLE, contrast, luminance, luminance_of, opposite
from app.lettering.letter import letter, lettered
from app.lettering.templates import load_templates
from tests.media_factory import photo
from tests.unit.lettering.conftest import UseFonts

FAMILY = "👩\u200d👩\u200d👧"
GREY = np.full((360, 640, 3), 118, np.uint8)

styles = st.builds(
    Style,
    st.just("") | st.just("serif"),
    st.integers(100, 900),
    st.floats(3, 40),
    st.sampled_from(Align),
    st.sampled_from(["", "#ff0000"]),
    st.floats(0, 20),
    st.floats(0, 100),
    st.floats(0, 100),
    st.sampled_from(["", "#00ff88"]),
)


def noise(seed: int, cells: int) -> Image:
    small = np.random.default_rng(seed).integers(0, 256, (cells, cells, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(small, (640, 360), interpolation=cv2.INTER_NEAREST), np.uint8)


def stripes() -> Image:
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:, ::8], picture[:, 1::8], picture[:, 2::8] = 255, 255, 255
    return picture


GROUNDS = {
    **{f"grey {value}": np.full((360, 640, 3), value, np.uint8) for value in (0, 60, 118, 170, 255)},
    "halves": np.repeat(np.repeat(np.array([[[0] * 3, [255] * 3]], np.uint8), 320, 1), 360, 0),
    "stripes": stripes(),
    "blocks": noise(1, 6),
    "noise": noise(2, 180),
    "photo": photo(3, 640, 360),
}


@given(
    styles, st.integers(1, 90), st.integers(1, 90), st.sampled_from(["A", "Hello big world", "封面，标题", "שלום", "…"])
)
@settings(max_examples=20)
def test_every_title_on_every_cover_is_drawn_inside_of_it(style: Style, width: int, height: int, text: str) -> None:
    picture = np.full((height, width, 3), 99, np.uint8)
    found = letter(Title(text, style), picture)
    assert lettered(picture, found).shape == picture.shape
    if found.fits and min(width, height) >= 40:
        safe = safe_area(None, Size(width, height))
        # To a pixel, by which places are rounded.
        assert found.box.x >= safe.x - 1
        assert found.box.y >= safe.y - 1
        assert found.box.x + found.box.width <= safe.x + safe.width + 1
        assert found.box.y + found.box.height <= safe.y + safe.height + 1


def test_only_what_is_under_the_title_changes_and_the_picture_stays_as_it_was() -> None:
    picture = photo(1, 640, 360)
    before = picture.copy()
    found = letter(Title("Hello"), picture)
    result = lettered(picture, found)
    assert np.array_equal(picture, before)
    rows, columns = np.nonzero((result != picture).any(axis=2))
    left, top = found.at
    assert rows.min() >= top
    assert columns.min() >= left
    assert rows.max() < top + found.image.shape[0]
    assert columns.max() < left + found.image.shape[1]


@pytest.mark.parametrize(
    "preset", [p for platform in load_platforms().platforms for p in platform.presets], ids=lambda p: p.id
)
@pytest.mark.parametrize(
    "text", ["Everything I learned in thirty days of baking bread", "三十天里我学到的一切，都在这里了 30 天"]
)
def test_preview_and_file_have_the_same_lines_and_places(preset: object, text: str) -> None:
    assert isinstance(preset, type(load_platforms().platforms[0].presets[0]))
    ground = photo(2, 240, 240)
    found = []
    for side in (1280, 801, 402):
        size = Size(preset.pixels.width * 4, preset.pixels.height * 4).within(side)
        picture = np.asarray(cv2.resize(ground, (size.width, size.height)), np.uint8)
        one = letter(Title(text, Style(size=17)), picture, safe=safe_area(preset, size))
        short = min(size.width, size.height)
        found.append(
            (one.points / short, one.box.width / short, one.box.height / short, one.spot, one.shrunk, one.fits)
        )
    for other in found[1:]:
        assert other[0] == pytest.approx(found[0][0])
        assert other[1:3] == pytest.approx(found[0][1:3], abs=2 / 225)
        assert (other[3].x, other[3].y) == pytest.approx((found[0][3].x, found[0][3].y), abs=2 / 225)
        assert other[4:] == found[0][4:]


@pytest.mark.parametrize("number", range(3))
def test_preview_and_file_look_the_same(number: int) -> None:
    large = photo(5, 1280, 720)
    small = np.asarray(cv2.resize(large, (640, 360), interpolation=cv2.INTER_AREA), np.uint8)
    title = Title("Hello big world", load_templates()[number].style)
    one, other = letter(title, large), letter(title, small)
    reduced = cv2.resize(lettered(large, one), (640, 360), interpolation=cv2.INTER_AREA)
    # Both lie on whole pixels of their own: they may be a pixel apart, and edges may be harder in one.
    soft, other_soft = (cv2.GaussianBlur(each, (0, 0), 2).astype(int) for each in (reduced, lettered(small, other)))
    bare = np.abs(soft - cv2.GaussianBlur(small, (0, 0), 2)).mean()
    assert np.abs(soft - other_soft).mean() < 0.35 * bare
    assert one.contrast == pytest.approx(other.contrast, rel=0.1)


@pytest.mark.parametrize("ground", GROUNDS, ids=str)
@pytest.mark.parametrize(
    "style",
    [
        Style(),
        Style(shadow=0),
        Style(size=4, shadow=0),
        Style(box=30),
        Style(box=90, box_colour="#808080"),
        Style(outline=2),
    ],
    ids=["usual", "plain", "small", "pale box", "grey box", "thin outline"],
)
def test_a_colour_that_the_program_picks_can_be_read_anywhere(ground: str, style: Style) -> None:
    found = letter(Title("Hello big world", style), GROUNDS[ground])
    assert found.contrast >= READABLE


def test_the_contrast_that_is_told_is_that_of_the_pixels() -> None:
    for ground in ("grey 60", "grey 170"):
        found = letter(Title("Hello", Style(size=30, shadow=0, colour="#ffffff")), GROUNDS[ground])
        expected = contrast(1.0, float(luminance(GROUNDS[ground][:1, 0])[0]))
        assert found.contrast == pytest.approx(expected, abs=0.02)


def test_letters_are_light_on_dark_and_dark_on_light() -> None:
    plain = Style(shadow=0)
    for ground, colour in (("grey 0", 255), ("grey 255", 0)):
        found = letter(Title("H", plain), GROUNDS[ground])
        opaque = found.image[:, :, 3] == 255
        assert (found.image[opaque][:, :3] == colour).all()


def test_a_colour_that_somebody_picked_is_kept_and_told_of() -> None:
    found = letter(Title("Hello", Style(colour="#777777", shadow=0)), GREY)
    assert found.contrast < 1.5
    opaque = found.image[:, :, 3] == 255
    assert (found.image[opaque][:, :3] == 0x77).all()


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_black_or_white_can_be_read_on_every_colour(colour: tuple[int, int, int]) -> None:
    assert contrast(luminance_of(colour), luminance_of(opposite(colour))) >= READABLE


def test_it_keeps_off_faces_and_is_smaller_if_need_be() -> None:
    face = Box(200, 40, 240, 230)
    title = Title("Hello big world", Style(size=20))
    found = letter(title, GREY, keep_off=[face])
    assert not found.over_face
    assert found.box.shared(face) == 0
    close_up = Box(60, 10, 520, 280)
    smaller = letter(title, GREY, keep_off=[close_up])
    assert not smaller.over_face
    assert smaller.box.shared(close_up) == 0
    assert smaller.shrunk
    assert letter(title, GREY, keep_off=[Box(0, 0, 640, 360)]).over_face


@pytest.mark.parametrize("face", [Box(60, 10, 520, 280), Box(0, 0, 640, 360), Box(0, 0, 40, 40)], ids=str)
@pytest.mark.parametrize("spot", [Spot(0.5, 0.9), Spot(0.3, 0.3), Spot(0, 1)], ids=str)
def test_where_somebody_stands_it_it_has_the_lines_and_size_that_it_has_by_itself(face: Box, spot: Spot) -> None:
    title = Title("Hello big world", Style(size=20))
    alone, stood = letter(title, GREY, keep_off=[face]), letter(title, GREY, keep_off=[face], spot=spot)
    assert (stood.points, stood.box.width, stood.box.height) == (alone.points, alone.box.width, alone.box.height)
    assert stood.shrunk is alone.shrunk is (face.width > 40)


def test_on_a_face_that_fills_the_cover_it_stands_where_somebody_stands_it() -> None:
    found = letter(Title("Hello", Style(size=20)), GREY, keep_off=[Box(0, 0, 640, 360)], spot=Spot(0.3, 0.3))
    assert found.over_face
    assert (found.spot.x, found.spot.y) == pytest.approx((0.3, 0.3), abs=0.01)


@pytest.mark.parametrize("text", ["", " \n ", "\u202e\x00\x07", "\u200b"])
def test_nothing_to_be_seen_changes_nothing(text: str) -> None:
    found = letter(Title(text), GREY)
    assert np.array_equal(lettered(GREY, found), GREY)


@pytest.mark.parametrize(
    "text",
    [
        f"Party 🎉{FAMILY}🇩🇪 ❤\ufe0f 1\ufe0f\u20e3",
        "\u200d\u200d\ufe0f\u20e3\U0001f3fd",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "مرحبا بالعالم 123 (Hi)",
        "שלום עולם\nHello",
        "ไทย हिन्दी \u0301\u0302\u0303",
        "a" + "\u0301" * 300,
        "𠮷𩸽",
        "x" * 500,
        "i\n" * 250,
        "﷽" * 40,
        "\ufffd\ue000\U0010ffff",
    ],
)
def test_no_text_makes_it_stop(text: str) -> None:
    for style in (Style(), Style(outline=5, box=50, size=30, align=Align.RIGHT)):
        found = letter(Title(text, style), GREY)
        assert lettered(GREY, found).shape == GREY.shape


def test_what_no_font_has_is_told(use_fonts: UseFonts) -> None:
    use_fonts()
    assert letter(Title("Hi 字🎉"), GREY).missing == "字🎉"


def test_what_unicode_has_not_yet_is_told_and_what_it_never_has_is_dropped(use_fonts: UseFonts) -> None:
    use_fonts()
    assert letter(Title("a\U0003fff0\ue000\ufdd0\uffff"), GREY).missing == "\U0003fff0\ue000"


def test_without_fribidi_letters_still_come_in_the_order_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "SHAPES", False)
    monkeypatch.setattr(fonts, "_ENGINE", PIL.ImageFont.Layout.BASIC)
    fonts.forget()
    runs.width.cache_clear()
    try:
        assert runs.ordered("שלום", True) == "םולש"
        assert runs.direction(True) is None
        assert runs.ordered("abc", False) == "abc"
        for text in ("שלום", "Hello", "👍🏽 مرحبا"):
            assert letter(Title(text), GREY).box.width > 1
    finally:
        monkeypatch.undo()
        fonts.forget()
        runs.width.cache_clear()


@pytest.mark.skipif(not fonts.SHAPES, reason="without FriBiDi letters stand alone")
def test_lines_from_right_to_left_begin_on_the_right() -> None:
    line = runs.Setting("", 700, "אב 字").line("אב 字")
    assert line.right_to_left
    assert "א" in line.runs[-1].text


def test_effects_are_seen() -> None:
    plain = Style(shadow=0, colour="#ffffff")
    covered = {
        name: int(letter(Title("Hello", style), GREY).image[:, :, 3].astype(int).sum())
        for name, style in {
            "plain": plain,
            "outline": replace(plain, outline=8),
            "shadow": replace(plain, shadow=80),
            "box": replace(plain, box=100),
        }.items()
    }
    assert covered["plain"] < covered["outline"] < covered["box"]
    assert covered["plain"] < covered["shadow"]


def test_alignment_is_seen() -> None:
    middles = []
    for align in Align:
        found = letter(
            Title("A\nHello world", Style(shadow=0, align=align, colour="#ffffff")), GREY, spot=Spot(0.5, 0.5)
        )
        first = found.image[: found.image.shape[0] // 2, :, 3]
        middles.append(float(np.nonzero(first)[1].mean()))
    assert middles == sorted(middles)
    assert len(set(middles)) == 3


def test_an_odd_shape_is_no_reason_to_stop() -> None:
    for width, height in ((1, 1), (3, 2000), (2000, 3)):
        picture = np.zeros((height, width, 3), np.uint8)
        assert lettered(picture, letter(Title("Hello world"), picture)).shape == picture.shape
    assert safe_area(None, Size(1, 1)) == Box(0, 0, 1, 1)
    assert Aspect(None).largest_in(Size(1, 1)) == Box(0, 0, 1, 1)
