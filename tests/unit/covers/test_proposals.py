"""Proposals: always inside, of the wanted shape, different, best first; and the published matrix, cell by cell."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.covers.nomination import DEFAULT, PUBLISHED, Parameters, nominate
from app.covers.proposals import propose
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Heat

SETS = {"default": DEFAULT, "published": PUBLISHED}

sides = st.one_of(st.integers(1, 40), st.integers(1, 6000))
sizes = st.builds(Size, sides, sides)
aspects = st.one_of(
    st.just(Aspect(None)),
    st.builds(lambda width, height: Aspect(Fraction(width, height)), st.integers(1, 999), st.integers(1, 999)),
    st.sampled_from([Aspect.parse(text) for text in ("3:4", "1:1", "16:9", "9:16", "4:3")]),
)
boxes = st.builds(Box, st.integers(-500, 7000), st.integers(-500, 7000), st.integers(0, 3000), st.integers(0, 3000))
wishes = st.tuples(aspects, st.integers(1, 8))


def spots(size: Size, *places: tuple[float, float], spread: float = 0.06, side: int = 160) -> Heat:
    """A map with Gaussian spots at places given as shares of the sides."""
    small = size.within(side)
    x = (np.arange(small.width) + 0.5) / small.width
    y = ((np.arange(small.height) + 0.5) / small.height)[:, None]
    heat = np.zeros((small.height, small.width))
    for across, down in places:
        heat = np.maximum(heat, np.exp(-((x - across) ** 2 + (y - down) ** 2) / (2 * spread**2)))
    return np.rint(heat * 255).astype(np.uint8)


def noise(seed: int, size: Size) -> Heat:
    small = size.within(320)
    return np.random.default_rng(seed).integers(0, 256, (small.height, small.width), np.uint8)


def cut(face: Box, crop: Box) -> bool:
    """Whether a tenth to nine tenths of a face are inside."""
    return 0.1 < crop.shared(face) / face.area < 0.9


@pytest.mark.parametrize("parameters", SETS.values(), ids=SETS)
@settings(max_examples=60, deadline=None)
@given(size=sizes, wish=wishes, faces=st.lists(boxes, max_size=6), seed=st.integers(0, 2**32 - 1))
def test_whatever_the_picture_proposals_are_sound(
    parameters: Parameters, size: Size, wish: tuple[Aspect, int], faces: list[Box], seed: int
) -> None:
    aspect, top = wish
    found = propose(noise(seed, size), faces, size, aspect, top, parameters=parameters)
    assert 1 <= len(found) <= top
    assert [crop.score for crop in found] == sorted((crop.score for crop in found), reverse=True)
    ratio = aspect.ratio or Fraction(size.width, size.height)
    for number, crop in enumerate(found):
        box = crop.box
        assert 0 <= crop.score <= 100
        assert box.x >= 0
        assert box.y >= 0
        assert box.width >= 1
        assert box.height >= 1
        assert box.x + box.width <= size.width
        assert box.y + box.height <= size.height
        # One side is the other's share to the nearest pixel, as in the largest crop of the shape.
        assert box.width == max(1, round(box.height * ratio)) or box.height == max(1, round(box.width / ratio))
        assert all(box.overlap(other.box) <= parameters.overlap for other in found[:number])


@given(size=sizes, aspect=aspects, level=st.integers(0, 255), faces=st.booleans())
@settings(max_examples=40, deadline=None)
def test_where_nothing_stands_out_the_largest_in_the_middle_comes_first(
    size: Size, aspect: Aspect, level: int, faces: bool
) -> None:
    outside = [Box(size.width, 0, 9, 9), Box(-9, -9, 9, 9), Box(0, 0, 0, 5)] if faces else []
    heat = np.zeros((24, 24), np.uint8) if level % 2 else np.zeros((1, 1), np.uint8)
    assert propose(heat, outside, size, aspect, 3)[0].box == aspect.largest_in(size)


@pytest.mark.parametrize("parameters", SETS.values(), ids=SETS)
@pytest.mark.parametrize("aspect", ["3:4", "1:1", "16:9", "9:16"])
def test_proposals_are_the_same_each_time(parameters: Parameters, aspect: str) -> None:
    size, faces = Size(1920, 1080), [Box(300, 200, 150, 180)]
    first, second = (
        propose(noise(3, size), faces, size, Aspect.parse(aspect), 5, parameters=parameters) for _ in range(2)
    )
    assert first == second
    assert len(first) == 5


@pytest.mark.parametrize("parameters", SETS.values(), ids=SETS)
@pytest.mark.parametrize(("across", "down"), [(0.2, 0.5), (0.8, 0.4), (0.5, 0.7)])
def test_the_subject_is_in_the_first_proposal(parameters: Parameters, across: float, down: float) -> None:
    size = Size(1600, 900)
    box = propose(spots(size, (across, down)), [], size, Aspect.parse("3:4"), 3, parameters=parameters)[0].box
    assert box.x + 0.2 * box.width < across * size.width < box.x + 0.8 * box.width


def test_the_second_proposal_shows_the_second_subject() -> None:
    size = Size(1600, 900)
    found = propose(spots(size, (0.15, 0.5), (0.85, 0.5)), [], size, Aspect.parse("9:16"), 2)
    middles = sorted((crop.box.x + crop.box.width / 2) / size.width for crop in found)
    assert middles == pytest.approx([0.15, 0.85], abs=0.05)


def test_the_middle_draws_the_crop() -> None:
    size, heat = Size(1600, 900), spots(Size(1600, 900), (0.2, 0.5), (0.6, 0.5), spread=0.15)
    away = []
    for centre in (0.0, 0.5, 2.0):
        parameters = replace(DEFAULT, centre=centre)
        box = propose(heat, [], size, Aspect.parse("9:16"), 1, parameters=parameters)[0].box
        away.append(abs(box.x + box.width / 2 - size.width / 2))
    assert away[0] > away[1] > away[2]


def test_the_heat_may_have_any_resolution() -> None:
    size, aspect = Size(1600, 900), Aspect.parse("1:1")
    small, large = (propose(spots(size, (0.3, 0.5), side=side), [], size, aspect, 1)[0].box for side in (80, 800))
    assert abs(small.x - large.x) <= 0.03 * size.width
    assert (small.width, small.height) == (large.width, large.height)


def test_no_face_is_cut_where_that_can_be_helped() -> None:
    size, aspect = Size(1600, 900), Aspect.parse("3:4")
    heat = spots(size, (0.4, 0.5), spread=0.15)
    unaware = propose(heat, [], size, aspect, 1)[0].box
    face = Box(unaware.x - 100, 300, 200, 240)
    assert cut(face, unaware)
    assert not cut(face, propose(heat, [face], size, aspect, 1)[0].box)


def test_a_face_is_not_left_out_for_something_brighter() -> None:
    size, aspect, face = Size(900, 1600), Aspect.parse("16:9"), Box(400, 150, 120, 150)
    heat = np.maximum(spots(size, (0.5, 0.6), spread=0.07), spots(size, (0.5, 0.14), spread=0.06))
    unaware = propose(heat, [], size, aspect, 1)[0].box
    assert unaware.shared(face) == 0
    assert propose(heat, [face], size, aspect, 1)[0].box.shared(face) == face.area


def test_own_shape_means_the_whole_picture_first() -> None:
    size = Size(801, 533)
    first, second, *_ = propose(spots(size, (0.2, 0.3)), [], size, Aspect(None), 3)
    assert first.box == Box(0, 0, 801, 533)
    assert second.box.width / second.box.height == pytest.approx(801 / 533, abs=0.01)


@pytest.mark.parametrize("size", [Size(1, 1), Size(1, 5000), Size(5000, 1), Size(3, 2), Size(16000, 9000)])
@pytest.mark.parametrize("aspect", ["3:4", "999:1", "1:999", "original"])
def test_odd_sizes_have_crops(size: Size, aspect: str) -> None:
    shape = Aspect.parse(aspect)
    largest = shape.largest_in(size)
    found = propose(noise(1, size), [], size, shape, 3)
    assert found[0].box.width <= largest.width
    assert found[0].box.height <= largest.height


@pytest.mark.parametrize(
    ("name", "values"),
    {
        "face": (-1, 101),
        "salience": (0, 101),
        "centre": (-0.1, 2.1),
        "salient_from": (0, 256),
        "ring": (-0.1, 8.1),
        "attenuation": (-0.1, 1.1),
        "half_decay": (0, 1.1),
        "keep": (-0.1, 2.1),
        "cut": (-0.1, 2.1),
        "mask_side": (15, 513),
        "stride": (0, 17),
        "scales": ((), (0.9, 0.8), (1.0, 1.0), (1.0, 0.8, 0.9), (1.0, 0.0)),
        "overlap": (0, 1),
    }.items(),
)
def test_a_parameter_out_of_its_range_is_refused(name: str, values: tuple[object, ...]) -> None:
    for value in values:
        with pytest.raises(ValueError, match=f"{name} cannot be"):
            replace(DEFAULT, **{name: value})  # type: ignore[arg-type]


def matrix(width: int, height: int, parameters: Parameters) -> np.ndarray:
    """The weight matrix written out, as the method describes it."""
    corner = parameters.attenuation
    edge = (1 + corner) / 2
    weights = np.full((height, width), -parameters.ring)
    inner = np.full((height - 2, width - 2), corner)
    across, down = round(parameters.half_decay * (width - 2)), round(parameters.half_decay * (height - 2))
    left, top = (width - 2 - across) // 2, (height - 2 - down) // 2
    inner[:, left : left + across] = edge
    inner[top : top + down, :] = edge
    inner[top : top + down, left : left + across] = 1
    weights[1:-1, 1:-1] = inner
    return weights


@pytest.mark.parametrize("parameters", SETS.values(), ids=SETS)
@pytest.mark.parametrize("crop", [Size(60, 80), Size(90, 90), Size(33, 57)])
def test_the_sums_over_boxes_are_the_convolution_with_the_matrix(parameters: Parameters, crop: Size) -> None:
    size, face = Size(160, 90), Box(40, 30, 20, 25)
    heat = noise(7, size)[:90, :160]
    crop = Size(min(crop.width, 160), min(crop.height, 90))
    (found,) = nominate(heat, [face], size, [crop], replace(parameters, keep=0, cut=0, stride=1, centre=0))
    threshold = parameters.salient_from
    mask = heat / 255 if threshold is None else (heat >= threshold).astype(float)
    mask[30:55, 40:60] += parameters.face
    mask[[0, -1]] = 0
    mask[:, [0, -1]] = 0
    weights = matrix(crop.width, crop.height, parameters)
    for row, top in enumerate(found.tops):
        for column, left in enumerate(found.lefts):
            window = mask[top : top + crop.height, left : left + crop.width]
            assert found.scores[row, column] == pytest.approx((window * weights).sum() / mask.sum())


def test_the_pictures_own_edge_is_never_penalised() -> None:
    size = Size(160, 90)
    heat = np.zeros((90, 160), np.uint8)
    heat[:, :3] = 255
    box = propose(heat, [], size, Aspect.parse("1:1"), 1, parameters=PUBLISHED)[0]
    assert box.box.x == 0
    assert box.score > 0


def test_of_a_plateau_the_centre_is_taken() -> None:
    size = Size(1600, 900)
    heat = np.zeros((90, 160), np.uint8)
    heat[40:50, 70:90] = 255  # all of it is in the middle of the matrix for a while
    parameters = replace(PUBLISHED, attenuation=1.0)
    box = propose(heat, [], size, Aspect.parse("1:1"), 1, parameters=parameters)[0].box
    assert box.x + box.width / 2 == pytest.approx(800, abs=20)
