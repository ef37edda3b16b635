from __future__ import annotations

import pytest

from app.commands import ACTIONS, MENUS, Action, Fact, conflicts
from app.commands.catalogue import shape_action
from app.store.settings import STANDARD_SHAPES

CONTRACT = {
    **{str(number): f"choose_{number}" for number in (1, 2, 3)},
    "Return": "accept",
    "Enter": "accept",
    "Backspace": "reject",
    "U": "use_frame",
    "Space": "play",
    "J": "play_back",
    "K": "pause",
    "L": "play_on",
    ",": "previous_frame",
    ".": "next_frame",
    **{way: f"crop_{way.lower()}" for way in ("Left", "Right", "Up", "Down")},
    **{f"Shift+{way}": f"crop_far_{way.lower()}" for way in ("Left", "Right", "Up", "Down")},
    **{f"Alt+{way}": f"title_{way.lower()}" for way in ("Left", "Right", "Up", "Down")},
    **{f"Alt+Shift+{way}": f"title_far_{way.lower()}" for way in ("Left", "Right", "Up", "Down")},
    "+": "crop_larger",
    "-": "crop_smaller",
    "0": "crop_reset",
    "Esc": "cancel",
    "Ctrl+,": "preferences",
    "F": "toggle_faces",
    "H": "toggle_heat",
    "C": "toggle_crops",
    "G": "toggle_thirds",
    "P": "toggle_safe_areas",
    "Ctrl+O": "open",
    "Ctrl+Z": "undo",
    "Ctrl+Shift+Z": "redo",
    "Ctrl+K": "palette",
    "?": "shortcuts",
    "Ctrl+Q": "quit",
}
"""What each key of the contract does."""

SHAPES = {shape_action(aspect) for aspect in STANDARD_SHAPES}

WITHOUT_KEYS = {"show_in_folder", "reset_look", "title_remove", "diagnostics", *SHAPES}
"""Actions that nobody needs in a hurry."""


def _named(name: str) -> Action:
    (action,) = (action for action in ACTIONS if action.id == name)
    return action


def test_no_key_does_two_things() -> None:
    assert conflicts(ACTIONS) == []


def test_every_standard_shape_is_an_action() -> None:
    assert {action.id for action in ACTIONS if action.id.startswith("shape_")} == {
        *SHAPES,
        "shape_next",
        "shape_previous",
    }


def test_the_keys_of_the_contract_do_what_it_says() -> None:
    found = {keys: action.id for action in ACTIONS for keys in action.shortcuts}
    assert {keys: found.get(keys) for keys in CONTRACT} == CONTRACT


def test_only_those_that_can_do_without_have_no_keys() -> None:
    assert {action.id for action in ACTIONS if not action.shortcuts} == WITHOUT_KEYS


@pytest.mark.parametrize(("one", "other"), [("Ctrl+O", "ctrl+o"), ("Ctrl+Shift+Z", "Shift+Ctrl+Z"), ("+", "+")])
def test_a_conflict_is_found_however_it_is_spelt(one: str, other: str) -> None:
    assert conflicts([Action("a", "A", (one,)), Action("b", "B", ("X", other))]) == [(one, "a", "b")]


def test_keys_with_and_without_modifier_do_not_conflict() -> None:
    assert conflicts([Action("a", "A", ("O",)), Action("b", "B", ("Ctrl+O",)), Action("c", "C", ("Ctrl++",))]) == []


def test_every_action_stands_once_in_a_menu() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(set(ids)) == len(ids)
    menus = {menu.id for menu in MENUS}
    in_menus = [name for menu in MENUS for name in menu.actions if name is not None]
    assert sorted(in_menus) == sorted([*ids, *(name for name in in_menus if name not in ids)])
    # What is no action is a menu that stands here, or the one that the window fills.
    assert {name for name in in_menus if name not in ids} <= {*menus, "recent"}


def test_a_menu_within_another_comes_after_it() -> None:
    seen: set[str | None] = set()
    inner = {name for menu in MENUS for name in menu.actions} - {action.id for action in ACTIONS}
    for menu in MENUS:
        assert menu.id not in inner or menu.id in seen
        seen.update(menu.actions)


def test_mnemonics_are_unique_within_a_menu() -> None:
    titles = {**{action.id: action.title for action in ACTIONS}, **{menu.id: menu.title for menu in MENUS}}
    for menu in MENUS:
        keys = [titles[name].partition("&")[2][0].lower() for name in menu.actions if name in titles]
        assert len(set(keys)) == len(keys), menu.title
    bar = [
        menu.title.partition("&")[2][0].lower()
        for menu in MENUS
        if menu.id not in ("crop", "look", "title_menu", "shapes")
    ]
    assert len(set(bar)) == len(bar)


def test_only_what_is_switched_on_and_off_can_be_checked() -> None:
    checkable = {action.id for action in ACTIONS if action.checkable}
    toggles = {action.id for action in ACTIONS if action.id.startswith("toggle_")}
    assert checkable == {*toggles, "compare", "feed", "keep_shape", "adjust", "title", "before", "export"}


def test_an_action_is_enabled_when_all_its_facts_hold() -> None:
    action = Action("a", "A", (), frozenset({Fact.CANCELLABLE, Fact.OPENED}))
    assert not action.enabled(frozenset())
    assert not action.enabled(frozenset({Fact.CANCELLABLE}))
    assert action.enabled(frozenset({Fact.CANCELLABLE, Fact.OPENED, Fact.WRITTEN}))
    assert Action("b", "B").enabled(frozenset())
