"""From the actions as data to Qt's: one QAction each, with its shortcuts, its handler and its texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QMenu, QMenuBar, QWidget

from app.commands import ACTIONS, MENUS, Fact
from app.commands.finding import plain
from app.commands.history import REDO, STEPS, UNDO
from app.commands.keys import Chosen, bound
from app.ui.style.language import translate

_NATIVE = QKeySequence.SequenceFormat.NativeText
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_SPACE = frozenset({Qt.Key.Key_Space})
_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


@dataclass(frozen=True, slots=True)
class Entry:
    """An action as a list shows it.

    Attributes:
        id: of the action.
        title: in the language shown now.
        english: the same in English, for those who know it so.
        menu: title of the menu that it stands in.
        keys: all that it has, as the system writes them.
        enabled: whether it can be done now.
        checked: whether it is on; None for one that is not switched on and off.
    """

    id: str
    title: str
    english: str
    menu: str
    keys: tuple[str, ...]
    enabled: bool
    checked: bool | None = None


class Actions:
    """The actions of a window."""

    def __init__(self, window: QWidget, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._made = {action.id: QAction(window) for action in ACTIONS}
        for action in ACTIONS:
            made = self._made[action.id]
            made.setObjectName(action.id)
            made.setCheckable(action.checkable)
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            # Held down, the key that writes a cover must not write a hundred.
            made.setAutoRepeat(action.repeats)
            made.triggered.connect(_without_argument(handlers[action.id]))
            window.addAction(made)
        self.menus: dict[str, QMenu] = {}
        """Menus by id; also those within menus."""
        self._steps: tuple[str | None, str | None] = (None, None)
        self._keys = _KeysOfWidgets(window)
        window.installEventFilter(self._keys)
        self._made["preferences"].setMenuRole(QAction.MenuRole.PreferencesRole)
        self._made["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self.set_keys({})
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def fill(self, bar: QMenuBar) -> None:
        """Add the menus to a menu bar."""
        for menu in MENUS:
            # One within another was made with that.
            made = self.menus.get(menu.id) or bar.addMenu("")
            self.menus[menu.id] = made
            for name in menu.actions:
                if name is None:
                    made.addSeparator()
                elif name in self._made:
                    made.addAction(self._made[name])
                else:
                    self.menus[name] = made.addMenu("")
        self.retranslate()

    def set_keys(self, chosen: Chosen) -> None:
        """Give every action the keys that the user chose for it, or its own."""
        for action in bound(ACTIONS, chosen):
            sequences = [QKeySequence.fromString(keys, _PORTABLE) for keys in action.shortcuts]
            self._made[action.id].setShortcuts([keys for keys in sequences if keys.toString()])

    def entries(self) -> Iterator[Entry]:
        """All actions in the order of the menus."""
        english = {action.id: plain(action.title) for action in ACTIONS}
        for menu in MENUS:
            title = plain(translate("Actions", menu.title))
            for name in menu.actions:
                if name is not None and name in self._made:
                    made = self._made[name]
                    # Two keys may be called alike, as Return and Enter are in Chinese.
                    keys = tuple(dict.fromkeys(each.toString(_NATIVE) for each in made.shortcuts()))
                    checked = made.isChecked() if made.isCheckable() else None
                    yield Entry(name, plain(made.text()), english[name], title, keys, made.isEnabled(), checked)

    def enable(self, facts: frozenset[Fact]) -> None:
        """Enable the actions that can be done while `facts` hold."""
        for action in ACTIONS:
            self._made[action.id].setEnabled(action.enabled(facts))

    def check(self, checked: Mapping[str, bool]) -> None:
        """Show which of the checkable actions, by id, are on."""
        for name, on in checked.items():
            self._made[name].setChecked(on)

    def name_steps(self, undo: str | None, redo: str | None) -> None:
        """Say in the menu which steps undo and redo are about; None for none."""
        if self._steps != (undo, redo):
            self._steps = undo, redo
            self._retranslate_steps()

    def _retranslate_steps(self) -> None:
        for name, title, step in zip(("undo", "redo"), (UNDO, REDO), self._steps, strict=True):
            about = translate("History", STEPS[step]) if step is not None else ""
            self._made[name].setText(translate("History", title).format(step=about).strip())

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        for action in ACTIONS:
            self._made[action.id].setText(translate("Actions", action.title))
        for menu in MENUS:
            if menu.id in self.menus:
                self.menus[menu.id].setTitle(translate("Actions", menu.title))
        self._retranslate_steps()


class _KeysOfWidgets(QObject):
    """Lets the widget that has the focus keep the keys that it is worked with, before the window's actions take them.

    Without it Space would play the video and never press the button that Tab went to, and the arrow keys would move
    the crop and not go through a menu of shapes.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim such a key for the widget; what it does not claim itself comes up to the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in _keys_of(QApplication.focusWidget()):
                event.accept()
                return True
        return super().eventFilter(watched, event)


def _keys_of(widget: QWidget | None) -> frozenset[Qt.Key]:
    """The keys that a widget is worked with."""
    if isinstance(widget, QAbstractButton):
        # Of buttons that exclude each other Tab leads to one, and the arrows from there to the others.
        group = widget.group()
        return _ARROWS | {Qt.Key.Key_Space} if group is not None and group.exclusive() else _SPACE
    if isinstance(widget, QAbstractSlider):
        return _ARROWS
    return frozenset()


def _without_argument(handler: Callable[[], object]) -> Callable[[bool], None]:
    """A slot for `triggered`, which tells whether the action is checked."""

    def handle(_checked: bool) -> None:
        handler()

    return handle
