"""The buttons in the top bar do what the actions do, and look as these are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.state.session import Stage
from app.ui.tools import TOOLS
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def window(open_window: OpenWindow, clip: Path, qtbot: QtBot) -> MainWindow:
    window = open_window()
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    return window


def test_without_a_cover_there_is_nothing_to_be_done_to_it(open_window: OpenWindow) -> None:
    tools = open_window().tools
    assert not any(button.isEnabled() for button in tools.buttons.values())


@pytest.mark.parametrize("name", TOOLS)
def test_a_button_does_what_its_action_does_and_is_on_while_that_is(window: MainWindow, name: str) -> None:
    button, action = window.tools.buttons[name], window.actions_[name]
    button.click()
    assert action.isChecked()
    assert button.isChecked()
    action.trigger()
    assert not button.isChecked()
    button.click()
    button.click()
    assert not action.isChecked()
    assert not button.isChecked()


def test_buttons_tell_their_keys_also_once_these_are_others(window: MainWindow) -> None:
    button = window.tools.buttons["title"]
    assert button.accessibleName() == "Write a title"
    assert button.toolTip() == "Write a title (T)"
    window.actions_.set_keys({"title": ("Ctrl+T",)})
    assert button.toolTip() == "Write a title (Ctrl+T)"
