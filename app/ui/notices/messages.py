"""The messages panel: lines that stay until they are dismissed and never stop the work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.state.notices import Notice
from app.ui.style.language import notice_text, translate
from app.ui.style.theme import ThemeManager

_MAX_HEIGHT = 156


class NoticeRow(QFrame):
    """One notice: icon, text, what can be done about it, and a button that dismisses it."""

    dismissed = Signal(object)
    show_in_folder = Signal(object)

    def __init__(self, notice: Notice, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        level = notice.level.value
        mark = QLabel()
        mark.setPixmap(theme.icon(level, level).pixmap(QSize(18, 18), self.devicePixelRatio()))
        self.text = notice_text(notice)
        text = QLabel(self.text, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setToolTip(str(notice.subject or ""))
        # A long path is wrapped, and does not make the window wider.
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.dismiss_button = QToolButton()
        self.dismiss_button.setIcon(theme.icon("close", "muted"))
        self.dismiss_button.setProperty("role", "quiet")
        self.dismiss_button.setToolTip(translate("MessagesPanel", "Dismiss"))
        self.dismiss_button.setAccessibleName(translate("MessagesPanel", "Dismiss"))
        self.dismiss_button.clicked.connect(lambda: self.dismissed.emit(notice))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 6, 5)
        layout.setSpacing(10)
        layout.addWidget(mark)
        layout.addWidget(text, 1)
        if notice.written is not None:
            show = QPushButton(translate("MessagesPanel", "Show in folder"))
            show.setProperty("role", "quiet")
            show.clicked.connect(lambda: self.show_in_folder.emit(notice.written))
            layout.addWidget(show)
        layout.addWidget(self.dismiss_button)


class MessagesPanel(QFrame):
    """All notices, the newest at the bottom; not there while there are none."""

    dismissed = Signal(object)
    show_in_folder = Signal(object)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("MessagesPanel")
        self.setAccessibleName("Messages")
        self._theme = theme
        self._shown: tuple[Notice, ...] = ()
        self.rows: list[NoticeRow] = []
        content = QWidget()
        content.setObjectName("NoticeRows")
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.addWidget(self._scroll)
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these notices."""
        if tuple(notices) != self._shown:
            self._shown = tuple(notices)
            self.rebuild()

    def rebuild(self) -> None:
        """Make all lines anew: other notices, another language or other colours."""
        for row in self.rows:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [NoticeRow(notice, self._theme) for notice in self._shown]
        for row in self.rows:
            row.dismissed.connect(self.dismissed)
            row.show_in_folder.connect(self.show_in_folder)
            self._rows.addWidget(row)
            row.show()  # at once, as what is not there yet needs no height
        self.setAccessibleDescription("\n".join(notice_text(notice) for notice in self._shown))
        self.setVisible(bool(self.rows))
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts wrap otherwise in another width."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """As high as the lines need, up to a limit; then the newest are in sight and the others a scroll away."""
        for row in self.rows:
            row.ensurePolished()
        self._rows.activate()
        height = self._rows.totalHeightForWidth(self._scroll.viewport().width())
        self._scroll.setFixedHeight(max(1, min(_MAX_HEIGHT, height)))
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.maximum())
