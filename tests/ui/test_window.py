from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import CannotWrite
from app.domain.geometry import Aspect, Box
from app.ui.state.session import Stage
from app.ui.window import MainWindow

from .fakes import SIZE, FakeCore

OpenWindow = Callable[..., MainWindow]


def _press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window, key, modifier)


def _named(window: MainWindow, name: str) -> QWidget:
    (widget,) = (widget for widget in window.findChildren(QWidget) if widget.accessibleName() == name)
    return widget


def _button(window: MainWindow, name: str) -> QPushButton:
    button = _named(window, name)
    assert isinstance(button, QPushButton)
    return button


def _analysed(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.controller.open([path])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)


def _texts(window: MainWindow) -> list[str]:
    return [row.text for row in window.messages.rows] + [row.text for row in window.companions.toasts.rows]


def _drop(window: MainWindow, *urls: QUrl) -> None:
    data = QMimeData()
    data.setUrls(list(urls))
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_the_main_parts_have_stable_names(open_window: OpenWindow) -> None:
    window = open_window()
    assert window.windowTitle() == "Bestframe"
    for name in ("Canvas", "Candidate 1", "Candidate 2", "Candidate 3", "Accept", "Messages"):
        assert _named(window, name)


def test_the_empty_window_invites_and_allows_nothing_else(open_window: OpenWindow) -> None:
    window = open_window()
    assert window.canvas.welcome.isVisible()
    assert not window.messages.isVisible()
    for name in ("Accept", "Candidate 1", "Candidate 2", "Candidate 3"):
        assert not _named(window, name).isEnabled()


def test_the_whole_flow_by_keyboard(open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path) -> None:
    window = open_window()
    _press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.isVisible()
    name = dialog.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    name.insert(str(clip))
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    window.activateWindow()  # where there is no window manager to do so
    qtbot.waitUntil(window.isActiveWindow)

    _press(window, Qt.Key.Key_2)
    assert _button(window, "Candidate 2").isChecked()
    assert not _button(window, "Candidate 1").isChecked()
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(core.written))
    qtbot.waitUntil(lambda: _texts(window) == [f"Cover saved as {clip.with_name('holiday-cover.jpg')}"])
    image, crop, named_after = core.written[0]
    assert image.shape == (SIZE.height, SIZE.width, 3)
    assert image[0, 0, 0] == 60, "the second best is at two seconds"
    assert crop == Box(0, 0, SIZE.width, SIZE.height)
    assert named_after == clip

    _press(window, Qt.Key.Key_Backspace)
    assert not _named(window, "Accept").isEnabled()
    assert window.canvas.welcome.isVisible()
    _press(window, Qt.Key.Key_Return)
    assert len(core.written) == 1

    _press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    _press(window, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    qtbot.waitUntil(lambda: len(core.written) == 2)
    _press(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.controller.runner.running == 0
    assert all(source.closed for source in core.sources)


def test_the_first_find_shows_at_once_and_improves_live(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.hold()
    window = open_window()
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.windowTitle() == "holiday.mp4 — Bestframe")
    assert not _named(window, "Accept").isEnabled()
    core.step()
    qtbot.waitUntil(_named(window, "Candidate 1").isEnabled)
    assert not _named(window, "Candidate 2").isEnabled()
    assert _named(window, "Accept").isEnabled()
    assert not window.canvas.welcome.isVisible()
    core.step()
    qtbot.waitUntil(_named(window, "Candidate 2").isEnabled)
    chosen = window.controller.session.chosen
    assert chosen is not None
    assert chosen.assessment.score == 60
    assert _button(window, "Candidate 1").isChecked()
    core.step()
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    assert (
        _named(window, "Candidate 1")
        .accessibleDescription()
        .startswith("0:03.00, 80, text or interface, sharp, Quality 80, Appeal 79")
    )


def test_esc_cancels_and_what_was_found_stays_usable(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.hold()
    window = open_window()
    window.controller.open([clip])
    core.step(2)
    qtbot.waitUntil(_named(window, "Candidate 2").isEnabled)
    assert window.activity.cancel_button.isVisible()
    _press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.CANCELLED)
    assert core.cancelled.is_set()
    assert not window.activity.cancel_button.isVisible()
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(core.written))


def test_opening_another_source_cancels_the_first(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.mp4"
    other.touch()
    core.hold()
    window = open_window()
    window.controller.open([clip])
    core.step()
    qtbot.waitUntil(_named(window, "Candidate 1").isEnabled)
    window.controller.open([other])
    assert window.controller.session.candidates == ()
    qtbot.waitUntil(core.cancelled.is_set)
    core.release()
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    assert window.controller.session.info is not None
    assert window.controller.session.info.path == other
    assert window.windowTitle() == "other.mp4 — Bestframe"


def test_rejecting_while_analysing_stays_rejected(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.hold()
    window = open_window()
    window.controller.open([clip])
    core.step()
    qtbot.waitUntil(_named(window, "Candidate 1").isEnabled)
    _press(window, Qt.Key.Key_Backspace)
    core.release()
    qtbot.waitUntil(lambda: core.sources[0].closed)
    assert window.controller.session.shown_stage is Stage.REJECTED
    assert not _named(window, "Candidate 1").isEnabled()


def test_a_missing_file_is_a_message_that_stays_until_dismissed(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    window.controller.open([tmp_path / "gone.mp4"])
    qtbot.waitUntil(window.messages.isVisible)
    assert _texts(window) == ["gone.mp4: there is no such file or folder"]
    assert window.messages.accessibleDescription() == "gone.mp4: there is no such file or folder"
    assert not window.messages.window().isModal()
    (dismiss,) = window.messages.findChildren(QToolButton)
    dismiss.click()
    qtbot.waitUntil(lambda: not window.messages.isVisible())


def test_a_bug_is_one_line_and_a_traceback_in_the_log(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, caplog: pytest.LogCaptureFixture
) -> None:
    core.failure = RuntimeError("oops")
    window = open_window()
    window.controller.open([clip])
    qtbot.waitUntil(window.messages.isVisible)
    assert _texts(window) == ["Something went wrong inside Bestframe (RuntimeError); the log has the details"]
    assert "Traceback" in caplog.text
    core.failure = None
    _press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)


def test_a_cover_that_cannot_be_written_is_a_message_and_can_be_tried_again(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.write_failure = CannotWrite(clip, "cannot_write", reason="disk full")
    window = open_window()
    _analysed(qtbot, window, clip)
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _texts(window) == ["holiday.mp4: cannot be written: disk full"])
    core.write_failure = None
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(core.written) == 1)


def test_another_shape_crops_anew_without_analysing(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window("16:9")
    _analysed(qtbot, window, clip)
    assert window.canvas.crop.width() == SIZE.width
    square = Aspect.parse("1:1")
    window.shapes.buttons[square].click()
    expected = square.largest_in(SIZE)
    assert window.canvas.crop.toRect().getRect() == tuple(expected.as_list())
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(core.written))
    assert core.written[0][1] == expected
    assert len(core.recommended) == 1
    assert core.recommended[0].aspect == Aspect.parse("16:9")


def test_a_shape_of_the_command_line_has_a_button(open_window: OpenWindow) -> None:
    window = open_window("21:9")
    assert window.shapes.other_button.isChecked()
    assert window.shapes.other_button.text() == "7:3"
    assert not any(button.isChecked() for button in window.shapes.buttons.values())


def test_the_picture_becomes_sharp(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> None:
    window = open_window()
    _analysed(qtbot, window, clip)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None)
    picture = window.controller.sharp_picture()
    assert picture is not None
    assert picture.levels[0].width() == SIZE.width


def test_going_through_the_candidates_decodes_each_once(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window()
    _analysed(qtbot, window, clip)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None)
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_2):
        _press(window, key)
        qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None)
    assert len(core.sources) == 1 + 3


def test_what_is_dropped_is_opened(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> None:
    window = open_window()
    _drop(window, QUrl.fromLocalFile(str(clip)))
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    assert window.windowTitle() == "holiday.mp4 — Bestframe"


def test_a_dropped_web_address_is_declined_with_a_message(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    _drop(window, QUrl("https://example.org/clip.mp4"))
    assert _texts(window) == ["Only files and folders of this computer can be opened"]


def test_a_written_cover_can_be_shown_in_its_folder(
    open_window: OpenWindow, qtbot: QtBot, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    window = open_window()
    _analysed(qtbot, window, clip)
    assert not window.actions_["show_in_folder"].isEnabled()
    _button(window, "Accept").click()
    qtbot.waitUntil(window.companions.toasts.isVisible)
    (show,) = window.companions.toasts.findChildren(QPushButton)
    show.click()
    window.actions_["show_in_folder"].trigger()
    assert [Path(url.toLocalFile()) for url in opened] == [clip.parent] * 2


def test_closing_while_analysing_leaves_nothing_running(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.hold()
    window = open_window()
    window.controller.open([clip])
    core.step()
    qtbot.waitUntil(_named(window, "Candidate 1").isEnabled)
    window.close()
    assert window.controller.runner.running == 0
    assert core.sources[0].closed


def test_the_window_does_not_grow_when_one_column_takes_the_place_of_the_other(
    open_window: OpenWindow, qtbot: QtBot, clip: Path
) -> None:
    window = open_window()
    _analysed(qtbot, window, clip)
    window.resize(1260, 800)
    for key in (Qt.Key.Key_T, Qt.Key.Key_A):
        window.canvas.setFocus()
        _press(window, key)
        QApplication.processEvents()
        assert window.size() == QSize(1260, 800)
    assert (window.title_panel.isVisible(), window.look_panel.isVisible()) == (False, True)
    window.columns.toggle_title()
    QApplication.processEvents()
    assert window.size() == QSize(1260, 800)
