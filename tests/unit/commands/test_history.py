"""Undo and redo: whatever is done, the states that were gone through come back."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.commands.history import STEPS, History

LIMIT = 6
LABELS = sorted(STEPS)


def test_a_step_is_undone_and_redone() -> None:
    history = History("a")
    assert history.do("b", "note")
    assert history.do("c", "shape")
    assert (history.undo_label, history.redo_label) == ("shape", None)
    assert history.undo() == "b"
    assert (history.undo_label, history.redo_label) == ("note", "shape")
    assert (history.undo(), history.undo()) == ("a", "a")
    assert history.undo_label is None
    assert (history.redo(), history.redo(), history.redo()) == ("b", "c", "c")


def test_what_changes_nothing_is_no_step_and_keeps_what_can_be_redone() -> None:
    history = History("a")
    history.do("b", "note")
    history.undo()
    assert not history.do("a", "shape")
    assert history.redo() == "b"


def test_a_new_step_takes_the_place_of_what_was_undone() -> None:
    history = History("a")
    history.do("b", "note")
    history.undo()
    history.do("c", "shape")
    assert history.redo() == "c"
    assert history.undo() == "a"


def test_a_drag_is_one_step() -> None:
    history = History(0)
    for state in range(1, 50):
        history.do(state, "move_crop", "crop 1")
    assert history.undo() == 0
    assert history.redo() == 49


def test_a_drag_ends_where_it_is_said_or_where_another_thing_is_done() -> None:
    history = History(0)
    history.do(1, "move_crop", "crop 1")
    history.end_step()
    history.do(2, "move_crop", "crop 1")
    history.do(3, "move_crop", "crop 2")
    history.do(4, "note")
    history.do(5, "move_crop", "crop 2")
    assert [history.undo() for _ in range(5)] == [4, 3, 2, 1, 0]


def test_a_drag_after_undo_is_a_step_of_its_own() -> None:
    history = History(0)
    history.do(1, "move_crop", "crop")
    history.do(2, "note")
    history.undo()
    history.do(3, "move_crop", "crop")
    assert history.undo() == 1


def test_a_drag_that_ends_where_it_began_is_no_step() -> None:
    history = History(0)
    history.do(1, "note")
    history.do(2, "move_crop", "crop")
    history.do(1, "move_crop", "crop")
    history.end_step()
    assert history.undo_label == "note"
    assert history.undo() == 0


def test_a_drag_may_pass_where_it_began() -> None:
    history = History(0)
    for state in (1, 0, -1):
        history.do(state, "move_crop", "crop")
    assert history.undo() == 0
    assert history.redo() == -1


def test_only_so_many_steps_are_kept() -> None:
    history = History(0, limit=3)
    for state in range(1, 10):
        history.do(state, "note")
    assert [history.undo() for _ in range(4)] == [8, 7, 6, 6]


def test_saved_is_what_was_marked_however_one_gets_there() -> None:
    history = History("a")
    assert history.clean
    history.do("b", "note")
    history.mark_clean()
    history.do("c", "note")
    assert not history.clean
    history.undo()
    assert history.clean
    history.undo()
    assert not history.clean
    history.redo()
    assert history.clean


def test_a_drag_goes_on_after_saving_as_a_step_of_its_own() -> None:
    history = History(0)
    history.do(1, "move_crop", "crop")
    history.mark_clean()
    history.do(2, "move_crop", "crop")
    assert not history.clean
    assert history.undo() == 1
    assert history.clean


def test_what_was_saved_and_cannot_be_reached_is_not_taken_for_what_is_there() -> None:
    history = History(0, limit=2)
    history.do(1, "note")
    history.mark_clean()
    history.undo()
    history.do(2, "note")
    assert not history.clean, "another state in the place of the one that was saved"
    history.undo()
    assert not history.clean
    forgotten = History(0, limit=2)
    for state in (1, 2, 3):
        forgotten.do(state, "note")
    for _ in range(3):
        forgotten.undo()
        assert not forgotten.clean


class Histories(RuleBasedStateMachine):
    """A history beside a plain model of it: all states gone through, in order, and where one is."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History(0, LIMIT)
        self.states = [0]
        self.labels: list[str] = [""]
        self.at = 0
        self.open: str | None = None

    def _end(self) -> None:
        if self.open is not None and self.at > 0 and self.states[self.at] == self.states[self.at - 1]:
            del self.states[self.at], self.labels[self.at]
            self.at -= 1
        self.open = None

    @rule(state=st.integers(0, 3), label=st.sampled_from(LABELS), key=st.none() | st.sampled_from("ab"))
    def do(self, state: int, label: str, key: str | None) -> None:
        changed = self.history.do(state, label, key)
        assert changed == (state != self.states[self.at])
        if key is not None and key == self.open:
            self.states[self.at] = state
            return
        self._end()
        if state == self.states[self.at]:
            return
        del self.states[self.at + 1 :], self.labels[self.at + 1 :]
        self.states.append(state)
        self.labels.append(label)
        del self.states[: -LIMIT - 1], self.labels[: -LIMIT - 1]
        self.at = len(self.states) - 1
        self.open = key

    @rule()
    def end_step(self) -> None:
        self.history.end_step()
        self._end()

    @rule()
    def undo(self) -> None:
        self._end()
        self.at = max(0, self.at - 1)
        assert self.history.undo() == self.states[self.at]

    @rule()
    def redo(self) -> None:
        self._end()
        self.at = min(len(self.states) - 1, self.at + 1)
        assert self.history.redo() == self.states[self.at]

    @rule()
    def there_and_back(self) -> None:
        """Everything undone and redone leads through the same states in both directions."""
        self.history.end_step()
        self._end()
        here = self.at
        back = [self.history.undo() for _ in range(here)]
        assert back == self.states[:here][::-1]
        assert [self.history.redo() for _ in range(len(self.states) - 1)] == self.states[1:]
        for _ in range(len(self.states) - 1 - here):
            self.history.undo()

    @rule()
    def save(self) -> None:
        self.history.mark_clean()
        self._end()
        assert self.history.clean

    @invariant()
    def the_state_is_that_of_the_model(self) -> None:
        assert self.history.state == self.states[self.at]
        assert self.history.undo_label == (self.labels[self.at] if self.at > 0 else None)
        redo = self.labels[self.at + 1] if self.at + 1 < len(self.states) else None
        assert self.history.redo_label == redo


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
