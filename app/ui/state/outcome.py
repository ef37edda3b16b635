"""How background work ends; without Qt, so that the work itself and the session can speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Ending(StrEnum):
    """How a job ended; each ends once, in one of these ways."""

    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class CancelledError(Exception):
    """Raised by work that gave up because it was asked to."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The end of a job: its value if it is done, the exception if it failed."""

    ending: Ending
    value: T | None = None
    error: Exception | None = None
