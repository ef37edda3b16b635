"""The batches of an epoch: pictures cut, mirrored, worn and made to look drawn, with where people looked in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import Image
from app.inference.preprocess import Preprocessing
from models.training.faces.stylise import stylised, worn
from models.training.saliency.data import Gaze, Points

STRIDE = 8
"""Pixels of the input from one cell of a map to the next."""

_FEW = 0.3
"""A cut that keeps less than this share of the fixations is not made."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class View:
    """A picture as the network sees it in training.

    Attributes:
        image: the pixels.
        points: the fixations in it.
        window: the part of the whole picture that it shows: left, top, width, height, as shares of the whole.
    """

    image: Image
    points: Points
    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a step of the training sees.

    Attributes:
        inputs: N × 3 × H × W.
        windows: N × 4, as `View.window`.
        density: N × H / `STRIDE` × W / `STRIDE`, share of the fixations in each cell.
    """

    inputs: Floats
    windows: Floats
    density: Floats


def epoch_batches(gazes: Sequence[Gaze], prepare: Preprocessing, config: dict[str, Any], epoch: int) -> Iterator[Batch]:
    """Every picture once, in random order; the same seed and epoch give the same batches."""
    random = np.random.default_rng((config["seed"], epoch))
    waiting: dict[tuple[int, int], list[View]] = defaultdict(list)
    for index in random.permutation(len(gazes)):
        view = _varied(gazes[index], config, random)
        size = prepare.input_size(view.image.shape[1], view.image.shape[0])
        waiting[size].append(view)
        if len(waiting[size]) == config["batch"]:
            yield _build(waiting.pop(size), prepare, config["spread"])
    for views in waiting.values():
        yield _build(views, prepare, config["spread"])


def _varied(gaze: Gaze, config: dict[str, Any], random: np.random.Generator) -> View:
    """A view of a picture in which the same things are worth a look."""
    view = View(gaze.image, gaze.points)
    if random.random() < config["cut"]:
        view = _cut(view, config["smallest_cut"], random)
    if random.random() < 0.5:
        view = mirrored(view)
    image = np.ascontiguousarray(view.image)
    if random.random() < config["stylised"]:
        image = stylised(random, image)
    return View(worn(random, image), view.points, view.window)


def _cut(view: View, smallest: float, random: np.random.Generator) -> View:
    """A part of another shape, from half to twice as wide for its height, with many of the fixations in it."""
    height, width = view.image.shape[:2]
    for _ in range(20):
        area, stretch = random.uniform(smallest, 1), np.exp(random.uniform(-np.log(2), np.log(2)))
        across, down = np.minimum(1, np.sqrt([area * stretch, area / stretch]))
        left, top = random.uniform(0, 1 - across), random.uniform(0, 1 - down)
        points = (view.points - (left, top)) / (across, down)
        inside = ((points >= 0) & (points < 1)).all(1)
        if inside.mean() >= _FEW:
            rows = slice(int(top * height), int(np.ceil((top + down) * height)))
            columns = slice(int(left * width), int(np.ceil((left + across) * width)))
            return View(view.image[rows, columns], points[inside], (left, top, across, down))
    return view


def mirrored(view: View) -> View:
    """The same with left and right changed."""
    left, top, across, down = view.window
    points = np.stack([np.nextafter(1, 0) - view.points[:, 0], view.points[:, 1]], 1)
    return View(view.image[:, ::-1], points, (1 - left - across, top, across, down))


def density_of(points: Points, rows: int, columns: int, spread: float) -> Floats:
    """Share of the fixations in each cell, with a Gaussian around each.

    Args:
        points: the fixations; at least one.
        rows: of cells.
        columns: of cells.
        spread: deviation of the Gaussian, as a share of the long side.
    """
    counts = np.zeros((rows, columns), np.float32)
    across, down = (points * (columns, rows)).astype(int).T
    np.add.at(counts, (down.clip(0, rows - 1), across.clip(0, columns - 1)), 1)
    smooth = cv2.GaussianBlur(counts, (0, 0), spread * max(rows, columns), borderType=cv2.BORDER_REFLECT)
    return np.asarray(smooth / smooth.sum(), np.float32)


def _build(views: Sequence[View], prepare: Preprocessing, spread: float) -> Batch:
    inputs = np.concatenate([prepare.tensor(view.image) for view in views])
    rows, columns = (side // STRIDE for side in inputs.shape[2:])
    density = np.stack([density_of(view.points, rows, columns, spread) for view in views])
    return Batch(inputs, np.array([view.window for view in views], np.float32), density)
