"""Every command of the window does what it is called, by its own key where it has one; the table names all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.commands import ACTIONS
from app.commands.catalogue import shape_action
from app.domain.edits import Shape
from app.domain.geometry import Aspect, Box
from app.domain.title import Spot
from app.store.settings import STANDARD_SHAPES, Overlay
from app.ui.canvas.title_hand import FAR
from app.ui.flow.titling import STEP
from app.ui.state.session import Session, Stage
from app.ui.window import MainWindow

from .fakes import FakeCore, moment

OpenWindow = Callable[..., MainWindow]

PATIENCE_MS = 20_000
PLACED = Box(300, 100, 400, 400)


@dataclass(frozen=True)
class Check:
    """What is so once a command was carried out, and what comes before it."""

    holds: Callable[[MainWindow], bool]
    before: Callable[[MainWindow], object] = lambda _window: None


def _session(window: MainWindow) -> Session:
    return window.controller.session


def _crop(window: MainWindow) -> Box:
    chosen = _session(window).chosen
    assert chosen is not None
    return _session(window).crop_of(chosen)


def _place(window: MainWindow) -> None:
    """Put the crop where it can go anywhere."""
    window.controller.cropping.resize(PLACED)
    window.controller.end_step()


def _undone(window: MainWindow) -> None:
    _place(window)
    window.controller.undo()


def _moved(across: int, down: int) -> Check:
    return Check(lambda window: _crop(window) == PLACED.moved(across, down), _place)


def _chosen(number: int) -> Check:
    return Check(
        lambda window: _session(window).candidates[number - 1].chosen,
        lambda window: window.controller.choose(1 if number != 1 else 2),
    )


def _dialog(window: MainWindow) -> bool:
    return any(dialog.isVisible() for dialog in window.findChildren(QFileDialog))


def _looked_up(window: MainWindow, seconds: float) -> bool:
    return _session(window).looked_up == moment(seconds)


def _passes(window: MainWindow) -> bool:
    return window.travel.scrubber.rate != 0


def _go(window: MainWindow) -> None:
    window.controller.look_up(moment(5), moving=False)


def _zoomed(window: MainWindow) -> float:
    return window.canvas.transform().m11()


def _magnify(window: MainWindow) -> None:
    window.canvas.zoom_by(3)


def _turns(window: MainWindow) -> int:
    look = _session(window).look
    return look.turns if look is not None else 0


def _flipped(window: MainWindow) -> bool:
    look = _session(window).look
    return look is not None and look.flipped


def _spot(window: MainWindow) -> tuple[float, float] | None:
    spot = _session(window).edits.spot(_session(window).shape)
    return None if spot is None else (spot.x, spot.y)


def _stand(window: MainWindow) -> None:
    window.controller.titling.stand(Spot(0.5, 0.5))
    window.controller.titling.end()


def _stood(across: int, down: int) -> Check:
    """Moved by so many steps out of the middle."""
    there = 0.5 + STEP * across, 0.5 + STEP * down
    return Check(lambda window: _spot(window) == pytest.approx(there), _stand)


def _fitted(window: MainWindow) -> float:
    """The zoom at which all of the picture is seen."""
    window.canvas.fit()
    return _zoomed(window)


_SHOWN: list[object] = []


def _opened(_window: MainWindow) -> bool:
    return bool(_SHOWN)


CHECKS: dict[str, Check] = {
    "open": Check(_dialog),
    "open_folder": Check(_dialog),
    "analyse_again": Check(lambda window: _session(window).stage is Stage.ANALYSING),
    "cancel": Check(lambda window: _session(window).looked_up is None, _go),
    "export": Check(lambda window: window.pages.currentWidget() is window.pages.export),
    "quit": Check(lambda window: not window.isVisible()),
    "undo": Check(lambda window: _crop(window) != PLACED, _place),
    "redo": Check(lambda window: _crop(window) == PLACED, _undone),
    "crop_left": _moved(-1, 0),
    "crop_right": _moved(1, 0),
    "crop_up": _moved(0, -1),
    "crop_down": _moved(0, 1),
    "crop_far_left": _moved(-10, 0),
    "crop_far_right": _moved(10, 0),
    "crop_far_up": _moved(0, -10),
    "crop_far_down": _moved(0, 10),
    "crop_larger": Check(lambda window: _crop(window).width > PLACED.width, _place),
    "crop_smaller": Check(lambda window: _crop(window).width < PLACED.width, _place),
    "crop_reset": Check(lambda window: _crop(window) != PLACED, _place),
    "note": Check(lambda window: window.side.note.hasFocus()),
    "preferences": Check(lambda window: window.companions.settings.isVisible()),
    "adjust": Check(lambda window: window.look_panel.isVisible()),
    "auto_look": Check(lambda window: _session(window).improved is not None),
    "turn_left": Check(lambda window: _turns(window) == 3),
    "turn_right": Check(lambda window: _turns(window) == 1),
    "mirror": Check(_flipped),
    "before": Check(lambda window: _session(window).before, lambda window: window.controller.adjusting.mirror()),
    "reset_look": Check(lambda window: not _flipped(window), lambda window: window.controller.adjusting.mirror()),
    "title": Check(lambda window: window.title_panel.text.hasFocus()),
    "title_left": _stood(-1, 0),
    "title_right": _stood(1, 0),
    "title_up": _stood(0, -1),
    "title_down": _stood(0, 1),
    "title_far_left": _stood(-FAR, 0),
    "title_far_right": _stood(FAR, 0),
    "title_far_up": _stood(0, -FAR),
    "title_far_down": _stood(0, FAR),
    "title_place": Check(lambda window: _spot(window) is None, _stand),
    "title_remove": Check(lambda window: _session(window).edits.title is None),
    "choose_1": _chosen(1),
    "choose_2": _chosen(2),
    "choose_3": _chosen(3),
    "use_frame": Check(lambda window: len(_session(window).candidates) == 4, _go),
    "keep_shape": Check(lambda window: _session(window).edits.kept == (Shape(Aspect.parse("1:1")),)),
    "shape_next": Check(lambda window: _session(window).aspect == Aspect.parse("3:4")),
    "shape_previous": Check(lambda window: _session(window).aspect == Aspect.parse("4:3")),
    "accept": Check(lambda window: _session(window).edits.decision is not None),
    "reject": Check(lambda window: _session(window).rejected),
    "play": Check(_passes),
    "play_back": Check(lambda window: window.travel.scrubber.rate < 0),
    "pause": Check(lambda window: not _passes(window), lambda window: window.travel.play(1)),
    "play_on": Check(lambda window: window.travel.scrubber.rate > 0),
    "previous_frame": Check(lambda window: _looked_up(window, 3 - 1 / 25)),
    "next_frame": Check(lambda window: _looked_up(window, 3 + 1 / 25)),
    "compare": Check(lambda window: window.pages.currentWidget() is window.pages.compare),
    "feed": Check(lambda window: window.pages.currentWidget() is window.pages.feed),
    "zoom_in": Check(lambda window: _zoomed(window) > window.property("zoom")),
    "zoom_out": Check(
        lambda window: _zoomed(window) < window.property("zoom"), lambda window: window.canvas.zoom_by(3)
    ),
    "zoom_fit": Check(lambda window: _zoomed(window) == _fitted(window), _magnify),
    "zoom_actual": Check(lambda window: _zoomed(window) * window.devicePixelRatioF() == 1),
    "palette": Check(lambda window: window.companions.palette.isVisible()),
    "shortcuts": Check(lambda window: window.companions.shortcuts.isVisible()),
    "diagnostics": Check(lambda window: window.companions.diagnostics.isVisible()),
    "show_in_folder": Check(_opened),
}
CHECKS |= {
    shape_action(aspect): Check(
        lambda window, aspect=aspect: _session(window).shape == Shape(aspect),  # type: ignore[misc]
        lambda window: window.controller.set_shape(Shape(Aspect.parse("2:1"))),
    )
    for aspect in STANDARD_SHAPES
}
CHECKS |= {
    f"toggle_{overlay}": Check(lambda window, overlay=overlay: overlay in _session(window).overlays)  # type: ignore[misc]
    for overlay in Overlay
}


def test_every_command_is_in_the_table() -> None:
    assert CHECKS.keys() == {action.id for action in ACTIONS}


@pytest.fixture
def window(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    """A window in which a clip was analysed, as squares."""
    _SHOWN.clear()
    monkeypatch.setattr(QDesktopServices, "openUrl", _SHOWN.append)
    window = open_window("1:1")
    window.controller.open([clip])
    qtbot.waitUntil(lambda: _session(window).stage is Stage.READY, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None, timeout=PATIENCE_MS)
    return window


@pytest.mark.parametrize("name", [action.id for action in ACTIONS])
def test_a_command_does_what_it_is_called(window: MainWindow, qtbot: QtBot, core: FakeCore, name: str) -> None:
    check = CHECKS[name]
    if name == "show_in_folder":
        window.controller.deciding.accept()
        qtbot.waitUntil(lambda: _session(window).written is not None, timeout=PATIENCE_MS)
    if name.startswith("title_"):
        window.controller.titling.write("Summer")
        qtbot.waitUntil(lambda: window.canvas.title.words is not None, timeout=PATIENCE_MS)
    check.before(window)
    window.controller.show()
    if name == "analyse_again":
        core.hold()
    window.setProperty("zoom", _zoomed(window))
    action = window.actions_[name]
    assert action.isEnabled()
    _carry_out(window, name)
    qtbot.waitUntil(lambda: check.holds(window), timeout=PATIENCE_MS)
    core.release()


def _carry_out(window: MainWindow, name: str) -> None:
    """By its first key where it has one that can be sent, else from the menu."""
    keys = window.actions_[name].shortcuts()
    if not keys:
        window.actions_[name].trigger()
        return
    QTest.keySequence(window, keys[0])


def test_the_way_through_the_shapes_goes_round_and_past_those_kept(window: MainWindow) -> None:
    first, last = Shape(STANDARD_SHAPES[0]), Shape(STANDARD_SHAPES[-1])
    wide, other = Shape(Aspect.parse("2:1")), Shape(Aspect.parse("5:4"))
    controller = window.controller
    controller.keep_shape(wide)
    controller.set_shape(last)
    shapes = []
    for count in (1, 1, -1):
        controller.step_shape(count)
        shapes.append(_session(window).shape)
    assert shapes == [wide, first, wide]
    for count, there in ((1, first), (-1, wide)):
        controller.set_shape(other)
        controller.step_shape(count)
        assert _session(window).shape == there
