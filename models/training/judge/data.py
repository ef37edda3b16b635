"""The labelled pictures that the judge learns from, split by content.

A split never separates what belongs together: the frames of a clip, the clips of one film, the pages of a story.
The fold of a group is a hash of its name, so that it does not depend on the order of files or on chance.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.domain.media import WORKING_SIDE, Image

_SAME_FILM = {
    "big-buck-bunny": ("big-buck-bunny", "bunny-avc", "moviepy_transparent"),
    "tears-of-steel": ("tears-of-steel", "simpl_vp"),
    "intel-shop": ("intel-sample-videos_one-by-one", "sample-videos_fruit"),
    "specvqgan-video": ("specvqgan_video_",),
    "learning-area": ("learning-area_",),
    "painter": ("painter_",),
}

_SAME_CONTENT = {
    "goldeneye": ("goldeneye", "issue-134-rotate"),
    "mapillary": ("mapillary_tools_",),
}
"""Clips that were found to show the same only after the folds had been dealt; see `split`."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled picture.

    Attributes:
        image: the picture, its long side at most `WORKING_SIDE`.
        quality: technical quality 0–1, NaN where nobody judged it.
        appeal: worth as a cover 0–1, NaN where nobody judged it.
        clip: name of the clip that it is a frame of; empty for a picture.
        group: what is dealt into one fold.
        content: the film, story or cast that it shows; wider than the group where the group missed something.
    """

    image: Image
    quality: float
    appeal: float
    clip: str
    group: str
    content: str = ""


def fold_of(group: str, folds: int) -> int:
    """The fold, 0 … `folds` − 1, that a group belongs to."""
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:4], "big") % folds


def split(samples: list[Sample], folds: int, held_fold: int) -> tuple[list[Sample], list[Sample]]:
    """What to learn from, and what to validate on.

    Groups are dealt by their hash, so that a run can be repeated. Whatever of the held-back fold shows the same as
    something learnt from is left out of the validation: it would flatter the figures.
    """
    learned = [sample for sample in samples if fold_of(sample.group, folds) != held_fold]
    seen = {sample.content for sample in learned}
    held = [sample for sample in samples if fold_of(sample.group, folds) == held_fold and sample.content not in seen]
    return learned, held


def load(data: Path) -> list[Sample]:
    """Every labelled picture and frame below `data` (a folder with `iqa/` and `appeal/`)."""
    return [*_pictures(data), *_frames(data)]


def _pictures(data: Path) -> Iterator[Sample]:
    quality = {f"data/iqa/images/{row['file']}": float(row["mos"]) / 100 for row in _rows(data / "iqa/mos.csv")}
    appeal = {row["picture"]: _appeal(row) for row in _rows(data / "appeal/pictures.csv")}
    stories = _stories(data)
    for name in sorted(quality.keys() | appeal.keys()):
        path = data.parent / name
        yield Sample(
            working_size(read(path)),
            quality.get(name, np.nan),
            appeal.get(name, np.nan),
            "",
            _picture_group(name),
            stories.get(name, name),
        )


def _frames(data: Path) -> Iterator[Sample]:
    for row in _rows(data / "appeal/frames.csv"):
        image = working_size(read(data / "appeal" / row["file"]))
        yield Sample(image, np.nan, _appeal(row), row["clip"], _clip_group(row["clip"]), _clip_content(row["clip"]))


def _stories(data: Path) -> dict[str, str]:
    """The story of each drawn picture; all sprites are one, since the same characters stand in many scenes."""
    found = {}
    for labels in sorted(data.glob("drawn/*/labels.jsonl")):
        kind = labels.parent.name
        for line in labels.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            story = "sprites" if kind == "sprites" else f"{kind}: {item['story'] or item['file']}"
            found[f"data/drawn/{kind}/{item['file']}"] = story
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _appeal(row: dict[str, str]) -> float:
    """Mean of the judges' scores, 1–10, brought to 0–1."""
    scores = [float(row[judge]) for judge in ("a", "b") if row[judge]]
    return (sum(scores) / len(scores) - 1) / 9


def _picture_group(name: str) -> str:
    """A story, an episode or a sprite's character belongs together; a photo stands alone."""
    stem = Path(name).stem
    drawn = re.match(r"(asp_\d+|pc_ep\d+|bd_[a-z]+|[a-z]+_[a-z]+)", stem)
    return f"drawn/{drawn[1]}" if "/drawn/" in name and drawn else name


def _clip_group(clip: str) -> str:
    for film, marks in _SAME_FILM.items():
        if any(mark in clip for mark in marks):
            return film
    return clip


def _clip_content(clip: str) -> str:
    for film, marks in _SAME_CONTENT.items():
        if any(mark in clip for mark in marks):
            return film
    return _clip_group(clip)


def read(path: Path) -> Image:
    """The picture in a file as RGB.

    Raises:
        OSError: it cannot be decoded.
    """
    encoded = np.frombuffer(path.read_bytes(), np.uint8)
    picture = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    if picture is None:
        raise OSError(f"{path}: not a picture that OpenCV reads")
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def working_size(image: Image) -> Image:
    """`image` with its long side at most `WORKING_SIDE`."""
    height, width = image.shape[:2]
    factor = WORKING_SIDE / max(width, height)
    if factor >= 1:
        return image
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
