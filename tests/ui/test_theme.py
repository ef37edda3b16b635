from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import CannotWrite
from app.store import settings
from app.store.settings import Theme, load, settings_path
from app.ui import choices
from app.ui.style.resources import FOLDER
from app.ui.style.theme import ThemeManager, icon, load_tokens
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""

    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_both_themes_have_the_colours_that_the_style_uses() -> None:
    light, dark = load_tokens("light"), load_tokens("dark")
    assert light.keys() == dark.keys()
    used = set(re.findall(r"\$(\w+)", (FOLDER / "themes" / "style.qss").read_text(encoding="utf-8")))
    assert used <= light.keys()


GROUNDS = ("window", "surface", "raised", "hover", "canvas", "accent_soft")
"""What text lies on."""

PAIRS: dict[str, tuple[str, ...]] = {
    "text": (*GROUNDS, "border"),  # the last one is a button that is held down
    "muted": GROUNDS,
    "on_accent": ("accent", "accent_hover"),
    "success": ("window", "surface"),
    "warning": ("window",),
    "error": ("window", "surface", "raised", "canvas"),
    "accent": ("window", "surface"),  # links
}
"""Every colour of text with what it is drawn on; `faint` is for what is disabled and for lines."""

SIGNS: dict[str, tuple[str, ...]] = {
    "accent": GROUNDS,  # the ring around what has the focus
    "success": ("window", "surface"),
    "warning": ("window", "surface", "accent_soft"),
    "error": ("window", "surface"),
    "muted": GROUNDS,  # icons
}
"""Every colour of what must be seen and is no text."""


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("text", PAIRS)
def test_text_can_be_read(name: str, text: str) -> None:
    tokens = load_tokens(name)
    for ground in PAIRS[text]:
        assert _contrast(tokens[text], tokens[ground]) >= 4.5, f"{text} on {ground}"


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("sign", SIGNS)
def test_signs_can_be_seen(name: str, sign: str) -> None:
    tokens = load_tokens(name)
    for ground in SIGNS[sign]:
        assert _contrast(tokens[sign], tokens[ground]) >= 3, f"{sign} on {ground}"


def _rules() -> list[tuple[str, dict[str, str]]]:
    """The rules of the style sheet: selectors, and the tokens of its colours by property."""
    style = re.sub(r"/\*.*?\*/", "", (FOLDER / "themes" / "style.qss").read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"([^{}]+)\{([^}]*)\}", style)
    return [(names.strip(), dict(re.findall(r"([\w-]*color|background): \$(\w+)", body))) for names, body in found]


def test_the_table_of_pairs_has_every_pair_of_the_style_sheet() -> None:
    for names, colours in _rules():
        for text, ground in (("color", "background"), ("selection-color", "selection-background-color")):
            wanted = colours.get(text)
            if wanted is None or (wanted == "faint" and ":disabled" in names):
                continue
            assert wanted in PAIRS, names
            assert colours.get(ground, PAIRS[wanted][0]) in PAIRS[wanted], names


def test_themes_switch_at_once_and_are_remembered(open_window: OpenWindow, qapp: QApplication) -> None:
    window = open_window()
    for theme, name in ((Theme.DARK, "dark"), (Theme.LIGHT, "light")):
        window.view_menu.themes.actions[theme].trigger()
        wanted = QColor(load_tokens(name)["window"])
        assert qapp.palette().color(QPalette.ColorRole.Window) == wanted
        assert window.grab().toImage().pixelColor(5, window.height() - 5) == wanted
        assert load(settings_path()).settings.theme is theme


def test_the_system_is_followed_until_the_user_chooses(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = ThemeManager(qapp)
    manager.choose(Theme.SYSTEM)
    scheme = Qt.ColorScheme.Dark

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return scheme

        def setColorScheme(self, wanted: Qt.ColorScheme) -> None:
            """Leave it, as a platform that cannot."""

    real = qapp.styleHints()
    monkeypatch.setattr(type(qapp), "styleHints", lambda _app: Hints())
    real.colorSchemeChanged.emit(scheme)
    assert manager.dark
    scheme = Qt.ColorScheme.Light
    real.colorSchemeChanged.emit(scheme)
    assert not manager.dark
    manager.choose(Theme.DARK)
    real.colorSchemeChanged.emit(scheme)
    assert manager.dark


def test_icons_take_a_colour_and_are_sharp_on_fine_screens(qapp: QApplication) -> None:
    drawn = icon("check", "#ff0000", "#888888").pixmap(20, 20).toImage()
    colours = {
        drawn.pixelColor(x, y).name() for x in range(20) for y in range(20) if drawn.pixelColor(x, y).alpha() > 250
    }
    assert colours == {"#ff0000"}
    sizes = {size.width() for size in icon("check", "#ff0000", "#888888").availableSizes()}
    assert sizes == {20, 40, 60}


def test_a_choice_that_cannot_be_saved_holds_and_is_a_message(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_settings: settings.Settings, path: Path) -> None:
        raise CannotWrite(path, "cannot_write", reason="read-only")

    window = open_window()
    monkeypatch.setattr(choices, "save", refuse)
    window.view_menu.themes.actions[Theme.DARK].trigger()
    assert load_tokens("dark")["window"] == QApplication.palette().color(QPalette.ColorRole.Window).name()
    qtbot.waitUntil(window.messages.isVisible)
    assert [row.text for row in window.messages.rows] == ["settings.json: cannot be written: read-only"]


def test_settings_that_make_no_sense_are_told_of(open_window: OpenWindow) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True)
    path.write_text('{"theme": "dark", "language": "klingon"}', encoding="utf-8")
    window = open_window()
    (row,) = window.messages.rows
    assert row.text.endswith("settings.backup.json")
    assert window.view_menu.themes.actions[Theme.DARK].isChecked()
