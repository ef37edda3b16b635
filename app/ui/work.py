"""What the window's jobs do; everything here runs in a background thread.

The parts of the core are imported when first needed: they bring decoders and models, and the window opens without.
"""

from __future__ import annotations

import functools
import gc
import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.geometry import Aspect, Box
from app.domain.media import Frame, Image, Place
from app.domain.recommendation import Done, Event, Options, Warned
from app.ui.outcome import CancelledError
from app.ui.pictures import Pyramid, pyramid
from app.ui.session import Opened

if TYPE_CHECKING:
    from app.covers.framing import Framing
    from app.media import Source


PROPOSALS = 3
"""How many crops of a picture are proposed."""


class Listener(Protocol):
    """The job, as its work sees it."""

    def cancelled(self) -> bool:
        """Whether to stop soon."""

    def report(self, item: object) -> None:
        """Hand something to the window."""


@dataclass(frozen=True, slots=True)
class Core:
    """The parts of the core that the window uses; tests put others in their place."""

    open_source: Callable[[Sequence[Path]], Source]
    recommend: Callable[[Source, Options, Callable[[], bool]], Iterator[Event]]
    accept_cover: Callable[[Image, Box, Path], Path]
    look: Callable[[Frame, Aspect, str], Framing]


def _open_source(paths: Sequence[Path]) -> Source:
    from app.media import open_source

    return open_source(paths)


def _recommend(source: Source, options: Options, cancel: Callable[[], bool]) -> Iterator[Event]:
    from app.covers import recommend

    return recommend(source, options, cancel)


def _accept_cover(image: Image, crop: Box, source_path: Path) -> Path:
    from app.export import accept_cover

    return accept_cover(image, crop, source_path)


def _look(frame: Frame, aspect: Aspect, backend: str) -> Framing:
    from app.covers.framing import Framer

    return Framer(backend).frame(frame, aspect, PROPOSALS)


CORE = Core(_open_source, _recommend, _accept_cover, _look)
"""The real one."""


def warm_up(listener: Listener, backend: str) -> None:
    """Load what the first analysis needs, while the user looks for a file; reports `Warned` if the backend will not do.

    Raises:
        BrokenModel: the installation is damaged.
    """
    for module in ("app.media.video", "app.covers", "app.covers.framing", "app.export"):
        if listener.cancelled():
            raise CancelledError
        importlib.import_module(module)
    from app.covers.framing import Framer
    from app.vision.judge import Judge

    notice = Judge(backend).notice or Framer(backend).notice
    if notice is not None:
        listener.report(Warned(notice))
    _spare_the_collector()


@functools.cache
def _spare_the_collector() -> None:
    """Keep what is loaded now out of garbage collection, once everything is.

    A collection that goes through all modules stops every thread for longer than a window may stand still.
    """
    gc.freeze()


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
    _spare_the_collector()
    if not finished and listener.cancelled():
        raise CancelledError


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


def look(listener: Listener, core: Core, frame: Frame, aspect: Aspect, backend: str) -> Framing:
    """What is in a picture: where people look, faces, and the crops that would make a cover in a shape.

    Raises:
        BestframeError: a model of the installation is damaged.
        CancelledError: another picture is wanted by now.
    """
    if listener.cancelled():
        raise CancelledError
    return core.look(frame, aspect, backend)


def accept(_listener: Listener, core: Core, paths: Sequence[Path], place: Place, crop: Box, named_after: Path) -> Path:
    """Write the crop of the picture at `place` as a cover; once begun it is not cancelled.

    Returns:
        The new file.

    Raises:
        BestframeError: the source can no longer be read, or the cover not be written.
    """
    with core.open_source(paths) as source:
        return core.accept_cover(source.full(place), crop, named_after)
