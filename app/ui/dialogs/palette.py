"""The command palette: every action by a few letters of its title."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QGuiApplication, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.commands.finding import likeness
from app.ui.actions import Entry
from app.ui.style.announce import announce
from app.ui.style.language import translate

_WIDTH = 560
_ROWS = 10
_TOP = 74
"""How far below the upper edge of the window it lies, in points."""

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}

_Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractListModel):
    """The entries that fit what was typed, the best first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry)
        return entry if role == Qt.ItemDataRole.UserRole else None


class _Drawn(QStyledItemDelegate):
    """Draws an entry: its title, the menu it stands in, and its keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        drawn: Any = option  # the stubs leave out what it inherits
        return QSize(0, drawn.fontMetrics.lineSpacing() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        drawn: Any = option
        # The list's own palette has the colours of the style sheet, which knows nothing of disabled entries.
        palette, metrics, whole = QGuiApplication.palette(), drawn.fontMetrics, QRect(drawn.rect)
        group = QPalette.ColorGroup.Normal if entry.enabled else QPalette.ColorGroup.Disabled
        muted = palette.color(group, QPalette.ColorRole.PlaceholderText if entry.enabled else QPalette.ColorRole.Text)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if drawn.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Midlight))
            painter.drawRoundedRect(whole.adjusted(4, 1, -4, -1), 6, 6)
        room = whole.adjusted(14, 0, -14, 0)
        room = _write_right(painter, room, " / ".join(entry.keys[:1]), muted, metrics)
        room = _write_right(painter, room, _mark(entry), muted, metrics)
        painter.setPen(palette.color(group, QPalette.ColorRole.Text))
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        room.setLeft(room.left() + metrics.horizontalAdvance(title) + 10)
        painter.setPen(muted)
        menu = metrics.elidedText(entry.menu, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, menu)
        painter.restore()


def _mark(entry: Entry) -> str:
    return "✓" if entry.checked else ""


def _write_right(painter: QPainter, room: QRect, text: str, colour: QColor, metrics: Any) -> QRect:
    """Write at the right; the room that is left."""
    if not text:
        return room
    painter.setPen(colour)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
    return room.adjusted(0, 0, -metrics.horizontalAdvance(text) - 14, 0)


def spoken(entry: Entry) -> str:
    """An entry as a screen reader says it."""
    state = "" if entry.enabled else translate("Palette", "not available now")
    on = translate("Palette", "on") if entry.checked else ""
    return ", ".join(filter(None, (entry.title, on, state, entry.menu, *entry.keys[:1])))


def matching(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """The entries that fit what was typed, best first; among equals what can be done now, then the order of menus."""
    found = []
    for entry in entries:
        fit = likeness(typed, {entry.title, entry.english, f"{entry.menu} {entry.title}"})
        if fit is not None:
            found.append((fit, entry))
    return [entry for _, entry in sorted(found, key=lambda one: (-one[0], not one[1].enabled))]


class Palette(QFrame):
    """Lies over the window; what is chosen in it is run once it is closed."""

    chosen = Signal(str)
    """The id of an action that is to be done."""

    def __init__(self, entries: Callable[[], Iterable[Entry]], parent: QWidget) -> None:
        """Make it, closed.

        Args:
            entries: gives all actions as they are now.
            parent: the window.
        """
        super().__init__(parent)
        self._over = parent
        self.setObjectName("Palette")
        self.setAccessibleName("Command palette")
        self._entries = entries
        self._all: list[Entry] = []
        self._before: QWidget | None = None
        self.field = QLineEdit(frame=False)
        self.field.setObjectName("PaletteField")
        self.field.setMaxLength(80)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self._model = _Model(self)
        self.list = QListView()
        self.list.setObjectName("PaletteList")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Drawn(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._clicked)
        self.list.setMouseTracking(True)
        self._none = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._none.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 5)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addWidget(self._none)
        parent.installEventFilter(self)
        self.retranslate()
        self.hide()

    @property
    def titles(self) -> list[str]:
        """What is listed now."""
        return [entry.title for entry in self._model.entries]

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.field.setPlaceholderText(translate("Palette", "What do you want to do?"))
        self.field.setAccessibleName(translate("Palette", "Find an action"))
        self.list.setAccessibleName(translate("Palette", "Actions"))
        self._none.setText(translate("Palette", "No such action"))

    def open(self) -> None:
        """Come up empty, with the focus; called again, go."""
        if self.isVisible():
            self.close_()
            return
        self._before = QApplication.focusWidget()
        self._all = list(self._entries())
        self.field.clear()
        self._filter("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_(self) -> None:
        """Go, and give the focus back."""
        if not self.isVisible():
            return
        focused = self.field.hasFocus()
        self.hide()
        if focused and self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Take the keys that move in the list, keep all others of the field from the window, follow the window."""
        if watched is self._over and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        elif watched is self.field and isinstance(event, QKeyEvent):
            return self._key(event)
        elif watched is self.field and isinstance(event, QFocusEvent) and event.lostFocus():
            self._left(event.reason())
        return super().eventFilter(watched, event)

    def _left(self, reason: Qt.FocusReason) -> None:
        """Go when something else in the window is clicked; another window may come before this one."""
        if reason not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.close_()

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # while it is open no key is the window's
            return True
        if event.type() is not QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape or _opens(event):
            self.close_()
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return True

    def _filter(self, typed: str) -> None:
        self._model.show_entries(matching(self._all, typed))
        count = self._model.rowCount()
        self.list.setVisible(count > 0)
        self._none.setVisible(count == 0)
        if count:
            self._select(0)
        self._place()

    def _move(self, by: int) -> None:
        count = self._model.rowCount()
        if count:
            row = self.list.currentIndex().row() + by
            self._select(row % count if abs(by) == 1 else min(max(row, 0), count - 1))

    def _select(self, row: int) -> None:
        index = self._model.index(row)
        # What cannot be done now is listed, and gone through, to tell that it is there.
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)
        if self.isVisible():
            announce(self.field, spoken(self._model.entries[row]))

    def _clicked(self, index: QModelIndex) -> None:
        self._run(index)

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        entry = self._model.entries[index.row()]
        if entry.enabled:
            self.close_()
            self.chosen.emit(entry.id)

    def _place(self) -> None:
        window = self._over
        row = self.list.sizeHintForRow(0)
        if row > 0:
            fitting = (window.height() - self.field.sizeHint().height() - row) // row
            self.list.setFixedHeight(row * max(1, min(_ROWS, self._model.rowCount(), fitting)) + 2)
        width = min(_WIDTH, window.width() - 40)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((window.width() - width) // 2, min(_TOP, max(0, window.height() - self.height())))


def _opens(event: QKeyEvent) -> bool:
    """Whether the key is the one that opens the palette as a rule; it closes it too."""
    return event.key() == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier
