"""Undo and redo, as data: the states that something went through, and what led from each to the next.

States are frozen and share what did not change, so that keeping them is as cheap as keeping commands with inverses, and
no inverse can be wrong.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.messages import QT_TRANSLATE_NOOP

T = TypeVar("T")

LIMIT = 200
"""Steps that can be undone; with crops and notes as states that is well below a megabyte."""

UNDO = QT_TRANSLATE_NOOP("History", "&Undo {step}")
"""Title in the menu; `step` is one of `STEPS`, or empty where there is nothing to undo."""

REDO = QT_TRANSLATE_NOOP("History", "&Redo {step}")
"""Title in the menu; `step` is one of `STEPS`, or empty where there is nothing to redo."""

STEPS: dict[str, str] = {
    "choose": QT_TRANSLATE_NOOP("History", "choose cover"),
    "add": QT_TRANSLATE_NOOP("History", "use frame"),
    "remove": QT_TRANSLATE_NOOP("History", "remove candidate"),
    "move_crop": QT_TRANSLATE_NOOP("History", "move crop"),
    "resize_crop": QT_TRANSLATE_NOOP("History", "resize crop"),
    "reset_crop": QT_TRANSLATE_NOOP("History", "reset crop"),
    "adjust": QT_TRANSLATE_NOOP("History", "adjust picture"),
    "turn": QT_TRANSLATE_NOOP("History", "turn picture"),
    "auto_look": QT_TRANSLATE_NOOP("History", "adjust automatically"),
    "reset_look": QT_TRANSLATE_NOOP("History", "reset adjustments"),
    "title": QT_TRANSLATE_NOOP("History", "write title"),
    "title_style": QT_TRANSLATE_NOOP("History", "change title"),
    "title_template": QT_TRANSLATE_NOOP("History", "take template"),
    "title_move": QT_TRANSLATE_NOOP("History", "move title"),
    "title_place": QT_TRANSLATE_NOOP("History", "place title by itself"),
    "title_remove": QT_TRANSLATE_NOOP("History", "remove title"),
    "shape": QT_TRANSLATE_NOOP("History", "change shape"),
    "keep_shape": QT_TRANSLATE_NOOP("History", "keep shape"),
    "drop_shape": QT_TRANSLATE_NOOP("History", "drop shape"),
    "note": QT_TRANSLATE_NOOP("History", "write note"),
    "accept": QT_TRANSLATE_NOOP("History", "accept cover"),
    "reject": QT_TRANSLATE_NOOP("History", "reject all"),
    "reopen": QT_TRANSLATE_NOOP("History", "open the decision again"),
}
"""What the steps are called in English after Undo and Redo, by id."""


@dataclass(frozen=True, slots=True)
class _Step(Generic[T]):
    """A state and what led to it.

    Attributes:
        state: after the step.
        label: one of `STEPS`; empty for the first state.
        key: further changes with this key become part of the step as long as it is open; None for none.
    """

    state: T
    label: str
    key: Hashable | None


class History(Generic[T]):
    """A state that can be taken back and brought forward again."""

    def __init__(self, state: T, limit: int = LIMIT) -> None:
        """Begin with a state.

        Args:
            state: the first one; it counts as saved.
            limit: how many steps can be undone, at least 1.
        """
        self._limit = limit
        self._steps: list[_Step[T]] = [_Step(state, "", None)]
        self._at = 0
        self._clean: int | None = 0
        self._open = False

    @property
    def state(self) -> T:
        """The state now."""
        return self._steps[self._at].state

    @property
    def undo_label(self) -> str | None:
        """The step that undo takes back; None if there is none."""
        return self._steps[self._at].label if self._at > 0 else None

    @property
    def redo_label(self) -> str | None:
        """The step that redo brings back; None if there is none."""
        return self._steps[self._at + 1].label if self._at + 1 < len(self._steps) else None

    @property
    def clean(self) -> bool:
        """Whether the state is the one that was marked last."""
        return self._clean == self._at

    def mark_clean(self) -> None:
        """Remember this state as the one that was saved; what follows is a step of its own."""
        self.end_step()
        self._clean = self._at

    def do(self, state: T, label: str, key: Hashable | None = None) -> bool:
        """Go to a new state; what was undone can then no longer be redone.

        Args:
            state: the new one.
            label: what it is called, one of `STEPS`.
            key: if the last step was done with the same key and has not been ended, this one becomes part of it: a
                drag is one step.

        Returns:
            Whether the state is another one than before.
        """
        changed = state != self.state
        if self._open and key is not None and self._steps[self._at].key == key:
            self._steps[self._at] = _Step(state, self._steps[self._at].label, key)
            return changed
        self.end_step()
        if changed:
            self._add(_Step(state, label, key))
        return changed

    def end_step(self) -> None:
        """End the step that is open, as when the mouse is released; what follows is a step of its own.

        A step that led back to where it began is none.
        """
        if self._open and self.state == self._steps[self._at - 1].state:
            del self._steps[self._at]
            self._at -= 1
        self._open = False

    def undo(self) -> T:
        """Take the last step back; without one nothing happens.

        Returns:
            The state now.
        """
        self.end_step()
        self._at = max(0, self._at - 1)
        return self.state

    def redo(self) -> T:
        """Bring back the step that was undone last; without one nothing happens.

        Returns:
            The state now.
        """
        self.end_step()
        self._at = min(len(self._steps) - 1, self._at + 1)
        return self.state

    def _add(self, step: _Step[T]) -> None:
        """Put a step behind the state now, in place of what was undone, and forget the oldest beyond the limit."""
        del self._steps[self._at + 1 :]
        if self._clean is not None and self._clean > self._at:
            self._clean = None
        self._steps.append(step)
        self._at += 1
        self._open = step.key is not None
        if len(self._steps) > self._limit + 1:
            del self._steps[0]
            self._at -= 1
            self._clean = self._clean - 1 if self._clean else None
