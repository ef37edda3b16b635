"""The labelled pictures that the judge learns from, split by content.

A split never separates what belongs together: the frames of a clip, the clips of one film, the pages of a story.
The fold of a group is a hash of its name, so that it does not depend on the order of files or on chance.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.domain.media import Image, Picture
from app.media.pictures import read_small

_SAME_CONTENT = {
    "big-buck-bunny": ("big-buck-bunny", "bunny-avc"),
    "goldeneye": ("goldeneye", "issue-134-rotate"),
    "intel-shop": ("intel-sample-videos_one-by-one", "sample-videos_fruit"),
    "learning-area": ("learning-area_",),
    "mapillary": ("mapillary_tools_",),
    "painter": ("painter_",),
    "specvqgan-video": ("specvqgan_video_",),
    "tears-of-steel": ("tears-of-steel", "simpl_vp"),
}
"""Clips that show the same film, place or people, by parts of their names; found by looking at them."""


FLAGS = {
    "blurred": "b",
    "dark": "d",
    "overexposed": "o",
    "noisy": "n",
    "eyes_shut": "e",
    "subject_cut": "h",
    "turned_away": "k",
    "text": "t",
    "transition": "f",
    "no_subject": "s",
    "clutter": "m",
}
"""What can be wrong with a picture, in the order of the judge's output, and the letter that the labels have for it."""


FOLDS = 5
"""Contents are dealt into this many folds."""

HELD_FOLD = 0
"""The fold that the shipped judge never saw."""

Flags = npt.NDArray[np.float32]
"""One number for each of `FLAGS`."""

UNKNOWN: Flags = np.full(len(FLAGS), np.nan, np.float32)


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled picture.

    Attributes:
        image: the picture at the size and in the way that the app reads it.
        quality: technical quality 0–1, NaN where nobody judged it.
        appeal: worth as a cover 0–1, NaN where nobody judged it.
        clip: name of the clip that it is a frame of; empty for a picture.
        content: the film, story or cast that it shows; what shows the same is dealt into one fold.
        flags: share of the judges that saw each of `FLAGS`, 0–1, NaN where nobody was asked.
        name: path of the file, relative to the folder above the data.
        order: quality and appeal by which it is compared with others of its clip, where these are known without its
            labels, as for a picture that was made worse; else NaN.
    """

    image: Image
    quality: float
    appeal: float
    clip: str
    content: str
    flags: Flags
    name: str
    order: tuple[float, float] = (math.nan, math.nan)


def fold_of(content: str, folds: int) -> int:
    """The fold, 0 … `folds` − 1, that what shows one content belongs to: a hash, so that more data changes no fold."""
    return int.from_bytes(hashlib.sha256(content.encode()).digest()[:4], "big") % folds


def split(samples: list[Sample], folds: int, held_fold: int) -> tuple[list[Sample], list[Sample]]:
    """What to learn from, and what to validate on. No content is in both."""
    folds_of = [fold_of(sample.content, folds) for sample in samples]
    learned = [sample for sample, fold in zip(samples, folds_of, strict=True) if fold != held_fold]
    held = [sample for sample, fold in zip(samples, folds_of, strict=True) if fold == held_fold]
    return learned, held


def load(data: Path) -> list[Sample]:
    """Every labelled picture and frame below `data` (a folder with `iqa/` and `appeal/`)."""
    return [*_pictures(data), *_frames(data)]


def agreed(samples: list[Sample], path: Path) -> list[Sample]:
    """`samples` with only the labels that `clean.py` kept, or that a person added, in its agreed.csv."""
    kept = {row["name"]: row for row in _rows(path)}
    return [
        replace(sample, quality=_known(kept[sample.name], "quality"), appeal=_known(kept[sample.name], "appeal"))
        for sample in samples
        if sample.name in kept
    ]


def more(pictures: Path, path: Path) -> Iterator[Sample]:
    """New pictures that `clean.py` labelled (its prelabels.csv) and that are to be used; each stands for itself."""
    for row in _rows(path):
        if row["use"] == "yes":
            image = read_small(Picture(0, pictures / row["name"])).image
            quality, appeal = _known(row, "quality"), _known(row, "appeal")
            yield Sample(image, quality, appeal, "", row["name"], UNKNOWN, row["name"])


def rated(samples: list[Sample]) -> list[Sample]:
    """The pictures whose technical quality people gave, with nothing else that is known of them."""
    return [replace(sample, appeal=math.nan) for sample in samples if not math.isnan(sample.quality)]


def taught(samples: list[Sample], paths: Sequence[Path]) -> list[Sample]:
    """`samples` where pictures without a quality have the one that raters tell (told.csv of `rater.py`; their mean).

    Frames are left alone: what tells the quality of two frames of a clip apart is not what viewers prefer, and a judge
    that learnt both ordered the frames of new clips less well.

    Raises:
        KeyError: a rater was not asked about one of them.
    """
    told = [{row["name"]: float(row["quality"]) for row in _rows(path)} for path in paths]
    return [
        replace(sample, quality=sum(one[sample.name] for one in told) / len(told))
        if math.isnan(sample.quality) and not sample.clip
        else sample
        for sample in samples
    ]


def _known(row: dict[str, str], score: str) -> float:
    return float(row[score]) if row[score] else math.nan


def _pictures(data: Path) -> Iterator[Sample]:
    quality = {f"data/iqa/images/{row['file']}": float(row["mos"]) / 100 for row in _rows(data / "iqa/mos.csv")}
    judged = {row["picture"]: row for row in _rows(data / "appeal/pictures.csv")}
    stories = stories_of(data)
    for name in sorted(quality.keys() | judged.keys()):
        path = data.parent / name
        yield Sample(
            read_small(Picture(0, path)).image,
            quality.get(name, np.nan),
            _appeal(judged[name]) if name in judged else np.nan,
            "",
            stories.get(name, name),
            _flags(judged[name]) if name in judged else UNKNOWN,
            name,
        )


def _frames(data: Path) -> Iterator[Sample]:
    for row in _rows(data / "appeal/frames.csv"):
        path = data / "appeal" / row["file"]
        yield Sample(
            read_small(Picture(0, path)).image,
            np.nan,
            _appeal(row),
            row["clip"],
            clip_content(row["clip"]),
            _flags(row),
            path.relative_to(data.parent).as_posix(),
        )


def stories_of(data: Path) -> dict[str, str]:
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


def _flags(row: dict[str, str]) -> Flags:
    """Share of the judges that saw each flag."""
    marks = [row[f"flags_{judge}"] for judge in ("a", "b") if row[judge]]
    return np.array([sum(letter in mark for mark in marks) / len(marks) for letter in FLAGS.values()], np.float32)


def clip_content(clip: str) -> str:
    """The film, place or people that a clip shows; its own name where no other clip shows the same."""
    for film, marks in _SAME_CONTENT.items():
        if any(mark in clip for mark in marks):
            return film
    return clip
