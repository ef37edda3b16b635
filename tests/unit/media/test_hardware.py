"""A graphics card decodes only what it decodes as the processor does; cards are played by doubles here."""

from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from app.media import hardware
from app.media import video as video_module
from app.media.decoder import Decoder
from app.media.video import VideoSource
from tests.media_factory import Recipe, make_video, number_of


class Card(Decoder):
    """A decoder on a card that works."""

    opened: list[str] = []  # noqa: RUF012 - the fixture empties it

    def __init__(self, path: Path, hardware: str | None = None) -> None:
        if hardware:
            self.opened.append(hardware)
        super().__init__(path)


class Missing(Card):
    """There is no card."""

    def __init__(self, path: Path, hardware: str | None = None) -> None:
        super().__init__(path, hardware)
        if hardware:
            self.close()
            raise RuntimeError("Hardware accelerated decode requested but no stream is compatible")


class Wrong(Card):
    """A card that leaves the first frame out."""

    def __init__(self, path: Path, hardware: str | None = None) -> None:
        super().__init__(path, hardware)
        self._wrong = hardware is not None

    def frames(self, *arguments: object) -> Iterator[av.VideoFrame]:
        frames = super().frames()
        if self._wrong:
            next(frames)
        yield from frames


class Broken(Card):
    """A card that fails on the way."""

    def __init__(self, path: Path, hardware: str | None = None) -> None:
        super().__init__(path, hardware)
        self._broken = hardware is not None

    def frames(self, *arguments: object) -> Iterator[av.VideoFrame]:
        for frame in super().frames():
            yield frame
            if self._broken:
                raise RuntimeError("the device was lost")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(video_module, "LARGE", 0)
    monkeypatch.setattr(hardware, "hwdevices_available", lambda: ["vaapi", "cuda", "opencl"])
    monkeypatch.setattr(Card, "opened", [])
    return make_video(tmp_path, Recipe(codec="libx264"))


def decoded_by(path: Path) -> Decoder:
    """Survey a video, see that its frames are right, and tell which decoder is used in the end."""
    with VideoSource(path) as source:
        for frame in source.survey():
            assert number_of(source.full(frame.place)) == number_of(frame.image)
        return source._decoder


def test_a_card_that_is_right_is_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "Decoder", Card)
    assert type(decoded_by(path)) is Card
    assert Card.opened == ["cuda"]


@pytest.mark.parametrize("card", [Missing, Wrong, Broken])
def test_a_card_that_is_missing_wrong_or_broken_is_dropped(
    path: Path, monkeypatch: pytest.MonkeyPatch, card: type[Card]
) -> None:
    monkeypatch.setattr(hardware, "Decoder", card)
    assert type(decoded_by(path)) is Decoder
    assert Card.opened == ["cuda", "vaapi"], "each kind is tried once"


def test_small_videos_are_decoded_by_the_processor(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "Decoder", Card)
    monkeypatch.setattr(video_module, "LARGE", 8_000_000)
    assert type(decoded_by(path)) is Decoder
    assert Card.opened == []
