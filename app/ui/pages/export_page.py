"""The page that lies over the canvas while covers are exported: what will be written, with which choices."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.export import Clash, ExportOptions, Format
from app.domain.platforms import Platforms
from app.domain.wanted import Wanted, wanted_covers
from app.ui.pages.export_row import ExportItem, ExportRow, Outcome, size_text
from app.ui.pages.export_settings import WIDTH, ExportSettings
from app.ui.style.language import translate
from app.ui.widgets.labels import ElidedLabel, IconButton
from app.ui.widgets.leaving import Leavable

__all__ = ["ExportItem", "ExportPage", "Outcome"]

_PREVIEW_MS = 250
"""After the last change; files are made to see how large they get."""


_SIDE_BY_SIDE = 600
"""Points of width from which on covers and choices are beside each other."""


class ExportPage(Leavable):
    """Covers on the left, choices on the right, and below what to do with them."""

    options_changed = Signal(object)
    """Other choices were made: `ExportOptions`."""

    settled = Signal(object)
    """These choices (`ExportOptions`) are worth to be remembered: covers are exported so, or the page is left."""

    preview_wanted = Signal(object)
    """The files of these choices (`ExportOptions`) are to be made, to be told by `show_sizes`."""

    export_clicked = Signal(object)
    """The covers are to be written with these choices (`ExportOptions`); what would be replaced is asked by `ask`."""

    answered = Signal(object)
    """What is to be done where names are taken: `Clash`."""

    copy_clicked = Signal(int)
    """A cover is to be put on the clipboard: its index among those shown, from 0."""

    folder_clicked = Signal()
    """A folder is to be asked for; `take_folder` takes it."""

    def __init__(self, platforms: Platforms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ExportPage")
        self.setAccessibleName("Export page")
        # Not by Tab, which would never come past what it hands the focus to.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._platforms = platforms
        self._outcomes: tuple[Outcome, ...] = ()
        self._busy = False
        self.rows: list[ExportRow] = []
        self.settings = ExportSettings()
        self._title = QLabel()
        self._title.setProperty("role", "strong")
        self.close_button = IconButton("close")
        self._empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._empty.setProperty("role", "muted")
        self.question = Question()
        self.copy_button, self.export_button = QPushButton(), QPushButton()
        self.export_button.setProperty("role", "primary")
        self._sum = ElidedLabel()
        self._sum.setProperty("role", "muted")
        self._soon = QTimer(self, interval=_PREVIEW_MS, singleShot=True)
        self._soon.timeout.connect(lambda: self.preview_wanted.emit(self.options))
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self.close_button)
        self._list = QWidget()
        self._list.setObjectName("Feeds")
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(8)
        self._rows.addWidget(self._empty, 1)
        self._rows.addStretch()
        self.covers = _scroll(self._list)
        self.form = _scroll(self.settings)
        self.form.setMinimumWidth(WIDTH)
        middle = self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        middle.setSpacing(12)
        middle.addWidget(self.covers, 1)
        middle.addWidget(self.form, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._sum, 1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.export_button)
        self.foot = QWidget()
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.question)
        foot.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(middle, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        self.settings.changed.connect(self._changed)
        self.settings.invalid.connect(lambda _invalid: self._fit())
        self.settings.folder_clicked.connect(self.folder_clicked)
        self.close_button.clicked.connect(self._close)
        self.copy_button.clicked.connect(lambda: self.copy_clicked.emit(self.current))
        self.export_button.clicked.connect(self._export)
        self.question.answered.connect(self._answer)

    @property
    def options(self) -> ExportOptions:
        """The choices as they are now."""
        return self.settings.options

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """What the files will be like, in the order of the covers."""
        return wanted_covers([row.item.shaped for row in self.rows], self.options, self._platforms)

    @property
    def current(self) -> int:
        """The cover that has the focus, by its index; the first one if none has."""
        return next((index for index, row in enumerate(self.rows) if row.hasFocus()), self._last)

    # What is shown

    def show_covers(self, items: Sequence[ExportItem]) -> None:
        """Export other covers, in all shapes that they are wanted in; how large they get is asked for."""
        for row in self.rows:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [ExportRow(item) for item in items]
        self._last = 0
        before: QWidget = self.close_button
        for index, row in enumerate(self.rows):
            self._rows.insertWidget(index, row)
            self.setTabOrder(before, row)
            before = row
            row.copied.connect(functools.partial(self.copy_clicked.emit, index))
            row.installEventFilter(self)
        self._empty.setVisible(not self.rows)
        self.settings.show_facts(items[0].shaped.facts if items else None)
        self._predict()
        if self.hasFocus():
            self._hand_on()

    def show_options(self, options: ExportOptions) -> None:
        """Show other choices, such as those of the last time; nothing is told of them."""
        if options != self.options:
            self.settings.show_options(options)
            self._predict()

    def show_sizes(self, options: ExportOptions, outcomes: Sequence[Outcome]) -> None:
        """Show how large the files get.

        Args:
            options: the choices that they were made with; of others than those shown now, nothing is shown.
            outcomes: one for each cover, in their order.
        """
        if options != self.options or len(outcomes) != len(self.rows):
            return
        self._outcomes = tuple(outcomes)
        for row, outcome in zip(self.rows, outcomes, strict=True):
            row.show_outcome(outcome)
        self._fit()

    def show_available(self, formats: Collection[Format]) -> None:
        """Let only these formats be chosen."""
        self.settings.show_available(formats)

    def show_busy(self, busy: bool) -> None:
        """Show whether covers are being written."""
        self._busy = busy
        self._fit()

    def ask(self, paths: Sequence[Path]) -> None:
        """Ask what is to be done with files that have the names already; `answered` tells, or nothing is done."""
        self.question.ask(paths)

    def take_folder(self, folder: Path | None) -> None:
        """Write into this folder."""
        self.settings.take_folder(folder)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self._title.setText(translate("Export", "Export"))
        self.close_button.say(translate("Export", "Close (Esc)"))
        self._empty.setText(translate("Export", "No cover is chosen. Choose a candidate to export it."))
        self.copy_button.setText(translate("Export", "Copy to clipboard"))
        self.settings.retranslate()
        self.question.retranslate()
        for row in self.rows:
            row.retranslate()
        self._fit()

    def _predict(self) -> None:
        """Show what the files will be like, and have them made to see how large they get."""
        self._outcomes = ()
        self.question.hide()
        for row, wanted in zip(self.rows, self.wanted, strict=True):
            row.show_wanted(wanted, self.options)
        if self.rows and self.isVisible():
            self._soon.start()
        self._fit()

    def _fit(self) -> None:
        """Set what can be done now."""
        count = len(self.rows)
        possible = sum(not row.failed for row in self.rows)
        text = translate("Export", "Export") if possible < 2 else translate("Export", "Export {count} covers")
        self.export_button.setText(translate("Export", "Exporting…") if self._busy else text.format(count=possible))
        self.export_button.setEnabled(possible > 0 and self.settings.valid and not self._busy)
        self.copy_button.setEnabled(count > 0)
        sizes = [outcome.size for outcome in self._outcomes if outcome.size is not None]
        told = ""
        if len(sizes) > 1:
            told = translate("Export", "{size} in {count} files").format(size=size_text(sum(sizes)), count=len(sizes))
        self._sum.show_text(told)

    # What the person does

    _last = 0

    def _changed(self, options: ExportOptions) -> None:
        self.options_changed.emit(options)
        self._predict()

    def _export(self) -> None:
        self.settled.emit(self.options)
        self.export_clicked.emit(self.options)

    def _answer(self, clash: Clash | None) -> None:
        self.question.hide()
        self.export_button.setFocus()
        if clash is not None:
            self.answered.emit(clash)

    def confirm(self) -> None:
        """What Return does: export, with the number that is being typed; or answer the question."""
        if self.question.isVisible():
            self.question.confirm()
            return
        box = self.focusWidget()
        if isinstance(box, QAbstractSpinBox):
            box.interpretText()
        self.export_button.click()

    def leave(self) -> None:
        """Esc takes back the question first."""
        if self.question.isVisible():
            self._answer(None)
        else:
            self._close()

    def _close(self) -> None:
        self._soon.stop()
        self.question.hide()
        self.closed.emit()

    # What Qt hands to the page

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Remember which cover was meant last: the focus leaves it for the button that copies it."""
        if event.type() is QEvent.Type.FocusIn and watched in self.rows:
            self._last = self.rows.index(watched)
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on."""
        self._hand_on()

    def _hand_on(self) -> None:
        """Give the focus to what is most likely wanted; before there are covers, it stays."""
        if self.export_button.isEnabled():
            self.export_button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the choices are below the covers."""
        super().resizeEvent(event)
        narrow = self.width() < _SIDE_BY_SIDE
        self._middle.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.form.setMaximumWidth(_SIDE_BY_SIDE if narrow else WIDTH)

    def showEvent(self, event: object) -> None:
        """Ask for the sizes that were not worked out while it was out of sight."""
        if self.rows and not self._outcomes:
            self._soon.start()

    def hideEvent(self, event: object) -> None:
        """Ask for nothing while it is out of sight."""
        self._soon.stop()
        self.settled.emit(self.options)


class Question(QFrame):
    """What is to be done with files that are there already; it lies in the page and stops nothing else."""

    answered = Signal(object)
    """`Clash`, or None to do nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setObjectName("ExportQuestion")
        self._paths: tuple[Path, ...] = ()
        self.text = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.number_button, self.replace_button, self.cancel_button = QPushButton(), QPushButton(), QPushButton()
        self.number_button.setProperty("role", "primary")
        self.number_button.clicked.connect(lambda: self.answered.emit(Clash.NUMBER))
        self.replace_button.clicked.connect(lambda: self.answered.emit(Clash.REPLACE))
        self.cancel_button.clicked.connect(lambda: self.answered.emit(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        for button in (self.cancel_button, self.replace_button, self.number_button):
            row.addWidget(button)
        self.hide()

    def ask(self, paths: Sequence[Path]) -> None:
        """Ask about these files."""
        self._paths = tuple(paths)
        self.retranslate()
        self.show()
        self.number_button.setFocus()

    def confirm(self) -> None:
        """Press the button that has the focus; without one, keep both."""
        buttons = (self.cancel_button, self.replace_button)
        next((button for button in buttons if button.hasFocus()), self.number_button).click()

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        count = len(self._paths)
        if count == 1:
            text = translate("Export", "{name} exists already.").format(name=self._paths[0].name)
        else:
            names = ", ".join(path.name for path in self._paths)
            text = translate("Export", "{count} files exist already: {names}").format(count=count, names=names)
        self.text.show_text(text)
        self.setAccessibleName(text)
        self.cancel_button.setText(translate("Export", "Cancel"))
        self.replace_button.setText(translate("Export", "Replace"))
        self.number_button.setText(translate("Export", "Keep both"))


def _scroll(content: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
