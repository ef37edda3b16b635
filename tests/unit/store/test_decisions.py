"""The decision store: what was recommended and what was chosen."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.cover import Flag, Trait
from app.domain.edits import DecidedCrop, Decision, Edits, Shape, Verdict
from app.domain.geometry import Box
from app.domain.project import Project, SourceFile
from app.store.decisions import DecisionStore, store_path
from app.store.past import ChoiceRate
from tests.project_factory import AT, TALL, WIDE, accepted, analysis, cover, moment, post_project, video_project


@pytest.fixture
def store(tmp_path: Path) -> DecisionStore:
    return DecisionStore.open(tmp_path / "data" / "decisions.sqlite3")


def test_the_store_lies_where_the_user_keeps_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store_path() == tmp_path / "bestframe" / "decisions.sqlite3"
    assert DecisionStore.open().path == store_path()


def test_what_was_recommended_and_decided_is_told_again(store: DecisionStore) -> None:
    project = video_project()
    decision = accepted(project)
    store.record(project, decision)
    (past,) = store.history(project.identity)
    assert (past.at, past.models, past.aspect) == (AT, {"judge": "2.0.0"}, WIDE.aspect)
    assert [found.rank for found in past.covers] == [1, 2, 3]
    first = past.covers[0]
    recommended = project.recommended[0]
    assert (first.place, first.crop, first.score) == (recommended.place, recommended.crop, recommended.assessment.score)
    assert first.parts == recommended.assessment.parts
    assert first.reasons == (Trait.SHARP, Flag.TEXT)
    assert past.decisions == (decision,)


def test_it_is_there_after_opening_again(store: DecisionStore) -> None:
    project = post_project()
    store.record(project, accepted(project))
    assert DecisionStore.open(store.path).history(project.identity) == store.history(project.identity)
    assert DecisionStore.open(store.path).notice is None


def test_recording_again_adds_nothing_but_the_decision(store: DecisionStore) -> None:
    project = video_project()
    store.record(project)
    store.record(project)
    store.record(project, accepted(project))
    (past,) = store.history(project.identity)
    assert len(past.decisions) == 1


def test_every_decision_is_kept_and_the_last_one_counts(store: DecisionStore) -> None:
    project = video_project()
    taken = accepted(project)
    for decision in (taken, taken.withdrawn(AT), project.rejected(AT)):
        store.record(project, decision)
    (past,) = store.history(project.identity)
    assert [decision.verdict for decision in past.decisions] == ["overridden", "withdrawn", "rejected"]
    assert store.choice_rate() == ChoiceRate(rejected=1)


def test_an_analysis_that_found_better_meanwhile_is_told_twice_and_counts_once(store: DecisionStore) -> None:
    project = video_project().editing(Edits(WIDE))
    store.record(project, accepted(project))
    better = replace(project, analysis=analysis(cover(moment(7), score=95.0), *project.recommended[:2]))
    store.record(better, better.rejected(AT))
    assert [len(past.covers) for past in store.history(project.identity)] == [3, 3]
    assert store.choice_rate() == ChoiceRate(rejected=1)


def test_a_source_that_moved_has_its_history(store: DecisionStore) -> None:
    project = video_project()
    store.record(project, accepted(project))
    moved = video_project(Path("/mnt/clip.mp4"))
    store.record(replace(moved, analysis=analysis(*moved.recommended, path=moved.paths[0], identity="a2")))
    assert len(store.history(moved.identity)) == 2
    assert store.history("unheard of") == ()


def test_how_often_the_recommendation_was_taken(store: DecisionStore) -> None:
    def decide(name: str, edits: Edits, *, reject: bool = False) -> None:
        project = replace(video_project(), proposals=())
        analysed = analysis(*project.recommended, identity=name)
        project = replace(project, analysis=analysed, edits=edits)
        store.record(project, project.rejected(AT) if reject else accepted(project))

    assert store.choice_rate().unchanged is None
    covers = video_project().recommended
    plain = Edits(WIDE)
    decide("first", plain)
    decide("first again", plain.choosing(covers[0]))
    decide("third", plain.choosing(covers[2]))
    decide("recropped", plain.cropping(covers[0].place, WIDE, Box(0, 0, 160, 90)))
    decide("recropped in another shape", plain.keeping(TALL).cropping(covers[0].place, TALL, Box(0, 0, 9, 16)))
    decide("own frame", plain.adding(cover(moment(9))))
    decide("rejected", plain, reject=True)
    rate = store.choice_rate()
    assert rate == ChoiceRate(first=2, other=1, recropped=2, own_frame=1, rejected=1)
    assert (rate.decided, rate.unchanged) == (7, 3 / 7)


def test_what_was_withdrawn_counts_as_nothing(store: DecisionStore) -> None:
    project = video_project()
    store.record(project, accepted(project))
    store.record(project, accepted(project).withdrawn(AT))
    assert store.choice_rate() == ChoiceRate()


def test_without_a_recommendation_there_is_nothing_to_store(store: DecisionStore) -> None:
    with pytest.raises(ValueError, match="nothing was recommended"):
        store.record(Project((SourceFile(Path("/a")),), Edits(WIDE)))


def test_names_that_are_no_texts_can_be_stored(store: DecisionStore) -> None:
    project = video_project(Path("/videos/\udcff.mp4"))
    decision = Decision(
        Verdict.ACCEPTED,
        AT,
        project.recommended[0].place,
        1,
        (DecidedCrop(Shape(WIDE.aspect, "youtube-video"), Box(0, 0, 16, 9), False, Path("/videos/\udcff-cover.jpg")),),
        "note \ud800\0 封面",
    )
    store.record(project, decision)
    (past,) = store.history(project.identity)
    (told,) = past.decisions
    assert told.crops[0].file == Path("/videos/\\udcff-cover.jpg")
    assert told.note == "note \\ud800\0 封面"


def test_several_threads_may_write(store: DecisionStore) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        project = replace(
            video_project(), analysis=analysis(cover(moment(1)), identity=f"thread {number}"), edits=Edits(WIDE)
        )
        try:
            for _ in range(4):
                store.record(project, accepted(project))
                store.choice_rate()
        except Exception as error:  # noqa: BLE001 - it is raised in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert store.choice_rate() == ChoiceRate(first=4)
    past = store.history(video_project().identity)
    assert [len(item.decisions) for item in past] == [4] * 4
