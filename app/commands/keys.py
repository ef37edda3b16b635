"""The keys that the actions have, with what the user changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.commands.action import Action, conflicts

Chosen = Mapping[str, tuple[str, ...]]
"""Keys by the id of their action, where they are not the action's own; no keys is a choice too."""


def bound(actions: Sequence[Action], chosen: Chosen) -> tuple[Action, ...]:
    """The actions with the keys that the user chose; ids that are no action's are passed over."""
    return tuple(replace(action, shortcuts=chosen.get(action.id, action.shortcuts)) for action in actions)


def free_of_conflicts(actions: Sequence[Action], chosen: Chosen) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The choices that can hold together, and the ids of the actions that go back to their own keys for it.

    A file that somebody wrote by hand, or that another version wrote, may give one key to two actions.
    """
    held = dict(chosen)
    dropped: list[str] = []
    while found := conflicts(bound(actions, held)):
        _keys, first, second = found[0]
        loser = second if second in held else first
        if loser not in held:
            break  # the actions' own keys; there is a test that there are no such conflicts
        del held[loser]
        dropped.append(loser)
    return held, tuple(dropped)


def claimant(actions: Sequence[Action], keys: str, action_id: str) -> str | None:
    """The id of another action than `action_id` that has these keys; None where they are free.

    Args:
        actions: with the keys that they have now, see `bound`.
        keys: in Qt's portable notation.
        action_id: for whom they are wanted.
    """
    others = [action for action in actions if action.id != action_id]
    wanted = Action(action_id, "", (keys,))
    return next((first for _, first, second in conflicts([*others, wanted]) if second == action_id), None)


def assigned(actions: Sequence[Action], chosen: Chosen, action_id: str, keys: str) -> dict[str, tuple[str, ...]]:
    """The choices after an action was given keys, which are taken from whoever has them.

    Args:
        actions: with their own keys.
        chosen: what the user chose before.
        action_id: for whom they are wanted.
        keys: in Qt's portable notation; empty for none.
    """
    after = dict(chosen)
    now = bound(actions, chosen)
    while keys and (other := claimant(now, keys, action_id)) is not None:
        has = next(action.shortcuts for action in now if action.id == other)
        after[other] = tuple(each for each in has if not conflicts([Action("", "", (each,)), Action("", "", (keys,))]))
        now = bound(actions, after)
    after[action_id] = (keys,) if keys else ()
    return without_own(actions, after)


def without_own(actions: Sequence[Action], chosen: Chosen) -> dict[str, tuple[str, ...]]:
    """The choices that differ from the actions' own keys."""
    own = {action.id: action.shortcuts for action in actions}
    return {name: keys for name, keys in chosen.items() if own.get(name) != keys}
