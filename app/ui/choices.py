"""The View menu: theme and language, each one of a few, in force at once and remembered."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from app.domain.errors import CannotWrite
from app.store.settings import Language, Settings, Theme, save
from app.ui.language import LanguageManager, translate
from app.ui.theme import ThemeManager

E = TypeVar("E", bound=StrEnum)


class Preferences:
    """The settings in force; a change is applied and saved at once."""

    def __init__(self, settings: Settings, path: Path, theme: ThemeManager, language: LanguageManager) -> None:
        self.settings = settings
        self.theme = theme
        self.language = language
        self._path = path
        self._apply()

    def change(self, *, theme: Theme | None = None, language: Language | None = None) -> None:
        """Take another theme, or another language.

        Raises:
            CannotWrite: it holds now, but could not be saved.
        """
        now = self.settings
        self.settings = dataclasses.replace(now, theme=theme or now.theme, language=language or now.language)
        self._apply()
        save(self.settings, self._path)

    def _apply(self) -> None:
        self.theme.choose(self.settings.theme)
        self.language.choose(self.settings.language)


class ChoiceMenu(Generic[E]):
    """A menu in which exactly one entry is checked."""

    def __init__(self, menu: QMenu, chosen: E, choose: Callable[[E], None]) -> None:
        self.menu = menu
        self.actions: dict[E, QAction] = {}
        group = QActionGroup(menu)
        for choice in type(chosen):
            action = QAction(menu, checkable=True, checked=choice == chosen)
            action.triggered.connect(lambda _checked, choice=choice: choose(choice))
            group.addAction(action)
            menu.addAction(action)
            self.actions[choice] = action


class ViewMenu:
    """Theme and language."""

    def __init__(self, bar: QMenuBar, preferences: Preferences, failed: Callable[[CannotWrite], None]) -> None:
        self._preferences = preferences
        self._failed = failed
        self._menu = bar.addMenu("")
        settings = preferences.settings
        self.themes = ChoiceMenu(self._menu.addMenu(""), settings.theme, self._choose_theme)
        self.languages = ChoiceMenu(self._menu.addMenu(""), settings.language, self._choose_language)
        self.retranslate()

    def _choose_theme(self, theme: Theme) -> None:
        try:
            self._preferences.change(theme=theme)
        except CannotWrite as error:
            self._failed(error)

    def _choose_language(self, language: Language) -> None:
        try:
            self._preferences.change(language=language)
        except CannotWrite as error:
            self._failed(error)

    def retranslate(self) -> None:
        """Set all texts in the language shown now; a language is called as its speakers call it."""
        self._menu.setTitle(translate("ViewMenu", "&View"))
        self.themes.menu.setTitle(translate("ViewMenu", "&Theme"))
        self.themes.actions[Theme.SYSTEM].setText(translate("ViewMenu", "As the system"))
        self.themes.actions[Theme.LIGHT].setText(translate("ViewMenu", "Light"))
        self.themes.actions[Theme.DARK].setText(translate("ViewMenu", "Dark"))
        self.languages.menu.setTitle(translate("ViewMenu", "&Language"))
        self.languages.actions[Language.SYSTEM].setText(translate("ViewMenu", "As the system"))
        self.languages.actions[Language.ENGLISH].setText("English")
        self.languages.actions[Language.CHINESE].setText("简体中文")
