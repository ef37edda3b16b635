"""A thin bar that shows a share."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.widgets.colours import styled_colour


class Bar(QWidget):
    """A bar filled from the left; its colours come from the style sheet.

    QProgressBar draws itself, and all else that waits to be drawn, within `setValue`: a dozen of them in one update
    held up the window for tens of milliseconds.
    """

    track = styled_colour("track")
    fill = styled_colour("fill")

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share: float | None = None

    @property
    def share(self) -> float | None:
        """What it shows, 0–1; nothing at all while it is None."""
        return self._share

    def show_share(self, share: float | None) -> None:
        """Show another share."""
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, and the share of it."""
        if self._share is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        whole = QRectF(self.rect())
        painter.setBrush(self.track)
        painter.drawRoundedRect(whole, radius, radius)
        if self._share > 0:
            whole.setWidth(max(whole.height(), whole.width() * min(1.0, self._share)))
            painter.setBrush(self.fill)
            painter.drawRoundedRect(whole, radius, radius)
        painter.end()
