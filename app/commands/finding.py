"""Finding an action by a few letters of its title, in any script."""

from __future__ import annotations

from collections.abc import Iterable

_TITLE, _NEXT, _WORD, _LETTER = 10, 9, 8, 1
"""What a letter is worth that begins the title, that follows the one found before, that begins a word, or that is
merely there."""


def plain(title: str) -> str:
    """A title without the mark of its mnemonic, and without the ellipsis.

    In Chinese the mnemonic stands in brackets behind the title: `打开(&O)…`.
    """
    before, mark, behind = title.partition("(&")
    if mark and behind[1:2] == ")":
        title = before + behind[2:]
    return title.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…").strip()


def likeness(wanted: str, texts: Iterable[str]) -> float | None:
    """How well what was typed fits the best of some texts, higher is better; None where it fits none.

    The letters must be there in their order, with others between; spaces only part words. Letters that begin words or
    stand together fit better.

    Args:
        wanted: what was typed; with nothing typed everything fits alike.
        texts: what an action is called, in each language that somebody may know it in.
    """
    letters = wanted.casefold().split()
    found = [score for text in texts if (score := _score("".join(letters), text.casefold())) is not None]
    return max(found, default=None)


def _score(letters: str, text: str) -> float | None:
    """The best way to find the letters in the text, over all ways.

    `best[i]` is that of the letters so far if the last one is the i-th of the text.
    """
    if not letters:
        return 0.0
    if not text:
        return None
    best: list[float | None] = [_worth(text, i) if text[i] == letters[0] else None for i in range(len(text))]
    for letter in letters[1:]:
        reached: list[float | None] = [None] * len(text)
        before: float | None = None
        for i, character in enumerate(text):
            if character == letter and before is not None:
                after = best[i - 1]
                follows = None if after is None else after + max(_NEXT, _worth(text, i))
                reached[i] = max(before + _worth(text, i), follows if follows is not None else before)
            here = best[i]
            if here is not None:
                before = here if before is None else max(before, here)
        best = reached
    return max((score for score in best if score is not None), default=None)


def _worth(text: str, i: int) -> float:
    """What a letter is worth where it stands."""
    if i == 0:
        return _TITLE
    return _LETTER if text[i - 1].isalnum() else _WORD
