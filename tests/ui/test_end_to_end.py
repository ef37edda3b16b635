"""The window on the real core, and the process around it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import PIL.Image
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.geometry import Aspect
from app.media.sample import SampleClip
from app.ui.background.work import PROPOSALS
from app.ui.flow.controller import Controller
from app.ui.state.session import Session, Stage
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]

ROOT = Path(__file__).parents[2]
PATIENCE_MS = 30_000


@pytest.fixture
def real_window(open_window: OpenWindow) -> MainWindow:
    return open_window(controller=Controller(Session(Aspect.parse("3:4"))))


@pytest.fixture
def clip(sample: SampleClip, tmp_path: Path) -> Path:
    """The sample in a folder of its own, to write a cover beside."""
    return Path(shutil.copy(sample.path, tmp_path / "trip.mp4"))


def test_a_clip_becomes_a_cover(real_window: MainWindow, qtbot: QtBot, clip: Path) -> None:
    window = real_window
    session = window.controller.session
    window.controller.open([clip])
    qtbot.waitUntil(lambda: session.stage is Stage.READY, timeout=PATIENCE_MS)
    assert session.notices == []
    assert session.scan.progress == 1.0
    assert all(card.isEnabled() for card in window.side.cards)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None, timeout=PATIENCE_MS)
    for name in ("trip-cover.jpg", "trip-cover-2.jpg"):
        qtbot.waitUntil(window.side.accept_button.isEnabled)
        QTest.keyClick(window, Qt.Key.Key_Return)
        qtbot.waitUntil((clip.parent / name).exists, timeout=PATIENCE_MS)
        with PIL.Image.open(clip.parent / name) as cover:
            assert cover.size == tuple(
                Aspect.parse("3:4").largest_in(session.candidates[0].cover.frame.size).as_list()[2:]
            )
    qtbot.waitUntil(lambda: len(session.notices) == 2)


def test_overlays_and_another_shape_of_a_clip(real_window: MainWindow, qtbot: QtBot, clip: Path) -> None:
    window = real_window
    session = window.controller.session
    window.controller.open([clip])
    qtbot.waitUntil(lambda: session.stage is Stage.READY, timeout=PATIENCE_MS)
    for key in (Qt.Key.Key_H, Qt.Key.Key_C, Qt.Key.Key_F):
        QTest.keyClick(window, key)
    for shape in (Aspect.parse("3:4"), Aspect.parse("1:1")):
        window.shapes.buttons[shape].click()
        qtbot.waitUntil(lambda: session.sight.crops is not None, timeout=PATIENCE_MS)
        assert session.sight.heat is not None
        assert session.sight.heat.max() > 0
        crops = [crop.box for crop in session.sight.crops or ()]
        assert 1 <= len(crops) <= PROPOSALS
        for box in crops:
            assert box.width / box.height == pytest.approx(float(shape.ratio or 0), rel=0.02)
    assert session.candidates[0].crop == crops[0]
    assert window.canvas.crop.toRect().getRect() == tuple(crops[0].as_list())
    assert session.notices == []


def test_cancel_of_a_real_analysis_leaves_what_was_found(real_window: MainWindow, qtbot: QtBot, clip: Path) -> None:
    window = real_window
    session = window.controller.session
    window.controller.open([clip])
    qtbot.waitUntil(lambda: bool(session.candidates), timeout=PATIENCE_MS)
    window.controller.cancel()
    qtbot.waitUntil(lambda: session.stage in {Stage.CANCELLED, Stage.READY}, timeout=PATIENCE_MS)
    assert window.side.accept_button.isEnabled()


@pytest.mark.parametrize("content", [b"", b"no media at all" * 100])
def test_files_that_are_no_media_are_told_of(
    real_window: MainWindow, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(content)
    real_window.controller.open([broken])
    qtbot.waitUntil(lambda: real_window.controller.session.stage is Stage.FAILED, timeout=PATIENCE_MS)
    (row,) = real_window.messages.rows
    assert row.text.startswith("broken.mp4: ")


def test_a_folder_of_pictures_is_named_after_the_picture(real_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "album"
    folder.mkdir()
    for number in range(3):
        picture = PIL.Image.effect_noise((320, 240), 20 + 30 * number).convert("RGB")
        picture.save(folder / f"photo{number}.png")
    window = real_window
    window.controller.open([folder])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY, timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(list(folder.glob("photo*-cover.jpg"))), timeout=PATIENCE_MS)


def _start(code: str, tmp_path: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


PROGRAM = """
import logging, sys, time
from pathlib import Path
logging.basicConfig(level=logging.INFO, stream=sys.stderr)
from app.domain.geometry import Aspect
from app.ui import run
sys.exit(run([Path(name) for name in {paths!r}], Aspect(None), time.perf_counter()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("with_clip", [False, True])
def test_ctrl_c_quits_cleanly(tmp_path: Path, clip: Path, number: signal.Signals, with_clip: bool) -> None:
    process = _start(PROGRAM.format(paths=[str(clip)] if with_clip else []), tmp_path)
    assert process.stderr is not None
    said = ""
    while "window shown" not in said:
        line = process.stderr.readline()
        assert line, f"it ended before the window was shown: {said}"
        said += line
    process.send_signal(number)
    begun = time.monotonic()
    _, rest = process.communicate(timeout=30)
    assert process.returncode == 0, said + rest
    assert "Traceback" not in said + rest
    assert time.monotonic() - begun < 10
