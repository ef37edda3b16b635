"""What part of a cover a title may take up, and where the faces are in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.faces import Face
from app.domain.geometry import Box, Size
from app.domain.look import NEUTRAL, Look
from app.domain.platforms import Area, Confidence, Effect, Preset, Zone, load_platforms
from app.lettering.areas import BADGE, MARGIN, STEPS, badge, badged, faces_in, safe_area

PRESETS = [preset for platform in load_platforms().platforms for preset in platform.presets]
NAMES = {"en": "a", "zh_CN": "b"}

areas = st.builds(Area, st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0.01, 0.5), st.floats(0.01, 0.5))


def zone(name: str, effect: Effect, area: Area) -> Zone:
    return Zone(name, effect, NAMES, area, Confidence.RULE_OF_THUMB, "", "")


def with_zones(*zones: Zone) -> Preset:
    return replace(PRESETS[0], zones=zones)


def clear(safe: Box, preset: Preset, size: Size) -> bool:
    whole = Box(0, 0, size.width, size.height)
    for item in preset.zones:
        area = item.area.within(whole)
        if item.effect is Effect.COVERED and safe.shared(area):
            return False
        if item.effect is Effect.KEPT and safe.shared(area) < safe.area:
            return False
    return True


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_no_interface_lies_over_the_safe_area_of_any_preset(preset: Preset) -> None:
    safe = safe_area(preset, preset.pixels)
    assert clear(safe, preset, preset.pixels)
    assert safe.area > 0.25 * preset.pixels.pixels


@given(st.lists(areas, max_size=3))
@settings(max_examples=40)
def test_it_keeps_off_whatever_is_covered(covered: list[Area]) -> None:
    preset = with_zones(*(zone(str(number), Effect.COVERED, area) for number, area in enumerate(covered)))
    assert clear(safe_area(preset, Size(1600, 900)), preset, Size(1600, 900))


def test_it_is_the_largest_part() -> None:
    preset = with_zones(zone("low", Effect.COVERED, Area(0.6, 0.7, 0.4, 0.3)))
    safe = safe_area(preset, Size(1000, 1000))
    # 0.7 of all above it, 0.6 beside it.
    assert safe == Box(40, 40, 920, 620)


def test_only_what_is_kept_is_shown_everywhere() -> None:
    preset = with_zones(zone("grid", Effect.KEPT, Area(0.2, 0.1, 0.6, 0.8)))
    assert safe_area(preset, Size(1000, 1000)) == Box(240, 140, 520, 720)


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(100, 300))
def test_the_length_of_a_video_is_in_the_lower_right_corner(width: int, height: int, feed: int) -> None:
    found = badge(Size(width, height), feed)
    assert (found.x + found.width, found.y + found.height) == (width, height)
    assert found.width == pytest.approx(width * BADGE[0] / feed, abs=1)
    assert found.height <= width * BADGE[1] / feed + 1


def test_the_length_of_a_video_is_not_where_a_platform_has_it_elsewhere() -> None:
    low, high = Area(0.8, 0.85, 0.2, 0.15), Area(0.83, 0.03, 0.14, 0.1)
    assert badged(None)
    assert badged(with_zones(zone("length", Effect.COVERED, low)))
    assert not badged(with_zones(zone("mark", Effect.COVERED, high)))
    assert not badged(with_zones(zone("grid", Effect.KEPT, low)))


def test_without_a_platform_there_is_a_margin() -> None:
    safe = safe_area(None, Size(1600, 900))
    for free in (safe.x, safe.y, 1600 - safe.x - safe.width, 900 - safe.y - safe.height):
        assert MARGIN * 900 - 1 <= free <= MARGIN * 900 + 1600 / STEPS


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_every_cover_has_one(width: int, height: int) -> None:
    safe = safe_area(None, Size(width, height))
    assert min(safe.width, safe.height) >= 1
    assert min(safe.x, safe.y) >= 0
    assert safe.x + safe.width <= width
    assert safe.y + safe.height <= height


def test_nothing_kept_is_not_the_end() -> None:
    preset = with_zones(
        zone("a", Effect.KEPT, Area(0, 0, 0.3, 1)),
        zone("b", Effect.KEPT, Area(0.6, 0, 0.4, 1)),
        zone("c", Effect.COVERED, Area(0, 0, 1, 1)),
    )
    assert safe_area(preset, Size(1000, 1000)).area > 0


def test_faces_go_with_crop_and_size() -> None:
    faces = [Face(Box(100, 50, 40, 60), 0.9), Face(Box(900, 900, 50, 50), 0.9), Face(Box(180, 90, 80, 80), 0.9)]
    found = faces_in(faces, NEUTRAL, Box(80, 40, 120, 90), Size(1000, 1000), Size(240, 180))
    # The second is not in it, the third in part.
    assert found == (Box(40, 20, 80, 120), Box(200, 100, 40, 80))


def test_faces_go_with_the_look() -> None:
    faces = [Face(Box(0, 0, 10, 20), 0.9)]
    turned = faces_in(faces, Look(turns=1), Box(0, 0, 100, 200), Size(200, 100), Size(100, 200))
    assert turned == (Box(80, 0, 20, 10),)
    mirrored = faces_in(faces, Look(flipped=True), Box(0, 0, 200, 100), Size(200, 100), Size(200, 100))
    assert mirrored == (Box(190, 0, 10, 20),)
    leaning = faces_in(faces, Look(angle=5), Box(0, 0, 200, 100), Size(200, 100), Size(200, 100))
    assert leaning != faces_in(faces, NEUTRAL, Box(0, 0, 200, 100), Size(200, 100), Size(200, 100))
