"""Exporting with choices, from the key to the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import PIL.Image
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.edits import Shape, Verdict
from app.domain.export import ExportOptions, Format, Sizing
from app.domain.geometry import Aspect
from app.store.settings import load, settings_path
from app.ui.state.session import Stage
from app.ui.window import MainWindow

from .fakes import FakeCore

OpenWindow = Callable[..., MainWindow]

PATIENCE_MS = 20_000
TALL = Aspect.parse("9:16")


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> MainWindow:
    """A window whose export page is open, on a clip that was analysed as squares."""
    window = open_window("1:1")
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None, timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is window.pages.export
    return window


def _sized(window: MainWindow) -> bool:
    """Whether it is shown how large every file gets."""
    return len(window.pages.export._outcomes) == len(window.pages.export.rows) > 0


def _texts(window: MainWindow) -> list[str]:
    return [row.text for row in window.messages.rows]


def test_the_size_is_shown_before_anything_is_written(window: MainWindow, qtbot: QtBot, clip: Path) -> None:
    qtbot.waitUntil(lambda: _sized(window), timeout=PATIENCE_MS)
    (outcome,) = window.pages.export._outcomes
    assert outcome.size is not None
    assert [path.name for path in clip.parent.iterdir()] == [clip.name]
    window.pages.export.export_button.click()
    written = clip.with_name("holiday-cover.jpg")
    qtbot.waitUntil(written.exists, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.controller.session.edits.decision is not None, timeout=PATIENCE_MS)
    assert written.stat().st_size == outcome.size
    decision = window.controller.session.edits.decision
    assert decision is not None
    assert decision.verdict is Verdict.ACCEPTED
    assert decision.crops[0].file == written


def test_every_shape_that_is_wanted_is_exported_in_the_chosen_format(
    window: MainWindow, qtbot: QtBot, clip: Path
) -> None:
    window.controller.keep_shape(Shape(TALL))
    assert len(window.pages.export.rows) == 2
    options = replace(window.pages.export.options, format=Format.PNG)
    window.pages.export.show_options(options)
    window.pages.export.export_clicked.emit(options)
    files = [clip.with_name("holiday-cover.png"), clip.with_name("holiday-cover-2.png")]
    qtbot.waitUntil(lambda: all(file.exists() for file in files), timeout=PATIENCE_MS)
    sizes = []
    for file in files:
        with PIL.Image.open(file) as picture:
            sizes.append(picture.size)
    assert sizes == [(720, 720), (405, 720)]


def test_another_window_begins_with_the_choices_of_this_one(window: MainWindow, open_window: OpenWindow) -> None:
    form = window.pages.export.settings
    assert window.pages.export.options == ExportOptions()
    form.formats.buttons[Format.WEBP].click()
    form.limits.buttons[True].click()
    QTest.keyClick(window.pages.export, Qt.Key.Key_Escape)
    assert load(settings_path()).settings.export == replace(ExportOptions(), format=Format.WEBP, target=500_000)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    form.sizings.buttons[Sizing.PRESET].click()
    form.kept.buttons[True].click()
    form.pattern.setText("{name}-{shape}")
    form.pattern.textEdited.emit("{name}-{shape}")
    chosen = window.pages.export.options
    window.close()
    assert open_window().pages.export.options == chosen
    assert chosen == ExportOptions(
        Format.WEBP, target=500_000, sizing=Sizing.PRESET, metadata=True, pattern="{name}-{shape}"
    )


def test_what_would_be_replaced_is_asked_for(window: MainWindow, qtbot: QtBot, clip: Path) -> None:
    there = clip.with_name("holiday-cover.jpg")
    there.write_bytes(b"mine")
    page = window.pages.export
    page.export_button.click()
    qtbot.waitUntil(page.question.isVisible, timeout=PATIENCE_MS)
    assert page.export_button.isEnabled()
    page.question.number_button.click()
    qtbot.waitUntil(clip.with_name("holiday-cover-2.jpg").exists, timeout=PATIENCE_MS)
    assert there.read_bytes() == b"mine"
    qtbot.waitUntil(page.export_button.isEnabled, timeout=PATIENCE_MS)
    page.export_button.click()
    qtbot.waitUntil(page.question.isVisible, timeout=PATIENCE_MS)
    page.question.replace_button.click()
    qtbot.waitUntil(lambda: there.read_bytes() != b"mine", timeout=PATIENCE_MS)


def test_a_folder_that_cannot_be_written_to_is_a_message(window: MainWindow, qtbot: QtBot, clip: Path) -> None:
    blocked = clip.with_name("blocked")
    blocked.write_text("a file in the way")
    window.pages.export.take_folder(blocked / "covers")
    window.pages.export.export_button.click()
    qtbot.waitUntil(lambda: bool(_texts(window)), timeout=PATIENCE_MS)
    qtbot.waitUntil(window.pages.export.export_button.isEnabled, timeout=PATIENCE_MS)
    assert window.controller.session.edits.decision is None


def test_a_source_that_went_is_a_message(window: MainWindow, qtbot: QtBot, clip: Path, core: FakeCore) -> None:
    qtbot.waitUntil(lambda: _sized(window), timeout=PATIENCE_MS)
    clip.rename(clip.with_name("gone.mp4"))
    options = replace(window.pages.export.options, quality=50)
    window.pages.export.show_options(options)
    window.pages.export.export_clicked.emit(options)
    qtbot.waitUntil(lambda: "holiday.mp4: there is no such file or folder" in _texts(window), timeout=PATIENCE_MS)


def test_the_cover_gets_onto_the_clipboard(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: _sized(window), timeout=PATIENCE_MS)
    window.pages.export.copy_button.click()
    copied = QApplication.clipboard().mimeData()
    assert copied.hasImage()
    assert copied.urls()[0].toLocalFile().endswith("holiday-cover.jpg")


def test_return_does_what_the_page_does(window: MainWindow, qtbot: QtBot, clip: Path) -> None:
    page = window.pages.export
    assert not window.side.accept_button.isEnabled()
    page.settings.formats.buttons[Format.WEBP].click()
    QTest.keyClick(window, Qt.Key.Key_Return)
    written = clip.with_name("holiday-cover.webp")
    qtbot.waitUntil(written.exists, timeout=PATIENCE_MS)
    qtbot.waitUntil(page.export_button.isEnabled, timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_Enter)
    qtbot.waitUntil(page.question.isVisible, timeout=PATIENCE_MS)
    page.question.cancel_button.setFocus()
    QTest.keyClick(page.question.cancel_button, Qt.Key.Key_Return)
    assert not page.question.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(page.question.isVisible, timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(clip.with_name("holiday-cover-2.webp").exists, timeout=PATIENCE_MS)
    assert sorted(path.suffix for path in clip.parent.iterdir()) == [".mp4", ".webp", ".webp"]
    qtbot.waitUntil(page.export_button.isEnabled, timeout=PATIENCE_MS)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.side.accept_button.isEnabled()


def test_return_takes_the_number_that_is_being_typed(window: MainWindow, qtbot: QtBot) -> None:
    page = window.pages.export
    box = page.settings.quality_box
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "41")
    with qtbot.waitSignal(page.export_clicked) as clicked:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert clicked.args == [replace(page.options, quality=41)]
    qtbot.waitUntil(page.export_button.isEnabled, timeout=PATIENCE_MS)


def test_a_crop_that_is_moved_meanwhile_is_shown(window: MainWindow) -> None:
    before = window.pages.export.rows[0].item.shaped.crop
    window.controller.cropping.nudge(-50, 0)
    assert window.pages.export.rows[0].item.shaped.crop.x == before.x - 50


def test_esc_leads_back_to_the_canvas(window: MainWindow) -> None:
    QTest.keyClick(window.pages.export, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.canvas
