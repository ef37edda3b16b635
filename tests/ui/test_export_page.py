from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.edits import Shape
from app.domain.export import Clash, ExportOptions, Facts, Format, Sizing
from app.domain.geometry import Aspect, Box, Size
from app.domain.messages import Message
from app.domain.platforms import load_platforms
from app.domain.wanted import Shaped
from app.export import cut, encode
from app.store.settings import Language
from app.ui.background import work
from app.ui.background.pictures import pyramid
from app.ui.pages.export_page import ExportItem, ExportPage, Outcome
from app.ui.pages.export_row import size_text
from app.ui.style.language import LanguageManager
from app.ui.widgets.cover_picture import Part

from .fakes import moment

SIZE = Size(1600, 1200)
SQUARE, NOTE = Shape(Aspect.parse("1:1")), Shape(Aspect.parse("3:4"), "xiaohongshu-3x4")
SHAPES = (SQUARE, NOTE, Shape(Aspect.parse("16:9")))


def _items(*shapes: Shape) -> list[ExportItem]:
    image = np.full((600, 800, 3), 70, np.uint8)
    image[:, 400:] = 200
    items = []
    for number, shape in enumerate(shapes, 1):
        crop = shape.aspect.largest_in(SIZE)
        facts = Facts("clip", shape, moment(2.5), 1, number, date(2026, 3, 1))
        items.append(ExportItem(f"Shape {shape.aspect}", Part(pyramid(image), SIZE, crop), Shaped(crop, facts)))
    return items


@pytest.fixture
def page(qtbot: QtBot) -> ExportPage:
    """Three shapes, with the usual choices, before anything is known of sizes."""
    made = ExportPage(load_platforms())
    qtbot.addWidget(made)
    made.resize(1000, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    with qtbot.waitSignal(made.preview_wanted):
        made.show_covers(_items(*SHAPES))
    return made


def _choices(page: ExportPage) -> list[ExportOptions]:
    told: list[ExportOptions] = []
    page.options_changed.connect(told.append)
    return told


def test_every_shape_has_a_line_that_tells_its_file(page: ExportPage) -> None:
    assert [row.name.whole for row in page.rows] == ["clip-cover.jpg", "clip-cover-2.jpg", "clip-cover-3.jpg"]
    assert [row.pixels.whole for row in page.rows] == ["1200 × 1200", "900 × 1200", "1600 × 900"]
    assert all(row.size_label.text() == "…" for row in page.rows)
    assert page.export_button.text() == "Export 3 covers"
    page.show_sizes(page.options, [Outcome(412_345), Outcome(1_260_000), Outcome(999_400)])
    assert [row.size_label.text() for row in page.rows] == ["412 kB", "1.3 MB", "999 kB"]
    assert page._sum.whole == "2.7 MB in 3 files"
    assert "1.3 MB" in page.rows[1].accessibleDescription()


def test_sizes_of_other_choices_are_not_shown(page: ExportPage, qtbot: QtBot) -> None:
    before = page.options
    with qtbot.waitSignal(page.preview_wanted) as wanted:
        page.settings.formats.buttons[Format.WEBP].click()
    assert wanted.args == [replace(before, format=Format.WEBP)]
    page.show_sizes(before, [Outcome(1000)] * 3)
    assert page.rows[0].size_label.text() == "…"
    assert page.rows[0].name.whole == "clip-cover.webp"


def test_what_cannot_be_made_is_told_and_the_others_are_exported(page: ExportPage) -> None:
    message = Message("target_too_small", {"format": "JPEG", "wanted": "1", "least": "12"})
    page.show_sizes(page.options, [Outcome(error=message), Outcome(800, 61.2), Outcome(900)])
    assert "allow 12 kB" in page.rows[0].told.text()
    assert page.rows[1].told.text() == "quality 61"
    assert page.export_button.text() == "Export 2 covers"
    page.show_sizes(page.options, [Outcome(error=message)] * 3)
    assert not page.export_button.isEnabled()


def test_every_choice_is_told(page: ExportPage) -> None:
    told, form = _choices(page), page.settings
    form.formats.buttons[Format.AVIF].click()
    form.quality_slider.setValue(70)
    form.quality_box.setValue(71)
    form.limits.buttons[True].click()
    form.target_box.setValue(250)
    form.sizings.buttons[Sizing.LONG_SIDE].click()
    form.side_box.setValue(640)
    form.kept.buttons[True].click()
    page.take_folder(Path("/covers"))
    assert form.folder.whole == str(Path("/covers"))
    wanted = ExportOptions(Format.AVIF, 71, 250_000, Sizing.LONG_SIDE, 640, metadata=True, folder=Path("/covers"))
    assert told[-1] == page.options == wanted
    assert len(told) == 9
    assert [row.pixels.whole for row in page.rows] == ["640 × 640", "480 × 640", "640 × 360"]
    form.beside_button.click()
    assert page.options.folder is None


def test_choices_that_are_shown_are_not_told(page: ExportPage) -> None:
    told = _choices(page)
    shown = ExportOptions(Format.PNG, 40, 9_000, Sizing.PRESET, 100, pattern="{name}", metadata=True)
    page.show_options(shown)
    assert page.options == shown
    assert told == []
    assert page.settings.pattern.text() == "{name}"
    assert page.rows[1].pixels.whole == "1080 × 1440, enlarged"


def test_the_name_has_a_live_example(page: ExportPage) -> None:
    form = page.settings
    form.pattern.selectAll()
    QTest.keyClicks(form.pattern, "{time}-{shape")
    assert form.example.property("wrong")
    assert not page.export_button.isEnabled()
    QTest.keyClicks(form.pattern, "}")
    assert form.example.whole == "02.50s-1x1.jpg"
    assert page.export_button.isEnabled()
    assert [row.name.whole for row in page.rows] == ["02.50s-1x1.jpg", "02.50s-3x4.jpg", "02.50s-16x9.jpg"]
    form.fields.menu_.actions()[-1].trigger()
    assert form.example.whole == "02.50s-1x11.jpg"


def test_png_has_no_quality_and_nothing_moves_under_the_mouse(page: ExportPage, qtbot: QtBot) -> None:
    form = page.settings
    QApplication.processEvents()
    before = [each.geometry() for each in (form.limits, form._quality_row, form.sizings, form.kept, form.pattern)]
    form.formats.buttons[Format.PNG].click()
    QApplication.processEvents()
    assert not form.quality_slider.isEnabled()
    assert not form.limits.isEnabled()
    assert form._labels["limit"].text() == "Quality: PNG keeps every pixel"
    after = [each.geometry() for each in (form.limits, form._quality_row, form.sizings, form.kept, form.pattern)]
    assert after == before
    form.formats.buttons[Format.JPEG].click()
    assert form.quality_slider.isEnabled()
    assert form.limits.isEnabled()
    assert form._labels["limit"].text() == "Quality"


def test_png_takes_no_limit_and_one_of_other_times_can_be_left(page: ExportPage) -> None:
    form = page.settings
    form.limits.buttons[True].click()
    form.formats.buttons[Format.PNG].click()
    assert page.options.target is None
    page.show_options(ExportOptions(Format.PNG, target=9_000))
    assert not form.target_box.isEnabled()
    form.limits.buttons[False].click()
    assert page.options.target is None
    assert not form.limits.isEnabled()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_leads_to_the_segment_that_is_chosen_and_arrows_choose(page: ExportPage, key: Qt.Key) -> None:
    form = page.settings
    page.show_options(ExportOptions(Format.WEBP, sizing=Sizing.PRESET))
    page.export_button.setFocus()
    reached = set()
    for _step in range(30):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        QTest.keyClick(focus, key)
    assert {*form.formats.buttons.values()} & reached == {form.formats.buttons[Format.WEBP]}
    assert {*form.sizings.buttons.values()} & reached == {form.sizings.buttons[Sizing.PRESET]}
    form.sizings.buttons[Sizing.PRESET].setFocus()
    for arrow, sizing in ((Qt.Key.Key_Left, Sizing.ORIGINAL), (Qt.Key.Key_Right, Sizing.PRESET)):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, arrow)
        assert form.sizings.buttons[sizing].hasFocus()
        assert page.options.sizing is sizing


def test_tab_reaches_the_formats_where_the_chosen_one_is_missing(page: ExportPage) -> None:
    page.show_options(ExportOptions(Format.AVIF))
    page.show_available([Format.PNG, Format.JPEG])
    stops = [
        each for each, button in page.settings.formats.buttons.items() if button.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == [Format.JPEG]


def test_formats_that_are_missing_cannot_be_chosen(page: ExportPage) -> None:
    page.show_available([Format.JPEG, Format.PNG])
    assert not page.settings.formats.buttons[Format.AVIF].isEnabled()
    assert "AVIF" in page.settings.formats.buttons[Format.AVIF].toolTip()
    assert page.settings.formats.buttons[Format.PNG].isEnabled()


def test_the_question_lies_in_the_page(page: ExportPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.export_clicked) as clicked:
        page.export_button.click()
    assert clicked.args == [page.options]
    answers: list[Clash] = []
    page.answered.connect(answers.append)
    for button, answer in ((page.question.number_button, Clash.NUMBER), (page.question.replace_button, Clash.REPLACE)):
        page.ask([Path("x/clip-cover.jpg")])
        assert page.question.isVisible()
        assert "clip-cover.jpg" in page.question.text.whole
        button.click()
        assert not page.question.isVisible()
        assert answers.pop() is answer
    page.ask([Path("a"), Path("b")])
    assert page.question.text.whole == "2 files exist already: a, b"
    page.question.cancel_button.click()
    page.ask([Path("a")])
    page.settings.formats.buttons[Format.PNG].click()
    assert not page.question.isVisible(), "other choices, other files"
    assert answers == []


def test_while_it_writes_nothing_else_is_exported(page: ExportPage) -> None:
    page.show_busy(True)
    assert not page.export_button.isEnabled()
    page.show_busy(False)
    assert page.export_button.isEnabled()


def test_escape_takes_back_the_question_and_then_closes(page: ExportPage, qtbot: QtBot) -> None:
    shortcut = QShortcut(QKeySequence("Esc"), page)
    taken: list[bool] = []
    shortcut.activated.connect(lambda: taken.append(True))
    closed: list[bool] = []
    page.closed.connect(lambda: closed.append(True))
    page.ask([Path("a")])
    QTest.keyClick(page.question.number_button, Qt.Key.Key_Escape)
    assert (page.question.isVisible(), closed) == (False, [])
    QTest.keyClick(page.export_button, Qt.Key.Key_Escape)
    assert closed == [True]
    assert taken == []


def test_what_has_the_focus_is_copied(page: ExportPage) -> None:
    copied: list[int] = []
    page.copy_clicked.connect(copied.append)
    page.copy_button.click()
    page.rows[1].setFocus()
    page.copy_button.setFocus()
    page.copy_button.click()
    page.rows[2].setFocus()
    QTest.keyClick(page.rows[2], Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied == [0, 1, 2]


def _drag(widget: QWidget) -> None:
    start, end = QPointF(20, 20), QPointF(90, 60)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(widget, left, none, start.toPoint())
    move = QMouseEvent(QMouseEvent.Type.MouseMove, end, widget.mapToGlobal(end), left, left, none)
    QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, left, none, QPoint(90, 60))


def test_a_cover_is_dragged_out_once_there_is_a_file(
    page: ExportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drags: list[QDrag] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _action: drags.append(drag))
    handle = page.rows[0].handle
    _drag(handle)
    assert drags == []
    file = tmp_path / "clip-cover.jpg"
    page.show_sizes(page.options, [Outcome(1000, file=file), Outcome(1), Outcome(1)])
    _drag(handle)
    (drag,) = drags
    data = drag.mimeData()
    assert [url.toLocalFile() for url in data.urls()] == [file.as_posix()]
    image = data.imageData()
    assert (image.width(), image.height()) == (600, 600)
    assert (image.pixelColor(10, 10).red(), image.pixelColor(590, 10).red()) == (70, 200)
    page.settings.formats.buttons[Format.PNG].click()
    assert handle.file is None, "it is a file of other choices"


def _controls(page: ExportPage) -> list[QWidget]:
    kinds: tuple[type[QWidget], ...] = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QLineEdit)
    found = [child for kind in kinds for child in page.findChildren(kind)]
    return [
        child
        for child in dict.fromkeys(found)
        if child.isVisible()
        and child.isEnabled()
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        # The field in a box is a part of it, and the box has the name.
        and not isinstance(child.parent(), QAbstractSpinBox)
    ]


def test_everything_is_reached_by_tab_and_named(page: ExportPage) -> None:
    page.ask([Path("a")])
    page.take_folder(Path("/covers"))
    page.ask([Path("a")])
    page.settings.fields.setFocus()
    reached: set[QWidget] = set()
    for _step in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    controls = _controls(page)
    assert len(controls) > 15
    for control in controls:
        text = control.text() if isinstance(control, QAbstractButton) else ""
        assert control.accessibleName() or text
        checked = not isinstance(control, QAbstractButton) or not control.isCheckable() or control.isChecked()
        # Of a group of buttons Tab reaches one, and arrows the others; a box hands the focus to its field.
        assert control in reached or not checked or any(child in reached for child in control.findChildren(QWidget))
    assert set(page.rows) <= reached


def test_it_speaks_chinese(page: ExportPage, qapp: QApplication) -> None:
    manager = LanguageManager(qapp)
    manager.choose(Language.CHINESE)
    page.retranslate()
    assert page.export_button.text() == "导出 3 张封面"
    assert page.settings.folder.whole == "源文件所在文件夹"
    assert page.accessibleName() == "Export page"


def test_without_a_cover_it_says_what_to_do(qtbot: QtBot) -> None:
    page = ExportPage(load_platforms())
    qtbot.addWidget(page)
    page.show_covers([])
    assert not page.export_button.isEnabled()
    assert "Choose a candidate" in page._empty.text()


def test_out_of_sight_nothing_is_asked_for(qtbot: QtBot, page: ExportPage) -> None:
    page.hide()
    with qtbot.assertNotEmitted(page.preview_wanted):
        page.show_covers(_items(SQUARE))
        assert not page._soon.isActive()
    with qtbot.waitSignal(page.preview_wanted):
        page.show()


@pytest.mark.parametrize(("size", "text"), [(10, "1 kB"), (1_499, "1 kB"), (999_999, "1.0 MB"), (2_349_999, "2.3 MB")])
def test_sizes_are_told_in_thousands(size: int, text: str) -> None:
    assert size_text(size) == text


def test_the_window_accepts_the_bytes_that_it_exports(tmp_path: Path) -> None:
    image = np.random.default_rng(2).integers(0, 256, (90, 120, 3)).astype(np.uint8)
    crop = Box(10, 0, 90, 90)
    accepted = work.CORE.accept_cover(image, crop, tmp_path / "clip.mp4", None)
    assert accepted.read_bytes() == encode(cut(image, crop), ExportOptions(), Path("cover")).data
