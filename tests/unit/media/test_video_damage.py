"""Videos that are damaged, and frames that are not where they belong."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from app.domain.errors import NoFrames
from app.domain.media import Image, Moment
from app.media import open_source
from app.media import video as video_module
from app.media.decoder import Decoder
from app.media.source import Stop, never
from tests.media_factory import Recipe, make_video, number_of, numbered
from tests.unit.media.videos import grain, refusal

H264 = Recipe(codec="libx264")


def bgr(frame: av.VideoFrame) -> Image:
    return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def test_fragments_that_are_missing_are_told(tmp_path: Path) -> None:
    recipe = Recipe(codec="libx264", container_options=(("movflags", "frag_keyframe+empty_moov"),))
    path = make_video(tmp_path, recipe)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    with open_source([path]) as source:
        assert len(list(source.survey())) >= 2
        assert [message.id for message in source.warnings] == ["partly_damaged"]


DAMAGED = {
    ".mp4": "libx264",
    ".mov": "mjpeg",
    ".mkv": "libx265",
    ".webm": "libvpx",
    ".ts": "libx265",
    ".avi": "mpeg4",
    ".flv": "flv",
    ".mpg": "mpeg2video",
    ".wmv": "wmv2",
}


QUICKLY = {"libvpx": (("deadline", "realtime"), ("auto-alt-ref", "0"), ("cpu-used", "8"))}


@pytest.mark.parametrize("kind", ["noise", "zeros", "hole", "cut off"])
@pytest.mark.parametrize("suffix", DAMAGED)
def test_what_is_damaged_in_the_middle_is_left_out_with_a_warning(tmp_path: Path, suffix: str, kind: str) -> None:
    path = make_video(
        tmp_path, Recipe(suffix, codec=DAMAGED[suffix], options=QUICKLY.get(DAMAGED[suffix], (("bf", "0"),))), grain
    )
    content = bytearray(path.read_bytes())
    start = len(content) // 2
    if kind == "noise":
        content[start : start + 9000] = np.random.default_rng(3).integers(0, 256, 9000, dtype=np.uint8).tobytes()
    elif kind == "zeros":
        content[start : start + 9000] = bytes(9000)
    elif kind == "hole":
        del content[start : start + 9000]
    else:
        # Part of a packet is missing then, but a transport stream may end anywhere.
        del content[start - 1000 :]
    path.write_bytes(content)
    if kind in ("hole", "cut off") and suffix in (".mp4", ".mov"):
        # Where everything is, is told at the end, and no longer right.
        assert refusal(path) == "damaged"
        return
    with open_source([path]) as source:
        frames = list(source.survey())
        assert len(frames) >= 2
        silent = kind == "cut off" and suffix == ".ts"
        assert silent or "partly_damaged" in [message.id for message in source.warnings]
        for frame in frames:
            full = source.full(frame.place)
            # A damaged AVI counts its frames differently behind a seek.
            away = np.abs(full.mean(2) - frame.image.mean(2)).mean() if suffix != ".avi" else 0
            assert away < 4


@pytest.mark.parametrize("suffix", DAMAGED)
def test_what_is_whole_is_not_called_damaged(tmp_path: Path, suffix: str) -> None:
    path = make_video(
        tmp_path, Recipe(suffix, codec=DAMAGED[suffix], options=QUICKLY.get(DAMAGED[suffix], (("bf", "0"),))), grain
    )
    with open_source([path]) as source:
        list(source.survey())
        assert source.warnings == ()


def test_a_frame_that_is_gone_is_refused(tmp_path: Path) -> None:
    path = make_video(tmp_path, Recipe(".ts", codec="libx264"), numbered)
    with open_source([path]) as source:
        last = max((frame.place for frame in source.survey()), key=lambda place: place)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    with open_source([path]) as source, pytest.raises(NoFrames):
        source.full(last)


def test_the_frame_is_found_even_if_who_opened_the_file_has_met_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(tmp_path, H264)
    with open_source([path]) as source:
        key = list(islice(source.survey(), 2))[1]
    reached = video_module.VideoSource._reached
    # As where damage before it makes a decoder skip the frame.
    monkeypatch.setattr(video_module.VideoSource, "_reached", lambda source, stamp: reached(source, stamp + 1))
    with open_source([path]) as source:
        assert number_of(source.full(key.place)) == number_of(key.image)


def test_what_builds_on_damage_is_decoded_in_one_way_only(tmp_path: Path) -> None:
    path = make_video(tmp_path, Recipe(codec="libx264", options=(("bf", "2"),)))
    decoder = Decoder(path)
    try:
        every = [frame.pts for frame in decoder.frames()]
        decoder.strict = False
        assert decoder.key_frame(every[30] or 0) is None
        with decoder.skipping("NONREF"):
            assert [frame.pts for frame in decoder.frames_from(every[30] or 0)] == every
    finally:
        decoder.close()


def _with_stamps(path: Path, stamps: Sequence[int]) -> Path:
    """Numbered frames, every eighth a key frame, that are said to be shown at these milliseconds."""
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=25, options={"g": "8", "qscale": "2"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 25)
        numbers = iter(range(len(stamps)))
        for number in range(len(stamps) + 1):
            frame = av.VideoFrame.from_ndarray(numbered(number), format="bgr24") if number < len(stamps) else None
            if frame is not None:
                frame.pts, frame.time_base = number, Fraction(1, 25)
            for packet in stream.encode(frame):
                index = next(numbers)
                packet.time_base, packet.dts, packet.pts = Fraction(1, 1000), index * 30, stamps[index]
                container.mux(packet)
    return path


def test_a_frame_is_found_behind_one_that_claims_a_later_time(tmp_path: Path) -> None:
    stamps = [9000 if number == 10 else number * 40 for number in range(24)]
    with open_source([_with_stamps(tmp_path / "astray.mkv", stamps)]) as source:
        first = next(source.survey()).place
        assert isinstance(first, Moment)
        assert number_of(source.full(Moment(12 * 40, first.time_base, first.start))) == 12


def test_of_frames_that_are_shown_at_the_same_time_only_the_first_is_known(tmp_path: Path) -> None:
    stamps = [(12 if number in (13, 14) else number) * 40 for number in range(24)]
    decoder = Decoder(_with_stamps(tmp_path / "same.mkv", stamps))
    try:
        shown = [(frame.pts, number_of(bgr(frame))) for frame in decoder.frames()]
    finally:
        decoder.close()
    assert shown == [(number * 40, number) for number in range(24) if number not in (13, 14)]


def test_of_packets_with_one_time_stamp_behind_a_seek_in_a_program_stream_the_first_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [7, 7, 8, 9, 10, 11, 11]
    monkeypatch.setattr(
        Decoder, "_demuxed", lambda _: iter(SimpleNamespace(pts=pts, dts=at) for at, pts in enumerate(told))
    )
    decoder = Decoder(make_video(tmp_path, Recipe(".mpg", codec="mpeg2video")))
    try:
        assert [packet.dts for packet in decoder.packets()] == [1, 2, 3, 4, 5, 6]
    finally:
        decoder.close()


def test_a_moment_that_is_none_is_not_looked_for_in_the_whole_video(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(tmp_path, Recipe(codec="libx264", frames=240, gop=240))
    asked: list[int] = []
    frames_from = Decoder.frames_from

    def counted(decoder: Decoder, stamp: int, stop: Stop = never) -> Iterator[av.VideoFrame]:
        for frame in frames_from(decoder, stamp, stop):
            asked.append(stamp)
            yield frame

    monkeypatch.setattr(Decoder, "frames_from", counted)
    with open_source([path]) as source:
        first = next(source.survey()).place
        assert isinstance(first, Moment)
        ticks = round(0.04 / first.time_base)
        assert number_of(source.full(Moment(2 * ticks + 1, first.time_base, first.start))) == 3
    assert len(asked) < 240
