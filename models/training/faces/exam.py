"""The pictures that the detector is measured on, and the figures that come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.domain.media import Image
from models.training.faces.batches import Album, Scene
from models.training.faces.labels import (
    DRAWN,
    KINDS,
    LABELS,
    PHOTOGRAPHED,
    Labelled,
    Split,
    load,
    split,
    without_people,
)
from models.training.faces.measure import Counted, Search, count, threshold_for, together
from models.training.faces.nothing import letters, page, round_things, screen, texture
from models.training.judge.decoys import RUBBISH

LEAST_SCORE = 0.15
"""Findings are counted from this score on."""

PRECISE = 0.95
"""Precision that every kind must have on the tuning folds at the threshold that ships. The bound on others is 0.85 and,
on photos, 0.90; the tuning fold has only fourteen faces in comics, so one false alarm more or less decides there."""

QUIET = 0.03
"""Faces a picture that may be told in photos without people of the tuning folds: no more than version 1.0.0 did."""

COMPOSED, PATTERNS = 160, 200
"""How many scenes with avatars, and how many test patterns and texts of each kind are looked at."""

ASKED_PRECISION = 0.9
"""Precision at which the recall on photos is told beside that at the threshold."""

HEIGHTS = ((0.04, 0.08), (0.08, 0.16), (0.16, 9.0))
"""Heights of faces in parts of the picture's height, by which recall is told."""

PHOTOS = "photos without people"

LARGE = 0.1
"""Height from which a face is called large."""


@dataclass(frozen=True, slots=True)
class Exam:
    """What to search.

    Attributes:
        sets: scenes by kind.
        empty: pictures in which there are no faces, by what they show: photos and drawn ones without people, test
            patterns and texts, and pages, screens, letters and round things made by `nothing.py`, from other seeds than
            in training.
    """

    sets: dict[str, list[Scene]]
    empty: dict[str, list[Image]]


def examples(data: Path, labels: Path = LABELS) -> Split:
    """Every labelled picture, dealt."""
    return split(load(data, labels))


def tuning_exam(data: Path, dealt: Split) -> Exam:
    """The exam that the threshold is chosen by."""
    empty = without_people(data)
    return exam_of(dealt.tuning, 1, [picture for picture in dealt.tuning if picture.path in empty])


def final_exam(data: Path, dealt: Split) -> Exam:
    """The exam on what was held back; what has no people is from the tuning fold, too."""
    empty = without_people(data)
    nobody = [picture for picture in (*dealt.held, *dealt.tuning) if picture.path in empty]
    return exam_of(dealt.held, 2, nobody)


def exam_of(pictures: Sequence[Labelled], seed: int, nobody: Sequence[Labelled] = ()) -> Exam:
    """An exam on pictures.

    Args:
        pictures: with their faces.
        seed: of what is made for it: scenes with avatars, patterns and texts.
        nobody: pictures without people, to be searched for what is not there.
    """
    sets = {kind: [_scene(one) for one in pictures if one.kind == kind and kind != "avatar"] for kind in KINDS}
    if any(one.kind == "avatar" for one in pictures):
        sets["avatar"] = list(avatars(pictures, seed))
    sets = {kind: given for kind, given in sets.items() if given}
    return Exam(sets, _empty(nobody, np.random.default_rng(seed + 1)))


def _empty(nobody: Sequence[Labelled], random: np.random.Generator) -> dict[str, list[Image]]:
    """What has no faces, by what it shows."""
    drawn = set(DRAWN.values())
    patterns = [make for make, flags in RUBBISH if "noisy" not in flags]
    things = (page, screen, letters, texture, round_things)
    given = {
        PHOTOS: [one.shown() for one in nobody if one.kind not in drawn],
        "drawings without people": [one.shown() for one in nobody if one.kind in drawn],
        "patterns and texts": [patterns[number % len(patterns)](random, 448, 640) for number in range(PATTERNS)],
        "pages and things": [things[number % len(things)](random, 448, 640) for number in range(PATTERNS)],
    }
    return {name: images for name, images in given.items() if images}


def avatars(pictures: Sequence[Labelled], seed: int) -> Iterator[Scene]:
    """Avatars over pictures without faces, over colours and patterns, large and small."""
    album = Album(pictures, {"shares": {"avatar": 1.0}, "smallest": 26.0, "cached": 100})
    random = np.random.default_rng(seed)
    for _ in range(COMPOSED):
        yield album.composed(random, 640, 480, avatars=True)


def _scene(picture: Labelled) -> Scene:
    return Scene(picture.shown(), picture.boxes, picture.frontal, picture.doubtful)


def counted(search: Search, scenes: Sequence[Scene]) -> Counted:
    """What a search finds in scenes."""
    return together(
        count(search(scene.image), scene.image.shape[1::-1], scene.boxes, scene.doubtful, frontal=scene.frontal)
        for scene in scenes
    )


def answers(search: Search, exam: Exam) -> dict[str, Counted]:
    """What a search finds in each kind of picture."""
    return {kind: counted(search, scenes) for kind, scenes in exam.sets.items()}


def alarms(search: Search, images: Sequence[Image], threshold: float) -> float:
    """Faces a picture that are found where there are none."""
    return float(np.mean([(search(image).scores >= threshold).sum() for image in images]))


def choose_threshold(told: dict[str, Counted], empty: Sequence[np.ndarray]) -> float:
    """The score from which faces are told: the lowest at which every kind is precise enough and few are seen in vain.

    Args:
        told: what was found in the tuning folds.
        empty: scores of what was found in each of their photos without people.
    """
    precise = threshold_for([one for one in told.values() if len(one.hits) >= 10], PRECISE)
    candidates = np.arange(precise, 0.95, 0.01)
    quiet = [value for value in candidates if np.mean([(scores >= value).sum() for scores in empty]) <= QUIET]
    return float(round(quiet[0], 2)) if quiet else float(candidates[-1])


def photographed(told: dict[str, Counted]) -> Counted:
    """What was found in all photos and frames."""
    return together(told[kind] for kind in PHOTOGRAPHED if kind in told)


def figures_of(told: dict[str, Counted], threshold: float) -> dict[str, float]:
    """Recall and precision of each kind at a threshold; of photos also by height; of large frontal faces."""
    figures = {}
    for kind, one in told.items():
        figures[f"{kind}_recall"] = one.recall(threshold)
        figures[f"{kind}_precision"] = one.precision(threshold)
    photos = photographed(told)
    figures["photos_recall"] = photos.recall(threshold)
    figures["photos_precision"] = photos.precision(threshold)
    figures[f"photos_recall_at_{ASKED_PRECISION:.2f}"] = photos.recall(threshold_for([photos], ASKED_PRECISION))
    for low, high in HEIGHTS:
        chosen = (photos.shares >= low) & (photos.shares < high)
        figures[f"photos_recall_from_{low:.2f}"] = photos.only(chosen).recall(threshold)
    crowd = told.get("crowd", photos)
    figures["large_frontal_recall"] = crowd.only((crowd.frontal == 1) & (crowd.shares >= LARGE)).recall(threshold)
    figures["frontal_told_right"] = frontal_accuracy(crowd, threshold)
    return figures


def frontal_cut(told: Counted, threshold: float) -> float:
    """The value, 0–1, from which a face is best said to look at the viewer: both kinds count the same."""
    candidates = np.arange(0.3, 0.8, 0.01)
    return float(max(candidates, key=lambda cut: frontal_accuracy(told, threshold, cut)))


def frontal_accuracy(told: Counted, threshold: float, cut: float = 0.5) -> float:
    """How often it is told right whether a found face looks at the viewer: mean of the two kinds."""
    found = told.hits >= threshold
    front, side = told.looks[found & (told.frontal == 1)], told.looks[found & (told.frontal == 0)]
    return float(((front >= cut).mean() + (side < cut).mean()) / 2) if len(front) and len(side) else float("nan")
