"""The diagnostics: what is installed, what really runs, how long it took, and where the log is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.messages import TEMPLATES
from app.domain.project import Analysis
from app.ui.dialogs import diagnostics_facts as facts
from app.ui.dialogs.diagnostics_facts import Examined, Group
from app.ui.state.outcome import Outcome
from app.ui.style.announce import announce
from app.ui.style.language import translate
from app.ui.widgets.sheet import Sheet, scrolling

_SIZE = QSize(640, 680)

Examine = Callable[[Callable[[Outcome[Examined]], None]], None]
"""Has the models examined in the background, and calls back with what came out."""


class DiagnosticsWindow(Sheet):
    """Facts in groups, which can be copied as text."""

    def __init__(self, examine: Examine, analysis: Callable[[], Analysis | None], log: Path, parent: QWidget) -> None:
        """Make it, closed.

        Args:
            examine: has the models examined.
            analysis: gives the last analysis.
            log: the log file.
            parent: the window.
        """
        super().__init__("Diagnostics", _SIZE, parent)
        self._examine = examine
        self._analysis = analysis
        self._log = log
        self._wanted = ""
        self._examined: Examined | None = None
        self._groups: tuple[Group, ...] = ()
        self._area = scrolling(QWidget())
        self.middle.addWidget(self._area)
        self.copy_button = QPushButton()
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self.log_button = QPushButton()
        self.log_button.setAutoDefault(False)
        self.log_button.clicked.connect(self._show_log)
        self._copied = QLabel()
        self._copied.setProperty("role", "caption")
        self.foot.insertWidget(0, self.copy_button)
        self.foot.insertWidget(1, self.log_button)
        self.foot.insertWidget(2, self._copied)
        self.retranslate()

    @property
    def text(self) -> str:
        """What is copied: English, without anything personal."""
        home = Path.home()
        return facts.as_text((*self._groups, facts.log(facts.without_person(self._log, home))))

    def come_with(self, wanted: str) -> None:
        """Come up and find everything out anew.

        Args:
            wanted: the backend that the settings ask for.
        """
        self._wanted = wanted
        self._examined = None
        self._copied.clear()
        self.refresh()
        self.come()
        self._area.setFocus()
        self._examine(self._take)

    def refresh(self) -> None:
        """Show what is known now."""
        self._groups = (
            facts.versions(),
            facts.machine(),
            facts.models(self._examined, self._wanted),
            facts.decisions(self._examined),
            facts.last_analysis(self._analysis()),
        )
        self._fill()

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        super().retranslate()
        self.setWindowTitle(translate("Diagnostics", "Diagnostics"))
        self.heading.setText(translate("Diagnostics", "Diagnostics"))
        self._area.setAccessibleName(self.windowTitle())
        self.copy_button.setText(translate("Diagnostics", "Copy as text"))
        self.copy_button.setToolTip(translate("Diagnostics", "In English, without names of files, folders or persons"))
        self.log_button.setText(translate("Diagnostics", "Show the log in its folder"))
        self._fill()

    def _take(self, outcome: Outcome[Examined]) -> None:
        if outcome.value is not None:
            self._examined = outcome.value
        elif outcome.error is not None:
            self._examined = Examined(())
        self.refresh()

    def _fill(self) -> None:
        content = QWidget()
        content.setObjectName("SheetContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(14)
        for group in (*self._groups, facts.log(str(self._log))):
            column.addWidget(_shown(group))
        for message in self._examined.notices if self._examined is not None else ():
            note = QLabel(translate("Messages", TEMPLATES[message.id]).format_map(message.data), wordWrap=True)
            note.setProperty("role", "muted")
            column.addWidget(note)
        column.addStretch()
        at = self._area.verticalScrollBar().value()
        self._area.setWidget(content)
        self._area.verticalScrollBar().setValue(at)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._copied.setText(translate("Diagnostics", "Copied"))
        announce(self._copied, self._copied.text())

    def _show_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log.parent)))


def _shown(group: Group) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    heading = QLabel(translate("Diagnostics", group.title))
    heading.setProperty("role", "section")
    heading.setIndent(0)
    grid.addWidget(heading, 0, 0, 1, 2)
    for row, (name, value) in enumerate(group.facts, 1):
        # A value that is no word of ours is shown as it is.
        label = QLabel(translate("Diagnostics", name))
        label.setProperty("role", "muted")
        shown = QLabel(translate("Diagnostics", value), textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if name:
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, row, 1)
        else:
            grid.addWidget(shown, row, 0, 1, 2)
    grid.setColumnMinimumWidth(0, 190)
    grid.setColumnStretch(1, 1)
    return made
