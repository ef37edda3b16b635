"""The form of an action; nothing here knows how it is shown or what it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """What can be true of the window at a moment, as far as actions depend on it."""

    OPENED = "opened"
    CANCELLABLE = "cancellable"
    CANDIDATE_1 = "candidate 1"
    CANDIDATE_2 = "candidate 2"
    CANDIDATE_3 = "candidate 3"
    REJECTABLE = "rejectable"
    SEVERAL = "several candidates"
    CHOSEN = "chosen"
    CROPPABLE = "croppable"
    CROPPED = "cropped by hand"
    ADJUSTED = "adjusted by hand"
    TITLED = "with a title"
    TITLE_STOOD = "with a title stood by hand"
    CHANGED = "adjusted by hand, or with a title"
    ACCEPTABLE = "acceptable"
    FREE_FRAME = "a frame that is no candidate"
    VIDEO = "video"
    UNDOABLE = "undoable"
    REDOABLE = "redoable"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a user can do.

    Attributes:
        id: stable name; handlers and changed shortcuts are kept under it.
        title: English title, marked for translation in the context `Actions`.
        shortcuts: keys in Qt's portable notation (`Ctrl+O`), the first one is shown; empty for none.
        enabled_when: the facts that must all hold.
        checkable: whether it switches something on and off, and shows which.
        repeats: whether it is done again and again while its key is held down.
    """

    id: str
    title: str
    shortcuts: tuple[str, ...] = ()
    enabled_when: frozenset[Fact] = frozenset()
    checkable: bool = False
    repeats: bool = False

    def enabled(self, facts: frozenset[Fact]) -> bool:
        """Whether it can be done while `facts` hold."""
        return self.enabled_when <= facts


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu: its stable name, its title, and the ids of its actions; None is a separating line."""

    id: str
    title: str
    actions: tuple[str | None, ...]


def conflicts(actions: Iterable[Action]) -> list[tuple[str, str, str]]:
    """The shortcuts that two actions claim, as (shortcut, id, id); the same key in another spelling counts.

    `Return` and `Enter` are two keys of a keyboard and do not conflict.
    """
    claimed: dict[frozenset[str], tuple[str, str]] = {}
    found = []
    for action in actions:
        for shortcut in action.shortcuts:
            key = frozenset(shortcut.lower().split("+")) if shortcut != "+" else frozenset("+")
            if key in claimed:
                found.append((claimed[key][0], claimed[key][1], action.id))
            else:
                claimed[key] = (shortcut, action.id)
    return found
