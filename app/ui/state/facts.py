"""What is true of the session at a moment, as far as actions depend on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.commands import Fact

if TYPE_CHECKING:
    from app.ui.state.session import Session


def facts_of(session: Session) -> frozenset[Fact]:
    """The facts that hold now."""
    candidates, edits = session.candidates, session.edits
    found = sum(candidate.rank is not None for candidate in candidates)
    chosen = session.chosen is not None
    free = session.free_frame is not None and not session.using
    editing = chosen and session.looked_up is None
    adjusted = any(one.chosen and one.adjusted for one in candidates)
    titled = chosen and edits.title is not None
    facts = {
        Fact.OPENED: bool(session.paths),
        Fact.CANCELLABLE: session.analysing or session.looked_up is not None,
        Fact.CANDIDATE_1: found >= 1,
        Fact.CANDIDATE_2: found >= 2,
        Fact.CANDIDATE_3: found >= 3,
        Fact.REJECTABLE: bool(candidates),
        Fact.SEVERAL: len(candidates) >= 2,
        Fact.CHOSEN: chosen,
        Fact.CROPPABLE: editing,
        Fact.ADJUSTED: adjusted,
        Fact.TITLED: titled,
        Fact.TITLE_STOOD: titled and edits.spot(edits.shape) is not None,
        Fact.CHANGED: adjusted or titled,
        Fact.CROPPED: editing and any(one.chosen and one.edited for one in candidates),
        Fact.ACCEPTABLE: (chosen or free) and not session.writing,
        Fact.FREE_FRAME: free,
        Fact.VIDEO: session.of_video,
        Fact.UNDOABLE: session.editor.history.undo_label is not None,
        Fact.REDOABLE: session.editor.history.redo_label is not None,
        Fact.WRITTEN: session.written is not None,
    }
    return frozenset(fact for fact, holds in facts.items() if holds)
