"""Every kind of source keeps the same promises."""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import UnreadableMedia
from app.domain.geometry import Size
from app.domain.media import WORKING_SIDE, Frame, Kind, Moment, Picture
from app.media import open_source
from tests.media_factory import (
    HEIGHT,
    WIDTH,
    Colour,
    Recipe,
    grainy,
    make_animation,
    make_video,
    number_of,
    numbered,
    quadrants,
    save,
    stamp_of,
)

SHARED = Path(__file__).parents[3] / "shared" / "media" / "videos"
ODD = SHARED.parent / "odd"

H264 = Recipe(codec="libx264")
HEVC = Recipe(codec="libx265")
VP9 = Recipe(".webm", codec="libvpx-vp9", options=(("deadline", "realtime"), ("cpu-used", "8")))
AV1 = Recipe(codec="libsvtav1")

VIDEOS = {
    "mp4": Recipe(),
    "mp4, one key frame": Recipe(gop=1000),
    "mp4, only key frames": Recipe(gop=1),
    "mp4, fragmented": Recipe(container_options=(("movflags", "frag_keyframe+empty_moov"),)),
    "mp4, reordered frames": replace(H264, options=(("bf", "3"),)),
    "mp4, open GOP": replace(H264, options=(("bf", "3"), ("x264-params", "open-gop=1"))),
    "mp4, variable frame rate": replace(H264, variable=True),
    "mp4, starts below 0": replace(H264, start=-7),
    "mp4, starts late": replace(H264, start=60),
    "mp4, a small stream beside": replace(H264, beside="small"),
    "mp4, a cover before": replace(H264, beside="cover"),
    "mp4, HEVC": HEVC,
    "mp4, HEVC, 10 bits": replace(HEVC, colour=Colour("yuv420p10le")),
    "mp4, 4:2:2": replace(H264, colour=Colour("yuv422p", 6)),
    "mp4, 4:4:4": replace(H264, colour=Colour("yuv444p", 1)),
    "mp4, full range": replace(H264, colour=Colour("yuv420p", 1, full_range=True)),
    "mp4, AV1": AV1,
    "mov": Recipe(".mov"),
    "mp4, VP9": replace(VP9, suffix=".mp4"),
    "mov, HEVC": replace(HEVC, suffix=".mov"),
    "mkv, HEVC": replace(HEVC, suffix=".mkv"),
    "ts, HEVC": replace(HEVC, suffix=".ts"),
    "mov, ProRes": Recipe(".mov", codec="prores_ks", colour=Colour("yuv422p10le")),
    "mov, only key frames": Recipe(".mov", codec="mjpeg"),
    "mkv": Recipe(".mkv"),
    "mkv, starts late": replace(H264, suffix=".mkv", start=60),
    "mkv, VP8": Recipe(".mkv", codec="libvpx", options=(("deadline", "realtime"), ("auto-alt-ref", "0"))),
    "mkv, lossless RGB": Recipe(".mkv", codec="ffv1", colour=Colour("bgr0", 0)),
    "webm": Recipe(".webm", codec="libvpx", options=(("deadline", "realtime"), ("auto-alt-ref", "0"))),
    "webm, VP9": VP9,
    "webm, VP8 with transparency": Recipe(
        ".webm",
        codec="libvpx",
        options=(("deadline", "realtime"), ("auto-alt-ref", "0")),
        colour=Colour("yuva420p", 5),
    ),
    "webm, VP9 with transparency": replace(
        VP9, options=(*VP9.options, ("auto-alt-ref", "0")), colour=Colour("yuva420p", 5)
    ),
    "webm, AV1": replace(AV1, suffix=".webm"),
    "avi": Recipe(".avi"),
    "avi, MJPEG": Recipe(".avi", codec="mjpeg"),
    "avi, reordered frames without time stamps": replace(H264, suffix=".avi", options=(("bf", "2"),)),
    "ts": Recipe(".ts", codec="mpeg2video"),
    "ts, H.264": replace(H264, suffix=".ts", options=(("bf", "2"),)),
    "ts, starts late": replace(H264, suffix=".ts", start=60),
    "mpg, MPEG-1": Recipe(".mpg", codec="mpeg1video", options=(("b", "4000000"),)),
    "mpg, MPEG-2": Recipe(".mpg", codec="mpeg2video", options=(("b", "4000000"),)),
    "flv": Recipe(".flv", codec="flv"),
    "flv, H.264": replace(H264, suffix=".flv"),
    "3gp": Recipe(".3gp"),
    "wmv": Recipe(".wmv", codec="wmv2"),
    "no container, H.264": replace(H264, suffix=".h264"),
    "no container, HEVC": replace(HEVC, suffix=".hevc"),
}
GRAINY = {".mpg"}
"""Containers that tell the time of each packet only if it is large, as those of a camera are."""

ANIMATIONS = (".gif", ".webp", ".apng")
SETS = ("picture", "pictures", "folder")


def _name(kind: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in kind)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Sequence[Path]]:
    """Makes what a source is opened from, once."""
    folder = tmp_path_factory.mktemp("media")

    @functools.cache
    def make(kind: str) -> Sequence[Path]:
        if kind in VIDEOS:
            draw = grainy if VIDEOS[kind].suffix in GRAINY else numbered
            return [make_video(folder, VIDEOS[kind], draw, _name(kind))]
        if kind in ANIMATIONS:
            return [make_animation(folder / f"moving{kind}")]
        inside = folder / kind
        inside.mkdir()
        count = 1 if kind == "picture" else 4
        files = [save(quadrants(WIDTH, HEIGHT), inside / f"{number}.png") for number in range(count)]
        return [inside] if kind == "folder" else files

    return make


@pytest.fixture(params=[*VIDEOS, *ANIMATIONS, *SETS])
def paths(request: pytest.FixtureRequest, made: Callable[[str], Sequence[Path]]) -> Sequence[Path]:
    return made(request.param)


@pytest.fixture(params=[*VIDEOS, *ANIMATIONS])
def moving(request: pytest.FixtureRequest, made: Callable[[str], Sequence[Path]]) -> Path:
    return made(request.param)[0]


@pytest.fixture(params=VIDEOS)
def video(request: pytest.FixtureRequest, made: Callable[[str], Sequence[Path]]) -> tuple[Path, Recipe]:
    return made(request.param)[0], VIDEOS[request.param]


def test_it_tells_what_it_is(paths: Sequence[Path]) -> None:
    with open_source(paths) as source:
        assert source.info.path == paths[0]
        assert source.info.size == Size(WIDTH, HEIGHT)
        list(source.survey())  # a stream without a container tells its length only when it was looked at
        assert (source.info.duration is None) == (source.info.kind is Kind.PICTURES)
        if source.info.duration is not None:
            assert 1.6 <= source.info.duration <= 4.5


def test_the_survey_starts_at_the_start_and_sees_no_place_twice(paths: Sequence[Path]) -> None:
    with open_source(paths) as source:
        places = [frame.place for frame in source.survey()]
    assert places
    assert len(set(places)) == len(places)
    first = places[0]
    assert isinstance(first, Picture) or first.seconds == 0


def test_frames_are_small_and_know_their_full_size(paths: Sequence[Path]) -> None:
    with open_source(paths) as source:
        for frame in source.survey():
            assert max(frame.image.shape[:2]) <= WORKING_SIDE
            assert frame.image.dtype == np.uint8
            assert frame.size == Size(WIDTH, HEIGHT)


def test_the_full_picture_is_that_of_the_place(paths: Sequence[Path]) -> None:
    with open_source(paths) as source:
        frames = list(source.survey())
        for frame in (frames[-1], frames[0], frames[len(frames) // 2]):
            full = source.full(frame.place)
            assert full.shape == (HEIGHT, WIDTH, 3)
            assert np.abs(full.mean((0, 1)) - frame.image.mean((0, 1))).max() < 4


def test_an_iteration_can_be_left_at_any_point_and_started_again(paths: Sequence[Path]) -> None:
    with open_source(paths) as source:
        whole = [frame.place for frame in source.survey()]
        for taken in {0, 1, len(whole) // 2, len(whole) - 1}:
            assert [frame.place for frame in islice(source.survey(), taken)] == whole[:taken]


def test_a_survey_stops_when_told(paths: Sequence[Path]) -> None:
    with open_source(paths) as source:
        assert len(list(source.survey(lambda: True))) <= 1


def test_closing_twice_is_allowed(paths: Sequence[Path]) -> None:
    source = open_source(paths)
    source.close()
    source.close()
    assert source.info.size == Size(WIDTH, HEIGHT)


def test_no_part_of_a_video_is_left_out(moving: Path) -> None:
    with open_source([moving]) as source:
        times = sorted(_seconds(source.survey))
        assert source.info.duration is not None
        holes = [after - before for before, after in zip(times, [*times[1:], source.info.duration], strict=True)]
    assert max(holes) <= 0.85


def test_time_stamps_are_those_of_the_pictures(video: tuple[Path, Recipe]) -> None:
    path, recipe = video
    with open_source([path]) as source:
        for frame in source.survey():
            assert isinstance(frame.place, Moment)
            number = number_of(frame.image)
            # What lies before 0 is hidden by the edit list, and time counts from what is shown first.
            stamp = stamp_of(number) if recipe.variable else number + min(recipe.start, 0)
            assert frame.place.seconds == pytest.approx(stamp / recipe.rate, abs=0.0015)


def test_what_is_exported_is_the_frame_that_was_scored(moving: Path) -> None:
    with open_source([moving]) as source:
        for frame in [*source.survey(), *source.around(next(source.survey()).place, 0.3)]:
            assert number_of(source.full(frame.place)) == number_of(frame.image)


def test_neighbours_are_consecutive_and_near(moving: Path) -> None:
    with open_source([moving]) as source:
        leader = sorted(source.survey(), key=lambda frame: frame.place)[1]
        near = [frame.place for frame in source.around(leader.place, 0.2)]
    assert near == sorted(near)
    assert isinstance(leader.place, Moment)
    assert all(abs(place.seconds - leader.place.seconds) <= 0.201 for place in near if isinstance(place, Moment))
    assert len(near) >= 2


def test_pictures_have_no_neighbours(tmp_path: Path) -> None:
    path = save(quadrants(), tmp_path / "a.png")
    with open_source([path]) as source:
        assert list(source.around(next(source.survey()).place, 1.0)) == []


@pytest.mark.parametrize("rotation", [0, 90, -90, 180])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_video_is_shown_as_its_display_matrix_says(tmp_path: Path, rotation: int, mirrored: bool) -> None:
    path = make_video(tmp_path, Recipe(rotation=rotation, mirrored=mirrored), lambda _: quadrants())
    wanted = np.rot90(quadrants(), rotation // 90)
    wanted = wanted[:, ::-1] if mirrored else wanted
    with open_source([path]) as source:
        frame = next(source.survey())
        assert frame.size == Size(wanted.shape[1], wanted.shape[0])
        assert _corners(frame.image) == _corners(wanted)
        assert _corners(source.full(frame.place)) == _corners(wanted)


@pytest.mark.parametrize(("aspect", "width"), [(Fraction(4, 3), 213), (Fraction(1, 2), 80), (None, 160)])
def test_pixels_that_are_not_square_become_square(tmp_path: Path, aspect: Fraction | None, width: int) -> None:
    path = make_video(tmp_path, Recipe(codec="libx264", sample_aspect=aspect), lambda _: quadrants())
    with open_source([path]) as source:
        frame = next(source.survey())
        assert frame.size == Size(width, HEIGHT)
        assert source.full(frame.place).shape == (HEIGHT, width, 3)


@pytest.mark.skipif(not SHARED.exists(), reason="the collection of real clips is not here")
@pytest.mark.parametrize("path", sorted(SHARED.glob("*.[mow]*")), ids=lambda path: path.name)
def test_real_clips_are_read(path: Path) -> None:
    with open_source([path]) as source:
        frames = list(islice(source.survey(), 12))
        assert frames
        full = source.full(frames[-1].place)
        assert (full.shape[1], full.shape[0]) == (frames[-1].size.width, frames[-1].size.height)


@pytest.mark.skipif(not ODD.exists(), reason="the collection of odd files is not here")
@pytest.mark.parametrize("path", sorted(ODD.glob("*.[!c]*")), ids=lambda path: path.name)
def test_odd_files_are_read_or_refused(path: Path) -> None:
    assert _refusal(path) in {"", "no_video_stream", "empty_file", "not_media", "heif_missing", "no_frames", "damaged"}


def _refusal(path: Path) -> str:
    """Read a file as an analysis does; returns why it cannot be read, or nothing."""
    try:
        with open_source([path]) as source:
            frames = list(islice(source.survey(), 12))
            assert frames
            full = source.full(frames[-1].place)
            assert (full.shape[1], full.shape[0]) == (frames[-1].size.width, frames[-1].size.height)
    except UnreadableMedia as error:
        return error.message.id
    return ""


def _seconds(survey: Callable[[], Iterator[Frame]]) -> list[float]:

    return [frame.place.seconds for frame in survey() if isinstance(frame.place, Moment)]


def _corners(image: np.ndarray) -> list[int]:
    """Which of red, green, blue or white each quarter is."""
    height, width = image.shape[:2]
    points = [(y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return [3 if image[point].min() > 150 else int(image[point].argmax()) for point in points]
