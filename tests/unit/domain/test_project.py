"""A session as a value."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.cover import Crop
from app.domain.edits import Edits, Verdict
from app.domain.geometry import Box
from app.domain.look import HandLook, Look
from app.domain.media import Picture
from app.domain.project import Fingerprint, Project, Proposal, SourceFile
from app.domain.title import Title
from tests.project_factory import AT, CLIP, SQUARE, TALL, WIDE, analysis, cover, moment, post_project, video_project


def test_the_best_is_the_choice_until_a_person_chooses() -> None:
    project = video_project()
    open_ = project.editing(Edits(WIDE))
    assert open_.chosen == open_.recommended[0]
    better = cover(moment(7), score=99.0)
    assert replace(open_, analysis=analysis(better)).chosen == better


def test_what_a_person_chose_stays_the_choice_when_it_is_no_longer_recommended() -> None:
    project = video_project()
    assert project.edits.chosen is not None
    other = replace(project, analysis=analysis(cover(moment(7))))
    assert other.chosen == project.edits.chosen
    assert other.chosen in other.candidates


def test_of_a_frame_that_is_known_better_by_now_the_later_knowledge_counts() -> None:
    project = video_project()
    again = cover(project.recommended[1].place, Box(5, 5, 160, 90), score=88.0)
    chosen = replace(project, analysis=analysis(again)).chosen
    assert chosen == again


def test_each_frame_is_a_candidate_once() -> None:
    project = video_project()
    assert [item.place for item in project.candidates] == [moment(pts) for pts in (90_000, 270_000, 450_000, 333_333)]
    again = project.editing(project.edits.adding(project.recommended[0]))
    assert again.candidates == project.candidates


def test_without_an_analysis_there_is_nothing_to_choose() -> None:
    project = Project((SourceFile(CLIP),), Edits(WIDE))
    assert (project.candidates, project.chosen) == ((), None)
    with pytest.raises(ValueError, match="nothing is chosen"):
        project.accepted(AT, {})


def test_a_crop_is_the_one_by_hand_else_the_proposed_else_the_largest() -> None:
    project = video_project()
    first, second, _ = project.recommended
    assert project.crop(second, TALL) == Box(100, 0, 607, 1080), "by hand"
    assert project.crop(first, TALL) == Box(656, 0, 607, 1080), "proposed"
    assert project.crop(first, WIDE) == first.crop, "of the analysis"
    assert project.crop(first, SQUARE) == Box(420, 0, 1080, 1080), "nothing known"


def test_the_crop_of_an_added_frame_is_for_no_shape_in_particular() -> None:
    project = video_project()
    added = cover(moment(9), Box(1, 1, 2, 2))
    assert project.editing(project.edits.adding(added)).crop(added, WIDE) == WIDE.aspect.largest_in(added.frame.size)


def test_what_is_found_later_takes_the_place_of_what_was_known() -> None:
    project = video_project()
    first = project.recommended[0]
    found = project.proposing(Proposal(first.place, TALL.aspect, (Crop(Box(1, 0, 607, 1080), 50.0),)))
    assert len(found.proposals) == 1
    assert found.crop(first, TALL) == Box(1, 0, 607, 1080)


def test_taking_what_was_recommended_is_accepting() -> None:
    project = video_project().editing(Edits(WIDE, note="fine"))
    decision = project.accepted(AT, {WIDE: Path("x.jpg")})
    assert (decision.verdict, decision.rank, decision.note) == (Verdict.ACCEPTED, 1, "fine")
    (crop,) = decision.crops
    assert (crop.shape, crop.by_hand, crop.file) == (WIDE, False, Path("x.jpg"))


def test_another_crop_or_another_frame_is_overriding() -> None:
    project = video_project()
    decision = project.accepted(AT, {})
    assert (decision.verdict, decision.rank) == (Verdict.OVERRIDDEN, 2)
    assert [(crop.shape, crop.by_hand) for crop in decision.crops][:2] == [(WIDE, False), (TALL, True)]
    own = project.editing(Edits(WIDE).adding(cover(moment(9))))
    assert (own.accepted(AT, {}).verdict, own.accepted(AT, {}).rank) == (Verdict.OVERRIDDEN, None)


def test_a_crop_put_back_by_hand_counts_as_recommended() -> None:
    project = video_project().editing(Edits(WIDE))
    first = project.recommended[0]
    moved = project.editing(project.edits.cropping(first.place, WIDE, project.recommended_crop(first, WIDE.aspect)))
    assert moved.accepted(AT, {}).verdict is Verdict.ACCEPTED


def test_after_rejecting_there_is_no_choice() -> None:
    project = video_project()
    rejected = project.editing(project.edits.deciding(project.rejected(AT)))
    assert rejected.chosen is None
    assert rejected.recommended == project.recommended, "taking it back brings them back"


def test_a_source_is_known_again_wherever_it_lies() -> None:
    project = video_project()
    assert project.identity == video_project(Path("/elsewhere/renamed.mp4")).identity
    changed = replace(project.sources[0], fingerprint=Fingerprint(1, 2, "ef"))
    assert replace(project, sources=(changed,)).identity != project.identity


def test_a_folder_is_known_by_its_path_as_pictures_come_and_go() -> None:
    project = post_project()
    fuller = replace(project.sources[0], fingerprint=Fingerprint(900, 0, "ef"))
    assert replace(project, sources=(fuller,)).identity == project.identity
    assert post_project(Path("/photos/other")).identity != project.identity


def test_a_name_that_is_no_text_has_an_identity() -> None:
    assert len(Project((SourceFile(Path("/videos/\udcff.mp4")),), Edits(WIDE)).identity) == 64


def test_moving_a_folder_moves_the_pictures_in_it() -> None:
    old, new = Path("/photos/post"), Path("/mnt/post 2")
    moved = post_project(old).relocated({old: new})
    assert moved == post_project(new)
    places = [item.place for item in moved.candidates]
    assert [place.path for place in places if isinstance(place, Picture)] == [new / "a.jpg", new / "strip.png"]


def test_moving_a_video_leaves_all_else() -> None:
    project = video_project()
    assert project.relocated({CLIP: Path("/mnt/clip.mp4")}) == video_project(Path("/mnt/clip.mp4"))
    assert project.relocated({Path("/videos/clip"): Path("/x")}) == project
    frames = [item.frame.image for item in project.relocated({CLIP: Path("/x")}).candidates]
    assert all(image is kept.frame.image for image, kept in zip(frames, project.candidates, strict=True)), (
        "pictures are not copied"
    )


def test_recommended_crops_turn_with_the_picture() -> None:
    project = video_project()
    one = project.recommended[0]
    turned = project.editing(replace(project.edits, looks=(HandLook(one.place, Look(turns=1)),)))
    assert turned.recommended_crop(one, TALL.aspect) == Box(0, 0, 1080, 1920), "as large as there is room for now"
    assert turned.recommended_crop(one, SQUARE.aspect) == Box(0, 420, 1080, 1080)
    flipped = project.editing(replace(project.edits, looks=(HandLook(one.place, Look(flipped=True)),)))
    assert flipped.recommended_crop(one, TALL.aspect) == Box(1920 - 656 - 607, 0, 607, 1080)
    lit = project.editing(replace(project.edits, looks=(HandLook(one.place, Look(exposure=1)),)))
    assert lit.recommended_crop(one, TALL.aspect) == project.recommended_crop(one, TALL.aspect)


def test_a_look_is_kept_with_the_decision_and_is_no_objection_to_the_recommendation() -> None:
    project = video_project()
    best = project.recommended[0]
    look = Look(0, True, 2.0, 0.5)
    edits = Edits(WIDE).adjusting(best.place, look, best.frame.size)
    decision = project.editing(edits).accepted(AT, {})
    assert decision.verdict is Verdict.ACCEPTED
    assert decision.look == look


def test_a_title_is_kept_with_the_decision_and_is_no_objection_to_the_recommendation() -> None:
    project, title = video_project(), Title("Summer")
    titled = project.editing(Edits(WIDE, title=title)).accepted(AT, {})
    assert (titled.verdict, titled.title) == (Verdict.ACCEPTED, title)
    assert project.editing(Edits(WIDE)).accepted(AT, {}).title is None
