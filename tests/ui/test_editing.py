"""Overriding what was recommended: frames, crops, shapes, notes; undoing it; and finding it all again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.commands import ACTIONS
from app.domain.edits import Shape, Verdict
from app.domain.geometry import Aspect, Box
from app.domain.media import Moment
from app.store.autosave import recoverable, slot_of
from app.store.decisions import DecisionStore, store_path
from app.store.lock import Use, use_of
from app.store.past import ChoiceRate
from app.ui.flow import keeper
from app.ui.state.session import Session, Stage
from app.ui.window import MainWindow

from .fakes import FakeCore, framing, moment

OpenWindow = Callable[..., MainWindow]

SQUARE, TALL = Aspect.parse("1:1"), Aspect.parse("9:16")
PATIENCE_MS = 20_000
"""A machine that does much else needs that long to load the decision store."""

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions are saved without a pause, so that no test waits for one."""
    monkeypatch.setattr(keeper, "PAUSE_MS", 0)


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> MainWindow:
    """A window in which a clip was analysed, as squares."""
    window = open_window("1:1")
    _open(qtbot, window, clip)
    return window


def _open(qtbot: QtBot, window: MainWindow, clip: Path) -> None:
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None, timeout=PATIENCE_MS)


def _press(
    window: MainWindow, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    if isinstance(key, str):
        QTest.keyClicks(window, key, modifier)
    else:
        QTest.keyClick(window, key, modifier)


def _session(window: MainWindow) -> Session:
    return window.controller.session


def _crop(window: MainWindow) -> Box:
    chosen = _session(window).chosen
    assert chosen is not None
    return _session(window).crop_of(chosen)


def _saved(window: MainWindow) -> bool:
    """Whether all that the user did is on the disk."""
    from app.store.session_file import read_session

    path = slot_of(_session(window).paths)
    return path.exists() and read_session(path).project == _session(window).project


def _decisions(window: MainWindow) -> list[Verdict]:
    if not store_path().exists():
        return []
    history = DecisionStore.open().history(_session(window).project.identity)
    return [decision.verdict for past in history for decision in past.decisions]


def _go_to(qtbot: QtBot, window: MainWindow, seconds: float) -> None:
    """Scrub to a frame and stay there."""
    window.timeline.scrubbed.emit(seconds)
    window.timeline.scrub_ended.emit(seconds)
    qtbot.waitUntil(
        lambda: _session(window).looked_up == moment(seconds) and not _session(window).moving, timeout=PATIENCE_MS
    )


# The crop


@pytest.mark.parametrize(
    ("key", "modifier", "across", "down"),
    [
        (Qt.Key.Key_Left, PLAIN, -1, 0),
        (Qt.Key.Key_Right, PLAIN, 1, 0),
        (Qt.Key.Key_Left, SHIFT, -10, 0),
        (Qt.Key.Key_Right, SHIFT, 10, 0),
        (Qt.Key.Key_Up, SHIFT, 0, -10),
        (Qt.Key.Key_Down, PLAIN, 0, 1),
    ],
)
def test_arrow_keys_nudge_the_crop(
    window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier, across: int, down: int
) -> None:
    window.controller.cropping.resize(Box(300, 100, 400, 400))
    _press(window, key, modifier)
    assert _crop(window) == Box(300 + across, 100 + down, 400, 400)
    assert window.canvas.crop.toRect().getRect() == (300 + across, 100 + down, 400, 400)


def test_keys_make_the_crop_smaller_and_larger_and_as_recommended(window: MainWindow) -> None:
    recommended = _crop(window)
    _press(window, "-")
    smaller = _crop(window)
    assert smaller.width == smaller.height < recommended.width
    _press(window, "+")
    assert _crop(window).width > smaller.width
    _press(window, "-")
    assert window.actions_["crop_reset"].isEnabled()
    _press(window, "0")
    assert _crop(window) == recommended
    assert not window.actions_["crop_reset"].isEnabled()


def test_the_score_of_the_crop_follows_the_hand(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    window.canvas.crop_moved.emit(Box(128, 0, 720, 720))
    qtbot.waitUntil(lambda: window.canvas.badge.text.startswith("10"), timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(256, 0, 720, 720))
    window.canvas.crop_released.emit()
    qtbot.waitUntil(lambda: window.canvas.badge.text.startswith("20"), timeout=PATIENCE_MS)
    chosen = _session(window).candidates[0]
    assert chosen.edited
    assert chosen.cover.assessment.crop == 20


def test_a_drag_is_one_step_and_undo_brings_the_recommended_crop_back(window: MainWindow) -> None:
    recommended = _crop(window)
    for x in range(10, 200, 10):
        window.canvas.crop_moved.emit(Box(x, 0, 720, 720))
    window.canvas.crop_released.emit()
    assert window.actions_["undo"].text() == "&Undo move crop"
    _press(window, Qt.Key.Key_Z, CONTROL)
    assert _crop(window) == recommended
    assert not window.actions_["undo"].isEnabled()
    _press(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert _crop(window) == Box(190, 0, 720, 720)


def test_what_the_user_cropped_stays_the_choice_when_better_ones_come(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.hold()
    window = open_window("1:1")
    window.controller.open([clip])
    core.step()
    qtbot.waitUntil(lambda: _session(window).chosen is not None, timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(5, 0, 720, 720))
    window.canvas.crop_released.emit()
    core.release()
    qtbot.waitUntil(lambda: _session(window).stage is Stage.READY, timeout=PATIENCE_MS)
    chosen = _session(window).chosen
    assert chosen is not None
    assert chosen.place == moment(1)
    assert _crop(window) == Box(5, 0, 720, 720)


# Frames


def test_any_frame_becomes_a_candidate_with_one_key(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    _go_to(qtbot, window, 5)
    assert window.pages.frame_bar.isVisible()
    assert not window.canvas.editable
    _press(window, "u")
    qtbot.waitUntil(lambda: len(_session(window).candidates) == 4, timeout=PATIENCE_MS)
    own = _session(window).candidates[-1]
    assert (own.rank, own.chosen, own.cover.place) == (None, True, moment(5))
    assert own.crop == framing(SQUARE).crops[0].box, "with its own crop, at once"
    assert core.judged == [(moment(5), SQUARE)]
    assert not window.pages.frame_bar.isVisible()
    assert window.canvas.editable
    _press(window, Qt.Key.Key_Z, CONTROL)
    assert len(_session(window).candidates) == 3


def test_a_frame_that_is_a_candidate_is_only_chosen(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    _go_to(qtbot, window, 2)
    assert not window.pages.frame_bar.isVisible()
    window.controller.use_frame()
    chosen = _session(window).chosen
    assert chosen is not None
    assert chosen.place == moment(2)
    assert core.judged == []


def test_accepting_a_frame_that_is_shown_takes_that_frame(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    _go_to(qtbot, window, 5)
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(core.written) == 1, timeout=PATIENCE_MS)
    image, crop, _ = core.written[0]
    assert image[0, 0, 0] == 20 + 5 * 20
    assert crop == framing(SQUARE).crops[0].box
    qtbot.waitUntil(lambda: _decisions(window) == [Verdict.OVERRIDDEN], timeout=PATIENCE_MS)


def test_esc_leads_back_to_the_choice(window: MainWindow, qtbot: QtBot) -> None:
    _go_to(qtbot, window, 5)
    _press(window, Qt.Key.Key_Escape)
    assert _session(window).looked_up is None
    assert not window.pages.frame_bar.isVisible()
    assert window.timeline.time_label.text() == "0:03.00"


def test_a_frame_that_cannot_be_judged_is_a_message(window: MainWindow, qtbot: QtBot, core: FakeCore) -> None:
    core.look_failure = RuntimeError("no")
    _go_to(qtbot, window, 5)
    _press(window, "u")
    qtbot.waitUntil(lambda: bool(window.messages.rows), timeout=PATIENCE_MS)
    assert len(_session(window).candidates) == 3
    assert window.actions_["use_frame"].isEnabled(), "it can be tried again"


def test_stepping_goes_from_the_choice_frame_by_frame(window: MainWindow, qtbot: QtBot) -> None:
    _press(window, ".")
    qtbot.waitUntil(lambda: _session(window).looked_up == moment(3 + 1 / 25), timeout=PATIENCE_MS)
    _press(window, ",")
    _press(window, ",")
    qtbot.waitUntil(lambda: _session(window).looked_up == moment(3 - 1 / 25), timeout=PATIENCE_MS)


def test_playing_begins_at_the_choice_and_choosing_ends_it(window: MainWindow, qtbot: QtBot) -> None:
    _press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: _seconds(window) > 3.2, timeout=PATIENCE_MS)
    assert window.travel.scrubber.playing
    _press(window, "2")
    assert not window.travel.scrubber.playing
    assert _session(window).looked_up is None
    _press(window, "l")
    qtbot.waitUntil(lambda: _seconds(window) > 2.1, timeout=PATIENCE_MS)
    _press(window, "k")
    qtbot.waitUntil(lambda: not window.travel.scrubber.playing, timeout=PATIENCE_MS)
    assert _session(window).looked_up is not None


def _seconds(window: MainWindow) -> float:
    place = _session(window).looked_up
    return place.seconds if isinstance(place, Moment) else 0.0


def test_space_presses_the_button_that_has_the_focus(window: MainWindow) -> None:
    window.side.reject_button.setFocus()
    _press_on(window.side.reject_button)
    assert _session(window).rejected
    assert not window.travel.scrubber.playing


def _press_on(button: QPushButton) -> None:
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_a_marker_of_the_timeline_chooses_its_candidate(window: MainWindow) -> None:
    window.timeline.place_picked.emit(moment(1))
    chosen = _session(window).chosen
    assert chosen is not None
    assert chosen.place == moment(1)


def test_an_added_frame_can_be_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    _go_to(qtbot, window, 5)
    _press(window, "u")
    qtbot.waitUntil(lambda: len(_session(window).candidates) == 4, timeout=PATIENCE_MS)
    window.side.removed.emit(moment(5))
    assert len(_session(window).candidates) == 3
    assert window.actions_["undo"].text() == "&Undo remove candidate"


# Shapes


def test_every_kept_shape_is_written_with_its_own_crop(
    window: MainWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window.actions_["keep_shape"].trigger()
    window.shapes.chosen.emit(Shape(TALL))
    assert window.actions_["keep_shape"].isChecked() is False
    qtbot.waitUntil(lambda: _crop(window) == framing(TALL).crops[0].box, timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(7, 0, 405, 720))
    window.canvas.crop_released.emit()
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(core.written) == 2, timeout=PATIENCE_MS)
    assert [crop for _, crop, _ in core.written] == [Box(7, 0, 405, 720), Box(280, 0, 720, 720)]
    qtbot.waitUntil(lambda: bool(window.companions.toasts.rows), timeout=PATIENCE_MS)
    assert "Covers saved in" in window.companions.toasts.rows[0].text


def test_a_preset_brings_its_safe_areas(window: MainWindow) -> None:
    preset = next(p for one in window.platforms.platforms for p in one.presets if p.zones)
    window.shapes.chosen.emit(preset.shape)
    window.actions_["toggle_safe_areas"].trigger()
    spoken = window.canvas.accessibleDescription()
    assert "platform" in spoken or "preview" in spoken.lower()


# Deciding


def test_what_was_decided_is_shown_stored_and_withdrawn_by_undo(
    window: MainWindow, qtbot: QtBot, core: FakeCore
) -> None:
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _decisions(window) == [Verdict.ACCEPTED], timeout=PATIENCE_MS)
    assert _session(window).edits.decision is not None
    _press(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: _decisions(window) == [Verdict.ACCEPTED, Verdict.WITHDRAWN], timeout=PATIENCE_MS)
    _press(window, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: _decisions(window)[-1] is Verdict.REJECTED, timeout=PATIENCE_MS)
    assert DecisionStore.open().choice_rate() == ChoiceRate(rejected=1)
    _press(window, Qt.Key.Key_Z, CONTROL)
    assert len(_session(window).candidates) == 3


def test_changing_the_cover_opens_the_decision_again(window: MainWindow, qtbot: QtBot) -> None:
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _decisions(window) == [Verdict.ACCEPTED], timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(3, 0, 720, 720))
    window.canvas.crop_released.emit()
    assert _session(window).edits.decision is None
    qtbot.waitUntil(lambda: _decisions(window)[-1] is Verdict.WITHDRAWN, timeout=PATIENCE_MS)


def test_a_note_goes_with_the_decision(window: MainWindow, qtbot: QtBot) -> None:
    _press(window, "n")
    assert window.side.note.hasFocus()
    QTest.keyClicks(window.side.note, "1 u, , f")
    assert _session(window).edits.note == "1 u, , f", "keys in the note are text and no commands"
    assert len(_session(window).candidates) == 3
    window.canvas.setFocus()
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(_decisions(window)), timeout=PATIENCE_MS)
    decision = _session(window).edits.decision
    assert decision is not None
    assert decision.note == "1 u, , f"


# Nothing is lost


def test_open_override_undo_accept_kill_recover(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, window: MainWindow
) -> None:
    _go_to(qtbot, window, 5)
    _press(window, "u")
    qtbot.waitUntil(lambda: len(_session(window).candidates) == 4, timeout=PATIENCE_MS)
    window.canvas.crop_moved.emit(Box(11, 0, 720, 720))
    window.canvas.crop_released.emit()
    _press(window, "2")
    _press(window, Qt.Key.Key_Z, CONTROL)
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _decisions(window) == [Verdict.OVERRIDDEN], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: _saved(window), timeout=PATIENCE_MS)
    before = _session(window).project
    _kill(window)

    other = open_window("16:9")
    other.controller.begin()
    qtbot.waitUntil(other.recovery.isVisible, timeout=PATIENCE_MS)
    other.recovery.continue_button.click()
    qtbot.waitUntil(lambda: _session(other).stage is Stage.READY, timeout=PATIENCE_MS)
    assert _session(other).project == before
    assert _crop(other) == Box(11, 0, 720, 720)
    assert not other.recovery.isVisible()
    assert [row.text for row in other.companions.toasts.rows] == [
        "holiday.mp4: Bestframe was not closed; everything is as you left it"
    ]
    assert len(core.recommended) == 1, "nothing is analysed again"
    assert recoverable() == ()
    other.close()
    assert use_of(slot_of([clip])) is Use.CLOSED


def _kill(window: MainWindow) -> None:
    """What the system does to a process that is killed: files are closed, and nothing else."""
    slot = window.controller.keeper._slot
    assert slot is not None
    handle = slot._lock._handle
    assert handle is not None
    os.close(handle)
    slot._lock._handle = None
    window.controller.keeper.hold(None)


def test_reopening_shows_the_last_state_without_analysing_again(
    qtbot: QtBot, core: FakeCore, clip: Path, window: MainWindow
) -> None:
    _press(window, "2")
    qtbot.waitUntil(lambda: _saved(window), timeout=PATIENCE_MS)
    other = clip.with_name("other.mp4")
    other.write_bytes(b"other")
    _open(qtbot, window, other)
    assert len(core.recommended) == 2
    _open(qtbot, window, clip)
    assert len(core.recommended) == 2
    assert _session(window).candidates[1].chosen
    assert window.windowTitle() == "holiday.mp4 — Bestframe"
    assert window.recent_menu.menu.actions()[0].text().startswith("holiday.mp4")
    _press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(core.recommended) == 3, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: _session(window).stage is Stage.READY, timeout=PATIENCE_MS)
    assert _session(window).candidates[1].chosen, "what the user chose stays"


def test_the_first_frame_can_be_compared_also_in_a_session_that_is_opened_again(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.script.insert(0, [(0.0, 10.0)])
    for _ in range(2):
        window = open_window("1:1")
        _open(qtbot, window, clip)
        window.actions_["compare"].trigger()
        panes = window.pages.compare
        qtbot.waitUntil(lambda panes=panes: len(panes.panes) == 4, timeout=PATIENCE_MS)  # type: ignore[misc]
        assert [pane.item.title for pane in panes.panes][-1] == "First frame"
        assert panes.panes[-1].item.score == 10
        window.close()
    assert len(core.recommended) == 1


def test_closing_the_window_at_once_keeps_everything(window: MainWindow, open_window: OpenWindow, qtbot: QtBot) -> None:
    _press(window, "3")
    before = _session(window).project
    window.close()
    again = open_window("16:9")
    _open(qtbot, again, before.paths[0])
    assert _session(again).project == before


def test_a_source_that_moved_is_asked_for(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, window: MainWindow
) -> None:
    _press(window, "2")
    window.close()
    moved = clip.with_name("moved.mp4")
    clip.rename(moved)
    again = open_window("16:9")
    again.controller.open([clip])
    qtbot.waitUntil(again.missing.isVisible, timeout=PATIENCE_MS)
    assert len(_session(again).candidates) == 3, "the last state is shown all the same"
    again.controller.opener.locate(moved)
    qtbot.waitUntil(lambda: not again.missing.isVisible(), timeout=PATIENCE_MS)
    assert _session(again).paths == (moved,)
    qtbot.waitUntil(lambda: again.controller.sharp_picture() is not None, timeout=PATIENCE_MS)
    _press(again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(core.written), timeout=PATIENCE_MS)
    assert core.written[0][2] == moved


def test_another_file_is_not_taken_for_the_one_that_moved(
    open_window: OpenWindow, qtbot: QtBot, clip: Path, window: MainWindow, tmp_path: Path
) -> None:
    window.close()
    clip.unlink()
    wrong = tmp_path / "wrong.mp4"
    wrong.write_bytes(b"something else")
    again = open_window("16:9")
    again.controller.open([clip])
    qtbot.waitUntil(again.missing.isVisible, timeout=PATIENCE_MS)
    again.controller.opener.locate(wrong)
    qtbot.waitUntil(
        lambda: any("not what the session was made from" in row.text for row in again.messages.rows),
        timeout=PATIENCE_MS,
    )
    assert again.missing.isVisible()


def test_a_source_that_changed_is_analysed_again(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, window: MainWindow
) -> None:
    _press(window, "2")
    window.controller.keep_shape(Shape(TALL))
    window.close()
    clip.write_bytes(b"cut anew")
    again = open_window("16:9")
    _open(qtbot, again, clip)
    assert len(core.recommended) == 2
    assert _session(again).edits.chosen is None
    assert _session(again).edits.kept == (Shape(TALL),)
    assert any("changed since" in row.text for row in again.messages.rows)


def test_every_command_has_a_handler_and_a_menu(window: MainWindow) -> None:
    in_menus = {action.objectName() for menu in window.actions_.menus.values() for action in menu.actions()}
    far = {action.id for action in ACTIONS if action.id.startswith("crop_far_")}
    assert {action.id for action in ACTIONS} - far <= in_menus


def test_a_crop_that_cannot_move_is_not_edited(window: MainWindow) -> None:
    """At the border, and in a direction in which the picture has no room."""
    _press(window, Qt.Key.Key_Up)
    assert not _session(window).candidates[0].edited
    assert not window.actions_["undo"].isEnabled()
    _press(window, Qt.Key.Key_Left)
    assert _session(window).candidates[0].edited
    _press(window, Qt.Key.Key_Right)
    assert not _session(window).candidates[0].edited, "it is where it was recommended"
