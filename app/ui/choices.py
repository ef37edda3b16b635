"""The settings in force, and those of them in the View menu that are one of a few."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.domain.backends import Backend
from app.domain.limits import allow_megapixels
from app.store.preferences import Choice
from app.store.settings import PREFERENCES, Language, Settings, Theme, save
from app.ui.state.session import Session
from app.ui.style.language import LanguageManager, translate
from app.ui.style.theme import ThemeManager

E = TypeVar("E", bound=StrEnum)


class Preferences(QObject):
    """The settings in force; a change is applied and saved at once."""

    changed = Signal()
    """Other settings are in force."""

    def __init__(
        self, settings: Settings, path: Path, theme: ThemeManager, language: LanguageManager, session: Session
    ) -> None:
        super().__init__()
        self.settings = settings
        self.theme = theme
        self.language = language
        self._path = path
        self._session = session
        self._apply()

    def change(self, settings: Settings) -> None:
        """Take other settings; another backend or budget holds from the next analysis on.

        Raises:
            CannotWrite: they hold now, but could not be saved.
        """
        self.settings = settings
        self._apply()
        self.changed.emit()
        save(self.settings, self._path)

    def _apply(self) -> None:
        settings, session = self.settings, self._session
        self.theme.choose(settings.theme)
        self.language.choose(settings.language)
        allow_megapixels(settings.pixel_limit)
        session.backend = settings.backend
        session.budget = settings.budget
        session.folder = settings.folder
        session.overlays = settings.overlays
        session.heat_opacity = settings.heat_opacity


def choice_name(name: str) -> str:
    """A choice of a setting in the language shown now."""
    return translate("Preferences", name)


def dropped_names(dropped: Iterable[str]) -> str:
    """The settings that made no sense, as the preferences call them; as the file does where they are set elsewhere."""
    names = []
    for name in dropped:
        title = PREFERENCES[name].title if name in PREFERENCES else ""
        names.append(translate("Preferences", title) if title else name)
    return translate("Preferences", "all of them") if "*" in names else ", ".join(names)


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

    def show_choice(self, choice: E) -> None:
        """Check another entry; none where it is not among them."""
        action = self.actions.get(choice)
        if action is not None:
            action.setChecked(True)


class ViewMenu:
    """The settings that one changes while looking at the picture: theme, language, and what the models run on."""

    def __init__(self, menu: QMenu, preferences: Preferences, change: Callable[[Settings], None]) -> None:
        """Add the choices to a menu.

        Args:
            menu: the View menu.
            preferences: tells what holds now.
            change: called with other settings when the user chooses.
        """
        self._preferences = preferences
        self._change = change
        self.themes: ChoiceMenu[Theme] = self._menu(menu, "theme")
        self.languages: ChoiceMenu[Language] = self._menu(menu, "language")
        self.backends: ChoiceMenu[Backend] = self._menu(menu, "backend")
        preferences.changed.connect(self._show)
        self.retranslate()

    def _menu(self, menu: QMenu, name: str) -> ChoiceMenu[Any]:
        kind = PREFERENCES[name].kind
        assert isinstance(kind, Choice)

        def choose(value: StrEnum) -> None:
            changed: dict[str, Any] = {name: value}
            self._change(replace(self._preferences.settings, **changed))

        return ChoiceMenu(menu.addMenu(""), kind.choices, getattr(self._preferences.settings, name), choose)

    def _show(self) -> None:
        """Check what holds now."""
        settings = self._preferences.settings
        self.themes.show_choice(settings.theme)
        self.languages.show_choice(settings.language)
        self.backends.show_choice(settings.backend)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.themes.menu.setTitle(translate("ViewMenu", "&Theme"))
        self.languages.menu.setTitle(translate("ViewMenu", "&Language"))
        self.backends.menu.setTitle(translate("ViewMenu", "&Compute on"))
        menus: dict[str, ChoiceMenu[Any]] = {
            "theme": self.themes,
            "language": self.languages,
            "backend": self.backends,
        }
        for name, menu in menus.items():
            kind = PREFERENCES[name].kind
            assert isinstance(kind, Choice)
            for choice, action in menu.actions.items():
                action.setText(choice_name(kind.names[choice]))
