"""Text as a font sees it: characters that belong together, runs of one font, and how wide they are."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from dataclasses import dataclass

from app.lettering.fonts import MEASURED, SHAPES, Typeface, coloured_face, faces_for, is_picture, opened

_KEY = "\u20e3"
"""What makes a digit a key."""

_JOINER, _TEXT_STYLE, _PICTURE_STYLE = "\u200d", "\ufe0e", "\ufe0f"

_HIDDEN = frozenset("\u200b\u200c\u200d\u2060\u20e3\ufeff\ufe0e\ufe0f")
"""What shows nothing itself, and no font has to have."""

_LINE_ENDS = {"\r\n": "\n", "\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}


@dataclass(frozen=True, slots=True)
class Run:
    """Text that one font sets.

    Attributes:
        width: in hundredths of the size of the letters (`MEASURED`).
    """

    text: str
    face: Typeface
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a title.

    Attributes:
        runs: in the order in which they are seen, from the left.
        width: in hundredths of the size of the letters.
        right_to_left: whether it runs that way.
    """

    runs: tuple[Run, ...]
    width: float
    right_to_left: bool = False


class Setting:
    """Sets text in a family and a weight.

    Attributes:
        missing: characters that no font has.
    """

    def __init__(self, family: str, weight: int, text: str) -> None:
        shown = "".join(dict.fromkeys(text + "…"))
        self._faces, missing = faces_for(family, weight, "".join(c for c in shown if not _hidden(c)))
        self.missing = "".join(character for character in missing if character in text)

    def line(self, text: str) -> Line:
        """A text as one line."""
        backwards = right_to_left(text)
        pieces = [
            ("".join(piece for _, piece in group), face)
            for face, group in itertools.groupby(self._set(clusters(text)), key=lambda pair: pair[0])
        ]
        runs = tuple(Run(piece, face, width(piece, face, backwards)) for piece, face in pieces)
        if backwards:
            runs = runs[::-1]
        return Line(runs, sum(run.width for run in runs), backwards)

    def _set(self, pieces: tuple[str, ...]) -> list[tuple[Typeface, str]]:
        """The font of each cluster: that of its first letter. What shows nothing goes with the letters before it."""
        found: list[tuple[Typeface, str]] = []
        letters = (self._faces[c] for piece in pieces for c in piece if c in self._faces)
        face = next((face for face in letters if not face.named.coloured), self._faces["…"])
        for piece in pieces:
            own = self._own(piece)
            # The spaces of emoji are as wide as they are.
            if own is not None and not own.named.coloured:
                face = own
            found.append((own or face, piece))
        return found

    def _own(self, piece: str) -> Typeface | None:
        """The font of a cluster; None for one that shows nothing."""
        if _PICTURE_STYLE in piece or _KEY in piece:
            picture = coloured_face(piece[0])
            if picture is not None:
                return picture
        return next((self._faces[c] for c in piece if c in self._faces), None)


@functools.lru_cache(maxsize=4096)
def width(text: str, face: Typeface, backwards: bool) -> float:
    """How wide a text is, in hundredths of the size of the letters."""
    font, scale = opened(face, MEASURED)
    return float(font.getlength(ordered(text, backwards), direction=direction(backwards))) * scale


def direction(backwards: bool) -> str | None:
    """What Pillow is told; nothing where it cannot do more than one way."""
    return ("rtl" if backwards else "ltr") if SHAPES else None


def ordered(text: str, backwards: bool) -> str:
    """Text in the order in which it is handed to the font.

    Without FriBiDi letters come from left to right one by one: text that runs from right to left is turned round, so
    that it can at least be read; its letters are not joined.
    """
    return "".join(reversed(clusters(text))) if backwards and not SHAPES else text


def right_to_left(text: str) -> bool:
    """Whether a text runs from right to left: its first letter that has a direction says so (rule P2 of UAX 9)."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


def tidy(text: str) -> str:
    """A text without what shows nothing and harms: controls, halves of characters, marks that turn the direction."""
    for end, feed in _LINE_ENDS.items():
        text = text.replace(end, feed)
    text = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(character for character in text if character == "\n" or _harmless(character))


@functools.lru_cache(maxsize=512)
def clusters(text: str) -> tuple[str, ...]:
    """A text as what people take for one character each.

    Marks go with their letters, joined emoji with each other, and flags are pairs (UAX 29, without its rules for
    Indic conjuncts).
    """
    found: list[str] = []
    for character in text:
        if found and _goes_with(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def _goes_with(before: str, character: str) -> bool:
    if character in (_JOINER, _TEXT_STYLE, _PICTURE_STYLE) or unicodedata.category(character)[0] == "M":
        return before != "\n" and character != "\n"
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return is_picture(before[0])
    if _is_flag_half(character):
        return len(before) == 1 and _is_flag_half(before)
    return before.endswith(_JOINER) and is_picture(character)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _hidden(character: str) -> bool:
    return (
        character in _HIDDEN or character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
    )


def _harmless(character: str) -> bool:
    kind = unicodedata.category(character)
    if kind == "Cf":
        # Joiners make words and emoji; tags make flags of regions. What else formats turns the direction.
        return character in _HIDDEN or "\U000e0020" <= character <= "\U000e007f"
    # What Unicode will never give a meaning to; what Python does not know yet may be a new emoji.
    never = ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    return kind not in ("Cc", "Cs") and not never
