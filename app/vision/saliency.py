"""Saliency: where people look in a picture."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from app.domain.geometry import Size
from app.domain.media import Heat, Image
from app.domain.messages import Message
from app.domain.saliency import DEFAULT, Method
from app.inference import Session, load_manifest, open_session
from app.vision.frequency_tuned import centre_prior, frequency_tuned, improved_frequency_tuned

__all__ = ["DEFAULT", "MAP_SIDE", "NAME", "Method", "Saliency"]

NAME = "saliency"
"""The model in the manifest."""

MAP_SIDE = 320
"""Long side, in pixels, of the maps that proposals are made from, and of the picture that is looked at for them."""

_UNLEARNED: dict[Method, Callable[[Image], Heat]] = {
    Method.IFT: improved_frequency_tuned,
    Method.FT: frequency_tuned,
    Method.CENTRE: centre_prior,
}


class Saliency:
    """Finds what is salient, ready to run in one thread.

    A flat picture has nothing that stands out: its map is all 0 by IFT and FT, and the learned method's is what people
    look at where there is nothing to see, a soft spot about the middle.

    Attributes:
        method: how.
        notice: what is to be said about the backend that it runs on; None for nothing.
    """

    def __init__(self, method: Method = DEFAULT, backend: str = "auto", threads: int = 1) -> None:
        """Make ready; see `app.inference.open_session` for the time that the learned method may take.

        Args:
            method: how.
            backend: what the learned method should run on, one of `app.domain.backends.BACKENDS`.
            threads: its threads where that is the CPU.

        Raises:
            BrokenModel: the file of the learned method is missing or damaged.
        """
        self.method = method
        self.notice: Message | None = None
        self._session: Session | None = None
        if method is Method.LEARNED:
            self._session, self.notice = open_session(load_manifest()[NAME], backend, threads)

    @property
    def backend(self) -> str:
        """What it really runs on."""
        return self._session.backend if self._session is not None else "cpu"

    @property
    def version(self) -> str | None:
        """The version of the learned method's weights; None for the others."""
        return self._session.model.version if self._session is not None else None

    def small(self, image: Image) -> Heat:
        """The map of a picture at a bounded size: in the picture's shape, its long side at most `MAP_SIDE`."""
        size = _size(image).within(MAP_SIDE)
        if self._session is None:
            return _UNLEARNED[self.method](_resized(_nearly(image, size), size, cv2.INTER_AREA))
        model = self._session.model
        (prepare,) = model.inputs.values()
        seen = Size(*prepare.input_size(image.shape[1], image.shape[0]))
        density = self._session.run(model.tensors(_nearly(image, seen)))["density"][0, 0]
        # A cubic curve overshoots by a little where the density is steep.
        fine = cv2.resize(density, (size.width, size.height), interpolation=cv2.INTER_CUBIC)
        return np.asarray(np.rint(np.clip(fine, 0, 1) * 255), np.uint8)

    def map(self, image: Image, size: Size | None = None) -> Heat:
        """The map of a picture at the picture's size.

        Args:
            image: the picture, or a smaller version of it.
            size: the picture's size, where `image` is a smaller version.
        """
        return _resized(self.small(image), size or _size(image), cv2.INTER_LINEAR)


def _size(image: Image) -> Size:
    return Size(image.shape[1], image.shape[0])


def _nearly(image: Image, size: Size) -> Image:
    """A large picture shrunk to less than twice `size`.

    OpenCV averages blocks of whole pixels ten times as fast as those of broken ones. A block that would hang over the
    right or the lower edge is left out.
    """
    block = min(image.shape[1] // size.width, image.shape[0] // size.height)
    if block < 2:
        return image
    whole = Size(image.shape[1] // block, image.shape[0] // block)
    return _resized(image[: whole.height * block, : whole.width * block], whole, cv2.INTER_AREA)


def _resized(image: Image | Heat, size: Size, how: int) -> Image | Heat:
    if size == _size(image):
        return image
    return np.asarray(cv2.resize(image, (size.width, size.height), interpolation=how), np.uint8)
