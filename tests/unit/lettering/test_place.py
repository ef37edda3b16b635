"""Where titles stand: in the safe area, off the faces, near where somebody wants them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.geometry import Box, Size
from app.domain.title import Align, Spot
from app.lettering.areas import badge
from app.lettering.place import _grown, place, snapped

SIZE = Size(1000, 600)
SAFE = Box(40, 30, 920, 540)
CENTRE = Spot(0.5, 0.5)

blocks = st.builds(Size, st.integers(1, 900), st.integers(1, 530))
spots = st.builds(Spot, st.floats(0, 1), st.floats(0, 1))
boxes = st.builds(Box, st.integers(0, 900), st.integers(0, 500), st.integers(1, 400), st.integers(1, 300))
faces = st.lists(boxes, max_size=4)


def corner(spot: Spot, block: Size) -> tuple[float, float]:
    return spot.x * SIZE.width - block.width / 2, spot.y * SIZE.height - block.height / 2


def inside(spot: Spot, block: Size) -> bool:
    x, y = corner(spot, block)
    right, bottom = SAFE.x + SAFE.width, SAFE.y + SAFE.height
    near = 1e-6
    return (
        x >= SAFE.x - near
        and y >= SAFE.y - near
        and x + block.width <= right + near
        and y + block.height <= bottom + near
    )


def covers(x: float, y: float, block: Size, face: Box) -> bool:
    near = 1e-6
    across = min(x + block.width, face.x + face.width) - max(x, face.x)
    down = min(y + block.height, face.y + face.height) - max(y, face.y)
    return across > near and down > near


def free_on_a_grid(block: Size, keep_off: list[Box]) -> list[tuple[float, float]]:
    """Corners where no face is covered, of a coarse grid: looked for in another way than the code does."""
    xs = range(SAFE.x, SAFE.x + SAFE.width - block.width + 1, 20)
    ys = range(SAFE.y, SAFE.y + SAFE.height - block.height + 1, 20)
    return [(x, y) for x in xs for y in ys if not any(covers(x, y, block, face) for face in keep_off)]


@given(blocks, faces, st.none() | spots, st.sampled_from(Align))
def test_it_is_always_in_the_safe_area(block: Size, keep_off: list[Box], spot: Spot | None, align: Align) -> None:
    assert inside(place(SIZE, block, keep_off, SAFE, spot, align=align)[0], block)


@given(blocks, faces, st.none() | spots)
def test_no_face_is_covered_where_there_is_room(block: Size, keep_off: list[Box], spot: Spot | None) -> None:
    found, over_face = place(SIZE, block, keep_off, SAFE, spot)
    covered = any(covers(*corner(found, block), block, face) for face in keep_off)
    assert covered == over_face
    if over_face:
        assert not free_on_a_grid(block, keep_off)


@given(blocks, boxes, spots)
def test_it_is_moved_no_further_than_it_must(block: Size, face: Box, spot: Spot) -> None:
    found, _ = place(SIZE, block, [face], SAFE, spot)
    alone, _ = place(SIZE, block, [], SAFE, spot)
    start = corner(alone, block)
    # Every free corner of the grid would have been one: none of them is nearer.
    free = free_on_a_grid(block, [_grown(face)])
    nearest = min((math.dist(start, other) for other in free), default=math.inf)
    assert math.dist(start, corner(found, block)) <= nearest + 1e-6


@given(spots)
def test_where_it_is_wanted_it_stands_if_that_is_free(spot: Spot) -> None:
    block = Size(10, 10)
    found, over_face = place(SIZE, block, [], Box(0, 0, 1000, 600), spot)
    assert not over_face
    assert abs(found.x - spot.x) <= 0.5 * 10 / 1000 + 1e-9
    assert abs(found.y - spot.y) <= 0.5 * 10 / 600 + 1e-9


@pytest.mark.parametrize(("align", "left"), [(Align.LEFT, 40), (Align.CENTRE, 400), (Align.RIGHT, 760)])
def test_by_itself_it_stands_in_the_lower_third_on_the_side_of_its_lines(align: Align, left: int) -> None:
    block = Size(200, 40)
    found, _ = place(SIZE, block, [], SAFE, None, align=align)
    lower = 30 + 450 - 20 if align is not Align.RIGHT else badge(SIZE).y - 40
    assert corner(found, block) == pytest.approx((left, lower))


@given(blocks, st.sampled_from(Align))
def test_by_itself_it_keeps_off_the_length_of_the_video_and_by_hand_it_may_stand_there(
    block: Size, align: Align
) -> None:
    taken = badge(SIZE)
    found, _ = place(SIZE, block, [], SAFE, None, align=align)
    if block.height <= taken.y - SAFE.y:
        assert not covers(*corner(found, block), block, taken)
    by_hand, _ = place(SIZE, block, [], SAFE, Spot(1, 1))
    assert covers(*corner(by_hand, block), block, taken)


def test_a_face_below_sends_it_up() -> None:
    found, over_face = place(SIZE, Size(600, 100), [Box(300, 300, 400, 300)], SAFE, None)
    assert not over_face
    assert found.x == pytest.approx(0.5)
    assert found.y < 0.4


def test_what_is_larger_than_the_safe_area_is_centred_in_it() -> None:
    found, _ = place(SIZE, Size(2000, 1000), [], SAFE, Spot(0, 0))
    assert (found.x, found.y) == pytest.approx((0.5, 0.5))


def test_a_crowd_is_no_reason_to_stop() -> None:
    crowd = [Box(x, y, 90, 90) for x in range(0, 1000, 100) for y in range(0, 600, 100)]
    found, over_face = place(SIZE, Size(300, 200), crowd, SAFE, None)
    assert over_face
    assert inside(found, Size(300, 200))


@given(spots, blocks, st.floats(0, 50))
def test_snapping_moves_no_further_than_its_reach(spot: Spot, block: Size, reach: float) -> None:
    found, guides = snapped(spot, block, SIZE, SAFE, reach)
    assert abs(found.x - spot.x) * SIZE.width <= reach + 1e-6
    assert abs(found.y - spot.y) * SIZE.height <= reach + 1e-6
    assert (found.x == spot.x) or guides.xs
    assert (found.y == spot.y) or guides.ys
    again, _ = snapped(found, block, SIZE, SAFE, reach)
    assert (again.x, again.y) == pytest.approx((found.x, found.y))


@pytest.mark.parametrize(
    ("spot", "xs", "ys"),
    [
        (Spot(0.34, 0.66), (1 / 3,), (2 / 3,)),
        (Spot(0.505, 0.495), (0.5,), (0.5,)),
        (Spot(0.141, 0.93), (0.04,), ()),
        (Spot(0.2, 0.867), (), (0.95,)),
    ],
)
def test_it_sticks_to_thirds_middle_and_the_edges_of_the_safe_area(
    spot: Spot, xs: tuple[float, ...], ys: tuple[float, ...]
) -> None:
    _, guides = snapped(spot, Size(200, 100), SIZE, SAFE, 10)
    assert guides.xs == pytest.approx(xs)
    assert guides.ys == pytest.approx(ys)
