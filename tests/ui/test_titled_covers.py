"""The title of a cover: stood somewhere, seen on every cover, kept, and written with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.edits import Shape
from app.domain.geometry import Aspect, Box
from app.domain.title import Spot
from app.store.autosave import slot_of
from app.store.session_file import read_session
from app.ui.background.words import Words
from app.ui.pages.export_row import ExportRow
from app.ui.widgets.verdicts import LEAST_PIXELS, pixels_in_feed
from app.ui.window import MainWindow

from .editing import PATIENCE_MS, SHIFT, open_clip, session_of
from .fakes import FakeCore, moment
from .titles import (
    ALT,
    LEFT,
    drag,
    move_to,
    place_of,
    set_as_wanted,
    spot_of,
    title_of,
    words_of,
)

pytestmark = pytest.mark.usefixtures("saving_at_once", "sharp_at_once")


# Standing


def test_a_drag_sticks_to_the_middle_and_is_one_step(titled: MainWindow, qtbot: QtBot) -> None:
    words = words_of(titled)
    assert words is not None
    crop = titled.canvas.viewportTransform().mapRect(titled.canvas.crop)
    up = round((0.5 - words.spot.y) * crop.height())
    drag(titled, (2, up // 2), (3, up + 3), drop=False)
    assert titled.canvas.title.lines == ((0.5,), (0.5,))
    assert titled.canvas.title.spot == Spot(0.5, 0.5)
    QTest.mouseRelease(titled.canvas.viewport(), LEFT)
    assert not any(titled.canvas.title.lines)
    assert spot_of(titled) == Spot(0.5, 0.5)
    qtbot.waitUntil(lambda: set_as_wanted(titled), timeout=PATIENCE_MS)
    assert titled.actions_["undo"].text() == "&Undo move title"
    assert titled.title_panel.place_button.isEnabled()
    titled.actions_["undo"].trigger()
    assert spot_of(titled) is None


def test_a_drag_stays_inside_the_safe_area(titled: MainWindow, qtbot: QtBot) -> None:
    drag(titled, (-40, 0), (-3000, 3000))
    qtbot.waitUntil(lambda: set_as_wanted(titled), timeout=PATIENCE_MS)
    words = words_of(titled)
    assert words is not None
    box, safe = words.lettering.box, words.safe
    assert box.shared(safe) == box.area
    assert box.x == safe.x
    assert titled.canvas.crop.contains(titled.canvas.title.block)


def test_it_is_dragged_and_moved_off_faces(titled: MainWindow, qtbot: QtBot) -> None:
    titled.controller.look_up(moment(7), moving=False)
    titled.controller.use_frame()
    qtbot.waitUntil(lambda: _on(titled) == moment(7) and set_as_wanted(titled), timeout=PATIENCE_MS)
    titled.controller.cropping.move(Box(0, 0, 720, 720))
    titled.controller.titling.stand(Spot(248 / 720, 0.7))
    titled.controller.end_step()
    qtbot.waitUntil(lambda: set_as_wanted(titled), timeout=PATIENCE_MS)
    words = words_of(titled)
    assert words is not None
    assert words.keep_off
    across = titled.canvas.viewportTransform().mapRect(titled.canvas.crop)
    drag(titled, (0, -10), (0, round((300 / 720 - words.spot.y) * across.height())))
    qtbot.waitUntil(lambda: set_as_wanted(titled), timeout=PATIENCE_MS)
    stood = words_of(titled)
    assert stood is not None
    assert not stood.lettering.over_face
    assert all(stood.lettering.box.shared(face) == 0 for face in stood.keep_off)
    below = stood.spot.y
    for _ in range(3):
        QTest.keyClick(titled, Qt.Key.Key_Up, ALT)
    spot = spot_of(titled)
    assert spot is not None
    assert spot.y < below, "past a face it goes in one step"


def test_a_drag_that_is_broken_off_leaves_no_step(titled: MainWindow) -> None:
    label = titled.actions_["undo"].text()
    drag(titled, (0, -40), (0, -80), drop=False)
    assert spot_of(titled) is not None
    QTest.keyClick(titled.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(titled.canvas.viewport(), LEFT)
    assert spot_of(titled) is None
    assert titled.actions_["undo"].text() == label


def test_beside_the_title_the_crop_is_dragged(titled: MainWindow) -> None:
    corner = titled.canvas.viewportTransform().mapRect(titled.canvas.crop).topLeft().toPoint() + QPoint(40, 40)
    QTest.mousePress(titled.canvas.viewport(), LEFT, pos=corner)
    move_to(titled, corner + QPoint(30, 0))
    QTest.mouseRelease(titled.canvas.viewport(), LEFT, pos=corner + QPoint(30, 0))
    assert spot_of(titled) is None
    assert session_of(titled).candidates[0].edited


def test_once_clicked_the_arrow_keys_move_it(titled: MainWindow, qtbot: QtBot) -> None:
    crop = session_of(titled).candidates[0].crop
    words = words_of(titled)
    assert words is not None
    QTest.mouseClick(titled.canvas.viewport(), LEFT, pos=place_of(titled))
    assert titled.canvas.title.selected
    assert spot_of(titled) is None, "a click moves nothing"
    QTest.keyClick(titled.canvas, Qt.Key.Key_Left)
    QTest.keyClick(titled.canvas, Qt.Key.Key_Left, SHIFT)
    spot = spot_of(titled)
    assert spot is not None
    assert spot.x == pytest.approx(words.spot.x - 0.06)
    assert session_of(titled).candidates[0].crop == crop
    QTest.keyClick(titled.canvas, Qt.Key.Key_Escape)
    assert not titled.canvas.title.selected
    QTest.keyClick(titled.canvas, Qt.Key.Key_Right)
    assert spot_of(titled) == spot
    assert session_of(titled).candidates[0].crop != crop


def test_keys_move_it_and_place_it_by_itself_again(titled: MainWindow, qtbot: QtBot) -> None:
    words = words_of(titled)
    assert words is not None
    QTest.keyClick(titled, Qt.Key.Key_Up, ALT)
    QTest.keyClick(titled, Qt.Key.Key_Up, ALT)
    spot = spot_of(titled)
    assert spot is not None
    assert spot.y == pytest.approx(words.spot.y - 0.02)
    qtbot.waitUntil(titled.actions_["title_place"].isEnabled)
    QTest.keyClick(titled, Qt.Key.Key_T, SHIFT)
    assert spot_of(titled) is None
    assert not titled.actions_["title_place"].isEnabled()


def test_it_is_stood_for_each_shape(titled: MainWindow, qtbot: QtBot) -> None:
    titled.controller.titling.stand(Spot(0.3, 0.4))
    titled.controller.set_shape(Shape(Aspect.parse("16:9")))
    assert spot_of(titled) is None
    qtbot.waitUntil(lambda: set_as_wanted(titled), timeout=PATIENCE_MS)
    titled.controller.set_shape(Shape(Aspect.parse("1:1")))
    assert spot_of(titled) == Spot(0.3, 0.4)


def test_a_double_click_has_it_written(titled: MainWindow) -> None:
    titled.actions_["title"].trigger()
    assert titled.title_panel.isHidden()
    zoom = titled.canvas.zoom
    QTest.mouseDClick(titled.canvas.viewport(), LEFT, pos=place_of(titled))
    assert titled.title_panel.text.hasFocus()
    assert titled.title_panel.text.textCursor().selectedText() == "Summer"
    assert titled.canvas.zoom == zoom


# Where else it is seen


def test_it_belongs_to_the_cover_whichever_frame_that_is(titled: MainWindow, qtbot: QtBot) -> None:
    titled.controller.choose(2)
    assert title_of(titled) is not None
    qtbot.waitUntil(lambda: _on(titled) == moment(2), timeout=PATIENCE_MS)
    titled.controller.look_up(moment(7), moving=False)
    assert not titled.canvas.title.isVisible(), "another frame is no cover"


def _on(writable: MainWindow) -> object:
    words = words_of(writable)
    return words.inscription.place if words is not None else None


def test_before_shows_it_without(titled: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClicks(titled, "\\")
    assert not titled.canvas.title.isVisible()
    assert all(card.words is None for card in titled.side.cards)
    QTest.keyClicks(titled, "\\")
    qtbot.waitUntil(titled.canvas.title.isVisible, timeout=PATIENCE_MS)


def test_the_comparison_shows_it_but_not_on_the_first_frame(titled: MainWindow, qtbot: QtBot) -> None:
    titled.actions_["compare"].trigger()
    panes = titled.pages.compare.panes
    qtbot.waitUntil(lambda: all(pane.item.words or pane.view.item.words for pane in panes[:3]), timeout=PATIENCE_MS)
    assert [pane.view.item.words is None for pane in panes] == [False, False, False, *[True] * (len(panes) - 3)]


def test_small_letters_are_told_of(titled: MainWindow, qtbot: QtBot) -> None:
    titled.title_panel.sliders["size"].slider.setValue(6)
    qtbot.waitUntil(lambda: set_as_wanted(titled), timeout=PATIENCE_MS)
    words = words_of(titled)
    assert words is not None
    assert pixels_in_feed(words) < LEAST_PIXELS
    assert "Too small to read in a feed" in titled.title_panel.faults.text()
    titled.actions_["feed"].trigger()
    assert "Too small" in titled.pages.feed.letters.whole
    assert titled.pages.feed.letters.property("wrong") is True


def test_the_length_of_the_video_is_told_of_where_it_lies_over_the_title(titled: MainWindow, qtbot: QtBot) -> None:
    fault = "In a feed, the length of the video lies over it"
    assert titled.title_panel.faults.text() == ""
    titled.controller.titling.stand(Spot(0.95, 0.95))
    qtbot.waitUntil(lambda: set_as_wanted(titled), timeout=PATIENCE_MS)
    assert titled.title_panel.faults.text() == fault
    titled.actions_["feed"].trigger()
    feed = titled.pages.feed
    assert (feed.letters.whole, feed.letters.property("wrong")) == (fault, True)
    # Of a platform whose corner is free nothing is drawn there, and nothing said.
    titled.controller.set_shape(Shape(Aspect.parse("1:1"), "xiaohongshu-1x1"))
    titled.controller.titling.stand(Spot(0.95, 0.95))
    qtbot.waitUntil(lambda: set_as_wanted(titled), timeout=PATIENCE_MS)
    assert titled.title_panel.faults.text() == ""
    assert feed.feeds["light"]._duration is None


# What is kept and written


def test_it_is_kept_with_the_session(titled: MainWindow, qtbot: QtBot, clip: Path) -> None:
    titled.controller.titling.stand(Spot(0.4, 0.4))
    titled.controller.end_step()
    edits = session_of(titled).edits
    path = slot_of(session_of(titled).paths)
    qtbot.waitUntil(
        lambda: path.exists() and read_session(path).project == session_of(titled).project, timeout=PATIENCE_MS
    )
    open_clip(qtbot, titled, clip)
    assert session_of(titled).edits.title == edits.title
    assert session_of(titled).edits.spots == edits.spots
    assert titled.title_panel.text.toPlainText() == "Summer"


def test_accepting_writes_it_and_decides_on_it(titled: MainWindow, core: FakeCore, qtbot: QtBot) -> None:
    words = words_of(titled)
    assert words is not None
    titled.actions_["accept"].trigger()
    qtbot.waitUntil(lambda: bool(core.written) and not session_of(titled).writing, timeout=PATIENCE_MS)
    ((image, crop, _path),) = core.written
    assert (crop.x, crop.y, crop.width, crop.height) == (0, 0, 720, 720)
    inside = _scaled(words, 720)
    changed = np.argwhere((image != image[0, 0]).any(axis=2))
    assert len(changed) > 100
    assert (changed.min(axis=0) >= (inside[1], inside[0])).all()
    assert (changed.max(axis=0) < (inside[3], inside[2])).all()
    decision = session_of(titled).edits.decision
    assert decision is not None
    assert decision.title == title_of(titled)


def _scaled(words: Words, side: int) -> tuple[float, float, float, float]:
    """Where the title with its shadow is in a square cover, with a pixel to spare: left, top, right, bottom."""
    factor, (x, y) = side / words.size.width, words.lettering.at
    height, width = words.lettering.image.shape[:2]
    return (x * factor - 1, y * factor - 1, (x + width) * factor + 1, (y + height) * factor + 1)


def test_what_is_seen_is_what_is_written(titled: MainWindow, core: FakeCore, qtbot: QtBot) -> None:
    def sharp() -> bool:
        words = words_of(titled)
        return words is not None and words.size.width == 720

    qtbot.waitUntil(sharp, timeout=PATIENCE_MS)
    words = words_of(titled)
    assert words is not None
    from app.lettering.letter import lettered

    ground = np.full((720, 720, 3), 80, np.uint8)
    titled.actions_["accept"].trigger()
    qtbot.waitUntil(lambda: bool(core.written), timeout=PATIENCE_MS)
    np.testing.assert_array_equal(core.written[0][0], lettered(ground, words.lettering))
    qtbot.waitUntil(lambda: not session_of(titled).writing, timeout=PATIENCE_MS)


def test_the_export_page_shows_it_and_writes_it(titled: MainWindow, qtbot: QtBot, tmp_path: Path, clip: Path) -> None:
    titled.controller.keep_shape(Shape(Aspect.parse("16:9")))
    titled.actions_["export"].trigger()
    page = titled.pages.export
    qtbot.waitUntil(lambda: len(page.rows) == 2 and all(_words_on(row) for row in page.rows), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: all(row.handle.file is not None for row in page.rows), timeout=PATIENCE_MS)
    for row in page.rows:
        assert row.handle.file is not None
        assert _differs(_read(row.handle.file)), "what is dragged away"
    page.rows[0].copied.emit()
    copied = QApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (720, 720)
    grey = copied.pixelColor(5, 5)
    assert any(copied.pixelColor(x, y) != grey for x in range(0, 720, 4) for y in range(360, 720, 4))
    page.export_button.click()
    qtbot.waitUntil(lambda: session_of(titled).edits.decision is not None, timeout=PATIENCE_MS)
    decision = session_of(titled).edits.decision
    assert decision is not None
    assert decision.title == title_of(titled)
    files = [crop.file for crop in decision.crops]
    assert len(files) == 2
    assert all(file is not None and _differs(_read(file)) for file in files)


def _words_on(row: ExportRow) -> Words | None:
    part = row.handle._part
    return part.words if part is not None else None


def _read(path: Path) -> npt.NDArray[np.uint8]:
    with PIL.Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"), np.uint8)


def _differs(image: npt.NDArray[np.uint8]) -> bool:
    """Whether there is more than one grey in a picture, but only in its lower half."""
    upper, lower = image[: len(image) // 2], image[len(image) // 2 :]
    return bool(np.ptp(upper) <= 2 < np.ptp(lower))
