"""The framer: crops of a picture by what is seen in it."""

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.covers.framing import ALONG, OVERLAP, Framer, Framing, along, cut_share, kept_shares
from app.domain.cover import Crop, Trait
from app.domain.faces import Face
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Frame, Heat, Image, Picture
from app.vision.saliency import MAP_SIDE, Saliency
from tests.media_factory import photo, real_photo


@pytest.fixture(scope="module")
def framer() -> Framer:
    return Framer()


def framed(image: Image, size: Size) -> Frame:
    return Frame(Picture(0, Path("a.jpg")), size, image)


def with_subject(across: float, width: int = 448, height: int = 252) -> Image:
    """A grey picture with a red disc, its middle at a share of the width."""
    image = np.full((height, width, 3), 128, np.uint8)
    y, x = np.ogrid[:height, :width]
    image[(x - across * width) ** 2 + (y - height / 2) ** 2 < (height / 6) ** 2] = (220, 30, 30)
    return image


@pytest.mark.parametrize("across", [0.25, 0.75])
def test_crops_are_in_pixels_of_the_full_picture_and_hold_the_subject(framer: Framer, across: float) -> None:
    size = Size(1920, 1080)
    found = framer.frame(framed(with_subject(across), size), Aspect.parse("3:4"), 3)
    first = found.crops[0].box
    assert first.width / first.height == pytest.approx(0.75, abs=0.005)
    assert first.x <= (across - 0.06) * size.width
    assert first.x + first.width >= (across + 0.06) * size.width
    assert 1 <= len(found.crops) <= 3
    assert found.faces == ()


def test_the_map_is_small_and_in_the_pictures_shape(framer: Framer) -> None:
    heat = framer.frame(framed(photo(1), Size(960, 540)), Aspect.parse("1:1"), 1).heat
    assert heat.dtype == np.uint8
    assert max(heat.shape) <= MAP_SIDE
    assert heat.shape[1] / heat.shape[0] == pytest.approx(photo(1).shape[1] / photo(1).shape[0], abs=0.02)


def test_the_best_crop_does_not_depend_on_how_many_are_asked_for(framer: Framer) -> None:
    frame, aspect = framed(real_photo("astronaut"), Size(1920, 1080)), Aspect.parse("9:16")
    many = framer.frame(frame, aspect, 5).crops
    assert framer.frame(frame, aspect, 1).crops == many[:1]
    assert [crop.score for crop in many] == sorted((crop.score for crop in many), reverse=True)
    assert all(one.box.overlap(other.box) <= OVERLAP for one, other in itertools.combinations(many, 2))


def test_a_face_is_found_and_not_cut(framer: Framer) -> None:
    size = Size(1536, 768)
    # The face of the portrait lies left of the middle of this picture.
    portrait = cv2.copyMakeBorder(
        real_photo("astronaut"), 0, 0, 0, real_photo("astronaut").shape[1], cv2.BORDER_REPLICATE
    )
    small = np.asarray(cv2.resize(portrait, (448, 224), interpolation=cv2.INTER_AREA), np.uint8)
    found = framer.frame(framed(small, size), Aspect.parse("9:16"), 1)
    assert len(found.faces) == 1
    face, crop = found.faces[0].box, found.crops[0].box
    assert crop.shared(face) == face.area


@pytest.mark.parametrize(("place", "share"), [(0, 0.0), (100, 0.0), (150, 1.0), (125, 0.75), (200, 0.0)])
def test_a_face_is_cut_most_through_the_middle(place: int, share: float) -> None:
    crop = Box(0, 0, 200, 300)
    assert cut_share(crop, [Box(place, 50, 100, 100)]) == pytest.approx(share)
    assert cut_share(crop, []) == 0


def test_the_share_of_the_saliency_that_is_kept() -> None:
    size, crops = Size(400, 200), [Box(0, 0, 200, 200), Box(300, 0, 100, 200), Box(0, 0, 400, 200)]
    heat = np.zeros((10, 20), np.uint8)
    heat[:, 15:] = 50
    assert kept_shares(heat, crops, size) == pytest.approx([0, 1, 1])
    assert kept_shares(np.zeros_like(heat), crops, size) == pytest.approx([0.5, 0.25, 1])


CROP = Box(100, 0, 300, 400)


def seen(heat: Heat, *faces: Box) -> tuple[Trait, ...]:
    found = tuple(Face(box, 0.9) for box in faces)
    return Framing((Crop(CROP, 80.0),), heat, found, Size(500, 400)).traits


@pytest.mark.parametrize(
    ("faces", "said"),
    [
        ([Box(200, 100, 60, 80)], [Trait.ONE_FACE]),
        ([Box(200, 100, 60, 80), Box(300, 100, 60, 80)], [Trait.TWO_FACES]),
        ([Box(120 + 70 * number, 100, 60, 80) for number in range(3)], [Trait.FACES]),
        ([Box(200, 100, 60, 80), Box(370, 100, 60, 80)], [Trait.FACE_CUT]),
        ([Box(200, 100, 60, 80), Box(420, 100, 60, 80)], []),
        ([Box(120, 100, 60, 80), Box(200, 100, 60, 80), Box(420, 100, 60, 80)], []),
        ([Box(200, 100, 60, 80), Box(370, 100, 60, 80), Box(0, 100, 60, 80)], [Trait.FACE_CUT]),
        ([Box(200, 100, 60, 80), Box(420, 100, 30, 39)], [Trait.ONE_FACE]),
        ([Box(200, 100, 60, 80), Box(385, 100, 20, 30)], [Trait.ONE_FACE]),
    ],
    ids=[
        "one",
        "two",
        "three",
        "one of two cut",
        "of two as large one left out",
        "of three one left out",
        "one cut, one left out",
        "a much smaller one left out",
        "the other too small to speak of",
    ],
)
def test_what_is_said_of_faces(faces: list[Box], said: list[Trait]) -> None:
    assert seen(np.full((40, 50), 9, np.uint8), *faces) == (*said,)


@pytest.mark.parametrize(("column", "said"), [(25, True), (15, False), (35, False)])
def test_a_subject_is_centred_when_what_is_salient_is_in_the_middle_of_the_crop(column: int, said: bool) -> None:
    heat = np.zeros((40, 50), np.uint8)
    heat[16:24, column - 4 : column + 4] = 200
    assert (Trait.CENTRED in seen(heat)) is said
    assert seen(np.zeros_like(heat)) == ()
    assert seen(np.full_like(heat, 9)) == ()


@given(st.integers(1, 4000), st.integers(1, 4000), st.sampled_from(["3:4", "16:9", "1:1", "9:16"]))
def test_crops_along_a_picture_lie_in_it_and_hold_the_middle_one(width: int, height: int, text: str) -> None:
    size, aspect = Size(width, height), Aspect.parse(text)
    found = along(size, aspect)
    assert aspect.largest_in(size) in found
    assert len(found) == len(set(found)) <= ALONG
    for box in found:
        assert box.x >= 0 <= box.y
        assert box.x + box.width <= width
        assert box.y + box.height <= height


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("aspect", ["3:4", "16:9", "original"])
def test_a_flat_picture_is_cropped_in_the_middle(framer: Framer, level: int, aspect: str) -> None:
    size, shape = Size(1280, 721), Aspect.parse(aspect)
    flat = np.full((252, 448, 3), level, np.uint8)
    assert framer.frame(framed(flat, size), shape, 3).crops[0].box == shape.largest_in(size)


@pytest.mark.parametrize("shape", [(1, 1), (320, 1), (1, 320), (2, 3), (900, 1600)])
def test_pictures_of_odd_sizes_have_crops(framer: Framer, shape: tuple[int, int]) -> None:
    size = Size(shape[1] * 5, shape[0] * 5)
    image = np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)
    for crop in framer.frame(framed(image, size), Aspect.parse("3:4"), 3).crops:
        assert crop.box.x + crop.box.width <= size.width
        assert crop.box.y + crop.box.height <= size.height


def test_nothing_is_loaded_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    def load(**options: object) -> Saliency:
        loaded.append(options)
        return Saliency()

    monkeypatch.setattr("app.covers.framing.Saliency", load)
    framer = Framer(backend="cpu", threads=2)
    assert loaded == []
    for _ in range(2):
        framer.frame(framed(photo(1), Size(960, 540)), Aspect.parse("1:1"), 1)
    assert loaded == [{"backend": "cpu", "threads": 2}]
    assert framer.notice is None
    assert set(framer.versions) == {"saliency", "faces", "crops"}
