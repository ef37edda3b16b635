"""Frames made in a thread."""

import threading
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
import pytest

from app.covers.clock import Stopwatch
from app.covers.feed import Feed
from app.domain.geometry import Size
from app.domain.media import Frame, Moment


def frame(number: int) -> Frame:
    return Frame(Moment(number, Fraction(1)), Size(4, 4), np.zeros((4, 4, 3), np.uint8))


def endless(stop: Callable[[], bool]) -> Iterator[Frame]:
    number = 0
    while not stop():
        yield frame(number)
        number += 1


def test_the_frames_come_in_order_and_the_stage_is_timed() -> None:
    clock = Stopwatch()
    with Feed(lambda _: (frame(number) for number in range(20)), clock, "extract") as feed:
        assert [one.place for one in feed] == [frame(number).place for number in range(20)]
    assert clock.timing().stages["extract"] > 0


@pytest.mark.parametrize("taken", [0, 1, 30])
def test_leaving_early_ends_the_thread(taken: int) -> None:
    with Feed(endless, Stopwatch(), "extract") as feed:
        frames = iter(feed)
        assert len([next(frames) for _ in range(taken)]) == taken
    assert not [thread for thread in threading.enumerate() if thread.name == "feed-extract"]


def test_an_error_arrives_after_the_frames_before_it() -> None:
    def broken(_: Callable[[], bool]) -> Iterator[Frame]:
        yield frame(1)
        raise RuntimeError("the disk is gone")

    seen: list[Frame] = []
    with pytest.raises(RuntimeError, match="the disk is gone"), Feed(broken, Stopwatch(), "extract") as feed:
        seen.extend(feed)
    assert seen == [frame(1)]
