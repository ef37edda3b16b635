"""The one formula that frames are ranked by."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.cover import Flag
from app.domain.faces import Face
from app.domain.geometry import Box

FACTORS = {
    Flag.BLANK: 0.1,
    Flag.TRANSITION: 0.35,
    Flag.DARK: 0.5,
    Flag.BLURRED: 0.5,
    Flag.OVEREXPOSED: 0.6,
}
"""What is left of the score for each thing that is measurably wrong."""

SHARPNESS_WEIGHT = 0.05
"""Share of sharpness in the score; the rest is appeal."""

QUALITY_FLOOR = 30.0
"""Technical quality under which the score falls in proportion."""


def score_of(quality: float, appeal: float, sharpness: float, measured: frozenset[Flag]) -> float:
    """The score of a frame, 0–100, from numbers of the same range and from what is measurably wrong.

    score = ((1 − s) · appeal + s · sharpness) · min(1, quality / floor) · Π factors of the measured flags

    Appeal is what viewers prefer; quality only guards, since it says little about which frame of a clip is the best;
    sharpness, 5 % of it, decides between instants that are otherwise alike. What the judge sees wrong does not count
    here: it knew that when it gave the appeal.
    """
    wanted = (1 - SHARPNESS_WEIGHT) * appeal + SHARPNESS_WEIGHT * sharpness
    score = wanted * min(1.0, quality / QUALITY_FLOOR)
    for flag in measured:
        score *= FACTORS[flag]
    return score


CROP_WEIGHT = 0.1
"""Points of a cover's score for each point of its crop above `USUAL_CROP`."""

USUAL_CROP = 70.0
"""What the best crop of a picture has on average; so a crop that nobody has looked at counts as a usual one."""

FACES_WEIGHT = 0.1
"""Points of a cover's score for each point of its faces above `USUAL_FACES`. On clips that the judges of five folds
never saw, faces bring the gain over the first frame from 0.66 to 0.67, and the share of covers that are worse than it
from 12 % to 10 % (`bench_choice`)."""

USUAL_FACES = 62.0
"""What faces have on average. A picture without a face counts as one with usual faces: a face is no merit in itself,
but of two moments of one scene the one whose faces are whole, sharp and turned to the viewer is to be preferred."""

UNKNOWN_SHARPNESS = 0.7
"""Sharpness of faces too small to tell."""


def cover_score(frame: float, crop: float | None, faces: float | None) -> float:
    """The score of a cover, 0–100, from those of its frame, its crop and its faces, each 0–100 or None where unknown.

    score = frame + 0.1 · (crop − usual crop) + 0.1 · (faces − usual faces)
    """
    found = frame
    if crop is not None:
        found += CROP_WEIGHT * (crop - USUAL_CROP)
    if faces is not None:
        found += FACES_WEIGHT * (faces - USUAL_FACES)
    return min(100.0, max(0.0, found))


def faces_score(crop: Box, faces: Sequence[Face]) -> float | None:
    """How well the faces in a crop are shown, 0–100: whole, sharp, turned to the viewer; None where there are none.

    The mean over the faces of which some is inside, each counting as much as its side is long, of
    (1 − 4 · p · (1 − p)) · sharpness · (3 + frontal) / 4, where p is the share of it that is inside. Being turned to
    the viewer counts little: counted twice as much, it made the choices on held-back clips worse.

    Args:
        crop: in the same pixels as the faces.
        faces: those of the picture.
    """
    total, weights = 0.0, 0.0
    for face in faces:
        inside = crop.shared(face.box) / face.box.area
        if inside > 0:
            weight = face.box.area**0.5
            sharp = UNKNOWN_SHARPNESS if face.sharp is None else face.sharp
            turned = 1.0 if face.frontal is None else (3 + face.frontal) / 4
            total += weight * (1 - 4 * inside * (1 - inside)) * sharp * turned
            weights += weight
    return 100 * total / weights if weights else None
