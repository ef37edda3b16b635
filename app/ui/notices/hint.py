"""One line for those who are here for the first time; once dismissed it does not come again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.notices.recovery import Banner
from app.ui.style.language import translate
from app.ui.widgets.labels import IconButton


class HintBar(Banner):
    """Tells the keys that one needs first, as they are now."""

    dismissed = Signal()
    """It is to come no more."""

    shortcuts_clicked = Signal()
    """All keys are to be shown."""

    def __init__(self, keys_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        """Make it, hidden.

        Args:
            keys_of: the first keys of an action by its id, as the system writes them; empty for none.
            parent: the window.
        """
        super().__init__("hint", parent)
        self.setAccessibleName("Hint")
        self._keys_of = keys_of
        self.all_button = QPushButton()
        self.all_button.clicked.connect(self.shortcuts_clicked)
        self.close_button = IconButton("close")
        self.close_button.clicked.connect(self.dismissed)
        self._row.addWidget(self.all_button)
        self._row.addWidget(self.close_button)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.all_button.setText(translate("Hint", "All shortcuts"))
        self.close_button.say(translate("Hint", "Do not show this again"))
        choose = " ".join(filter(None, (self._keys_of(f"choose_{number}") for number in (1, 2, 3))))
        parts = (
            (translate("Hint", "{keys} choose a candidate"), choose),
            (translate("Hint", "{keys} writes the cover"), self._keys_of("accept")),
            (translate("Hint", "{keys} finds every action"), self._keys_of("palette")),
        )
        told = " · ".join(text.format(keys=keys) for text, keys in parts if keys)
        self.say(translate("Hint", "First time here? {keys}").format(keys=told))
