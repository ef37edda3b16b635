"""The columns beside the picture in which something is done to it; one at a time is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from app.ui.candidates.look_panel import LookPanel
from app.ui.candidates.title_panel import TitlePanel
from app.ui.canvas.canvas import Canvas
from app.ui.flow.controller import Controller
from app.ui.flow.lettering import Lettering

_PICTURE = 620
"""Points that the picture is wide before the candidates are as wide as they may be."""


class Beside(QWidget):
    """The picture, the columns and the candidates side by side; where it is narrow, the candidates give way first."""

    def __init__(self, picture: QLayout, columns: Sequence[QWidget], candidates: QWidget) -> None:
        super().__init__()
        self._columns = columns
        self._candidates = candidates
        self._least, self._most = candidates.minimumWidth(), candidates.maximumWidth()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(picture, 1)
        for part in (*columns, candidates):
            row.addWidget(part)

    def minimumSizeHint(self) -> QSize:
        """With the candidates as narrow as they may be."""
        hint = super().minimumSizeHint()
        return QSize(hint.width() - self._candidates.minimumWidth() + self._narrowest, hint.height())

    @property
    def _narrowest(self) -> int:
        """What the candidates need at the least."""
        return max(self._least, self._candidates.minimumSizeHint().width())

    def event(self, event: QEvent) -> bool:
        """Share the room anew where there is another, or a column came or went."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            taken = sum(column.width() for column in self._columns if not column.isHidden())
            wanted = max(self._narrowest, self.width() - taken - _PICTURE)
            self._candidates.setFixedWidth(min(wanted, self._most))
        return super().event(event)


class Columns(QObject):
    """Shows and hides them, and hands on what is done there and on the title of the canvas."""

    def __init__(self, controller: Controller, canvas: Canvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._canvas = canvas
        self.look = LookPanel()
        self.title = TitlePanel()
        self._lettering = Lettering(controller, self.title, self)
        for column in (self.look, self.title):
            column.hide()
        self._connect_look()
        self._connect_title()

    def _connect_look(self) -> None:
        controller, panel = self._controller, self.look
        panel.adjusted.connect(controller.adjusting.adjust)
        panel.ended.connect(controller.end_step)
        panel.turned.connect(controller.adjusting.turn)
        panel.mirrored.connect(controller.adjusting.mirror)
        panel.reset_clicked.connect(controller.adjusting.reset)
        panel.auto_clicked.connect(controller.adjusting.improve)
        panel.before_held.connect(controller.adjusting.show_before)
        panel.closed.connect(self.toggle_look)

    def _connect_title(self) -> None:
        titling, hand = self._controller.titling, self._canvas.title_hand
        self.title.left.connect(self._canvas.setFocus)
        self.title.closed.connect(self.toggle_title)
        hand.moved.connect(titling.stand)
        hand.released.connect(titling.end)
        hand.nudged.connect(titling.nudge)
        hand.removed.connect(titling.remove)
        hand.opened.connect(self._write)

    def toggle_look(self) -> None:
        """Show the column in which the picture is adjusted, or hide it."""
        self._toggle(self.look, self.look.sliders["angle"].slider)

    def toggle_title(self) -> None:
        """Show the column in which the title is written, or hide it."""
        self._toggle(self.title, self.title.text)
        if not self.title.isHidden():
            self._lettering.begin()

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.look.retranslate()
        self.title.retranslate()
        self._lettering.retranslate()

    def _toggle(self, column: QWidget, first: QWidget) -> None:
        """Show a column in place of the other, or hide it; the focus goes there, and back to the canvas."""
        shown = column.isHidden()
        # The other goes first: with both of them beside it, the window would grow.
        for other in (self.look, self.title):
            if other is not column:
                other.hide()
        column.setVisible(shown)
        if self.look.isHidden():
            self._controller.adjusting.show_before(False)
        if column.isHidden():
            self._canvas.setFocus()
        else:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        self._controller.show()

    def _write(self) -> None:
        """Show the column of the title, all of its words selected."""
        if self.title.isHidden():
            self.toggle_title()
        self.title.write()
