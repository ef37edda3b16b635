"""Where shots begin."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.media import Image, Moment
from app.media.reader import FrameReader
from app.vision.shots import Boundary, boundaries, difference, located, outstanding, signature
from tests.media_factory import Recipe, make_video, photo

CUTS = (20, 33, 60)
RATE = 25


def _never() -> bool:
    return False


def _moment(number: int) -> Moment:
    return Moment(number, Fraction(1, RATE))


def _moving(number: int, cuts: tuple[int, ...] = CUTS) -> Image:
    """Shots of one photo each, through which the camera pans."""
    shot = sum(number >= cut for cut in cuts)
    begun = (0, *cuts)[shot]
    return np.ascontiguousarray(photo(shot + 1)[:180, number - begun : number - begun + 320])


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Key frames at even distances, so that none of them gives a cut away.
    recipe = Recipe(codec="libx264", gop=12, frames=80, options=(("sc_threshold", "0"),))
    return make_video(tmp_path_factory.mktemp("shots"), recipe, _moving)


def test_a_frame_does_not_differ_from_itself_and_little_from_the_next() -> None:
    one, two, other = (signature(picture) for picture in (_moving(0), _moving(1), _moving(25)))
    assert difference(one, one) == pytest.approx(0, abs=1e-5)
    assert difference(one, two) < 0.2
    assert difference(one, other) > 0.5


def test_a_change_of_light_is_smaller_than_a_change_of_shot() -> None:
    bright = photo(1)
    dark = (bright * 0.8).astype(np.uint8)
    assert difference(signature(bright), signature(dark)) < difference(signature(bright), signature(photo(2))) * 0.8


def test_blank_pictures_are_alike_and_unlike_others() -> None:
    black = signature(np.zeros((90, 160, 3), np.uint8))
    assert difference(black, black) == 0
    assert difference(black, signature(photo(1))) > 0.8


def test_cuts_are_found_among_all_frames() -> None:
    frames = [(_moment(number), signature(_moving(number))) for number in range(80)]
    assert [round(found.seconds * RATE) for found in boundaries(frames)] == list(CUTS)


def test_cuts_are_found_from_key_frames_and_then_to_the_frame(clip: Path) -> None:
    with FrameReader(clip) as reader:
        keys = [reader.frame_at(seconds + 1e-4, 448) for seconds in reader.key_times()]
        rough = boundaries([(moment, signature(image)) for moment, image in keys])
        assert len(rough) == len(CUTS)
        for found, cut in zip(rough, CUTS, strict=True):
            assert found.after.seconds < cut / RATE <= found.before.seconds
            exact = located(found, reader.frames_from(found.after, 448), _never)
            assert exact is not None
            assert exact.before.seconds == pytest.approx(cut / RATE)
            assert exact.after.seconds == pytest.approx((cut - 1) / RATE)


def test_a_pan_is_no_boundary() -> None:
    wide = np.concatenate([photo(1), photo(2)], axis=1)
    frames = [(_moment(number), np.ascontiguousarray(wide[:, number * 2 : number * 2 + 480])) for number in range(240)]
    rough = Boundary(frames[0][0], frames[-1][0])
    assert located(rough, frames, _never) is None


def test_a_dissolve_is_one_boundary_in_its_middle() -> None:
    one, other = photo(1).astype(float), photo(2).astype(float)
    shares = np.clip((np.arange(60) - 20) / 20, 0, 1)
    frames = [(_moment(n), (one * (1 - share) + other * share).astype(np.uint8)) for n, share in enumerate(shares)]
    found = located(Boundary(frames[0][0], frames[-1][0]), frames, _never)
    assert found is not None
    assert 20 <= found.seconds * RATE <= 41


def test_without_time_the_rough_answer_stays() -> None:
    frames = [(_moment(number), _moving(number)) for number in range(40)]
    rough = Boundary(_moment(0), _moment(39))
    assert located(rough, frames, lambda: True) == rough


@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.1, 0.9))
def test_nothing_below_the_floor_stands_out(differences: list[float], floor: float) -> None:
    found = outstanding(differences, [floor] * len(differences))
    assert all(differences[number] >= floor for number in found)
    assert all(number in found for number, value in enumerate(differences) if value >= max(floor, 0.75))
