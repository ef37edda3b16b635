"""The shapes that platforms want."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.edits import Shape
from app.domain.errors import BrokenInstallation
from app.domain.geometry import Aspect, Box
from app.domain.platforms import LANGUAGES, RESOURCES, Area, Confidence, Effect, Preset, Zone, load_platforms

WANTED = {
    "youtube": {"16:9"},
    "bilibili": {"16:9", "4:3"},
    "douyin": {"9:16", "3:4"},
    "tiktok": {"9:16", "3:4"},
    "xiaohongshu": {"3:4", "1:1"},
    "wechat-channels": {"6:7"},
    "instagram": {"9:16", "3:4", "1:1"},
}

halves = st.floats(0, 0.5)
sides = st.floats(0.01, 0.5)


def _document() -> Any:
    return json.loads((RESOURCES / "platforms.json").read_text(encoding="utf-8"))


def test_the_platforms_that_are_promised_are_there() -> None:
    found = {
        platform.id: {str(preset.aspect) for preset in platform.presets} for platform in load_platforms().platforms
    }
    assert found.keys() == WANTED.keys()
    assert all(wanted <= found[name] for name, wanted in WANTED.items())


def test_every_figure_says_where_it_is_from() -> None:
    for platform in load_platforms().platforms:
        for preset in platform.presets:
            items: list[Preset | Zone] = [preset, *preset.zones]
            for item in items:
                assert item.source or (item.confidence is Confidence.RULE_OF_THUMB and item.note), (preset.id, item)


def test_names_are_there_in_both_languages() -> None:
    loaded = load_platforms()
    names = [platform.name for platform in loaded.platforms]
    names += [preset.name for platform in loaded.platforms for preset in platform.presets]
    names += [zone.name for platform in loaded.platforms for preset in platform.presets for zone in preset.zones]
    assert all(name[language] for name in names for language in LANGUAGES)
    bilibili = next(platform for platform in loaded.platforms if platform.id == "bilibili")
    assert bilibili.name["zh_CN"] == "哔哩哔哩"


def test_zones_lie_within_the_crop_that_they_are_drawn_on() -> None:
    crop = Box(101, 57, 333, 251)
    for platform in load_platforms().platforms:
        for zone in (zone for preset in platform.presets for zone in preset.zones):
            box = zone.area.within(crop)
            assert crop.x <= box.x < box.x + box.width <= crop.x + crop.width, zone
            assert crop.y <= box.y < box.y + box.height <= crop.y + crop.height, zone


def test_a_preset_is_found_by_its_id_and_gives_its_shape() -> None:
    preset = load_platforms().preset("xiaohongshu-3x4")
    assert preset is not None
    assert preset.shape == Shape(Aspect.parse("3:4"), "xiaohongshu-3x4")
    assert load_platforms().preset("myspace") is None


def test_the_tile_of_a_reel_is_its_middle() -> None:
    preset = load_platforms().preset("instagram-reel")
    assert preset is not None
    (tile,) = (zone.area for zone in preset.zones if zone.effect is Effect.KEPT)
    assert tile.within(Box(0, 0, 1080, 1920)) == Box(0, 240, 1080, 1440)


@given(st.builds(Area, halves, halves, sides, sides), st.integers(1, 4000), st.integers(1, 4000))
def test_an_area_of_a_crop_lies_in_it(area: Area, w: int, h: int) -> None:
    box = area.within(Box(7, 9, w, h))
    assert box.width >= 1
    assert box.height >= 1
    # One pixel each way even where there is no room for a fraction of one.
    assert 7 <= box.x <= box.x + box.width <= 7 + w + 1
    assert 9 <= box.y <= box.y + box.height <= 9 + h + 1


@pytest.mark.parametrize("area", [(-0.1, 0, 1, 1), (0, 0, 0, 1), (0.5, 0, 0.6, 1), (0, 0.2, 1, 0.9), (0, 0, 1, -1)])
def test_what_is_no_area_of_a_cover_is_refused(area: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="not an area"):
        Area(*area)


def _break(path: str, value: object) -> Callable[[Any], None]:
    """Put a value at a path such as `platforms/0/presets/0/aspect`; None takes away what is there."""

    def change(document: Any) -> None:
        *above, last = [int(part) if part.isdigit() else part for part in path.split("/")]
        for part in above:
            document = document[part]
        if value is None:
            del document[last]
        else:
            document[last] = value

    return change


PRESET = "platforms/0/presets/0"


@pytest.mark.parametrize(
    "change",
    [
        _break("looked_up", "yesterday"),
        _break("platforms", None),
        _break("platforms/1/id", "youtube"),
        _break(f"{PRESET}/id", "bilibili-4x3"),
        _break(f"{PRESET}/aspect", "wide"),
        _break(f"{PRESET}/pixels", [1280, 721]),
        _break(f"{PRESET}/pixels", ["1280", "720"]),
        _break(f"{PRESET}/name/zh_CN", None),
        _break(f"{PRESET}/name", "Video"),
        _break(f"{PRESET}/confidence", "sure"),
        _break(f"{PRESET}/source", ""),
        _break(f"{PRESET}/zones/1/source", "https://example.org"),
        _break(f"{PRESET}/zones/1/id", "duration"),
        _break(f"{PRESET}/zones/0/effect", "blinks"),
        _break(f"{PRESET}/zones/0/area", [0, 0, 1, 1.5]),
        _break(f"{PRESET}/zones/0/area", [0, 0, 1]),
        _break(f"{PRESET}/zones/0/area", {"x": 0}),
    ],
)
def test_data_that_makes_no_sense_is_refused(tmp_path: Path, change: Callable[[Any], None]) -> None:
    document = _document()
    change(document)
    (tmp_path / "platforms.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BrokenInstallation) as caught:
        load_platforms(tmp_path)
    assert caught.value.path == tmp_path / "platforms.json"


@pytest.mark.parametrize("content", [None, b"", b"[]", b"\xff", b"[" * 100_000])
def test_a_missing_or_damaged_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "platforms.json").write_bytes(content)
    with pytest.raises(BrokenInstallation):
        load_platforms(tmp_path)
