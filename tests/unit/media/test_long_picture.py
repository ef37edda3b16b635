"""Long pictures: what is split and what is not, on strips with known panels."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.geometry import Box, Size
from app.domain.media import Image
from app.media.long_picture import Splitting, is_long, panels_of
from tests.media_factory import photo
from tests.strips_drawing import Gallery, sample_photos, write
from tests.strips_factory import make


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return Gallery(sample_photos())


def stacked(
    paper: tuple[int, int, int],
    gutter: int = 24,
    margin: int = 0,
    width: int = 300,
    heights: tuple[int, ...] = (260, 200, 330),
) -> tuple[Image, list[Box]]:
    """Photos below each other on plain paper."""
    image = np.full((sum(heights) + gutter * (len(heights) + 1), width, 3), paper, np.uint8)
    boxes, y = [], gutter
    for seed, height in enumerate(heights):
        boxes.append(Box(margin, y, width - 2 * margin, height))
        image[y : y + height, margin : width - margin] = photo(seed, width - 2 * margin, height)
        y += height + gutter
    return image, boxes


def is_exact(true: list[Box] | tuple[Box, ...], found: list[Box]) -> bool:
    return len(true) == len(found) and all(max(box.overlap(other) for other in found) >= 0.9 for box in true)


def test_what_is_long() -> None:
    assert is_long(Size(400, 2000))
    assert is_long(Size(2000, 400))
    assert not is_long(Size(1080, 1920))
    assert not is_long(Size(1170, 2532))  # a phone's whole screen


@pytest.mark.parametrize("paper", [(255, 255, 255), (0, 0, 0), (128, 128, 128), (200, 60, 60)])
@pytest.mark.parametrize("margin", [0, 16])
def test_panels_on_paper_of_any_colour(paper: tuple[int, int, int], margin: int) -> None:
    image, boxes = stacked(paper, margin=margin)
    assert is_exact(boxes, panels_of(image))
    sideways = np.ascontiguousarray(image.transpose(1, 0, 2))
    assert is_exact([Box(box.y, box.x, box.height, box.width) for box in boxes], panels_of(sideways))


@pytest.mark.parametrize("kind", ["black", "grey", "rows", "bubbles", "thin"])
def test_generated_strips(kind: str, gallery: Gallery) -> None:
    """One of two seeds at least, which lets the hard ones be hard; the figures are in the benchmark."""
    strips = [make(kind, seed, gallery) for seed in (2, 106)]
    assert any(is_exact(strip.panels, panels_of(strip.image)) for strip in strips)


def test_the_pictures_of_a_screenshot_are_its_panels(gallery: Gallery) -> None:
    page = make("chat", 103, gallery)
    assert is_exact(page.panels, panels_of(page.image))


def test_panels_that_touch() -> None:
    photos = [image[:200, :300] for image in sample_photos()[:4] if min(image.shape[:2]) >= 300]
    image = np.concatenate(photos)
    found = panels_of(image)
    assert is_exact([Box(0, 200 * number, 300, 200) for number in range(len(photos))], found)


def test_panels_that_touch_side_by_side(gallery: Gallery) -> None:
    """One seam between columns is not certain by itself, but others in the strip are."""
    strip = make("none in rows", 109, gallery)
    assert is_exact(strip.panels, panels_of(strip.image))


def test_storeys_are_no_panels(gallery: Gallery) -> None:
    for seed in (31, 102):  # found as a strip, and as a screenshot with windows for letters, before
        facade = make("facade", seed, gallery)
        assert panels_of(facade.image) == list(facade.panels)


def test_a_drawing_that_ends_on_empty_paper_is_one_panel() -> None:
    image = np.concatenate([photo(3, 300, 700), np.full((100, 300, 3), 255, np.uint8)])
    assert len(panels_of(image)) == 1


@pytest.mark.parametrize("kind", ["crop", "scene", "stretched", "night", "framed", "panorama"])
def test_a_tall_photo_stays_whole(kind: str, gallery: Gallery) -> None:
    for seed in range(2):
        tall = make(kind, seed, gallery)
        assert panels_of(tall.image) == list(tall.panels)


def test_panels_come_in_reading_order(gallery: Gallery) -> None:
    strip = make("rows", 102, gallery)
    found = panels_of(strip.image)
    assert found == sorted(found, key=lambda box: (box.y, box.x))
    assert len(found) > len({box.y for box in found})


def test_the_published_method_can_be_chosen() -> None:
    image, boxes = stacked((255, 255, 255), margin=16)
    assert is_exact(boxes, panels_of(image, Splitting.HULLS))
    assert len(panels_of(image[:300], Splitting.HULLS)) == 1


@pytest.mark.parametrize(
    "shape", [(5000, 1), (1, 5000), (65000, 1), (2500, 40), (3000, 32), (100, 40), (1, 1), (700, 300)]
)
@pytest.mark.parametrize("filling", ["flat", "noise"])
def test_odd_pictures_stay_whole_or_are_split_inside(shape: tuple[int, int], filling: str) -> None:
    random = np.random.default_rng(3)
    image = np.full((*shape, 3), 90, np.uint8)
    if filling == "noise":
        image = random.integers(0, 256, (*shape, 3), np.uint8)
    for how in Splitting:
        check_inside(panels_of(image, how), image)


def test_stripes_are_no_panels() -> None:
    image = np.full((2500, 40, 3), 90, np.uint8)
    image[::7] = 255
    for how in Splitting:
        check_inside(panels_of(image, how), image)


def test_a_frame_with_white_ground_is_one_panel() -> None:
    """The empty rows between its sides are no gutter."""
    image = np.full((1400, 300, 3), 255, np.uint8)
    boxes = [Box(10, 20 + 340 * number, 280, 320) for number in range(4)]
    for seed, box in enumerate(boxes):
        image[box.y : box.y + box.height, box.x : box.x + box.width] = photo(seed, box.width, box.height)
    framed = boxes[1]
    image[framed.y : framed.y + framed.height, framed.x : framed.x + framed.width] = 0
    image[framed.y + 3 : framed.y + framed.height - 3, framed.x + 3 : framed.x + framed.width - 3] = 255
    image[framed.y + 60 : framed.y + 120, 60:240] = photo(7, 180, 60)
    image[framed.y + 180 : framed.y + 290, 60:240] = photo(8, 180, 110)
    assert is_exact(boxes, panels_of(image))


def test_margins_on_a_gradient_are_no_part_of_the_first_panel() -> None:
    """No gutter is above it, but the paper beside it goes on as it does below."""
    shade = np.linspace(90, 220, 1400).round().astype(np.uint8)
    image = np.ascontiguousarray(np.broadcast_to(shade[:, None, None], (1400, 300, 3)))
    boxes = [Box(24, 350 * number, 252, 310) for number in range(4)]
    for seed, box in enumerate(boxes):
        image[box.y : box.y + box.height, box.x : box.x + box.width] = photo(seed, box.width, box.height)
    assert is_exact(boxes, panels_of(image))


def check_inside(found: list[Box], image: Image) -> None:
    height, width = image.shape[:2]
    assert found
    for box in found:
        assert min(box.x, box.y) >= 0
        assert min(box.width, box.height) >= 1
        assert box.x + box.width <= width
        assert box.y + box.height <= height
    assert sum(one.shared(other) for number, one in enumerate(found) for other in found[:number]) == 0


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.integers(1, 160), st.integers(0, 255), st.integers(0, 60), st.integers(0, 40)),
        min_size=2,
        max_size=9,
    ),
    st.integers(33, 90),
    st.booleans(),
)
def test_boxes_lie_inside_and_do_not_overlap(rows: list[tuple[int, int, int, int]], width: int, turned: bool) -> None:
    random = np.random.default_rng(len(rows))
    parts = []
    for height, grey, grain, margin in rows:
        part = random.normal(grey, grain, (height, width, 3)).clip(0, 255).astype(np.uint8)
        part[:, : min(margin, width // 3)] = 255
        parts.append(part)
    image = np.concatenate(parts)
    if turned:
        image = np.ascontiguousarray(image.transpose(1, 0, 2))
    check_inside(panels_of(image), image)


def test_white_within_a_frame_is_no_gap() -> None:
    image = np.full((1100, 400, 3), 255, np.uint8)
    boxes = [Box(20, y, 360, 300) for y in (20, 380, 740)]
    for seed, box in enumerate(boxes):
        right, bottom = box.x + box.width - 2, box.y + box.height - 2
        cv2.rectangle(image, (box.x + 1, box.y + 1), (right, bottom), (0, 0, 0), 3)
        for x in (40, 220):  # two windows with a straight gap between them, which ends at the frame
            image[box.y + 20 : box.y + 280, x : x + 140] = photo(seed, 140, 260)
    assert is_exact(boxes, panels_of(image))


def test_a_line_in_the_colour_of_the_paper_is_no_gutter() -> None:
    image, boxes = stacked((0, 0, 0), heights=(260, 240, 260))
    middle = boxes[1].y + 150
    image[middle - 90 : middle] = (230, 180, 120)  # a wall and a floor
    image[middle : boxes[1].y + 240] = (120, 90, 140)
    image[middle : middle + 2] = 0
    assert is_exact(boxes, panels_of(image))


def test_a_bubble_on_a_gutter_is_no_panel() -> None:
    image, boxes = stacked((0, 0, 0), gutter=160)
    middle = boxes[1].y - 80
    cv2.ellipse(image, (150, middle), (70, 45), 0, 0, 360, (255, 255, 255), -1, cv2.LINE_AA)
    write(image, "nobody knew why", (105, middle - 20), 14, (0, 0, 0), width=90)
    assert is_exact(boxes, panels_of(image))


def test_large_letters_on_a_cover_are_no_panels() -> None:
    image = np.full((1060, 300, 3), 255, np.uint8)
    for y, word in ((380, "TTL"), (530, "OCK"), (690, "CKO")):
        write(image, word, (0, y), 140, (0, 0, 0))
    assert panels_of(image) == [Box(0, 0, 300, 1060)]


@pytest.mark.parametrize(
    ("kind", "seed"),
    [
        ("mixed", 6004),  # the paper of the margins changes behind the panels
        ("noisy", 6008),  # uneven gutters of one colour between panels of much the same colours
        ("bubbles", 6002),  # few gutters, but all panels are set alike between even margins
    ],
)
def test_paper_is_told_by_what_a_photo_has_not(kind: str, seed: int, gallery: Gallery) -> None:
    strip = make(kind, seed, gallery)
    assert is_exact(strip.panels, panels_of(strip.image))


def test_flat_windows_are_no_panels(gallery: Gallery) -> None:
    facade = make("facade", 6000, gallery)
    assert panels_of(facade.image) == list(facade.panels)


def test_two_dark_bands_with_grain_are_no_gutters() -> None:
    """As the rim of a screen and the shadow below it in a photo of a laptop."""
    image = photo(4, 300, 900).copy()
    grain = np.random.default_rng(2).normal(0, 7, (900, 300, 3))
    for top, ground in ((260, 20), (600, 26)):
        image[top : top + 24] = ground
    image = np.clip(image + grain, 0, 255).astype(np.uint8)
    assert len(panels_of(image)) == 1


def test_one_line_across_is_no_seam() -> None:
    """However sharp: a wall and a street. Two panels that touch are rarer."""
    wall, street = photo(2, 300, 500), photo(9, 300, 300)
    assert len(panels_of(np.concatenate([wall, street // 2]))) == 1


def test_two_weak_lines_across_are_no_seams() -> None:
    """A window, the table below it and the floor; panels that touch are surer together."""
    view, table, floor = photo(2, 300, 340), photo(2, 300, 300) // 2, photo(2, 300, 300)
    assert len(panels_of(np.concatenate([view, table, floor]))) == 1


def test_two_flat_bars_of_different_colours_are_no_gutters() -> None:
    """As the beams of a room: each has one colour, but light falls on them differently."""
    wall = np.linspace(120, 200, 300).astype(np.uint8)
    image = np.ascontiguousarray(np.broadcast_to(wall[None, :, None], (900, 300, 3)))
    image[260:272], image[600:612] = 40, 110
    assert len(panels_of(image)) == 1
    image[600:612] = 40  # two of one colour are paper
    assert len(panels_of(image)) == 3


def test_white_between_rows_that_end_unevenly_is_no_gutter() -> None:
    """As between the furrows of a drawn field."""
    random = np.random.default_rng(3)
    image = np.full((1040, 300, 3), 255, np.uint8)
    for number in range(4):
        bottom = 240 + 250 * number
        image[bottom - 180 : bottom] = photo(3 + number, 300, 180)
        image[bottom - 12 : bottom, np.repeat(random.random(60) < 0.35, 5)] = 255
    assert panels_of(image) == [Box(0, 0, 300, 1040)]


def test_pictures_on_cards_in_two_columns() -> None:
    """White cards on hardly darker paper; no row of it goes through both columns."""
    image, boxes = np.full((1200, 400, 3), 244, np.uint8), []
    for x, heights in ((6, (240, 190, 260)), (203, (180, 280, 230))):
        y = 20
        for height in heights:
            image[y : y + height + 90, x : x + 191] = 255
            boxes.append(Box(x, y, 191, height))
            image[y : y + height, x : x + 191] = photo(height, 191, height) // 2
            for number, says in enumerate(("nobody knew why", "the rain came")):
                write(image, says, (x + 8, y + height + 10 + 30 * number), 16, (20, 20, 20))
            y += height + 96
    assert is_exact(boxes, panels_of(image))


def test_rows_that_touch_are_parted_where_columns_end(gallery: Gallery) -> None:
    strip = make("none in rows", 6002, gallery)
    assert is_exact(strip.panels, panels_of(strip.image))
