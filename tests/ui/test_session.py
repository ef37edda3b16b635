from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.commands import Fact
from app.domain.geometry import Aspect, Size
from app.domain.messages import Message
from app.domain.recommendation import BetterFound, Done, Progress, Warned
from app.ui.notices import Level, Notice
from app.ui.outcome import Ending, Outcome
from app.ui.session import Session, Stage

from .fakes import make_cover, recommendation

LOW, MIDDLE, HIGH = make_cover(1, 40), make_cover(2, 60), make_cover(3, 80)


def _session(aspect: str = "original") -> Session:
    session = Session(Aspect.parse(aspect))
    session.open([Path("clip.mp4")])
    return session


def test_the_choice_follows_the_best_until_the_user_chooses() -> None:
    session = _session()
    session.apply(BetterFound(recommendation(LOW)))
    assert session.chosen == LOW
    session.apply(BetterFound(recommendation(MIDDLE, LOW)))
    assert session.chosen == MIDDLE
    session.choose(2)
    session.apply(BetterFound(recommendation(HIGH, MIDDLE, LOW)))
    assert session.chosen == LOW
    assert [candidate.chosen for candidate in session.candidates] == [False, False, True]


def test_what_the_user_chose_stays_although_it_is_no_longer_offered() -> None:
    session = _session()
    session.apply(BetterFound(recommendation(MIDDLE, LOW)))
    session.choose(2)
    session.apply(Done(recommendation(HIGH, MIDDLE), "cpu", {}))
    assert session.chosen == LOW
    assert not any(candidate.chosen for candidate in session.candidates)
    assert Fact.ACCEPTABLE in session.facts


def test_a_candidate_that_is_not_there_cannot_be_chosen() -> None:
    session = _session()
    session.apply(BetterFound(recommendation(LOW)))
    session.choose(2)
    session.choose(0)
    assert session.chosen == LOW
    assert not session.chosen_by_hand


def test_facts_tell_what_can_be_done() -> None:
    session = Session(Aspect(None))
    assert session.facts == frozenset()
    session.open([Path("clip.mp4")])
    assert session.facts == {Fact.OPENED, Fact.BUSY}
    session.apply(BetterFound(recommendation(HIGH, LOW)))
    assert session.facts == {Fact.OPENED, Fact.BUSY, Fact.CANDIDATE_1, Fact.CANDIDATE_2, Fact.ACCEPTABLE}
    session.analysis_ended(Outcome(Ending.DONE))
    session.writing = True
    assert session.facts == {Fact.OPENED, Fact.CANDIDATE_1, Fact.CANDIDATE_2}


def test_what_was_found_survives_cancel_and_failure() -> None:
    for ending, stage in ((Ending.CANCELLED, Stage.CANCELLED), (Ending.FAILED, Stage.FAILED)):
        session = _session()
        session.apply(BetterFound(recommendation(HIGH)))
        session.analysis_ended(Outcome(ending))
        assert session.stage is stage
        assert session.chosen == HIGH


def test_rejecting_leaves_nothing_to_accept() -> None:
    session = _session()
    session.apply(BetterFound(recommendation(HIGH)))
    session.reject()
    assert session.candidates == ()
    assert session.facts == {Fact.OPENED}


def test_progress_never_goes_back() -> None:
    session = _session()
    session.apply(Progress(0.6))
    session.apply(Progress(0.4))
    assert session.progress == 0.6


def test_a_repeated_notice_is_shown_once_and_last() -> None:
    session = _session()
    session.apply(Warned(Message("partly_damaged")))
    session.notify(Notice(Level.ERROR, Message("damaged"), Path("b.mp4")))
    session.apply(Warned(Message("partly_damaged")))
    assert [notice.message.id for notice in session.notices] == ["damaged", "partly_damaged"]


def test_notices_stay_when_something_else_is_opened() -> None:
    session = _session()
    notice = Notice(Level.ERROR, Message("damaged"), Path("b.mp4"))
    session.notify(notice)
    session.open([Path("c.mp4")])
    assert session.notices == [notice]


def test_the_recommended_crop_is_kept_in_the_shape_that_was_analysed() -> None:
    session = _session("1:1")
    cover = make_cover(1, 50, Aspect.parse("1:1"))
    session.apply(BetterFound(recommendation(cover)))
    assert session.candidates[0].crop == cover.crop
    session.aspect = Aspect.parse("9:16")
    assert session.candidates[0].crop == Aspect.parse("9:16").largest_in(cover.frame.size)
    session.aspect = Aspect.parse("1:1")
    assert session.candidates[0].crop == cover.crop


@given(
    st.integers(1, 9000),
    st.integers(1, 9000),
    st.sampled_from(["original", "16:9", "4:3", "1:1", "3:4", "9:16", "999:1", "1:999"]),
)
def test_a_crop_in_any_shape_lies_inside_the_picture(width: int, height: int, aspect: str) -> None:
    session = _session()
    # Only its size matters; the small picture would have to be as narrow.
    cover = make_cover(1, 50, size=Size(max(width, height // 200 + 1), max(height, width // 200 + 1)))
    session.apply(BetterFound(recommendation(cover)))
    session.aspect = Aspect.parse(aspect)
    crop = session.candidates[0].crop
    size = cover.frame.size
    assert 0 <= crop.x <= crop.x + crop.width <= size.width
    assert 0 <= crop.y <= crop.y + crop.height <= size.height
    assert crop.width == size.width or crop.height == size.height
