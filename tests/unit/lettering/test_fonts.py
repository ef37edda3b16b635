"""The fonts of a system: found, told apart, and never trusted to be whole."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import PIL.ImageFont
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.title import Style, Title
from app.lettering import fonts
from app.lettering.letter import letter
from app.lettering.sfnt import BrokenFont, codes_of, fonts_of
from tests.unit.lettering.conftest import UseFonts


def built_in() -> bytes:
    """The font that Pillow brings along, as a file: the only one that every machine has."""
    font = PIL.ImageFont.load_default(20)
    assert isinstance(font, PIL.ImageFont.FreeTypeFont)
    assert isinstance(font.path, io.BytesIO)
    return font.path.getvalue()


FONT = built_in()


def collection(*files: bytes) -> bytes:
    """Font files as one collection."""
    start = 12 + 4 * len(files)
    head = b"ttcf" + struct.pack(">HHI", 1, 0, len(files))
    starts, body = [], b""
    for file in files:
        begins = start + len(body)
        starts.append(begins)
        moved = bytearray(file)
        for index in range(struct.unpack_from(">H", file, 4)[0]):
            at = 12 + 16 * index + 8
            struct.pack_into(">I", moved, at, struct.unpack_from(">I", file, at)[0] + begins)
        body += bytes(moved)
    return head + struct.pack(f">{len(starts)}I", *starts) + body


def test_a_font_says_what_it_is_and_what_it_has() -> None:
    (named,) = fonts_of(io.BytesIO(FONT))
    font = PIL.ImageFont.load_default(20)
    assert isinstance(font, PIL.ImageFont.FreeTypeFont)
    assert named.family == font.getname()[0]
    assert (named.slanted, named.width, named.coloured, named.varies) == (False, 5, False, None)
    codes = codes_of(io.BytesIO(FONT), 0)
    points = {point for first, last in codes.tolist() for point in range(first, last + 1)}
    assert {ord(letter) for letter in "AZaz09?!"} <= points
    assert ord("字") not in points


def test_a_collection_has_several() -> None:
    data = io.BytesIO(collection(FONT, FONT))
    assert [named.number for named in fonts_of(data)] == [0, 1]
    assert np.array_equal(codes_of(data, 0), codes_of(data, 1))
    with pytest.raises(BrokenFont):
        codes_of(data, 2)


@given(st.binary(max_size=200))
def test_what_is_no_font_is_told(data: bytes) -> None:
    with pytest.raises(BrokenFont):
        fonts_of(io.BytesIO(data))


@given(st.data())
@settings(max_examples=50)
def test_broken_fonts_are_told_or_read(data: st.DataObject) -> None:
    # The tables come first, and what is asked for is small: most changes are made there.
    spoiled = bytearray(FONT[: data.draw(st.integers(0, len(FONT)))])
    for _ in range(data.draw(st.integers(0, 8))):
        if spoiled:
            spoiled[data.draw(st.integers(0, min(len(spoiled), 600) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = [codes_of(io.BytesIO(bytes(spoiled)), each.number) for each in fonts_of(io.BytesIO(bytes(spoiled)))]
    except BrokenFont:
        read = []
    # What is read of it can be asked, whatever it says.
    assert all(codes.ndim == 2 and codes.shape[1] == 2 for codes in read)


def test_families_are_sorted_and_unique() -> None:
    families = fonts.families()
    assert list(families) == sorted(set(families), key=str.casefold)


def test_broken_files_among_the_fonts_are_left_out(use_fonts: UseFonts, tmp_path: Path) -> None:
    for name, content in (("empty", b""), ("text", b"no font" * 99), ("cut", FONT[:900]), ("whole", FONT)):
        (tmp_path / f"{name}.ttf").write_bytes(content)
    use_fonts(*tmp_path.iterdir(), tmp_path / "gone.ttf", tmp_path)
    assert [face.path for face in fonts.typefaces()] == [tmp_path / "whole.ttf"]


def test_a_font_that_only_seems_whole_is_passed_over(use_fonts: UseFonts, tmp_path: Path) -> None:
    spoiled = bytearray(FONT)
    for index in range(struct.unpack_from(">H", FONT, 4)[0]):
        name, _, start, length = struct.unpack_from(">4sIII", FONT, 12 + 16 * index)
        if name in (b"head", b"CFF ", b"glyf", b"loca", b"maxp"):
            spoiled[start : start + length] = bytes(length)
    path = tmp_path / "spoiled.ttf"
    path.write_bytes(bytes(spoiled))
    use_fonts(path)
    (family,) = fonts.families()
    found = letter(Title("Hello", Style(family=family)), np.zeros((90, 160, 3), np.uint8))
    assert found.missing == ""
    assert found.image[:, :, 3].any()


def test_a_font_that_is_gone_by_now_is_passed_over(use_fonts: UseFonts, tmp_path: Path) -> None:
    path = tmp_path / "gone.ttf"
    path.write_bytes(FONT)
    use_fonts(path)
    (family,) = fonts.families()
    path.unlink()
    assert letter(Title("Hello", Style(family=family)), np.zeros((90, 160, 3), np.uint8)).missing == ""


def test_without_any_font_latin_can_still_be_written(use_fonts: UseFonts) -> None:
    use_fonts()
    assert fonts.families() == ()
    faces, missing = fonts.faces_for("Whatever", 700, "Hello字")
    assert set(faces.values()) == {fonts.BUILT_IN}
    assert missing == "字"
    assert letter(Title("字"), np.zeros((90, 160, 3), np.uint8)).missing == "字"


def test_the_family_that_is_asked_for_is_taken(use_fonts: UseFonts, tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(FONT)
    use_fonts(path)
    (family,) = fonts.families()
    faces, _ = fonts.faces_for(family.upper(), 700, "Hi")
    assert {face.path for face in faces.values()} == {path}


def test_the_nearest_weight_is_taken(use_fonts: UseFonts, tmp_path: Path) -> None:
    for weight in (300, 400, 800):
        data = bytearray(FONT)
        for index in range(struct.unpack_from(">H", FONT, 4)[0]):
            name, _, start, _ = struct.unpack_from(">4sIII", FONT, 12 + 16 * index)
            if name == b"OS/2":
                struct.pack_into(">H", data, start + 4, weight)
        (tmp_path / f"{weight}.ttf").write_bytes(bytes(data))
    use_fonts(*tmp_path.iterdir())
    (family,) = fonts.families()
    for asked, found in ((100, 300), (400, 400), (590, 400), (700, 800), (900, 800)):
        assert {face.weight for face in fonts.faces_for(family, asked, "a")[0].values()} == {found}


@pytest.mark.skipif(not fonts.SHAPES, reason="without FriBiDi letters stand alone")
def test_chinese_comes_from_a_font_for_simplified_chinese() -> None:
    faces, missing = fonts.faces_for("", 700, "骨直")
    if missing:
        pytest.skip("no font has Chinese")
    assert len(set(faces.values())) == 1
    names = [name for name in fonts._CHINESE if name in fonts.families()]
    assert not names or faces["骨"].family == names[0]
