"""Faces in a picture."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.geometry import Box


@dataclass(frozen=True, slots=True)
class Face:
    """A face, photographed or drawn.

    Attributes:
        box: forehead to chin and ear to ear, without the hair, in pixels of the picture that was searched; it may
            reach beyond the border where the face does.
        score: how sure the detector is, 0–1.
        frontal: how far it looks at the viewer, 0–1; None where that is not known.
        sharp: how sharp it is, 0–1; None where that is not known.
    """

    box: Box
    score: float
    frontal: float | None = None
    sharp: float | None = None
