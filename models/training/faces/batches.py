"""What the detector is shown: squares made of one picture or several, with their faces."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from app.domain.media import Image
from app.vision.faces import Boxes
from models.training.faces.drawing import draw_head
from models.training.faces.labels import PHOTOGRAPHED, Labelled
from models.training.faces.nothing import nothing
from models.training.faces.stylise import stylised, worn
from models.training.judge.decoys import RUBBISH

Random = np.random.Generator

LEAST_FACE = 8.0
"""Height, in pixels, under which a face is no longer looked for and no fault when it is found."""


@dataclass(slots=True)
class Scene:
    """A picture with what is known of it.

    Attributes:
        image: RGB.
        boxes: faces, N × 4: left, top, right and bottom edge, in pixels.
        frontal: whether each looks at the viewer, 0 or 1; NaN where that is not known.
        doubtful: regions to be left alone, M × 4.
    """

    image: Image
    boxes: Boxes
    frontal: np.ndarray
    doubtful: Boxes


@dataclass(frozen=True, slots=True)
class Batch:
    """Squares to learn from.

    Attributes:
        images: N × side × side × 3, RGB.
        scenes: what is known of each.
    """

    images: np.ndarray
    scenes: list[Scene]


class Album:
    """The pictures to learn from, by kind, and the squares that are made of them."""

    def __init__(self, pictures: Sequence[Labelled], config: dict[str, Any]) -> None:
        """Sort pictures.

        Args:
            pictures: to learn from.
            config: see `faces.toml`.
        """
        self._config = config
        self._by_kind: dict[str, list[Labelled]] = {}
        for picture in pictures:
            self._by_kind.setdefault(picture.kind, []).append(picture)
        self._hard = [picture for picture in pictures if len(picture.alarms)]
        self._empty = [picture for picture in pictures if not len(picture.boxes) and not len(picture.doubtful)]
        shares = {name: share for name, share in config["shares"].items() if self._drawable(name)}
        self._names = list(shares)
        self._shares = np.array(list(shares.values())) / sum(shares.values())
        self._read = functools.lru_cache(maxsize=config["cached"])(Labelled.read)

    def _drawable(self, name: str) -> bool:
        if name in {"heads", "rubbish"}:
            return True
        return bool({"empty": self._empty, "hard": self._hard}.get(name, self._by_kind.get(name)))

    def square(self, random: Random, side: int) -> Scene:
        """One square: a picture, or two or four beside each other like panels."""
        chance = random.random()
        if chance < self._config["mosaics"]:
            x, y = (random.uniform(0.3, 0.7, 2) * side).astype(int).tolist()
            parts = [(0, 0, x, y), (x, 0, side, y), (0, y, x, side), (x, y, side, side)]
        elif chance < self._config["mosaics"] + self._config["halves"]:
            at = int(random.uniform(0.3, 0.7) * side)
            upright = random.random() < 0.5
            parts = [(0, 0, at, side), (at, 0, side, side)] if upright else [(0, 0, side, at), (0, at, side, side)]
        else:
            parts = [(0, 0, side, side)]
        gutter = int(random.integers(0, 7)) if len(parts) > 1 and random.random() < 0.4 else 0
        whole = Scene(np.full((side, side, 3), 255 * random.integers(0, 2), np.uint8), *_nothing())
        for left, top, right, bottom in parts:
            part = self.part(random, right - left - gutter, bottom - top - gutter)
            whole.image[top : bottom - gutter, left : right - gutter] = part.image
            shift = np.array([left, top, left, top], np.float32)
            whole.boxes = np.concatenate([whole.boxes, part.boxes + shift])
            whole.frontal = np.concatenate([whole.frontal, part.frontal])
            whole.doubtful = np.concatenate([whole.doubtful, part.doubtful + shift])
        return whole

    def part(self, random: Random, width: int, height: int) -> Scene:
        """A picture brought to a size, of a random kind, turned, mirrored and worn."""
        kind = self._names[random.choice(len(self._names), p=self._shares)]
        if kind == "rubbish":
            scene = Scene(np.ascontiguousarray(nothing(random, height, width)), *_nothing())
        elif kind in {"heads", "avatar"}:
            scene = self.composed(random, width, height, avatars=kind == "avatar")
        elif kind == "hard":
            picture = self._hard[random.integers(len(self._hard))]
            scene = self._cut_photo_or_drawing(random, picture, picture.alarms, width, height)
        else:
            pictures = self._empty if kind == "empty" else self._by_kind[kind]
            picture = pictures[random.integers(len(pictures))]
            scene = self._cut_photo_or_drawing(random, picture, picture.boxes, width, height)
        if random.random() < self._config["occluded"]:
            _cover(random, scene)
        scene.image = worn(random, scene.image)
        return scene

    def _cut_photo_or_drawing(
        self, random: Random, picture: Labelled, targets: Boxes, width: int, height: int
    ) -> Scene:
        """As `_cut`; some photos are made to look drawn, those without faces, too: style alone makes no face."""
        scene = self._cut(random, picture, targets, width, height)
        if picture.kind in PHOTOGRAPHED and random.random() < self._config["stylised"]:
            scene.image = stylised(random, scene.image)
        return scene

    def _cut(self, random: Random, picture: Labelled, targets: Boxes, width: int, height: int) -> Scene:
        """A part of a picture, scaled so that one of its faces gets a random size, turned and mirrored.

        Args:
            random: source of randomness.
            picture: what to cut from.
            targets: its faces, or what is to be shown of it instead.
            width: of the part, in pixels.
            height: of the part, in pixels.
        """
        image = self._read(picture)
        rows, columns = image.shape[:2]
        fit = max(width / columns, height / rows)
        scale = fit * float(np.exp(random.uniform(-0.35, 0.7)))
        at = random.uniform(0, 1, 2) * (columns, rows)
        if len(targets) and random.random() < 0.75:
            box = targets[random.integers(len(targets))]
            scale = self._wanted(random, min(width, height)) / max(1.0, float(box[3] - box[1]))
            at = (box[:2] + box[2:]) / 2 + random.normal(0, 0.2, 2) * (width, height) / scale
        # Neither blown up to a blur nor so small that most of the square is empty.
        scale = float(np.clip(scale, fit * 0.55, max(3.0, fit)))
        angle = float(np.clip(random.normal(0, 9), -35, 35)) if random.random() < 0.4 else 0.0
        mirror = -1 if random.random() < 0.5 else 1
        turn = np.deg2rad(angle)
        matrix = scale * np.array([[mirror * np.cos(turn), -np.sin(turn)], [mirror * np.sin(turn), np.cos(turn)]])
        room = np.array([columns, rows]) - np.array([width, height]) / scale
        reach = np.array([width, height]) / scale / 2
        middle = np.where(room > 0, np.clip(at, reach, np.maximum(np.array([columns, rows]) - reach, reach)), at)
        offset = np.array([width, height]) / 2 - matrix @ middle
        affine = np.concatenate([matrix, offset[:, None]], 1)
        given = _halved(image, scale)
        used = affine.copy()
        used[:, :2] *= image.shape[1] / given.shape[1]
        ground = random.integers(0, 256, 3).tolist()
        border = cv2.BORDER_CONSTANT if random.random() < 0.7 else cv2.BORDER_REPLICATE
        small = cv2.warpAffine(
            given, used, (width, height), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=ground
        )
        boxes, kept = _moved(picture.boxes, affine, width, height)
        doubtful, _ = _moved(picture.doubtful, affine, width, height)
        return Scene(
            np.asarray(small, np.uint8),
            _clipped(boxes[kept], width, height),
            picture.frontal[kept],
            _clipped(np.concatenate([doubtful, boxes[~kept]]), width, height),
        )

    def _wanted(self, random: Random, room: int) -> float:
        """Height of a face in pixels: as many of each size, up to most of the room."""
        return float(np.exp(random.uniform(np.log(self._config["smallest"]), np.log(max(20.0, room * 0.8)))))

    def composed(self, random: Random, width: int, height: int, *, avatars: bool) -> Scene:
        """Drawn heads over a background: one, a few, or a crowd."""
        scene = Scene(self._background(random, width, height), *_nothing())
        room = min(width, height)
        crowd = random.random() < 0.3
        wanted = random.uniform(10, max(14, room * 0.2)) if crowd else self._wanted(random, room)
        limit = int(random.integers(3, 14)) if crowd else int(random.integers(1, 4))
        doubt: list[Boxes] = []
        for _ in range(limit):
            face = float(np.clip(wanted * random.uniform(0.75, 1.3), 9, room * 0.95))
            cutout, box, frontal = self._avatar(random, face) if avatars else _drawn_head(random, face)
            middle = np.array([box[0] + box[2], box[1] + box[3]]) / 2
            corner = (random.uniform(0.02, 0.98, 2) * (width, height) - middle).astype(int)
            placed = (np.array(box, np.float32) + np.tile(corner, 2)).astype(np.float32)
            if not _free(placed, cutout.shape, corner, scene):
                continue
            _lay(scene.image, cutout, corner)
            inside = _visible(placed, width, height)
            if inside > 0.6:
                scene.boxes = np.concatenate([scene.boxes, _clipped(placed[None], width, height)])
                scene.frontal = np.append(scene.frontal, np.float32(frontal))
            elif inside > 0:
                doubt.append(placed)
        scene.doubtful = _clipped(np.array(doubt, np.float32).reshape(-1, 4), width, height)
        return scene

    def _avatar(self, random: Random, face: float) -> tuple[Image, Boxes, float]:
        """An avatar with its box, its face of a height, turned a little and mirrored."""
        pictures = self._by_kind["avatar"]
        picture = pictures[random.integers(len(pictures))]
        image = self._read(picture)
        if image.shape[2] == 3:
            image = np.dstack([image, np.full(image.shape[:2], 255, np.uint8)])
        box = picture.boxes[0]
        scale = face / float(box[3] - box[1])
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else 1)
        box = box * scale
        turn = float(np.clip(random.normal(0, 8), -25, 25))
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        matrix = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), turn, 1)
        image = cv2.warpAffine(image, matrix, image.shape[1::-1])
        if random.random() < 0.5:
            image = image[:, ::-1]
            box = np.array([image.shape[1] - box[2], box[1], image.shape[1] - box[0], box[3]], np.float32)
        if random.random() < 0.3:
            image = np.dstack([stylised(random, np.ascontiguousarray(image[..., :3])), image[..., 3]])
        return np.asarray(image, np.uint8), np.asarray(box, np.float32), 1.0

    def _background(self, random: Random, width: int, height: int) -> Image:
        """A picture without faces, a colour, a gradient or a pattern."""
        if self._empty and random.random() < 0.6:
            picture = self._empty[random.integers(len(self._empty))]
            image = self._cut(random, picture, picture.boxes, width, height).image
            return stylised(random, image) if random.random() < 0.3 else image
        make = nothing if random.random() < 0.4 else RUBBISH[3][0]
        return np.ascontiguousarray(make(random, height, width))


def _drawn_head(random: Random, face: float) -> tuple[Image, Boxes, float]:
    head = draw_head(random, max(9, round(min(face, 260))))
    return head.picture, np.array(head.box, np.float32), float(head.frontal)


def _nothing() -> tuple[Boxes, np.ndarray, Boxes]:
    return np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros((0, 4), np.float32)


def _halved(image: Image, scale: float) -> Image:
    """A picture shrunk by area as far as `scale` allows, since warping takes single pixels."""
    image = np.ascontiguousarray(image[..., :3])
    if scale > 0.7:
        return image
    shrink = max(scale, 0.02)
    size = (max(1, round(image.shape[1] * shrink)), max(1, round(image.shape[0] * shrink)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _clipped(boxes: Boxes, width: int, height: int) -> Boxes:
    """Boxes as far as they are inside a picture, without those that are not."""
    inside = np.clip(boxes, 0, np.array([width, height, width, height], np.float32))
    return inside[(inside[:, 2] > inside[:, 0]) & (inside[:, 3] > inside[:, 1])]


def _moved(boxes: Boxes, affine: np.ndarray, width: int, height: int) -> tuple[Boxes, np.ndarray]:
    """Boxes after a turn, of those that are still in the picture at all, and which of them are faces to be found.

    A turned box is taken for an upright one of the same size, since a face is no rectangle.
    """
    if not len(boxes):
        return np.zeros((0, 4), np.float32), np.zeros(0, bool)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2 @ affine[:, :2].T + affine[:, 2]
    half = (boxes[:, 2:] - boxes[:, :2]) / 2 * float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
    moved = np.concatenate([middles - half, middles + half], 1).astype(np.float32)
    visible = np.array([_visible(box, width, height) for box in moved])
    kept = (visible > 0.5) & (moved[:, 3] - moved[:, 1] >= LEAST_FACE)
    return moved, kept


def _visible(box: Boxes, width: int, height: int) -> float:
    """Share of a box that is inside a picture."""
    inside = np.minimum(box[2:], (width, height)) - np.maximum(box[:2], 0)
    return float(np.prod(np.maximum(inside, 0)) / max(1e-6, float(np.prod(box[2:] - box[:2]))))


def _free(box: Boxes, shape: tuple[int, ...], corner: np.ndarray, scene: Scene) -> bool:
    """Whether a cut-out can be laid on a scene without hiding much of a face that is there."""
    sheet = np.concatenate([corner, corner + np.array([shape[1], shape[0]])]).astype(np.float32)
    for other in scene.boxes:
        hidden = np.minimum(sheet[2:], other[2:]) - np.maximum(sheet[:2], other[:2])
        if (hidden > 0).all() and np.prod(hidden) > 0.3 * np.prod(other[2:] - other[:2]):
            return False
    return True


def _lay(image: Image, cutout: Image, corner: np.ndarray) -> None:
    """Lay a cut-out on a picture."""
    left, top = np.maximum(corner, 0)
    right, bottom = np.minimum(corner + np.array(cutout.shape[1::-1]), image.shape[1::-1])
    if right <= left or bottom <= top:
        return
    part = cutout[top - corner[1] : bottom - corner[1], left - corner[0] : right - corner[0]].astype(np.float32)
    share = part[..., 3:] / 255
    image[top:bottom, left:right] = part[..., :3] * share + image[top:bottom, left:right] * (1 - share)


def _cover(random: Random, scene: Scene) -> None:
    """Hide a part of some faces behind a patch of colour; at most 40 % of each."""
    for box in scene.boxes:
        if random.random() < 0.4:
            size = (box[2:] - box[:2]) * random.uniform(0.25, 0.6, 2)
            corner = box[:2] + random.uniform(0, 1, 2) * (box[2:] - box[:2] - size)
            start, end = np.maximum(corner, 0).astype(int), np.maximum(corner + size, 0).astype(int)
            scene.image[start[1] : end[1], start[0] : end[0]] = random.integers(0, 256, 3)


def batches(album: Album, config: dict[str, Any], first: int, last: int) -> Iterator[Batch]:
    """Batches number `first` to `last` − 1; each has its own seed, so that a run can go on anywhere."""
    side = config["side"]
    for number in range(first, last):
        random = np.random.default_rng((config["seed"], number))
        scenes = [album.square(random, side) for _ in range(config["batch"])]
        yield Batch(np.stack([scene.image for scene in scenes]), scenes)
