"""Which pictures a post's covers are told apart from, on labelled pictures.

`python -m tests.benchmarks.bench_similar DATA`; `DATA` is what the judge is trained on, see `models/training/judge`.
First, of copies of one picture, changed as people change pictures, the share that is known again. Then the share of
false suppressions: pairs of pictures of different content that are taken for one, with the names of some. Last the
frames of one clip that are taken for one: of those there is no truth, since a burst is and is not one picture.
"""

from __future__ import annotations

import itertools
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from app.domain.media import Image
from app.vision.judge import Judge
from app.vision.similarity import Signature, alike, signature
from models.training.judge import decoys
from models.training.judge.data import Sample, load

PICTURES, CLIPS, FRAMES = 400, 60, 8


def _part(share: float) -> Callable[[decoys.Random, Image], Image]:
    def cut(random: decoys.Random, image: Image) -> Image:
        height, width = image.shape[:2]
        top, left = (int(length * (1 - share) * random.random()) for length in (height, width))
        return image[top : top + int(height * share), left : left + int(width * share)]

    return cut


def _turned(random: decoys.Random, image: Image) -> Image:
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 3, 1.08)
    return np.asarray(cv2.warpAffine(image, turn, (width, height), borderMode=cv2.BORDER_REFLECT), np.uint8)


def _small(random: decoys.Random, image: Image) -> Image:
    return np.asarray(cv2.resize(image, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA), np.uint8)


def _coloured(gains: tuple[float, float, float]) -> Callable[[decoys.Random, Image], Image]:
    return lambda random, image: np.clip(image * np.array(gains), 0, 255).astype(np.uint8)


def _grey(random: decoys.Random, image: Image) -> Image:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


CHANGES: dict[str, Callable[[decoys.Random, Image], Image]] = {
    "compressed": lambda random, image: decoys.jpeg(random, image, 2),
    "at 40 % of the size": _small,
    "brighter": _coloured((1.25, 1.25, 1.25)),
    "warmer": _coloured((1.12, 1.0, 0.85)),
    "grey": _grey,
    "with a logo": decoys.logo,
    "with a subtitle": decoys.subtitle,
    "turned by 3 degrees": _turned,
    "mirrored": lambda random, image: image[:, ::-1],
    "cut to 90 %": _part(0.9),
    "cut to 75 %": _part(0.75),
}


def main(folder: Path | None = None) -> int:
    """Measure, and print a line for each number."""
    if folder is None:
        print("needs the labelled pictures: python -m tests.benchmarks.bench_similar DATA")
        return 0
    random = np.random.default_rng(5)
    judge = Judge()

    def described(image: Image) -> Signature:
        whole = np.ascontiguousarray(image)
        return signature(whole, judge.glance(whole).feature)

    samples = load(folder)
    pictures = [sample for sample in samples if not sample.clip]
    pictures = [pictures[i] for i in random.permutation(len(pictures))[:PICTURES]]
    known = [(sample, described(sample.image)) for sample in pictures]
    for name, change in CHANGES.items():
        found = [alike(one, described(change(random, sample.image))) for sample, one in known]
        print(f"known again, {name}: {np.mean(found):.3f} of {len(found)}")
    apart = [(a, b) for a, b in itertools.combinations(known, 2) if a[0].content != b[0].content]
    taken = [(a[0].name, b[0].name) for a, b in apart if alike(a[1], b[1])]
    print(f"false suppressions: {len(taken)} of {len(apart)} pairs")
    for one, other in taken[:10]:
        print(f"  {one} and {other}")
    clips: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.clip:
            clips[sample.clip].append(sample)
    found = []
    for name in random.permutation(sorted(clips))[:CLIPS]:
        signatures = [described(sample.image) for sample in clips[str(name)][:FRAMES]]
        found += [alike(one, other) for one, other in itertools.combinations(signatures, 2)]
    print(f"frames of one clip taken for one: {np.mean(found):.3f} of {len(found)} pairs")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
