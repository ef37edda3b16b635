"""The judge of frames: technical quality, appeal as a cover, and a feature to compare frames by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.media import Image
from app.inference import Session, load_manifest

NAME = "judge"
"""The judge's name in the manifest."""

Feature = npt.NDArray[np.float32]
"""A vector of unit length; the product of two is their cosine."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of a picture.

    Attributes:
        quality: technical quality, 0–100.
        appeal: worth as a cover, 0–100.
        feature: what the picture looks like, for comparison with others.
    """

    quality: float
    appeal: float
    feature: Feature


class Judge:
    """The judge, ready to run in one thread."""

    def __init__(self, backend: str = "auto", threads: int = 1) -> None:
        """Load the judge.

        Raises:
            BrokenModel: its file is missing or damaged.
        """
        self._session = Session(load_manifest()[NAME], backend, threads)

    @property
    def backend(self) -> str:
        """What it really runs on."""
        return self._session.backend

    @property
    def version(self) -> str:
        """The version of its weights."""
        return self._session.model.version

    def rate(self, image: Image) -> Verdict:
        """Judge a picture."""
        outputs = self._session.run(self._session.model.preprocessing.tensor(image))
        scores = dict(zip(self._session.model.labels, outputs["scores"][0], strict=True))
        return Verdict(float(scores["quality"]) * 100, float(scores["appeal"]) * 100, outputs["feature"][0])
