"""Divides a title into lines and finds its size: the same for a preview and for the file.

Nothing here knows of pixels: lengths are in thousandths of the shorter side of the cover, and letters are measured at
one fixed size, so that lines break at the same words however large the cover is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.title import RANGES, Style, Title
from app.lettering.runs import Line, Setting, clusters, tidy

SIDE = 1000.0
"""The shorter side of every cover."""

LEADING = 1.2
"""Height of a line in sizes of its letters."""

ABOVE, BELOW = 0.86, 0.24
"""What letters take up above and below their base line, in their size: capitals, Chinese, most marks."""

BOX_PADDING = 0.42, 0.22
"""What a box is wider and higher than the letters on each side, in their size."""

SMALLEST = RANGES["size"][0] * SIDE / 100
"""Height of the smallest lines that are set; below nobody could read them."""

WHOLE_WORDS = 0.5
"""Of the size that is asked for: words are broken only when they would have to be set smaller than that."""

_SMALLER = 0.96
"""Step by which letters get smaller until they fit."""

_UNDIVIDED = 0.78
"""Of the size: Chinese is set so much smaller rather than divided, since where its words end is not known."""

_WITHIN_WORDS, _AFTER_STOPS = 0.08, -0.12
"""What a line costs that ends between Chinese characters, or after punctuation; one that is a third shorter than others
costs a ninth."""

_MOST_WEIGHED = 80
"""Words and characters of a line for which all ways to divide it are weighed; longer ones are texts and no titles."""

_CLOSING = frozenset("，。、；：？！…—～·）」』】》〉〕］｝”’％‰,.;:?!)]}%»›‐ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
"""What begins no line (a part of JIS X 4051 and of GB/T 15834)."""

_OPENING = frozenset("（「『【《〈〔［｛“‘([{«‹￥$#@")
"""What ends no line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a title and how large they are; lengths in thousandths of the shorter side of the cover.

    Attributes:
        lines: from the top.
        pitch: height of a line.
        width: of all of it, with the box behind it.
        height: of all of it, with the box behind it.
        padding: between the letters and the edges of the block, across and down.
        shrunk: whether it is smaller than asked.
        fits: whether nothing was cut off.
    """

    lines: tuple[Line, ...]
    pitch: float
    width: float
    height: float
    padding: tuple[float, float]
    shrunk: bool
    fits: bool

    @property
    def letters(self) -> float:
        """The size of the letters."""
        return self.pitch / LEADING


@dataclass(frozen=True, slots=True)
class _Atom:
    """What is not divided at the end of a line: a word, or a Chinese character with its punctuation."""

    text: str
    width: float
    space: str
    gap: float
    """Of the space before it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line, and what the next one of the same paragraph begins with."""

    atoms: tuple[_Atom, ...]
    following: _Atom | None


class Composer:
    """Sets one title in areas of any size; the letters are measured once.

    Attributes:
        setting: its fonts.
    """

    def __init__(self, title: Title) -> None:
        self._style = title.style
        text = tidy(title.text)
        self.setting = Setting(title.style.family, title.style.weight, text)
        lines = [" ".join(line.split()) for line in text.strip("\n").split("\n")]
        while lines and not lines[-1]:
            lines.pop()
        while lines and not lines[0]:
            lines.pop(0)
        self._paragraphs = [self._atoms(line) for line in lines]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be drawn."""
        return not self._paragraphs

    def layout(self, width: float, height: float, share: float = 1.0) -> Layout:
        """The title as large as it is asked for, or as it fits.

        Args:
            width: that it may have, in thousandths of the shorter side.
            height: that it may have.
            share: of the size that is asked for, at most.
        """
        asked = self._style.size * SIDE / 100
        pitch = max(SMALLEST, asked * share)
        for whole in (True, False):
            least = max(SMALLEST, asked * WHOLE_WORDS) if whole else SMALLEST
            for size in _sizes(pitch, least):
                lines = self._fitting(size, width, height, whole=whole)
                if lines is not None:
                    lines, used = self._undivided(lines, size, width, height)
                    return self._laid(_texts(lines), used, shrunk=used < asked - 1e-9, fits=True)
        return self._laid(self._cut(width, height), SMALLEST, shrunk=asked > SMALLEST, fits=False)

    def _laid(self, texts: list[str], pitch: float, *, shrunk: bool, fits: bool) -> Layout:
        lines = tuple(self.setting.line(text) for text in texts)
        letters = pitch / LEADING
        across, down = _padding(self._style, letters)
        width = max(line.width for line in lines) * letters / 100 + 2 * across
        height = (len(lines) - 1) * pitch + (ABOVE + BELOW) * letters + 2 * down
        return Layout(lines, pitch, width, height, (across, down), shrunk, fits)

    def _undivided(self, lines: list[_Row], pitch: float, width: float, height: float) -> tuple[list[_Row], float]:
        """The lines, and their size; fewer and a little smaller ones where that leaves Chinese text in one piece."""
        if any(_within_words(line) for line in lines):
            for size in _sizes(pitch, max(SMALLEST, pitch * _UNDIVIDED)):
                fewer = self._fitting(size, width, height, whole=True)
                if fewer is not None and not any(_within_words(line) for line in fewer):
                    return fewer, size
        return lines, pitch

    def _fitting(self, pitch: float, width: float, height: float, *, whole: bool) -> list[_Row] | None:
        """The lines at a size; None where they are too many, or a word is too long and may not be broken."""
        letters = pitch / LEADING
        across, down = _padding(self._style, letters)
        limit = (width - 2 * across) / letters * 100
        rows = int((height - 2 * down - (ABOVE + BELOW) * letters) / pitch + 1 + 1e-9)
        if limit <= 0 or rows < len(self._paragraphs):
            return None
        if whole and any(atom.width > limit for atoms in self._paragraphs for atom in atoms):
            return None
        divided = [self._pieces(atoms, limit) for atoms in self._paragraphs]
        if any(piece.width > limit for pieces in divided for piece in pieces):
            return None
        if sum(len(_broken(pieces, limit)) for pieces in divided) > rows:
            return None
        return [line for pieces in divided for line in _even(pieces, limit)]

    def _cut(self, width: float, height: float) -> list[str]:
        """What there is room for at the smallest size, with an ellipsis where it ends."""
        letters = SMALLEST / LEADING
        across, down = _padding(self._style, letters)
        limit = max(1.0, (width - 2 * across) / letters * 100)
        rows = max(1, int((height - 2 * down - (ABOVE + BELOW) * letters) / SMALLEST + 1 + 1e-9))
        lines = [_text(line) for atoms in self._paragraphs for line in _broken(self._pieces(atoms, limit), limit)]
        if len(lines) <= rows:
            # Too wide for a single letter: all that can be done is to show that something is there.
            return lines if self.setting.line(max(lines, key=len)).width <= limit else ["…"]
        last = clusters(lines[rows - 1])
        while last and self.setting.line("".join(last) + "…").width > limit:
            last = last[:-1]
        return [*lines[: rows - 1], "".join(last).rstrip() + "…"]

    def _atoms(self, line: str) -> list[_Atom]:
        """A line as words and characters; an empty one is one atom without anything."""
        texts: list[tuple[str, str]] = []
        space = ""
        for cluster in clusters(line):
            if cluster.isspace() and cluster != "\u00a0":
                space = " "
                continue
            if texts and _stick(texts[-1][1], cluster, space):
                texts[-1] = texts[-1][0], texts[-1][1] + space + cluster
            else:
                texts.append((space, cluster))
            space = ""
        gap = self.setting.line("n n").width - self.setting.line("nn").width
        return [self._atom(text, before, gap if before else 0.0) for before, text in texts] or [_Atom("", 0, "", 0)]

    def _atom(self, text: str, space: str = "", gap: float = 0.0) -> _Atom:
        return _Atom(text, self.setting.line(text).width, space, gap)

    def _pieces(self, atoms: list[_Atom], limit: float) -> list[_Atom]:
        """Atoms of which those that are too long for a line are broken."""
        found: list[_Atom] = []
        for atom in atoms:
            if atom.width <= limit:
                found.append(atom)
                continue
            piece, space, gap = "", atom.space, atom.gap
            for cluster in clusters(atom.text):
                if piece and self.setting.line(piece + cluster).width > limit:
                    found.append(self._atom(piece, space, gap))
                    piece, space, gap = "", "", 0.0
                piece += cluster
            found.append(self._atom(piece, space, gap))
        return found


def _sizes(most: float, least: float) -> Iterator[float]:
    """Sizes from the largest to the least."""
    size = most
    while size > least:
        yield size
        size *= _SMALLER
    yield min(most, least) if least <= most else most


def _padding(style: Style, letters: float) -> tuple[float, float]:
    """What the block is larger than its letters on each side, across and down."""
    outline = style.outline / 100 * letters * LEADING
    if style.box <= 0:
        return outline, outline
    return max(outline, BOX_PADDING[0] * letters), max(outline, BOX_PADDING[1] * letters)


def _broken(atoms: list[_Atom], limit: float) -> list[list[_Atom]]:
    """Lines that are each as full as can be."""
    lines: list[list[_Atom]] = [[]]
    used = 0.0
    for atom in atoms:
        if lines[-1] and used + atom.gap + atom.width > limit + 1e-6:
            lines.append([])
            used = 0.0
        used += atom.width + (atom.gap if lines[-1] else 0.0)
        lines[-1].append(atom)
    return lines


def _even(atoms: list[_Atom], limit: float) -> list[_Row]:
    """No more lines than are needed, about as long as each other, that end where they read well.

    The least sum of squares of what each line differs from the mean length, as Knuth and Plass divide paragraphs.
    """
    lines = _broken(atoms, limit)
    if len(lines) == 1:
        return [_Row(tuple(lines[0]), None)]
    found = _weighed(atoms, len(lines), limit) if len(atoms) <= _MOST_WEIGHED else []
    if found:
        return found
    firsts = [line[0] for line in lines[1:]]
    return [_Row(tuple(line), after) for line, after in zip(lines, [*firsts, None], strict=True)]


def _weighed(atoms: list[_Atom], count: int, limit: float) -> list[_Row]:
    """The best of all ways to divide atoms into so many lines; nothing where there is none."""
    mean = sum(atom.gap + atom.width for atom in atoms) / count
    # The least that the first so many atoms cost in so many lines, and where the last of these begins.
    costs: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(count):
        row: dict[int, tuple[float, int]] = {}
        for start, (before, _start) in costs[-1].items():
            width = -atoms[start].gap if start < len(atoms) else 0.0
            for end in range(start + 1, len(atoms) + 1):
                width += atoms[end - 1].gap + atoms[end - 1].width
                if width > limit + 1e-6:
                    break
                cost = before + ((mean - width) / limit) ** 2
                if end < len(atoms):
                    cost += _ending(atoms[end - 1], atoms[end])
                if end not in row or cost < row[end][0]:
                    row[end] = cost, start
        costs.append(row)
    if len(atoms) not in costs[-1]:
        return []
    found: list[_Row] = []
    end = len(atoms)
    for row in reversed(costs[1:]):
        start = row[end][1]
        found.append(_Row(tuple(atoms[start:end]), atoms[end] if end < len(atoms) else None))
        end = start
    return found[::-1]


def _ending(last: _Atom, following: _Atom) -> float:
    """What it costs to end a line between two atoms."""
    if last.text and last.text[-1] in _CLOSING:
        return _AFTER_STOPS
    return 0.0 if following.space else _WITHIN_WORDS


def _within_words(line: _Row) -> bool:
    """Whether a line ends where a word may be divided."""
    return line.following is not None and _ending(line.atoms[-1], line.following) == _WITHIN_WORDS


def _texts(lines: Iterable[_Row]) -> list[str]:
    return [_text(line.atoms) for line in lines]


def _text(line: Sequence[_Atom]) -> str:
    return "".join((atom.space if number else "") + atom.text for number, atom in enumerate(line))


def _stick(before: str, cluster: str, space: str) -> bool:
    """Whether no line may end between two characters: within words, before and after punctuation, after a number."""
    alone = _stands_alone(before[-1]), _stands_alone(cluster[0])
    if before[-1].isdecimal() and alone[1]:
        return True
    if space:
        return False
    if cluster[0] in _CLOSING or before[-1] in _OPENING:
        return True
    return not any(alone)


def _stands_alone(character: str) -> bool:
    """Whether a line may end beside it: Chinese, Japanese, and emoji."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
        or character >= "\U0001f000"
    )
