"""The batches of one epoch: clips, pictures and decoys, all pictures of a batch having one input size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from app.inference.preprocess import Preprocessing
from models.training.judge import decoys
from models.training.judge.data import Sample


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs (N × 3 × H × W), labels (N × 2: quality and appeal, NaN where unknown) and the clip of each (−1: none)."""

    inputs: np.ndarray
    labels: np.ndarray
    clips: np.ndarray


def epoch_plan(
    samples: Sequence[Sample], prepare: Preprocessing, config: dict[str, Any], epoch: int
) -> list[list[Sample]]:
    """What the batches of an epoch are made of; the same seed and epoch give the same plan."""
    random = np.random.default_rng((config["seed"], epoch))
    plans = [*_clip_plans(samples, config, random), *_picture_plans(samples, prepare, config, random)]
    return [plans[index] for index in random.permutation(len(plans))]


def epoch_batches(
    samples: Sequence[Sample], prepare: Preprocessing, config: dict[str, Any], epoch: int
) -> Iterator[Batch]:
    """The batches of an epoch, in random order; the same seed and epoch give the same batches."""
    random = np.random.default_rng((config["seed"], epoch, 1))
    for plan in epoch_plan(samples, prepare, config, epoch):
        yield _build([_augment(sample, prepare, random) for sample in plan], prepare)


def validation_batches(
    samples: Sequence[Sample], prepare: Preprocessing, size: int
) -> Iterator[tuple[list[int], Batch]]:
    """All samples without change, with their indices, in batches of one input size."""
    for indices in _by_shape(samples, prepare, size):
        yield indices, _build([samples[i] for i in indices], prepare)


def _clip_plans(samples: Sequence[Sample], config: dict[str, Any], random: np.random.Generator) -> list[list[Sample]]:
    """Batches of frames: `batch` / `clip_frames` clips of one shape each."""
    clips: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.clip:
            clips[sample.clip].append(sample)
    by_shape: dict[tuple[int, ...], list[list[Sample]]] = defaultdict(list)
    for frames in clips.values():
        for _ in range(config["clip_passes"]):
            chosen = random.permutation(len(frames))[: config["clip_frames"]]
            by_shape[frames[0].image.shape].append([frames[i] for i in chosen])
    plans = []
    together = max(1, config["batch"] // config["clip_frames"])
    for groups in by_shape.values():
        order = random.permutation(len(groups))
        plans.extend(
            [sample for i in order[start : start + together] for sample in groups[i]]
            for start in range(0, len(groups), together)
        )
    return plans


def _picture_plans(
    samples: Sequence[Sample], prepare: Preprocessing, config: dict[str, Any], random: np.random.Generator
) -> list[list[Sample]]:
    """Batches of pictures and decoys."""
    pictures = [sample for sample in samples if not sample.clip]
    pool = [*pictures, *_decoys(samples, config, random)]
    shuffled = [pool[i] for i in random.permutation(len(pool))]
    return [[shuffled[i] for i in indices] for indices in _by_shape(shuffled, prepare, config["batch"])]


def _by_shape(samples: Sequence[Sample], prepare: Preprocessing, size: int) -> Iterator[list[int]]:
    shapes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        height, width = sample.image.shape[:2]
        shapes[prepare.input_size(width, height)].append(index)
    for indices in shapes.values():
        for start in range(0, len(indices), size):
            yield indices[start : start + size]


def _decoys(samples: Sequence[Sample], config: dict[str, Any], random: np.random.Generator) -> Iterator[Sample]:
    def any_sample() -> Sample:
        return samples[random.integers(len(samples))]

    for _ in range(config["rubbish"]):
        height, width = any_sample().image.shape[:2]
        make = decoys.RUBBISH[random.integers(len(decoys.RUBBISH))]
        yield Sample(make(random, height, width), 0.05, 0.0, "", "")
    for _ in range(config["degraded"]):
        good = any_sample()
        severity = int(random.integers(1, 6))
        spoil = decoys.DEGRADATIONS[random.integers(len(decoys.DEGRADATIONS))]
        kept = decoys.KEPT[severity - 1]
        yield Sample(spoil(random, good.image, severity), good.quality * kept, good.appeal * kept, "", "")
    for _ in range(config["dissolves"]):
        first, second = any_sample(), any_sample()
        yield Sample(decoys.dissolve(random, first.image, second.image), np.nan, 0.08, "", "")


def _augment(sample: Sample, prepare: Preprocessing, random: np.random.Generator) -> Sample:
    """Mirror at random, cut up to 6 % off the borders, vary light and colour slightly: nothing a viewer would mind."""
    height, width = sample.image.shape[:2]
    top, bottom, left, right = random.uniform(0, 0.06, 4)
    rows = slice(int(top * height), height - int(bottom * height))
    columns = slice(int(left * width), width - int(right * width))
    image = sample.image[rows, columns]
    if random.random() < 0.5:
        image = image[:, ::-1]
    gains = random.uniform(0.92, 1.08) * random.uniform(0.97, 1.03, 3)
    curves = np.clip(np.arange(256)[:, np.newaxis] * gains, 0, 255).astype(np.uint8)[np.newaxis]
    image = cv2.LUT(np.ascontiguousarray(image), curves.transpose(1, 0, 2))
    image = cv2.resize(image, prepare.input_size(width, height), interpolation=cv2.INTER_AREA)
    return Sample(np.asarray(image, np.uint8), sample.quality, sample.appeal, sample.clip, sample.group)


def _build(samples: Sequence[Sample], prepare: Preprocessing) -> Batch:
    names = {name: number for number, name in enumerate(sorted({s.clip for s in samples} - {""}))}
    return Batch(
        np.concatenate([prepare.tensor(sample.image) for sample in samples]),
        np.array([(sample.quality, sample.appeal) for sample in samples], np.float32),
        np.array([names.get(sample.clip, -1) for sample in samples]),
    )
