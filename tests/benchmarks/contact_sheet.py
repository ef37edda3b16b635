"""One picture to judge the judgement by: for each clip the first frame, then the covers.

`python -m tests.benchmarks.contact_sheet OUT.jpg CLIP…` with `--aspect` and `--budget` as in `recommend`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import PIL.Image
import PIL.ImageDraw

from app.covers import recommend
from app.domain.errors import BestframeError
from app.domain.geometry import Aspect
from app.domain.media import Image, Moment
from app.domain.recommendation import Done, FrameScored, Options
from app.media import open_source

CELL, LABEL, COLUMNS = 150, 14, 2


def row_of(path: Path, options: Options) -> tuple[list[tuple[Image, str]], float]:
    """Pictures with labels, and the seconds it took."""
    begun = time.perf_counter()
    first: Image | None = None
    with open_source([path]) as source:
        for event in recommend(source, options):
            if isinstance(event, FrameScored) and first is None:
                first = event.frame.image
                cells = [(first, f"first {event.assessment.score:.0f}")]
            elif isinstance(event, Done):
                for cover in event.recommendation.covers:
                    where = f"{cover.place.seconds:.2f} s" if isinstance(cover.place, Moment) else cover.place.path.name
                    scale = cover.frame.image.shape[1] / cover.frame.size.width
                    box = [round(side * scale) for side in cover.crop.as_list()]
                    part = cover.frame.image[box[1] : box[1] + box[3], box[0] : box[0] + box[2]]
                    cells.append((part, f"{where}  {cover.assessment.score:.0f}"))
    return cells, time.perf_counter() - begun


def main() -> int:
    """Draw the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--aspect", type=Aspect.parse, default=Aspect(None))
    parser.add_argument("--budget", type=float, default=1.0)
    given = parser.parse_args()
    rows = []
    for path in given.clips:
        try:
            rows.append((path.name, *row_of(path, Options(given.aspect, budget=given.budget))))
        except BestframeError as error:
            print(error)
    height = CELL + 2 * LABEL
    lines = -(-len(rows) // COLUMNS)
    sheet = PIL.Image.new("RGB", (COLUMNS * 4 * CELL + 20, lines * height), "white")
    pen = PIL.ImageDraw.Draw(sheet)
    for number, (name, cells, seconds) in enumerate(rows):
        left, top = number // lines * (4 * CELL + 20), number % lines * height
        pen.text((left + 2, top + 1), f"{name}  ({seconds:.2f} s)", fill="black")
        for column, (image, label) in enumerate(cells):
            picture = PIL.Image.fromarray(image)
            picture.thumbnail((CELL - 4, CELL - 2))
            sheet.paste(picture, (left + column * CELL, top + LABEL))
            pen.text((left + column * CELL + 2, top + CELL + LABEL - 1), label, fill="black")
    sheet.save(given.out, quality=88)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
