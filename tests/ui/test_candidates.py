from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QScrollBar
from pytestqt.qtbot import QtBot

from app.domain.cover import Cover, Flag, Reason, Trait
from app.domain.geometry import Aspect, Size
from app.domain.media import Frame, Picture
from app.store.settings import Language
from app.ui.candidates.candidates import COMPARED, SidePanel
from app.ui.candidates.cards import CandidateCard, place_text
from app.ui.state.candidates import CANDIDATES, Candidate
from app.ui.style.language import LanguageManager, reason_text
from app.ui.widgets.cover_picture import CoverPicture
from app.ui.widgets.labels import ElidedLabel, PhrasesLabel
from app.ui.widgets.parts import PartsBars

from .fakes import make_cover, moment

CJK = re.compile(r"[\u4e00-\u9fff]")
LANGUAGES = [Language.ENGLISH, Language.CHINESE]
REASONS: list[Reason] = [*Flag, *Trait]
LONGEST = (Flag.EYES_SHUT, Flag.NO_SUBJECT, Flag.TEXT)


@pytest.fixture
def panel(qtbot: QtBot) -> SidePanel:
    """As high as in a large window."""
    made = SidePanel()
    qtbot.addWidget(made)
    made.accept_button.setText("Accept cover")
    made.resize(made.width(), 720)
    with qtbot.waitExposed(made):
        made.show()
    return made


def _candidates(count: int, own: int = 0, *, aspect: str = "16:9", chosen: int = 1) -> list[Candidate]:
    """Recommended ones, and after them frames that were added."""
    found = []
    for number in range(1, count + own + 1):
        cover = make_cover(float(number), 90.0 - 10 * number, Aspect.parse(aspect))
        rank = number if number <= count else None
        found.append(Candidate(rank, cover, cover.crop, number == chosen))
    return found


def _offer(panel: SidePanel, *reasons: Sequence[Reason]) -> None:
    """Offer candidates with these reasons."""
    found = [
        replace(candidate, cover=_with_reasons(candidate.cover, why))
        for candidate, why in zip(_candidates(len(reasons)), reasons, strict=True)
    ]
    panel.show_candidates(found, 30.0, 80.0)


def _with_reasons(cover: Cover, reasons: Sequence[Reason]) -> Cover:
    return replace(cover, assessment=replace(cover.assessment, reasons=tuple(reasons)))


def _shown(card: CandidateCard) -> str:
    (label,) = (child for child in card.findChildren(QLabel) if isinstance(child, PhrasesLabel))
    return label.text()


def _caption(card: CandidateCard) -> str:
    (label,) = card.findChildren(ElidedLabel)
    return label.text()


@pytest.mark.parametrize("shown", LANGUAGES)
def test_every_reason_can_be_said(qapp: QApplication, shown: Language) -> None:
    LanguageManager(qapp).choose(shown)
    said = [reason_text(reason) for reason in REASONS]
    assert len(set(said)) == len(REASONS)
    assert all(bool(CJK.search(text)) is (shown is Language.CHINESE) for text in said)


@pytest.mark.parametrize("shown", LANGUAGES)
def test_every_reason_fits_on_a_card(panel: SidePanel, qapp: QApplication, shown: Language) -> None:
    LanguageManager(qapp).choose(shown)
    for reason in REASONS:
        _offer(panel, [reason])
        (label,) = panel.cards[0].findChildren(PhrasesLabel)
        assert label.text() == reason_text(reason)
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()


def test_a_card_shows_what_fits_and_tells_the_rest_on_demand(panel: SidePanel) -> None:
    _offer(panel, [Trait.SHARP, Trait.WELL_LIT], LONGEST, [])
    first, second, third = panel.cards
    assert _shown(first) == "sharp · well lit"
    lines = _shown(second).split("\n")
    assert lines[0] == "eyes shut or awkward face"
    assert len(lines) <= 2
    assert second.toolTip() == "eyes shut or awkward face\nno clear subject\ntext or interface"
    assert "eyes shut or awkward face, no clear subject, text or interface" in second.accessibleDescription()
    assert _shown(third) == third.toolTip() == ""


@pytest.mark.parametrize("height", [720, 480])
def test_the_cards_do_not_move_when_reasons_come(panel: SidePanel, qtbot: QtBot, height: int) -> None:
    panel.resize(panel.width(), height)
    _offer(panel, [], [], [])
    before = [card.geometry() for card in panel.cards]
    _offer(panel, LONGEST, LONGEST, [Trait.SHARP])
    qtbot.waitUntil(lambda: _shown(panel.cards[2]) == "sharp")
    assert [card.geometry() for card in panel.cards] == before


@pytest.mark.parametrize("shown", LANGUAGES)
@pytest.mark.parametrize("height", [720, 480, 360])
def test_all_of_it_can_be_reached_in_a_low_window(
    panel: SidePanel, qapp: QApplication, qtbot: QtBot, shown: Language, height: int
) -> None:
    LanguageManager(qapp).choose(shown)
    panel.resize(panel.width(), height)
    _offer(panel, LONGEST, LONGEST, LONGEST)
    assert panel.minimumSizeHint().height() <= 360
    (area,) = panel.findChildren(QScrollArea)
    for card in panel.cards:
        area.ensureWidgetVisible(card, 0, 0)
        assert card.visibleRegion().boundingRect().height() >= min(card.height(), area.viewport().height()) - 1
        assert _shown(card).startswith(reason_text(LONGEST[0]))
    assert panel.accept_button.geometry().bottom() <= panel.height()


def test_three_fit_without_scrolling_where_there_is_no_room_for_their_parts(panel: SidePanel, qtbot: QtBot) -> None:
    _offer(panel, LONGEST, LONGEST, LONGEST)
    bars = panel.cards[0].findChildren(PartsBars)[0]
    (area,) = panel.findChildren(QScrollArea)
    assert bars.isVisible()
    assert area.verticalScrollBar().maximum() == 0
    panel.resize(panel.width(), 500)
    assert not bars.isVisible()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    panel.resize(panel.width(), 720)
    assert bars.isVisible()


def test_a_long_note_makes_no_card_smaller(panel: SidePanel) -> None:
    _offer(panel, [], [], [])
    bars = panel.cards[0].findChildren(PartsBars)[0]
    low = next(height for height in range(720, 400, -1) if not _resized(panel, height, bars))
    assert _resized(panel, low + 1, bars)
    panel.note.show_note("one\ntwo\nthree\nfour")
    assert bars.isVisible()


def _resized(panel: SidePanel, height: int, bars: PartsBars) -> bool:
    panel.resize(panel.width(), height)
    return bars.isVisible()


def test_a_card_tells_all_of_a_candidate(panel: SidePanel) -> None:
    panel.show_candidates(_candidates(3), 30.0, 80.0)
    card = panel.cards[0]
    assert [each.accessibleName() for each in panel.cards] == ["Candidate 1", "Candidate 2", "Candidate 3"]
    assert _caption(card) == "0:01.00"
    assert card.findChildren(PartsBars)[0].parts == {
        "quality": 80.0,
        "appeal": 79.0,
        "sharpness": 78.0,
        "exposure": 77.0,
    }
    assert "0:01.00, 80" in card.accessibleDescription()
    assert [each.isChecked() for each in panel.cards] == [True, False, False]
    panel.show_candidates(_candidates(1), None, None)
    assert [each.isEnabled() for each in panel.cards] == [True, False, False]


def test_own_frames_follow_and_can_be_removed(panel: SidePanel, qtbot: QtBot) -> None:
    panel.show_candidates(_candidates(3, own=2, chosen=5), 30.0, 40.0)
    first, second = panel.own_cards
    assert _caption(first) == "0:04.00 · own frame"
    assert second.isChecked()
    assert first.remove_button.isVisibleTo(first)
    assert not panel.cards[0].remove_button.isVisibleTo(panel.cards[0])
    assert second.y() > first.y() > panel.cards[2].y()
    with qtbot.waitSignal(panel.removed) as removed:
        first.remove_button.click()
    assert removed.args == [moment(4.0)]
    with qtbot.waitSignal(panel.chosen) as chosen:
        second.click()
    assert chosen.args == [5]
    panel.show_candidates(_candidates(3, own=1), 30.0, 40.0)
    assert [card.isVisibleTo(panel) for card in panel.own_cards] == [True, False]


def test_an_own_frame_can_come_before_anything_is_recommended(panel: SidePanel, qtbot: QtBot) -> None:
    panel.show_candidates(_candidates(0, own=1), None, None)
    assert not any(card.isEnabled() for card in panel.cards)
    with qtbot.waitSignal(panel.chosen) as chosen:
        panel.own_cards[0].click()
    assert chosen.args == [1]


def test_a_crop_made_by_hand_is_told_of(panel: SidePanel) -> None:
    (candidate,) = _candidates(1)
    panel.show_candidates([replace(candidate, edited=True)], None, None)
    assert _caption(panel.cards[0]) == "0:01.00 · edited"


def test_a_click_chooses_and_changes_nothing_by_itself(panel: SidePanel, qtbot: QtBot) -> None:
    panel.show_candidates(_candidates(3), 30.0, 80.0)
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.mouseClick(panel.cards[1], Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert chosen.args == [2]
    assert [card.isChecked() for card in panel.cards] == [True, False, False]


def test_candidates_are_marked_for_comparison(panel: SidePanel, qtbot: QtBot) -> None:
    panel.show_candidates(_candidates(3, own=2), 30.0, 80.0)
    told: list[tuple[int, ...]] = []
    panel.marked.connect(told.append)
    with qtbot.assertNotEmitted(panel.chosen, wait=0):
        panel.cards[2].mark_box.click()
        control = Qt.KeyboardModifier.ControlModifier
        QTest.mouseClick(panel.cards[0], Qt.MouseButton.LeftButton, control, QPoint(200, 60))
    assert told == [(3,), (1, 3)]
    assert panel.to_compare == (1, 3)
    assert panel.compare_button.text() == "Compare 2"
    assert [card.mark_box.isChecked() for card in panel.cards] == [True, False, True]
    panel.cards[0].mark_box.click()
    assert told[-1] == (3,)


def test_no_more_are_marked_than_can_be_compared(panel: SidePanel) -> None:
    panel.show_candidates(_candidates(3, own=2), 30.0, 80.0)
    for card in (*panel.cards, *panel.own_cards):
        card.mark_box.click()
    assert panel.marks == (2, 3, 4, 5)
    assert len(panel.marks) == COMPARED


def test_without_marks_the_first_ones_are_compared(panel: SidePanel, qtbot: QtBot) -> None:
    panel.show_candidates(_candidates(1), 30.0, 80.0)
    assert not panel.compare_button.isEnabled()
    panel.show_candidates(_candidates(3, own=2), 30.0, 80.0)
    assert panel.to_compare == (1, 2, 3)
    panel.own_cards[1].mark_box.click()
    assert panel.to_compare == (1, 2, 5)
    with qtbot.waitSignal(panel.compare_clicked):
        panel.compare_button.click()


def test_a_mark_follows_its_frame(panel: SidePanel) -> None:
    found = _candidates(3)
    panel.show_candidates(found, 30.0, 80.0)
    panel.cards[0].mark_box.click()
    told: list[tuple[int, ...]] = []
    panel.marked.connect(told.append)
    swapped = [replace(found[1], rank=1), replace(found[0], rank=2)]
    panel.show_candidates(swapped, 30.0, 80.0)
    assert [card.mark_box.isChecked() for card in panel.cards] == [False, True, False]
    assert panel.marks == (2,)
    panel.show_candidates(swapped[:1], 30.0, 80.0)
    assert told == [()]
    assert not panel.cards[0].mark_box.isChecked()


def test_what_was_decided_is_told(panel: SidePanel) -> None:
    said = "Accepted · saved as clip-cover.jpg"
    before = panel.accept_button.geometry()
    panel.show_decision(said)
    assert said in [label.whole for label in panel.findChildren(ElidedLabel)]
    assert panel.accept_button.geometry() == before
    panel.show_decision(None)
    assert said not in [label.whole for label in panel.findChildren(ElidedLabel)]


@pytest.mark.parametrize(("first", "chosen", "text"), [(35.2, 81.4, "+46"), (50.4, 50.0, "±0"), (60.0, 50.0, "-10")])
def test_the_gain_is_told(panel: SidePanel, first: float, chosen: float, text: str) -> None:
    panel.show_candidates(_candidates(1), first, chosen)
    said = [label.text() for label in panel.findChildren(QLabel)]
    assert f"First frame: {first:.0f}" in said
    assert f"Chosen cover: {text}" in said


def test_pictures_have_the_wanted_shape(panel: SidePanel) -> None:
    panel.show_candidates(_candidates(1, aspect="9:16"), None, None)
    (picture,) = panel.cards[0].findChildren(CoverPicture)
    image = picture.grab().toImage()
    middle = image.height() // 2
    covered = [x for x in range(image.width()) if image.pixelColor(x, middle).red() == 20 + 20]
    assert len(covered) == pytest.approx(image.height() * 9 / 16, abs=2)


def test_a_long_file_name_makes_nothing_wider(panel: SidePanel) -> None:
    name = "a photograph whose name goes on and on until nobody reads it any more.jpg"
    frame = Frame(Picture(0, Path("holiday") / name), Size(400, 300), np.zeros((300, 400, 3), np.uint8))
    cover = replace(make_cover(1.0, 80.0), frame=frame, crop=Aspect.parse("4:3").largest_in(frame.size))
    width = panel.cards[0].width()
    panel.show_candidates([Candidate(1, cover, cover.crop, True)], None, None)
    assert panel.cards[0].width() == width
    assert name in panel.cards[0].accessibleDescription()
    assert _caption(panel.cards[0]).endswith("…")
    assert place_text(frame.place) == name


def test_the_language_changes_at_once(panel: SidePanel, qapp: QApplication) -> None:
    panel.show_candidates(_candidates(3, own=1), 30.0, 80.0)
    LanguageManager(qapp).choose(Language.CHINESE)
    panel.retranslate()
    assert _caption(panel.own_cards[0]) == "0:04.00 · 自选帧"
    assert panel.compare_button.text() == "对比"
    assert panel.note.placeholderText() == "添加备注"
    assert panel.cards[0].accessibleName() == "Candidate 1"


def test_a_click_does_not_take_the_keys(panel: SidePanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.show_candidates(_candidates(CANDIDATES), None, None)
    panel.note.setFocus()
    QTest.mouseClick(panel.cards[1], Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert not panel.cards[1].hasFocus()
    reached = set()
    for _ in range(20):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert {*panel.cards, panel.cards[0].mark_box, panel.note, panel.compare_button} <= reached


def test_a_frame_that_is_added_is_scrolled_to(panel: SidePanel, qtbot: QtBot) -> None:
    panel.resize(panel.width(), 480)
    panel.show_candidates(_candidates(3, own=1), 30.0, 80.0)
    panel.show_candidates(_candidates(3, own=4, chosen=7), 30.0, 80.0)
    qtbot.waitUntil(lambda: _seen(panel, panel.own_cards[3]))


def _seen(panel: SidePanel, card: CandidateCard) -> bool:
    """Whether all of a card is in sight."""
    area = panel._scroll.viewport()
    top = card.mapTo(area, card.rect().topLeft()).y()
    return top >= 0 and top + card.height() <= area.height()


def test_the_choice_stays_in_sight_until_one_scrolls_away(panel: SidePanel, qtbot: QtBot) -> None:
    panel.resize(panel.width(), 480)
    panel.show_candidates(_candidates(3, own=2, chosen=1), 30.0, 80.0)
    panel.show_candidates(_candidates(3, own=2, chosen=5), 30.0, 80.0)
    qtbot.waitUntil(lambda: _seen(panel, panel.own_cards[1]))
    # As in a session that is opened again: what lies below takes its room only then.
    panel.show_decision("Accepted")
    panel.note.show_note("one\ntwo\nthree")
    panel.resize(panel.width(), 440)
    qtbot.waitUntil(lambda: _seen(panel, panel.own_cards[1]))
    panel._scroll.verticalScrollBar().triggerAction(QScrollBar.SliderAction.SliderToMinimum)
    panel.resize(panel.width(), 420)
    QApplication.processEvents()
    assert not _seen(panel, panel.own_cards[1])
    panel.show_candidates(_candidates(3, own=2, chosen=4), 30.0, 80.0)
    qtbot.waitUntil(lambda: _seen(panel, panel.own_cards[0]))
