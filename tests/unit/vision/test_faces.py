"""Faces: what becomes of the network's numbers, and pictures of every size."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.faces import Face
from app.domain.geometry import Box, Size
from app.domain.media import Frame, Image, Picture
from app.inference.preprocess import Preprocessing, Tensor
from app.vision.faces import (
    MAX_FACES,
    STRIDES,
    Boxes,
    FaceFinder,
    Found,
    decode,
    in_full,
    overlaps,
    reading_size,
    suppress,
    to_picture,
    windows,
)
from tests.media_factory import real_photo

ASTRONAUT = np.array([175, 65, 275, 190], np.float32)
"""Roughly her face."""

SIZES = st.builds(Size, st.integers(1, 5000), st.integers(1, 5000))


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return FaceFinder("cpu")


def edges(face: Face) -> Boxes:
    box = face.box
    return np.array([box.x, box.y, box.x + box.width, box.y + box.height], np.float32)


def levels(side: int = 64, sure: float = -9.0) -> list[Tensor]:
    """Outputs for a square in which no cell is sure."""
    made = [np.zeros((7, side // stride, side // stride), np.float32) for stride in STRIDES]
    for level in made:
        level[:2] = sure
    return made


def found_in(boxes: Boxes, scores: list[float]) -> Found:
    values = np.array(scores, np.float32)
    return Found(np.asarray(boxes, np.float32).reshape(-1, 4), values, values)


def test_a_sure_cell_becomes_its_box() -> None:
    given_levels = levels()
    given_levels[1][:, 2, 1] = (9, 9, 0.5, 0.25, np.log(2), np.log(3), -9)
    found = decode(given_levels, 0.5)
    # Stride 16, column 1, row 2: the middle is (24, 36), the sides are 32 and 48.
    assert found.boxes == pytest.approx(np.array([[8, 12, 40, 60]]), abs=1e-3)
    assert found.scores[0] > 0.99
    assert found.frontal[0] < 0.01


def test_the_score_is_the_root_of_both_probabilities() -> None:
    given_levels = levels()
    given_levels[0][:2, 0, 0] = (np.log(0.8 / 0.2), np.log(0.2 / 0.8))
    assert decode(given_levels, 0.3).scores == pytest.approx([0.4], abs=1e-5)
    assert not len(decode(given_levels, 0.5).scores)


def test_numbers_out_of_range_stay_finite_and_few() -> None:
    mad = [np.full_like(level, 1e4) for level in levels(640)]
    found = decode(mad, 0.5)
    assert np.isfinite(found.boxes).all()
    assert len(suppress(found).scores) <= MAX_FACES


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(1, 30), st.integers(1, 30)), max_size=30))
def test_what_is_left_overlaps_little_and_what_is_gone_overlapped_something(
    given_boxes: list[tuple[int, int, int, int]],
) -> None:
    boxes = np.array([(x, y, x + w, y + h) for x, y, w, h in given_boxes], np.float32).reshape(-1, 4)
    found = found_in(boxes, list(np.linspace(1, 0.5, len(boxes))))
    left = suppress(found)
    for number, box in enumerate(left.boxes):
        assert (overlaps(box, left.boxes[number + 1 :]) <= 0.4).all()
    for box in boxes:
        assert overlaps(box, left.boxes).max() > 0.4
    assert (np.diff(left.scores) <= 0).all()


def test_nothing_overlaps_nothing() -> None:
    assert overlaps(np.array([0, 0, 4, 4], np.float32), np.zeros((0, 4), np.float32)).shape == (0,)
    assert overlaps(np.array([0, 0, 4, 4], np.float32), np.array([[0, 0, 4, 2]], np.float32)) == pytest.approx([0.5])


@given(SIZES, st.floats(1.5, 3))
def test_windows_cover_a_picture_and_stay_in_it(size: Size, aspect: float) -> None:
    parts = list(windows(size, aspect))
    assert 1 <= len(parts) <= 16
    upright = size.height >= size.width
    spans = [(part.y, part.y + part.height) if upright else (part.x, part.x + part.width) for part in parts]
    assert spans[0][0] == 0
    assert spans[-1][1] == max(size.width, size.height)
    for (_, end), (start, _) in pairwise(spans):
        assert start <= end
    for part in parts:
        assert (part.width if upright else part.height) == min(size.width, size.height)


@given(SIZES)
def test_a_picture_is_read_no_larger_than_needed(size: Size) -> None:
    read = reading_size(size)
    assert read.width <= size.width
    assert read.height <= size.height
    assert read.pixels <= 512 * 512 * 32 * 1.01
    if min(size.width, size.height) >= 512 and max(size.width, size.height) <= 32 * min(size.width, size.height):
        assert min(read.width, read.height) >= 500


@given(SIZES, st.integers(0, 100), st.integers(0, 100))
def test_boxes_come_back_to_the_picture(size: Size, x: int, y: int) -> None:
    prepare = Preprocessing(307_200, 32, 2.0, "BGR", 0.0, 1.0)
    part = Box(x, y, size.width, size.height)
    columns, rows = prepare.input_size(size.width, size.height)
    whole = to_picture(np.array([[0, 0, columns, rows]], np.float32), part, prepare)
    assert whole == pytest.approx(np.array([[x, y, x + size.width, y + size.height]]), rel=1e-4, abs=1e-2)


def test_a_face_grows_with_its_frame() -> None:
    frame = Frame(Picture(0, None), Size(1000, 500), np.zeros((50, 100, 3), np.uint8))  # type: ignore[arg-type]
    assert in_full(Face(Box(10, 5, 20, 10), 0.9), frame).box == Box(100, 50, 200, 100)


def test_a_real_face_is_found_where_it_is(finder: FaceFinder) -> None:
    faces = finder.find(real_photo("astronaut"))
    assert faces
    assert overlaps(ASTRONAUT, edges(faces[0])[None])[0] > 0.5
    assert faces[0].score >= 0.6
    assert faces[0].sharp is not None
    assert faces[0].sharp > 0.3
    assert [face.score for face in faces] == sorted((face.score for face in faces), reverse=True)


@pytest.mark.parametrize("scale", [0.4, 2.5])
def test_the_same_face_is_found_in_a_smaller_and_a_larger_picture(finder: FaceFinder, scale: float) -> None:
    import cv2

    image = np.asarray(cv2.resize(real_photo("astronaut"), None, fx=scale, fy=scale), np.uint8)
    faces = finder.find(image)
    assert faces
    assert overlaps(ASTRONAUT * np.float32(scale), edges(faces[0])[None])[0] > 0.5


def test_a_face_in_a_long_strip_is_found_once(finder: FaceFinder) -> None:
    strip = np.full((4000, 512, 3), 230, np.uint8)
    strip[1800:2312] = real_photo("astronaut")[:, :512]
    there = ASTRONAUT + np.array([0, 1800, 0, 1800], np.float32)
    matches = [face for face in finder.find(strip) if overlaps(there, edges(face)[None])[0] > 0.3]
    assert len(matches) == 1


def test_many_faces_are_all_found(finder: FaceFinder) -> None:
    head = real_photo("astronaut")[20:230, 120:330]
    faces = finder.find(np.tile(head, (4, 5, 1)))
    assert 18 <= len(faces) <= 25


def test_a_blurred_face_is_less_sharp(finder: FaceFinder) -> None:
    import cv2

    photo = real_photo("astronaut")
    sharp, soft = finder.find(photo)[0], finder.find(np.asarray(cv2.GaussianBlur(photo, (0, 0), 4), np.uint8))[0]
    assert sharp.sharp is not None
    assert soft.sharp is not None
    assert soft.sharp < sharp.sharp - 0.2


EMPTY = {
    "a pixel": np.zeros((1, 1, 3), np.uint8),
    "a column": np.full((3000, 1, 3), 200, np.uint8),
    "a row": np.full((2, 5000, 3), 90, np.uint8),
    "black": np.zeros((300, 400, 3), np.uint8),
    "white": np.full((900, 700, 3), 255, np.uint8),
    "chess": np.repeat(((np.indices((480, 640)) // 20).sum(0) % 2 * 255).astype(np.uint8)[..., None], 3, 2),
}


@pytest.mark.parametrize("name", EMPTY)
def test_where_there_is_nothing_there_are_no_faces(finder: FaceFinder, name: str) -> None:
    assert finder.find(EMPTY[name]) == []


@pytest.mark.parametrize("name", ["coffee", "rocket"])
def test_photos_without_people_have_no_faces(finder: FaceFinder, name: str) -> None:
    assert finder.find(real_photo(name)) == []


def test_a_picture_need_not_be_contiguous(finder: FaceFinder) -> None:
    photo: Image = real_photo("astronaut")
    mirrored = finder.find(photo[:, ::-1])
    assert mirrored
    width = photo.shape[1]
    there = np.array([width - ASTRONAUT[2], ASTRONAUT[1], width - ASTRONAUT[0], ASTRONAUT[3]], np.float32)
    assert overlaps(there, edges(mirrored[0])[None])[0] > 0.5
