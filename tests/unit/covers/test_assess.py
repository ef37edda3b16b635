"""Most frames get a glance; what comes to the top is looked at in full."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.covers.assess import Candidate, assess, completed, glance, in_transition
from app.domain.cover import Flag
from app.domain.geometry import Size
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
