"""The fonts of the system: which there are, which suits a family and a weight, and which has the letters of a text."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PIL.features
import PIL.ImageFont

from app.lettering.sfnt import BrokenFont, Codes, Named, codes_of, fonts_of

SERIF = "serif"
"""Stands for a family with serifs, whichever of them the system has."""

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")

MEASURED = 100
"""Pixels of the letters that texts are measured by; all sizes follow from that."""

_SANS_FAMILIES = (
    "Inter",
    "SF Pro Display",
    "Segoe UI",
    "Helvetica Neue",
    "Noto Sans",
    "Roboto",
    "Open Sans",
    "Source Sans 3",
    "Ubuntu",
    "Cantarell",
    "Liberation Sans",
    "Arial",
    "Nimbus Sans",
    "DejaVu Sans",
)
_SERIF_FAMILIES = (
    "Noto Serif",
    "Source Serif 4",
    "Georgia",
    "Charter",
    "Times New Roman",
    "Liberation Serif",
    "P052",
    "Nimbus Roman",
    "DejaVu Serif",
)
_CHINESE = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Hiragino Sans GB",
    "Heiti SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Droid Sans Fallback",
)
_CHINESE_SERIF = (
    "Songti SC",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "STSong",
    "SimSun",
)
_JAPANESE = ("Hiragino Sans", "Yu Gothic", "Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans")
_JAPANESE_SERIF = ("Hiragino Mincho ProN", "Yu Mincho", "Noto Serif CJK JP", "Noto Serif JP")
_KOREAN = ("Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR")
_KOREAN_SERIF = ("AppleMyungjo", "Batang", "Noto Serif CJK KR", "Noto Serif KR")
_EMOJI = ("Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", "Twemoji", "Noto Emoji", "DejaVu Sans")

_BITMAP_SIZES = (109, 136, 128, 160, 96, 64, 32)
"""Pixels that fonts of pictures have them in: Google's, older ones, Apple's."""

_EMOJI_BELOW = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕"
)
"""Characters before U+1F000 that are pictures unless told otherwise (Unicode's `Emoji_Presentation`)."""

SHAPES = bool(PIL.features.check("raqm") and PIL.features.check("fribidi"))
"""Whether letters can be joined and run from right to left; without FriBiDi they are set one by one."""

_ENGINE = PIL.ImageFont.Layout.RAQM if SHAPES else PIL.ImageFont.Layout.BASIC


@dataclass(frozen=True, slots=True)
class Typeface:
    """One font of the system.

    Attributes:
        path: its file; None is the one that Pillow brings along, for systems without any.
        named: what it says of itself.
        weight: that its letters have, 100–900: its own, or the one that is set where it can be chosen.
    """

    path: Path | None
    named: Named
    weight: int

    @property
    def family(self) -> str:
        """Its name."""
        return self.named.family

    def at(self, weight: int) -> Typeface:
        """The same with the nearest weight that it can have."""
        if self.named.varies is None:
            return self
        least, most = self.named.varies
        return Typeface(self.path, self.named, min(max(weight, least), most))


BUILT_IN = Typeface(None, Named(0, "Built-in", 400, False, 5, None, False), 400)
"""The last resort: Latin letters only."""


def families() -> tuple[str, ...]:
    """The families of the system that a title can be set in, sorted as people sort; looked for at the first call."""
    return _families()


@functools.cache
def _families() -> tuple[str, ...]:
    named = {face.family for face in typefaces() if not face.named.coloured and not face.family.startswith(".")}
    return tuple(sorted(named, key=str.casefold))


@functools.cache
def typefaces() -> tuple[Typeface, ...]:
    """All fonts of the system that can be read; those that cannot are left out."""
    found: dict[Named, Typeface] = {}
    for path in sorted(set(_files())):
        with contextlib.suppress(OSError, BrokenFont, ValueError, MemoryError), path.open("rb") as file:
            for named in fonts_of(file):
                found.setdefault(named, Typeface(path, named, named.weight))
    return tuple(found.values())


def forget() -> None:
    """Look for the fonts anew at the next call."""
    for cache in (_families, typefaces, _family_faces, _codes, opened, faces_for, coloured_face):
        cache.cache_clear()


@functools.lru_cache(maxsize=64)
def faces_for(family: str, weight: int, text: str) -> tuple[dict[str, Typeface], str]:
    """The font of each character of a text: that of the family, or else the nearest of others that has it.

    Args:
        family: empty for the usual one; `SERIF` for one with serifs. One that is not installed is the usual one.
        weight: 100–900.
        text: without characters that show nothing.

    Returns:
        A font by character, and the characters that none has, which are set in the first font as it shows the unknown.
    """
    left = dict.fromkeys(text)
    found: dict[str, Typeface] = {}
    pictures = [character for character in left if is_picture(character)]
    for wanted, order in ((pictures, _order_of_pictures(weight)), (list(left), _order(family, weight, text))):
        for face in order:
            open_ones = [character for character in wanted if character not in found]
            if not open_ones:
                break
            if usable(face):
                found |= dict.fromkeys(covered(face, open_ones), face)
    missing = "".join(character for character in left if character not in found)
    first = next(face for face in _order(family, weight, text) if usable(face))
    found |= dict.fromkeys(missing, first)
    return found, missing


@functools.lru_cache(maxsize=256)
def coloured_face(character: str) -> Typeface | None:
    """The font that has a character as a picture; None where no font has."""
    faces = (face for face in _order_of_pictures(400) if face.named.coloured)
    return next((face for face in faces if covered(face, character) and usable(face)), None)


def covered(face: Typeface, characters: Iterable[str]) -> list[str]:
    """Those of the characters that a font has letters for."""
    codes, characters = _codes(face), list(characters)
    points = np.array([ord(character) for character in characters], np.uint32)
    rows = np.searchsorted(codes[:, 0], points, side="right").astype(np.int64) - 1
    inside = (rows >= 0) & (len(codes) > 0)
    inside[inside] = points[inside] <= codes[rows[inside], 1]
    return [character for character, has in zip(characters, inside, strict=True) if has]


def usable(face: Typeface) -> bool:
    """Whether a font can be drawn with; nothing says so before it is tried."""
    try:
        opened(face, MEASURED)
    except (OSError, ValueError, MemoryError):
        return False
    return True


@functools.lru_cache(maxsize=48)
def opened(face: Typeface, pixels: float) -> tuple[PIL.ImageFont.FreeTypeFont, float]:
    """A font at a size, and what its letters have to be scaled by: fonts of bitmaps have them in one size only.

    Letters of less than a pixel are opened as if they had one.

    Raises:
        OSError: it cannot be read.
    """
    least = max(pixels, 1.0)
    if face.path is None:
        return PIL.ImageFont.truetype(io.BytesIO(_built_in()), least, layout_engine=_ENGINE), pixels / least
    for size in (least, *(_BITMAP_SIZES if face.named.coloured else ())):
        with contextlib.suppress(OSError):
            font = PIL.ImageFont.truetype(str(face.path), size, face.named.number, layout_engine=_ENGINE)
            _set_weight(font, face)
            return font, pixels / size
    raise OSError(f"{face.path}: cannot be opened")


@functools.cache
def _built_in() -> bytes:
    """The file of the font that Pillow brings along.

    Raises:
        OSError: it brings none.
    """
    path = getattr(PIL.ImageFont.load_default(MEASURED), "path", None)
    if not isinstance(path, io.BytesIO):
        raise OSError("Pillow was built without FreeType")
    return path.getvalue()


def is_picture(character: str) -> bool:
    """Whether a character is an emoji, which has colours of its own."""
    return "\U0001f000" <= character <= "\U0001faff" or character in _EMOJI_BELOW


def _set_weight(font: PIL.ImageFont.FreeTypeFont, face: Typeface) -> None:
    """Set the axis of weight of a font that has one; the others stay."""
    if face.named.varies is None:
        return
    # A table of axes that is damaged: the font is drawn in the weight that it has.
    with contextlib.suppress(OSError):
        axes = font.get_variation_axes()
        values = [float(face.weight if _is_weight(axis.get("name")) else axis["default"] or 0) for axis in axes]
        font.set_variation_by_axes(values)


def _is_weight(name: object) -> bool:
    return str(name.decode("ascii", "replace") if isinstance(name, bytes) else name).casefold() == "weight"


@functools.lru_cache(maxsize=256)
def _codes(face: Typeface) -> Codes:
    """The characters that a font has; none where that cannot be read."""
    with contextlib.suppress(OSError, BrokenFont, ValueError, MemoryError):
        if face.path is None:
            return codes_of(io.BytesIO(_built_in()), 0)
        with face.path.open("rb") as file:
            return codes_of(file, face.named.number)
    return np.zeros((0, 2), np.uint32)


@functools.cache
def _family_faces() -> dict[str, tuple[Typeface, ...]]:
    """The fonts of each family, by its name in small letters."""
    grouped: dict[str, list[Typeface]] = {}
    for face in typefaces():
        grouped.setdefault(face.family.casefold(), []).append(face)
    return {name: tuple(faces) for name, faces in grouped.items()}


def _nearest(family: str, weight: int) -> Typeface | None:
    """The font of a family that comes nearest to a weight; upright and of normal width if there is one."""
    faces = [face.at(weight) for face in _family_faces().get(family.casefold(), ())]
    return min(
        faces,
        key=lambda face: (face.named.slanted, abs(face.named.width - 5), abs(face.weight - weight), str(face.path)),
        default=None,
    )


def _order(family: str, weight: int, text: str) -> Iterator[Typeface]:
    """Fonts for a text, best first; each only looked for when it is needed, the built-in one last."""
    serif = _has_serifs(family)
    usual = _SERIF_FAMILIES if serif else _SANS_FAMILIES
    asian = _asian(text, serif=serif)
    own = () if family in ("", SERIF) else (family,)
    # Latin letters among Chinese ones are taken from the same font, where they are drawn to match.
    names = (*own, *asian, *usual) if any(map(_is_asian, text)) else (*own, *usual, *asian)
    given = set()
    for name in names:
        face = _nearest(name, weight)
        if face is not None:
            given.add(name.casefold())
            yield face
    for name in _family_faces():
        face = _nearest(name, weight)
        if name not in given and face is not None and not face.named.coloured:
            yield face
    yield BUILT_IN


def _order_of_pictures(weight: int) -> Iterator[Typeface]:
    """Fonts for emoji, those in colour first."""
    faces = [face for name in _EMOJI if (face := _nearest(name, weight)) is not None]
    yield from faces
    yield from (face for face in typefaces() if face.named.coloured and face not in faces)


def _asian(text: str, *, serif: bool) -> tuple[str, ...]:
    """Families for Chinese, or first of all for Japanese or Korean where the text has letters of theirs."""
    names = [unicodedata.name(character, "") for character in text]
    groups: list[tuple[tuple[str, ...], tuple[str, ...]]] = [(_CHINESE, _CHINESE_SERIF)]
    if any(name.startswith(("HIRAGANA", "KATAKANA")) for name in names):
        groups.insert(0, (_JAPANESE, _JAPANESE_SERIF))
    elif any(name.startswith("HANGUL") for name in names):
        groups.insert(0, (_KOREAN, _KOREAN_SERIF))
    return tuple(name for sans, serifs in groups for name in ((*serifs, *sans) if serif else (*sans, *serifs)))


def _is_asian(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7af" or character >= "\U00020000"


def _has_serifs(family: str) -> bool:
    name = family.casefold()
    known = {other.casefold() for other in (*_SERIF_FAMILIES, *_CHINESE_SERIF, *_JAPANESE_SERIF, *_KOREAN_SERIF)}
    return name in known or ("serif" in name and "sans" not in name)


def _files() -> Iterator[Path]:
    """The font files of the system."""
    listed = _listed()
    if listed:
        yield from listed
        return
    for folder in _folders():
        # Without a limit a link to its own parent would be followed for ever; `os.walk` follows none.
        for place, _, names in os.walk(folder):
            yield from (Path(place, name) for name in names if name.casefold().endswith(SUFFIXES))


def _listed() -> list[Path]:
    """What fontconfig knows, which has more places to look in than anybody remembers; nothing where it is missing."""
    if sys.platform in ("win32", "darwin"):
        return []
    command = ["fc-list", "--format", "%{file}\n"]
    try:
        told = subprocess.run(command, capture_output=True, timeout=5, check=True).stdout  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return []
    lines = os.fsdecode(told).splitlines()
    return [Path(line) for line in lines if line.casefold().endswith(SUFFIXES)]


def _folders() -> list[Path]:
    """Where fonts usually are."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - `Path.home` raises where there is none
    if sys.platform == "win32":
        windows, local = os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA", str(home))
        return [Path(windows, "Fonts"), Path(local, "Microsoft", "Windows", "Fonts")]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    data = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path(data, "fonts"), home / ".fonts"]
