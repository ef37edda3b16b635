from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.cover import Crop
from app.domain.faces import Face
from app.domain.geometry import Aspect, Box, Size
from app.domain.platforms import Area, Confidence, Effect, Zone
from app.store.settings import Language, Overlay
from app.ui.background.pictures import pyramid
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.guides import KEPT, name_place
from app.ui.canvas.overlays import (
    BEST_CROP,
    FACE,
    OTHER_CROP,
    Mark,
    crop_marks,
    face_marks,
    heat_colours,
    heat_picture,
    label_place,
)
from app.ui.state.looked import Sight
from app.ui.style.language import LanguageManager

from .fakes import framing

SIZE = Size(1600, 1200)
ALL = tuple(Overlay)
SEEN = (Overlay.FACES, Overlay.HEAT, Overlay.CROPS)
"""What is to be seen in the picture, of any shape."""


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """Shows a black picture at half its size."""
    made = Canvas()
    made.welcome.hide()
    qtbot.addWidget(made)
    made.resize(848, 648)  # 800 × 600 without the margins
    with qtbot.waitExposed(made):
        made.show()
    made.show_picture(SIZE, pyramid(np.zeros((336, 448, 3), np.uint8)), Box(0, 0, 1600, 1200))
    return made


def _sight(salience: int = 255) -> Sight:
    seen = framing(Aspect.parse("1:1"), SIZE, salience=salience)
    return Sight(seen.crops, seen.heat, seen.faces)


def _colour(canvas: Canvas, x: int, y: int) -> QColor:
    return canvas.grab().toImage().pixelColor(x, y)


def _colours_at(canvas: Canvas, rect: QRectF) -> set[str]:
    """All colours within a part of the canvas."""
    image = canvas.grab(rect.toRect()).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_colours_rise_in_lightness_and_in_alpha() -> None:
    colours = heat_colours().astype(float)
    lightness = colours[:, :3] @ (0.2126, 0.7152, 0.0722)
    assert (np.diff(lightness) > -1).all()
    assert lightness[-1] > 4 * lightness[0]
    assert (np.diff(colours[:, 3]) >= 0).all()
    assert colours[0, 3] == 0
    assert colours[-1, 3] == 255


def test_a_heat_picture_is_bounded_and_keeps_its_shape() -> None:
    made = heat_picture(np.full((3000, 4000), 255, np.uint8))
    assert (made.width(), made.height()) == (640, 480)
    assert made.pixelColor(320, 240).getRgb() == tuple(heat_colours()[-1].tolist())
    sliver = heat_picture(np.zeros((1, 5000), np.uint8))
    assert (sliver.width(), sliver.height()) == (640, 1)
    assert sliver.pixelColor(0, 0).alpha() == 0


def test_heat_lies_over_what_is_looked_at_and_the_rest_stays(canvas: Canvas) -> None:
    canvas.show_overlays((Overlay.HEAT,), _sight(), 100)
    hot, cold = _colour(canvas, 224, 324), _colour(canvas, 624, 324)
    assert [hot.red(), hot.green(), hot.blue()] == heat_colours()[-1, :3].tolist()
    assert cold.name() == "#000000"
    canvas.show_overlays((), _sight(), 100)
    assert _colour(canvas, 224, 324).name() == "#000000"


def test_heat_covers_as_much_as_the_opacity_says(canvas: Canvas) -> None:
    full = heat_colours()[-1].astype(float)
    for percent in (25, 75):
        canvas.show_overlays((Overlay.HEAT,), _sight(), percent)
        assert _colour(canvas, 224, 324).red() == pytest.approx(full[0] * percent / 100, abs=2)
    canvas.fade_heat(50)
    assert _colour(canvas, 224, 324).red() == pytest.approx(full[0] / 2, abs=2)


def test_boxes_lie_where_the_core_puts_them(canvas: Canvas) -> None:
    sight = Sight((Crop(Box(400, 200, 600, 800), 80),), None, (Face(Box(600, 400, 200, 250), 0.9),))
    canvas.show_overlays((Overlay.CROPS, Overlay.FACES), sight, 70)
    assert [mark.rect for mark in canvas.marks.marks] == [QRectF(400, 200, 600, 800), QRectF(600, 400, 200, 250)]
    # The sides of the crop, at half the size and 24 points from the border of the canvas.
    for x in (220, 520):
        assert BEST_CROP.colour.name() in _colours_at(canvas, QRectF(x, 400, 8, 8))
    assert FACE.colour.name() in _colours_at(canvas, QRectF(320, 250, 8, 40))
    assert _colours_at(canvas, QRectF(240, 400, 60, 60)) == {"#000000"}


@pytest.mark.parametrize(
    ("overlays", "kinds"),
    [((Overlay.CROPS,), {False}), ((Overlay.FACES,), {True}), (ALL, {True, False}), ((Overlay.HEAT,), set())],
)
def test_only_what_is_on_is_drawn(canvas: Canvas, overlays: tuple[Overlay, ...], kinds: set[bool]) -> None:
    canvas.show_overlays(overlays, _sight(), 70)
    assert {mark.face for mark in canvas.marks.marks} == kinds
    assert canvas.heat.shown is (Overlay.HEAT in overlays)


def test_marks_tell_rank_score_and_confidence_and_differ_in_more_than_colour() -> None:
    seen = framing(Aspect.parse("1:1"))
    crops, faces = crop_marks(seen.crops), face_marks(reversed(seen.faces))
    assert [mark.label for mark in crops] == ["1  ·  80", "2  ·  70", "3  ·  60"]
    assert [mark.style for mark in crops] == [BEST_CROP, OTHER_CROP, OTHER_CROP]
    assert BEST_CROP.width > OTHER_CROP.width
    assert [mark.label for mark in faces] == ["90%", "80%"]
    assert FACE.dashes
    assert not BEST_CROP.dashes


def _metrics() -> QFontMetricsF:
    return QFontMetricsF(QFont())


ROOM = QRectF(0, 0, 800, 600)


def test_a_label_has_the_same_size_at_any_zoom(qapp: QApplication) -> None:
    mark = crop_marks([Crop(Box(0, 0, 100, 100), 80)])[0]
    places = [label_place(mark, QRectF(50, 50, side, side), _metrics(), ROOM, []) for side in (20, 100, 500)]
    assert len({(place.width(), place.height()) for place in places if place is not None}) == 1
    assert None not in places


def test_a_face_too_small_for_a_label_has_none(qapp: QApplication) -> None:
    (mark,) = face_marks([Face(Box(0, 0, 10, 10), 0.5)])
    assert label_place(mark, QRectF(50, 50, 10, 10), _metrics(), ROOM, []) is None
    assert label_place(mark, QRectF(50, 50, 30, 30), _metrics(), ROOM, []) is not None


sides = st.floats(1, 900)
rects = st.builds(QRectF, st.floats(-200, 800), st.floats(-200, 600), sides, sides)


@given(st.lists(st.tuples(rects, st.booleans()), max_size=30))
def test_labels_can_be_read(qapp: QApplication, boxes: list[tuple[QRectF, bool]]) -> None:
    taken: list[QRectF] = []
    for rect, face in boxes:
        place = label_place(Mark(rect, "1 · 80", FACE if face else BEST_CROP, face), rect, _metrics(), ROOM, taken)
        if place is not None:
            assert ROOM.contains(place)
            assert not any(place.intersects(other) for other in taken)
            taken.append(place)


def test_hundreds_of_faces_are_drawn(canvas: Canvas) -> None:
    faces = tuple(Face(Box(x, y, 40, 40), 0.9) for x in range(0, 1600, 60) for y in range(0, 1200, 60))
    canvas.show_overlays((Overlay.FACES,), Sight(faces=faces), 70)
    assert len(canvas.marks.marks) == len(faces) > 500
    assert FACE.colour.name() in _colours_at(canvas, QRectF(24, 24, 60, 60))
    assert canvas.legend.texts[Overlay.FACES].text() == f"{len(faces)} faces"


def test_the_legend_names_what_is_on(canvas: Canvas) -> None:
    assert not canvas.legend.isVisible()
    canvas.show_overlays(SEEN, _sight(), 70)
    assert canvas.legend.isVisible()
    assert canvas.legend.spoken == "2 faces, Saliency, 3 crops"
    assert canvas.accessibleDescription() == "Crop 1600 × 1200 at 0, 0, 2 faces, Saliency, 3 crops"
    assert canvas.legend.slider.value() == 70
    canvas.show_overlays((Overlay.CROPS,), Sight(framing(Aspect(None)).crops[:1]), 70)
    assert canvas.legend.spoken == "1 crop"
    assert not canvas.legend.slider.isVisible()
    canvas.show_overlays((), _sight(), 70)
    assert not canvas.legend.isVisible()
    assert canvas.accessibleDescription() == "Crop 1600 × 1200 at 0, 0"


@pytest.mark.parametrize(
    ("shown", "texts"),
    [
        (Language.ENGLISH, ("1 face, Saliency, No crops", "Faces…, Saliency…, Crops…", "Faces not available")),
        (Language.CHINESE, ("1 张人脸, 显著性, 没有推荐裁剪", "人脸…, 显著性…, 推荐裁剪…", "无法检测人脸")),
    ],
)
def test_the_legend_speaks_the_language(
    canvas: Canvas, qapp: QApplication, shown: Language, texts: tuple[str, str, str]
) -> None:
    LanguageManager(qapp).choose(shown)
    seen = framing(Aspect(None), faces=1)
    canvas.show_overlays(SEEN, Sight((), seen.heat, seen.faces), 70)
    assert canvas.legend.spoken == texts[0]
    canvas.show_overlays(SEEN, Sight(), 70)
    assert canvas.legend.spoken == texts[1]
    canvas.show_overlays((Overlay.FACES,), Sight(failed=True), 70)
    assert canvas.legend.spoken == texts[2]


GUIDES = (Overlay.THIRDS, Overlay.SAFE_AREAS)


RULE = (Confidence.RULE_OF_THUMB, "", "")


@pytest.fixture
def zones() -> tuple[Zone, ...]:
    """The upper quarter is covered, the middle is kept."""
    return (
        Zone("top", Effect.COVERED, {"en": "Search", "zh_CN": "搜索"}, Area(0, 0, 1, 0.25), *RULE),
        Zone("grid", Effect.KEPT, {"en": "Tile", "zh_CN": "方格"}, Area(0.25, 0.4, 0.5, 0.5), *RULE),
    )


def _with_crop(canvas: Canvas, crop: Box) -> Canvas:
    canvas.show_picture(SIZE, pyramid(np.zeros((336, 448, 3), np.uint8)), crop)
    return canvas


def test_thirds_lie_in_the_crop_and_move_with_it(canvas: Canvas) -> None:
    _with_crop(canvas, Box(200, 100, 600, 900)).show_overlays((Overlay.THIRDS,), Sight(), 70)
    x, y = 24 + 100 + 300 / 3, 24 + 50 + 450 / 3
    for rect in (QRectF(x - 4, 300, 8, 4), QRectF(x + 96, 300, 8, 4), QRectF(280, y - 4, 4, 8)):
        assert max(QColor(name).lightness() for name in _colours_at(canvas, rect)) > 150, rect
    assert _colours_at(canvas, QRectF(x + 20, y + 20, 50, 50)) == {"#000000"}
    _with_crop(canvas, Box(260, 100, 600, 900))
    assert _colours_at(canvas, QRectF(x - 4, 300, 8, 4)) == {"#000000"}
    assert len(_colours_at(canvas, QRectF(x + 26, 300, 8, 4))) > 1
    canvas.show_overlays((), Sight(), 70)
    assert _colours_at(canvas, QRectF(x + 26, 300, 8, 4)) == {"#000000"}


def test_safe_areas_lie_in_the_crop(canvas: Canvas, zones: tuple[Zone, ...]) -> None:
    _with_crop(canvas, Box(200, 100, 800, 800)).show_overlays(GUIDES[1:], Sight(), 70, zones)
    assert [(zone.rect, zone.name, zone.effect) for zone in canvas.guides.zones] == [
        (QRectF(200, 100, 800, 200), "Search", Effect.COVERED),
        (QRectF(400, 420, 400, 400), "Tile", Effect.KEPT),
    ]
    covered = _colours_at(canvas, QRectF(140, 90, 60, 60))
    assert len(covered) > 2, "tinted and hatched"
    assert KEPT.colour.name() in _colours_at(canvas, QRectF(220, 250, 8, 40))
    assert _colours_at(canvas, QRectF(140, 190, 60, 30)) == {"#000000"}
    canvas.show_overlays((Overlay.THIRDS,), Sight(), 70, zones)
    assert canvas.guides.zones == ()


@given(rects, st.lists(rects, max_size=4))
def test_names_of_areas_can_be_read(qapp: QApplication, rect: QRectF, taken: list[QRectF]) -> None:
    place = name_place("Name and caption", rect, _metrics(), ROOM, taken)
    if place is not None:
        assert ROOM.contains(place)
        assert not any(place.intersects(other) for other in taken)


def test_the_name_of_an_area_is_in_its_middle_or_beside_it(qapp: QApplication) -> None:
    wide, thin = QRectF(100, 100, 400, 100), QRectF(760, 100, 40, 300)
    middle = name_place("Caption", wide, _metrics(), ROOM, [])
    assert middle is not None
    assert middle.center() == wide.center()
    beside = name_place("Buttons", thin, _metrics(), ROOM, [])
    assert beside is not None
    assert not beside.intersects(thin)


@pytest.mark.parametrize(
    ("shown", "texts"),
    [
        (Language.ENGLISH, ("Rule of thirds, Covered by the platform, Shown in previews", "No safe areas known")),
        (Language.CHINESE, ("三分线, 被平台界面遮挡, 预览中保留", "无已知安全区")),
    ],
)
def test_the_legend_explains_the_guides(
    canvas: Canvas, qapp: QApplication, zones: tuple[Zone, ...], shown: Language, texts: tuple[str, str]
) -> None:
    LanguageManager(qapp).choose(shown)
    canvas.show_overlays(GUIDES, Sight(), 70, zones)
    assert canvas.legend.spoken == texts[0]
    assert canvas.guides.zones[0].name == zones[0].name[shown.value]
    canvas.show_overlays(GUIDES[1:], Sight(), 70)
    assert canvas.legend.spoken == texts[1]
    canvas.show_overlays(GUIDES[1:], Sight(), 70, zones[1:])
    assert canvas.legend.spoken == texts[0].split(", ")[2], "nothing is covered"


def test_the_legend_keeps_to_its_corner(canvas: Canvas) -> None:
    canvas.show_overlays(ALL, _sight(), 70)
    for width, height in ((320, 240), (848, 648), (1600, 400)):
        canvas.resize(width, height)
        legend = canvas.legend.geometry()
        assert canvas.rect().contains(legend)
        assert not legend.contains(canvas.rect().center())


def test_without_a_picture_there_is_no_legend(canvas: Canvas) -> None:
    canvas.show_overlays(ALL, _sight(), 70)
    canvas.clear()
    assert not canvas.legend.isVisible()
    assert canvas.marks.marks == ()
    canvas.show_overlays(ALL, Sight(), 70)
    assert not canvas.legend.isVisible()
