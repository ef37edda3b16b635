"""Good news that goes by itself: it lies over the picture, stops nothing, and waits while somebody reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.state.notices import Notice
from app.ui.style.announce import announce
from app.ui.style.language import notice_text, translate
from app.ui.style.theme import ThemeManager
from app.ui.widgets.labels import ElidedLabel, IconButton

STAY_MS = 6_000
"""How long a short one stays."""

_PER_LETTER_MS = 60
"""More for every letter: what is long takes longer to read."""

_FADE_MS = 160
_WIDTH = 560
_MARGIN = 14
_MOST = 3
"""So many are shown at once, the newest; older ones come up again when there is room."""


class Toast(QFrame):
    """One notice; its time stands still while the pointer is over it or one of its buttons has the focus."""

    expired = Signal(object)
    """Its time is over, or somebody closed it: the `Notice`."""

    show_in_folder = Signal(object)
    """Show this file, a `Path`."""

    def __init__(self, notice: Notice, theme: ThemeManager, stay_ms: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self.notice = notice
        self.text = notice_text(notice)
        self.setAccessibleName(self.text)
        level = notice.level.value
        mark = QLabel()
        mark.setPixmap(theme.icon(level, level).pixmap(QSize(18, 18), self.devicePixelRatio()))
        label = ElidedLabel(self.text, mode=Qt.TextElideMode.ElideMiddle)
        self.close_button = IconButton("close")
        self.close_button.say(translate("MessagesPanel", "Dismiss"))
        self.close_button.clicked.connect(self._end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 7, 7)
        layout.setSpacing(9)
        layout.addWidget(mark)
        layout.addWidget(label, 1)
        if notice.written is not None:
            show = QPushButton(translate("MessagesPanel", "Show in folder"))
            show.setProperty("role", "quiet")
            show.clicked.connect(lambda: self.show_in_folder.emit(notice.written))
            layout.addWidget(show)
        layout.addWidget(self.close_button)
        self._timer = QTimer(self, singleShot=True, interval=stay_ms + _PER_LETTER_MS * len(self.text))
        self._timer.timeout.connect(self._end)
        self._left = self._timer.interval()
        for button in self.findChildren(QWidget):
            button.installEventFilter(self)

    @property
    def running(self) -> bool:
        """Whether its time goes on."""
        return self._timer.isActive()

    def fade_in(self) -> None:
        """Come up slowly."""
        effect = QGraphicsOpacityEffect(self, opacity=0.0)
        self.setGraphicsEffect(effect)
        fade = QPropertyAnimation(effect, b"opacity", self)
        fade.setDuration(_FADE_MS)
        fade.setStartValue(0.0)
        fade.setEndValue(1.0)
        fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        # The effect costs a picture of the widget; it goes with the animation.
        fade.finished.connect(self._shown)
        fade.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)

    def _shown(self) -> None:
        self.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt takes none for "remove it"

    def enterEvent(self, event: QEnterEvent) -> None:
        """Somebody reads it."""
        super().enterEvent(event)
        self._pause()

    def leaveEvent(self, event: QEvent) -> None:
        """Nobody points at it any longer."""
        super().leaveEvent(event)
        self._go_on()

    def showEvent(self, event: QShowEvent) -> None:
        """Its time begins."""
        super().showEvent(event)
        self._go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen does not get older."""
        super().hideEvent(event)
        self._pause()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus of the buttons."""
        if event.type() is QEvent.Type.FocusIn:
            self._pause()
        elif event.type() is QEvent.Type.FocusOut:
            self._go_on()
        return super().eventFilter(watched, event)

    def _pause(self) -> None:
        if self._timer.isActive():
            self._left = max(STAY_MS // 2, self._timer.remainingTime())
            self._timer.stop()

    def _go_on(self) -> None:
        held = self.underMouse() or any(child.hasFocus() for child in self.findChildren(QWidget))
        if self.isVisible() and not held:
            self._timer.start(self._left)

    def _end(self) -> None:
        self._timer.stop()
        self.expired.emit(self.notice)


class Toasts(QWidget):
    """The notices that go by themselves, the newest at the bottom, in the lower corner of what they lie over."""

    expired = Signal(object)
    """A `Notice` is to be shown no longer."""

    show_in_folder = Signal(object)
    """Show this file, a `Path`."""

    def __init__(self, theme: ThemeManager, still: Callable[[], bool], parent: QWidget, stay_ms: int = STAY_MS) -> None:
        """Lie over a part of the window.

        Args:
            theme: for the icons.
            still: whether nothing is to move.
            parent: the part.
            stay_ms: how long a short one stays.
        """
        super().__init__(parent)
        self._over = parent
        self._foot: QWidget | None = None
        self.setObjectName("Toasts")
        self.setAccessibleName("Toasts")
        self._theme = theme
        self._still = still
        self._stay_ms = stay_ms
        self.rows: list[Toast] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        parent.installEventFilter(self)
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these and no others; those that are shown already stay as they are."""
        wanted = list(notices)[-_MOST:]
        shown = [row.notice for row in self.rows]
        if wanted == shown:
            return
        for row in [row for row in self.rows if row.notice not in wanted]:
            self._drop(row)
        for notice in wanted:
            if notice not in shown:
                self._add(notice)
        self._show()

    def keep_clear(self, foot: QWidget | None) -> None:
        """Stand on a part at the foot of what they lie over, such as a row of buttons; None for on nothing."""
        if self._foot is not None:
            self._foot.removeEventFilter(self)
        self._foot = foot
        if foot is not None:
            foot.installEventFilter(self)
        self._place()

    def rebuild(self) -> None:
        """Make all of them anew: another language or other colours."""
        notices = [row.notice for row in self.rows]
        for row in list(self.rows):
            self._drop(row)
        for notice in notices:
            self._add(notice, told=True)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of what they lie over."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def _add(self, notice: Notice, *, told: bool = False) -> None:
        row = Toast(notice, self._theme, self._stay_ms, self)
        row.expired.connect(self.expired)
        row.show_in_folder.connect(self.show_in_folder)
        self.rows.append(row)
        self._column.addWidget(row)
        row.show()
        if not told:
            announce(self, row.text)
            if not self._still():
                row.fade_in()

    def _drop(self, row: Toast) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _show(self) -> None:
        self.setAccessibleDescription("\n".join(row.text for row in self.rows))
        self.setVisible(bool(self.rows))
        self._place()
        self.raise_()

    def _place(self) -> None:
        over = self._over
        for row in self.rows:
            row.ensurePolished()
        width = max(1, min(_WIDTH, over.width() - 2 * _MARGIN))
        height = self._column.sizeHint().height()
        floor = over.height() if self._foot is None else self._foot.mapTo(over, QPoint(0, 0)).y()
        self.setGeometry(over.width() - width - _MARGIN, floor - height - _MARGIN, width, height)
