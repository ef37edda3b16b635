"""The batches of one epoch: clips, pictures, ladders and decoys, all pictures of a batch having one input size."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from app.inference.preprocess import Preprocessing
from models.training.judge import decoys
from models.training.judge.data import FLAGS, UNKNOWN, Flags, Sample

FLAG_NUMBER = {name: number for number, name in enumerate(FLAGS)}

NEUTRAL = 0.2
"""Share of the pictures to which something is done that makes them no worse, without a change of their labels."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a step of the training sees.

    Attributes:
        inputs: N × 3 × H × W.
        labels: N × 2, quality and appeal, NaN where unknown.
        order: N × 2, what pictures of one group are compared by, NaN where unknown.
        groups: N, the clip or ladder of each as a number, −1 for none.
        ladders: whether the groups are ladders.
        flags: N × flags, 0–1, NaN where unknown.
    """

    inputs: np.ndarray
    labels: np.ndarray
    order: np.ndarray
    groups: np.ndarray
    ladders: bool
    flags: np.ndarray


def epoch_batches(
    samples: Sequence[Sample], prepare: Preprocessing, config: dict[str, Any], epoch: int
) -> Iterator[Batch]:
    """The batches of an epoch, in random order; the same seed and epoch give the same batches."""
    random = np.random.default_rng((config["seed"], epoch))
    plans = [
        *_clip_plans(samples, config, random),
        *_picture_plans(samples, prepare, config, random),
        *_ladder_plans(samples, prepare, config, random),
    ]
    for index in random.permutation(len(plans)):
        made = [recipe if isinstance(recipe, Sample) else recipe.make(random) for recipe in plans[index]]
        yield _build(_augmented(made, prepare, random), prepare)


def steps(samples: Sequence[Sample], prepare: Preprocessing, config: dict[str, Any]) -> int:
    """About how many batches an epoch has."""
    random = np.random.default_rng(config["seed"])
    return (
        len(_clip_plans(samples, config, random))
        + len(_picture_plans(samples, prepare, config, random))
        + len(_ladder_plans(samples, prepare, config, random))
    )


def validation_batches(
    samples: Sequence[Sample], prepare: Preprocessing, size: int
) -> Iterator[tuple[list[int], Batch]]:
    """All samples without change, with their indices, in batches of one input size."""
    for indices in _by_shape(samples, prepare, size):
        yield indices, _build([samples[i] for i in indices], prepare)


@dataclass(frozen=True, slots=True)
class _Recipe:
    """A decoy that is made when its batch comes, so that an epoch's decoys are not all in memory.

    Attributes:
        kind: `rubbish`, `dissolve` or `rung`.
        sources: the pictures that it is made of; of rubbish, one that lends its shape.
        number: which kind of rubbish, or which degradation.
        severity: of a rung, 0 (none) to 5.
        group: the ladder of a rung.
    """

    kind: str
    sources: tuple[Sample, ...]
    number: int = 0
    severity: int = 0
    group: str = ""

    @property
    def image(self) -> Any:
        """A picture of the shape that it will have."""
        return self.sources[0].image

    def make(self, random: np.random.Generator) -> Sample:
        """The decoy."""
        source = self.sources[0]
        if self.kind == "rubbish":
            make, marks = decoys.RUBBISH[self.number]
            height, width = source.image.shape[:2]
            return Sample(make(random, height, width), 0.05, 0.0, "", "", _marked(UNKNOWN, marks, 1), "")
        if self.kind == "dissolve":
            mixed = decoys.dissolve(random, source.image, self.sources[1].image)
            return Sample(mixed, np.nan, 0.08, "", "", _marked(UNKNOWN, ("transition",), 1), "")
        return self._rung(random, source)

    def _rung(self, random: np.random.Generator, source: Sample) -> Sample:
        if self.severity == 0:
            return dataclasses.replace(source, clip=self.group, order=(1.0, 1.0))
        spoil, mark = list(decoys.DEGRADATIONS.items())[self.number]
        kept = decoys.KEPT[self.severity - 1]
        # A slight fault may or may not be seen; from the third step on it is evident.
        seen = {1: None, 2: np.nan}.get(self.severity, 1.0)
        return Sample(
            spoil(random, source.image, self.severity),
            source.quality * kept,
            source.appeal * kept,
            self.group,
            source.content,
            source.flags if seen is None else _marked(source.flags, (mark,), seen),
            "",
            # One step weighs like another, though the first ones cost a picture little.
            (1 - self.severity / 5,) * 2,
        )


def _marked(flags: Flags, names: Sequence[str], value: float) -> Flags:
    """`flags` with those of some names set."""
    changed = flags.copy()
    for name in names:
        changed[FLAG_NUMBER[name]] = value
    return changed


def ladders(samples: Sequence[Sample], config: dict[str, Any]) -> list[Sample]:
    """The rungs, without the pictures themselves, of as many ladders as an epoch has."""
    random = np.random.default_rng((config["seed"], 1))
    made: list[Sample] = []
    for number in range(config["ladders"]):
        source = _any(samples, random)
        way = _degradation(source, config["brighten"], random)
        rungs = (_Recipe("rung", (source,), way, severity, f"ladder {number}") for severity in (1, 3, 5))
        made.extend(rung.make(random) for rung in rungs)
    return made


def _clip_plans(samples: Sequence[Sample], config: dict[str, Any], random: np.random.Generator) -> list[list[Any]]:
    """A batch for each clip: all its frames, or as many as `clip_frames`."""
    clips: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.clip:
            clips[sample.clip].append(sample)
    return [
        [frames[i] for i in random.permutation(len(frames))[: config["clip_frames"]]]
        for frames in clips.values()
        for _ in range(config["clip_passes"])
    ]


def _picture_plans(
    samples: Sequence[Sample], prepare: Preprocessing, config: dict[str, Any], random: np.random.Generator
) -> list[list[Any]]:
    """Batches of pictures, rubbish and dissolves."""
    pool: list[Any] = [sample for sample in samples if not sample.clip]
    pool.extend(
        _Recipe("rubbish", (_any(samples, random),), int(random.integers(len(decoys.RUBBISH))))
        for _ in range(config["rubbish"])
    )
    pool.extend(_Recipe("dissolve", (_any(samples, random), _any(samples, random))) for _ in range(config["dissolves"]))
    shuffled = [pool[i] for i in random.permutation(len(pool))]
    return [[shuffled[i] for i in indices] for indices in _by_shape(shuffled, prepare, config["batch"])]


def _ladder_plans(
    samples: Sequence[Sample], prepare: Preprocessing, config: dict[str, Any], random: np.random.Generator
) -> list[list[Any]]:
    """Batches of ladders: a picture and three rungs of one degradation of it."""
    sources = [_any(samples, random) for _ in range(config["ladders"])]
    plans = []
    for indices in _by_shape(sources, prepare, config["batch"] // 4):
        plan: list[Any] = []
        for i in indices:
            number = _degradation(sources[i], config["brighten"], random)
            # The first step is the smallest, and so the hardest.
            rungs = (0, 1, *sorted(random.permutation(4)[:2] + 2))
            plan.extend(_Recipe("rung", (sources[i],), number, int(rung), f"ladder {i}") for rung in rungs)
        plans.append(plan)
    return plans


def _degradation(source: Sample, brighten: float, random: np.random.Generator) -> int:
    """The number of a degradation that makes a picture worse; `brighten` is the share of too much light."""
    ways = list(decoys.DEGRADATIONS)
    others = [way for way in ways if way is not decoys.brighten]
    chosen = decoys.brighten if random.random() < brighten else others[random.integers(len(others))]
    return ways.index(decoys.worsening(chosen, source.image))


def _any(samples: Sequence[Sample], random: np.random.Generator) -> Sample:
    return samples[int(random.integers(len(samples)))]


def _by_shape(samples: Sequence[Any], prepare: Preprocessing, size: int) -> Iterator[list[int]]:
    shapes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        height, width = sample.image.shape[:2]
        shapes[prepare.input_size(width, height)].append(index)
    for indices in shapes.values():
        for start in range(0, len(indices), size):
            yield indices[start : start + size]


def _augmented(samples: list[Sample], prepare: Preprocessing, random: np.random.Generator) -> list[Sample]:
    """Samples varied by what no viewer would mind; a ladder in one light, or a rung could be as light as the next."""
    lights = {sample.clip: _light(random) for sample in samples if not np.isnan(sample.order[0])}
    return [_augment(sample, prepare, lights.get(sample.clip), random) for sample in samples]


def _light(random: np.random.Generator) -> np.ndarray:
    """Factors for blue, green and red that vary light and colour slightly."""
    return random.uniform(0.92, 1.08) * random.uniform(0.97, 1.03, 3)


def _augment(sample: Sample, prepare: Preprocessing, light: np.ndarray | None, random: np.random.Generator) -> Sample:
    """Mirror at random, cut up to 6 % off the borders, and apply `light`, or a random one."""
    height, width = sample.image.shape[:2]
    top, bottom, left, right = random.uniform(0, 0.06, 4)
    rows = slice(int(top * height), height - int(bottom * height))
    columns = slice(int(left * width), width - int(right * width))
    image = sample.image[rows, columns]
    if random.random() < 0.5:
        image = image[:, ::-1]
    gains = _light(random) if light is None else light
    curves = np.clip(np.arange(256)[:, np.newaxis] * gains, 0, 255).astype(np.uint8)[np.newaxis]
    image = np.asarray(cv2.LUT(np.ascontiguousarray(image), curves.transpose(1, 0, 2)), np.uint8)
    if random.random() < NEUTRAL:
        image = decoys.neutral(random, image)
    sized = cv2.resize(image, prepare.input_size(width, height), interpolation=cv2.INTER_AREA)
    return dataclasses.replace(sample, image=np.asarray(sized, np.uint8))


def _build(samples: Sequence[Sample], prepare: Preprocessing) -> Batch:
    names = {name: number for number, name in enumerate(sorted({s.clip for s in samples} - {""}))}
    labels = np.array([(sample.quality, sample.appeal) for sample in samples], np.float32)
    order = np.array([sample.order for sample in samples], np.float32)
    return Batch(
        np.concatenate([prepare.tensor(sample.image) for sample in samples]),
        labels,
        np.where(np.isnan(order), labels, order),
        np.array([names.get(sample.clip, -1) for sample in samples]),
        not np.isnan(order).all(),
        np.stack([sample.flags for sample in samples]),
    )
