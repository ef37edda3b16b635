from __future__ import annotations

import pytest

from app.commands import ACTIONS, MENUS, Action, Fact, conflicts

# Keys that the contract gives to parts which are still to come.
RESERVED = [
    *"UJKLGP,.+-0?",
    "Space",
    "Left",
    "Right",
    "Up",
    "Down",
    "Ctrl+,",
    "Ctrl+E",
    "Ctrl+Z",
    "Ctrl+Shift+Z",
    "Ctrl+K",
]


def _named(name: str) -> Action:
    (action,) = (action for action in ACTIONS if action.id == name)
    return action


def test_no_key_does_two_things() -> None:
    assert conflicts(ACTIONS) == []


def test_keys_of_parts_to_come_are_free() -> None:
    to_come = [Action(f"reserved {key}", "", (key,)) for key in RESERVED]
    assert conflicts([*ACTIONS, *to_come]) == []


@pytest.mark.parametrize(("one", "other"), [("Ctrl+O", "ctrl+o"), ("Ctrl+Shift+Z", "Shift+Ctrl+Z"), ("+", "+")])
def test_a_conflict_is_found_however_it_is_spelt(one: str, other: str) -> None:
    assert conflicts([Action("a", "A", (one,)), Action("b", "B", ("X", other))]) == [(one, "a", "b")]


def test_keys_with_and_without_modifier_do_not_conflict() -> None:
    assert conflicts([Action("a", "A", ("O",)), Action("b", "B", ("Ctrl+O",)), Action("c", "C", ("Ctrl++",))]) == []


@pytest.mark.parametrize(
    ("name", "shortcuts"),
    [
        ("open", ("Ctrl+O",)),
        ("quit", ("Ctrl+Q",)),
        ("cancel", ("Esc",)),
        ("accept", ("Return", "Enter")),
        ("reject", ("Backspace",)),
        ("choose_1", ("1",)),
        ("choose_2", ("2",)),
        ("choose_3", ("3",)),
        ("toggle_faces", ("F",)),
        ("toggle_heat", ("H",)),
        ("toggle_crops", ("C",)),
    ],
)
def test_default_keys_are_those_of_the_contract(name: str, shortcuts: tuple[str, ...]) -> None:
    assert _named(name).shortcuts == shortcuts


def test_ids_are_unique_and_menus_name_real_actions() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(set(ids)) == len(ids)
    in_menus = [name for menu in MENUS for name in menu.actions if name is not None]
    assert sorted(in_menus) == sorted(ids)


def test_mnemonics_are_unique_within_a_menu() -> None:
    titles = {action.id: action.title for action in ACTIONS}
    for menu in MENUS:
        keys = [titles[name].partition("&")[2][0].lower() for name in menu.actions if name is not None]
        assert len(set(keys)) == len(keys), menu.title


def test_only_what_is_switched_on_and_off_can_be_checked() -> None:
    assert {action.id for action in ACTIONS if action.checkable} == {"toggle_faces", "toggle_heat", "toggle_crops"}


def test_an_action_is_enabled_when_all_its_facts_hold() -> None:
    action = Action("a", "A", (), frozenset({Fact.CANCELLABLE, Fact.OPENED}))
    assert not action.enabled(frozenset())
    assert not action.enabled(frozenset({Fact.CANCELLABLE}))
    assert action.enabled(frozenset({Fact.CANCELLABLE, Fact.OPENED, Fact.WRITTEN}))
    assert Action("b", "B").enabled(frozenset())
