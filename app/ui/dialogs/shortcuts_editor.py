"""Changes the keys of the actions, and says when a key has another use already."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.commands import ACTIONS, MENUS
from app.commands.finding import plain
from app.commands.keys import Chosen, assigned, bound, claimant
from app.ui.style.announce import announce
from app.ui.style.language import translate

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText
_ID = Qt.ItemDataRole.UserRole
_LEAVING = tuple(
    QKeyCombination(modifiers, key)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
    for modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
)
"""Keys that leave the field for new keys, and cannot be recorded: Qt's own choice forgets that Shift comes with the
way back, and nobody could go past the field that way."""


class ShortcutEditor(QWidget):
    """A list of all actions, and below it the keys of the one that is marked."""

    edited = Signal(object)
    """Other keys are to hold: `Chosen`, a mapping of ids to keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Chosen = {}
        self.tree = QTreeWidget()
        self.tree.setObjectName("Keys")
        self.tree.setColumnCount(2)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(12)
        self.tree.setItemsExpandable(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setTabKeyNavigation(False)
        self.tree.setMinimumHeight(220)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(lambda *_items: self._marked())
        self.recorder = QKeySequenceEdit()
        self.recorder.setMaximumSequenceLength(1)
        self.recorder.setFinishingKeyCombinations(_LEAVING)
        self.recorder.keySequenceChanged.connect(lambda _keys: self._check())
        self.assign_button = QPushButton()
        self.assign_button.clicked.connect(self._assign)
        self.remove_button = QPushButton()
        self.remove_button.clicked.connect(lambda: self._change(""))
        self.reset_button = QPushButton()
        self.reset_button.clicked.connect(self._reset)
        self.reset_all_button = QPushButton()
        self.reset_all_button.clicked.connect(lambda: self.edited.emit({}))
        self.told = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.told.setProperty("role", "caption")
        self._items: dict[str, QTreeWidgetItem] = {}
        self._menus: list[QTreeWidgetItem] = []
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.recorder, 1)
        for button in (self.assign_button, self.remove_button, self.reset_button, self.reset_all_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.tree, 1)
        layout.addLayout(row)
        layout.addWidget(self.told)

    @property
    def current(self) -> str | None:
        """The id of the action that is marked."""
        item = self.tree.currentItem()
        return None if item is None else item.data(0, _ID)

    def show_keys(self, chosen: Chosen) -> None:
        """Show the keys that hold now."""
        self._chosen = chosen
        own = {action.id: action.shortcuts for action in ACTIONS}
        for action in bound(ACTIONS, chosen):
            item = self._items[action.id]
            item.setText(1, "   ".join(_native(keys) for keys in action.shortcuts))
            font = QFont(self.font())
            font.setBold(action.shortcuts != own[action.id])
            item.setFont(1, font)
        self.reset_all_button.setEnabled(bool(chosen))
        self._marked()

    def mark(self, action_id: str) -> None:
        """Mark an action."""
        self.tree.setCurrentItem(self._items[action_id])

    def filter(self, typed: str) -> int:
        """Show only the actions whose title or keys have all words in them; how many there are."""
        shown = 0
        words = typed.casefold().split()
        for item in self._items.values():
            about = f"{item.text(0)} {item.text(1)}".casefold()
            fits = all(word in about for word in words)
            item.setHidden(not fits)
            shown += fits
        for menu in self._menus:
            menu.setHidden(all(item.isHidden() for item in self._items.values() if item.parent() is menu))
        return shown

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        marked = self.current
        self.tree.clear()
        self._items, self._menus = {}, []
        titles = {action.id: plain(translate("Actions", action.title)) for action in ACTIONS}
        for menu in MENUS:
            group = QTreeWidgetItem(self.tree, [plain(translate("Actions", menu.title))])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFirstColumnSpanned(True)
            self._menus.append(group)
            for name in menu.actions:
                if name in titles:
                    item = self._items[name] = QTreeWidgetItem(group, [titles[name]])
                    item.setData(0, _ID, name)
        self.tree.expandAll()
        self.tree.setHeaderLabels([translate("ShortcutEditor", "Action"), translate("ShortcutEditor", "Keys")])
        self.tree.setAccessibleName(translate("ShortcutEditor", "Actions and their keys"))
        self.recorder.setAccessibleName(translate("ShortcutEditor", "New keys"))
        self.recorder.setToolTip(translate("ShortcutEditor", "Press the keys that the action is to have"))
        self.remove_button.setText(translate("ShortcutEditor", "No keys"))
        self.reset_button.setText(translate("ShortcutEditor", "Reset"))
        self.reset_all_button.setText(translate("ShortcutEditor", "Reset all"))
        self.show_keys(self._chosen)
        if marked is not None:
            self.mark(marked)

    def _marked(self) -> None:
        """Another action is marked: begin with no new keys."""
        self.recorder.clear()
        self._check()

    def _wanted(self) -> str:
        return self.recorder.keySequence().toString(_PORTABLE)

    def _check(self) -> None:
        """Say what would follow from the keys that were pressed."""
        marked, keys = self.current, self._wanted()
        now = bound(ACTIONS, self._chosen)
        has = next((action.shortcuts for action in now if action.id == marked), ())
        other = claimant(now, keys, marked) if marked is not None and keys else None
        text = translate("ShortcutEditor", "Mark an action, then press keys in the field")
        if marked is not None and not keys:
            text = translate("ShortcutEditor", "Press the keys that the action is to have")
        elif other is not None:
            text = translate("ShortcutEditor", "{keys} does “{title}” now, which would lose it").format(
                keys=_native(keys), title=self._items[other].text(0)
            )
        elif keys:
            text = translate("ShortcutEditor", "{keys} is free").format(keys=_native(keys))
        self.told.setText(text)
        self.told.setProperty("wrong", other is not None)
        self.told.style().polish(self.told)
        taking = translate("ShortcutEditor", "Take over")
        self.assign_button.setText(taking if other is not None else translate("ShortcutEditor", "Assign"))
        self.assign_button.setEnabled(marked is not None and bool(keys))
        self.remove_button.setEnabled(bool(has))
        self.reset_button.setEnabled(marked in self._chosen)
        self.recorder.setEnabled(marked is not None)
        if other is not None:
            announce(self.told, text)

    def _assign(self) -> None:
        self._change(self._wanted())

    def _change(self, keys: str) -> None:
        marked = self.current
        if marked is not None:
            self.edited.emit(assigned(ACTIONS, self._chosen, marked, keys))

    def _reset(self) -> None:
        """Give the action its own keys again, and take them from who has them now."""
        marked = self.current
        if marked is None:
            return
        after = dict(self._chosen)
        after.pop(marked, None)
        own = next(action.shortcuts for action in ACTIONS if action.id == marked)
        for keys in own:
            other = claimant(bound(ACTIONS, after), keys, marked)
            if other is not None:
                has = next(action.shortcuts for action in bound(ACTIONS, after) if action.id == other)
                after[other] = tuple(each for each in has if each != keys)
        self.edited.emit(after)


def _native(keys: str) -> str:
    """Keys as the system writes them."""
    return QKeySequence.fromString(keys, _PORTABLE).toString(_NATIVE)
