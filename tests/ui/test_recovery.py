from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.store.autosave import Recoverable
from app.store.settings import Language
from app.ui.notices.recovery import MissingSourceBar, RecoveryBar, ago_text
from app.ui.style.language import LanguageManager

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def _session(name: str, minutes: float, more: int = 0) -> Recoverable:
    sources = tuple(Path(f"holiday/{name}{number or ''}.mp4") for number in range(more + 1))
    return Recoverable(Path(f"sessions/{name}.bestframe"), sources, NOW - timedelta(minutes=minutes))


@pytest.fixture
def recovery(qtbot: QtBot) -> RecoveryBar:
    made = RecoveryBar()
    qtbot.addWidget(made)
    made.resize(900, 40)
    return made


@pytest.fixture
def missing(qtbot: QtBot) -> MissingSourceBar:
    made = MissingSourceBar()
    qtbot.addWidget(made)
    made.resize(900, 40)
    return made


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (-60, "just now"),
        (0.4, "just now"),
        (3, "3 min ago"),
        (59.4, "59 min ago"),
        (59.6, "1 h ago"),
        (600, "10 h ago"),
        (25 * 60, "yesterday"),
        (72 * 60, "3 days ago"),
    ],
)
def test_times_are_told_roughly(minutes: float, text: str) -> None:
    assert ago_text(timedelta(minutes=minutes)) == text


def test_a_session_is_offered(recovery: RecoveryBar, qtbot: QtBot) -> None:
    assert recovery.isHidden()
    session = _session("clip", 3)
    recovery.show_sessions([session], NOW)
    assert not recovery.isHidden()
    assert recovery.text.whole == "Continue where you left off: clip.mp4, 3 min ago"
    assert recovery.accessibleDescription() == recovery.text.whole
    assert recovery.more_button.isHidden()
    with qtbot.waitSignal(recovery.continued) as continued:
        recovery.continue_button.click()
    assert continued.args == [session]
    with qtbot.waitSignal(recovery.discarded) as discarded:
        recovery.discard_button.click()
    assert discarded.args == [session]
    recovery.show_sessions([])
    assert recovery.isHidden()


def test_older_ones_are_in_a_menu(recovery: RecoveryBar, qtbot: QtBot) -> None:
    sessions = [_session("clip", 3), _session("salt & pepper", 120, more=2), _session("c", 2000)]
    recovery.show_sessions(sessions, NOW)
    assert not recovery.more_button.isHidden()
    assert recovery.more_button.text() == "2 more"
    second, third = recovery.more_menu.actions()
    assert second.text() == "salt && pepper.mp4 +2\t2 h ago"
    with qtbot.waitSignal(recovery.continued) as continued:
        third.trigger()
    assert continued.args == [sessions[2]]
    recovery.show_sessions(sessions[:1], NOW)
    assert recovery.more_button.isHidden()


def test_nothing_happens_without_a_session(recovery: RecoveryBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(recovery.continued, wait=0), qtbot.assertNotEmitted(recovery.discarded, wait=0):
        recovery.continue_button.click()
        recovery.discard_button.click()


def test_a_missing_source_is_asked_for(missing: MissingSourceBar, qtbot: QtBot) -> None:
    assert missing.isHidden()
    path = Path("stick/clip.mp4")
    missing.show_missing([path])
    assert not missing.isHidden()
    assert missing.text.whole == "clip.mp4 is no longer where it was"
    assert missing.toolTip() == str(path)
    with qtbot.waitSignal(missing.locate_clicked) as asked:
        missing.locate_button.click()
    assert asked.args == [path]
    with qtbot.waitSignal(missing.closed):
        missing.close_button.click()
    missing.show_missing([path, Path("stick/b.jpg"), Path("stick/c.jpg")])
    assert missing.text.whole == "clip.mp4 and 2 more are no longer where they were"
    missing.show_missing([])
    assert missing.isHidden()
    with qtbot.assertNotEmitted(missing.locate_clicked, wait=0):
        missing.locate_button.click()


def test_a_long_name_makes_nothing_wider(missing: MissingSourceBar) -> None:
    missing.show_missing([Path("a video whose name goes on and on " * 8 + ".mp4")])
    assert missing.minimumSizeHint().width() < 300


def test_they_speak_both_languages(recovery: RecoveryBar, missing: MissingSourceBar, qapp: QApplication) -> None:
    recovery.show_sessions([_session("clip", 3)], NOW)
    missing.show_missing([Path("clip.mp4")])
    LanguageManager(qapp).choose(Language.CHINESE)
    recovery.retranslate()
    missing.retranslate()
    assert recovery.text.whole == "从上次中断处继续：clip.mp4，3 分钟前"
    assert missing.text.whole == "clip.mp4 已不在原来的位置"
    assert recovery.continue_button.text() == "继续"
