"""The column in which the title of a cover is written and given its looks."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.messages import QT_TRANSLATE_NOOP
from app.domain.title import LONGEST, RANGES, Align, Style, Title
from app.ui.background.words import Words
from app.ui.candidates.font_box import FontBox
from app.ui.candidates.look_panel import WIDTH
from app.ui.candidates.look_slider import LookSlider
from app.ui.candidates.swatches import Swatches
from app.ui.candidates.template_row import TemplateRow
from app.ui.style.language import translate
from app.ui.widgets.controls import ChoiceBox, without_wheel
from app.ui.widgets.labels import IconButton
from app.ui.widgets.leaving import Leavable
from app.ui.widgets.verdicts import faults, remarks
from app.ui.widgets.written import WrittenEdit

_LINES = (2, 5)

NUMBERS = {
    "size": QT_TRANSLATE_NOOP("Title", "Size"),
    "outline": QT_TRANSLATE_NOOP("Title", "Outline"),
    "shadow": QT_TRANSLATE_NOOP("Title", "Shadow"),
    "box": QT_TRANSLATE_NOOP("Title", "Box behind"),
}
"""What the numbers of a style that have sliders are called in English."""

STEPS = {"size": 0.5, "outline": 0.5}
"""Between two values of a slider; 1 for the others."""

WEIGHTS = {
    300: QT_TRANSLATE_NOOP("Title", "Light"),
    400: QT_TRANSLATE_NOOP("Title", "Regular"),
    500: QT_TRANSLATE_NOOP("Title", "Medium"),
    600: QT_TRANSLATE_NOOP("Title", "Semibold"),
    700: QT_TRANSLATE_NOOP("Title", "Bold"),
    900: QT_TRANSLATE_NOOP("Title", "Black"),
}
"""What weights are called in English."""

ALIGNS = {
    Align.LEFT: QT_TRANSLATE_NOOP("Title", "Align left"),
    Align.CENTRE: QT_TRANSLATE_NOOP("Title", "Centre"),
    Align.RIGHT: QT_TRANSLATE_NOOP("Title", "Align right"),
}


class TitleEdit(WrittenEdit):
    """The words of the title; Enter begins a line."""

    left = Signal()
    """Whoever wrote is done, by Esc or Ctrl+Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_LINES, LONGEST, parent)
        self.setObjectName("TitleText")

    def leaves(self, event: QKeyEvent) -> bool:
        """Ctrl+Enter does, too."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return super().leaves(event) or (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control)

    def leave(self) -> None:
        """Give the focus back to where it came from."""
        self.left.emit()


class TitlePanel(Leavable):
    """Words and style; what is shown is always the title of the cover, or what the next one will look like."""

    typed = Signal(str)
    """Other words were written."""

    styled = Signal(object, str)
    """Another `Style` is wanted, and the name of what is another one in it."""

    template_chosen = Signal(object)
    """It is to look like a `Template`."""

    ended = Signal()
    """The drag of a slider is over, or the field was left."""

    left = Signal()
    """The focus is to go back to the picture."""

    place_clicked = Signal()
    remove_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("TitlePanel")
        self.setAccessibleName("Title")
        self.setFixedWidth(WIDTH)
        self._style = Style()
        self._words: Words | None = None
        self.heading = QLabel()
        self.heading.setProperty("role", "strong")
        self.close_button = IconButton("close")
        self.text = TitleEdit()
        self.templates = TemplateRow()
        self.font_box = without_wheel(FontBox())
        self.weight_box = without_wheel(ChoiceBox())
        self.weight_box.setMinimumContentsLength(6)
        self.weight_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.aligns = {align: IconButton(f"align-{align}") for align in ALIGNS}
        usual = Style()
        self.sliders = {
            name: LookSlider(*RANGES[name], STEPS.get(name, 1.0), usual=getattr(usual, name)) for name in NUMBERS
        }
        self.colour_label, self.swatches = QLabel(), Swatches()
        self.box_label, self.box_swatches = QLabel(), Swatches()
        self.faults = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.faults.setProperty("role", "fault")
        self.remarks = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.remarks.setProperty("role", "caption")
        self.place_button = QPushButton()
        self.remove_button = QPushButton()
        self._arrange()
        self._connect()
        self.retranslate()
        self.show_title(Title(""), usable=False)
        self.show_words(None)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 8, 0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.close_button)
        rows = QWidget()
        rows.setObjectName("LookRows")
        middle = QVBoxLayout(rows)
        middle.setContentsMargins(14, 0, 14, 0)
        middle.setSpacing(9)
        middle.addWidget(self.text)
        middle.addWidget(self.templates)
        middle.addLayout(self._letters())
        for slider in self.sliders.values():
            middle.addWidget(slider)
        middle.addWidget(self.colour_label)
        middle.addWidget(self.swatches)
        # Last, as it comes and goes with the box.
        middle.addWidget(self.box_label)
        middle.addWidget(self.box_swatches)
        middle.addStretch()
        area = QScrollArea(widgetResizable=True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(rows)
        told = QVBoxLayout()
        told.setContentsMargins(14, 0, 14, 0)
        told.setSpacing(3)
        told.addWidget(self.faults)
        told.addWidget(self.remarks)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 0, 14, 0)
        foot.setSpacing(8)
        foot.addWidget(self.place_button, 3)
        foot.addWidget(self.remove_button, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 12)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        layout.addLayout(told)
        layout.addLayout(foot)

    def _letters(self) -> QVBoxLayout:
        """Font, weight and alignment."""
        segments = QHBoxLayout()
        segments.setSpacing(2)
        self._align_group = QButtonGroup(self)
        for button in self.aligns.values():
            button.setCheckable(True)
            self._align_group.addButton(button)
            segments.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.weight_box, 1)
        row.addLayout(segments)
        letters = QVBoxLayout()
        letters.setSpacing(6)
        letters.addWidget(self.font_box)
        letters.addLayout(row)
        return letters

    def _connect(self) -> None:
        self.text.edited.connect(self.typed)
        self.text.finished.connect(self.ended)
        self.text.left.connect(self.left)
        self.templates.chosen.connect(self.template_chosen)
        self.font_box.chosen.connect(lambda family: self._set(family=family))
        self.weight_box.activated.connect(lambda index: self._set(weight=self.weight_box.itemData(index)))
        for align, button in self.aligns.items():
            button.clicked.connect(functools.partial(self._align, align))
        for name, slider in self.sliders.items():
            slider.moved.connect(functools.partial(self._moved, name))
            slider.ended.connect(self.ended)
        self.swatches.chosen.connect(lambda colour: self._set(colour=colour))
        self.box_swatches.chosen.connect(lambda colour: self._set(box_colour=colour))
        self.place_button.clicked.connect(self.place_clicked)
        self.remove_button.clicked.connect(self.remove_clicked)
        self.close_button.clicked.connect(self.closed)

    # What is shown

    def show_title(self, title: Title, *, usable: bool, stood: bool = False) -> None:
        """Show a title.

        Args:
            title: that of the cover; one without words is what the next one will look like.
            usable: whether there is a cover to be titled.
            stood: whether it was stood by hand in the shape that is shown.
        """
        style = self._style = title.style
        # A line that is only begun is not lost.
        if title.text.strip() or self.text.toPlainText().strip():
            self.text.show_text(title.text)
        self.templates.show_chosen(title.template)
        self.font_box.show_family(style.family)
        nearest = min(WEIGHTS, key=lambda weight: abs(weight - style.weight))
        self.weight_box.setCurrentIndex(list(WEIGHTS).index(nearest))
        self.aligns[style.align].setChecked(True)
        for name, slider in self.sliders.items():
            slider.show_value(getattr(style, name))
        self.swatches.show_colour(style.colour)
        self.box_swatches.show_colour(style.box_colour)
        for part in (self.box_label, self.box_swatches):
            part.setVisible(style.box > 0)
        for control in (self.text, self.templates, self.font_box, self.weight_box, *self.sliders.values()):
            control.setEnabled(usable)
        for control in (*self.aligns.values(), self.swatches, self.box_swatches):
            control.setEnabled(usable)
        self.place_button.setEnabled(usable and stood)
        self.remove_button.setEnabled(usable and not title.empty)

    def show_words(self, words: Words | None) -> None:
        """Say what is to be known of the title as it was set; None says nothing."""
        self._words = words
        self._tell()

    def _tell(self) -> None:
        words = self._words
        for label, lines in (
            (self.faults, faults(words) if words is not None else []),
            (self.remarks, remarks(words) if words is not None else []),
        ):
            text = "\n".join(lines)
            if label.text() != text:
                label.setText(text)
            if label.isHidden() is bool(text):
                label.setVisible(bool(text))

    def write(self) -> None:
        """Have the words written: all of them are selected, to be written over."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.heading.setText(translate("Title", "Title"))
        self.close_button.say(translate("LookPanel", "Close"))
        self.text.setAccessibleName(translate("Title", "Words of the title"))
        self.text.setPlaceholderText(translate("Title", "Write the title"))
        self.text.setToolTip(translate("Title", "Enter begins a line; Esc goes back to the picture"))
        self.templates.retranslate()
        self.font_box.setAccessibleName(translate("Title", "Font"))
        self.font_box.setToolTip(translate("Title", "Font: type a part of its name to find it"))
        self.font_box.retranslate()
        self.weight_box.setAccessibleName(translate("Title", "Weight"))
        self.weight_box.setToolTip(translate("Title", "Weight"))
        chosen = max(0, self.weight_box.currentIndex())
        self.weight_box.clear()
        for weight, name in WEIGHTS.items():
            self.weight_box.addItem(translate("Title", name), weight)
        self.weight_box.setCurrentIndex(chosen)
        for align, name in ALIGNS.items():
            self.aligns[align].say(translate("Title", name))
        for name, slider in self.sliders.items():
            title = translate("Title", NUMBERS[name])
            slider.say(title, translate("LookPanel", "Reset: {name}").format(name=title))
        self.colour_label.setText(translate("Title", "Colour"))
        best = translate("Swatches", "The colour that can be read best on the picture")
        self.swatches.say(self.colour_label.text(), best)
        self.box_label.setText(translate("Title", "Colour of the box"))
        apart = translate("Swatches", "Dark behind light letters, light behind dark ones")
        self.box_swatches.say(self.box_label.text(), apart)
        self.place_button.setText(translate("Title", "Place by itself"))
        self.place_button.setToolTip(translate("Title", "In this shape, off the faces and inside the safe area"))
        self.remove_button.setText(translate("Title", "Remove"))
        self._tell()

    # What the person does

    def _moved(self, name: str, value: float) -> None:
        self._style = self._style.with_number(name, value)
        self.styled.emit(self._style, name)

    def _align(self, align: Align) -> None:
        self._set(align=align)

    def _set(self, **changed: Any) -> None:
        """What is chosen once is a step of its own."""
        style = replace(self._style, **changed)
        if style != self._style:
            self._style = style
            self.ended.emit()
            self.styled.emit(style, next(iter(changed)))
            self.ended.emit()
