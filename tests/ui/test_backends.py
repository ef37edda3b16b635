"""What the models run on, as the window lets a user choose it, and what it says of it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.domain.backends import Backend, possible_gpus
from app.domain.geometry import Aspect
from app.domain.messages import Message
from app.domain.recommendation import Warned
from app.store.settings import Settings, load, save, settings_path
from app.ui.background import work
from app.ui.state.session import Session, Stage
from app.ui.window import MainWindow
from app.vision import judge

from .fakes import FakeCore

OpenWindow = Callable[..., MainWindow]

SLOW = Message("backend_slow", {"wanted": "vulkan", "actual": "cpu"})


def test_the_choice_holds_from_the_next_analysis_and_is_remembered(
    open_window: OpenWindow, core: FakeCore, qtbot: QtBot, clip: Path
) -> None:
    window = open_window()
    session = window.controller.session
    window.controller.open([clip])
    qtbot.waitUntil(lambda: session.stage is Stage.READY)
    window.view_menu.backends.actions[Backend.OPENCL].trigger()
    window.controller.analyse_again()
    qtbot.waitUntil(lambda: session.stage is Stage.READY)
    assert [options.backend for options in core.recommended] == ["auto", "opencl"]
    assert load(settings_path()).settings.backend is Backend.OPENCL


def test_the_window_opens_with_what_was_chosen(open_window: OpenWindow) -> None:
    save(Settings(backend=Backend.CPU), settings_path())
    window = open_window()
    assert window.controller.session.backend == "cpu"
    assert window.view_menu.backends.actions[Backend.CPU].isChecked()


def test_only_what_the_system_can_have_is_offered(open_window: OpenWindow) -> None:
    actions = open_window().view_menu.backends.actions
    assert list(actions) == ["auto", "cpu", *possible_gpus(sys.platform)]
    texts = [action.text() for action in actions.values()]
    assert len(set(texts)) == len(texts)
    assert "Graphics card (OpenCL)" in texts


def test_what_is_wrong_with_a_backend_is_said_once_and_not_with_every_source() -> None:
    session = Session(Aspect(None))
    session.apply(Warned(SLOW))
    (notice,) = session.notices
    session.dismiss(notice)
    session.apply(Warned(SLOW))
    assert session.notices == []
    other = Message("backend_slow", {"wanted": "opencl", "actual": "cpu"})
    session.apply(Warned(other))
    assert [notice.message for notice in session.notices] == [other]


def test_what_is_wrong_with_a_source_is_said_again() -> None:
    session = Session(Aspect(None))
    for _ in range(2):
        session.apply(Warned(Message("partly_damaged")))
        session.dismiss(session.notices[0])
    session.apply(Warned(Message("partly_damaged")))
    assert len(session.notices) == 1


def test_what_the_warm_up_finds_is_said(open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    class Judge:
        notice = SLOW

        def __init__(self, *arguments: Any) -> None:
            loaded.append(arguments)

    # What takes its judge from that module when it is imported must have the real one by now.
    importlib.import_module("app.covers")
    monkeypatch.setattr(judge, "Judge", Judge)
    save(Settings(backend=Backend.VULKAN), settings_path())
    window = open_window()
    window.controller.warm_up()
    qtbot.waitUntil(lambda: bool(window.messages.rows))
    assert [row.text for row in window.messages.rows] == ["vulkan takes too long to start here; using cpu"]
    assert loaded == [("vulkan",)]
    qtbot.waitUntil(lambda: window.controller.runner.running == 0)


def test_a_warm_up_that_is_content_says_nothing() -> None:
    class Listener:
        def cancelled(self) -> bool:
            return False

        def report(self, item: object) -> None:
            pytest.fail(f"reported: {item}")

    work.warm_up(Listener(), "cpu")
