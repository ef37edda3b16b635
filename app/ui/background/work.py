"""What the window's jobs do; everything here runs in a background thread.

The parts of the core are imported when first needed: they bring decoders and models, and the window opens without.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import importlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np

from app.domain.cover import Assessment, Cover
from app.domain.errors import NoFrames
from app.domain.geometry import Aspect, Box
from app.domain.look import Look
from app.domain.media import Frame, Image, Picture, Place
from app.domain.recommendation import Done, Event, FrameScored, Options, Warned
from app.ui.background.pictures import DISPLAY_SIDE, Pyramid, pyramid
from app.ui.state.looked import Rating
from app.ui.state.outcome import CancelledError
from app.ui.state.reports import Opened, Thumb

if TYPE_CHECKING:
    from app.covers.auto_look import AutoLook
    from app.covers.framing import Framer, Framing
    from app.media import Source
    from app.vision.judge import Judge


PROPOSALS = 3
"""How many crops of a picture are proposed."""


THUMB_HEIGHT = 96
"""Of the pictures of a set in the filmstrip, in pixels."""


class Listener(Protocol):
    """The job, as its work sees it."""

    def cancelled(self) -> bool:
        """Whether to stop soon."""

    def report(self, item: object) -> None:
        """Hand something to the window."""


def _auto_look(frame: Frame, look: Look, backend: str, cancelled: Callable[[], bool]) -> AutoLook:
    from app.covers.auto_look import auto_look

    with _looking:
        return auto_look(frame, look, _judge_of(backend), cancelled)


def _judge_look(frame: Frame, look: Look, backend: str) -> Assessment:
    from app.covers.adjusted import judged

    with _looking:
        return judged(frame, look, _judge_of(backend))


@dataclass(frozen=True, slots=True)
class Core:
    """The parts of the core that the window uses; tests put others in their place."""

    open_source: Callable[[Sequence[Path]], Source]
    recommend: Callable[[Source, Options, Callable[[], bool]], Iterator[Event]]
    accept_cover: Callable[[Image, Box, Path, Path | None], Path]
    look: Callable[[Frame, Aspect, str], Framing]
    judge: Callable[[Place, Image, Aspect, str], tuple[Cover, Framing]]
    recrop: Callable[[Rating, Framing | None, str], Assessment]
    auto_look: Callable[[Frame, Look, str, Callable[[], bool]], AutoLook] = _auto_look
    judge_look: Callable[[Frame, Look, str], Assessment] = _judge_look


def _open_source(paths: Sequence[Path]) -> Source:
    from app.media import open_source

    return open_source(paths)


def _recommend(source: Source, options: Options, cancel: Callable[[], bool]) -> Iterator[Event]:
    from app.covers import recommend

    return recommend(source, options, cancel)


def _accept_cover(image: Image, crop: Box, source_path: Path, folder: Path | None) -> Path:
    from app.export import accept_cover, prepare_folder

    if folder is not None:
        prepare_folder(folder)
    return accept_cover(image, crop, source_path, folder)


_looking = threading.Lock()
"""Held by the one thread that looks with the networks below, which serve one at a time."""


@functools.lru_cache(maxsize=1)
def _framer(backend: str) -> Framer:
    """Loaded once: a crop in the hand is rated many times a second."""
    from app.covers.framing import Framer

    return Framer(backend)


@functools.lru_cache(maxsize=1)
def _judge_of(backend: str) -> Judge:
    from app.vision.judge import Judge

    return Judge(backend)


def _look(frame: Frame, aspect: Aspect, backend: str) -> Framing:
    with _looking:
        return _framer(backend).frame(frame, aspect, PROPOSALS)


def _judge(place: Place, image: Image, aspect: Aspect, backend: str) -> tuple[Cover, Framing]:
    from app.covers.single import cover_of, frame_of

    with _looking:
        return cover_of(frame_of(place, image), aspect, _judge_of(backend), _framer(backend), PROPOSALS)


def _recrop(rating: Rating, framing: Framing | None, backend: str) -> Assessment:
    from app.covers.single import recropped

    with _looking:
        return recropped(rating.cover, rating.aspect, rating.box, _framer(backend), framing)


CORE = Core(_open_source, _recommend, _accept_cover, _look, _judge, _recrop)
"""The real one."""


def warm_up(listener: Listener, backend: str) -> None:
    """Load what the first analysis needs, while the user looks for a file; reports `Warned` if the backend will not do.

    Raises:
        BrokenModel: the installation is damaged.
    """
    needed = ("app.media.video", "app.covers", "app.covers.framing", "app.covers.single", "app.export")
    for module in (*needed, "app.covers.adjusted", "app.covers.auto_look"):
        if listener.cancelled():
            raise CancelledError
        importlib.import_module(module)
    with _looking:
        notice = _judge_of(backend).notice or _framer(backend).notice
    if notice is not None:
        listener.report(Warned(notice))
    _spare_the_collector()


@functools.cache
def _spare_the_collector() -> None:
    """Keep what is loaded now out of garbage collection, once everything is.

    A collection that goes through all modules stops every thread for longer than a window may stand still.
    """
    gc.freeze()


def give_memory_back() -> None:
    """Return what an analysis no longer uses to the system (glibc).

    It would be kept in pieces, of which each thread that decodes has its own: some 90 MiB after a minute of 1080p.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def analyse(listener: Listener, core: Core, paths: Sequence[Path], options: Options) -> None:
    """Open a source and recommend covers of it, reporting `Opened` and then every event.

    Raises:
        BestframeError: it cannot be read.
        CancelledError: it was asked to stop before it was done.
    """
    finished = False
    with core.open_source(paths) as source:
        listener.report(Opened(source.info))
        for event in core.recommend(source, options, listener.cancelled):
            finished = isinstance(event, Done)
            listener.report(event)
            if isinstance(event, FrameScored) and isinstance(event.frame.place, Picture):
                listener.report(_thumb(event.frame))
    _spare_the_collector()
    give_memory_back()
    if not finished and listener.cancelled():
        raise CancelledError


def thumbs(listener: Listener, core: Core, paths: Sequence[Path]) -> None:
    """The pictures of a set, each reported as a `Thumb`.

    Raises:
        BestframeError: it cannot be read.
        CancelledError: another source is open by now.
    """
    with core.open_source(paths) as source:
        for frame in source.survey(listener.cancelled):
            listener.report(_thumb(frame))
    if listener.cancelled():
        raise CancelledError


def _thumb(frame: Frame) -> Thumb:
    """A frame as small as the filmstrip shows it."""
    height, width = frame.image.shape[:2]
    shrink = min(1.0, THUMB_HEIGHT / height)
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    assert isinstance(frame.place, Picture)
    return Thumb(frame.place, np.asarray(cv2.resize(frame.image, size, interpolation=cv2.INTER_AREA), np.uint8))


def picture(listener: Listener, core: Core, paths: Sequence[Path], place: Place) -> Pyramid:
    """The picture at `place`, as sharp as a screen can show it.

    Raises:
        BestframeError: it cannot be read.
        CancelledError: another picture is wanted by now.
    """
    with core.open_source(paths) as source:
        if listener.cancelled():
            raise CancelledError
        return pyramid(source.full(place))


@dataclass(frozen=True, slots=True)
class Sharpened:
    """A picture that was decoded."""

    place: Place
    picture: Pyramid


def pictures(listener: Listener, core: Core, paths: Sequence[Path], places: Sequence[Place]) -> None:
    """The pictures at some places, each reported as `Sharpened`; one that cannot be read is left out.

    Raises:
        BestframeError: the source cannot be read.
        CancelledError: others are wanted by now.
    """
    with core.open_source(paths) as source:
        for place in places:
            if listener.cancelled():
                raise CancelledError
            with contextlib.suppress(NoFrames):
                listener.report(Sharpened(place, pyramid(source.full(place))))


def look(listener: Listener, core: Core, frame: Frame, aspect: Aspect, backend: str) -> Framing:
    """What is in a picture: where people look, faces, and the crops that would make a cover in a shape.

    Raises:
        BestframeError: a model of the installation is damaged.
        CancelledError: another picture is wanted by now.
    """
    if listener.cancelled():
        raise CancelledError
    return core.look(frame, aspect, backend)


class Placed:
    """The picture that was turned and straightened last, so that other light and colour need not do it again."""

    def __init__(self) -> None:
        self._kept: tuple[Pyramid, Look, int, Image] | None = None

    def forget(self) -> None:
        """Let go of it."""
        self._kept = None

    def of(self, base: Pyramid, look: Look, side: int) -> Image:
        """A level of a picture, turned and straightened; `side` as for `Pyramid.image`."""
        from app.vision.develop import placed

        kept = self._kept
        if kept is not None and kept[0] is base and kept[1:3] == (look.geometry, side):
            return kept[3]
        image = placed(base.image(side), look, quick=side < DISPLAY_SIDE)
        self._kept = base, look.geometry, side, image
        return image


def developed(listener: Listener, base: Pyramid, look: Look, side: int, placed: Placed) -> Pyramid:
    """A picture as it looks, its long side at most `side` or that of its smallest level.

    Raises:
        CancelledError: another look is wanted by now.
    """
    from app.vision.develop import coloured

    image = placed.of(base, look, side)
    if listener.cancelled():
        raise CancelledError
    image = coloured(image, look)
    if listener.cancelled():
        raise CancelledError
    return pyramid(image)


def auto_look(listener: Listener, core: Core, frame: Frame, look: Look, backend: str) -> AutoLook:
    """The light and colour that a cover gains most by.

    Raises:
        BestframeError: a model of the installation is damaged.
        CancelledError: it was asked to stop.
    """
    found = core.auto_look(frame, look, backend, listener.cancelled)
    if listener.cancelled():
        raise CancelledError
    return found


def judge_look(listener: Listener, core: Core, frame: Frame, look: Look, backend: str) -> Assessment:
    """How good a frame is with a look.

    Raises:
        BestframeError: a model of the installation is damaged.
        CancelledError: another look is wanted by now.
    """
    if listener.cancelled():
        raise CancelledError
    return core.judge_look(frame, look, backend)


def rate(listener: Listener, core: Core, rating: Rating, framing: Framing | None, backend: str) -> Assessment:
    """How good a cover is in a crop that the user placed.

    Raises:
        BestframeError: a model of the installation is damaged.
        CancelledError: another source is open by now.
    """
    if listener.cancelled():
        raise CancelledError
    return core.recrop(rating, framing, backend)


def judge(
    listener: Listener, core: Core, paths: Sequence[Path], place: Place, *, aspect: Aspect, backend: str
) -> tuple[Cover, Framing]:
    """A frame that the user points at as a cover, with what was found in it.

    Raises:
        BestframeError: it cannot be read, or the installation is damaged.
        CancelledError: another source is open by now.
    """
    with core.open_source(paths) as source:
        image = source.full(place)
    if listener.cancelled():
        raise CancelledError
    return core.judge(place, image, aspect, backend)
