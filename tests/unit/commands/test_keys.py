from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.commands import ACTIONS, Action, conflicts
from app.commands.keys import assigned, bound, claimant, free_of_conflicts, without_own

OPEN = Action("open", "Open", ("Ctrl+O",))
CROP = Action("crop", "Crop", ("+", "="))
QUIT = Action("quit", "Quit", ("Ctrl+Q",))
SOME = (OPEN, CROP, QUIT)


def _keys(chosen: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {action.id: action.shortcuts for action in bound(SOME, chosen)}


def test_chosen_keys_take_the_place_of_the_own_ones() -> None:
    assert _keys({"open": ("F2",), "quit": (), "of a newer version": ("F3",)}) == {
        "open": ("F2",),
        "crop": ("+", "="),
        "quit": (),
    }


def test_who_has_a_key_is_told_however_it_is_spelt() -> None:
    assert claimant(SOME, "ctrl+o", "quit") == "open"
    assert claimant(SOME, "=", "quit") == "crop"
    assert claimant(SOME, "Ctrl+O", "open") is None, "it has it itself"
    assert claimant(SOME, "F9", "quit") is None


def test_a_key_is_taken_from_the_action_that_has_it_and_no_other_key_of_it() -> None:
    assert _keys(assigned(SOME, {}, "quit", "=")) == {"open": ("Ctrl+O",), "crop": ("+",), "quit": ("=",)}


def test_no_keys_is_a_choice() -> None:
    assert _keys(assigned(SOME, {}, "open", ""))["open"] == ()


def test_to_assign_what_it_has_anyway_is_no_choice() -> None:
    changed = assigned(SOME, {}, "open", "F2")
    assert changed == {"open": ("F2",)}
    assert assigned(SOME, changed, "open", "Ctrl+O") == {}


def test_without_own_keeps_what_it_does_not_know() -> None:
    assert without_own(SOME, {"open": ("Ctrl+O",), "other": ("F2",)}) == {"other": ("F2",)}


def test_of_two_that_claim_a_key_the_changed_one_goes_back() -> None:
    held, dropped = free_of_conflicts(SOME, {"quit": ("Ctrl+O",)})
    assert (held, dropped) == ({}, ("quit",))
    held, dropped = free_of_conflicts(SOME, {"open": ("F2",), "quit": ("F2",)})
    assert len(dropped) == 1
    assert conflicts(bound(SOME, held)) == []


def test_keys_that_were_swapped_are_no_conflict() -> None:
    chosen = {"open": ("Ctrl+Q",), "quit": ("Ctrl+O",)}
    assert free_of_conflicts(SOME, chosen) == (chosen, ())


_KEYS = st.sampled_from(["A", "Ctrl+O", "Shift+Left", "?", "+", "F5", "Esc", "Ctrl+Shift+Z", "nonsense"])
_IDS = st.sampled_from([*(action.id for action in ACTIONS), "of a newer version"])


@given(st.dictionaries(_IDS, st.lists(_KEYS, max_size=3, unique=True).map(tuple), max_size=8))
def test_whatever_the_file_says_no_key_does_two_things(chosen: dict[str, tuple[str, ...]]) -> None:
    held, dropped = free_of_conflicts(ACTIONS, chosen)
    assert conflicts(bound(ACTIONS, held)) == []
    assert {*held, *dropped} == {*chosen}


@given(st.lists(st.tuples(st.sampled_from([action.id for action in ACTIONS]), _KEYS), max_size=8))
def test_whatever_is_assigned_no_key_does_two_things(steps: list[tuple[str, str]]) -> None:
    chosen: dict[str, tuple[str, ...]] = {}
    for name, keys in steps:
        chosen = assigned(ACTIONS, chosen, name, keys)
        assert conflicts(bound(ACTIONS, chosen)) == []
        assert next(action for action in bound(ACTIONS, chosen) if action.id == name).shortcuts[:1] == (keys,)
