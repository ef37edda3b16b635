"""The decision store: what was recommended, what was chosen, and how often that was the same.

Importing this module is cheap. Opening a store takes some tenths of a second, as SQLAlchemy is loaded: do it in a
background thread, when it is needed.
"""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Self

import platformdirs

from app.domain.edits import Decision, Verdict
from app.domain.messages import Message
from app.domain.project import Project
from app.store.engine import open_engine, reading, translating
from app.store.past import ChoiceRate, Past

if TYPE_CHECKING:
    from sqlalchemy import Engine


def store_path() -> Path:
    """Where the store is kept."""
    return platformdirs.user_data_path("bestframe", appauthor=False) / "decisions.sqlite3"


class DecisionStore:
    """An open store. Any thread may use it; writes of one process come one after the other.

    Every use opens the file and closes it again, so that nothing needs closing and other programs may use it too.

    Attributes:
        path: the file.
        notice: what the user should be told about opening it; None for nothing.
    """

    def __init__(self, path: Path, engine: Engine, notice: Message | None) -> None:
        """See `open`."""
        self.path = path
        self.notice = notice
        self._engine = engine
        self._writing = threading.Lock()

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open a store; it is made where there is none, and upgraded where it is older.

        Args:
            path: the file; the one in the user's data folder if left out.

        Raises:
            CannotWrite: the folder or the file cannot be written.
            InUse: another program has it for too long.
            TooNew: a newer version wrote it.
        """
        path = path or store_path()
        return cls(path, *open_engine(path))

    def record(self, project: Project, decision: Decision | None = None) -> None:
        """Store what was recommended, and what was decided on it, or nothing at all. What is stored stays as it is.

        Args:
            project: with an analysis.
            decision: None stores the recommendation only.

        Raises:
            ValueError: there is no analysis.
            CannotWrite: the disk is full, or the file cannot be written.
            InUse: another program has it for too long.
            Damaged: it was damaged since it was opened.
        """
        from sqlalchemy.orm import Session

        from app.store import rows

        if project.analysis is None:
            raise ValueError("nothing was recommended")
        engine = self._engine.execution_options(writes=True)
        with translating(self.path), self._writing, Session(engine) as session, session.begin():
            rows.record(session, project, project.analysis, decision)

    def history(self, identity: str) -> tuple[Past, ...]:
        """What was recommended for a source and decided on it, oldest first.

        Args:
            identity: `Project.identity`.

        Raises:
            CannotWrite: the file cannot be opened.
            InUse: another program has it for too long.
            Damaged: it was damaged since it was opened.
        """
        from sqlalchemy.orm import Session

        from app.store import rows

        with reading(self.path), Session(self._engine) as session:
            return rows.history(session, identity)

    def choice_rate(self) -> ChoiceRate:
        """How often a recommended cover was taken as it was, with another crop, or not at all.

        Raises:
            CannotWrite: the file cannot be opened.
            InUse: another program has it for too long.
            Damaged: it was damaged since it was opened.
        """
        from sqlalchemy.orm import Session

        from app.store import rows

        with reading(self.path), Session(self._engine) as session:
            counts = Counter(_category(*last) for last in rows.last_decisions(session))
        return ChoiceRate(**{name: count for name, count in counts.items() if name is not None})


def _category(verdict: Verdict, rank: int | None, moved: bool) -> str | None:
    """What a decision counts as in `ChoiceRate`; None for one that was withdrawn."""
    if verdict is Verdict.WITHDRAWN:
        return None
    if verdict is Verdict.REJECTED:
        return "rejected"
    if rank is None:
        return "own_frame"
    if moved:
        return "recropped"
    return "first" if rank == 1 else "other"
