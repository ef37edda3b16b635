"""Overlays and other shapes in the window: what is looked at, when, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.errors import BrokenModel
from app.domain.geometry import Aspect
from app.store.settings import Language, Overlay, Settings, load, save, settings_path
from app.ui.background.jobs import Lane
from app.ui.state.session import Stage
from app.ui.window import MainWindow

from .fakes import SIZE, FakeCore, framing, moment

OpenWindow = Callable[..., MainWindow]

KEYS = {
    Overlay.FACES: Qt.Key.Key_F,
    Overlay.HEAT: Qt.Key.Key_H,
    Overlay.CROPS: Qt.Key.Key_C,
    Overlay.THIRDS: Qt.Key.Key_G,
    Overlay.SAFE_AREAS: Qt.Key.Key_P,
}
GUIDES = (Overlay.THIRDS, Overlay.SAFE_AREAS)
ORIGINAL, TALL, SQUARE = Aspect(None), Aspect.parse("9:16"), Aspect.parse("1:1")


def _press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window, key)


def _settled(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Analyse, and wait until the picture is sharp: whatever is to be looked at has been begun by then."""
    window.controller.open([path])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None)


def _seen(window: MainWindow) -> bool:
    return window.controller.session.sight.crops is not None


@pytest.mark.parametrize("overlay", Overlay)
def test_overlays_are_switched_by_key_and_remembered(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, overlay: Overlay
) -> None:
    window = open_window()
    _settled(qtbot, window, clip)
    action = window.actions_[f"toggle_{overlay}"]
    _press(window, KEYS[overlay])
    assert action.isChecked()
    assert window.canvas.legend.isVisible()
    if overlay not in GUIDES:
        qtbot.waitUntil(lambda: _seen(window))
    assert core.looked == ([] if overlay in GUIDES else [(moment(3.0), ORIGINAL)])
    assert (window.canvas.heat.shown, bool(window.canvas.marks.marks)) == (
        overlay is Overlay.HEAT,
        overlay in {Overlay.FACES, Overlay.CROPS},
    )
    assert load(settings_path()).settings.overlays == (overlay,)
    action.trigger()
    assert not action.isChecked()
    assert not window.canvas.legend.isVisible()
    assert not window.canvas.heat.shown
    assert window.canvas.marks.marks == ()
    assert load(settings_path()).settings.overlays == ()


def test_nothing_is_looked_at_while_all_are_off(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window()
    _settled(qtbot, window, clip)
    _press(window, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None)
    assert core.looked == []


def test_without_a_picture_there_is_nothing_to_switch(open_window: OpenWindow) -> None:
    window = open_window()
    for overlay, key in KEYS.items():
        _press(window, key)
        assert not window.actions_[f"toggle_{overlay}"].isChecked()
    assert window.controller.session.overlays == ()


def test_what_was_on_is_on_in_the_next_window(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    save(Settings(overlays=(Overlay.HEAT, Overlay.CROPS), heat_opacity=45), settings_path())
    window = open_window()
    assert not window.canvas.legend.isVisible(), "there is no picture"
    _settled(qtbot, window, clip)
    qtbot.waitUntil(lambda: _seen(window))
    assert window.canvas.legend.spoken == "Saliency, 3 crops"
    assert window.canvas.heat.opacity() == pytest.approx(0.45)
    assert window.canvas.legend.slider.value() == 45


def test_each_picture_is_looked_at_once(open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path) -> None:
    window = open_window()
    _settled(qtbot, window, clip)
    _press(window, Qt.Key.Key_H)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_2):
        _press(window, key)
        qtbot.waitUntil(lambda: _seen(window))
    _press(window, Qt.Key.Key_C)
    assert window.canvas.marks.marks, "at once"
    assert core.looked == [(moment(3.0), ORIGINAL), (moment(2.0), ORIGINAL)]


def test_another_choice_drops_what_is_looked_at(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window()
    _settled(qtbot, window, clip)
    core.hold_looks()
    _press(window, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: core.looked == [(moment(3.0), ORIGINAL)])
    assert window.canvas.legend.spoken == "Faces…"
    _press(window, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: core.looked[1:] == [(moment(2.0), ORIGINAL)])
    core.release()
    qtbot.waitUntil(lambda: _seen(window))
    qtbot.waitUntil(lambda: not window.controller.runner.runs(Lane.LOOK))
    assert window.canvas.legend.spoken == "2 faces"
    window.controller.choose(1)
    assert not _seen(window), "what came too late was dropped"
    assert window.canvas.marks.marks == ()
    qtbot.waitUntil(lambda: _seen(window))


def test_switched_off_in_time_nothing_comes_of_it(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window()
    _settled(qtbot, window, clip)
    core.hold_looks()
    _press(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: bool(core.looked))
    _press(window, Qt.Key.Key_H)
    core.release()
    qtbot.waitUntil(lambda: not window.controller.runner.runs(Lane.LOOK))
    assert not _seen(window)
    _press(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: _seen(window))
    assert len(core.looked) == 2


def test_the_slider_fades_the_heat_map_by_keyboard(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window()
    _settled(qtbot, window, clip)
    _press(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: _seen(window))
    slider = window.canvas.legend.slider
    before = slider.value()
    assert slider.accessibleName() == "Opacity of the heat map"
    window.canvas.setFocus()
    _press_tab_until(window, slider.hasFocus)
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert slider.value() == before - 5
    assert window.canvas.heat.opacity() == pytest.approx(slider.value() / 100)
    assert load(settings_path()).settings.heat_opacity == slider.value()
    _press(window, Qt.Key.Key_2)
    assert slider.value() == before - 5


def _press_tab_until(window: MainWindow, reached: Callable[[], bool]) -> None:
    for _ in range(40):
        if reached():
            return
        focused = window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError("it cannot be reached by keyboard")


def test_a_drag_of_the_slider_is_saved_when_it_ends(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> None:
    window = open_window()
    _settled(qtbot, window, clip)
    _press(window, Qt.Key.Key_H)
    slider = window.canvas.legend.slider
    slider.setSliderDown(True)
    slider.setValue(30)
    assert window.canvas.heat.opacity() == pytest.approx(0.3)
    assert load(settings_path()).settings.heat_opacity == Settings().heat_opacity
    window.controller.show()
    assert slider.value() == 30, "what comes in meanwhile does not move it"
    slider.setSliderDown(False)
    assert load(settings_path()).settings.heat_opacity == 30


def test_a_look_that_fails_is_a_message_and_is_not_tried_again(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    core.look_failure = BrokenModel(Path("faces.mnn"), "model_missing", name="faces")
    window = open_window()
    _settled(qtbot, window, clip)
    _press(window, Qt.Key.Key_F)
    qtbot.waitUntil(window.messages.isVisible)
    assert [row.text for row in window.messages.rows] == [
        "faces.mnn: the model faces is missing or damaged; install Bestframe again"
    ]
    assert window.canvas.legend.spoken == "Faces not available"
    _press(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: not window.controller.runner.runs(Lane.LOOK))
    assert window.canvas.legend.spoken == "Faces not available, Saliency not available"
    assert len(core.looked) == 1


def test_another_shape_gets_its_best_crop_and_that_is_written(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window("16:9")
    _settled(qtbot, window, clip)
    core.hold_looks()
    window.shapes.buttons[TALL].click()
    best = framing(TALL).crops[0].box
    assert window.canvas.crop.toRect().getRect() == tuple(TALL.largest_in(SIZE).as_list()), "centred at first"
    core.release()
    session = window.controller.session
    qtbot.waitUntil(lambda: all(candidate.crop == best for candidate in session.candidates))
    assert core.looked == [(moment(3.0), TALL), (moment(2.0), TALL), (moment(1.0), TALL)]
    assert window.canvas.crop.toRect().getRect() == tuple(best.as_list())
    _press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(core.written))
    assert core.written[0][1] == best
    window.shapes.buttons[Aspect.parse("16:9")].click()
    window.shapes.buttons[TALL].click()
    assert window.canvas.crop.toRect().getRect() == tuple(best.as_list()), "known already"
    assert len(core.looked) == 3


def test_the_crop_of_a_shape_that_is_no_longer_wanted_is_dropped(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window("16:9")
    _settled(qtbot, window, clip)
    core.hold_looks()
    window.shapes.buttons[TALL].click()
    qtbot.waitUntil(lambda: core.looked == [(moment(3.0), TALL)])
    window.shapes.buttons[SQUARE].click()
    qtbot.waitUntil(lambda: core.looked[1:] == [(moment(3.0), SQUARE)])
    core.release()
    best = framing(SQUARE).crops[0].box
    qtbot.waitUntil(lambda: all(candidate.crop == best for candidate in window.controller.session.candidates))
    assert core.looked[1:] == [(moment(3.0), SQUARE), (moment(2.0), SQUARE), (moment(1.0), SQUARE)]


def test_another_source_drops_what_is_looked_at(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.mp4"
    other.touch()
    window = open_window()
    _settled(qtbot, window, clip)
    core.hold_looks()
    _press(window, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: bool(core.looked))
    core.hold()
    window.controller.open([other])
    core.release()
    core.hold_looks()
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    qtbot.waitUntil(lambda: len(core.looked) == 2)
    assert not _seen(window), "the look at the first source came too late"
    core.release()
    qtbot.waitUntil(lambda: _seen(window))


def test_the_legend_changes_its_language_at_once(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> None:
    window = open_window()
    _settled(qtbot, window, clip)
    for overlay in (Overlay.FACES, Overlay.HEAT, Overlay.CROPS):
        _press(window, KEYS[overlay])
    qtbot.waitUntil(lambda: _seen(window))
    assert window.canvas.legend.spoken == "2 faces, Saliency, 3 crops"
    window.view_menu.languages.actions[Language.CHINESE].trigger()
    assert window.canvas.legend.spoken == "2 张人脸, 显著性, 3 个推荐裁剪"
    assert window.canvas.legend.slider.accessibleName() == "热图不透明度"
    assert window.actions_.menus["view"].title() == "视图(&V)"


def test_closing_while_looking_leaves_nothing_running(
    open_window: OpenWindow, qtbot: QtBot, core: FakeCore, clip: Path
) -> None:
    window = open_window()
    _settled(qtbot, window, clip)
    core.hold_looks()
    _press(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: bool(core.looked))
    core.release()
    window.close()
    assert window.controller.runner.running == 0


def test_the_window_opens_no_larger_than_the_screen(open_window: OpenWindow) -> None:
    window = open_window()
    available = window.screen().availableGeometry()
    assert window.width() < available.width()
    assert window.height() < available.height() - 24, "with a title bar"
