"""Sets of pictures: one picture, several, or a folder of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from app.domain.errors import NoFrames, UnreadableMedia
from app.domain.geometry import Size
from app.domain.media import Frame, Image, Kind, Picture, Place, SourceInfo
from app.domain.messages import Message
from app.media.panels import read_panels
from app.media.pictures import displayed_size, read_full
from app.media.source import Stop, never


class PictureSource:
    """One picture, several, or a folder of them: one post."""

    def __init__(self, path: Path, files: Sequence[Path]) -> None:
        """Open a set.

        Args:
            path: what the user named: the folder, or the first file.
            files: the pictures, in the order they are shown in.

        Raises:
            UnreadableMedia: not one of them can be read; the message is about the first.
        """
        self._files = tuple(files)
        self._skipped: dict[Path, Message] = {}
        self._unseen = 0
        self._damaged: set[Path] = set()
        first = self._first_readable()
        self._info = SourceInfo(path, Kind.PICTURES, first, None)

    def _first_readable(self) -> Size:
        failure: UnreadableMedia | None = None
        for file in self._files:
            try:
                return displayed_size(file)
            except UnreadableMedia as error:
                failure = failure or error
        assert failure is not None
        raise failure

    @property
    def info(self) -> SourceInfo:
        """Path, kind and the first readable picture's size."""
        return self._info

    @property
    def warnings(self) -> tuple[Message, ...]:
        """The pictures that could not be read so far, or only in part, and how many there was no time for."""
        skipped = [
            Message("picture_skipped", {"path": str(path), "reason": str(reason)})
            for path, reason in self._skipped.items()
        ]
        skipped += [
            Message("picture_damaged" if len(self._files) > 1 else "partly_damaged", {"path": str(path)})
            for path in self._files
            if path in self._damaged
        ]
        if self._unseen:
            count = len(self._files)
            skipped.append(Message("not_all_seen", {"seen": str(count - self._unseen), "count": str(count)}))
        return tuple(skipped)

    def survey(self, stop: Stop = never) -> Iterator[Frame]:
        """Every readable picture, in order, and of a long one each panel.

        Raises:
            NoFrames: there is only one, and it cannot be read.
        """
        self._unseen = 0
        for number, file in enumerate(self._files):
            if stop():
                self._unseen = len(self._files) - number
                return
            try:
                frames = read_panels(Picture(number, file))
            except UnreadableMedia as error:
                if len(self._files) == 1:
                    raise NoFrames(file, error.message.id, **error.message.data) from error
                self._skipped[file] = error.message
            else:
                if any(frame.damaged for frame in frames):
                    self._damaged.add(file)
                yield from frames

    def around(self, place: Place, radius: float, stop: Stop = never) -> Iterator[Frame]:
        """Nothing: a picture has no neighbours in time."""
        return iter(())

    def full(self, place: Place) -> Image:
        """The picture, or the panel of it, at full resolution.

        Raises:
            NoFrames: it can no longer be read.
        """
        assert isinstance(place, Picture)
        try:
            whole = read_full(place.path)
        except UnreadableMedia as error:
            raise NoFrames(place.path, error.message.id, **error.message.data) from error
        panel = place.panel
        if panel is None:
            return whole
        return whole[panel.y : panel.y + panel.height, panel.x : panel.x + panel.width]

    def close(self) -> None:
        """Nothing is held open between calls."""

    def __enter__(self) -> Self:
        """The source itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
