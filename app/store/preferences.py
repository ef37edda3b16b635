"""The forms that a setting can take: what makes sense for it, how it stands in the file, and what it is called."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from app.domain.export import LONGEST_PATTERN, check_pattern
from app.domain.geometry import Aspect
from app.domain.messages import QT_TRANSLATE_NOOP

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_LONGEST = 4096
"""Characters of a text in the file; a path of any system fits in."""


class Section(StrEnum):
    """The pages of the preferences."""

    LOOK = "look"
    COVERS = "covers"
    FILES = "files"
    KEYS = "keys"


SECTION_TITLES: dict[Section, str] = {
    Section.LOOK: QT_TRANSLATE_NOOP("Preferences", "Appearance"),
    Section.COVERS: QT_TRANSLATE_NOOP("Preferences", "Recommendation"),
    Section.FILES: QT_TRANSLATE_NOOP("Preferences", "Files"),
    Section.KEYS: QT_TRANSLATE_NOOP("Preferences", "Shortcuts"),
}
"""Their English names."""


class Kind(ABC, Generic[T]):
    """What a setting may be."""

    @property
    @abstractmethod
    def wanted(self) -> str:
        """What makes sense, in a few English words for the log."""

    @abstractmethod
    def read(self, value: Any) -> T:
        """The setting that a JSON value stands for.

        Raises:
            ValueError: it makes no sense.
        """

    def write(self, value: T) -> Any:
        """The JSON value that stands for a setting."""
        return value


@dataclass(frozen=True)
class Choice(Kind[E]):
    """One of a few.

    Attributes:
        names: all that there are, with their English names in the context `Preferences`.
        offered: those that can be chosen on this machine; all of them when empty.
    """

    names: Mapping[E, str]
    offered: tuple[E, ...] = ()

    @property
    def wanted(self) -> str:
        """The values."""
        return f"one of {', '.join(self.names)}"

    @property
    def choices(self) -> tuple[E, ...]:
        """What can be chosen here, in order."""
        return self.offered or tuple(self.names)

    def read(self, value: Any) -> E:
        """One of them by its value."""
        for choice in self.names:
            if choice == value:
                return choice
        raise ValueError(self.wanted)


@dataclass(frozen=True)
class Several(Kind[tuple[E, ...]]):
    """Any of a few, each once and in their order."""

    kind: type[E]

    @property
    def wanted(self) -> str:
        """The values."""
        return f"a list of {', '.join(self.kind)}"

    def read(self, value: Any) -> tuple[E, ...]:
        """Those in a list."""
        if not isinstance(value, list):
            raise ValueError(self.wanted)
        wanted = [self.kind(name) for name in value]
        return tuple(each for each in self.kind if each in wanted)


@dataclass(frozen=True)
class Whole(Kind[int]):
    """A whole number of a range, both ends included.

    Attributes:
        step: by how much a click changes it.
        unit: English, with a field for the number, in the context `Preferences`.
    """

    low: int
    high: int
    step: int = 1
    unit: str = "{number}"

    @property
    def wanted(self) -> str:
        """The range."""
        return f"a whole number from {self.low} to {self.high}"

    def read(self, value: Any) -> int:
        """A number of the range; true and 1.0 are none."""
        if type(value) is not int or not self.low <= value <= self.high:
            raise ValueError(self.wanted)
        return value


@dataclass(frozen=True)
class Optional(Kind[T | None]):
    """What another kind may be, or None."""

    kind: Kind[T]

    @property
    def wanted(self) -> str:
        """That of the other kind, and null."""
        return f"{self.kind.wanted}, or null"

    def read(self, value: Any) -> T | None:
        """What the other kind makes of it."""
        return None if value is None else self.kind.read(value)


@dataclass(frozen=True)
class Decimal(Kind[float]):
    """A number of a range, both ends included; attributes as those of `Whole`."""

    low: float
    high: float
    step: float
    unit: str

    @property
    def wanted(self) -> str:
        """The range."""
        return f"a number from {self.low} to {self.high}"

    def read(self, value: Any) -> float:
        """A number of the range."""
        if type(value) not in (int, float) or not math.isfinite(value) or not self.low <= value <= self.high:
            raise ValueError(self.wanted)
        return float(value)


class Switch(Kind[bool]):
    """On or off."""

    wanted = "true or false"

    def read(self, value: Any) -> bool:
        """A truth value and nothing that is like one."""
        if not isinstance(value, bool):
            raise ValueError(self.wanted)
        return value


@dataclass(frozen=True)
class Shaped(Kind[Aspect]):
    """The shape of a cover.

    Attributes:
        usual: those that are offered; a file may name any other.
    """

    usual: tuple[Aspect, ...]

    @property
    def wanted(self) -> str:
        """What `Aspect.parse` takes."""
        return "a shape such as 3:4, or original"

    def read(self, value: Any) -> Aspect:
        """The shape that a text describes."""
        if not isinstance(value, str):
            raise ValueError(self.wanted)
        return Aspect.parse(value)

    def write(self, value: Aspect) -> str:
        """As a person writes it."""
        return str(value)


class Folder(Kind[Path | None]):
    """A folder, or None. It need not be there now: a disk may be away for a while."""

    wanted = "the full path of a folder, or null"

    def read(self, value: Any) -> Path | None:
        """An absolute path."""
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
            raise ValueError(self.wanted)
        path = Path(value)
        if not path.is_absolute():
            raise ValueError(self.wanted)
        return path

    def write(self, value: Path | None) -> str | None:
        """The path as text."""
        return None if value is None else str(value)


class Pattern(Kind[str]):
    """What files are called; see `app.domain.export.check_pattern`."""

    wanted = "a file name, with fields in braces"

    def read(self, value: Any) -> str:
        """A pattern that names can be made by."""
        if not isinstance(value, str) or len(value) > LONGEST_PATTERN or not value.isprintable():
            raise ValueError(self.wanted)
        check_pattern(value)
        return value


class Keys(Kind[Mapping[str, tuple[str, ...]]]):
    """The keys of the actions that do not have their own, by the id of the action.

    Whether there is such an action, and whether two claim the same key, is for `app.commands` to say: an action may be
    one of a newer version.
    """

    wanted = "an object of lists of keys"

    def read(self, value: Any) -> Mapping[str, tuple[str, ...]]:
        """The keys of each action."""
        if not isinstance(value, dict):
            raise ValueError(self.wanted)
        return {name: self._keys(keys) for name, keys in value.items()}

    def _keys(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) > 4:
            raise ValueError(self.wanted)
        if not all(isinstance(keys, str) and 0 < len(keys) <= 64 for keys in value):
            raise ValueError(self.wanted)
        return tuple(value)

    def write(self, value: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
        """An object of lists."""
        return {name: list(keys) for name, keys in value.items()}


@dataclass(frozen=True)
class Preference:
    """What is known of a setting.

    Attributes:
        name: in the file, and in `Settings`.
        default: for those who chose nothing.
        kind: what it may be.
        section: the page of the preferences that it stands on; None for what is set elsewhere in the window.
        title: English, in the context `Preferences`; empty without a section.
        description: what follows from it, likewise.
        at_start: whether it holds only from the next start on.
    """

    name: str
    default: Any
    kind: Kind[Any]
    section: Section | None = None
    title: str = ""
    description: str = ""
    at_start: bool = False


def about(
    kind: Kind[Any],
    section: Section | None = None,
    title: str = "",
    description: str = "",
    *,
    at_start: bool = False,
) -> Mapping[str, Any]:
    """The metadata of a field of `Settings`; see `Preference`."""
    return {
        "kind": kind,
        "section": section,
        "title": title,
        "description": description,
        "at_start": at_start,
    }
