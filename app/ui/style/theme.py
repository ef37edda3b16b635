"""Light and dark: colours as data, filled into one style sheet, one palette and the icons."""

from __future__ import annotations

import functools
import json
import string

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImageReader, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from app.store.settings import Theme
from app.ui.style.resources import FOLDER

_SCHEMES = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
}

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Accent: "accent",
}


class ThemeManager(QObject):
    """Keeps the application in the chosen theme, and follows the system where that is the choice."""

    changed = Signal()
    """The colours are others now; icons are to be made anew."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self.choice = Theme.SYSTEM
        self.dark = False
        self.tokens: dict[str, str] = {}
        app.styleHints().colorSchemeChanged.connect(self._refresh)

    def choose(self, choice: Theme) -> None:
        """Take another theme."""
        self.choice = choice
        # The platform's own parts (title bar, native dialogs) follow this where the platform lets them.
        self._app.styleHints().setColorScheme(_SCHEMES[choice])
        self._refresh()

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """An icon of ours in a colour of the theme, and in a faint one for when it is disabled."""
        return icon(name, self.tokens[colour], self.tokens["faint"])

    def _refresh(self) -> None:
        scheme = self._app.styleHints().colorScheme()
        # Some platforms have no scheme to tell or set; the choice holds all the same.
        self.dark = scheme is Qt.ColorScheme.Dark if self.choice is Theme.SYSTEM else self.choice is Theme.DARK
        tokens = load_tokens("dark" if self.dark else "light")
        if tokens == self.tokens:
            return
        self.tokens = tokens
        self._app.setPalette(_palette(tokens))
        template = (FOLDER / "themes" / "style.qss").read_text(encoding="utf-8")
        sheet = string.Template(template).substitute(tokens)
        if sheet != self._app.styleSheet():  # Qt reads and applies it anew, which takes a quarter of a second
            self._app.setStyleSheet(sheet)
        self.changed.emit()


def load_tokens(name: str) -> dict[str, str]:
    """The colours of a theme, by the name of their use, as `#rrggbb`."""
    tokens: dict[str, str] = json.loads((FOLDER / "themes" / f"{name}.json").read_text(encoding="utf-8"))
    return tokens


@functools.lru_cache(maxsize=128)
def icon(name: str, colour: str, disabled: str) -> QIcon:
    """An icon, drawn for screens of one to three device pixels a point."""
    made = QIcon()
    for mode, lines in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        for ratio in (1, 2, 3):
            drawn = draw(name, lines, 20 * ratio)
            drawn.setDevicePixelRatio(ratio)
            made.addPixmap(drawn, mode)
    return made


def draw(name: str, colour: str, side: int) -> QPixmap:
    """One of our pictures, `side` pixels wide and high, its lines in `colour`."""
    drawing = (FOLDER / "icons" / f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    buffer = QBuffer()
    buffer.setData(QByteArray(drawing))
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(side, side))
    return QPixmap.fromImageReader(reader)


def _palette(tokens: dict[str, str]) -> QPalette:
    palette = QPalette(QColor(tokens["raised"]), QColor(tokens["window"]))
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(tokens[token]))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens["faint"]))
    return palette
