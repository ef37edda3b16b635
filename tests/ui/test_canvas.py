from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QImage, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.cropping import Handle
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Image
from app.domain.platforms import load_platforms
from app.store.settings import Language, Overlay
from app.ui.background.pictures import pyramid
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.crop_frame import GRAB, handle_at
from app.ui.state.looked import Sight
from app.ui.style.language import LanguageManager

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
SQUARE = Aspect.parse("1:1")


def _halves(width: int, height: int) -> Image:
    """Red on the left, blue on the right."""
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : width // 2, 0] = 255
    image[:, width // 2 :, 2] = 255
    return image


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = Canvas()
    made.welcome.hide()
    qtbot.addWidget(made)
    made.resize(848, 648)  # 800 × 600 without the margins
    with qtbot.waitExposed(made):
        made.show()
    return made


def _colour(canvas: Canvas, x: int, y: int) -> QColor:
    return canvas.grab().toImage().pixelColor(x, y)


def test_a_picture_is_as_large_as_fits_and_in_its_own_colours(canvas: Canvas) -> None:
    size = Size(4000, 2000)
    canvas.show_picture(size, pyramid(_halves(448, 224)), Box(0, 0, 4000, 2000))
    assert canvas.mapFromScene(0, 0).x() == 24
    assert canvas.mapFromScene(4000, 0).x() == pytest.approx(824, abs=1)
    assert _colour(canvas, 200, 324).name() == "#ff0000"
    assert _colour(canvas, 640, 324).name() == "#0000ff"


def test_what_the_crop_leaves_out_is_dimmed(canvas: Canvas) -> None:
    canvas.show_picture(Size(4000, 2000), pyramid(_halves(448, 224)), Box(1000, 0, 2000, 2000))
    assert canvas.crop == QRectF(1000, 0, 2000, 2000)
    assert 80 < _colour(canvas, 100, 324).red() < 130
    assert _colour(canvas, 300, 324).red() == 255


def test_the_sharp_picture_takes_the_place_of_the_small_one(canvas: Canvas) -> None:
    size = Size(1600, 1200)
    crop = Box(200, 0, 1200, 1200)
    canvas.show_picture(size, pyramid(_halves(448, 336)), crop)
    before = canvas.mapFromScene(200, 0)
    canvas.show_picture(size, pyramid(_halves(1600, 1200)), crop)
    assert canvas.mapFromScene(200, 0) == before


def test_a_portrait_fits_after_a_landscape_and_after_resizing(canvas: Canvas) -> None:
    canvas.show_picture(Size(400, 300), pyramid(_halves(400, 300)), Box(0, 0, 400, 300))
    canvas.show_picture(Size(300, 600), pyramid(_halves(300, 600)), Box(0, 0, 300, 600))
    assert canvas.mapFromScene(0, 600).y() - canvas.mapFromScene(0, 0).y() == pytest.approx(600, abs=1)
    canvas.resize(448, 348)
    assert canvas.mapFromScene(0, 600).y() - canvas.mapFromScene(0, 0).y() == pytest.approx(300, abs=1)


def test_a_cleared_canvas_shows_nothing(canvas: Canvas) -> None:
    canvas.show_picture(Size(400, 300), pyramid(_halves(400, 300)), Box(0, 0, 400, 300))
    canvas.clear()
    assert canvas.crop.isEmpty()
    assert _colour(canvas, 200, 324).name() not in {"#ff0000", "#0000ff"}


class Told:
    """What a canvas told of the crop, in order: `moved`, `resized` with the box, `released` with None."""

    def __init__(self, canvas: Canvas) -> None:
        self.all: list[tuple[str, Box | None]] = []
        canvas.crop_moved.connect(lambda box: self.all.append(("moved", box)))
        canvas.crop_resized.connect(lambda box: self.all.append(("resized", box)))
        canvas.crop_released.connect(lambda: self.all.append(("released", None)))

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.all]

    @property
    def boxes(self) -> list[Box]:
        return [box for _, box in self.all if box is not None]


@pytest.fixture
def halved(canvas: Canvas) -> Canvas:
    """Shows 1600 × 1200 at half its size, with a square crop; picture (x, y) is at (24 + x / 2, 24 + y / 2)."""
    canvas.show_picture(Size(1600, 1200), pyramid(_halves(448, 336)), Box(400, 200, 600, 600), SQUARE)
    return canvas


def _at(x: float, y: float) -> QPoint:
    """Where a pixel of the picture of `halved` is, as long as it is fitted."""
    return QPoint(round(24 + x / 2), round(24 + y / 2))


def _drag(canvas: Canvas, *points: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(canvas.viewport(), button, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas.viewport(), point)
    QTest.mouseRelease(canvas.viewport(), button, pos=points[-1])


def _wheel(canvas: Canvas, at: QPointF, angle: int = 0, pixels: int = 0) -> None:
    event = QWheelEvent(
        at,
        canvas.viewport().mapToGlobal(at),
        QPoint(0, pixels),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def _under(canvas: Canvas, point: QPointF) -> QPointF:
    """What of the picture is at a point of the view."""
    return canvas.viewportTransform().inverted()[0].map(point)


def test_a_drag_inside_moves_the_crop_and_tells_each_step(halved: Canvas) -> None:
    told = Told(halved)
    _drag(halved, _at(700, 500), _at(720, 510), _at(800, 400))
    assert told.all == [
        ("moved", Box(420, 210, 600, 600)),
        ("moved", Box(500, 100, 600, 600)),
        ("released", None),
    ]
    assert halved.crop == QRectF(500, 100, 600, 600)


def test_a_moved_crop_stays_in_the_picture(halved: Canvas) -> None:
    told = Told(halved)
    _drag(halved, _at(700, 500), QPoint(1500, -400), QPoint(1600, -500))
    assert told.all == [("moved", Box(1000, 0, 600, 600)), ("released", None)], "once there, nothing more"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((1000, 800), (900, 700), Box(400, 200, 500, 500)),  # a corner
        ((400, 200), (500, 200), Box(450, 250, 550, 550)),  # off the diagonal: the nearest point of it
        ((400, 500), (300, 700), Box(300, 150, 700, 700)),  # the left side, to both sides of its middle
        ((900, 800), (700, 1000), Box(300, 200, 800, 800)),  # anywhere along the lower side
        ((1000, 800), (5000, 5000), Box(400, 200, 1000, 1000)),  # as far as the picture goes
        ((1000, 800), (-900, -900), Box(400, 200, 32, 32)),  # not smaller than the smallest
    ],
)
def test_a_drag_of_the_frame_resizes_in_the_shape(
    halved: Canvas, start: tuple[int, int], end: tuple[int, int], expected: Box
) -> None:
    told = Told(halved)
    _drag(halved, _at(*start), _at(*end))
    assert told.all == [("resized", expected), ("released", None)]
    assert halved.crop.getRect() == tuple(expected.as_list())


def test_without_a_shape_the_crop_keeps_its_own(canvas: Canvas) -> None:
    canvas.show_picture(Size(1600, 1200), pyramid(_halves(448, 336)), Box(0, 0, 900, 600))
    told = Told(canvas)
    _drag(canvas, _at(900, 600), _at(450, 300))
    assert told.boxes == [Box(0, 0, 450, 300)]


def test_a_press_without_a_move_tells_nothing(halved: Canvas) -> None:
    told = Told(halved)
    _drag(halved, _at(700, 500))
    _drag(halved, _at(996, 796), _at(996, 796))
    assert told.all == []


def test_escape_breaks_a_drag_off(halved: Canvas) -> None:
    told = Told(halved)
    halved.setFocus()
    QTest.mousePress(halved.viewport(), LEFT, pos=_at(700, 500))
    QTest.mouseMove(halved.viewport(), _at(800, 600))
    QTest.keyClick(halved, Qt.Key.Key_Escape)
    QTest.mouseMove(halved.viewport(), _at(900, 600))
    QTest.mouseRelease(halved.viewport(), LEFT, pos=_at(900, 600))
    start = Box(400, 200, 600, 600)
    assert told.all == [("moved", start.moved(100, 100)), ("moved", start), ("released", None)]
    assert halved.crop == QRectF(400, 200, 600, 600)


def test_escape_does_nothing_else_while_it_breaks_a_drag_off(halved: Canvas, qtbot: QtBot) -> None:
    cancelled: list[str] = []
    cancel = QAction(halved)
    cancel.setShortcut(QKeySequence(Qt.Key.Key_Escape))
    cancel.triggered.connect(lambda: cancelled.append("once"))
    halved.addAction(cancel)
    halved.activateWindow()
    qtbot.waitUntil(halved.isActiveWindow)
    halved.setFocus()
    QTest.mousePress(halved.viewport(), LEFT, pos=_at(700, 500))
    QTest.mouseMove(halved.viewport(), _at(800, 600))
    QTest.keyClick(halved, Qt.Key.Key_Escape)
    QTest.mouseRelease(halved.viewport(), LEFT, pos=_at(800, 600))
    assert halved.crop == QRectF(400, 200, 600, 600)
    assert cancelled == []
    QTest.keyClick(halved, Qt.Key.Key_Escape)
    assert cancelled == ["once"]


@pytest.mark.parametrize(
    "end",
    [
        lambda canvas: canvas.clearFocus(),
        lambda canvas: canvas.hide(),
        lambda canvas: canvas.set_editable(False),
    ],
    ids=["focus", "hidden", "not editable"],
)
def test_a_drag_is_broken_off_by(halved: Canvas, qtbot: QtBot, end: Callable[[Canvas], None]) -> None:
    told = Told(halved)
    halved.activateWindow()
    halved.setFocus()
    qtbot.waitUntil(halved.hasFocus)
    QTest.mousePress(halved.viewport(), LEFT, pos=_at(1000, 800))
    QTest.mouseMove(halved.viewport(), _at(900, 700))
    end(halved)
    assert told.kinds == ["resized", "resized", "released"]
    assert told.boxes[-1] == Box(400, 200, 600, 600)
    QTest.mouseRelease(halved.viewport(), LEFT, pos=_at(900, 700))
    assert told.kinds[-1] == "released"
    assert len(told.all) == 3


def test_a_crop_that_cannot_be_edited_stays(halved: Canvas) -> None:
    told = Told(halved)
    halved.set_editable(False)
    _drag(halved, _at(700, 500), _at(800, 600))
    _drag(halved, _at(1000, 800), _at(900, 700))
    assert told.all == []
    assert halved.crop == QRectF(400, 200, 600, 600)


def test_what_the_drag_itself_brings_about_does_not_end_it(halved: Canvas) -> None:
    told = Told(halved)
    sharp = pyramid(_halves(1600, 1200))

    def answer(box: Box) -> None:
        halved.show_picture(Size(1600, 1200), sharp, box, SQUARE)

    halved.crop_moved.connect(answer)
    QTest.mousePress(halved.viewport(), LEFT, pos=_at(700, 500))
    QTest.mouseMove(halved.viewport(), _at(720, 500))
    answer(Box(400, 200, 600, 600))  # told late
    QTest.mouseMove(halved.viewport(), _at(760, 500))
    assert told.boxes == [Box(420, 200, 600, 600), Box(460, 200, 600, 600)]
    answer(Box(0, 0, 300, 300))  # another candidate was chosen
    assert told.kinds[-1] == "released"
    assert halved.crop == QRectF(0, 0, 300, 300)
    QTest.mouseMove(halved.viewport(), _at(800, 500))
    QTest.mouseRelease(halved.viewport(), LEFT, pos=_at(800, 500))
    assert len(told.all) == 3


def test_the_pointer_tells_what_a_press_would_do(halved: Canvas) -> None:
    shapes = {
        (700, 500): Qt.CursorShape.SizeAllCursor,
        (400, 200): Qt.CursorShape.SizeFDiagCursor,
        (1000, 200): Qt.CursorShape.SizeBDiagCursor,
        (1000, 500): Qt.CursorShape.SizeHorCursor,
        (700, 800): Qt.CursorShape.SizeVerCursor,
        (1400, 1000): Qt.CursorShape.ArrowCursor,
    }
    for (x, y), shape in shapes.items():
        QTest.mouseMove(halved.viewport(), _at(x, y))
        assert halved.viewport().cursor().shape() == shape, (x, y)
    halved.zoom_by(1.5)
    QTest.mouseMove(halved.viewport(), QPoint(840, 640))
    assert halved.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor


lengths = st.floats(2, 2000)
frames = st.builds(QRectF, st.floats(-500, 500), st.floats(-500, 500), lengths, lengths)


@given(frames, st.sampled_from(Handle))
def test_every_handle_can_be_taken_hold_of_at_any_zoom(frame: QRectF, handle: Handle) -> None:
    x = frame.center().x() + handle.across * frame.width() / 2
    y = frame.center().y() + handle.down * frame.height() / 2
    assert handle_at(frame, QPointF(x, y)) is handle
    for dx, dy in ((1, 0), (0, 1)):
        if (dx and not handle.across) or (dy and not handle.down):
            continue
        steps = [step / 4 for step in range(-80, 81)]
        hits = [step for step in steps if handle_at(frame, QPointF(x + dx * step, y + dy * step)) is handle]
        assert hits[-1] - hits[0] >= GRAB - 0.5
        assert len(hits) - 1 == round((hits[-1] - hits[0]) * 4), "without a gap"


def test_the_middle_of_any_frame_moves_it() -> None:
    for side in (6, 20, 100, 3000):
        assert handle_at(QRectF(0, 0, side, side), QPointF(side / 2, side / 2)) is None
    assert handle_at(QRectF(0, 0, 100, 100), QPointF(150, 50)) is None


def test_fitted_and_full_size(halved: Canvas) -> None:
    zooms: list[float] = []
    halved.zoom_changed.connect(zooms.append)
    assert halved.fitted
    assert halved.zoom == pytest.approx(0.5)
    halved.actual_size()
    assert not halved.fitted
    assert halved.mapFromScene(800, 600) == QPoint(424, 324), "the middle stays"
    assert halved.mapFromScene(801, 600) == QPoint(425, 324), "a pixel is a pixel"
    halved.fit()
    assert halved.fitted
    assert zooms == [pytest.approx(1.0), pytest.approx(0.5)]


def test_a_double_click_toggles_between_them_about_the_pointer(halved: Canvas) -> None:
    told = Told(halved)
    at = _at(1200, 300)
    QTest.mouseDClick(halved.viewport(), LEFT, pos=at)
    assert halved.zoom == pytest.approx(1.0)
    assert halved.mapFromScene(1200, 300) == at
    QTest.mouseDClick(halved.viewport(), LEFT, pos=at)
    assert halved.fitted
    assert told.all == []


@pytest.mark.parametrize("notches", [(120,) * 8, (15,) * 40, (240, 30, 480)])
def test_the_wheel_zooms_about_the_pointer(halved: Canvas, notches: tuple[int, ...]) -> None:
    at = QPointF(200, 500)
    before = _under(halved, at)
    for angle in notches:
        _wheel(halved, at, angle)
        now = _under(halved, at)
        assert (now - before).manhattanLength() * halved.points_per_pixel <= 2, "up to a pixel of the screen each way"
    assert halved.zoom == pytest.approx(0.5 * 1.2 ** (sum(notches) / 120))


def test_trackpads_that_tell_pixels_only_zoom_too(halved: Canvas) -> None:
    _wheel(halved, QPointF(424, 324), pixels=30)
    assert halved.zoom > 0.5


def test_zooming_out_ends_with_the_whole_picture_in_the_middle(halved: Canvas) -> None:
    _wheel(halved, QPointF(30, 30), 1000)
    _wheel(halved, QPointF(800, 600), -100_000)
    assert halved.fitted
    assert halved.mapFromScene(0, 0) == QPoint(24, 24)


def test_zooming_has_ends(halved: Canvas) -> None:
    halved.zoom_by(1e9)
    assert halved.zoom == pytest.approx(32)
    halved.zoom_by(1e-9)
    assert halved.zoom == pytest.approx(0.5)


def test_a_small_picture_can_be_shown_in_its_own_size(canvas: Canvas) -> None:
    canvas.show_picture(Size(160, 120), pyramid(_halves(160, 120)), Box(0, 0, 160, 120))
    assert canvas.zoom == pytest.approx(5)
    canvas.zoom_by(0.9)
    canvas.zoom_by(0.01)
    assert canvas.zoom == pytest.approx(1)
    assert canvas.mapFromScene(80, 60) == QPoint(424, 324)


@pytest.mark.parametrize(("button", "start"), [(MIDDLE, (700, 500)), (LEFT, (1500, 1100))])
def test_the_mouse_pans_what_is_larger_than_the_view(
    halved: Canvas, button: Qt.MouseButton, start: tuple[int, int]
) -> None:
    told = Told(halved)
    _drag(halved, _at(*start), _at(start[0] - 60, start[1] - 40), button=button)
    assert halved.mapFromScene(0, 0) == QPoint(24, 24), "fitted"
    halved.zoom_by(2)
    before = halved.mapFromScene(1500, 1100)
    at = QPoint(424, 324) if button is MIDDLE else QPoint(800, 600)
    _drag(halved, at, at - QPoint(10, 7), at - QPoint(30, 20), button=button)
    assert halved.mapFromScene(1500, 1100) - before == QPoint(-30, -20)
    assert told.all == []


def test_the_picture_cannot_be_lost(halved: Canvas) -> None:
    halved.zoom_by(4)
    for x, y in ((1e6, 1e6), (-1e6, -1e6)):
        halved.pan(x, y)
        seen = halved.viewportTransform().mapRect(QRectF(0, 0, 1600, 1200))
        assert seen.intersected(QRectF(halved.viewport().rect())).width() >= 400


def test_resizing_keeps_a_fitted_picture_fitted_and_others_zoomed(halved: Canvas) -> None:
    halved.resize(448, 348)
    assert halved.fitted
    assert halved.zoom == pytest.approx(0.25)
    halved.actual_size()
    halved.resize(848, 648)
    assert halved.zoom == pytest.approx(1)
    assert halved.mapFromScene(800, 600) == QPoint(424, 324)


def test_another_crop_or_a_sharper_picture_leaves_zoom_and_place(halved: Canvas) -> None:
    halved.zoom_by(3, QPointF(300, 200))
    before = halved.mapFromScene(500, 500)
    halved.show_picture(Size(1600, 1200), pyramid(_halves(1600, 1200)), Box(0, 0, 500, 500), SQUARE)
    assert halved.mapFromScene(500, 500) == before
    halved.show_picture(Size(1200, 1600), pyramid(_halves(1200, 1600)), Box(0, 0, 500, 500), SQUARE)
    assert halved.fitted


def test_a_drag_works_at_any_zoom(halved: Canvas) -> None:
    halved.actual_size()
    told = Told(halved)
    corner = halved.mapFromScene(1000, 800)
    _drag(halved, corner, corner - QPoint(100, 100))
    assert told.boxes == [Box(400, 200, 500, 500)]


def test_the_badge_tells_the_score_and_the_difference(halved: Canvas) -> None:
    for score, recommended, text in (
        (72.4, 75.1, "72  −3"),
        (81.0, 75.1, "81  +6"),
        (75.3, 75.1, "75  ±0"),
        (60.0, None, "60"),
        (None, 75.1, ""),
    ):
        halved.show_crop_score(score, recommended)
        assert halved.badge.text == text
        assert halved.badge.isVisible() is bool(text)


def test_the_badge_follows_the_crop_and_stays_in_view(halved: Canvas) -> None:
    halved.show_crop_score(72, 75)
    above = halved.guides.badge
    frame = halved.viewportTransform().mapRect(halved.crop)
    assert above.bottom() < frame.top()
    assert above.center().x() == pytest.approx(frame.center().x())
    _drag(halved, _at(700, 500), _at(800, 550))
    assert halved.guides.badge == above.translated(50, 25)
    halved.show_picture(Size(1600, 1200), pyramid(_halves(448, 336)), Box(0, 0, 1200, 1200), SQUARE)
    assert halved.viewportTransform().mapRect(halved.crop).contains(halved.guides.badge)
    halved.zoom_by(10)
    assert QRectF(halved.viewport().rect()).contains(halved.guides.badge)
    halved.clear()
    assert not halved.badge.isVisible()


def test_only_what_changed_is_drawn_and_nothing_is_left_behind(halved: Canvas) -> None:
    sight = Sight(heat=np.tile(np.arange(256, dtype=np.uint8), (64, 1)))
    zones = load_platforms().preset("douyin-9x16")
    assert zones is not None
    halved.show_overlays(tuple(Overlay), sight, 60, zones.zones)
    halved.show_crop_score(72, 75)
    QApplication.processEvents()
    path = [_at(700, 500), _at(760, 430), _at(1100, 700), _at(640, 480)]
    QTest.mousePress(halved.viewport(), LEFT, pos=path[0])
    for point in path[1:]:
        QTest.mouseMove(halved.viewport(), point)
        QApplication.processEvents()
    QTest.mouseRelease(halved.viewport(), LEFT, pos=path[-1])
    QApplication.processEvents()
    shown, anew = (
        _pixels(picture) for picture in (halved.screen().grabWindow(halved.winId()).toImage(), halved.grab().toImage())
    )
    assert np.abs(shown - anew).max() <= 1, "a shade, as parts are rounded in another way"


def _pixels(image: QImage) -> npt.NDArray[np.int16]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).astype(np.int16)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (Language.ENGLISH, "Crop 600 × 600 at 400, 200, score 72  −3"),
        (Language.CHINESE, "裁剪 600 × 600，位于 400, 200，评分 72  −3"),
    ],
)
def test_the_crop_is_told_in_words(halved: Canvas, qapp: QApplication, shown: Language, text: str) -> None:
    LanguageManager(qapp).choose(shown)
    halved.show_crop_score(72, 75)
    assert halved.accessibleDescription() == text
    halved.clear()
    assert halved.accessibleDescription() == ""


def test_the_crop_in_words_is_that_of_the_end_of_a_drag(halved: Canvas) -> None:
    _drag(halved, _at(700, 500), _at(800, 600))
    assert halved.accessibleDescription() == "Crop 600 × 600 at 500, 300"


def test_arrow_keys_are_left_to_the_window(halved: Canvas) -> None:
    halved.zoom_by(4)
    before = halved.mapFromScene(0, 0)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        QTest.keyClick(halved, key)
    assert halved.mapFromScene(0, 0) == before


def test_a_pyramid_halves_down_and_offers_the_level_just_above() -> None:
    made = pyramid(_halves(5000, 2500))
    assert [level.width() for level in made.levels] == [3840, 1920, 960]
    assert made.level_for(100).width() == 960
    assert made.level_for(961).width() == 1920
    assert made.level_for(9999).width() == 3840
    for level in made.levels:
        assert level.pixelColor(0, 0).name() == "#ff0000"
        assert level.pixelColor(level.width() - 1, level.height() - 1).name() == "#0000ff"


def test_a_pyramid_of_a_sliver_is_no_thinner_than_a_pixel() -> None:
    made = pyramid(_halves(9000, 1))
    assert made.levels[0].width() == 3840
    assert all(level.height() == 1 for level in made.levels)


def test_a_pyramid_takes_pictures_that_are_parts_of_others() -> None:
    part = _halves(100, 100)[10:60, 40:90]
    assert not part.flags.c_contiguous
    level = pyramid(part).levels[0]
    assert (level.width(), level.height()) == (50, 50)
    assert level.pixelColor(0, 0).name() == "#ff0000"
    assert level.pixelColor(49, 49).name() == "#0000ff"
