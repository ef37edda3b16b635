"""Where the structure of a container breaks off; reading goes on in `test_video`."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.structure import MOST_PARTS, is_broken
from tests.media_factory import Recipe, make_video

BEGINNINGS = {
    "matroska,webm": b"\x1aE\xdf\xa3\x80\x18S\x80g\x01\xff\xff\xff\xff\xff\xff\xff",
    "avi": b"RIFF\x10\x00\x00\x00AVI LIST",
    "flv": b"FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00",
    "ogg": b"OggS",
    "asf": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c\x1e\0\0\0\0\0\0\0",
    "mpeg": b"\0\0\1\xba",
    "mov,mp4,m4a,3gp,3g2,mj2": b"\0\0\0\x08moof",
}


@given(st.sampled_from(sorted(BEGINNINGS)), st.binary(max_size=300))
def test_anything_is_walked_to_an_end(container: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(BEGINNINGS[container] + content)
        assert is_broken(path, container) in (True, False)


def test_a_recording_that_was_never_finished_may_leave_lengths_open(tmp_path: Path) -> None:
    path = make_video(tmp_path, Recipe(".mkv", container_options=(("live", "1"),)))
    assert not is_broken(path, "matroska,webm")
    content = path.read_bytes()
    path.write_bytes(content + bytes(100))
    assert is_broken(path, "matroska,webm")


def test_an_odd_part_at_the_end_of_an_avi_needs_no_filling(tmp_path: Path) -> None:
    path = tmp_path / "short.avi"
    path.write_bytes(b"RIFF\x0f\0\0\0AVI JUNK\x03\0\0\0abc")
    assert not is_broken(path, "avi")
    path.write_bytes(b"RIFF\x0f\0\0\0AVI JUNK\x05\0\0\0abc")
    assert is_broken(path, "avi")


def test_of_a_long_file_the_beginning_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "long.flv"
    tag = b"\x09\0\0\0" + bytes(7) + b"\0\0\0\x0b"
    path.write_bytes(BEGINNINGS["flv"] + tag * MOST_PARTS + b"damage that nobody sees")
    assert not is_broken(path, "flv")
    path.write_bytes(BEGINNINGS["flv"] + tag * 10 + b"damage that everybody sees")
    assert is_broken(path, "flv")


@pytest.mark.parametrize(
    ("content", "broken"),
    [
        (b"\0\0\0\x08moof\0\0\0\x0amdatab", False),
        (b"\0\0\0\x08moof\0\0\0\x0bmdatab", True),
        (b"\0\0\0\1mdat\0\0\0\0\0\0\0\x12ab", False),
        (b"\0\0\0\1mdat\0\0\0\0\0\0\0\x13ab", True),
        (b"\0\0\0\x08moof\0\0\0\x09????abc", True),
        (b"\0\0\0\0mdat of any length", False),
        (b"\0\0\0\x08moovwhat the camera adds", False),
        (b"\0\0\0\x08moof" + bytes(100), False),
    ],
)
def test_of_mp4_the_boxes_are_followed(tmp_path: Path, content: bytes, broken: bool) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    assert is_broken(path, "mov,mp4,m4a,3gp,3g2,mj2") == broken


@pytest.mark.parametrize("container", ["mpegts", "unknown"])
def test_other_containers_are_not_judged(tmp_path: Path, container: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"anything")
    assert not is_broken(path, container)
