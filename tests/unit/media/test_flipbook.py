"""Animations are gone through as videos are, and at the moments that the recommendation names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from app.domain.errors import UnreadableMedia
from app.domain.media import Image, Moment
from app.media import open_source
from app.media.flipbook import Flipbook, Reader, open_reader
from app.media.reader import FrameReader
from app.media.sample import SampleClip
from app.media.source import Interrupted

SHOWN_MS = (100, 300, 200, 400)
LEVELS = (0, 80, 160, 240)


@pytest.fixture(params=["gif", "webp", "png"])
def animation(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Four greys, each shown as long as `SHOWN_MS` says."""
    path = tmp_path / f"moves.{request.param}"
    pages = [PIL.Image.fromarray(np.full((40, 60, 3), level, np.uint8)) for level in LEVELS]
    # Without a palette of its own, GIF would mix greys.
    pages[0].save(path, save_all=True, append_images=pages[1:], duration=list(SHOWN_MS), lossless=True, optimize=False)
    return path


@pytest.fixture
def reader(animation: Path) -> Iterator[Reader]:
    with open_reader(animation) as reader:
        yield reader


def _level(found: tuple[Moment, Image]) -> int:
    return int(found[1].mean().round())


@pytest.mark.parametrize(("seconds", "page"), [(-1, 0), (0, 0), (0.099, 0), (0.1, 1), (0.39, 1), (0.4, 2), (9, 3)])
def test_a_time_shows_the_picture_that_is_shown_then(reader: Reader, seconds: float, page: int) -> None:
    for found in (reader.frame_at(seconds, 60), reader.near(seconds, 60)):
        assert _level(found) == pytest.approx(LEVELS[page], abs=2)


def test_stepping_goes_back_and_forth_and_stays_at_the_ends(reader: Reader) -> None:
    moment, _ = reader.frame_at(0, 60)
    assert _level(reader.step(moment, 2, 60)) == pytest.approx(LEVELS[2], abs=2)
    assert _level(reader.step(reader.step(moment, 3, 60)[0], -1, 60)) == pytest.approx(LEVELS[2], abs=2)
    assert reader.step(moment, -1, 60)[0] == moment
    assert _level(reader.step(moment, 9, 60)) == pytest.approx(LEVELS[3], abs=2)


def test_playing_shows_what_is_due_in_order_and_stops_when_asked(reader: Reader) -> None:
    moment, _ = reader.frame_at(0.1, 60)
    seen = [_level(found) for found in reader.frames_from(moment, 60)]
    assert seen == pytest.approx(LEVELS[1:], abs=2)
    assert [
        _level(one) for one in reader.frames_from(moment, 60, due=lambda each: each.seconds > 0.5)
    ] == pytest.approx(LEVELS[3:], abs=2)
    assert list(reader.frames_from(moment, 60, lambda: True)) == []
    with pytest.raises(Interrupted):
        reader.fill(1, 60, 0.1, lambda: True)


def test_moments_and_pictures_are_those_of_the_recommendation(animation: Path, reader: Reader) -> None:
    with open_source([animation]) as source:
        for frame in source.survey():
            assert isinstance(frame.place, Moment)
            moment, image = reader.frame_at(frame.place.seconds, 60)
            assert moment == frame.place
            assert np.array_equal(image, source.full(frame.place))


def test_pictures_are_made_small_on_demand(reader: Reader) -> None:
    assert reader.frame_at(0, 30)[1].shape == (20, 30, 3)


def test_what_opens_decides_by_what_it_is(animation: Path, sample: SampleClip, tmp_path: Path) -> None:
    with open_reader(animation) as found:
        assert isinstance(found, Flipbook)
    with open_reader(sample.path) as found:
        assert isinstance(found, FrameReader)
    still = tmp_path / "still.png"
    PIL.Image.new("RGB", (8, 8)).save(still)
    with pytest.raises(UnreadableMedia):
        open_reader(still)
    with pytest.raises(UnreadableMedia, match="no such file"):
        open_reader(tmp_path / "gone.mp4")
