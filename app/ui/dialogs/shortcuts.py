"""The shortcut sheet: what can be done, and with which keys."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.actions import Entry
from app.ui.style.language import translate
from app.ui.widgets.sheet import Sheet, scrolling

_COLUMNS = 3
_SIZE = QSize(1080, 760)


class ShortcutSheet(Sheet):
    """All actions that have keys, by menu."""

    change_clicked = Signal()
    """The keys are to be changed."""

    def __init__(self, entries: Callable[[], Iterable[Entry]], parent: QWidget) -> None:
        super().__init__("Shortcuts", _SIZE, parent)
        self._entries = entries
        self._shown: list[tuple[str, list[tuple[str, tuple[str, ...]]]]] = []
        self.content = QWidget()
        self._area = scrolling(self.content)
        self.middle.addWidget(self._area)
        self.change_button = QPushButton()
        self.change_button.setAutoDefault(False)
        self.change_button.clicked.connect(self.change_clicked)
        self.foot.insertWidget(0, self.change_button)
        self.retranslate()

    def come(self) -> None:
        """Come up with the keys that hold now."""
        self._fill()
        super().come()
        self._area.setFocus()

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        super().retranslate()
        self.setWindowTitle(translate("Shortcuts", "Keyboard shortcuts"))
        self.heading.setText(translate("Shortcuts", "Keyboard shortcuts"))
        self.change_button.setText(translate("Shortcuts", "Change…"))
        self._area.setAccessibleName(self.windowTitle())
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        """Make it anew where anything is other than before, in columns of about the same height."""
        groups = [(menu, list(group)) for menu, group in itertools.groupby(self._with_keys(), lambda entry: entry.menu)]
        told = [(menu, [(entry.title, entry.keys) for entry in group]) for menu, group in groups]
        if told == self._shown:
            return
        self._shown = told
        old = self._area.takeWidget()
        old.deleteLater()
        self.content = QWidget()
        self.content.setObjectName("SheetContent")
        columns = QHBoxLayout(self.content)
        columns.setContentsMargins(12, 8, 12, 8)
        columns.setSpacing(36)
        for column in _in_columns(groups):
            stack = QVBoxLayout()
            stack.setSpacing(18)
            for menu, group in column:
                stack.addWidget(_group(menu, group))
            stack.addStretch()
            columns.addLayout(stack, 1)
        self._area.setWidget(self.content)

    def _with_keys(self) -> Iterable[Entry]:
        return (entry for entry in self._entries() if entry.keys)


Group = tuple[str, list[Entry]]


def _in_columns(groups: list[Group]) -> list[list[Group]]:
    """The groups in their order, parted so that the highest column is as low as it can be."""
    heights = [len(entries) + 2 for _, entries in groups]
    count = len(groups)

    def highest(cuts: tuple[int, ...]) -> int:
        return max(sum(heights[start:end]) for start, end in itertools.pairwise((0, *cuts, count)))

    cuts = min(itertools.combinations_with_replacement(range(count + 1), _COLUMNS - 1), key=highest)
    return [groups[start:end] for start, end in itertools.pairwise((0, *cuts, count))]


def _group(menu: str, entries: Iterable[Entry]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    heading = QLabel(menu)
    heading.setProperty("role", "section")
    heading.setIndent(0)
    grid.addWidget(heading, 0, 0, 1, 2)
    for row, entry in enumerate(entries, 1):
        title = QLabel(entry.title, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        grid.addWidget(title, row, 0)
        grid.addLayout(_caps(entry.keys), row, 1)
    grid.setColumnStretch(0, 1)
    return made


def _caps(keys: Iterable[str]) -> QHBoxLayout:
    """Keys as they look on a keyboard."""
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addStretch()
    for each in keys:
        cap = QLabel(each, textFormat=Qt.TextFormat.PlainText, alignment=Qt.AlignmentFlag.AlignCenter)
        cap.setProperty("role", "key")
        cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(cap)
    return row
