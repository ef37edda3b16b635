"""The pictures that the detector learns from, with their faces, split by what they show.

A split never separates what belongs together: the pages of a story, the panels of an episode, the poses of a character,
the avatars of a style, the frames of a clip. The fold of a group is a hash of its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.domain.media import Image
from app.vision.faces import Boxes, overlaps
from models.training.judge.data import clip_content, fold_of

LABELS = Path(__file__).with_name("record") / "seen.jsonl"
"""What the teacher saw in the photos (`teacher.py`)."""

HARD = LABELS.with_name("hard.jsonl")
"""What a detector took for faces in the pictures that are learnt from (`mine.py`)."""

LOOKED = LABELS.with_name("looked.json")
"""What a look at these added to the labels: for a file, the `faces` and the `doubtful` regions that were missing, as
edges in pixels. Nothing is ever added to the pictures that are held back."""

NOBODY = LABELS.with_name("nobody.txt")
"""Pictures of the folds that are not learnt from in which a look at each showed no people, photographed or drawn;
animals, statues and pictures on walls may be there."""

FOLDS = 10
"""Groups are dealt into this many folds."""

HELD, TUNING = frozenset({0, 5}), frozenset({1})
"""Folds that nothing was learnt or chosen from, and those that the threshold and the best epoch are chosen on."""

KINDS = ("crowd", "photo", "frame", "story", "comic", "sprite", "avatar", "clipart")
"""Kinds of picture: photographed crowds labelled by hand, photos and frames labelled by the teacher, drawn ones."""

PHOTOGRAPHED = KINDS[:3]
"""Those that were photographed."""

DRAWN = {"stories": "story", "comics": "comic", "sprites": "sprite", "avatars": "avatar", "clipart": "clipart"}
"""Folder to kind."""

ANIMATION = ("bunny", "sintel", "kivy_softboy", "minecraft", "learning-area")
"""Parts of the names of clips that are drawn, generated or of toys: the teacher misses too many of their faces."""

FACE_IN_HEAD = (0.17, 0.27, 0.79, 0.92)
"""Left, top, right and bottom edge of the face in a hand-labelled box of a head, in parts of the box: medians over
1,900 faces that the teacher found in them. The boxes of the crowds hold the whole head with its hair."""

SURE, ALONE, DOUBT = 0.55, 0.75, 0.3
"""Scores of the teacher: two sizes must see a face with the first, or one with the second; from the third on, what is
no label is left alone."""

_EVEN = 0.45
"""Intersection over union from which two findings are of one face."""


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A picture and its faces.

    Attributes:
        path: its file.
        kind: one of `KINDS`.
        groups: what it shows; where one of them is held back, so is the picture.
        boxes: faces, N × 4: left, top, right and bottom edge, in pixels.
        frontal: whether each looks at the viewer, 0 or 1; NaN where that is not known.
        doubtful: regions to be left alone, M × 4.
        alarms: what a detector took for faces and is none, K × 4.
    """

    path: Path
    kind: str
    groups: tuple[str, ...]
    boxes: Boxes = field(repr=False)
    frontal: np.ndarray = field(repr=False)
    doubtful: Boxes = field(repr=False)
    alarms: Boxes = field(repr=False, default_factory=lambda: np.zeros((0, 4), np.float32))

    def read(self) -> Image:
        """The picture, RGB; with a fourth channel, its opacity, where it has one."""
        pixels = cv2.imread(str(self.path), cv2.IMREAD_UNCHANGED)
        assert pixels is not None
        if pixels.ndim == 2:
            return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB), np.uint8)
        order = cv2.COLOR_BGRA2RGBA if pixels.shape[2] == 4 else cv2.COLOR_BGR2RGB
        return np.asarray(cv2.cvtColor(pixels, order), np.uint8)

    def shown(self) -> Image:
        """The picture, RGB, laid on white where it is transparent, as the app lays it."""
        image = self.read()
        if image.shape[2] == 3:
            return image
        share = image[..., 3:].astype(np.float32) / 255
        return np.asarray(image[..., :3] * share + 255 * (1 - share), np.uint8)

    def folds(self) -> frozenset[int]:
        """The folds of its groups."""
        return frozenset(fold_of(group, FOLDS) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Split:
    """Pictures to learn from, to choose on, and to measure on."""

    learned: list[Labelled]
    tuning: list[Labelled]
    held: list[Labelled]


def split(pictures: Sequence[Labelled]) -> Split:
    """Deal pictures; one that shows anything held back is held back itself."""
    held = [picture for picture in pictures if picture.folds() & HELD]
    tuning = [picture for picture in pictures if not picture.folds() & HELD and picture.folds() & TUNING]
    learned = [picture for picture in pictures if not picture.folds() & (HELD | TUNING)]
    return Split(learned, tuning, held)


def load(data: Path, teacher: Path) -> list[Labelled]:
    """Every labelled picture.

    Args:
        data: folder with `gaze/`, `drawn/`, `iqa/`, `photos/` and `appeal/frames/`.
        teacher: what `teacher.py` wrote.
    """
    looked = json.loads(LOOKED.read_text(encoding="utf-8")) if LOOKED.exists() else {}
    hard = alarms_in(HARD)
    pictures = [*_photographed(data, teacher), *_drawn(data)]
    names = [picture.path.relative_to(data).as_posix() for picture in pictures]
    return [
        completed(picture, looked.get(name, {}), hard.get(name, ()))
        for picture, name in zip(pictures, names, strict=True)
    ]


def alarms_in(path: Path) -> dict[str, list[Sequence[float]]]:
    """What `mine.py` wrote, by file; nothing where there is no such file."""
    return {row["file"]: row["alarms"] for row in _lines(path)} if path.exists() else {}


def without_people(data: Path) -> frozenset[Path]:
    """The pictures in which there is nobody."""
    return frozenset(data / name for name in NOBODY.read_text(encoding="utf-8").splitlines())


def completed(picture: Labelled, looked: dict[str, Any], alarms: Sequence[Sequence[float]]) -> Labelled:
    """A picture with what a look at it added, and what was found in it that is no face.

    Args:
        picture: as it was labelled.
        looked: `faces` and `doubtful` that were missing, as edges; only pictures that are learnt from have such.
        alarms: findings, edges and score; those that are missing faces or doubtful after all are left out.
    """
    if not looked and not len(alarms):
        return picture
    assert not picture.folds() & (HELD | TUNING), f"{picture.path} is not learnt from"
    faces, doubtful = (np.array(looked.get(name, ()), np.float32).reshape(-1, 4) for name in ("faces", "doubtful"))
    known = np.concatenate([faces, doubtful])
    found = [row[:4] for row in alarms if not (overlaps(np.array(row[:4], np.float32), known) > _EVEN).any()]
    return replace(
        picture,
        boxes=np.concatenate([picture.boxes, faces]),
        frontal=np.concatenate([picture.frontal, _unknown(faces)]),
        doubtful=np.concatenate([picture.doubtful, doubtful]),
        alarms=np.array(found, np.float32).reshape(-1, 4),
    )


def _drawn(data: Path) -> Iterator[Labelled]:
    for folder, kind in DRAWN.items():
        for row in _lines(data / "drawn" / folder / "labels.jsonl"):
            boxes = _edges(row["faces"])
            # The one box of a style is of a face that looks at the viewer, or nearly so.
            frontal = np.full(len(boxes), 1.0 if kind == "avatar" else np.nan, np.float32)
            path = data / "drawn" / folder / row["file"]
            yield Labelled(path, kind, _groups(folder, row), boxes, frontal, _edges(row["doubtful"]))


def _groups(folder: str, row: dict[str, Any]) -> tuple[str, ...]:
    """What a drawn picture shows: a style, the characters of a scene, or a story."""
    if folder == "avatars":
        return (f"avatars: {row['style']}",)
    if folder == "sprites":
        return tuple(sorted({f"cast: {part.rsplit(': ', 1)[-1].strip()}" for part in row["story"].split(" / ")}))
    return (f"{folder}: {row['story'] or row['file']}",)


def _photographed(data: Path, teacher: Path) -> Iterator[Labelled]:
    crowds = {f"gaze/eyecrowd/images/{row['file']}": row for row in _lines(data / "gaze/eyecrowd/labels.jsonl")}
    for row in _lines(teacher):
        name, path = row["file"], data / row["file"]
        boxes, doubtful = agreed(row["seen"])
        if name in crowds:
            yield crowd(path, name, crowds[name], boxes, doubtful)
        elif name.startswith("appeal/frames/"):
            clip = name.split("/")[2]
            if not any(part in clip for part in ANIMATION):
                yield Labelled(path, "frame", (f"clips: {clip_content(clip)}",), boxes, _unknown(boxes), doubtful)
        else:
            yield Labelled(path, "photo", (f"photos: {name}",), boxes, _unknown(boxes), doubtful)


def crowd(path: Path, name: str, row: dict[str, Any], seen: Boxes, doubtful: Boxes) -> Labelled:
    """A photo of a crowd: hand-labelled heads, of which those that are not seen from behind are faces.

    A face lies where the teacher saw it in the head, else where it usually is. What the teacher saw outside of the
    heads, or in one from behind, is doubtful.
    """
    boxes, frontal = [], []
    left = seen
    for head in row["faces"]:
        usual = face_in_head(head["box"])
        overlap = overlaps(usual, left)
        match = int(overlap.argmax()) if len(left) and overlap.max() > 0.3 else None
        if not head["back"]:
            boxes.append(usual if match is None else left[match])
            frontal.append(float(head["frontal"]))
            if match is not None:
                left = np.delete(left, match, 0)
    return Labelled(
        path,
        "crowd",
        (f"photos: {name}",),
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array(frontal, np.float32),
        np.concatenate([left, doubtful]),
    )


def face_in_head(head: Sequence[float]) -> Boxes:
    """Where the face usually is in the hand-labelled box of a head, `[x, y, width, height]`."""
    x, y, width, height = head
    left, top, right, bottom = FACE_IN_HEAD
    return np.array([x + left * width, y + top * height, x + right * width, y + bottom * height], np.float32)


def agreed(seen: Sequence[Sequence[Sequence[float]]]) -> tuple[Boxes, Boxes]:
    """What several searches of a picture agree on, and what only some of them saw.

    Args:
        seen: for each search its findings, `[left, top, right, bottom, score]`.

    Returns:
        Boxes of faces, their edges the means of the findings weighted by score, and of doubtful regions.
    """
    rows = np.array([finding for search in seen for finding in search], np.float32).reshape(-1, 5)
    rows = rows[np.argsort(-rows[:, 4], kind="stable")]
    faces, doubtful = [], []
    while len(rows):
        same = overlaps(rows[0, :4], rows[:, :4]) > _EVEN
        same[0] = True
        together, rows = rows[same], rows[~same]
        box = np.average(together[:, :4], 0, together[:, 4])
        if (len(together) > 1 and together[1, 4] >= SURE) or together[0, 4] >= ALONE:
            faces.append(box)
        elif together[0, 4] >= DOUBT:
            doubtful.append(box)
    return np.array(faces, np.float32).reshape(-1, 4), np.array(doubtful, np.float32).reshape(-1, 4)


def _unknown(boxes: Boxes) -> np.ndarray:
    return np.full(len(boxes), np.nan, np.float32)


def _edges(boxes: Sequence[Sequence[float]]) -> Boxes:
    """`[x, y, width, height]` as edges."""
    given = np.array(boxes, np.float32).reshape(-1, 4)
    return np.concatenate([given[:, :2], given[:, :2] + given[:, 2:]], 1)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
