"""Videos that lie, are protected, too large, or called something else."""

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import PIL.Image
import pytest
from av.stream import Disposition
from av.video.stream import VideoStream

from app.domain.errors import UnreadableMedia
from app.domain.geometry import Size
from app.domain.limits import USUAL_MEGAPIXELS, allow_megapixels, megapixels_allowed
from app.domain.media import Kind, Moment
from app.media import open_source
from app.media import render as render_module
from app.media import video as video_module
from app.media.colour import BACKGROUND
from app.media.decoder import Decoder
from app.media.keyframes import KeyFrameIndex, index_of
from tests.media_factory import Colour, Recipe, make_sound, make_video, number_of, quadrants, save
from tests.unit.media.videos import grain, refusal

H264 = Recipe(codec="libx264")


@pytest.fixture
def one_megapixel() -> Iterator[None]:
    allow_megapixels(1)
    yield
    allow_megapixels(USUAL_MEGAPIXELS)


@pytest.mark.parametrize("factor", [0, 50])
def test_a_header_that_lies_about_the_length_is_corrected_once_the_file_was_looked_at(
    tmp_path: Path, factor: int
) -> None:
    path = make_video(tmp_path, H264)
    content = bytearray(path.read_bytes())
    for box, offset in ((b"mvhd", 20), (b"tkhd", 24), (b"mdhd", 20)):
        place = content.index(box) + offset
        (told,) = struct.unpack_from(">I", content, place)
        struct.pack_into(">I", content, place, told * factor)
    path.write_bytes(content)
    with open_source([path]) as source:
        assert list(source.survey())
        assert source.info.duration == pytest.approx(1.92, abs=0.15)


def test_a_stream_without_a_container_is_as_long_as_its_frames(tmp_path: Path) -> None:
    with open_source([make_video(tmp_path, Recipe(".h264", codec="libx264", frames=50))]) as source:
        list(source.survey())
        assert source.info.duration == pytest.approx(2.0)


def test_no_frame_lies_behind_the_end(tmp_path: Path) -> None:
    path = make_video(tmp_path, H264)
    content = bytearray(path.read_bytes())
    told = struct.pack(">I", 12_800)  # one of the two seconds, and no edit list
    content[(place := content.index(b"mdhd") + 20) : place + 4] = told
    content[(place := content.index(b"edts")) : place + 4] = b"free"
    path.write_bytes(content)
    with open_source([path]) as source:
        frames = list(source.survey())
        assert source.info.duration is not None
        assert max(frame.place for frame in frames).seconds < source.info.duration  # type: ignore[union-attr]


@pytest.mark.parametrize(("offset", "value"), [(12, 0), (16, 1 << 30)], ids=["of no length", "behind the end"])
def test_an_edit_list_that_hides_everything_is_not_believed(tmp_path: Path, offset: int, value: int) -> None:
    path = make_video(tmp_path, H264)
    content = bytearray(path.read_bytes())
    struct.pack_into(">I", content, content.index(b"elst") + offset, value)
    if offset == 12:
        struct.pack_into(">I", content, content.index(b"mdhd") + 20, 0)
        struct.pack_into(">I", content, content.index(b"mvhd") + 20, 0)
        struct.pack_into(">I", content, content.index(b"tkhd") + 24, 0)
    path.write_bytes(content)
    with open_source([path]) as source:
        frames = list(source.survey())
        assert len(frames) >= 4
        for frame in frames:
            assert isinstance(frame.place, Moment)
            assert frame.place.seconds == pytest.approx(number_of(frame.image) / 25)
            assert number_of(source.full(frame.place)) == number_of(frame.image)


LISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\nclip.ts\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile 'clip.ts'\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n",
    "notes": ";FFMETADATA1\ntitle=x\n",
}


@pytest.mark.parametrize("suffix", [".m3u8", ".mp4", ".txt", ".ffconcat", ".sdp", ".jpg"])
@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_other_files_is_no_video(tmp_path: Path, kind: str, suffix: str) -> None:
    make_video(tmp_path, Recipe(".ts", codec="libx264"))
    path = tmp_path / f"list{suffix}"
    path.write_text(LISTS[kind])
    assert refusal(path) == "not_media"


@pytest.fixture(params=["libvpx", "libvpx-vp9"])
def half_clear(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A blue video of two seconds, the right half of which is transparent."""
    pixels = np.zeros((96, 160, 4), np.uint8)
    pixels[..., 2], pixels[:, :80, 3] = 255, 255
    path = tmp_path / "clear.webm"
    with av.open(path, "w") as container:
        stream = container.add_stream(request.param, rate=25, options={"auto-alt-ref": "0", "g": "10", "cpu-used": "8"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuva420p"
        stream.metadata["alpha_mode"] = "1"
        for number in range(50):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(format="yuva420p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_what_is_transparent_in_a_video_shows_the_background(half_clear: Path) -> None:
    with open_source([half_clear]) as source:
        frames = list(source.survey())
        assert source.warnings == ()
        assert len(frames) > 3
        for frame in frames:
            for image in (frame.image, source.full(frame.place)):
                assert np.abs(image[:, :70].astype(int) - (0, 0, 255)).mean() < 8
                assert np.abs(image[:, 90:].astype(int) - BACKGROUND).mean() < 8


def test_transparency_that_no_decoder_sees_is_warned_of(half_clear: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.media.decoder._SEEING", {"vp8": "none", "vp9": "none"})
    with open_source([half_clear]) as source:
        assert [message.id for message in source.warnings] == ["colours_doubtful"]
        assert np.abs(next(source.survey()).image[:, :70].astype(int) - (0, 0, 255)).mean() < 8


def test_a_survey_that_was_stopped_says_how_coarse_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_module, "_COARSE", 0.9)
    with open_source([make_video(tmp_path, H264)]) as source:
        taken = iter(range(100))
        list(source.survey(lambda: next(taken) > 0))
        assert [message.id for message in source.warnings] == ["coarsely_seen"]
        assert source.warnings[0].data["seconds"] == "2"
        list(source.survey())
        assert source.warnings == ()


def test_an_encrypted_video_is_called_so(tmp_path: Path) -> None:
    key = (("encryption_scheme", "cenc-aes-ctr"), ("encryption_key", "76" * 16), ("encryption_kid", "a7" * 16))
    path = make_video(tmp_path, Recipe(codec="libx264", container_options=key), grain)
    assert refusal(path) == "encrypted"


"""A codec for each container; some of them notice no damage themselves."""


@pytest.mark.parametrize("full_range", [False, True])
def test_green_and_orange_differences_are_colours(tmp_path: Path, full_range: bool) -> None:
    red, green, blue = (quadrants()[..., channel].astype(float) for channel in range(3))
    planes = [(red + 2 * green + blue) / 4, (2 * green - red - blue) / 4 + 128, (red - blue) / 2 + 128]
    if not full_range:
        planes = [planes[0] * 219 / 255 + 16, *((plane - 128) * 224 / 255 + 128 for plane in planes[1:])]
    coded = np.stack(planes).round().astype(np.uint8)
    path = tmp_path / "ycgco.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "8"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv444p"
        stream.codec_context.colorspace, stream.codec_context.color_range = 8, 1 + full_range
        for number in range(3):
            frame = av.VideoFrame.from_ndarray(coded, format="yuv444p")
            frame.pts, frame.time_base, frame.colorspace, frame.color_range = number, Fraction(1, 25), 8, 1 + full_range
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with open_source([path]) as source:
        frame_shown = next(source.survey())
        assert np.abs(frame_shown.image.astype(int) - quadrants())[::8, ::8].mean() < 4
        assert np.abs(source.full(frame_shown.place).astype(int) - quadrants())[::8, ::8].mean() < 4
        assert source.warnings == ()


@pytest.mark.parametrize("kind", ["Dolby Vision without an ordinary layer", "ICtCp"])
def test_colours_that_cannot_be_followed_are_warned_of(tmp_path: Path, kind: str) -> None:
    colour = Colour("yuv420p10le", 14, False, 16, 9) if kind == "ICtCp" else Colour()
    path = make_video(tmp_path, Recipe(codec="libx265", frames=4, colour=colour))
    if kind != "ICtCp":
        path.write_bytes(path.read_bytes().replace(b"hev1", b"dvhe"))
    with open_source([path]) as source:
        assert [message.id for message in source.warnings] == ["colours_doubtful"]


def test_a_video_larger_than_allowed_is_refused_unread(tmp_path: Path, one_megapixel: None) -> None:
    path = make_video(tmp_path, Recipe(frames=1), lambda _: quadrants(1280, 800))
    with pytest.raises(UnreadableMedia, match="1 megapixels; the limit is 1,"):
        open_source([path])


def test_a_limit_below_one_is_no_limit() -> None:
    with pytest.raises(ValueError, match="at least one"):
        allow_megapixels(0)
    assert megapixels_allowed() == USUAL_MEGAPIXELS


def test_a_frame_that_claims_more_pixels_than_allowed_on_the_way_is_not_decoded(
    tmp_path: Path, one_megapixel: None
) -> None:
    # The header of the container says 160 × 96, the stream itself 1280 × 800.
    large = make_video(tmp_path, Recipe(".avi", frames=2), lambda _: quadrants(1280, 800), "large")
    content = large.read_bytes().replace(struct.pack("<II", 1280, 800), struct.pack("<II", 160, 96))
    large.write_bytes(content)
    assert refusal(large) in {"too_large", "no_frames"}


def test_frames_that_become_larger_than_allowed_are_left_out(tmp_path: Path, one_megapixel: None) -> None:
    bare = Recipe(".h264", codec="libx264", frames=24)
    large = make_video(tmp_path, bare, lambda _: quadrants(1280, 800), "large")
    path = make_video(tmp_path, bare)
    path.write_bytes(path.read_bytes() + large.read_bytes())
    with open_source([path]) as source:
        assert {frame.size for frame in source.survey()} == {Size(160, 96)}
        assert [message.id for message in source.warnings] == ["partly_damaged"]


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_of_several_streams_the_one_that_is_on_by_default_is_shown(tmp_path: Path, suffix: str) -> None:
    with open_source([make_video(tmp_path, Recipe(suffix, beside="small, by default"))]) as source:
        assert source.info.size == Size(64, 48)


def test_the_name_does_not_decide_what_a_file_is(tmp_path: Path) -> None:
    video = make_video(tmp_path, H264).rename(tmp_path / "clip.jpg")
    picture = save(quadrants(), tmp_path / "picture.mp4", "PNG")
    with open_source([video]) as source:
        assert source.info.kind is Kind.VIDEO
    with open_source([picture]) as source:
        assert source.info.kind is Kind.PICTURES


def test_sound_that_is_called_a_picture_is_no_picture(tmp_path: Path) -> None:
    assert refusal(make_sound(tmp_path / "sound.m4a").rename(tmp_path / "sound.png")) == "not_media"


def test_a_link_that_leads_nowhere_is_called_so(tmp_path: Path) -> None:
    loop, broken = tmp_path / "loop.mp4", tmp_path / "broken.mp4"
    loop.symlink_to(loop)
    broken.symlink_to(tmp_path / "gone.mp4")
    assert refusal(loop) == "broken_link"
    assert refusal(broken) == "broken_link"
    assert refusal(tmp_path / "gone.mp4") == "missing"


def test_heic_names_the_extra_that_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.media.pictures._reads_heif", lambda: False)
    for name in ("photo.heic", "photo.mp4", "photo.jpg"):
        (tmp_path / name).write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200))
        with pytest.raises(UnreadableMedia, match=r"bestframe\[heif\]"):
            open_source([tmp_path / name])


def _matroska(path: Path, sizes: Sequence[tuple[int, int]], cover: bytes = b"") -> Path:
    """Streams of eight grey frames, none of them on by default, and a picture of the album."""
    with av.open(path, "w") as container:
        if cover:
            container.add_attachment("cover.png", "image/png", cover)
        for width, height in sizes:
            stream = container.add_stream("mpeg4", rate=25)
            assert isinstance(stream, VideoStream)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.disposition = Disposition(0)
        streams = list(container.streams.video)
        for number in range(8):
            for stream, (width, height) in zip(streams[-len(sizes) :], sizes, strict=True):
                frame = av.VideoFrame.from_ndarray(np.full((height, width, 3), 120, np.uint8))
                frame.pts = number
                container.mux(stream.encode(frame))
        for stream in streams[-len(sizes) :]:
            container.mux(stream.encode(None))
    return path


def test_of_several_streams_none_of_which_is_on_by_default_the_largest_is_taken(tmp_path: Path) -> None:
    with open_source([_matroska(tmp_path / "two.mkv", [(64, 48), (160, 96)])]) as source:
        assert source.info.size == Size(160, 96)


def test_a_cover_is_never_taken_for_the_video_however_large(tmp_path: Path) -> None:
    cover = io.BytesIO()
    PIL.Image.new("RGB", (400, 400)).save(cover, "png")
    with open_source([_matroska(tmp_path / "cover.mkv", [(64, 48)], cover.getvalue())]) as source:
        assert source.info.size == Size(64, 48)


@pytest.mark.parametrize("told", ["DOVI_METADATA", "DOVI_RPU_BUFFER", ""])
@pytest.mark.parametrize("transfer", [2, 16])
def test_only_dolby_vision_without_an_ordinary_layer_is_doubtful(
    monkeypatch: pytest.MonkeyPatch, told: str, transfer: int
) -> None:
    monkeypatch.setattr(render_module, "_tiny", lambda _: SimpleNamespace(side_data={told: b""}))
    frame = av.VideoFrame(16, 16, "yuv420p10le")
    frame.color_trc = transfer
    assert render_module.Renderer.of(None, frame).doubtful == (bool(told) and transfer == 2)


def test_no_frame_is_looked_at_twice_where_two_guesses_land_on_one_key_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(tmp_path, H264)

    def guessed(decoder: Decoder) -> KeyFrameIndex:
        index = index_of(decoder)
        twice = sorted((*index.targets, *(target + round(0.5 / decoder.base) for target in index.targets)))
        return replace(index, targets=tuple(twice))

    monkeypatch.setattr("app.media.video.index_of", guessed)
    with open_source([path]) as source:
        places = [frame.place for frame in source.survey()]
    assert len(places) > 2
    assert len(set(places)) == len(places)
