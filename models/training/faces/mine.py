"""What the detector takes for faces where it learns: `python -m models.training.faces.mine --data DATA`.

Each finding of the detector that ships, or of a run's, that is no face, in the folds that it learns from only, is added
to OUT, one picture a line: the squares of the kind `hard` are cut around these. Some are faces that nobody labelled;
those that a look at them told are in `record/looked.json` and become labels (see `labels.py`).
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from app.inference import load_manifest
from app.vision.faces import NAME, FaceFinder, overlaps
from models.training.faces.labels import HARD, LABELS, PHOTOGRAPHED, Labelled, alarms_in, load, split
from models.training.faces.measure import Search, inside

LEAST, LEAST_DRAWN = 0.5, 0.35
"""Scores from which a finding is written down, in photos and in drawings: of a crowd's faces some are not labelled, and
what is hardly found there may be one; drawings are labelled nearly in full."""

APART = 0.1
"""Intersection over union with a face up to which a finding is none."""

Alarm = Sequence[float]
"""Edges in pixels, and score."""


def alarms(search: Search, picture: Labelled) -> Iterator[Alarm]:
    """What a search finds in a picture that is neither a face nor doubtful."""
    found = search(picture.shown())
    least = LEAST if picture.kind in PHOTOGRAPHED else LEAST_DRAWN
    for box, score in zip(found.boxes, found.scores, strict=True):
        if score >= least and inside(box, picture.doubtful) < 0.3 and not (overlaps(box, picture.boxes) > APART).any():
            yield [*(round(float(edge)) for edge in box), round(float(score), 2)]


def united(known: Iterable[Alarm], found: Iterable[Alarm]) -> list[Alarm]:
    """Alarms that were known, and those of the found ones that are others."""
    together = list(known)
    for one in found:
        boxes = np.array([other[:4] for other in together], np.float32).reshape(-1, 4)
        if not (overlaps(np.array(one[:4], np.float32), boxes) > 0.4).any():
            together.append(one)
    return together


def mined(
    pictures: Iterable[Labelled], data: Path, search: Search, known: dict[str, list[Alarm]]
) -> dict[str, list[Alarm]]:
    """The alarms of each file, those that were known among them."""
    every = dict(known)
    for picture in pictures:
        name = picture.path.relative_to(data).as_posix()
        if picture.kind != "avatar" and (one := united(known.get(name, ()), alarms(search, picture))):
            every[name] = one
    return dict(sorted(every.items()))


def search_of(run: Path | None) -> Search:
    """The search by a run's averaged network, or by the detector that ships."""
    if run is not None:
        (prepare,) = load_manifest()[NAME].inputs.values()
        # Only where PyTorch is.
        train, export = (importlib.import_module(f"models.training.faces.{name}") for name in ("train", "export"))
        searching: Search = train.searching(export.trained(run), prepare, LEAST_DRAWN)
        return searching
    finder = FaceFinder("cpu")
    return lambda image: finder.search(image, LEAST_DRAWN)


def main() -> None:
    """Read the arguments and search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, help="folder of a training; unless given, what ships")
    parser.add_argument("--labels", type=Path, default=LABELS, help="what teacher.py wrote")
    parser.add_argument("--out", type=Path, default=HARD, help="a .jsonl file, which may be there")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    learned = split(load(arguments.data, arguments.labels)).learned
    every = mined(learned, arguments.data, search_of(arguments.run), alarms_in(arguments.out))
    rows = [json.dumps({"file": name, "alarms": found}, separators=(",", ":")) for name, found in every.items()]
    arguments.out.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
