"""What is to be said of a title that was set, in words."""

from __future__ import annotations

from app.lettering.areas import FEED
from app.ui.background.words import Words
from app.ui.style.language import translate

LEAST_CONTRAST = 3.0
"""Of large letters to what lies below (WCAG 2.2, success criterion 1.4.3)."""

EASY_CONTRAST = 4.5
"""Of small letters there, from which on large ones are read without effort."""

LEAST_PIXELS = 11
"""Size of letters that can still be read in a feed, in its pixels; guidelines for apps on phones begin there."""

USUAL_WIDTH = FEED
"""Of covers in a feed, in its pixels."""


def pixels_in_feed(words: Words, width: float = USUAL_WIDTH) -> int:
    """The size of the letters where the cover is shown small, in whole pixels as it is told.

    Args:
        words: the title.
        width: of the cover in the feed, in its pixels.
    """
    return round(words.letters * width)


def feed_faults(words: Words, width: float = USUAL_WIDTH) -> list[str]:
    """Why a title cannot be read where the cover is shown small; arguments as those of `pixels_in_feed`."""
    found = []
    if words.under_badge(width):
        found.append(translate("Title", "In a feed, the length of the video lies over it"))
    pixels = pixels_in_feed(words, width)
    if pixels < LEAST_PIXELS:
        text = translate("Title", "Too small to read in a feed: letters of {pixels} px, at least {least} are needed")
        found.append(text.format(pixels=pixels, least=LEAST_PIXELS))
    return found


def feed_text(words: Words, width: float = USUAL_WIDTH) -> str:
    """How large the letters are in a feed; where they cannot be read there, why."""
    text = translate("Title", "Large enough for a feed: letters of {pixels} px")
    return " · ".join(feed_faults(words, width)) or text.format(pixels=pixels_in_feed(words, width))


def faults(words: Words) -> list[str]:
    """What is wrong with a title, worst first."""
    lettering, found = words.lettering, []
    if not lettering.fits:
        found.append(translate("Title", "Does not fit, even in the smallest letters: the end is left out"))
    if lettering.missing:
        letters = " ".join(lettering.missing[:8])
        found.append(translate("Title", "No font here has: {letters}").format(letters=letters))
    if lettering.over_face:
        found.append(translate("Title", "Covers a face"))
    if lettering.contrast < LEAST_CONTRAST:
        text = translate("Title", "Hard to read: contrast of {contrast} : 1, at least {least} is needed")
        found.append(text.format(contrast=f"{lettering.contrast:.1f}", least=f"{LEAST_CONTRAST:.0f}"))
    return found + feed_faults(words)


def remarks(words: Words) -> list[str]:
    """What else is to be known of a title."""
    lettering, found = words.lettering, []
    pixels = pixels_in_feed(words)
    if lettering.contrast >= LEAST_CONTRAST and not feed_faults(words):
        text = translate("Title", "Easy to read: contrast {contrast} : 1, letters of {pixels} px in a feed")
        if lettering.contrast < EASY_CONTRAST:
            text = translate("Title", "Can be read: contrast {contrast} : 1, letters of {pixels} px in a feed")
        found.append(text.format(contrast=f"{lettering.contrast:.1f}", pixels=pixels))
    if lettering.shrunk and lettering.fits:
        found.append(translate("Title", "Set smaller than chosen, to fit"))
    return found
