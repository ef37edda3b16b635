"""The main job on a clip whose good moments are known."""

from pathlib import Path

import pytest

from app.covers import recommend
from app.domain.geometry import Aspect
from app.domain.media import Moment
from app.domain.recommendation import BetterFound, Done, Options
from app.media import open_source
from app.media.sample import SampleClip, Segment, SegmentKind


def choose(sample: SampleClip, budget: float) -> list[tuple[float, Segment]]:
    """Times and segments of the covers that are recommended for the sample."""
    with open_source([sample.path]) as source:
        events = list(recommend(source, Options(Aspect.parse("3:4"), budget=budget)))
    last = events[-1]
    assert isinstance(last, Done)
    assert any(isinstance(event, BetterFound) for event in events)
    places = [cover.place for cover in last.recommendation.covers]
    return [(place.seconds, sample.segment_at(place.seconds)) for place in places if isinstance(place, Moment)]


@pytest.fixture(scope="module")
def chosen(sample: SampleClip) -> list[tuple[float, Segment]]:
    """What is chosen when no machine is too slow to look at everything."""
    return choose(sample, 30.0)


def test_within_a_second_a_good_moment_leads(sample: SampleClip) -> None:
    leader = choose(sample, 1.0)[0]
    assert leader[1].kind is SegmentKind.PHOTO, leader


def test_all_three_covers_are_good_moments(chosen: list[tuple[float, Segment]]) -> None:
    assert [segment.kind for _, segment in chosen] == [SegmentKind.PHOTO] * 3, chosen


def test_the_three_covers_are_three_different_scenes(chosen: list[tuple[float, Segment]]) -> None:
    assert len({segment.photo for _, segment in chosen}) == 3, chosen


def test_a_copy_of_the_clip_gets_the_same_covers(sample: SampleClip, tmp_path: Path) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(sample.path.read_bytes())
    found = []
    for path in (sample.path, copy):
        with open_source([path]) as source:
            last = list(recommend(source, Options(budget=60.0)))[-1]
        assert isinstance(last, Done)
        found.append([cover.place for cover in last.recommendation.covers])
    assert found[0] == found[1]
