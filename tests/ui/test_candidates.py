from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.cover import Flag, Reason, Trait
from app.domain.recommendation import BetterFound
from app.store.settings import Language, Settings, save, settings_path
from app.ui.candidates import CandidateCard, ReasonsLabel
from app.ui.language import LanguageManager, reason_text
from app.ui.session import Stage
from app.ui.window import MainWindow

from .fakes import make_cover, recommendation

OpenWindow = Callable[..., MainWindow]

CJK = re.compile(r"[\u4e00-\u9fff]")
LANGUAGES = [Language.ENGLISH, Language.CHINESE]
REASONS: list[Reason] = [*Flag, *Trait]
LONGEST = (Flag.EYES_SHUT, Flag.NO_SUBJECT, Flag.TEXT)


def _shown(card: CandidateCard) -> str:
    (label,) = (child for child in card.findChildren(QLabel) if isinstance(child, ReasonsLabel))
    return label.text()


def _offered(window: MainWindow, *reasons: Sequence[Reason]) -> None:
    """Offer candidates with these reasons."""
    plain = [make_cover(number, 80 - number) for number in range(len(reasons))]
    covers = [
        replace(cover, assessment=replace(cover.assessment, reasons=tuple(why)))
        for cover, why in zip(plain, reasons, strict=True)
    ]
    window.controller.session.open([Path("clip.mp4")])
    window.controller.session.apply(BetterFound(recommendation(*covers)))
    window.controller.changed.emit()


@pytest.mark.parametrize("shown", LANGUAGES)
def test_every_reason_can_be_said(qapp: QApplication, shown: Language) -> None:
    LanguageManager(qapp).choose(shown)
    said = [reason_text(reason) for reason in REASONS]
    assert len(set(said)) == len(REASONS)
    assert all(bool(CJK.search(text)) is (shown is Language.CHINESE) for text in said)


@pytest.mark.parametrize("shown", LANGUAGES)
def test_every_reason_fits_on_a_card(open_window: OpenWindow, qtbot: QtBot, shown: Language) -> None:
    save(Settings(language=shown), settings_path())
    window = open_window()
    for reason in REASONS:
        _offered(window, [reason])
        (label,) = window.side.cards[0].findChildren(ReasonsLabel)
        assert label.text() == reason_text(reason)
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()


def test_a_card_shows_what_fits_and_tells_the_rest_on_demand(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    _offered(window, [Trait.SHARP, Trait.WELL_LIT], LONGEST, [])
    first, second, third = window.side.cards
    assert _shown(first) == "sharp · well lit"
    lines = _shown(second).split("\n")
    assert lines[0] == "eyes shut or awkward face"
    assert len(lines) <= 2
    assert second.toolTip() == "eyes shut or awkward face\nno clear subject\ntext or interface"
    assert "eyes shut or awkward face, no clear subject, text or interface" in second.accessibleDescription()
    assert _shown(third) == third.toolTip() == ""


def test_the_cards_do_not_move_when_reasons_come(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    _offered(window, [], [], [])
    before = [card.geometry() for card in window.side.cards]
    _offered(window, LONGEST, LONGEST, [Trait.SHARP])
    qtbot.wait_until(lambda: _shown(window.side.cards[2]) == "sharp")
    assert [card.geometry() for card in window.side.cards] == before


@pytest.mark.parametrize("shown", LANGUAGES)
def test_everything_fits_on_a_small_screen(open_window: OpenWindow, qtbot: QtBot, clip: Path, shown: Language) -> None:
    save(Settings(language=shown), settings_path())
    window = open_window()
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    _offered(window, LONGEST, LONGEST, LONGEST)
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 720
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.height() == 720)
    for card in window.side.cards:
        assert _shown(card).startswith(reason_text(LONGEST[0]))
