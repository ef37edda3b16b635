"""The judge of frames: technical quality, appeal as a cover, what is wrong, and a feature to compare frames by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.cover import Flag
from app.domain.media import Image
from app.domain.messages import Message
from app.inference import ModelEntry, load_manifest, open_session

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
        flags: what is wrong with it; only what the judge can tell reliably.
    """

    quality: float
    appeal: float
    feature: Feature
    flags: frozenset[Flag]


class Judge:
    """The judge, ready to run in one thread.

    Attributes:
        notice: what is to be said about the backend that it runs on; None for nothing.
    """

    def __init__(self, backend: str = "auto", threads: int = 1) -> None:
        """Load the judge; see `app.inference.open_session` for the time that it may take.

        Args:
            backend: what it should run on, one of `app.domain.backends.BACKENDS`.
            threads: its threads where that is the CPU.

        Raises:
            BrokenModel: its file is missing or damaged.
        """
        self.notice: Message | None
        self._session, self.notice = open_session(load_manifest()[NAME], backend, threads)

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
        outputs = self._session.run(self._session.model.tensors(image))
        scores = dict(zip(self._session.model.labels, outputs["scores"][0], strict=True))
        return Verdict(
            float(scores["quality"]) * 100,
            float(scores["appeal"]) * 100,
            outputs["feature"][0],
            _flags(self._session.model, outputs),
        )


def _flags(model: ModelEntry, outputs: Mapping[str, npt.NDArray[np.float32]]) -> frozenset[Flag]:
    """The flags whose probability reaches their threshold; none where the model has no such output."""
    if not model.flags:
        return frozenset()
    told = zip(model.flags.items(), outputs["flags"][0], strict=True)
    return frozenset(
        flag for (flag, threshold), probability in told if threshold is not None and probability >= threshold
    )
