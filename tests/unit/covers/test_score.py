"""The formula, and what goes into it."""

from fractions import Fraction

import numpy as np
import pytest

from app.covers.assess import Candidate, in_transition
from app.covers.score import FACTORS, USUAL_CROP, USUAL_FACES, cover_score, faces_score, score_of
from app.domain.cover import Assessment, Flag, Trait
from app.domain.faces import Face
from app.domain.geometry import Box, Size
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


def test_a_cover_whose_crop_and_faces_are_as_usual_scores_as_its_frame() -> None:
    assert cover_score(50, None, None) == 50
    assert cover_score(50, USUAL_CROP, USUAL_FACES) == pytest.approx(50)
    assert cover_score(50, USUAL_CROP + 10, None) > 50 > cover_score(50, None, USUAL_FACES - 10)
    assert cover_score(99, 100, 100) == 100
    assert cover_score(1, 0, 0) == 0


def test_faces_are_better_whole_sharp_and_turned_to_the_viewer() -> None:
    crop = Box(0, 0, 300, 400)
    whole, cut = Box(100, 100, 80, 100), Box(260, 100, 80, 100)

    def of(*faces: Face) -> float:
        found = faces_score(crop, faces)
        assert found is not None
        return found

    assert of(Face(whole, 0.9, 1.0, 1.0)) == pytest.approx(100)
    assert of(Face(cut, 0.9, 1.0, 1.0)) == pytest.approx(0)
    assert of(Face(whole, 0.9, 1.0, 0.5)) == pytest.approx(50)
    assert of(Face(whole, 0.9, 0.0, 1.0)) == pytest.approx(75)
    assert of(Face(whole, 0.9, None, None)) == pytest.approx(70)
    # The large face in front counts more than the small one behind.
    assert of(Face(whole, 0.9, 1.0, 1.0), Face(Box(10, 10, 8, 10), 0.9, 0.0, 0.0)) > 90


def test_where_no_face_is_in_the_crop_there_is_nothing_to_judge() -> None:
    assert faces_score(Box(0, 0, 100, 100), []) is None
    assert faces_score(Box(0, 0, 100, 100), [Face(Box(200, 0, 50, 50), 0.9)]) is None
