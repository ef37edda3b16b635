"""The column in which a cover is straightened, turned and lit."""

from __future__ import annotations

import functools

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.look import NEUTRAL, RANGES, Look
from app.domain.messages import QT_TRANSLATE_NOOP
from app.ui.candidates.look_slider import LookSlider
from app.ui.style.language import translate
from app.ui.widgets.labels import IconButton
from app.ui.widgets.leaving import Leavable

WIDTH = 248

NAMES = {
    "angle": QT_TRANSLATE_NOOP("LookPanel", "Straighten"),
    "exposure": QT_TRANSLATE_NOOP("LookPanel", "Exposure"),
    "contrast": QT_TRANSLATE_NOOP("LookPanel", "Contrast"),
    "saturation": QT_TRANSLATE_NOOP("LookPanel", "Saturation"),
    "warmth": QT_TRANSLATE_NOOP("LookPanel", "Warmth"),
    "sharpness": QT_TRANSLATE_NOOP("LookPanel", "Sharpness"),
}
"""What the numbers of a look are called in English."""

STEPS = {"angle": 0.1, "exposure": 0.05}
"""Between two values of a slider; 1 for the others."""


class LookPanel(Leavable):
    """Sliders for all that can be done to a picture; what is shown is always that of the choice."""

    adjusted = Signal(object)
    """The choice is to have another `Look`; while a drag lasts, at every move."""

    ended = Signal()
    """The drag is over."""

    turned = Signal(int)
    """Turn the choice by quarters, clockwise."""

    mirrored = Signal()
    reset_clicked = Signal()
    auto_clicked = Signal()

    before_held = Signal(bool)
    """Show it as it was, or as it is again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("LookPanel")
        self.setAccessibleName("Adjust")
        self.setFixedWidth(WIDTH)
        self._look: Look = NEUTRAL
        self._gain: int | None = None
        self._working = False
        self._usable = False
        self.title = QLabel()
        self.title.setProperty("role", "strong")
        self.close_button = IconButton("close")
        self.auto_button = QPushButton()
        self.gain = QLabel()
        self.gain.setProperty("role", "gain")
        self.gain.setWordWrap(True)
        self.left_button, self.right_button = IconButton("turn-left"), IconButton("turn-right")
        self.mirror_button = IconButton("mirror")
        self.sliders = {name: LookSlider(*RANGES[name], STEPS.get(name, 1.0)) for name in NAMES}
        self.before_button = QPushButton()
        self.reset_button = QPushButton()
        self._arrange()
        self._connect()
        self.retranslate()
        self.show_look(None)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        auto = QHBoxLayout()
        auto.setSpacing(10)
        auto.addWidget(self.auto_button)
        auto.addWidget(self.gain, 1)
        turns = QHBoxLayout()
        turns.setSpacing(2)
        for button in (self.left_button, self.right_button, self.mirror_button):
            turns.addWidget(button)
        turns.addStretch()
        rows = QWidget()
        rows.setObjectName("LookRows")
        middle = QVBoxLayout(rows)
        middle.setContentsMargins(14, 0, 14, 0)
        middle.setSpacing(9)
        middle.addLayout(auto)
        middle.addLayout(turns)
        for slider in self.sliders.values():
            middle.addWidget(slider)
        middle.addStretch()
        # Where the screen is low or the letters are large.
        area = QScrollArea(widgetResizable=True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(rows)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 0, 14, 0)
        foot.setSpacing(8)
        foot.addWidget(self.before_button, 1)
        foot.addWidget(self.reset_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 12)
        layout.setSpacing(10)
        head.setContentsMargins(14, 0, 8, 0)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        for name, slider in self.sliders.items():
            slider.moved.connect(functools.partial(self._moved, name))
            slider.ended.connect(self.ended)
        self.left_button.clicked.connect(lambda: self.turned.emit(-1))
        self.right_button.clicked.connect(lambda: self.turned.emit(1))
        self.mirror_button.clicked.connect(self.mirrored)
        self.reset_button.clicked.connect(self.reset_clicked)
        self.auto_button.clicked.connect(self.auto_clicked)
        self.close_button.clicked.connect(self.closed)
        self.before_button.pressed.connect(lambda: self.before_held.emit(True))
        self.before_button.released.connect(lambda: self.before_held.emit(False))

    # What is shown

    def show_look(self, look: Look | None) -> None:
        """Show the look of the choice; None where there is no choice."""
        self._look, self._usable = look or NEUTRAL, look is not None
        for name, slider in self.sliders.items():
            slider.show_value(getattr(self._look, name))
        self._enable()

    def _enable(self) -> None:
        for control in (*self.sliders.values(), self.left_button, self.right_button, self.mirror_button):
            control.setEnabled(self._usable)
        self.auto_button.setEnabled(self._usable and not self._working)
        self.reset_button.setEnabled(not self._look.neutral)
        self.before_button.setEnabled(self._look != self._look.geometry)

    def show_gain(self, gain: int | None, *, working: bool = False) -> None:
        """Tell what came of having it improved.

        Args:
            gain: points of the score; 0 where nothing is to be gained, None where nobody asked.
            working: whether that is being found out.
        """
        if (gain, working) != (self._gain, self._working):
            self._gain, self._working = gain, working
            self._tell_gain()
            self._enable()

    def show_before(self, before: bool) -> None:
        """Tell whether the picture is shown as it was."""
        self.before_button.setProperty("on", before)
        self.before_button.style().polish(self.before_button)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.title.setText(translate("LookPanel", "Adjust"))
        self.close_button.say(translate("LookPanel", "Close"))
        self.auto_button.setText(translate("LookPanel", "Auto"))
        self.auto_button.setToolTip(translate("LookPanel", "Improve light and colour where the cover gains by it"))
        self.left_button.say(translate("LookPanel", "Turn left"))
        self.right_button.say(translate("LookPanel", "Turn right"))
        self.mirror_button.say(translate("LookPanel", "Mirror"))
        self.before_button.setText(translate("LookPanel", "Before"))
        self.before_button.setToolTip(translate("LookPanel", "Hold to see its own light and colour"))
        self.reset_button.setText(translate("LookPanel", "Reset all"))
        for name, slider in self.sliders.items():
            title = translate("LookPanel", NAMES[name])
            slider.say(title, translate("LookPanel", "Reset: {name}").format(name=title))
        self._tell_gain()

    def _tell_gain(self) -> None:
        if self._working:
            text = translate("LookPanel", "Looking…")
        elif self._gain is None:
            text = ""
        elif self._gain > 0:
            text = translate("LookPanel", "Score +{gain}").format(gain=self._gain)
        else:
            text = translate("LookPanel", "Nothing to gain")
        self.gain.setText(text)
        self.gain.setProperty("better", bool(self._gain))
        self.gain.style().polish(self.gain)

    # What the person does

    def _moved(self, name: str, value: float) -> None:
        self._look = self._look.with_number(name, value)
        self.adjusted.emit(self._look)
