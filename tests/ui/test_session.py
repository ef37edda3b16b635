from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.commands import Fact
from app.domain.cover import Cover
from app.domain.edits import Shape
from app.domain.geometry import Aspect, Box, Size
from app.domain.messages import Message
from app.domain.project import SourceFile
from app.domain.recommendation import BetterFound, Done, Progress, Warned
from app.store.settings import Overlay
from app.ui.state.notices import Level, Notice
from app.ui.state.outcome import Ending, Outcome
from app.ui.state.scores import crop_score
from app.ui.state.session import Session, Stage
from app.ui.state.wanted import wanted_looks, wanted_rating
from tests.project_factory import AT

from .fakes import framing, make_cover, moment, recommendation

LOW, MIDDLE, HIGH = make_cover(1, 40), make_cover(2, 60), make_cover(3, 80)


def _session(aspect: str = "original") -> Session:
    session = Session(Aspect.parse(aspect))
    session.open([Path("clip.mp4")])
    session.analyse()
    return session


def _reject(session: Session) -> None:
    session.editor.reject(session.project.rejected(AT))


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
    assert [(one.rank, one.chosen) for one in session.candidates] == [(1, False), (2, False), (None, True)]
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
    assert session.facts == {Fact.OPENED}, "it is looked for on the disk, and that cannot be cancelled"
    session.analyse()
    assert session.facts == {Fact.OPENED, Fact.CANCELLABLE}
    session.apply(BetterFound(recommendation(HIGH, LOW)))
    found = {Fact.OPENED, Fact.CANDIDATE_1, Fact.CANDIDATE_2, Fact.CHOSEN, Fact.VIDEO}
    found |= {Fact.SEVERAL, Fact.REJECTABLE, Fact.CROPPABLE}
    assert session.facts == {*found, Fact.CANCELLABLE, Fact.ACCEPTABLE}
    session.analysis_ended(Outcome(Ending.DONE))
    session.writing = True
    assert session.facts == found


def test_facts_follow_what_the_user_does() -> None:
    session = _found()
    session.editor.resize_crop(HIGH, session.shape, Box(0, 0, 640, 360))
    assert {Fact.CROPPED, Fact.UNDOABLE} <= session.facts
    session.editor.undo()
    assert Fact.REDOABLE in session.facts
    assert not {Fact.CROPPED, Fact.UNDOABLE} & session.facts
    session.looked_up = moment(5)
    assert {Fact.FREE_FRAME, Fact.ACCEPTABLE, Fact.CANCELLABLE} <= session.facts
    assert Fact.CROPPABLE not in session.facts, "the crop of another frame is not to be seen"
    session.using = True
    assert Fact.FREE_FRAME not in session.facts
    session.looked_up = HIGH.place
    assert Fact.FREE_FRAME not in session.facts, "it is a candidate already"


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
    session.analysis_ended(Outcome(Ending.DONE))
    _reject(session)
    assert session.candidates == ()
    assert session.chosen is None
    assert session.shown_stage is Stage.REJECTED
    assert session.facts == {Fact.OPENED, Fact.VIDEO, Fact.UNDOABLE}
    session.editor.undo()
    assert session.chosen == HIGH
    assert session.shown_stage is Stage.READY


def test_progress_never_goes_back() -> None:
    session = _session()
    session.apply(Progress(0.6))
    session.apply(Progress(0.4))
    assert session.scan.progress == 0.6


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
    session.editor.show_shape(Shape(Aspect.parse("9:16")))
    assert session.candidates[0].crop == Aspect.parse("9:16").largest_in(cover.frame.size)
    session.editor.show_shape(Shape(Aspect.parse("1:1")))
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
    session.editor.show_shape(Shape(Aspect.parse(aspect)))
    crop = session.candidates[0].crop
    size = cover.frame.size
    assert 0 <= crop.x <= crop.x + crop.width <= size.width
    assert 0 <= crop.y <= crop.y + crop.height <= size.height
    assert crop.width == size.width or crop.height == size.height


ORIGINAL, SQUARE, TALL = Aspect(None), Aspect.parse("1:1"), Aspect.parse("9:16")


def _found(aspect: str = "original") -> Session:
    session = _session(aspect)
    session.apply(Done(recommendation(HIGH, MIDDLE, LOW), "cpu", {}))
    session.analysis_ended(Outcome(Ending.DONE))
    return session


def _looks(session: Session) -> list[Cover]:
    assert all(look.aspect == session.aspect for look in wanted_looks(session))
    return [look.cover for look in wanted_looks(session)]


def test_nothing_is_looked_at_while_it_would_not_be_shown() -> None:
    session = _found()
    assert _looks(session) == []
    session.overlays = (Overlay.HEAT,)
    assert _looks(session) == [HIGH]
    _reject(session)
    assert _looks(session) == []


def test_during_the_analysis_only_what_the_user_chose_is_looked_at() -> None:
    session = _session()
    session.overlays = (Overlay.FACES,)
    session.apply(BetterFound(recommendation(MIDDLE, LOW)))
    assert _looks(session) == []
    session.choose(2)
    assert _looks(session) == [LOW]
    session.editor.show_shape(Shape(SQUARE))
    assert _looks(session) == [LOW]
    session.analysis_ended(Outcome(Ending.DONE))
    assert _looks(session) == [LOW, MIDDLE]


def test_in_another_shape_every_candidate_is_looked_at_and_the_choice_first() -> None:
    session = _found("1:1")
    session.choose(2)
    session.editor.show_shape(Shape(TALL))
    assert _looks(session) == [MIDDLE, HIGH, LOW]
    session.framed(HIGH.place, TALL, framing(TALL))
    session.framed(LOW.place, TALL, None)
    assert _looks(session) == [MIDDLE]
    session.editor.show_shape(Shape(ORIGINAL))
    assert _looks(session) == [], "the whole picture needs no looking at"
    session.editor.show_shape(Shape(SQUARE))
    assert _looks(session) == [], "this is what the analysis cropped to"


def test_the_best_crop_takes_the_place_of_the_centred_one() -> None:
    session = _found("1:1")
    session.editor.show_shape(Shape(TALL))
    assert session.crop_of(HIGH) == TALL.largest_in(HIGH.frame.size)
    session.framed(HIGH.place, TALL, framing(TALL))
    best = framing(TALL).crops[0].box
    assert session.crop_of(HIGH) == session.candidates[0].crop == best != TALL.largest_in(HIGH.frame.size)
    session.editor.show_shape(Shape(SQUARE))
    session.framed(HIGH.place, SQUARE, framing(SQUARE))
    assert session.crop_of(HIGH) == HIGH.crop, "the analysis knows best"
    session.editor.show_shape(Shape(ORIGINAL))
    session.framed(HIGH.place, ORIGINAL, framing(ORIGINAL))
    assert session.crop_of(HIGH) == ORIGINAL.largest_in(HIGH.frame.size)


def test_where_nothing_is_proposed_the_crop_is_centred() -> None:
    session = _found()
    session.editor.show_shape(Shape(TALL))
    session.framed(HIGH.place, TALL, None)
    assert session.crop_of(HIGH) == TALL.largest_in(HIGH.frame.size)
    assert session.sight.failed


def test_the_sight_is_of_the_choice_and_of_the_shape() -> None:
    session = _found()
    assert (session.sight.crops, session.sight.heat, session.sight.faces) == (None, None, None)
    seen = framing(ORIGINAL)
    session.framed(HIGH.place, ORIGINAL, seen)
    assert session.sight.crops == seen.crops
    session.editor.show_shape(Shape(SQUARE))
    assert session.sight.crops is None
    assert session.sight.heat is seen.heat, "where people look is the same in any shape"
    assert session.sight.faces == seen.faces
    session.choose(2)
    assert session.sight.heat is None
    session.open([Path("other.mp4")])
    session.apply(BetterFound(recommendation(HIGH)))
    assert session.sight.heat is None, "the same moment of another source is another picture"


def test_what_is_known_of_pictures_is_bounded() -> None:
    session = _found()
    shapes = [Aspect.parse(f"{number}:7") for number in range(1, 60)]
    for shape in shapes:
        session.framed(HIGH.place, shape, framing(shape))
    session.editor.show_shape(Shape(shapes[0]))
    assert session.sight.crops is None
    session.editor.show_shape(Shape(shapes[-1]))
    assert session.sight.crops is not None
    assert sum(session.looked.framing(HIGH.place, shape) is not None for shape in shapes) < 30


def test_the_kept_shapes_get_a_crop_of_the_choice() -> None:
    session = _found("1:1")
    session.editor.keep_shape(Shape(TALL))
    assert [(look.cover, look.aspect) for look in wanted_looks(session)] == [(HIGH, TALL)]
    session.framed(HIGH.place, TALL, framing(TALL))
    assert wanted_looks(session) == ()
    assert session.crop_of(HIGH, Shape(TALL)) == framing(TALL).crops[0].box


def test_what_the_user_cropped_is_rated_once_and_the_card_tells() -> None:
    session = _found("1:1")
    assert wanted_rating(session) is None
    box = Box(10, 0, 700, 700)
    session.editor.move_crop(HIGH, session.shape, box)
    wanted = wanted_rating(session)
    assert wanted is not None
    assert (wanted.cover.place, wanted.aspect, wanted.box) == (HIGH.place, SQUARE, box)
    assert crop_score(session, HIGH) is None
    session.looked.rated(wanted, replace(HIGH.assessment, crop=33.0, score=71.0))
    assert wanted_rating(session) is None
    assert crop_score(session, HIGH) == 33
    card = session.candidates[0]
    assert (card.cover.assessment.score, card.crop, card.edited) == (71, box, True)
    session.editor.undo()
    assert session.candidates[0].cover.assessment.score == 80


def test_a_crop_that_cannot_be_rated_is_not_asked_for_again() -> None:
    session = _found("1:1")
    session.editor.move_crop(HIGH, session.shape, Box(10, 0, 700, 700))
    wanted = wanted_rating(session)
    assert wanted is not None
    session.looked.rated(wanted, None)
    assert wanted_rating(session) is None
    assert session.candidates[0].cover.assessment == HIGH.assessment


def test_a_session_is_restored_as_it_was() -> None:
    session = _found("1:1")
    own = make_cover(5, 55, SQUARE)
    session.described((SourceFile(Path("clip.mp4")),))
    session.editor.use_frame(own)
    session.editor.keep_shape(Shape(TALL))
    for shape in (SQUARE, TALL):
        session.framed(own.place, shape, framing(shape))
    kept = session.project
    other = Session(ORIGINAL)
    other.restore(kept)
    assert other.project == kept
    assert other.candidates == session.candidates
    assert other.chosen == own
    assert other.stage is Stage.READY
    assert wanted_looks(other) == ()
    assert Fact.UNDOABLE not in other.facts


def test_analysing_again_keeps_what_the_user_made() -> None:
    session = _found()
    own = make_cover(5, 55)
    session.editor.use_frame(own)
    session.analyse()
    assert [one.cover for one in session.candidates] == [own]
    session.apply(BetterFound(recommendation(HIGH)))
    assert [(one.rank, one.chosen) for one in session.candidates] == [(1, False), (None, True)]


def test_another_source_keeps_the_shapes_and_nothing_else() -> None:
    session = _found()
    session.editor.show_shape(Shape(TALL))
    session.editor.keep_shape(Shape(SQUARE))
    session.editor.write_note("first")
    session.open([Path("other.mp4")])
    assert (session.shape, session.edits.kept) == (Shape(TALL), (Shape(SQUARE),))
    assert session.edits.note == ""
    assert session.candidates == ()
    assert Fact.UNDOABLE not in session.facts
