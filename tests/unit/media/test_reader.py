"""Frames at any time, exactly and quickly."""

from __future__ import annotations

import random
import shutil
from bisect import bisect_right
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import UnreadableMedia
from app.domain.media import Moment
from app.media.reader import FrameReader
from app.media.ring import Pictures, Ring
from app.media.source import Interrupted
from app.media.video import VideoSource
from tests.media_factory import HEIGHT, WIDTH, Recipe, make_video, number_of, quadrants, stamp_of

RECIPES = {
    "constant rate": Recipe(),
    "variable rate": Recipe(variable=True),
    "reordered frames": Recipe(codec="libx264", gop=20, frames=60, options=(("bf", "3"),)),
    "reordered, variable rate": Recipe(codec="libx264", gop=30, frames=60, variable=True, options=(("bf", "3"),)),
    "open GOPs": Recipe(codec="libx264", gop=10, frames=60, options=(("x264-params", "open-gop=1:bframes=3"),)),
    "matroska": Recipe(suffix=".mkv", codec="libx264", gop=20, frames=60, options=(("bf", "3"),)),
    "transport stream": Recipe(suffix=".ts", codec="libx264", gop=20, frames=60, options=(("bf", "3"),)),
    "one GOP": Recipe(codec="libx264", gop=250, frames=60, options=(("bf", "3"), ("sc_threshold", "0"))),
}


@pytest.fixture(params=list(RECIPES.values()), ids=list(RECIPES))
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Recipe]:
    recipe = request.param
    return make_video(tmp_path, recipe), recipe


def _times(recipe: Recipe) -> list[float]:
    return [(stamp_of(number) if recipe.variable else number) / recipe.rate for number in range(recipe.frames)]


def test_the_frame_at_a_time_is_the_one_that_is_shown_then(made: tuple[Path, Recipe]) -> None:
    path, recipe = made
    times = _times(recipe)
    chosen = random.Random(7)
    with FrameReader(path) as reader:
        for _ in range(25):
            seconds = chosen.uniform(0, times[-1] + 0.2)
            moment, image = reader.frame_at(seconds, 2000)
            wanted = bisect_right(times, seconds) - 1
            assert number_of(image) == wanted
            assert moment.seconds == pytest.approx(times[wanted], abs=1e-3)


def test_every_frame_is_found_by_its_own_time(made: tuple[Path, Recipe]) -> None:
    path, recipe = made
    with FrameReader(path) as reader:
        order = list(range(recipe.frames))
        random.Random(3).shuffle(order)
        times = _times(recipe)
        moments = {number: reader.frame_at(times[number] + 1e-4, 500)[0] for number in order}
        assert [number_of(reader.frame_at(moments[number].seconds, 500)[1]) for number in order] == order


def test_steps_go_through_all_frames_in_order_and_stay_at_the_ends(made: tuple[Path, Recipe]) -> None:
    path, recipe = made
    with FrameReader(path) as reader:
        moment, seen = reader.first, [0]
        for _ in range(recipe.frames + 2):
            moment, image = reader.step(moment, 1, 500)
            seen.append(number_of(image))
        last = recipe.frames - 1
        assert seen == [*range(recipe.frames), last, last, last]
        back = []
        for _ in range(recipe.frames + 2):
            moment, image = reader.step(moment, -1, 500)
            back.append(number_of(image))
        assert back == [*range(last - 1, -1, -1), 0, 0, 0]


def test_several_steps_at_once_are_as_many_single_ones(made: tuple[Path, Recipe]) -> None:
    path, _ = made
    with FrameReader(path) as reader:
        moment, image = reader.step(reader.first, 23, 500)
        assert number_of(image) == 23
        assert number_of(reader.step(moment, -9, 500)[1]) == 14


def test_frames_come_in_order_from_a_moment_to_the_end(made: tuple[Path, Recipe]) -> None:
    path, recipe = made
    with FrameReader(path) as reader:
        moment, _ = reader.step(reader.first, 30, 500)
        numbers = [number_of(image) for _, image in reader.frames_from(moment, 500)]
        assert numbers == list(range(30, recipe.frames))
        moments = [each for each, _ in reader.frames_from(reader.first, 500)]
        assert moments == sorted(moments)
        assert len(moments) == recipe.frames


def test_frames_that_are_not_due_are_left_out(made: tuple[Path, Recipe]) -> None:
    path, _ = made
    with FrameReader(path) as reader:
        frames = reader.frames_from(reader.first, 500, due=lambda moment: moment.seconds > 1)
        assert next(frames)[0].seconds > 1


def test_fast_playing_is_in_order_and_exact_frames_are_exact_after_it(made: tuple[Path, Recipe]) -> None:
    path, recipe = made
    with FrameReader(path) as reader:
        numbers = [number_of(image) for _, image in reader.frames_from(reader.first, 500, fast=True)]
        assert numbers == sorted(set(numbers))
        assert numbers[-1] >= recipe.frames - 6
        assert number_of(reader.frame_at(_times(recipe)[17], 500)[1]) == 17


def test_the_quick_frame_is_a_frame_not_far_away(made: tuple[Path, Recipe]) -> None:
    path, recipe = made
    times = _times(recipe)
    with FrameReader(path) as reader:
        for number in (3, 40, 22, recipe.frames - 1):
            moment, image = reader.near(times[number], 500)
            assert moment.seconds == pytest.approx(times[number_of(image)], abs=1e-3)
            assert abs(moment.seconds - times[number]) < 2.5


def test_what_was_passed_is_known_quickly(tmp_path: Path) -> None:
    path = make_video(tmp_path, RECIPES["one GOP"])
    with FrameReader(path) as reader:
        assert number_of(reader.near(2.0, 80)[1]) == 0
        reader.frame_at(2.2, 80)
        assert reader.near(2.0, 80)[0].seconds == pytest.approx(2.0, abs=0.2)


def test_a_filled_gop_can_be_played_backwards(tmp_path: Path) -> None:
    path = make_video(tmp_path, RECIPES["one GOP"])
    with FrameReader(path) as reader:
        reader.fill(2.3, 80, 0.1)
        for seconds in (2.0, 1.5, 0.4):
            assert reader.near(seconds, 80)[0].seconds == pytest.approx(seconds, abs=0.17)


def test_moments_are_those_of_the_source(made: tuple[Path, Recipe]) -> None:
    path, _ = made
    with VideoSource(path) as source, FrameReader(path) as reader:
        for frame in source.survey():
            assert isinstance(frame.place, Moment)
            moment, image = reader.frame_at(frame.place.seconds, 2000)
            assert moment == frame.place
            np.testing.assert_array_equal(reader.full(moment), source.full(moment))
            np.testing.assert_array_equal(image, source.full(moment))


def test_key_frames_are_named_where_they_are(tmp_path: Path) -> None:
    path = make_video(
        tmp_path, Recipe(codec="libx264", gop=25, frames=60, options=(("bf", "2"), ("sc_threshold", "0")))
    )
    with FrameReader(path) as reader:
        assert reader.key_times() == pytest.approx((0.0, 1.0, 2.0))


def test_pictures_are_turned_and_as_small_as_asked(tmp_path: Path) -> None:
    path = make_video(tmp_path, Recipe(rotation=-90), lambda _: quadrants())
    with FrameReader(path) as reader:
        _, image = reader.frame_at(0.5, 80)
        assert image.shape == (80, round(80 * HEIGHT / WIDTH), 3)
        with VideoSource(path) as source:
            small = reader.frame_at(0.5, 448)[1]
            assert np.abs(small.astype(int) - source.full(reader.first)).mean() < 12


def test_stopping_leaves_a_reader_that_goes_on(tmp_path: Path) -> None:
    path = make_video(tmp_path, RECIPES["one GOP"])
    asked = iter([False] * 20 + [True] * 1000)
    with FrameReader(path) as reader:
        with pytest.raises(Interrupted):
            reader.frame_at(2.2, 500, lambda: next(asked))
        assert number_of(reader.frame_at(2.3, 500)[1]) == 57
        assert number_of(reader.frame_at(0.2, 500)[1]) == 5


def test_memory_is_bounded() -> None:
    pictures = Pictures(limit=3 * 3000)
    pictures.of_side(100)
    for stamp in range(50):
        pictures.put(stamp, np.zeros((10, 100, 3), np.uint8))
    assert [stamp in pictures for stamp in (46, 47, 48, 49)] == [False, True, True, True]
    pictures.of_side(50)
    assert pictures.nearest(40) is None


def test_frames_as_decoded_are_kept_within_a_limit(tmp_path: Path) -> None:
    path = make_video(tmp_path)
    with FrameReader(path) as reader:
        reader._ring = Ring(limit=5 * WIDTH * HEIGHT * 3 // 2)
        reader.step(reader.first, 30, 500)
        assert len(reader._ring._frames) <= 5


@pytest.mark.parametrize("content", [b"", b"no video at all" * 100])
def test_what_is_no_video_is_a_typed_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia):
        FrameReader(path)
    with pytest.raises(UnreadableMedia):
        FrameReader(tmp_path / "none.mp4")


def test_a_cut_off_file_shows_what_there_is(tmp_path: Path) -> None:
    whole = make_video(tmp_path, Recipe(suffix=".mkv", codec="mpeg4", frames=60))
    path = tmp_path / "cut.mkv"
    shutil.copy(whole, path)
    with path.open("r+b") as file:
        file.truncate(whole.stat().st_size // 2)
    with FrameReader(path) as reader:
        moment, image = reader.frame_at(2.3, 500)
        assert moment.seconds < 2.0
        assert number_of(image) == pytest.approx(moment.seconds * 25, abs=0.1)
