"""Banners above the work: sessions that a crash left over, and sources that are no longer where they were."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from app.store.autosave import Recoverable
from app.ui.style.language import translate
from app.ui.widgets.labels import ElidedLabel, IconButton, MenuButton, quiet_icon

_ICON_SIDE = 18


class Banner(QFrame):
    """One line with what can be done about it; it stops nothing and is not there while there is nothing to say."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = icon
        self._mark = QLabel()
        self.text = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 10, 6)
        self._row.setSpacing(10)
        self._row.addWidget(self._mark)
        self._row.addWidget(self.text, 1)
        self._draw()
        self.hide()

    def say(self, text: str) -> None:
        """Show a text."""
        self.text.show_text(text)
        self.setAccessibleDescription(text)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw()

    def _draw(self) -> None:
        self._mark.setPixmap(quiet_icon(self._icon).pixmap(_ICON_SIDE, _ICON_SIDE))


class RecoveryBar(Banner):
    """Offers the sessions whose window was killed."""

    continued = Signal(object)
    """Open this `Recoverable`."""

    discarded = Signal(object)
    """Offer this `Recoverable` no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("recover", parent)
        self.setAccessibleName("Recovery")
        self._sessions: tuple[Recoverable, ...] = ()
        self._now = datetime.now(UTC)
        self.more_menu = QMenu(self)
        self.more_button = MenuButton(self.more_menu)
        self.discard_button = QPushButton()
        self.continue_button = QPushButton()
        self.continue_button.setProperty("role", "primary")
        self.continue_button.clicked.connect(lambda: self._tell(self.continued))
        self.discard_button.clicked.connect(lambda: self._tell(self.discarded))
        for button in (self.more_button, self.discard_button, self.continue_button):
            self._row.addWidget(button)

    def show_sessions(self, sessions: Sequence[Recoverable], now: datetime | None = None) -> None:
        """Offer sessions; without any the bar goes away.

        Args:
            sessions: latest first.
            now: the time that theirs are compared with, in UTC; the clock's if left out.
        """
        self._sessions = tuple(sessions)
        self._now = now or datetime.now(UTC)
        self.retranslate()
        self.setVisible(bool(self._sessions))

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.continue_button.setText(translate("RecoveryBar", "Continue"))
        self.discard_button.setText(translate("RecoveryBar", "Discard"))
        if not self._sessions:
            return
        latest, *others = self._sessions
        self.say(
            translate("RecoveryBar", "Continue where you left off: {name}, {ago}").format(
                name=_name(latest), ago=ago_text(self._now - latest.saved)
            )
        )
        self.setToolTip("\n".join(str(path) for path in latest.sources))
        self.more_button.setVisible(bool(others))
        self.more_button.setText(translate("RecoveryBar", "{count} more").format(count=len(others)))
        self.more_menu.clear()
        for session in others:
            # In a menu & marks a key.
            name = _name(session).replace("&", "&&")
            action = self.more_menu.addAction(f"{name}\t{ago_text(self._now - session.saved)}")
            action.triggered.connect(functools.partial(self._continue, session))

    def _tell(self, signal: SignalInstance) -> None:
        if self._sessions:
            signal.emit(self._sessions[0])

    def _continue(self, session: Recoverable, _checked: bool = False) -> None:
        self.continued.emit(session)


class MissingSourceBar(Banner):
    """Says which sources are no longer where they were, and lets the person say where they are."""

    locate_clicked = Signal(object)
    """Ask where this source, a `Path`, is now."""

    closed = Signal()
    """Leave it at that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("warning", parent)
        self.setAccessibleName("Missing source")
        self._paths: tuple[Path, ...] = ()
        self.locate_button = QPushButton()
        self.locate_button.clicked.connect(self._locate)
        self.close_button = IconButton("close")
        self.close_button.clicked.connect(self.closed)
        self._row.addWidget(self.locate_button)
        self._row.addWidget(self.close_button)

    def show_missing(self, paths: Sequence[Path]) -> None:
        """Tell of sources; without any the bar goes away."""
        self._paths = tuple(paths)
        self.retranslate()
        self.setVisible(bool(self._paths))

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.locate_button.setText(translate("MissingSourceBar", "Locate…"))
        self.close_button.say(translate("MissingSourceBar", "Close"))
        if not self._paths:
            return
        name = self._paths[0].name or str(self._paths[0])
        others = len(self._paths) - 1
        text = translate("MissingSourceBar", "{name} is no longer where it was")
        if others:
            text = translate("MissingSourceBar", "{name} and {count} more are no longer where they were")
        self.say(text.format(name=name, count=others))
        self.setToolTip("\n".join(str(path) for path in self._paths))

    def _locate(self) -> None:
        if self._paths:
            self.locate_clicked.emit(self._paths[0])


def ago_text(passed: timedelta) -> str:
    """How long ago something was, roughly; a clock that was set back makes it now."""
    minutes = max(0, round(passed.total_seconds() / 60))
    if minutes < 1:
        return translate("RecoveryBar", "just now")
    if minutes < 60:
        return translate("RecoveryBar", "{count} min ago").format(count=minutes)
    hours = round(minutes / 60)
    if hours < 24:
        return translate("RecoveryBar", "{count} h ago").format(count=hours)
    days = round(hours / 24)
    if days == 1:
        return translate("RecoveryBar", "yesterday")
    return translate("RecoveryBar", "{count} days ago").format(count=days)


def _name(session: Recoverable) -> str:
    """The first source, and that there are more."""
    if not session.sources:
        return session.slot.stem
    first = session.sources[0].name or str(session.sources[0])
    return first if len(session.sources) == 1 else f"{first} +{len(session.sources) - 1}"
