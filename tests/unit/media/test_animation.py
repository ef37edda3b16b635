"""Animated pictures are videos: their pictures come whole, at the times that the file tells."""

import struct
import tracemalloc
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import NoFrames
from app.domain.media import Kind, Moment
from app.media import open_source
from app.media.delays import delays
from tests.media_factory import make_animation, number_of, numbered, quadrants, save

FORMATS = {".gif": "GIF", ".webp": "WEBP", ".apng": "PNG"}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(("told", "meant"), [(80, 80), (100, 100), (10, 100)])
def test_delays_are_read_from_the_file_and_impossible_ones_are_not_believed(
    tmp_path: Path, suffix: str, told: int, meant: int
) -> None:
    path = make_animation(tmp_path / f"moving{suffix}", 5, told)
    assert delays(path, FORMATS[suffix]) == ([meant] * 5, True)


@given(content=st.binary(max_size=400), file_format=st.sampled_from([*FORMATS.values(), "TIFF"]))
def test_nonsense_has_no_delays_and_does_no_harm(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, file_format: str
) -> None:
    path = tmp_path_factory.mktemp("nonsense") / "file"
    heads = {"GIF": b"GIF89a", "PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF\0\0\0\0WEBP"}
    path.write_bytes(heads.get(file_format, b"") + content)
    assert all(delay > 0 for delay in delays(path, file_format)[0])


@pytest.mark.parametrize("suffix", FORMATS)
def test_pictures_that_change_only_in_part_come_whole(tmp_path: Path, suffix: str) -> None:
    def dot(number: int) -> np.ndarray:
        picture = quadrants().copy()
        picture[40:56, 6 * number : 6 * number + 6] = 0
        return picture

    path = make_animation(tmp_path / f"moving{suffix}", 20, 100, dot)
    with open_source([path]) as source:
        assert source.info.kind is Kind.VIDEO
        for frame in source.survey():
            assert isinstance(frame.place, Moment)
            wanted = dot(round(frame.place.seconds * 10)).astype(int)
            assert np.abs(frame.image - wanted).mean() < 6, "GIF has 256 colours only"


def test_places_are_reached_in_any_order(tmp_path: Path) -> None:
    with open_source([make_animation(tmp_path / "moving.apng", 30, 50)]) as source:
        frames = list(source.survey())
        for frame in (frames[-1], frames[1], frames[3], frames[2], frames[0]):
            assert number_of(source.full(frame.place)) == number_of(frame.image)


def test_what_programs_without_animations_show_is_no_part_of_one(tmp_path: Path) -> None:
    path = tmp_path / "hidden.png"
    pictures = [PIL.Image.fromarray(numbered(number)) for number in range(1, 5)]
    still = PIL.Image.fromarray(numbered(99))
    still.save(path, save_all=True, append_images=pictures, default_image=True, duration=300)
    with open_source([path]) as source:
        assert source.info.duration == pytest.approx(1.2)
        frames = list(source.survey())
        assert [number_of(frame.image) for frame in frames] == [1, 2, 3, 4]
        assert [number_of(source.full(frame.place)) for frame in reversed(frames)] == [4, 3, 2, 1]


def test_a_picture_that_does_not_move_is_a_picture(tmp_path: Path) -> None:
    for suffix in (".gif", ".webp", ".png"):
        with open_source([save(quadrants(), tmp_path / f"still{suffix}")]) as source:
            assert source.info.kind is Kind.PICTURES


def test_an_animation_is_known_whatever_it_is_called(tmp_path: Path) -> None:
    path = make_animation(tmp_path / "moving.gif")
    with open_source([path.rename(tmp_path / "clip.mp4")]) as source:
        assert source.info.kind is Kind.VIDEO
        assert source.info.duration == pytest.approx(24 * 0.08)


def test_an_animation_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    def noise(number: int) -> np.ndarray:
        return np.random.default_rng(number).integers(0, 256, (64, 64, 3), dtype=np.uint8)

    path = make_animation(tmp_path / "cut.gif", 20, 100, noise)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with open_source([path]) as source:
        assert len(list(source.survey())) >= 3


def test_a_moment_that_is_no_picture_s_is_refused(tmp_path: Path) -> None:
    with open_source([make_animation(tmp_path / "moving.webp")]) as source:
        place = next(source.survey()).place
        assert isinstance(place, Moment)
        with pytest.raises(NoFrames):
            source.full(Moment(place.pts + 1, place.time_base))


def test_transparent_animations_are_laid_on_white(tmp_path: Path) -> None:
    clear = np.zeros((20, 20, 4), np.uint8)
    clear[:, :10] = (255, 0, 0, 255)
    pictures = [PIL.Image.fromarray(np.roll(clear, shift, 0)) for shift in range(3)]
    pictures[1].putpixel((0, 0), (0, 0, 255, 255))
    path = tmp_path / "clear.apng"
    pictures[0].save(path, "PNG", save_all=True, append_images=pictures[1:], duration=100)
    with open_source([path]) as source:
        image = next(source.survey()).image
    assert image[10, 15].tolist() == [255, 255, 255]
    assert image[10, 5].tolist() == [255, 0, 0]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("kind", ["cut off", "zeros"])
def test_pictures_before_damage_are_used_with_a_warning(tmp_path: Path, suffix: str, kind: str) -> None:
    path = make_animation(tmp_path / f"moving{suffix}", 20, 100)
    content = bytearray(path.read_bytes())
    place = int(len(content) * 0.6)
    content[place:] = b"" if kind == "cut off" else bytes(300) + content[place + 300 :]
    path.write_bytes(content)
    with open_source([path]) as source:
        frames = list(source.survey())
        assert len(frames) >= 4
        assert [message.id for message in source.warnings] == ["partly_damaged"]
        assert all(number_of(source.full(frame.place)) == number_of(frame.image) for frame in frames)


def test_a_chunk_that_claims_gigabytes_is_not_made_room_for(tmp_path: Path) -> None:
    path = make_animation(tmp_path / "moving.apng")
    content = bytearray(path.read_bytes())
    struct.pack_into(">I", content, content.rindex(b"fcTL") - 4, 1 << 31)
    path.write_bytes(content)
    tracemalloc.start()
    try:
        assert len(delays(path, "PNG")[0]) == 24
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()
