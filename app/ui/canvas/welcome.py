"""What the canvas shows while there is no picture: what can be done now."""

from __future__ import annotations

import functools

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.store.recent import Sources
from app.ui.state.session import Stage
from app.ui.style.language import translate
from app.ui.style.theme import draw
from app.ui.widgets.opening import sources_title

_ICON_SIDE = 60
_RECENT = 3
_LONGEST_RECENT = 420
"""Pixels that the name of what was opened lately may take."""


class Welcome(QFrame):
    """An invitation to open something; takes the place of the picture."""

    open_clicked = Signal()

    recent_clicked = Signal(object)
    """Something that was opened lately is to be opened: its `Sources`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Welcome")
        self._stage = Stage.EMPTY
        self._keys = ("", "")
        self._recent: tuple[Sources, ...] = ()
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._heading = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._heading.setProperty("role", "heading")
        self._hint = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._hint.setProperty("role", "muted")
        self._open = QPushButton()
        self._open.setProperty("role", "primary")
        self._open.clicked.connect(self.open_clicked)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch()
        layout.addWidget(self._picture)
        layout.addWidget(self._heading)
        layout.addWidget(self._hint)
        layout.addSpacing(8)
        layout.addWidget(self._open, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        self.recent_buttons = [QPushButton() for _ in range(_RECENT)]
        for number, button in enumerate(self.recent_buttons):
            button.setProperty("role", "quiet")
            button.clicked.connect(functools.partial(self._open_recent, number))
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self.retranslate()

    def show_stage(self, stage: Stage) -> None:
        """Say what fits the stage of the work."""
        if stage is not self._stage:
            self._stage = stage
            self.retranslate()

    def show_keys(self, open_key: str, again_key: str) -> None:
        """Tell the keys that open something and analyse again; empty where there is none."""
        self._keys = open_key, again_key
        self.retranslate()

    def show_recent(self, found: tuple[Sources, ...]) -> None:
        """Offer what was opened lately, latest first."""
        self._recent = found
        self.retranslate()

    def _open_recent(self, number: int, _checked: bool = False) -> None:
        self.recent_clicked.emit(self._recent[number])

    def recolour(self, colour: str) -> None:
        """Draw the picture above the text in another colour."""
        ratio = self.devicePixelRatio()
        drawn = draw("film", colour, round(_ICON_SIDE * ratio))
        drawn.setDevicePixelRatio(ratio)
        self._picture.setPixmap(drawn)

    def set_hovered(self, hovered: bool) -> None:
        """Show whether something that can be opened is held above the window."""
        self.setProperty("hovered", hovered)
        self.style().unpolish(self)
        self.style().polish(self)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        heading, hint = self._texts()
        self._heading.setText(heading)
        self._hint.setText(hint)
        self._open.setText(translate("Welcome", "Open…"))
        offered = self._recent if self._stage is Stage.EMPTY else ()
        for number, button in enumerate(self.recent_buttons):
            button.setVisible(number < len(offered))
            if number < len(offered):
                title = sources_title(offered[number])
                shown = button.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, _LONGEST_RECENT)
                button.setText(shown.replace("&", "&&"))
                button.setAccessibleName(title)
                button.setToolTip(str(offered[number][0]))

    def _texts(self) -> tuple[str, str]:
        match self._stage:
            case Stage.REJECTED:
                return translate("Welcome", "All candidates rejected"), self._again()
            case Stage.CANCELLED:
                return translate("Welcome", "Cancelled before anything was found"), self._again()
            case Stage.FAILED | Stage.READY:
                return translate("Welcome", "No cover found here"), self._open_hint()
            case _:
                return translate("Welcome", "Drop a video or pictures here"), self._open_hint()

    def _again(self) -> str:
        """What else can be done here."""
        if not self._keys[1]:
            return self._open_hint()
        text = translate("Welcome", "Press {key} to analyse again, or drop something else here")
        return text.format(key=self._keys[1])

    def _open_hint(self) -> str:
        return translate("Welcome", "or press {key}").format(key=self._keys[0]) if self._keys[0] else ""
