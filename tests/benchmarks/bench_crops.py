"""How good the proposed crops are: by where people looked, by what judges gave to crops, and by the clock.

`python -m tests.benchmarks.bench_crops DATA`; `DATA` is the folder with `gaze/` and `appeal/`. Without it, only the
time is measured. Beside the proposals stand the largest centred crop and, where it is installed, the package smartcrop.

Gaze is that of the fold that the learned saliency never saw. A fixation is kept when it lies in the crop, and a face is
cut when 10 to 90 % of its hand-labelled box do; faces are labelled in one of the two sets of pictures.

Judges scored nine crops of each picture. Any other crop is given the mean of their scores weighted by IoU⁸: of the
powers tried it tells best what one of the nine scored from the other eight (correlation within a picture 0.60; with
the score of the nearest, 0.53). The centred crop is one of the nine and is treated likewise.
"""

from __future__ import annotations

import csv
import importlib
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image

from app.covers.framing import Framer
from app.covers.nomination import DEFAULT, PUBLISHED, Parameters
from app.covers.proposals import propose
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Frame, Image, Picture
from app.media.pictures import read_small
from app.vision.saliency import MAP_SIDE, Method, Saliency
from models.training.crops import data as rated
from models.training.judge.data import FOLDS, HELD_FOLD, fold_of
from models.training.saliency.data import SETS
from tests.media_factory import photo

SHAPES = ("3:4", "9:16")
TOP = 5
CUT = (0.1, 0.9)
SAME = 0.7
"""Intersection over union from which a proposal is the crop that the judges like best."""

Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """A picture that people looked at, or that judges cropped.

    Attributes:
        path: the file.
        image: the picture, small.
        size: at full resolution.
        points: fixations in its pixels, N × 2.
        faces: hand-labelled, in its pixels.
    """

    path: Path
    image: Image
    size: Size
    points: Points
    faces: Sequence[Box]


Way = Callable[[Seen, Aspect], list[Box]]
"""Proposes crops of a picture, best first."""


def centred(seen: Seen, aspect: Aspect) -> list[Box]:
    """The largest crop in the middle."""
    return [aspect.largest_in(seen.size)]


def proposed(seen: Seen, aspect: Aspect, saliency: Saliency, parameters: Parameters, with_faces: bool) -> list[Box]:
    """What Bestframe proposes."""
    faces = seen.faces if with_faces else ()
    crops = propose(saliency.small(seen.image), faces, seen.size, aspect, TOP, parameters=parameters)
    return [crop.box for crop in crops]


def by_smartcrop(seen: Seen, aspect: Aspect, cropper: Any) -> list[Box]:
    """What the package smartcrop proposes for a cover of about its own working size."""
    largest = aspect.largest_in(seen.size)
    with PIL.Image.open(seen.path) as picture:
        found = cropper.crop(picture.convert("RGB"), largest.width, largest.height)["top_crop"]
    return [Box(found["x"], found["y"], found["width"], found["height"])]


def framed(seen: Seen, aspect: Aspect, framer: Framer) -> list[Box]:
    """What `crop` and `recommend` choose: the scorer's favourites among proposals, with the faces that are found."""
    frame = Frame(Picture(0, seen.path), seen.size, seen.image)
    return [crop.box for crop in framer.frame(frame, aspect, TOP).crops]


def ways() -> dict[str, Way]:
    """Everything that is compared."""
    found: dict[str, Way] = {"centre crop": centred}
    try:
        found["smartcrop"] = partial(by_smartcrop, cropper=importlib.import_module("smartcrop").SmartCrop())
    except ImportError:
        print("smartcrop is not installed")
    kinds = {
        "published": (Saliency(Method.IFT), PUBLISHED),
        "published on our saliency": (Saliency(), PUBLISHED),
        "default": (Saliency(), DEFAULT),
    }
    for name, (saliency, parameters) in kinds.items():
        for given in (False, True):
            way = partial(proposed, saliency=saliency, parameters=parameters, with_faces=given)
            found[f"{name}, faces given" if given else name] = way
    found["as shipped, with the scorer and the faces that are found"] = partial(framed, framer=Framer())
    return found


def inside(box: Box, other: Box) -> float:
    """The share of a box that is inside of another."""
    return box.shared(other) / box.area


def looked_at(data: Path) -> Iterator[Seen]:
    """The pictures with gaze that the learned saliency never saw."""
    for folder in (data / "gaze" / name for name in SETS):
        for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            path = folder / "images" / item["file"]
            if fold_of(path.relative_to(data.parent).as_posix(), FOLDS) != HELD_FOLD:
                continue
            points = np.array([place[:2] for viewer in item["fixations"] for place in viewer], np.float64)
            points = points[((points >= 0) & (points < (item["width"], item["height"]))).all(1)]
            faces = [whole(face["box"]) for face in item.get("faces", [])]
            image = read_small(Picture(0, path)).image
            yield Seen(path, image, Size(item["width"], item["height"]), points, faces)


def whole(box: Sequence[float]) -> Box:
    """A box in whole pixels."""
    x, y, width, height = box
    left, top = round(x), round(y)
    return Box(left, top, max(1, round(x + width) - left), max(1, round(y + height) - top))


def measure_gaze(data: Path) -> None:
    """Print the share of the fixations that are kept, and how many faces are cut."""
    pictures = list(looked_at(data))
    for shape in SHAPES:
        aspect, usual = Aspect.parse(shape), (1.0, 1)
        for name, way in ways().items():
            kept, cut = [], 0
            for seen in pictures:
                crop = way(seen, aspect)[0]
                first, last = (crop.x, crop.y), (crop.x + crop.width, crop.y + crop.height)
                kept.append(((seen.points >= first) & (seen.points < last)).all(1).mean())
                cut += sum(CUT[0] < inside(face, crop) < CUT[1] for face in seen.faces)
            found = float(np.mean(kept)), cut
            usual = found if way is centred else usual
            against = f"{found[0] / usual[0] - 1:+.1%}, {found[1] / usual[1]:.2f} × the centre crop's"
            print(f"gaze {shape}, {name}: {found[0]:.3f} of fixations kept, {cut} faces cut ({against})")
    print(f"gaze: {len(pictures)} pictures, {sum(len(seen.faces) for seen in pictures)} faces")


@dataclass(frozen=True)
class Judged:
    """A picture with crops of one shape that judges scored, 1–10."""

    seen: Seen
    aspect: Aspect
    held: bool
    crops: Sequence[Box]
    scores: npt.NDArray[np.float64]

    @property
    def middle(self) -> Box:
        """The largest crop in the middle."""
        return self.aspect.largest_in(self.seen.size)

    def hit(self, boxes: Sequence[Box]) -> bool:
        """Whether one of some boxes is the best of the crops."""
        best = self.crops[int(self.scores.argmax())]
        return max(box.overlap(best) for box in boxes) >= SAME

    def worth(self, box: Box) -> float:
        """The score that a box would have."""
        weights = np.array([box.overlap(crop) for crop in self.crops]) ** 8
        return float(np.average(self.scores, weights=weights)) if weights.sum() else float(self.scores.min())


def judged(data: Path) -> list[Judged]:
    """Every picture whose crops were scored, with the faces that are labelled in it."""
    with (data / "appeal/crops.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    held = {sample.name for sample in rated.load(data) if sample.fold == HELD_FOLD}
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault((row["picture"], row["shape"]), []).append(row)
    found = []
    for (name, shape), group in groups.items():
        frame = read_small(Picture(0, data.parent / name))
        seen = Seen(data.parent / name, frame.image, frame.size, np.zeros((0, 2)), ())
        crops = [Box(*(int(row[key]) for key in "xywh")) for row in group]
        scores = np.array([float(row["score"]) for row in group])
        found.append(Judged(seen, Aspect.parse(shape), name in held, crops, scores))
    return found


def measure_judged(data: Path) -> None:
    """Print how often the best crop is among the first five, and what the first is worth."""
    pictures = judged(data)
    print(f"judged: {dict(Counter(str(one.aspect) for one in pictures))}")
    for name, way in ways().items():
        if name.endswith("faces given"):
            continue
        told = [
            (one.held, one.hit(boxes), one.worth(boxes[0]), one.worth(one.middle), float(one.scores.max()))
            for one in pictures
            for boxes in [way(one.seen, one.aspect)]
        ]
        for whose, rows in (("held back", [row for row in told if row[0]]), ("all", told)):
            hits, worth = np.mean([row[1] for row in rows]), np.mean([row[2] for row in rows])
            gain = sum(row[2] - row[3] for row in rows) / sum(row[4] - row[3] for row in rows)
            print(
                f"judged, {whose} ({len(rows)}), {name}: best crop found {hits:.3f}, first worth {worth:.2f} of 10, "
                f"{gain:.2f} of the possible gain over the centre crop"
            )


def measure_time(runs: int = 50) -> None:
    """Print how long all proposals of a 1080p frame take, once its saliency is known."""
    size, image = Size(1920, 1080), photo(1)
    heat = Saliency().small(image)
    faces = [Box(100 + 300 * number, 300, 150, 180) for number in range(5)]
    for shape in (*SHAPES, "1:1"):
        aspect, spent = Aspect.parse(shape), []
        for _ in range(runs):
            begun = time.perf_counter()
            propose(heat, faces, size, aspect, TOP)
            spent.append(time.perf_counter() - begun)
        median = statistics.median(spent) * 1000
        print(f"time {shape}: {median:.1f} ms for {TOP} proposals of 1920 × 1080, 5 faces, map of {MAP_SIDE} (median)")


def main(folder: Path | None = None) -> int:
    """Measure, and print a line for each number."""
    measure_time()
    if folder is None:
        print("the rest needs labelled pictures: python -m tests.benchmarks.bench_crops DATA")
        return 0
    measure_gaze(folder)
    measure_judged(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
