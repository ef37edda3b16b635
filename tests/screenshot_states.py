"""The states of the window that `tests.screenshots` takes pictures of."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.edits import Shape
from app.domain.errors import UnreadableMedia
from app.domain.geometry import Aspect
from app.domain.look import Look
from app.domain.media import Image
from app.media.sample import build_sample
from app.store.autosave import Autosave, recoverable
from app.store.preferences import Section
from app.store.settings import Language
from app.ui.application import make_application, make_window
from app.ui.flow.controller import Controller
from app.ui.state.notices import Notice
from app.ui.state.scores import crop_score
from app.ui.state.session import Session, Stage
from app.ui.state.wanted import wanted_looks
from app.ui.window import MainWindow

Saver = Callable[[str, QWidget], None]

_PATIENCE_S = 60

_TITLES = {Language.ENGLISH: "One fine day\nby the water", Language.CHINESE: "水边的\n美好一天"}

_OWN_FRAME = 15.2
"""Seconds at which the sample has something to see that is not recommended."""


def take_all(home: Path, size: tuple[int, int], small: tuple[int, int], save: Saver) -> None:
    """Take a picture of each state of one window."""
    clip = build_sample(home).path
    clip = clip.rename(clip.with_name("holiday.mp4"))
    app = make_application()
    window = _window(app)
    window.resize(*size)
    window.show()
    for state in _states(window, clip, home):
        _wait(lambda: False, 0.4)
        save(state, window)
        window.companions.hint.close_button.click()  # it is in the first picture only
    window.resize(*small)
    _wait(lambda: False, 0.3)
    save("small", window)
    window.resize(*size)
    for state, shown in _companions(window):
        _wait(lambda: False, 0.3)
        save(state, shown)
    window.close()
    _killed(clip)
    window = _window(app)
    window.resize(*size)
    window.show()
    window.controller.begin()
    _wait(window.recovery.isVisible)
    save("recovery", window)
    window.close()


def _window(app: QApplication) -> MainWindow:
    return make_window(app, Controller(Session(Aspect(None))))


def _states(window: MainWindow, clip: Path, home: Path) -> Iterator[str]:
    """Bring the window into one state after the other."""
    controller, session = window.controller, window.controller.session
    yield "empty"
    controller.set_shape(Shape(Aspect.parse("16:9")))
    controller.open([clip])
    _wait(lambda: session.chosen is not None)
    yield "analysing"
    _wait(lambda: session.stage is Stage.READY)
    _wait(lambda: controller.sharp_picture() is not None)
    _wait(lambda: bool(window.timeline.track.film.shots), 4)
    yield "result"
    preset = next(one for one in window.platforms.platforms if "douyin" in one.id).presets[0]
    controller.set_shape(preset.shape)
    _wait(lambda: not wanted_looks(session))
    for name in ("toggle_safe_areas", "toggle_thirds"):
        window.actions_[name].trigger()
    yield "platform"
    for name in ("toggle_safe_areas", "toggle_thirds", "toggle_heat", "toggle_faces", "toggle_crops"):
        window.actions_[name].trigger()
    _wait(lambda: session.sight.crops is not None)
    yield "overlays"
    for name in ("toggle_heat", "toggle_faces", "toggle_crops"):
        window.actions_[name].trigger()
    yield from _edited(window)
    yield from _decided(window, home)
    yield from _pictures(window, clip.parent / "pictures")


def _edited(window: MainWindow) -> Iterator[str]:
    """What the user makes of it."""
    controller, session = window.controller, window.controller.session
    controller.set_shape(Shape(Aspect.parse("1:1")))
    _wait(lambda: not wanted_looks(session))
    controller.cropping.nudge(-60, 0)
    controller.cropping.grow(0.8)
    controller.end_step()
    _wait(lambda: session.chosen is not None and crop_score(session, session.chosen) is not None)
    yield "crop"
    window.timeline.scrubbed.emit(_OWN_FRAME)
    _wait(lambda: session.looked_up is not None and not session.moving)
    yield "frame"
    window.actions_["use_frame"].trigger()
    _wait(lambda: len(session.candidates) == 4)
    controller.write_note("Blue sky, no logo")
    controller.keep_shape(Shape(Aspect.parse("16:9")))
    yield "own"
    window.actions_["compare"].trigger()
    _wait(lambda: False, 1)
    yield "compare"
    window.actions_["feed"].trigger()
    yield "feed"
    window.actions_["export"].trigger()
    _wait(lambda: bool(window.pages.export._outcomes))
    yield "export"
    window.actions_["export"].trigger()
    window.actions_["adjust"].trigger()
    controller.adjusting.adjust(Look(exposure=0.4, warmth=20, angle=1.5))
    controller.end_step()
    _wait(lambda: False, 1)
    yield "adjust"
    window.actions_["adjust"].trigger()
    controller.undo()
    yield from _titled(window)


def _titled(window: MainWindow) -> Iterator[str]:
    """A title on the cover, as it is written, and as it is seen in the feed."""
    controller, panel = window.controller, window.title_panel
    window.actions_["title"].trigger()
    _wait(lambda: bool(panel.templates.buttons))
    panel.text.insertPlainText(_TITLES[window._preferences.language.shown])
    panel.templates.buttons[0].click()
    _wait(lambda: window.canvas.title.words is not None)
    _wait(lambda: False, 1)
    yield "title"
    window.actions_["feed"].trigger()
    _wait(lambda: False, 0.5)
    yield "title-feed"
    window.actions_["feed"].trigger()
    controller.titling.remove()
    window.actions_["title"].trigger()


def _decided(window: MainWindow, home: Path) -> Iterator[str]:
    """Covers that are taken, and not taken."""
    controller, session = window.controller, window.controller.session
    window.actions_["accept"].trigger()
    _wait(lambda: session.written is not None)
    yield "accepted"
    controller.notify(Notice.of_error(UnreadableMedia(home / "cut-off.mp4", "damaged")))
    yield "messages"
    window.actions_["reject"].trigger()
    yield "rejected"
    window.actions_["undo"].trigger()


def _companions(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """What comes up beside the work."""
    companions = window.companions
    companions.palette.open()
    companions.palette.field.setText("zoom")
    yield "palette", window
    companions.palette.close_()
    companions.open_shortcuts()
    yield "shortcuts", companions.shortcuts
    companions.shortcuts.close()
    for section in Section:
        companions.settings.come(section)
        yield f"preferences-{section}", companions.settings
    companions.settings.close()
    companions.open_diagnostics()
    _wait(lambda: window.controller.runner.running == 0)
    yield "diagnostics", companions.diagnostics
    companions.diagnostics.close()


def _pictures(window: MainWindow, folder: Path) -> Iterator[str]:
    """A folder of pictures, taken out of the clip."""
    import cv2

    from app.media import open_source

    controller, session = window.controller, window.controller.session
    folder.mkdir()
    with open_source([session.paths[0]]) as source:
        for number, frame in enumerate(source.survey()):
            picture: Image = source.full(frame.place)
            cv2.imwrite(str(folder / f"IMG_{number:04}.jpg"), picture[..., ::-1])
            if number == 11:
                break
    for notice in list(session.notices):
        controller.dismiss(notice)
    controller.open([folder])
    _wait(lambda: session.stage is Stage.READY and bool(session.thumbs))
    _wait(lambda: controller.sharp_picture() is not None)
    yield "pictures"


def _killed(clip: Path) -> None:
    """Leave a session behind as a window that is killed does."""
    slot = Autosave([clip])
    handle = slot._lock._handle
    assert handle is not None
    os.close(handle)
    slot._lock._handle = None
    assert recoverable()


def _wait(done: Callable[[], bool], seconds: float = _PATIENCE_S) -> None:
    """Let the window live until something is so, or for some seconds."""
    loop = QEventLoop()
    poll, limit = QTimer(interval=20), QTimer(interval=round(seconds * 1000), singleShot=True)
    poll.timeout.connect(lambda: loop.quit() if done() else None)
    limit.timeout.connect(loop.quit)
    poll.start()
    limit.start()
    loop.exec()
    poll.stop()
    limit.stop()
    if seconds == _PATIENCE_S and not done():
        sys.stderr.write("a state was not reached\n")
