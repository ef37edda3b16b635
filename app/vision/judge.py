"""The judge of frames: technical quality, appeal as a cover, what is wrong, and a feature to compare frames by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.cover import Flag
from app.domain.media import Image
from app.domain.messages import Message
from app.inference import ModelEntry, Session, load_manifest, open_session
from app.inference.preprocess import Tensor

NAME = "judge"
"""What the judge is called where its version is told."""

DETAIL, WHOLE = "judge-detail", "judge-whole"
"""The judge's two branches in the manifest: a small network that sees the picture at full size, and a larger one that
sees it smaller. Their mean is what the judge says; they make different mistakes."""

Feature = npt.NDArray[np.float32]
"""A vector of unit length; the product of two is their cosine."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of a picture.

    Attributes:
        quality: technical quality, 0–100.
        appeal: worth as a cover, 0–100.
        feature: what the picture looks like, for comparison with others.
        chances: how likely each thing that may be wrong is, 0–1, in the order of the manifest.
        flags: what is wrong with it; only what the judge can tell reliably, and never at a glance.
    """

    quality: float
    appeal: float
    feature: Feature
    chances: Tensor
    flags: frozenset[Flag] = frozenset()


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
            BrokenModel: a file of it is missing or damaged.
        """
        models = load_manifest()
        self._detail, about_detail = open_session(models[DETAIL], backend, threads)
        self._whole, about_whole = open_session(models[WHOLE], backend, threads)
        self.notice: Message | None = about_detail or about_whole

    @property
    def backend(self) -> str:
        """What it really runs on; the CPU where only one of the branches does not."""
        backends = {self._detail.backend, self._whole.backend}
        return backends.pop() if len(backends) == 1 else "cpu"

    @property
    def version(self) -> str:
        """The version of its weights."""
        return self._detail.model.version

    def glance(self, image: Image) -> Verdict:
        """What the quick branch says of a picture: enough to tell what is worth `rate`, in a third of its time."""
        return _told_by(self._detail, image)

    def rate(self, image: Image, glance: Verdict | None = None) -> Verdict:
        """Judge a picture.

        Args:
            image: the picture.
            glance: what `glance` has said of it, so that this need not be asked again.
        """
        first = glance or self.glance(image)
        second = _told_by(self._whole, image)
        chances = np.asarray((first.chances + second.chances) / 2, np.float32)
        return Verdict(
            (first.quality + second.quality) / 2,
            (first.appeal + second.appeal) / 2,
            first.feature,
            chances,
            _flags(self._whole.model, chances),
        )


def _told_by(session: Session, image: Image) -> Verdict:
    """What one branch says."""
    outputs = session.run(session.model.tensors(image))
    scores = dict(zip(session.model.labels, outputs["scores"][0] * 100, strict=True))
    return Verdict(float(scores["quality"]), float(scores["appeal"]), outputs["feature"][0], outputs["flags"][0])


def _flags(model: ModelEntry, chances: Tensor) -> frozenset[Flag]:
    """The flags whose probability reaches their threshold."""
    told = zip(model.flags.items(), chances, strict=True)
    return frozenset(flag for (flag, threshold), chance in told if threshold is not None and chance >= threshold)
