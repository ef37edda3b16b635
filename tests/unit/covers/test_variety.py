"""The best frames that are different."""

import itertools
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.covers.assess import Candidate
from app.covers.variety import SPOILT, choose
from app.domain.cover import Assessment, Flag
from app.domain.geometry import Size
from app.domain.media import Frame, Moment, Picture
from app.vision.similarity import Signature

IMAGE = np.zeros((4, 4, 3), np.uint8)


def candidate(seconds: float, scene: int, score: float, *flags: Flag) -> Candidate:
    """A frame of a scene; frames of one scene look the same, those of two have nothing in common."""
    feature = np.zeros(8, np.float32)
    feature[scene] = 1
    layout = np.full((8, 12, 3), 60.0 * scene, np.float32)
    frame = Frame(Moment(round(seconds * 1000), Fraction(1, 1000)), Size(4, 4), IMAGE)
    assessment = Assessment(50, score, 50, 50, 50, 50, score, measured=frozenset(flags))
    return Candidate(frame, assessment, Signature(feature, layout))


def pictured(number: int, scene: int, score: float, mark: int) -> Candidate:
    """A picture of a post; those of one scene look the same to the judge, those of one mark have the same hash."""
    found = candidate(0, scene, score)
    # Of one scene, but not the very same: a cosine of 0.62.
    feature = found.signature.feature * 0.9
    feature[7] = 0.436 if mark % 2 else -0.436
    place = Picture(number, Path(f"{number}.jpg"))
    return replace(
        found, frame=replace(found.frame, place=place), signature=Signature(feature, found.signature.layout, mark)
    )


def numbers(chosen: list[Candidate]) -> list[int]:
    return [one.frame.place.number for one in chosen if isinstance(one.frame.place, Picture)]


def seconds(chosen: list[Candidate]) -> list[float]:
    return [one.frame.place.seconds for one in chosen if isinstance(one.frame.place, Moment)]


candidates = st.lists(
    st.builds(
        candidate,
        st.floats(0, 60),
        st.integers(0, 7),
        st.floats(1, 100),
        st.sampled_from([Flag.OVEREXPOSED, Flag.BLANK, Flag.DARK]),
    )
    | st.builds(candidate, st.floats(0, 60), st.integers(0, 7), st.floats(1, 100)),
    min_size=1,
    max_size=25,
)


def test_each_scene_gives_one_cover_before_any_gives_two() -> None:
    found = choose([candidate(1, 0, 90), candidate(5, 0, 89), candidate(10, 1, 60), candidate(20, 2, 70)], 3)
    assert seconds(found) == [1, 20, 10]


def test_where_there_is_one_scene_its_moments_are_apart() -> None:
    found = choose([candidate(second / 10, 0, 50 + second / 10) for second in range(100)], 3)
    times = sorted(seconds(found))
    assert len(times) == 3
    assert min(after - before for before, after in itertools.pairwise(times)) >= 0.5


def test_a_poor_scene_does_not_push_out_a_good_second_moment() -> None:
    found = choose([candidate(1, 0, 90), candidate(9, 0, 85), candidate(20, 1, 12)], 2)
    assert seconds(found) == [1, 9]


def test_spoilt_frames_are_taken_only_where_there_is_nothing_else() -> None:
    good = [candidate(1, 0, 30), candidate(9, 0, 28)]
    spoilt = [candidate(10 + 5 * number, 1 + number, 90, flag) for number, flag in enumerate(sorted(SPOILT))]
    assert seconds(choose([*good, *spoilt], 2)) == [1, 9]
    assert len(choose(spoilt, 2)) == 2
    assert seconds(choose([*good, *spoilt], 3))[:2] == [1, 9]


def test_what_only_the_judge_sees_does_not_spoil_a_frame() -> None:
    good, seen = candidate(1, 0, 30), candidate(9, 1, 60)
    judged = replace(seen, assessment=replace(seen.assessment, judged=frozenset({Flag.BLURRED, Flag.TEXT})))
    assert seconds(choose([good, judged], 2)) == [9, 1]


def test_of_pictures_that_are_hardly_different_only_the_best_is_taken() -> None:
    copies = [pictured(number, 0, 60 + number, 0) for number in range(20)]
    assert numbers(choose(copies, 3)) == [19]
    other = pictured(30, 1, 40, 2**40 - 1)
    assert numbers(choose([*copies, other], 3)) == [19, 30]


def test_another_picture_of_the_same_scene_comes_after_other_scenes() -> None:
    best, same = pictured(0, 0, 90, 0), pictured(1, 0, 85, 2**33 - 1)
    other = pictured(2, 1, 70, 2**50 - 1)
    assert numbers(choose([best, same, other], 2)) == [0, 2]
    assert numbers(choose([best, same, other], 3)) == [0, 1, 2]


@given(candidates, st.integers(1, 5))
def test_covers_are_few_different_and_sorted(found: list[Candidate], top: int) -> None:
    chosen = choose(found, top)
    assert 1 <= len(chosen) <= top
    places = [one.frame.place for one in chosen]
    assert len(set(places)) == len(places)
    order = [(bool(one.assessment.flags & SPOILT), -one.score) for one in chosen]
    assert order == sorted(order)


@given(candidates)
def test_the_leader_is_the_best_clean_frame(found: list[Candidate]) -> None:
    clean = [one.score for one in found if not one.assessment.flags & SPOILT]
    best = max(clean) if clean else max(one.score for one in found)
    assert choose(found, 1)[0].score == best
    assert choose(found, 3)[0].score == best


def test_nothing_gives_nothing() -> None:
    assert choose([], 3) == []
