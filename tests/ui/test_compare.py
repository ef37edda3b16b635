from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.geometry import Box, Size
from app.store.settings import Language
from app.ui.background.pictures import Pyramid, pyramid
from app.ui.canvas.lens import MOST, Lens, columns
from app.ui.pages.compare import Compared, CompareView
from app.ui.pages.compare_pane import signed
from app.ui.style.language import LanguageManager

SIZE = Size(1600, 1200)
CROP = Box(400, 0, 900, 1200)

places = st.floats(0, 1)
lenses = st.builds(Lens, st.floats(1, MOST), places, places)


def _halves(left: int = 0, right: int = 255) -> Pyramid:
    """A picture whose left half is dark and whose right half is light."""
    image = np.full((300, 400, 3), left, np.uint8)
    image[:, 200:] = right
    return pyramid(image)


def _item(rank: int, score: float | None, *, chosen: bool = False, crop: Box = CROP) -> Compared:
    parts = {} if score is None else {"quality": score - 2, "appeal": score, "crop": 50.0}
    return Compared(f"{rank} · 0:0{rank}.00", SIZE, _halves(), crop, score, parts, chosen)


@pytest.fixture
def view(qtbot: QtBot) -> CompareView:
    """Compares a choice with a better one and with a frame that was not scored."""
    made = CompareView()
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_covers([_item(1, 60.4, chosen=True), _item(2, 71.8), _item(3, None)])
    made.setFocus()
    return made


def _focused(view: CompareView) -> int:
    return next(index for index, pane in enumerate(view.panes) if pane.hasFocus())


@given(lenses, st.floats(0.2, 5), places, places)
def test_zooming_leaves_what_is_pointed_at_where_it_is(lens: Lens, factor: float, x: float, y: float) -> None:
    zoomed = lens.zoomed(factor, x, y)
    assert 1 <= zoomed.zoom <= MOST
    assert (x - zoomed.x) * zoomed.zoom == pytest.approx((x - lens.x) * lens.zoom, abs=1e-6)
    assert (y - zoomed.y) * zoomed.zoom == pytest.approx((y - lens.y) * lens.zoom, abs=1e-6)


@given(lenses, st.floats(-3, 3), st.floats(-3, 3), st.floats(0.01, 4), st.floats(0.01, 4))
def test_the_view_never_leaves_the_picture(lens: Lens, x: float, y: float, across: float, down: float) -> None:
    held = lens.panned(x, y).within(across, down)
    for place, share in ((held.x, across), (held.y, down)):
        if share >= 1:
            assert place == 0.5
        else:
            assert place - share / 2 >= -1e-9
            assert place + share / 2 <= 1 + 1e-9


@given(
    st.lists(st.floats(0.2, 5), min_size=1, max_size=4), st.floats(100, 3000), st.floats(100, 2000), st.floats(0, 100)
)
def test_there_is_a_column_for_each_at_most(ratios: list[float], width: float, height: float, below: float) -> None:
    assert 1 <= columns(ratios, width, height, below) <= len(ratios)


def test_the_arrangement_follows_the_room() -> None:
    assert columns([9 / 16] * 4, 1200, 700, 60) == 4
    assert columns([16 / 9] * 4, 1200, 900, 60) == 2
    assert columns([16 / 9] * 2, 500, 900, 60) == 1


@pytest.mark.parametrize(
    ("value", "other", "text"), [(81.4, 78.6, "+2"), (70.0, 82.0, "−12"), (70.4, 69.6, "±0"), (0.0, 100.0, "−100")]
)
def test_differences_are_those_of_the_rounded_numbers(value: float, other: float, text: str) -> None:
    assert signed(value, other) == text


def test_parts_are_told_as_differences_to_the_best(view: CompareView) -> None:
    first, best, unscored = view.panes
    assert best.figures == {"quality": "70", "appeal": "72", "crop": "50"}
    assert first.figures == {"quality": "−12", "appeal": "−12", "crop": "±0"}
    assert unscored.figures == {}
    assert first.accessibleName() == "1 · 0:01.00"
    assert first.accessibleDescription() == "Score 60 of 100, Against the best: Quality −12, Appeal −12, Crop ±0"


def test_every_number_says_what_it_is(view: CompareView) -> None:
    first, best, unscored = view.panes
    assert first._score_name.text() == "Score"
    assert first._parts.text().split() == [
        "Against",
        "the",
        "best:",
        "Quality",
        "−12",
        "·",
        "Appeal",
        "−12",
        "Crop",
        "±0",
    ]
    assert best._parts.text() == "Quality 70 · Appeal 72 · Crop 50"
    for pane, score, parts in ((first, "from 0 to 100", "of the best"), (best, "from 0 to 100", "from 0 to 100")):
        assert score in pane._score.toolTip()
        assert parts in pane._parts.toolTip()
    assert first._score.accessibleName() == "Score 60 of 100"
    assert unscored._score.accessibleName() == unscored._score.toolTip() == "It was not scored"


def test_only_what_both_have_is_compared(qtbot: QtBot) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    faces = replace(_item(1, 60.0), parts={"appeal": 60.0, "faces": 90.0})
    view.show_covers([faces, _item(2, 70.0)])
    assert view.panes[0].figures == {"appeal": "−10"}


def test_two_that_are_alike_are_told_apart(qtbot: QtBot) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    one = _item(1, 70.0)
    view.show_covers([one, _item(1, 60.0)])
    assert view.panes[1].figures["appeal"] == "−10"


def test_the_keys_move_choose_and_close(view: CompareView, qtbot: QtBot) -> None:
    assert _focused(view) == 0, "on the choice"
    for key, now in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Right, 0), (Qt.Key.Key_Left, 2)):
        QTest.keyClick(view.panes[_focused(view)], key)
        assert _focused(view) == now
    with qtbot.waitSignal(view.chosen) as chosen:
        QTest.keyClick(view.panes[2], Qt.Key.Key_Return)
    assert chosen.args == [2]
    with qtbot.waitSignal(view.closed):
        QTest.keyClick(view.panes[2], Qt.Key.Key_Escape)


def test_its_keys_are_not_taken_by_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = CompareView(window)
    view.resize(600, 400)
    heard: list[str] = []
    for keys in ("Return", "Esc", "Left", "+", "0", "U"):
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.activated.connect(lambda keys=keys: heard.append(keys))
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.show_covers([_item(1, 60.0, chosen=True), _item(2, 50.0)])
    view.setFocus()
    closed: list[None] = []
    view.closed.connect(lambda: closed.append(None))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_0, Qt.Key.Key_Escape, Qt.Key.Key_U):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
    assert heard == ["U"], "what means nothing in here goes on to the window"
    assert closed == [None]


def test_zoom_and_place_are_the_same_in_all(view: CompareView, qtbot: QtBot) -> None:
    point = QPointF(20, 30)
    picture = view.panes[1].view
    wheel = QWheelEvent(
        point,
        QPointF(picture.mapToGlobal(point.toPoint())),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(picture, wheel)
    assert view.lens.zoom == pytest.approx(1.2**4)
    assert all(pane.view.lens == view.lens for pane in view.panes)
    before = view.lens
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(picture, QPoint(80, 100))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=QPoint(80, 100))
    assert view.lens.x > before.x, "dragged to the left, more of the right is seen"
    assert all(pane.view.lens == view.lens for pane in view.panes)
    QTest.keyClick(view.panes[0], Qt.Key.Key_0)
    assert view.lens == Lens()
    QTest.keyClick(view.panes[0], Qt.Key.Key_Plus)
    assert view.lens.zoom == pytest.approx(1.5)
    view.smaller_button.click()
    assert view.lens.zoom == pytest.approx(1.0)


def _middle(pane: QWidget) -> QColor:
    image = pane.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_the_cover_is_shown_and_on_demand_the_whole_frame(view: CompareView, qtbot: QtBot) -> None:
    right = Box(900, 0, 300, 400)
    view.show_covers([_item(1, 60.0, crop=right), _item(2, 50.0, crop=right)])
    picture = view.panes[0].view
    assert picture.region == right
    assert _middle(picture).lightness() == 255, "the crop lies in the light half"
    view.frame_button.click()
    assert picture.region == Box(0, 0, 1600, 1200)

    def dark_half_shown() -> bool:
        shown = picture.grab().toImage()
        return shown.pixelColor(shown.width() // 4, shown.height() // 2).lightness() < 60

    qtbot.waitUntil(dark_half_shown)


def test_sharper_pictures_may_come_later(view: CompareView) -> None:
    view.show_sharp(2, _halves(200, 200))
    assert _middle(view.panes[2].view).lightness() == pytest.approx(200, abs=2)
    view.show_sharp(3, _halves())
    view.show_sharp(-1, _halves())


def test_one_is_chosen_by_its_button_and_is_shown_as_the_choice(view: CompareView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.chosen) as chosen:
        view.panes[1].choose_button.click()
    assert chosen.args == [1]
    view.show_chosen(1)
    assert [pane.choose_button.isEnabled() for pane in view.panes] == [True, False, True]
    assert view.panes[1].choose_button.text() == "Chosen"
    with qtbot.waitSignal(view.chosen) as chosen:
        QTest.mouseDClick(view.panes[2].view, Qt.MouseButton.LeftButton)
    assert chosen.args == [2]


def test_what_cannot_be_the_cover_is_only_looked_at(view: CompareView, qtbot: QtBot) -> None:
    view.show_covers([_item(1, 60.0, chosen=True), replace(_item(2, 50.0), choosable=False)])
    assert not view.panes[1].choose_button.isVisible()
    view.panes[1].setFocus()
    with qtbot.assertNotEmitted(view.chosen, wait=0):
        QTest.keyClick(view.panes[1], Qt.Key.Key_Return)
        QTest.mouseDClick(view.panes[1].view, Qt.MouseButton.LeftButton)


def test_it_speaks_both_languages(view: CompareView, qapp: QApplication) -> None:
    LanguageManager(qapp).choose(Language.CHINESE)
    view.retranslate()
    assert view.frame_button.text() == "整帧"
    assert view.panes[1].choose_button.text() == "选用"
    assert view.accessibleName() == "Compare"


def test_nothing_to_compare_is_no_failure(view: CompareView, qtbot: QtBot) -> None:
    view.show_covers([])
    with qtbot.assertNotEmitted(view.chosen, wait=0):
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Return):
            QTest.keyClick(view, key)
    view.resize(400, 300)
    assert view.panes == []
