"""The ways to find where people look in a picture."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """Ways to find what is salient; `app.vision.saliency` does it."""

    LEARNED = "learned"
    IFT = "ift"
    FT = "ft"
    CENTRE = "centre"


DEFAULT = Method.LEARNED
