"""Faces in a picture, photographed or drawn, found by a small network of our own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.faces import Face
from app.domain.geometry import Box, Size
from app.domain.media import Frame, Image
from app.domain.messages import Message
from app.inference import load_manifest, open_session
from app.inference.preprocess import Preprocessing, Tensor
from app.vision.signals import sharpness_of

NAME = "faces"
"""The model in the manifest."""

STRIDES = (8, 16, 32)
"""Pixels of the network's input from one cell of an output to the next, in the order of the outputs."""

MAX_FACES = 500
"""No more faces than this are told of one picture."""

_MAX_CANDIDATES = 2000
"""No more cells than this are looked at; a face takes about five."""

_SAME_FACE = 0.4
"""Intersection over union from which two boxes are of one face."""

_WINDOWS = 16
"""Longer pictures than the network can take are searched in this many windows at most."""

_MAX_LOG_SIDE = 5.0
"""Logarithm of the longest side of a box in cells: larger than any picture, and finite."""

_ENLARGED, _LEAST_PIXELS = 1.6, 96 * 96
"""A small picture is enlarged to at most this many times its pixels, and to at least so many: more costs time and shows
nothing new."""

_SHORT_SIDE = 512
"""Short side, in pixels, that is enough to find every face that the network can find."""

_SHARP_SIDE, _MIN_SHARP_SIDE = 160, 20
"""Sides, in pixels, that faces are shrunk to before their sharpness is measured, and from which it is."""

Boxes = npt.NDArray[np.float32]
"""N × 4: left, top, right and bottom edge, in pixels."""


@dataclass(frozen=True, slots=True)
class Found:
    """Boxes with what is said of each.

    Attributes:
        boxes: N × 4.
        scores: how sure, 0–1, N.
        frontal: how far they look at the viewer, 0–1, N.
    """

    boxes: Boxes
    scores: Tensor
    frontal: Tensor

    def __getitem__(self, chosen: npt.NDArray[np.intp]) -> Found:
        """Some of them."""
        return Found(self.boxes[chosen], self.scores[chosen], self.frontal[chosen])


def decode(levels: Sequence[Tensor], threshold: float) -> Found:
    """The cells of a network's outputs that are surer than `threshold`, surest first, before any are suppressed.

    A cell's seven numbers are: face here and fit of the box (the score is the root of the product of their logistic
    functions), offset of the centre from the cell's corner and logarithms of width and height (in cells), and looks at
    the viewer. As in YuNet (Wu et al., 2023).

    Args:
        levels: for each of `STRIDES`, 7 × height × width.
        threshold: score, 0–1.
    """
    boxes, scores, frontal = [], [], []
    for stride, level in zip(STRIDES, levels, strict=True):
        score = np.sqrt(_logistic(level[0]) * _logistic(level[1]))
        rows, columns = np.nonzero(score > threshold)
        told = level[:, rows, columns].astype(np.float32)
        centre = (np.stack([columns, rows]) + told[2:4]) * stride
        half = np.exp(np.clip(told[4:6], -_MAX_LOG_SIDE, _MAX_LOG_SIDE)) * (stride / 2)
        boxes.append(np.concatenate([centre - half, centre + half]).T)
        scores.append(score[rows, columns])
        frontal.append(_logistic(told[6]))
    found = Found(np.concatenate(boxes), np.concatenate(scores), np.concatenate(frontal))
    return found[np.argsort(-found.scores, kind="stable")[:_MAX_CANDIDATES]]


def suppress(found: Found, overlap: float = _SAME_FACE) -> Found:
    """The surest box of each face: those that overlap a surer one by more than `overlap` are left out.

    Args:
        found: surest first.
        overlap: intersection over union.
    """
    kept: list[int] = []
    left = np.arange(len(found.scores))
    while len(left) and len(kept) < MAX_FACES:
        first, left = left[0], left[1:]
        kept.append(int(first))
        left = left[overlaps(found.boxes[first], found.boxes[left]) <= overlap]
    return found[np.array(kept, np.intp)]


def overlaps(box: Boxes, boxes: Boxes) -> Tensor:
    """Intersection over union of one box (4) with each of others (N × 4)."""
    common = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    shared = np.prod(np.maximum(common, 0), 1)
    both = np.prod(box[2:] - box[:2]) + np.prod(boxes[:, 2:] - boxes[:, :2], 1)
    return np.asarray(shared / np.maximum(both - shared, 1e-9), np.float32)


def windows(size: Size, max_aspect: float) -> Iterator[Box]:
    """The parts in which a picture is searched: one, the whole, unless it is longer than the network can take.

    Neighbours overlap by at least a third of the short side where `_WINDOWS` of them are enough.

    Args:
        size: of the picture.
        max_aspect: of a part, long side / short side.
    """
    short, long = sorted((size.width, size.height))
    if long <= short * max_aspect:
        yield Box(0, 0, size.width, size.height)
        return
    count = min(_WINDOWS, int(np.ceil((long - short / 3) / (short * (max_aspect - 1 / 3)))))
    length = max(round(short * max_aspect), -(-long // count))
    for start in np.unique(np.linspace(0, long - length, count).round().astype(int)).tolist():
        wide = size.width == long
        yield Box(start, 0, length, short) if wide else Box(0, start, short, length)


def reading_size(size: Size) -> Size:
    """The size at which a file is to be read for `FaceFinder.find`, so that no face is lost and no memory wasted."""
    short, long = sorted((size.width, size.height))
    longest = min(long * _SHORT_SIDE / short, _SHORT_SIDE * 2.0 * _WINDOWS)
    return size.within(max(_SHORT_SIDE, round(longest)))


def in_full(face: Face, frame: Frame) -> Face:
    """A face found in a frame's small picture, with its box in pixels at full resolution."""
    height, width = frame.image.shape[:2]
    return replace(face, box=face.box.scaled(frame.size.width / width, frame.size.height / height))


class FaceFinder:
    """The detector, ready to run in one thread.

    Attributes:
        notice: what is to be said about the backend that it runs on; None for nothing.
    """

    def __init__(self, backend: str = "auto", threads: int = 1) -> None:
        """Load the detector; see `app.inference.open_session` for the time that it may take.

        Args:
            backend: what it should run on, one of `app.domain.backends.BACKENDS`.
            threads: its threads where that is the CPU.

        Raises:
            BrokenModel: a file of it is missing or damaged.
        """
        notice: Message | None
        self._session, notice = open_session(load_manifest()[NAME], backend, threads)
        self.notice = notice
        ((self._input, self._prepare),) = self._session.model.inputs.items()

    @property
    def backend(self) -> str:
        """What it really runs on."""
        return self._session.backend

    @property
    def version(self) -> str:
        """The version of its weights."""
        return self._session.model.version

    def find(self, image: Image) -> list[Face]:
        """The faces in a picture of any size, surest first, at most `MAX_FACES`; boxes in pixels of `image`."""
        return [_face(image, one) for one in _each(self.search(image, self._session.model.threshold))]

    def search(self, image: Image, threshold: float) -> Found:
        """As `find`, from another score on, and without what is measured of each face."""
        height, width = image.shape[:2]
        parts = [
            self._search_part(image, part, threshold) for part in windows(Size(width, height), self._prepare.max_aspect)
        ]
        if len(parts) == 1:
            return suppress(parts[0])
        found = Found(*(np.concatenate([getattr(part, name) for part in parts]) for name in Found.__slots__))
        return suppress(found[np.argsort(-found.scores, kind="stable")])

    def _preparing(self, part: Box) -> Preprocessing:
        """The model's pre-processing, with fewer pixels for a part that has few itself."""
        useful = max(_LEAST_PIXELS, round(part.width * part.height * _ENLARGED))
        return replace(self._prepare, pixels=min(self._prepare.pixels, useful))

    def _search_part(self, image: Image, part: Box, threshold: float) -> Found:
        """The faces in a part of a picture, in pixels of the whole."""
        pixels = image[part.y : part.y + part.height, part.x : part.x + part.width]
        prepare = self._preparing(part)
        outputs = self._session.run({self._input: prepare.tensor(pixels)})
        found = decode([outputs[name][0] for name in self._session.model.outputs], threshold)
        return Found(to_picture(found.boxes, part, prepare), found.scores, found.frontal)


def to_picture(boxes: Boxes, part: Box, prepare: Preprocessing) -> Boxes:
    """Boxes in pixels of the network's input as boxes in pixels of the picture that it is a part of."""
    columns, rows = prepare.input_size(part.width, part.height)
    scale = np.array([part.width / columns, part.height / rows] * 2, np.float32)
    return np.asarray(boxes * scale + np.array([part.x, part.y] * 2, np.float32), np.float32)


def _each(found: Found) -> Iterator[tuple[Boxes, float, float]]:
    for box, score, frontal in zip(found.boxes, found.scores, found.frontal, strict=True):
        yield box, float(score), float(frontal)


def _face(image: Image, one: tuple[Boxes, float, float]) -> Face:
    """A face with whole pixels, and how sharp it is."""
    edges, score, frontal = one
    left, top, right, bottom = (round(float(edge)) for edge in edges)
    box = Box(left, top, max(1, right - left), max(1, bottom - top))
    return Face(box, score, frontal, _sharpness(image, box))


def _sharpness(image: Image, box: Box) -> float | None:
    """How sharp the part of a picture in a box is, 0–1; None where there is too little of it to tell."""
    crop = image[max(0, box.y) : max(0, box.y + box.height), max(0, box.x) : max(0, box.x + box.width)]
    if min(crop.shape[:2]) < _MIN_SHARP_SIDE:
        return None
    size = Size(crop.shape[1], crop.shape[0]).within(_SHARP_SIDE)
    small = np.asarray(cv2.resize(crop, (size.width, size.height), interpolation=cv2.INTER_AREA), np.uint8)
    return sharpness_of(small) / 100


def _logistic(values: Tensor) -> Tensor:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -60, 60))), np.float32)
