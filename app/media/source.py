"""What every source of frames can do, whether it is a video or a set of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Protocol, Self

from app.domain.media import Frame, Image, Place, SourceInfo
from app.domain.messages import Message

Stop = Callable[[], bool]
"""Asked between packets or files; true ends the iterator that it was given to."""


def never() -> bool:
    """Do not stop."""
    return False


class Interrupted(Exception):
    """A reader was asked to stop before it had what was wanted."""


class Source(Protocol):
    """An open video or set of pictures. One thread at a time uses it; every iterator can be closed at any point."""

    @property
    def info(self) -> SourceInfo:
        """Path, kind, size and duration."""

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What could not be read so far although the rest could, in the order it was found."""

    def survey(self, stop: Stop = never) -> Iterator[Frame]:
        """Frames of the whole source, the first frame first, then coarse before fine, so that one may stop anywhere.

        Damaged parts are left out and warned of; a source may turn out to yield nothing.
        """

    def around(self, place: Place, radius: float, stop: Stop = never) -> Iterator[Frame]:
        """Frames near `place`, in order of time: at most `radius` seconds away, and of the same GOP.

        `place` itself is among them only if other frames refer to it.

        A set of pictures has no such frames.
        """

    def full(self, place: Place) -> Image:
        """The picture at `place` at full resolution, as displayed.

        Raises:
            NoFrames: it can no longer be decoded.
        """

    def close(self) -> None:
        """Release the file. Closing twice is allowed."""

    def __enter__(self) -> Self:
        """The source itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
