"""The scorer of crops: how good each of some parts of a picture would be as a cover of its own.

The network looks at the whole picture once, so that all its crops together cost hardly more than one; see
`models/training/crops/network.py` for how a crop is read from that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.domain.geometry import Box
from app.domain.media import Image
from app.inference import load_manifest, open_session
from app.inference.preprocess import Tensor

NAME = "crops"
"""The scorer in the manifest."""

AT_ONCE = 64
"""Crops in one run, at most: this bounds the memory."""


class CropScorer:
    """The scorer, ready to run in one thread.

    Attributes:
        notice: what is to be said about the backend that it runs on; None for nothing.
    """

    def __init__(self, backend: str = "auto", threads: int = 1) -> None:
        """Load the scorer; see `app.inference.open_session` for the time that it may take.

        Args:
            backend: what it should run on, one of `app.domain.backends.BACKENDS`.
            threads: its threads where that is the CPU.

        Raises:
            BrokenModel: its file is missing or damaged.
        """
        self._session, self.notice = open_session(load_manifest()[NAME], backend, threads)

    @property
    def backend(self) -> str:
        """What it really runs on."""
        return self._session.backend

    @property
    def version(self) -> str:
        """The version of its weights."""
        return self._session.model.version

    def rate(self, image: Image, crops: Sequence[Box]) -> list[float]:
        """How good each crop of a picture is, 0–100, higher is better; comparable within one picture.

        Ask for all crops of a picture together: nearly all of the time goes into looking at the picture.

        Args:
            image: the whole picture; 448 pixels along its long side are enough.
            crops: parts of it, in its pixels. What of them lies outside the picture does not count.
        """
        tensors = self._session.model.tensors(image)
        boxes = shares(crops, image.shape[1], image.shape[0])
        scores: list[float] = []
        for start in range(0, len(boxes), AT_ONCE):
            told = self._session.run(tensors | {"boxes": boxes[start : start + AT_ONCE]})
            scores.extend(float(score) * 100 for score in told["scores"].ravel())
        return scores


def shares(crops: Sequence[Box], width: int, height: int) -> Tensor:
    """Crops of a picture of `width` × `height` pixels, N × 4: left, top, width and height as shares of its sides.

    They are cut to the picture; what lies outside it altogether has no width or no height.
    """
    corners = np.array([(box.x, box.y, box.x + box.width, box.y + box.height) for box in crops], np.float64)
    corners = (corners.reshape(-1, 4) / (width, height, width, height)).clip(0, 1)
    sides = (corners[:, 2:] - corners[:, :2]).clip(0)
    return np.concatenate([corners[:, :2], sides], axis=1).astype(np.float32)
