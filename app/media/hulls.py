"""The published way to split a long picture: binarise, merge neighbouring convex hulls; what is left apart is a panel.

Source: Tencent's cover extraction for posts with pictures. It gives no thresholds: here the picture is binarised by its
distance from the colour along its borders, at Otsu's threshold; hulls are merged when their bounding boxes overlap or
come closer than 1 % of the width, until none do; what is smaller than 12 % of the width is left out.
"""

from __future__ import annotations

import cv2
import numpy as np

from app.domain.geometry import Box
from app.domain.media import Image

_NEAR = 0.01
_LEAST = 0.12
_MOST = 1000
"""Hulls that are merged, the largest; more are specks."""


def panels_by_hulls(image: Image) -> list[Box]:
    """The blocks of a working picture.

    Args:
        image: height × width × 3, RGB.
    """
    height, width = image.shape[:2]
    rim = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    away = cv2.absdiff(image, np.broadcast_to(np.median(rim, 0).astype(np.uint8), image.shape)).max(2)
    _, ink = cv2.threshold(away, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hulls = sorted((cv2.convexHull(line) for line in outlines), key=cv2.contourArea, reverse=True)[:_MOST]
    boxes = np.array([cv2.boundingRect(hull) for hull in hulls], np.int64).reshape(-1, 4)
    boxes[:, 2:] += boxes[:, :2]
    merged = _merged(boxes, max(1, round(_NEAR * width)))
    found = [Box(int(x), int(y), int(right - x), int(bottom - y)) for x, y, right, bottom in merged]
    return [box for box in found if min(box.width, box.height) >= _LEAST * width and box.height < height]


def _merged(
    boxes: np.ndarray[tuple[int, int], np.dtype[np.int64]], near: int
) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Boxes (left, top, right, bottom) with those that come near each other as one."""
    waiting = list(boxes)
    done: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    while waiting:
        box = waiting.pop()
        others = done + waiting
        touching = [o for o in others if (o[:2] - near < box[2:]).all() and (o[2:] + near > box[:2]).all()]
        if not touching:
            done.append(box)
            continue
        apart = {id(o) for o in touching}
        done = [o for o in done if id(o) not in apart]
        waiting = [o for o in waiting if id(o) not in apart]
        group = np.stack([box, *touching])
        waiting.append(np.concatenate([group[:, :2].min(0), group[:, 2:].max(0)]))
    return done
