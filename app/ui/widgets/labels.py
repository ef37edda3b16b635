"""Texts that give way where there is no room, and buttons that are an icon."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.style.theme import icon


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where it does not fit, and then tells the rest in its tooltip."""

    def __init__(
        self,
        text: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, textFormat=Qt.TextFormat.PlainText)
        self._mode = mode
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit()

    @property
    def whole(self) -> str:
        """All of the text."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Show another text."""
        if text != self._whole:
            self._whole = text
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:
        """Room for all of the text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """It can do without."""
        return QSize(0, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room holds more or less."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs other room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, max(0, self.width()))
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)


class PhrasesLabel(QLabel):
    """As many phrases as fit, the first ones first, lines broken between them.

    Its height depends on the room in the window and not on what it says, so that what it lies on does not grow and
    shrink while other phrases come.
    """

    def __init__(self) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setProperty("role", "caption")
        self._phrases: tuple[str, ...] = ()

    def show_phrases(self, phrases: Sequence[str]) -> None:
        """Show other phrases."""
        self._phrases = tuple(phrases)
        self._fit()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(0, 2 * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(0, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room holds more or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        lines: list[str] = []
        for phrase in self._phrases:
            longer = f"{lines[-1]} · {phrase}" if lines else phrase
            if lines and metrics.horizontalAdvance(longer) <= self.width():
                lines[-1] = longer
            elif not lines or (len(lines) + 1) * metrics.lineSpacing() <= self.height():
                lines.append(phrase)
            else:
                break
        self.setText("\n".join(lines))


class MenuButton(QPushButton):
    """A button that opens a menu, with the sign of one.

    Qt's own way to give a button a menu leaves out the style sheet's padding.
    """

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "menu")
        self.menu_ = menu
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.menu_.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def nextCheckState(self) -> None:
        """What is checked is for others to say."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign in the room that the style sheet leaves at the right."""
        super().paintEvent(event)
        x, y = self.width() - 16.0, self.height() / 2 - 1.5
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5)
        line.setCapStyle(Qt.PenCapStyle.RoundCap)
        line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(line)
        painter.drawPolyline([QPointF(x, y), QPointF(x + 3.5, y + 3.5), QPointF(x + 7, y)])
        painter.end()


class IconButton(QToolButton):
    """A quiet button that shows one of our icons, in the colours of the theme whichever that is."""

    def __init__(self, name: str, side: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setProperty("role", "quiet")
        self.setIconSize(QSize(side, side))
        self._draw()

    def say(self, text: str) -> None:
        """Tell what it does, in a tooltip and to those who cannot see it."""
        self.setToolTip(text)
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw()

    def _draw(self) -> None:
        self.setIcon(quiet_icon(self._name))


def quiet_icon(name: str) -> QIcon:
    """One of our icons in the colour of muted text."""
    palette = QGuiApplication.palette()
    muted = palette.color(QPalette.ColorRole.PlaceholderText).name()
    faint = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name()
    return icon(name, muted, faint)
