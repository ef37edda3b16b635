"""Light and colour that the program proposes, where the judge agrees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.covers.auto_look import AutoLook, auto_look
from app.domain.geometry import Size
from app.domain.look import Look
from app.domain.media import Frame, Image, Picture
from app.vision.develop import coloured, develop
from app.vision.judge import Judge, Verdict


class FakeJudge(Judge):
    """Likes a picture as much as it is told to; its branches may differ."""

    def __init__(self, appeal: Callable[[Image], float], detail: Callable[[Image], float] | None = None) -> None:
        self._appeal, self._of_detail = appeal, detail or appeal
        self.asked = 0

    def glance(self, image: Image) -> Verdict:
        return Verdict(60.0, self._of_detail(image), np.ones(1, np.float32), np.zeros(11, np.float32))

    def rate(self, image: Image, glance: Verdict | None = None) -> Verdict:
        self.asked += 1
        return Verdict(60.0, self._appeal(image), np.ones(1, np.float32), np.zeros(11, np.float32))


def _image() -> Image:
    small = np.random.default_rng(5).integers(60, 200, (9, 16, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(small, (320, 180), interpolation=cv2.INTER_CUBIC), np.uint8)


def _frame(image: Image) -> Frame:
    return Frame(Picture(0, Path("a.png")), Size(image.shape[1], image.shape[0]), image)


def _likes_light(image: Image) -> float:
    """Fifty points where the picture is as bright as middle grey, fewer the further off."""
    return 50 - abs(float(image.mean()) - 125) / 3


@pytest.mark.parametrize("stops", [-1.5, 1.5])
def test_a_picture_in_the_wrong_light_is_lit(stops: float) -> None:
    dark = coloured(_image(), Look(exposure=stops))
    found = auto_look(_frame(dark), Look(), FakeJudge(_likes_light))
    assert found.gain > 0
    assert found.look.exposure * stops < 0
    assert _likes_light(coloured(dark, found.look)) > _likes_light(dark) + 2


def test_where_nothing_is_gained_nothing_is_changed() -> None:
    judge = FakeJudge(lambda _image: 50.0)
    before = Look(turns=1, exposure=0.3, sharpness=20)
    found = auto_look(_frame(_image()), before, judge)
    assert found == AutoLook(before, found.before, found.before)
    assert found.gain == 0
    assert judge.asked > 2, "it was tried"


def test_a_gain_that_may_be_chance_is_none() -> None:
    original = _image()
    judge = FakeJudge(lambda image: 50.0 if np.array_equal(image, original) else 51.5)
    assert auto_look(_frame(original), Look(), judge).look == Look()


def test_what_only_one_branch_likes_is_left() -> None:
    dark = coloured(_image(), Look(exposure=-1.5))
    judge = FakeJudge(_likes_light, detail=lambda image: 100 - _likes_light(image))
    assert auto_look(_frame(dark), Look(), judge).look == Look()


def test_how_it_is_turned_and_sharpened_stays() -> None:
    dark = coloured(_image(), Look(exposure=-1.5))
    before = Look(3, True, 2.5, contrast=-80, sharpness=30)
    found = auto_look(_frame(dark), before, FakeJudge(_likes_light))
    assert found.gain > 0
    assert found.look.geometry == before.geometry
    assert found.look.sharpness == 30
    assert found.look.contrast >= 0, "it begins with what the picture is, not with what was done to it"


def test_told_to_stop_it_asks_no_more() -> None:
    judge = FakeJudge(_likes_light)
    auto_look(_frame(coloured(_image(), Look(exposure=-1.5))), Look(), judge, lambda: True)
    assert judge.asked == 1


def test_a_grey_picture_gets_no_colour() -> None:
    grey = develop(_image(), Look(saturation=-100))
    found = auto_look(_frame(grey), Look(), FakeJudge(lambda image: float(np.ptp(image.astype(int), axis=2).mean())))
    assert found.look.saturation == 0
