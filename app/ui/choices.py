"""The View menu: theme, language and what computes, each one of a few, in force at once and remembered."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from app.domain.backends import Backend, possible_gpus
from app.domain.errors import CannotWrite
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

    def change(
        self, *, theme: Theme | None = None, language: Language | None = None, backend: Backend | None = None
    ) -> None:
        """Take another theme, another language, or from the next analysis on another backend.

        Raises:
            CannotWrite: it holds now, but could not be saved.
        """
        now = self.settings
        self.settings = dataclasses.replace(
            now, theme=theme or now.theme, language=language or now.language, backend=backend or now.backend
        )
        self._apply()
        save(self.settings, self._path)

    def _apply(self) -> None:
        self.theme.choose(self.settings.theme)
        self.language.choose(self.settings.language)
        self._session.backend = self.settings.backend


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

    def __init__(self, bar: QMenuBar, preferences: Preferences, failed: Callable[[CannotWrite], None]) -> None:
        self._preferences = preferences
        self._failed = failed
        self._menu = bar.addMenu("")
        settings = preferences.settings
        self.themes = ChoiceMenu(self._menu.addMenu(""), Theme, settings.theme, self._choose_theme)
        self.languages = ChoiceMenu(self._menu.addMenu(""), Language, settings.language, self._choose_language)
        backends = [Backend.AUTO, Backend.CPU, *map(Backend, possible_gpus(sys.platform))]
        self.backends = ChoiceMenu(self._menu.addMenu(""), backends, settings.backend, self._choose_backend)
        self.retranslate()

    def _choose_theme(self, theme: Theme) -> None:
        self._change(theme=theme)

    def _choose_language(self, language: Language) -> None:
        self._change(language=language)

    def _choose_backend(self, backend: Backend) -> None:
        self._change(backend=backend)

    def _change(self, **choice: Any) -> None:
        try:
            self._preferences.change(**choice)
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
