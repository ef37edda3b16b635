"""The sample clip: what lies where in it, and that it is made once."""

from __future__ import annotations

import importlib.util
import math
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.domain.errors import BestframeError, CannotWrite
from app.domain.media import Image
from app.media import sample
from app.media.sample import SampleClip, SampleUnavailable, Segment, SegmentKind, build_sample


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> SampleClip:
    return build_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def frames(clip: SampleClip) -> dict[float, Image]:
    """Every fifth frame, small, by its time."""
    with av.open(str(clip.path)) as container:
        return {
            frame.time: np.asarray(frame.reformat(width=320, height=180).to_ndarray(format="rgb24"), np.uint8)
            for number, frame in enumerate(container.decode(video=0))
            if number % 5 == 0 and frame.time is not None
        }


def middle_frame(frames: dict[float, Image], part: Segment) -> Image:
    """The frame nearest to the middle of a segment."""
    middle = (part.start + part.end) / 2
    return frames[min(frames, key=lambda time: abs(time - middle))]


def parts_of_kind(clip: SampleClip, kind: SegmentKind) -> list[Segment]:
    return [part for part in clip.segments if part.kind is kind]


def sharpness(image: Image) -> float:
    return float(cv2.Laplacian(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.CV_64F).var())


def test_segments_follow_each_other_without_gaps_from_the_start_to_the_end(clip: SampleClip) -> None:
    assert clip.segments[0].start == 0
    assert clip.segments[-1].end == clip.duration
    for part, following in pairwise(clip.segments):
        assert part.start < part.end == following.start


def test_every_kind_of_moment_is_there(clip: SampleClip) -> None:
    assert {part.kind for part in clip.segments} == set(SegmentKind)


def test_the_video_is_as_long_as_the_segments_say(clip: SampleClip) -> None:
    with av.open(str(clip.path)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times[0] == 0
    assert len(times) == clip.duration * sample.FRAMES_PER_SECOND
    assert times[-1] == pytest.approx(clip.duration - 1 / sample.FRAMES_PER_SECOND)


def test_the_first_frame_is_black(frames: dict[float, Image]) -> None:
    assert frames[0].max() < 8


def test_photos_fill_the_frame_with_light_and_detail(clip: SampleClip, frames: dict[float, Image]) -> None:
    photos = [middle_frame(frames, part) for part in parts_of_kind(clip, SegmentKind.PHOTO)]
    assert len(photos) == 5
    for photo in photos:
        assert 30 < photo.mean() < 200
        assert sharpness(photo) > 150


def test_what_is_out_of_focus_or_swinging_is_far_less_sharp_than_its_photo(
    clip: SampleClip, frames: dict[float, Image]
) -> None:
    photos = {part.photo: middle_frame(frames, part) for part in parts_of_kind(clip, SegmentKind.PHOTO)}
    for part in parts_of_kind(clip, SegmentKind.DEFOCUS) + parts_of_kind(clip, SegmentKind.MOTION):
        assert sharpness(middle_frame(frames, part)) < sharpness(photos[part.photo]) / 4


def test_the_flat_stretch_is_one_colour(clip: SampleClip, frames: dict[float, Image]) -> None:
    [flat] = parts_of_kind(clip, SegmentKind.FLAT)
    assert float(middle_frame(frames, flat).std(axis=(0, 1)).max()) < 2


def test_the_moves_over_a_photo_are_slow_and_even(clip: SampleClip) -> None:
    first = parts_of_kind(clip, SegmentKind.PHOTO)[0]
    with av.open(str(clip.path)) as container:
        greys = [
            frame.reformat(format="gray").to_ndarray().astype(np.float32)
            for frame in container.decode(video=0)
            if frame.time is not None and first.start <= frame.time < first.end
        ]
    steps = [cv2.phaseCorrelate(before, after)[0] for before, after in pairwise(greys)]
    assert max(math.hypot(*step) for step in steps) < 3


def test_segment_at_gives_the_part_that_a_time_lies_in(clip: SampleClip) -> None:
    second = clip.segments[1]
    assert clip.segment_at(second.start) is second
    assert clip.segment_at(second.end) is clip.segments[2]


@pytest.mark.parametrize("seconds", [-0.01, 20.0])
def test_segment_at_refuses_times_outside_the_clip(clip: SampleClip, seconds: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        clip.segment_at(seconds)


def test_a_complete_clip_is_used_again(clip: SampleClip) -> None:
    before = clip.path.stat()
    assert build_sample(clip.path.parent) == clip
    after = clip.path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


class TestMakingItAnew:
    """With a shorter clip, to keep these quick."""

    @pytest.fixture(autouse=True)
    def short(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sample, "_TIMELINE", sample._TIMELINE[:1])
        monkeypatch.setattr(sample, "_FRAMES", sample._TIMELINE[0][0])
        monkeypatch.setattr(sample, "_SHOTS", {"coffee": sample._SHOTS["coffee"]})

    def test_the_same_recipe_makes_the_same_file(self, tmp_path: Path) -> None:
        first, second = build_sample(tmp_path / "a"), build_sample(tmp_path / "b")
        assert first.path.read_bytes() == second.path.read_bytes()

    def test_a_clip_of_another_recipe_is_replaced(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as older:
            older.setattr(sample, "RECIPE", "0")
            old = build_sample(tmp_path).path.read_bytes()
        assert build_sample(tmp_path).path.read_bytes() != old

    def test_a_cut_off_clip_is_replaced(self, tmp_path: Path) -> None:
        path = build_sample(tmp_path).path
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        build_sample(tmp_path)
        assert path.read_bytes() == whole

    def test_nothing_but_the_clip_is_left_in_the_folder(self, tmp_path: Path) -> None:
        build_sample(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["sample.mp4"]

    def test_it_is_made_without_the_preferred_encoder_too(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sample, "_ENCODERS", {"not-in-this-build": {}, "mpeg4": sample._ENCODERS["mpeg4"]})
        with av.open(str(build_sample(tmp_path).path)) as container:
            assert container.streams.video[0].codec_context.name == "mpeg4"
            assert container.streams.video[0].frames == sample._FRAMES


def test_missing_photos_are_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SampleUnavailable) as caught:
        build_sample(tmp_path)
    assert isinstance(caught.value, BestframeError)
    assert "bestframe[demo]" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite):
        build_sample(tmp_path / "file" / "folder")
