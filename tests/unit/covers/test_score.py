"""The formula, and what goes into it."""

from fractions import Fraction

import numpy as np
import pytest

from app.covers.assess import Candidate, in_transition
from app.covers.score import FACTORS, score_of
from app.domain.cover import Assessment, Flag, Trait
from app.domain.geometry import Size
from app.domain.media import Frame, Moment
from app.vision.similarity import signature

NOTHING: frozenset[Flag] = frozenset()


def test_appeal_ranks_and_sharpness_decides_between_equals() -> None:
    assert score_of(60, 70, 50, NOTHING) == pytest.approx(0.95 * 70 + 0.05 * 50)
    assert score_of(60, 70, 0, NOTHING) > score_of(60, 60, 100, NOTHING)
    assert score_of(60, 70, 60, NOTHING) > score_of(60, 70, 50, NOTHING)


def test_quality_is_a_guard_and_no_more() -> None:
    assert score_of(90, 70, 50, NOTHING) == score_of(30, 70, 50, NOTHING)
    assert score_of(15, 70, 50, NOTHING) == pytest.approx(score_of(30, 70, 50, NOTHING) / 2)


@pytest.mark.parametrize("flag", FACTORS)
def test_what_is_measurably_wrong_costs(flag: Flag) -> None:
    assert score_of(60, 70, 50, frozenset({flag})) < score_of(60, 70, 50, NOTHING)


def test_a_transition_found_later_costs_and_is_told_once_and_what_the_judge_saw_stays() -> None:
    image = np.zeros((32, 32, 3), np.uint8)
    plain = Assessment(70, 70, 50, 50, 50, 30, score_of(70, 70, 50, NOTHING), judged=frozenset({Flag.TEXT}))
    frame = Frame(Moment(0, Fraction(1)), Size(32, 32), image)
    marked = in_transition(Candidate(frame, plain, signature(image, np.full(4, 0.5, np.float32)))).assessment
    assert marked.score == pytest.approx(FACTORS[Flag.TRANSITION] * plain.score)
    assert marked.flags == {Flag.TEXT, Flag.TRANSITION}
    assert marked.reasons == (Flag.TRANSITION, Flag.TEXT, Trait.GOOD_QUALITY)
