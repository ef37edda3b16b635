"""Two to four covers side by side, looked at as one: zoom and place are the same in all of them."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.background.pictures import Pyramid
from app.ui.background.words import Words
from app.ui.canvas.lens import Lens, columns
from app.ui.pages.compare_pane import Compared, Pane
from app.ui.style.language import translate
from app.ui.widgets.labels import ElidedLabel, IconButton
from app.ui.widgets.leaving import Leavable

__all__ = ["CompareView", "Compared"]

_STEP = 1.5
_GAP = 8
_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_LARGER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_SMALLER = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = (*_FORWARD, *_BACK, *_LARGER, *_SMALLER, *_TAKE, Qt.Key.Key_0)


class CompareView(Leavable):
    """The page that lies over the canvas while covers are compared."""

    chosen = Signal(int)
    """One of them is to be the cover: its index among those shown, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("CompareView")
        self.setAccessibleName("Compare")
        # Not with Tab: it hands the focus on to a pane, and nobody could go past it.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.panes: list[Pane] = []
        self.lens = Lens()
        self._current = 0
        self._title = ElidedLabel()
        self._title.setProperty("role", "strong")
        self.crop_button, self.frame_button = QPushButton(), QPushButton()
        self._regions = QButtonGroup(self)
        for button in (self.crop_button, self.frame_button):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._regions.addButton(button)
        self.crop_button.setChecked(True)
        self.frame_button.toggled.connect(self._show_whole)
        self._zoom = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._zoom.setProperty("role", "muted")
        self.smaller_button, self.larger_button = IconButton("minus"), IconButton("plus")
        self.fit_button, self.close_button = IconButton("fit"), IconButton("close")
        self.smaller_button.clicked.connect(lambda: self._zoom_by(1 / _STEP))
        self.larger_button.clicked.connect(lambda: self._zoom_by(_STEP))
        self.fit_button.clicked.connect(lambda: self._look(Lens()))
        self.close_button.clicked.connect(self.closed)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        regions = QFrame()
        regions.setProperty("role", "segments")
        segments = QHBoxLayout(regions)
        segments.setContentsMargins(2, 2, 2, 2)
        segments.setSpacing(1)
        segments.addWidget(self.crop_button)
        segments.addWidget(self.frame_button)
        head = self._head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(regions)
        head.addSpacing(10)
        for widget in (self.smaller_button, self._zoom, self.larger_button, self.fit_button):
            head.addWidget(widget)
        head.addSpacing(10)
        head.addWidget(self.close_button)
        layout = self._rows = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(self._grid, 1)

    # What is shown

    def show_covers(self, items: Sequence[Compared]) -> None:
        """Compare other covers, from the first look on; the focus is on the choice.

        Args:
            items: two to four of them; more would be too small.
        """
        focus = QApplication.focusWidget()
        focused = focus is not None and (focus is self or self.isAncestorOf(focus))
        for pane in self.panes:
            self._grid.removeWidget(pane)
            pane.hide()
            pane.deleteLater()
        scored = [item for item in items if item.score is not None]
        best = max(scored, key=lambda item: item.score or 0.0, default=None)
        self.panes = [Pane(item, None if item is best else best) for item in items]
        for index, pane in enumerate(self.panes):
            pane.taken.connect(functools.partial(self.chosen.emit, index))
            pane.focused.connect(functools.partial(self._focused, index))
            pane.view.looked.connect(self._look)
            pane.view.show_whole(self.frame_button.isChecked())
        self._current = next((index for index, item in enumerate(items) if item.chosen), 0)
        self._place()
        for pane in self.panes:
            pane.show()  # at once, as what is not there yet gets no focus
        self._look(Lens())
        if self.panes and focused:
            self.panes[self._current].setFocus()

    def show_sharp(self, index: int, pyramid: Pyramid) -> None:
        """Draw one of them, by its index from 0, from larger levels; one that is gone by now is left out."""
        if 0 <= index < len(self.panes):
            self.panes[index].view.show_sharp(pyramid)

    def show_words(self, index: int, words: Words | None) -> None:
        """Draw another title on one of them, by its index from 0; None draws none."""
        if 0 <= index < len(self.panes):
            self.panes[index].view.show_words(words)

    def show_chosen(self, index: int | None) -> None:
        """Show which of them is the cover, by its index from 0; None is none of them."""
        for number, pane in enumerate(self.panes):
            pane.show_chosen(number == index)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self._title.show_text(translate("Compare", "Compare"))
        self.crop_button.setText(translate("Compare", "Cover"))
        self.frame_button.setText(translate("Compare", "Whole frame"))
        self.smaller_button.say(translate("Compare", "Zoom out (−)"))
        self.larger_button.say(translate("Compare", "Zoom in (+)"))
        self.fit_button.say(translate("Compare", "Fit (0)"))
        self.close_button.say(translate("Compare", "Close (Esc)"))
        for pane in self.panes:
            pane.retranslate()
        self._tell_zoom()

    def _place(self) -> None:
        """Put the panes where their pictures are largest."""
        if not self.panes:
            return
        ratios = [pane.view.region.width / pane.view.region.height for pane in self.panes]
        margins = self._rows.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        head = self._head.sizeHint().height() + self._rows.spacing()
        height = self.height() - margins.top() - margins.bottom() - head
        least = max(pane.minimumSizeHint().width() for pane in self.panes) + _GAP
        most = max(1, (width + _GAP) // least)
        count = columns(ratios, max(1, width), max(1, height), self.panes[0].overhead, most)
        for line in range(len(self.panes)):
            self._grid.setColumnStretch(line, 1 if line < count else 0)
            self._grid.setRowStretch(line, 1 if line < -(-len(self.panes) // count) else 0)
        for index, pane in enumerate(self.panes):
            self._grid.addWidget(pane, index // count, index % count)

    # What the person does

    def _look(self, lens: Lens) -> None:
        self.lens = lens
        for pane in self.panes:
            pane.view.look(lens)
        self._tell_zoom()

    def _tell_zoom(self) -> None:
        fits = self.lens.zoom < 1.005
        self._zoom.setText(translate("Compare", "Fit") if fits else f"{self.lens.zoom:.1f}×")
        self._zoom.setMinimumWidth(self._zoom.fontMetrics().horizontalAdvance("00.0×") + 4)

    def _zoom_by(self, factor: float) -> None:
        if self.panes:
            self._look(self.panes[self._current].view.zoomed(factor))

    def _show_whole(self, whole: bool) -> None:
        for pane in self.panes:
            pane.view.show_whole(whole)
        self._place()
        self._look(Lens())

    def _focused(self, index: int) -> None:
        self._current = index

    def _step(self, by: int) -> None:
        if self.panes:
            self.panes[(self._current + by) % len(self.panes)].setFocus(Qt.FocusReason.OtherFocusReason)

    # What Qt hands to the page

    def keeps(self, event: QKeyEvent) -> bool:
        """Also the keys that look around in here."""
        return super().keeps(event) or _meant(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the focus, + − 0 zoom, Enter chooses, Esc closes."""
        key = Qt.Key(event.key())
        if not _meant(event):
            super().keyPressEvent(event)
        elif key in _FORWARD or key in _BACK:
            self._step(1 if key in _FORWARD else -1)
        elif key in _LARGER or key in _SMALLER:
            self._zoom_by(_STEP if key in _LARGER else 1 / _STEP)
        elif key in _TAKE:
            self._take()
        else:
            self._look(Lens())

    def _take(self) -> None:
        if self.panes:
            self.panes[self._current].take()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to one of the covers."""
        if self.panes:
            self.panes[self._current].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room may be used better otherwise."""
        super().resizeEvent(event)
        self._place()


def _meant(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return plain == Qt.KeyboardModifier.NoModifier and event.key() in _KEYS
