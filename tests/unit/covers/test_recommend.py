"""The generator: its events, its end, and cancelling it."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Self

import cv2
import numpy as np
import pytest

from app.covers import recommend
from app.domain.cover import Flag
from app.domain.errors import NoFrames
from app.domain.geometry import Aspect, Size
from app.domain.media import Frame, Image, Kind, Moment, Place, SourceInfo
from app.domain.messages import Message
from app.domain.recommendation import BetterFound, Done, Event, FrameScored, Options, Progress, Warned
from app.media.source import Stop, never
from app.vision.judge import Judge
from tests.media_factory import photo, real_photo

RATE = 25
LEISURE = Options(Aspect.parse("1:1"), budget=60.0)
"""So much time that a slow machine looks at every frame."""


class FakeVideo:
    """A video of pictures made by a function of the frame's number; every 25th is looked at by the survey."""

    def __init__(self, frames: int, draw: Callable[[int], Image]) -> None:
        self._frames = frames
        self._draw = draw
        self.info = SourceInfo(Path("fake.mp4"), Kind.VIDEO, Size(480, 320), frames / RATE)
        self.warnings: tuple[Message, ...] = ()
        self.surveyed = 0

    def _frame(self, number: int) -> Frame:
        return Frame(Moment(number, Fraction(1, RATE)), self.info.size, self._draw(number))

    def survey(self, stop: Stop = never) -> Iterator[Frame]:
        for number in range(0, self._frames, RATE):
            if stop():
                return
            self.surveyed += 1
            yield self._frame(number)

    def around(self, place: Place, radius: float, stop: Stop = never) -> Iterator[Frame]:
        assert isinstance(place, Moment)
        reach = round(radius * RATE)
        for number in range(max(0, place.pts - reach), min(self._frames, place.pts + reach + 1)):
            if stop():
                return
            yield self._frame(number)

    def full(self, place: Place) -> Image:
        assert isinstance(place, Moment)
        return self._draw(place.pts)

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def scenes(number: int) -> Image:
    """Another photo every two seconds."""
    return photo(number // (2 * RATE))


def done(events: list[Event]) -> Done:
    last = events[-1]
    assert isinstance(last, Done)
    return last


def test_events_lead_to_an_answer() -> None:
    events = list(recommend(FakeVideo(250, scenes), LEISURE))
    final = done(events).recommendation
    assert len(final.covers) == 3
    shares = [event.share for event in events if isinstance(event, Progress)]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    better = [event.recommendation.covers for event in events if isinstance(event, BetterFound)]
    assert better[-1] == final.covers
    scored = {event.frame.place: event.assessment for event in events if isinstance(event, FrameScored)}
    assert all(scored[cover.place] == cover.assessment for cover in final.covers)
    first = next(event for event in events if isinstance(event, FrameScored))
    assert first.frame.place == Moment(0, Fraction(1, RATE))
    assert final.first_frame == first.assessment.score
    assert final.timing.first is not None
    assert 0 < final.timing.first < final.timing.total


def test_the_first_answer_comes_before_all_frames_are_scored() -> None:
    events = list(recommend(FakeVideo(500, scenes), LEISURE))
    first = next(number for number, event in enumerate(events) if isinstance(event, BetterFound))

    def frames(some: list[Event]) -> set[Place]:
        return {event.frame.place for event in some if isinstance(event, FrameScored)}

    assert len(frames(events[:first])) <= 5
    assert frames(events[first:]) - frames(events[:first])


def test_what_is_shown_was_judged_in_full_and_most_frames_at_a_glance() -> None:
    events = list(recommend(FakeVideo(1500, scenes), LEISURE))
    judge = Judge("cpu")
    for event in events:
        if isinstance(event, BetterFound):
            for cover in event.recommendation.covers:
                full = judge.rate(cover.frame.image)
                assert cover.assessment.appeal == pytest.approx(full.appeal, abs=1e-3)
    scored = [event for event in events if isinstance(event, FrameScored)]
    quick = [one for one in scored if one.assessment.appeal == judge.glance(one.frame.image).appeal]
    assert len(quick) > len(scored) / 3


def test_crops_have_the_wanted_shape_and_early_ones_are_in_the_middle() -> None:
    events = list(recommend(FakeVideo(100, scenes), LEISURE))
    for cover in done(events).recommendation.covers:
        assert cover.crop.width == cover.crop.height
        assert cover.crop.x + cover.crop.width <= 480
        assert cover.assessment.crop is not None
    early = next(event for event in events if isinstance(event, BetterFound)).recommendation
    assert all(cover.crop.as_list() == [80, 0, 320, 320] for cover in early.covers)


def test_what_is_found_in_the_end_counts_also_where_the_crop_stays_the_same() -> None:
    video = FakeVideo(4 * RATE, scenes)
    covers = done(list(recommend(video, Options(Aspect.parse("3:2"), budget=60.0)))).recommendation.covers
    assert covers
    assert all(cover.crop == Aspect.parse("3:2").largest_in(cover.frame.size) for cover in covers)
    assert all(cover.assessment.crop is not None for cover in covers)


def test_the_pictures_own_shape_is_the_whole_picture_and_no_crop_is_judged() -> None:
    final = done(list(recommend(FakeVideo(100, scenes), Options(budget=60.0)))).recommendation
    for cover in final.covers:
        assert cover.crop.as_list() == [0, 0, 480, 320]
        assert "crop" not in cover.assessment.parts


def test_the_covers_are_of_different_scenes() -> None:
    final = done(list(recommend(FakeVideo(500, scenes), LEISURE))).recommendation
    numbers = [cover.place.pts // (2 * RATE) for cover in final.covers if isinstance(cover.place, Moment)]
    assert len(set(numbers)) == 3


def test_a_sharper_instant_beside_a_leader_takes_its_place() -> None:
    def shaken(number: int) -> Image:
        # The survey sees only blurred frames; between them the camera rests.
        distance = min(number % RATE, RATE - number % RATE)
        sigma = max(0.0, 3.0 - distance / 3)
        return np.asarray(cv2.GaussianBlur(portrait, (0, 0), sigma), np.uint8) if sigma > 0.1 else portrait

    portrait = real_photo("astronaut")[:320, 16:496]
    best = done(list(recommend(FakeVideo(100, shaken), LEISURE))).recommendation.covers[0]
    assert isinstance(best.place, Moment)
    assert min(best.place.pts % RATE, RATE - best.place.pts % RATE) >= 6


def test_a_dissolve_does_not_lead() -> None:
    def dissolving(number: int) -> Image:
        # The survey's second look falls into the middle of a dissolve, the third on its far side.
        share = float(np.clip((number - 15) / 20, 0, 1))
        return np.asarray(cv2.addWeighted(photo(1), 1 - share, photo(2), share, 0), np.uint8)

    events = list(recommend(FakeVideo(76, dissolving), LEISURE))
    best = done(events).recommendation.covers[0]
    assert isinstance(best.place, Moment)
    assert not 16 < best.place.pts < 34
    assert Flag.TRANSITION not in best.assessment.flags


def test_a_flat_video_still_gets_an_answer() -> None:
    final = done(list(recommend(FakeVideo(60, lambda _: np.zeros((40, 60, 3), np.uint8)), LEISURE))).recommendation
    assert final.covers
    assert final.covers[0].assessment.flags == {Flag.BLANK}
    assert final.covers[0].assessment.score < 10


def test_one_frame_gives_one_cover() -> None:
    assert len(done(list(recommend(FakeVideo(1, scenes), LEISURE))).recommendation.covers) == 1


def test_no_frame_is_an_error() -> None:
    with pytest.raises(NoFrames, match="no frame"):
        list(recommend(FakeVideo(0, scenes), LEISURE))


def test_a_short_budget_looks_at_fewer_frames() -> None:
    source = FakeVideo(RATE * 4000, scenes)
    final = done(list(recommend(source, Options(budget=0.4)))).recommendation
    assert 0 < source.surveyed < 4000
    assert final.covers


@pytest.mark.parametrize("after", [0, 1, 5, 12])
def test_a_cancelled_run_ends_without_an_answer(after: int) -> None:
    count = 0

    def cancel() -> bool:
        return count >= after

    events: list[Event] = []
    for event in recommend(FakeVideo(5000, scenes), LEISURE, cancel):
        events.append(event)
        count += 1
    assert not any(isinstance(event, Done) for event in events)
    assert len(events) <= after + 4


@pytest.mark.parametrize("after", [1, 2, 9])
def test_closing_the_generator_ends_its_threads(after: int) -> None:
    events = recommend(FakeVideo(5000, scenes), LEISURE)
    for _ in range(after):
        next(events)
    events.close()
    assert next(events, None) is None


def test_a_backend_that_is_not_there_is_said_once() -> None:
    events = list(recommend(FakeVideo(60, scenes), Options(budget=60.0, backend="cuda")))
    warned = [event.message for event in events if isinstance(event, Warned)]
    backend = done(events).backend
    assert [message.data for message in warned] == ([] if backend == "cuda" else [{"wanted": "cuda", "actual": "cpu"}])
