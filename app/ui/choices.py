"""The settings in force, and those of them in the View menu that are one of a few."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.domain.backends import Backend, possible_gpus
from app.store.settings import Language, Settings, Theme, save
from app.ui.language import LanguageManager, translate
from app.ui.session import Session
from app.ui.theme import ThemeManager

E = TypeVar("E", bound=StrEnum)


class Preferences:
    """The settings in force; a change is applied and saved at once."""

    def __init__(
        self, settings: Settings, path: Path, theme: ThemeManager, language: LanguageManager, session: Session
    ) -> None:
        self.settings = settings
        self.theme = theme
        self.language = language
        self._path = path
        self._session = session
        self._apply()

    def change(self, settings: Settings) -> None:
        """Take other settings; another backend holds from the next analysis on.

        Raises:
            CannotWrite: they hold now, but could not be saved.
        """
        self.settings = settings
        self._apply()
        save(self.settings, self._path)

    def _apply(self) -> None:
        self.theme.choose(self.settings.theme)
        self.language.choose(self.settings.language)
        self._session.backend = self.settings.backend
        self._session.overlays = self.settings.overlays
        self._session.heat_opacity = self.settings.heat_opacity


class ChoiceMenu(Generic[E]):
    """A menu in which exactly one entry is checked."""

    def __init__(self, menu: QMenu, choices: Iterable[E], chosen: E, choose: Callable[[E], None]) -> None:
        self.menu = menu
        self.actions: dict[E, QAction] = {}
        group = QActionGroup(menu)
        for choice in choices:
            action = QAction(menu, checkable=True, checked=choice == chosen)
            action.triggered.connect(lambda _checked, choice=choice: choose(choice))
            group.addAction(action)
            menu.addAction(action)
            self.actions[choice] = action


class ViewMenu:
    """Theme, language, and what the models run on."""

    def __init__(self, menu: QMenu, preferences: Preferences, change: Callable[[Settings], None]) -> None:
        """Add the choices to a menu.

        Args:
            menu: the View menu.
            preferences: tells what holds now.
            change: called with other settings when the user chooses.
        """
        self._preferences = preferences
        self._change = change
        settings = preferences.settings
        self.themes = ChoiceMenu(menu.addMenu(""), Theme, settings.theme, self._choose_theme)
        self.languages = ChoiceMenu(menu.addMenu(""), Language, settings.language, self._choose_language)
        backends = [Backend.AUTO, Backend.CPU, *map(Backend, possible_gpus(sys.platform))]
        self.backends = ChoiceMenu(menu.addMenu(""), backends, settings.backend, self._choose_backend)
        self.retranslate()

    def _choose_theme(self, theme: Theme) -> None:
        self._change(replace(self._preferences.settings, theme=theme))

    def _choose_language(self, language: Language) -> None:
        self._change(replace(self._preferences.settings, language=language))

    def _choose_backend(self, backend: Backend) -> None:
        self._change(replace(self._preferences.settings, backend=backend))

    def retranslate(self) -> None:
        """Set all texts in the language shown now; a language is called as its speakers call it."""
        self.themes.menu.setTitle(translate("ViewMenu", "&Theme"))
        self.themes.actions[Theme.SYSTEM].setText(translate("ViewMenu", "As the system"))
        self.themes.actions[Theme.LIGHT].setText(translate("ViewMenu", "Light"))
        self.themes.actions[Theme.DARK].setText(translate("ViewMenu", "Dark"))
        self.languages.menu.setTitle(translate("ViewMenu", "&Language"))
        self.languages.actions[Language.SYSTEM].setText(translate("ViewMenu", "As the system"))
        self.languages.actions[Language.ENGLISH].setText("English")
        self.languages.actions[Language.CHINESE].setText("简体中文")
        self.backends.menu.setTitle(translate("ViewMenu", "&Compute on"))
        for backend, action in self.backends.actions.items():
            action.setText(_backend_name(backend))


def _backend_name(backend: Backend) -> str:
    """What a backend is called in the menu."""
    match backend:
        case Backend.AUTO:
            return translate("ViewMenu", "Whatever suits")
        case Backend.CPU:
            return translate("ViewMenu", "Processor (CPU)")
    names = {Backend.OPENCL: "OpenCL", Backend.VULKAN: "Vulkan", Backend.CUDA: "CUDA", Backend.METAL: "Metal"}
    return translate("ViewMenu", "Graphics card ({name})").format(name=names[backend])
