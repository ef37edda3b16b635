"""Most frames get a glance; what comes to the top is looked at in full."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.covers.assess import Candidate, assess, completed, framed, glance, in_transition
from app.covers.framing import Framing
from app.domain.cover import Crop, Flag, Trait
from app.domain.faces import Face
from app.domain.geometry import Box, Size
from app.domain.media import Frame, Picture
from app.vision.judge import Judge


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge("cpu")


@pytest.fixture
def frame() -> Frame:
    random = np.random.default_rng(3)
    image = random.integers(0, 256, (18, 32, 3)).astype(np.uint8).repeat(14, 0).repeat(14, 1)
    return Frame(Picture(0, Path("a.png")), Size(448, 252), image)


def _numbers(candidate: Candidate) -> list[float]:
    return [candidate.score, *candidate.assessment.parts.values()]


def test_a_completed_glance_is_what_would_have_been_said_in_full(frame: Frame, judge: Judge) -> None:
    quick = glance(frame, judge)
    assert quick.glance is not None
    full = completed(quick, judge)
    assert full.glance is None
    assert _numbers(full) == pytest.approx(_numbers(assess(frame, judge)), abs=1e-3)
    assert full.assessment.reasons == assess(frame, judge).assessment.reasons


def test_what_is_complete_is_not_judged_again(frame: Frame, judge: Judge) -> None:
    full = assess(frame, judge)
    assert completed(full, judge) is full


def test_what_was_found_since_the_glance_is_kept(frame: Frame, judge: Judge) -> None:
    full = completed(in_transition(glance(frame, judge)), judge)
    assert Flag.TRANSITION in full.assessment.measured
    assert full.score < assess(frame, judge).score


def _found(*faces: Box) -> Framing:
    """A framing whose best crop is the left half, with a uniform map."""
    crop = Crop(Box(0, 0, 224, 252), 90.0)
    sharp_and_frontal = tuple(Face(box, 0.9, 1.0, 1.0) for box in faces)
    return Framing((crop,), np.full((63, 112), 9, np.uint8), sharp_and_frontal, Size(448, 252))


def test_crop_and_faces_count_and_are_told(frame: Frame, judge: Judge) -> None:
    plain = assess(frame, judge)
    cover = framed(plain, _found(Box(50, 50, 60, 70)), cropped=True)
    assert cover.assessment.parts["crop"] == 90
    assert cover.assessment.parts["faces"] == pytest.approx(100)
    assert cover.score > plain.score
    assert Trait.ONE_FACE in cover.assessment.reasons
    cut = framed(plain, _found(Box(190, 50, 60, 70)), cropped=True)
    assert cut.score < cover.score
    assert Trait.FACE_CUT in cut.assessment.reasons


def test_the_whole_picture_is_not_judged_as_a_crop(frame: Frame, judge: Judge) -> None:
    cover = framed(assess(frame, judge), _found(), cropped=False)
    assert cover.assessment.crop is None
    assert cover.assessment.faces is None
    assert cover.score == pytest.approx(assess(frame, judge).score)


def test_a_cover_found_to_lie_in_a_transition_keeps_its_crop_and_faces(frame: Frame, judge: Judge) -> None:
    cover = framed(assess(frame, judge), _found(Box(50, 50, 60, 70)), cropped=True)
    marked = in_transition(cover).assessment
    assert (marked.crop, marked.faces) == (cover.assessment.crop, cover.assessment.faces)
    assert marked.score < cover.score
