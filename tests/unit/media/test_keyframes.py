"""In which order a survey looks at a stream."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.media.keyframes import MAX_GAP, MIN_GAP, MOST_STEPS, coarse_to_fine, gaps, spacing, thin

counts = st.integers(1, 300)
stamps = st.lists(st.integers(0, 10_000), min_size=1, max_size=60, unique=True).map(sorted)


@given(counts)
def test_every_number_comes_once_and_the_first_is_zero(count: int) -> None:
    order = list(coarse_to_fine(count))
    assert sorted(order) == list(range(count))
    assert order[0] == 0


@given(st.integers(8, 300), st.integers(2, 8))
def test_every_beginning_is_spread_evenly(count: int, taken: int) -> None:
    seen = sorted(list(coarse_to_fine(count))[:taken])
    widest = max(after - before for before, after in zip(seen, [*seen[1:], count], strict=True))
    # Stopping anywhere leaves no hole wider than about twice an even spread.
    assert widest <= 4 * count / taken + 2


def test_nothing_is_in_no_order() -> None:
    assert list(coarse_to_fine(0)) == []


@given(stamps, st.integers(1, 500))
def test_thinned_stamps_keep_their_distance_and_leave_no_hole(targets: list[int], gap: int) -> None:
    kept = thin(targets, gap)
    assert kept[0] == targets[0]
    assert all(after - before >= gap for before, after in itertools.pairwise(kept))
    assert all(any(0 <= target - one < gap for one in kept) for target in targets)


@given(stamps, st.integers(1, 3000), st.integers(1, 2000))
def test_with_the_wanted_frames_no_two_neighbours_are_far_apart(seen: list[int], tail: int, step: int) -> None:
    end = seen[-1] + tail
    wanted = [stamp for gap in gaps(seen, end, step) for stamp in gap.wanted]
    looked_at = sorted([*seen, *wanted, end])
    assert all(after - before <= 1.5 * step + 1 for before, after in itertools.pairwise(looked_at))


@given(stamps, st.integers(1, 3000), st.integers(1, 2000))
def test_each_gap_is_filled_from_its_key_frame_in_ascending_order(seen: list[int], tail: int, step: int) -> None:
    found = gaps(seen, seen[-1] + tail, step)
    assert [len(gap.wanted) for gap in found] == sorted((len(gap.wanted) for gap in found), reverse=True)
    for gap in found:
        assert gap.start in seen
        assert list(gap.wanted) == sorted(set(gap.wanted))
        following = next((stamp for stamp in seen if stamp > gap.start), seen[-1] + tail)
        assert gap.start <= gap.wanted[0]
        assert gap.wanted[-1] < following


@given(st.floats(0.05, 1e12))
def test_a_survey_has_neither_too_few_nor_too_many_steps(length: float) -> None:
    step = spacing(length)
    assert length / step <= MOST_STEPS * 1.001
    assert length / step >= 7.999 or step >= MIN_GAP
    assert step <= max(MAX_GAP, length / MOST_STEPS)
