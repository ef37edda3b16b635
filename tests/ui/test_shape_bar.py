from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.edits import Shape
from app.domain.geometry import Aspect
from app.domain.platforms import Platforms, load_platforms
from app.store.settings import STANDARD_SHAPES, Language
from app.ui.shapes.shape_bar import ShapeBar
from app.ui.style.language import LanguageManager

SQUARE = Shape(Aspect.parse("1:1"))
WIDE = Shape(Aspect.parse("16:9"))


@pytest.fixture(scope="module")
def platforms() -> Platforms:
    return load_platforms()


def _preset(platforms: Platforms, name: str) -> Shape:
    preset = platforms.preset(name)
    assert preset is not None
    return preset.shape


@pytest.fixture
def bar(platforms: Platforms, qtbot: QtBot) -> ShapeBar:
    """Beside the button that opens files, in a window of 1280 pixels."""
    made = ShapeBar(platforms)
    qtbot.addWidget(made)
    made.resize(1140, 40)
    with qtbot.waitExposed(made):
        made.show()
    made.show_shape(SQUARE, ())
    return made


def _visible(bar: ShapeBar) -> set[str]:
    parts: dict[str, QWidget] = {
        "segments": bar.buttons[STANDARD_SHAPES[0]],
        "free": bar.free_button,
        "kept": bar.kept_button,
    }
    if bar.chips:
        parts["chips"] = bar.chips[0]
    return {name for name, part in parts.items() if part.isVisible()}


def test_free_shapes_are_chosen_by_a_click(bar: ShapeBar, qtbot: QtBot) -> None:
    for aspect, button in bar.buttons.items():
        with qtbot.waitSignal(bar.chosen) as chosen:
            button.click()
        assert chosen.args == [Shape(aspect)]
        assert bar.buttons[SQUARE.aspect].isChecked(), "what is checked is for the session to say"
    bar.show_shape(WIDE, ())
    assert [aspect for aspect, button in bar.buttons.items() if button.isChecked()] == [WIDE.aspect]


def test_presets_stand_in_a_menu_with_size_and_source(bar: ShapeBar, platforms: Platforms, qtbot: QtBot) -> None:
    action = bar.platform_menu.presets["youtube-video"]
    assert action.text() == "Video thumbnail\t1280 × 720"
    date = platforms.looked_up.isoformat()
    assert action.toolTip().startswith(f"Looked up on {date}: reported by others\nhttps://")
    texts = [action.text() for action in bar.platform_menu.actions()]
    assert texts.index("YouTube") < texts.index("Video thumbnail\t1280 × 720") < texts.index("bilibili")
    known = {preset.id for platform in platforms.platforms for preset in platform.presets}
    assert bar.platform_menu.presets.keys() == known
    with qtbot.waitSignal(bar.chosen) as chosen:
        action.trigger()
    assert chosen.args == [_preset(platforms, "youtube-video")]


def test_the_preset_in_use_is_shown(bar: ShapeBar, platforms: Platforms) -> None:
    assert bar.platform_button.text() == "Platform"
    assert not bar.platform_button.isChecked()
    bar.show_shape(_preset(platforms, "xiaohongshu-1x1"), ())
    assert bar.platform_button.text() == "Xiaohongshu · Note 1:1"
    assert bar.platform_button.isChecked()
    assert "1080 × 1080" in bar.platform_button.toolTip()
    assert not any(button.isChecked() for button in bar.buttons.values()), "the same shape, but with its own crop"
    checked = [name for name, action in bar.platform_menu.presets.items() if action.isChecked()]
    assert checked == ["xiaohongshu-1x1"]
    bar.show_shape(SQUARE, ())
    assert not any(action.isChecked() for action in bar.platform_menu.presets.values())


def test_a_preset_that_is_no_longer_known_is_shown_by_its_shape(bar: ShapeBar) -> None:
    old = Shape(Aspect.parse("5:4"), "myspace-cover")
    bar.show_shape(old, (old,))
    assert bar.platform_button.text() == "Platform"
    assert bar.chips[0].button.text() == "5:4"
    assert bar.free_button.text() == "5:4"


@pytest.mark.parametrize(
    ("text", "shape"), [("21:9", "7:3"), (" 2 : 3 ", "2:3"), ("5x4", "5:4"), ("5：4", "5:4"), ("16/10", "8:5")]
)
def test_any_shape_can_be_written(bar: ShapeBar, qtbot: QtBot, text: str, shape: str) -> None:
    bar.other_button.click()
    assert bar.other_shape.isVisible()
    bar.other_shape.field.setText(text)
    with qtbot.waitSignal(bar.chosen) as chosen:
        QTest.keyClick(bar.other_shape.field, Qt.Key.Key_Return)
    assert chosen.args == [Shape(Aspect.parse(shape))]
    assert not bar.other_shape.isVisible()
    bar.show_shape(Shape(Aspect.parse(shape)), ())
    assert bar.other_button.text() == shape
    assert bar.other_button.isChecked()


@pytest.mark.parametrize("text", ["", "wide", "0:1", "1000:1", "3", "1:1:1", "-3:4"])
def test_what_is_no_shape_is_said_and_can_be_mended(bar: ShapeBar, qtbot: QtBot, text: str) -> None:
    bar.other_shape.ask(QPoint(0, 0), SQUARE.aspect)
    assert bar.other_shape.field.text() == "1:1"
    bar.other_shape.field.setText(text)
    with qtbot.assertNotEmitted(bar.chosen, wait=0):
        bar.other_shape.use_button.click()
    assert bar.other_shape.isVisible()
    assert bar.other_shape.hint.text() == "Write W:H with whole numbers up to 999"
    QTest.keyClicks(bar.other_shape.field, "1")
    assert bar.other_shape.hint.text() == "Width : height"
    bar.other_shape.hide()


def test_escape_leaves_the_field_for_other_shapes(bar: ShapeBar, qtbot: QtBot) -> None:
    bar.other_shape.ask(QPoint(0, 0), SQUARE.aspect)
    with qtbot.assertNotEmitted(bar.chosen, wait=0):
        QTest.keyClick(bar.other_shape.field, Qt.Key.Key_Escape)
    assert not bar.other_shape.isVisible()


def test_a_shape_is_kept_and_kept_no_longer(bar: ShapeBar, platforms: Platforms, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.kept) as kept:
        bar.pin_button.click()
    assert kept.args == [SQUARE]
    assert not bar.pin_button.isChecked(), "not before the session says so"
    douyin = _preset(platforms, "douyin-9x16")
    bar.show_shape(SQUARE, (SQUARE, douyin))
    assert bar.pin_button.isChecked()
    assert [chip.button.text() for chip in bar.chips] == ["1:1", "Douyin 9:16"]
    assert [chip.property("shown") for chip in bar.chips] == [True, False]
    with qtbot.waitSignal(bar.chosen) as chosen:
        bar.chips[1].button.click()
    assert chosen.args == [douyin]
    with qtbot.waitSignal(bar.dropped) as dropped:
        bar.chips[1].drop_button.click()
    assert dropped.args == [douyin]
    with qtbot.waitSignal(bar.dropped) as dropped:
        bar.pin_button.click()
    assert dropped.args == [SQUARE]
    bar.show_shape(SQUARE, (douyin,))
    assert [chip.button.text() for chip in bar.chips] == ["Douyin 9:16"]
    with qtbot.waitSignal(bar.dropped) as dropped:
        bar.chips[0].drop_button.click()
    assert dropped.args == [douyin]


def test_what_has_no_room_goes_into_menus(bar: ShapeBar, qtbot: QtBot) -> None:
    bar.show_shape(WIDE, (SQUARE, WIDE))
    assert _visible(bar) == {"segments", "chips"}
    bar.resize(bar.sizeHint().width() - 1, 40)
    assert _visible(bar) == {"segments", "kept"}
    bar.resize(bar.minimumSizeHint().width(), 40)
    assert _visible(bar) == {"free", "kept"}
    assert bar.free_button.text() == "16:9"
    with qtbot.waitSignal(bar.chosen) as chosen:
        bar.free_menu.aspects[SQUARE.aspect].trigger()
    assert chosen.args == [SQUARE]
    first, second, _separator, drop_first, _drop_second = bar.kept_menu.actions()
    with qtbot.waitSignal(bar.chosen) as chosen:
        first.trigger()
    assert chosen.args == [SQUARE]
    assert second.text() == "16:9"
    with qtbot.waitSignal(bar.dropped) as dropped:
        drop_first.trigger()
    assert dropped.args == [SQUARE]
    bar.free_menu.other.trigger()
    assert bar.other_shape.isVisible()
    bar.other_shape.hide()
    bar.resize(1140, 40)
    assert _visible(bar) == {"segments", "chips"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.integers(1, 1600), st.integers(0, 3))
def test_nothing_lies_on_another_thing(bar: ShapeBar, platforms: Platforms, width: int, kept: int) -> None:
    shapes = (SQUARE, _preset(platforms, "youtube-video"), _preset(platforms, "douyin-9x16"))
    bar.show_shape(_preset(platforms, "wechat-channels-9x16"), shapes[:kept])
    bar.resize(max(width, bar.minimumSizeHint().width()), 40)
    layout = bar.layout()
    assert layout is not None
    layout.activate()
    parts = [part for part in bar.children() if isinstance(part, QWidget) and not part.isWindow() and part.isVisible()]
    parts.sort(key=QWidget.x)
    for left, right in itertools.pairwise(parts):
        assert left.geometry().right() < right.x()
    for part in parts:
        assert part.width() >= part.minimumSizeHint().width()
    assert parts[-1].geometry().right() <= bar.width()


def test_the_usual_fits_beside_the_open_button(bar: ShapeBar, platforms: Platforms, qapp: QApplication) -> None:
    for shown in (Language.ENGLISH, Language.CHINESE):
        LanguageManager(qapp).choose(shown)
        bar.show_shape(_preset(platforms, "xiaohongshu-3x4"), (SQUARE, _preset(platforms, "douyin-9x16")))
        assert bar.sizeHint().width() <= 1140
        assert bar.minimumSizeHint().width() <= 480


def test_it_speaks_both_languages(bar: ShapeBar, platforms: Platforms, qapp: QApplication) -> None:
    bar.show_shape(_preset(platforms, "xiaohongshu-3x4"), (_preset(platforms, "douyin-9x16"),))
    LanguageManager(qapp).choose(Language.CHINESE)
    bar.retranslate()
    assert bar.platform_button.text() == "小红书 · 笔记封面 3:4"
    assert bar.chips[0].button.text() == "抖音 9:16"
    assert bar.buttons[STANDARD_SHAPES[0]].text() == "原始比例"
    assert bar.platform_menu.presets["xiaohongshu-3x4"].text().startswith("笔记封面 3:4\t")
    assert "他人提供的数据" in bar.platform_menu.presets["xiaohongshu-3x4"].toolTip()
