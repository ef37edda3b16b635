"""What a person does to a cover."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.edits import Edits, Shape, to_record
from app.domain.geometry import Aspect, Box
from app.domain.look import Look
from tests.project_factory import AT, SQUARE, TALL, WIDE, accepted, cover, moment, video_project

ONE, TWO = cover(moment(1)), cover(moment(2))
BOX = Box(10, 20, 300, 300)


@pytest.fixture
def edits() -> Edits:
    return Edits(WIDE)


def test_each_shape_of_each_frame_has_a_crop_of_its_own(edits: Edits) -> None:
    placed = edits.cropping(ONE.place, TALL, BOX).cropping(ONE.place, SQUARE, Box(0, 0, 5, 5))
    assert placed.crop(ONE.place, TALL) == BOX
    assert placed.crop(ONE.place, SQUARE) == Box(0, 0, 5, 5)
    assert placed.crop(TWO.place, TALL) is None
    assert placed.cropping(ONE.place, TALL, None).crop(ONE.place, SQUARE) == Box(0, 0, 5, 5)


def test_two_platforms_with_one_shape_have_crops_of_their_own(edits: Edits) -> None:
    one, other = Shape(Aspect.parse("3:4"), "douyin-3x4"), Shape(Aspect.parse("3:4"), "xiaohongshu-3x4")
    placed = edits.cropping(ONE.place, one, BOX)
    assert placed.crop(ONE.place, other) is None


def test_a_crop_is_placed_once_for_a_shape(edits: Edits) -> None:
    placed = edits.cropping(ONE.place, TALL, BOX).cropping(ONE.place, TALL, Box(1, 1, 1, 1))
    assert [crop.box for crop in placed.crops] == [Box(1, 1, 1, 1)]


def test_what_is_wanted_is_the_shape_shown_and_those_kept_each_once(edits: Edits) -> None:
    kept = edits.keeping(TALL).keeping(SQUARE).keeping(TALL)
    assert kept.wanted == (WIDE, TALL, SQUARE)
    assert kept.showing(TALL).wanted == (TALL, SQUARE)
    assert kept.dropping(TALL).wanted == (WIDE, SQUARE)


def test_a_frame_is_added_once_and_chosen(edits: Edits) -> None:
    added = edits.adding(ONE).adding(TWO).adding(cover(moment(1), score=3.0))
    assert added.added == (ONE, TWO)
    assert added.chosen == ONE, "the one that is there, not another of the same frame"


def test_removing_what_is_chosen_leaves_the_choice_to_the_recommendation(edits: Edits) -> None:
    added = edits.adding(ONE).adding(TWO).cropping(TWO.place, TALL, BOX)
    assert added.removing(TWO.place) == replace(edits, added=(ONE,))
    assert added.removing(ONE.place).chosen == TWO
    assert edits.removing(ONE.place) is edits


@pytest.mark.parametrize(
    "change",
    [
        lambda edits: edits.choosing(ONE),
        lambda edits: edits.adding(TWO),
        lambda edits: edits.cropping(ONE.place, WIDE, BOX),
    ],
)
def test_changing_the_cover_opens_the_decision_again(change: object) -> None:
    assert callable(change)
    project = video_project()
    decided = project.edits.deciding(accepted(project))
    assert decided.decision is not None
    assert change(decided).decision is None


def test_looking_at_another_shape_or_writing_a_note_keeps_the_decision() -> None:
    project = video_project()
    decided = project.edits.deciding(accepted(project))
    assert decided.showing(SQUARE).noting("later").decision == decided.decision


def test_choosing_what_is_chosen_changes_nothing() -> None:
    project = video_project()
    decided = project.edits.deciding(accepted(project))
    assert decided.choosing(decided.chosen) is decided


def test_a_withdrawn_decision_says_what_it_withdraws_but_no_crops() -> None:
    decision = accepted(video_project())
    withdrawn = decision.withdrawn(AT)
    assert (withdrawn.verdict, withdrawn.place, withdrawn.crops) == ("withdrawn", decision.place, ())


def test_what_is_stored_is_what_was_decided_or_taken_back() -> None:
    project = video_project()
    taken, rejected = accepted(project), project.rejected(AT)
    assert to_record(None, None, AT) is None
    assert to_record(taken, taken, AT) is None
    assert to_record(None, taken, AT) == taken
    assert to_record(taken, rejected, AT) == rejected
    assert to_record(taken, None, AT) == taken.withdrawn(AT)


# The look


def test_a_frame_has_one_look_and_none_that_does_nothing(edits: Edits) -> None:
    lit = edits.adjusting(ONE.place, Look(exposure=1), ONE.frame.size)
    lit = lit.adjusting(ONE.place, Look(exposure=0.5), ONE.frame.size)
    assert [hand.look for hand in lit.looks] == [Look(exposure=0.5)]
    assert lit.look(TWO.place).neutral
    assert lit.adjusting(ONE.place, Look(), ONE.frame.size) == edits
    assert lit.adjusting(ONE.place, Look(exposure=0.5), ONE.frame.size) is lit


def test_another_look_opens_the_decision_again(edits: Edits) -> None:
    decided = edits.deciding(accepted(video_project()))
    assert decided.adjusting(ONE.place, Look(warmth=5), ONE.frame.size).decision is None


def test_what_is_removed_leaves_no_look(edits: Edits) -> None:
    added = edits.adding(TWO)
    assert added.adjusting(TWO.place, Look(warmth=5), TWO.frame.size).removing(TWO.place) == edits


def test_crops_placed_by_hand_turn_with_the_picture(edits: Edits) -> None:
    size = ONE.frame.size
    placed = edits.cropping(ONE.place, SQUARE, Box(100, 200, 300, 300)).cropping(TWO.place, SQUARE, BOX)
    turned = placed.adjusting(ONE.place, Look(turns=1), size)
    assert turned.crop(ONE.place, SQUARE) == Box(1080 - 500, 100, 300, 300)
    assert turned.crop(TWO.place, SQUARE) == BOX, "that of another frame does not"
    assert turned.adjusting(ONE.place, Look(), size).crop(ONE.place, SQUARE) == Box(100, 200, 300, 300)
    mirrored = placed.adjusting(ONE.place, Look(flipped=True), size)
    assert mirrored.crop(ONE.place, SQUARE) == Box(1920 - 400, 200, 300, 300)
    straight = placed.adjusting(ONE.place, Look(angle=5), size)
    assert straight.crop(ONE.place, SQUARE) == Box(100, 200, 300, 300), "the picture moves behind its frame"


def test_a_crop_keeps_its_shape_when_it_is_turned(edits: Edits) -> None:
    size = ONE.frame.size
    turned = edits.cropping(ONE.place, TALL, Box(800, 0, 608, 1080)).adjusting(ONE.place, Look(turns=1), size)
    crop = turned.crop(ONE.place, TALL)
    assert crop is not None
    assert crop.width / crop.height == pytest.approx(9 / 16, abs=0.01)
    assert (crop.width, crop.height) == (1080, 1920), "the largest is the largest again"
