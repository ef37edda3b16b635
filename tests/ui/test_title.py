"""The title of a cover: written and styled in the window, and words that are no good."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.title import LONGEST, Align, Spot, Title
from app.store.settings import Language, Theme
from app.ui.candidates.template_row import TemplateButton
from app.ui.flow import titling
from app.ui.widgets.verdicts import faults
from app.ui.window import MainWindow

from .editing import CONTROL, PATIENCE_MS, SHIFT, session_of
from .test_accessibility import LOOKS, _problems, _speak
from .titles import set_as_wanted, title_of, words_of, write

pytestmark = pytest.mark.usefixtures("saving_at_once", "sharp_at_once")


# Writing


def test_what_is_typed_is_seen_on_canvas_card_and_feed(writable: MainWindow, qtbot: QtBot) -> None:
    assert writable.title_panel.text.hasFocus()
    write(writable, "Summer")
    qtbot.waitUntil(lambda: set_as_wanted(writable), timeout=PATIENCE_MS)
    block = writable.canvas.title.block
    assert writable.canvas.title.isVisible()
    assert writable.canvas.crop.contains(block)
    assert not block.isEmpty()
    for card in writable.side.cards:
        qtbot.waitUntil(lambda card=card: card.words is not None, timeout=PATIENCE_MS)  # type: ignore[misc]
    writable.actions_["feed"].trigger()
    assert writable.pages.feed.letters.whole.startswith("Large enough for a feed: letters of ")


def test_typing_is_one_step_until_the_field_is_left(writable: MainWindow) -> None:
    write(writable, "Summer")
    QTest.keyClick(writable.title_panel.text, Qt.Key.Key_Return)
    write(writable, "sale")
    assert title_of(writable) is not None
    assert writable.title_panel.text.toPlainText() == "Summer\nsale"
    QTest.keyClick(writable.title_panel.text, Qt.Key.Key_Return, CONTROL)
    assert writable.canvas.hasFocus(), "Ctrl+Enter goes back to the picture"
    assert not writable.title_panel.isHidden()
    writable.title_panel.text.setFocus()
    write(writable, "!")
    assert writable.actions_["undo"].text() == "&Undo write title"
    QTest.keyClick(writable.title_panel.text, Qt.Key.Key_Z, CONTROL)
    assert writable.title_panel.text.toPlainText() == "Summer\nsale"
    QTest.keyClick(writable.title_panel.text, Qt.Key.Key_Z, CONTROL)
    assert title_of(writable) is None
    assert writable.title_panel.text.toPlainText() == ""
    QTest.keyClick(writable.title_panel.text, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert title_of(writable) == Title("Summer\nsale", writable.controller.titling.title.style, "clean")


def test_a_pause_ends_the_step(writable: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    write(writable, "one")
    with qtbot.waitSignal(writable.controller.titling.ended, timeout=titling.PAUSE_MS + PATIENCE_MS):
        writable.controller.titling._pause.setInterval(0)
        writable.controller.titling._pause.start()
    write(writable, "two")
    writable.actions_["undo"].trigger()
    title = title_of(writable)
    assert title is not None
    assert title.text == "one"


def test_without_words_there_is_no_title_and_its_style_stays(titled: MainWindow, qtbot: QtBot) -> None:
    titled.title_panel.sliders["size"].slider.setValue(40)
    style = titled.controller.titling.title.style
    assert style.size == 20
    titled.title_panel.text.setFocus()
    titled.title_panel.text.selectAll()
    QTest.keyClick(titled.title_panel.text, Qt.Key.Key_Delete)
    assert title_of(titled) is None
    assert not titled.canvas.title.isVisible()
    qtbot.waitUntil(lambda: not titled.title_panel.remove_button.isEnabled())
    write(titled, "Winter")
    assert title_of(titled) == Title("Winter", style)


def test_it_is_removed_by_a_button_and_comes_back(titled: MainWindow, qtbot: QtBot) -> None:
    titled.title_panel.remove_button.click()
    assert title_of(titled) is None
    assert titled.title_panel.text.toPlainText() == ""
    qtbot.waitUntil(lambda: all(card.words is None for card in titled.side.cards), timeout=PATIENCE_MS)
    QTest.keyClick(titled, Qt.Key.Key_Z, CONTROL)
    assert titled.title_panel.text.toPlainText() == "Summer"
    qtbot.waitUntil(titled.canvas.title.isVisible, timeout=PATIENCE_MS)


def test_esc_leaves_first_the_field_and_then_the_column(writable: MainWindow) -> None:
    QTest.keyClick(writable.title_panel.text, Qt.Key.Key_Escape)
    assert writable.canvas.hasFocus()
    assert writable.title_panel.isVisible()
    writable.title_panel.font_box.setFocus()
    QTest.keyClick(writable.title_panel.font_box, Qt.Key.Key_Escape)
    assert writable.title_panel.isHidden()


def test_one_column_at_a_time(writable: MainWindow) -> None:
    writable.actions_["adjust"].trigger()
    assert (writable.title_panel.isHidden(), writable.look_panel.isHidden()) == (True, False)
    writable.actions_["title"].trigger()
    assert (writable.title_panel.isHidden(), writable.look_panel.isHidden()) == (False, True)
    assert writable.actions_["title"].isChecked()
    assert not writable.actions_["adjust"].isChecked()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_everything_in_the_column_is_reached_seen_and_named(
    titled: MainWindow, qtbot: QtBot, language: Language, theme: Theme
) -> None:
    _speak(titled, language, theme)
    titled.controller.titling.stand(Spot(0.4, 0.4))
    titled.controller.show()
    assert titled.title_panel.place_button.isEnabled()
    assert _problems(qtbot, titled, titled.title_panel) == []


# Style


def test_a_template_is_one_step(titled: MainWindow, qtbot: QtBot) -> None:
    before = title_of(titled)
    button = titled.title_panel.templates.buttons[2]
    button.click()
    assert title_of(titled) == Title("Summer", button.template.style, button.template.id)
    assert button.isChecked()
    assert titled.actions_["undo"].text() == "&Undo take template"
    QTest.keyClick(titled, Qt.Key.Key_Z, CONTROL)
    assert title_of(titled) == before
    assert not button.isChecked()


def test_tab_leads_to_the_templates_and_the_arrow_keys_choose(titled: MainWindow, qtbot: QtBot) -> None:
    panel, crop = titled.title_panel, session_of(titled).candidates[0].crop
    panel.sliders["size"].slider.setValue(40)
    buttons = panel.templates.buttons
    qtbot.waitUntil(lambda: not any(button.isChecked() for button in buttons), timeout=PATIENCE_MS)
    titled.activateWindow()
    qtbot.waitUntil(titled.isActiveWindow)
    panel.text.setFocus()
    QTest.keyClick(panel.text, Qt.Key.Key_Tab)
    assert buttons[0].hasFocus()
    for key, number in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 5), (Qt.Key.Key_Down, 5), (Qt.Key.Key_Left, 4)):
        QTest.keyClick(_focused(), key)
        assert buttons[number].hasFocus()
        assert [button.isChecked() for button in buttons].index(True) == number
        title = title_of(titled)
        assert title is not None
        assert title.template == buttons[number].template.id
    assert session_of(titled).candidates[0].crop == crop, "the keys are not the crop's"
    QTest.keyClick(buttons[4], Qt.Key.Key_Tab)
    assert not any(button.hasFocus() for button in buttons), "one stop"
    QTest.keyClick(_focused(), Qt.Key.Key_Backtab, SHIFT)
    assert buttons[4].hasFocus(), "back to the one that is chosen"


def _focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_templates_are_empty_tiles_until_they_are_drawn_and_all_are(writable: MainWindow, qtbot: QtBot) -> None:
    buttons = writable.title_panel.templates.buttons
    bare = TemplateButton(buttons[0].template).grab().toImage()
    assert bare == TemplateButton(buttons[1].template).grab().toImage()
    middle = [bare.pixelColor(x, bare.height() // 2) for x in range(8, bare.width() - 8)]
    assert len({colour.rgb() for colour in middle}) == 1, "nothing is drawn that is no template"
    qtbot.waitUntil(lambda: all(button.grab().toImage() != bare for button in buttons), timeout=PATIENCE_MS)


def test_a_slider_is_one_step_and_ends_the_likeness_to_the_template(titled: MainWindow) -> None:
    slider = titled.title_panel.sliders["outline"].slider
    slider.setSliderDown(True)
    for position in (4, 8, 12):
        slider.setSliderPosition(position)
    slider.setSliderDown(False)
    title = title_of(titled)
    assert title is not None
    assert (title.style.outline, title.template) == (6.0, "")
    titled.actions_["undo"].trigger()
    assert title_of(titled) == Title("Summer", titled.controller.titling.title.style, "clean")


def test_colour_weight_font_and_alignment_are_a_step_each(titled: MainWindow, qtbot: QtBot) -> None:
    panel = titled.title_panel
    qtbot.waitUntil(lambda: panel.font_box.count() > 2, timeout=PATIENCE_MS)
    panel.swatches.swatches[2].click()
    panel.aligns[Align.LEFT].click()
    panel.weight_box.activated.emit(panel.weight_box.findData(900))
    panel.font_box.setEditText(panel.font_box.itemText(2).upper())
    panel.font_box.lineEdit().editingFinished.emit()  # type: ignore[union-attr]
    title = title_of(titled)
    assert title is not None
    style = title.style
    assert (style.colour, style.align, style.weight) == ("#ffe14d", Align.LEFT, 900)
    assert style.family == panel.font_box.itemText(2)
    for _ in range(4):
        titled.actions_["undo"].trigger()
    assert title_of(titled) == Title("Summer", titled.controller.titling.title.style, "clean")
    assert panel.swatches.auto_button.isChecked()
    assert panel.aligns[Align.CENTRE].isChecked()


def test_a_box_has_a_colour_of_its_own_once_there_is_one(titled: MainWindow) -> None:
    panel = titled.title_panel
    assert panel.box_swatches.isHidden()
    panel.sliders["box"].slider.setValue(80)
    titled.controller.show()
    assert not panel.box_swatches.isHidden()
    assert panel.box_swatches.auto_button.isChecked()
    swatch = panel.box_swatches.swatches[3]
    swatch.click()
    title = title_of(titled)
    assert title is not None
    assert (title.style.box, title.style.box_colour, title.style.colour) == (80, swatch.colour, "")
    assert swatch.accessibleName() == "Colour of the box: Orange"
    titled.actions_["undo"].trigger()
    assert panel.box_swatches.auto_button.isChecked()
    panel.templates.buttons[4].click()
    assert panel.box_swatches.colour == panel.templates.buttons[4].template.style.box_colour


def test_a_font_that_is_not_there_is_not_taken(titled: MainWindow) -> None:
    box = titled.title_panel.font_box
    before = title_of(titled)
    box.setEditText("No such font 7")
    box.lineEdit().editingFinished.emit()  # type: ignore[union-attr]
    assert title_of(titled) == before
    assert box.currentText() == "System font"


# How well it can be read


@pytest.mark.parametrize(
    ("contrast", "points", "said"),
    [
        (16.1, 60, "Easy to read: contrast 16.1 : 1, letters of "),
        (3.5, 60, "Can be read: contrast 3.5 : 1, letters of "),
        (1.5, 60, "Hard to read: "),
        (16.1, 10, "Too small to read in a feed: "),
    ],
)
def test_first_of_all_it_is_said_whether_it_can_be_read(
    titled: MainWindow, contrast: float, points: float, said: str
) -> None:
    words = words_of(titled)
    assert words is not None
    lettering = replace(words.lettering, contrast=contrast, points=points * words.size.width / 720)
    titled.title_panel.show_words(replace(words, lettering=lettering))
    lines = [*titled.title_panel.faults.text().splitlines(), *titled.title_panel.remarks.text().splitlines()]
    assert [line.startswith(said) for line in lines] == [True]


def test_the_field_is_as_high_as_the_letters_of_another_font(writable: MainWindow) -> None:
    field = writable.title_panel.text
    field.insertPlainText("Summer\nsale")
    # That of another language.
    before, font = field.height(), field.font()
    font.setPointSizeF(2 * font.pointSizeF())
    field.setFont(font)
    assert field.height() >= before + 2 * (field.fontMetrics().lineSpacing() // 2)


# Words that are no good


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Zomer 😀🎉 été", None),
        ("مرحبا بالعالم", None),
        ("\U00016e40x", "No font here has"),
        ("word\n" * 100, "Does not fit"),
        ("\n" * 40 + "low", None),
    ],
)
def test_unusual_words_break_nothing(writable: MainWindow, qtbot: QtBot, text: str, told: str | None) -> None:
    writable.title_panel.text.insertPlainText(text)
    qtbot.waitUntil(lambda: set_as_wanted(writable), timeout=PATIENCE_MS)
    words = words_of(writable)
    assert words is not None
    assert (told is None) or any(told in fault for fault in faults(words)), faults(words)


def test_a_title_has_an_end(writable: MainWindow) -> None:
    writable.title_panel.text.insertPlainText("x" * 3 * LONGEST)
    title = title_of(writable)
    assert title is not None
    assert len(title.text) == LONGEST == len(writable.title_panel.text.toPlainText())
