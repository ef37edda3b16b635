"""What the detector learns from: labels, the split, drawn heads, squares, and how it is measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.media import Image
from app.vision.faces import Boxes, Found, overlaps
from models.training.faces import exam, mine
from models.training.faces.batches import LEAST_FACE, Album, batches
from models.training.faces.drawing import draw_head
from models.training.faces.exam import choose_threshold
from models.training.faces.labels import Labelled, agreed, completed, crowd, split
from models.training.faces.measure import count, threshold_for, together
from models.training.faces.nothing import NOTHING, Maker
from models.training.faces.stylise import STYLES, stylised, worn
from tests.media_factory import photo

NONE = np.zeros((0, 4), np.float32)


def boxes(*rows: tuple[float, float, float, float]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 4)


def labelled(name: str, *groups: str, kind: str = "photo", faces: Boxes = NONE) -> Labelled:
    return Labelled(Path(name), kind, groups, faces, np.full(len(faces), np.nan, np.float32), NONE)


def found(*rows: tuple[float, float, float, float, float]) -> Found:
    values = np.array(rows, np.float32).reshape(-1, 5)
    return Found(values[:, :4], values[:, 4], np.full(len(values), 0.9, np.float32))


def test_no_group_is_on_two_sides_of_the_split() -> None:
    pictures = [labelled(f"{number}", f"story {number // 3}", f"cast {number // 7}") for number in range(300)]
    parts = split(pictures)
    assert len(parts.learned) + len(parts.tuning) + len(parts.held) == 300
    groups = [{group for one in side for group in one.groups} for side in (parts.learned, parts.held)]
    held_folds = {0, 5}
    assert not any(one.folds() & held_folds for one in (*parts.learned, *parts.tuning))
    assert all(one.folds() & held_folds for one in parts.held)
    assert groups[0]
    assert groups[1]


def test_what_two_sizes_see_is_a_face_and_what_one_sees_is_doubtful() -> None:
    first = [[10, 10, 50, 60, 0.8], [100, 100, 120, 130, 0.5], [200, 0, 240, 40, 0.9]]
    second = [[12, 12, 52, 62, 0.6]]
    faces, doubtful = agreed([first, second, []])
    assert len(faces) == 2
    assert overlaps(boxes((11, 11, 51, 61))[0], faces).max() > 0.9
    assert overlaps(boxes((200, 0, 240, 40))[0], faces).max() > 0.99
    assert doubtful == pytest.approx(boxes((100, 100, 120, 130)))


def test_nothing_seen_is_nothing() -> None:
    faces, doubtful = agreed([[], []])
    assert faces.shape == doubtful.shape == (0, 4)


def learnt(name: str, faces: Boxes = NONE) -> Labelled:
    """A picture of a group that is learnt from."""
    group = next(group for group in map(str, range(100)) if len(split([labelled(name, group)]).learned))
    return labelled(name, group, faces=faces)


def test_a_look_adds_faces_and_takes_them_from_the_alarms() -> None:
    picture = learnt("a", boxes((0, 0, 20, 20)))
    picture = replace(picture, doubtful=boxes((300, 0, 320, 20)), frontal=np.ones(1, np.float32))
    looked = {"faces": [[100, 100, 140, 150]], "doubtful": [[200, 200, 230, 240]]}
    alarms = [[102, 101, 141, 150, 0.8], [200, 201, 231, 240, 0.7], [50, 60, 70, 90, 0.6]]
    more = completed(picture, looked, alarms)
    assert more.boxes.tolist() == [[0, 0, 20, 20], [100, 100, 140, 150]]
    assert more.doubtful.tolist() == [[300, 0, 320, 20], [200, 200, 230, 240]]
    assert more.alarms.tolist() == [[50, 60, 70, 90]]
    assert more.frontal[0] == 1
    assert np.isnan(more.frontal[1])


def test_nothing_is_added_to_what_is_held_back() -> None:
    group = next(group for group in map(str, range(100)) if len(split([labelled("a", group)]).held))
    with pytest.raises(AssertionError, match="not learnt from"):
        completed(labelled("a", group), {}, [[0, 0, 20, 20, 0.9]])


def test_what_is_neither_face_nor_doubtful_is_an_alarm(tmp_path: Path) -> None:
    import PIL.Image

    PIL.Image.fromarray(photo(1)).save(tmp_path / "photo.png")
    picture = replace(
        labelled(str(tmp_path / "photo.png"), faces=boxes((10, 10, 40, 40))), doubtful=boxes((60, 60, 100, 100))
    )
    seen = found((11, 10, 41, 40, 0.9), (65, 65, 95, 95, 0.8), (120, 20, 150, 60, 0.75))
    assert list(mine.alarms(lambda _: seen, picture)) == [[120, 20, 150, 60, 0.75]]
    known: dict[str, list[mine.Alarm]] = {
        "photo.png": [[121, 21, 151, 61, 0.7], [0, 60, 9, 70, 0.9]],
        "other.png": [[1, 1, 9, 9, 0.6]],
    }
    every = mine.mined([picture], tmp_path, lambda _: seen, known)
    assert every == known, "what is found again is not written twice"
    assert mine.mined([picture], tmp_path, lambda _: seen, {}) == {"photo.png": [[120, 20, 150, 60, 0.75]]}


@pytest.mark.parametrize(("kind", "told"), [("photo", False), ("comic", True)])
def test_what_is_hardly_found_is_an_alarm_in_drawings_only(tmp_path: Path, kind: str, *, told: bool) -> None:
    import PIL.Image

    PIL.Image.fromarray(photo(1)).save(tmp_path / "one.png")
    picture = labelled(str(tmp_path / "one.png"), kind=kind)
    seen = found((10, 10, 40, 40, 0.4), (60, 60, 90, 90, 0.3))
    assert list(mine.alarms(lambda _: seen, picture)) == ([[10, 10, 40, 40, 0.4]] if told else [])


@pytest.mark.parametrize("make", [make for make, _ in NOTHING], ids=lambda make: make.__name__)
@pytest.mark.parametrize("size", [(64, 91), (9, 40), (240, 33)])
def test_pictures_of_nothing_have_their_size_and_come_again_with_their_seed(make: Maker, size: tuple[int, int]) -> None:
    first, second, other = (make(np.random.default_rng(seed), *size) for seed in (4, 4, 5))
    assert first.shape == (*size, 3)
    assert first.dtype == np.uint8
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_squares_of_hard_negatives_show_them() -> None:
    """The alarm is a red patch, which must be seen in most squares."""
    config = {**CONFIG, "shares": {"hard": 1.0}, "mosaics": 0.0, "halves": 0.0, "occluded": 0.0}
    image = np.zeros((200, 300, 3), np.uint8)
    image[120:160, 200:230, 0] = 255
    picture = replace(learnt("hard"), kind="comic", alarms=boxes((200, 120, 230, 160)))
    given = Album([picture], config)
    given._read = lambda _: image
    (batch,) = batches(given, {**config, "batch": 20}, 0, 1)
    reds = (batch.images[..., 0].astype(int) - batch.images[..., 1] > 80).any((1, 2))
    assert reds.mean() > 0.7
    assert not any(len(scene.boxes) for scene in batch.scenes)


@pytest.mark.parametrize("share", ["empty", "hard"])
@pytest.mark.parametrize(("kind", "changed"), [("photo", True), ("comic", False)])
def test_photos_without_faces_are_made_to_look_drawn_too(share: str, kind: str, *, changed: bool) -> None:
    alarms = boxes((50, 50, 90, 90)) if share == "hard" else NONE
    picture = replace(learnt("a"), kind=kind, alarms=alarms)

    def square(part_stylised: float) -> Image:
        config = {**CONFIG, "shares": {share: 1.0}, "occluded": 0.0, "stylised": part_stylised}
        given = Album([picture], config)
        given._read = lambda _: photo(1)
        return given.part(np.random.default_rng(4), 96, 96).image

    assert np.array_equal(square(0.0), square(1.0)) != changed


def test_the_back_of_a_head_is_no_face() -> None:
    heads = [
        {"box": [0, 0, 100, 100], "frontal": 1, "profile": 0, "back": 0, "occluded": 0},
        {"box": [200, 0, 100, 100], "frontal": 0, "profile": 1, "back": 0, "occluded": 0},
        {"box": [400, 0, 100, 100], "frontal": 0, "profile": 0, "back": 1, "occluded": 0},
    ]
    seen = boxes((18, 28, 82, 95), (420, 20, 480, 90))
    picture = crowd(Path("a"), "a", {"faces": heads}, seen, NONE)
    assert picture.boxes[0] == pytest.approx(seen[0])
    assert picture.boxes[1] == pytest.approx([217, 27, 279, 92])
    assert picture.frontal.tolist() == [1, 0]
    assert picture.doubtful == pytest.approx(seen[1:])


@pytest.mark.parametrize("seed", range(12))
def test_a_drawn_head_is_drawn_where_its_box_is(seed: int) -> None:
    head = draw_head(np.random.default_rng(seed), 60)
    left, top, right, bottom = (round(edge) for edge in head.box)
    assert 0 <= left < right <= head.picture.shape[1]
    assert 0 <= top < bottom <= head.picture.shape[0]
    assert head.picture[top:bottom, left:right, 3].mean() > 150
    assert 40 < bottom - top < 90


def test_drawn_heads_differ_and_come_again_with_their_seed() -> None:
    first, again, other = (draw_head(np.random.default_rng(seed), 40).picture for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: str(style.__name__))
@pytest.mark.parametrize("size", [(64, 96), (9, 7)])
def test_a_style_keeps_the_size_and_changes_the_picture(style: object, size: tuple[int, int]) -> None:
    assert callable(style)
    given = photo(1)[: size[0], : size[1]].copy()
    drawn = style(np.random.default_rng(0), given)
    assert drawn.shape == given.shape
    assert drawn.dtype == np.uint8
    assert not np.array_equal(drawn, given)


def test_wear_keeps_the_size() -> None:
    random = np.random.default_rng(2)
    for _ in range(20):
        assert worn(random, stylised(random, photo(2))).shape == photo(2).shape


CONFIG = {
    "seed": 3,
    "side": 128,
    "batch": 6,
    "cached": 10,
    "smallest": 12.0,
    "mosaics": 0.4,
    "halves": 0.3,
    "stylised": 0.3,
    "occluded": 0.3,
    "shares": {"photo": 1.0, "avatar": 0.5, "heads": 0.5, "empty": 0.3, "rubbish": 0.2, "comic": 0.2},
}


@pytest.fixture
def album(tmp_path: Path) -> Album:
    import PIL.Image

    PIL.Image.fromarray(photo(1)).save(tmp_path / "photo.png")
    PIL.Image.fromarray(photo(2)).save(tmp_path / "empty.png")
    PIL.Image.fromarray(np.full((80, 80, 4), 255, np.uint8), "RGBA").save(tmp_path / "avatar.png")
    faces = boxes((20, 20, 50, 60), (90, 30, 110, 55))
    return Album(
        [
            labelled(str(tmp_path / "photo.png"), "a", faces=faces),
            labelled(str(tmp_path / "empty.png"), "b"),
            labelled(str(tmp_path / "avatar.png"), "c", kind="avatar", faces=boxes((20, 20, 60, 60))),
        ],
        CONFIG,
    )


def test_squares_hold_their_boxes_and_come_again_with_their_number(album: Album) -> None:
    first, second = batches(album, CONFIG, 0, 2)
    (again,) = batches(album, CONFIG, 1, 2)
    assert np.array_equal(second.images, again.images)
    assert not np.array_equal(first.images, second.images)
    assert first.images.shape == (6, 128, 128, 3)
    assert sum(len(scene.boxes) for scene in (*first.scenes, *second.scenes)) > 0
    for scene in (*first.scenes, *second.scenes):
        assert len(scene.boxes) == len(scene.frontal)
        for known in (scene.boxes, scene.doubtful):
            assert (known >= 0).all()
            assert (known <= 128).all()
            assert (known[:, 2:] > known[:, :2]).all()
        # Cut off by a border, a face may be lower than the least, but not by more than a half.
        assert (scene.boxes[:, 3] - scene.boxes[:, 1] >= LEAST_FACE * 0.45).all()


def test_findings_are_counted_once_and_doubtful_ones_not_at_all() -> None:
    faces, doubtful = boxes((0, 0, 40, 40), (100, 0, 110, 10)), boxes((300, 300, 400, 400))
    seen = found(
        (0, 0, 40, 40, 0.9),
        (2, 2, 42, 42, 0.8),  # the same face again: wrong
        (100, 0, 110, 10, 0.7),  # found, but smaller than what counts
        (310, 310, 350, 350, 0.6),  # doubtful
        (500, 500, 510, 510, 0.5),  # wrong, but too small to count
    )
    told = count(seen, (640, 480), faces, doubtful)
    assert told.hits.tolist() == pytest.approx([0.9])
    assert told.false.tolist() == pytest.approx([0.8])
    assert told.shares.tolist() == pytest.approx([40 / 480])
    assert told.recall(0.85) == 1
    assert told.precision(0.5) == pytest.approx(0.5)
    assert told.precision(0.85) == 1


def test_the_threshold_is_the_lowest_that_is_precise_enough_for_every_kind() -> None:
    faces = boxes((0, 0, 40, 40))
    good = count(found((0, 0, 40, 40, 0.9), (100, 100, 150, 150, 0.4)), (640, 640), faces, NONE)
    worse = count(found((0, 0, 40, 40, 0.8), (100, 100, 150, 150, 0.6)), (640, 640), faces, NONE)
    assert threshold_for([good], 0.9) == pytest.approx(0.41, abs=0.011)
    assert threshold_for([good, worse], 0.9) == pytest.approx(0.61, abs=0.011)
    assert together([good, worse]).recall(0.85) == 0.5


def test_the_threshold_rises_until_photos_without_people_are_quiet() -> None:
    face = boxes((0, 0, 40, 40))
    told = together([count(found((0, 0, 40, 40, 0.9)), (640, 480), face, NONE)] * 20)
    quiet = [np.array([])] * 98
    assert choose_threshold({"comic": told}, quiet) == pytest.approx(0.2)
    loud = [np.array([0.505, 0.625]), np.array([0.405, 0.585, 0.615])]
    assert choose_threshold({"comic": told}, [*quiet, *loud]) == pytest.approx(0.51), "three of a hundred may be left"
    assert choose_threshold({"comic": told}, loud) == pytest.approx(0.63)


def test_what_has_no_people_is_searched_by_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import PIL.Image

    monkeypatch.setattr(exam, "PATTERNS", 5)

    PIL.Image.fromarray(photo(1)).save(tmp_path / "a.png")
    nobody = [labelled(str(tmp_path / "a.png")), labelled(str(tmp_path / "a.png"), kind="comic")]
    given = exam.exam_of([], 1, nobody).empty
    assert [len(images) for images in given.values()] == [1, 1, 5, 5]
    assert next(iter(given)) == exam.PHOTOS
