"""Pictures in several sizes, from which the canvas takes what it needs."""

from __future__ import annotations

from app.ui.background.pictures import pyramid

from .canvases import halves


def test_a_pyramid_halves_down_and_offers_the_level_just_above() -> None:
    made = pyramid(halves(5000, 2500))
    assert [level.width() for level in made.levels] == [3840, 1920, 960]
    assert made.level_for(100).width() == 960
    assert made.level_for(961).width() == 1920
    assert made.level_for(9999).width() == 3840
    for level in made.levels:
        assert level.pixelColor(0, 0).name() == "#ff0000"
        assert level.pixelColor(level.width() - 1, level.height() - 1).name() == "#0000ff"


def test_a_pyramid_of_a_sliver_is_no_thinner_than_a_pixel() -> None:
    made = pyramid(halves(9000, 1))
    assert made.levels[0].width() == 3840
    assert all(level.height() == 1 for level in made.levels)


def test_a_pyramid_takes_pictures_that_are_parts_of_others() -> None:
    part = halves(100, 100)[10:60, 40:90]
    assert not part.flags.c_contiguous
    level = pyramid(part).levels[0]
    assert (level.width(), level.height()) == (50, 50)
    assert level.pixelColor(0, 0).name() == "#ff0000"
    assert level.pixelColor(49, 49).name() == "#0000ff"
