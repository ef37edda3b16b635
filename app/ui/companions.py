"""What comes up beside the work: palette, shortcut sheet, preferences, diagnostics, toasts and the hint."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from app.commands import ACTIONS
from app.commands.finding import plain
from app.commands.keys import Chosen, free_of_conflicts
from app.domain.messages import Message
from app.store.log import log_path
from app.store.preferences import Section
from app.store.settings import Settings
from app.ui.actions import Entry
from app.ui.background.jobs import Lane
from app.ui.choices import Preferences
from app.ui.dialogs.diagnostics import DiagnosticsWindow
from app.ui.dialogs.diagnostics_facts import Examined, examine
from app.ui.dialogs.palette import Palette
from app.ui.dialogs.preferences import PreferencesWindow
from app.ui.dialogs.shortcuts import ShortcutSheet
from app.ui.notices.hint import HintBar
from app.ui.notices.toasts import Toasts
from app.ui.state.notices import Level, Notice
from app.ui.state.outcome import Outcome
from app.ui.style.language import translate
from app.ui.style.motion import MotionManager

if TYPE_CHECKING:
    from app.ui.window import MainWindow


class Companions(QObject):
    """Makes them, those that are windows of their own when they are first wanted, and keeps them up to date."""

    def __init__(
        self,
        window: MainWindow,
        preferences: Preferences,
        change: Callable[[Settings], None],
        show_in_folder: Callable[[Path], None],
    ) -> None:
        """Make them for a window that has its pages; `begin` is called once it has its actions too.

        Args:
            window: that they belong to.
            preferences: the settings in force.
            change: puts other settings in force.
            show_in_folder: opens the folder of a file.
        """
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._change = change
        self._keys: Chosen = {}
        self.motion = MotionManager(self)
        self.palette = Palette(self._entries, window)
        self.palette.chosen.connect(lambda name: window.actions_[name].trigger())
        self.toasts = Toasts(preferences.theme, lambda: self.motion.reduced, window.pages)
        self.toasts.expired.connect(window.controller.dismiss)
        self.toasts.show_in_folder.connect(show_in_folder)
        window.pages.currentChanged.connect(self._page_changed)
        self.hint = HintBar(self._keys_of)
        self.hint.dismissed.connect(lambda: change(replace(preferences.settings, hints=False)))
        self.hint.shortcuts_clicked.connect(self.open_shortcuts)
        self._shortcuts: ShortcutSheet | None = None
        self._settings: PreferencesWindow | None = None
        self._diagnostics: DiagnosticsWindow | None = None

    def begin(self) -> None:
        """Put the settings in force, now that there are actions to be given keys."""
        self._preferences.changed.connect(self._apply)
        self._drop_conflicts()
        self._apply()

    # What the user opens

    @property
    def shortcuts(self) -> ShortcutSheet:
        """The shortcut sheet."""
        if self._shortcuts is None:
            self._shortcuts = ShortcutSheet(self._entries, self._window)
            self._shortcuts.change_clicked.connect(self._change_shortcuts)
        return self._shortcuts

    @property
    def settings(self) -> PreferencesWindow:
        """The preferences."""
        if self._settings is None:
            self._settings = PreferencesWindow(self._preferences.settings, self._window)
            self._settings.changed.connect(self._change)
        return self._settings

    @property
    def diagnostics(self) -> DiagnosticsWindow:
        """The diagnostics."""
        if self._diagnostics is None:
            session = self._window.controller.session
            self._diagnostics = DiagnosticsWindow(
                self._examine, lambda: session.project.analysis, log_path(), self._window
            )
        return self._diagnostics

    def open_shortcuts(self) -> None:
        """Show all keys."""
        self.shortcuts.come()

    def open_preferences(self) -> None:
        """Show the preferences."""
        self.settings.come()

    def open_diagnostics(self) -> None:
        """Show the diagnostics."""
        self.diagnostics.come_with(self._preferences.settings.backend)

    def _change_shortcuts(self) -> None:
        self.shortcuts.close()
        self.settings.come(Section.KEYS)

    def _examine(self, done: Callable[[Outcome[Examined]], None]) -> None:
        backend = self._preferences.settings.backend
        self._window.controller.runner.start(Lane.DIAGNOSE, functools.partial(examine, backend=backend), done)

    # Keeping up

    def _page_changed(self) -> None:
        pages = self._window.pages
        self.toasts.keep_clear(pages.export.foot if pages.currentWidget() is pages.export else None)
        self.toasts.raise_()

    def _drop_conflicts(self) -> None:
        """Where the file gives one key to two actions, go back to their own, and say so."""
        held, dropped = free_of_conflicts(ACTIONS, self._preferences.settings.shortcuts)
        if not dropped:
            return
        titles = {action.id: plain(translate("Actions", action.title)) for action in ACTIONS}
        names = ", ".join(titles.get(name, name) for name in dropped)
        self._change(replace(self._preferences.settings, shortcuts=held))
        self._window.controller.session.notify(Notice(Level.WARNING, Message("keys_dropped", {"names": names})))

    def _apply(self) -> None:
        """Other settings are in force."""
        settings = self._preferences.settings
        self.motion.choice = settings.motion
        if settings.shortcuts != self._keys:
            self._keys = settings.shortcuts
            self._window.actions_.set_keys(self._keys)
            self._window.show_keys()
            self.hint.retranslate()
        self.hint.setVisible(settings.hints)
        if self._settings is not None:
            self._settings.show_settings(settings)

    def _entries(self) -> Iterable[Entry]:
        return self._window.actions_.entries()

    def _keys_of(self, name: str) -> str:
        return self._window.actions_[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.palette.retranslate()
        self.hint.retranslate()
        self.toasts.rebuild()
        for sheet in (self._shortcuts, self._settings, self._diagnostics):
            if sheet is not None:
                sheet.retranslate()

    def recolour(self) -> None:
        """Take the colours of the theme."""
        self.toasts.rebuild()
