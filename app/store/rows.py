"""From a session to the rows of the decision store and back. Importing this module loads SQLAlchemy."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import __version__
from app.domain.cover import Cover, Reason
from app.domain.edits import DecidedCrop, Decision, Shape, Verdict
from app.domain.geometry import Aspect, Box
from app.domain.look import NEUTRAL, Look
from app.domain.media import Place
from app.domain.project import Analysis, Project
from app.store import database
from app.store.codec import decode, encode
from app.store.past import Past, PastCover


def record(session: Session, project: Project, analysis: Analysis, decision: Decision | None) -> None:
    """Add what is not stored yet of a session, and a decision."""
    item = _item(session, project, analysis)
    recommendation = _recommendation(session, item, analysis)
    if decision is not None:
        recommendation.decisions.append(_decision_row(decision))
        withdrawn = decision.verdict is Verdict.WITHDRAWN
        item.state = str(database.ItemState.OPEN if withdrawn else database.ItemState.DECIDED)


def history(session: Session, identity: str) -> tuple[Past, ...]:
    """What was recommended for a source and decided on it, oldest first."""
    found = session.scalar(select(database.Item).where(database.Item.identity == identity))
    return () if found is None else tuple(_past(row) for row in found.recommendations)


def last_decisions(session: Session) -> list[tuple[Verdict, int | None, bool]]:
    """Verdict, rank and whether a crop was placed by hand, of the last decision on each analysis."""
    made, crop, shown = database.Decision, database.DecidedCrop, database.Recommendation
    last = select(func.max(made.id)).join(shown, made.recommendation_id == shown.id).group_by(shown.analysis)
    by_hand = select(crop.id).where(crop.decision_id == made.id, crop.by_hand).exists()
    query = select(made.verdict, made.rank, by_hand).where(made.id.in_(last))
    return [(Verdict(verdict), rank, bool(moved)) for verdict, rank, moved in session.execute(query)]


def _item(session: Session, project: Project, analysis: Analysis) -> database.Item:
    """The row of a source, new if it was not seen before."""
    found = session.scalar(select(database.Item).where(database.Item.identity == project.identity))
    if found is not None:
        found.path = _text(project.paths[0])
        return found
    info = analysis.recommendation.source
    known = project.sources[0].fingerprint if len(project.sources) == 1 else None
    item = database.Item(
        identity=project.identity,
        path=_text(project.paths[0]),
        kind=str(info.kind),
        width=info.size.width,
        height=info.size.height,
        duration=info.duration,
        bytes=None if known is None else known.size,
        head=None if known is None else known.head,
        state=str(database.ItemState.OPEN),
        added_at=datetime.now(UTC),
    )
    session.add(item)
    return item


def _recommendation(session: Session, item: database.Item, analysis: Analysis) -> database.Recommendation:
    """The row of what was recommended, new if it was not stored before."""
    found = analysis.recommendation
    candidates = [_candidate(rank, cover) for rank, cover in enumerate(found.covers, 1)]
    uid = hashlib.sha256(json.dumps([analysis.id, candidates], sort_keys=True).encode()).hexdigest()
    known = session.scalar(select(database.Recommendation).where(database.Recommendation.uid == uid))
    if known is not None:
        return known
    shown = database.Recommendation(
        uid=uid,
        analysis=analysis.id,
        item=item,
        made_at=analysis.at,
        program=__version__,
        backend=analysis.backend,
        models=dict(analysis.models),
        aspect=str(analysis.aspect),
        first_frame=None if found.first_frame is None else float(found.first_frame),
        frames_considered=found.frames_considered,
        candidates=[database.Candidate(**values) for values in candidates],
    )
    session.add(shown)
    return shown


def _candidate(rank: int, cover: Cover) -> dict[str, Any]:
    """The columns of a recommended cover."""
    assessment = cover.assessment
    return {
        "rank": rank,
        "place": encode(cover.place),
        "crop": encode(cover.crop),
        "score": float(assessment.score),
        "parts": encode(assessment.parts),
        "reasons": encode(assessment.reasons),
    }


def _decision_row(decision: Decision) -> database.Decision:
    crops = [
        database.DecidedCrop(
            aspect=str(crop.shape.aspect),
            preset=crop.shape.preset,
            box=encode(crop.box),
            by_hand=crop.by_hand,
            file=None if crop.file is None else _text(crop.file),
        )
        for crop in decision.crops
    ]
    return database.Decision(
        verdict=str(decision.verdict),
        rank=decision.rank,
        place=encode(decision.place),
        look=None if decision.look.neutral else encode(decision.look),
        note=_text(decision.note),
        decided_at=decision.at,
        recorded_at=datetime.now(UTC),
        crops=crops,
    )


def _past(row: database.Recommendation) -> Past:
    covers = tuple(
        PastCover(
            item.rank,
            _place(item.place),
            decode(Box, item.crop),
            item.score,
            dict(item.parts),
            tuple(decode(cast("type[Reason]", Reason), reason) for reason in item.reasons),
        )
        for item in row.candidates
    )
    decisions = tuple(_decision(item) for item in row.decisions)
    return Past(row.made_at, dict(row.models), Aspect.parse(row.aspect), covers, decisions)


def _decision(row: database.Decision) -> Decision:
    crops = tuple(
        DecidedCrop(
            Shape(Aspect.parse(crop.aspect), crop.preset),
            decode(Box, crop.box),
            crop.by_hand,
            None if crop.file is None else Path(crop.file),
        )
        for crop in row.crops
    )
    place = None if row.place is None else _place(row.place)
    look = NEUTRAL if row.look is None else decode(Look, row.look)
    return Decision(Verdict(row.verdict), row.decided_at, place, row.rank, crops, row.note, look)


def _place(data: Any) -> Place:
    return decode(cast("type[Place]", Place), data)


def _text(value: object) -> str:
    """A text that SQLite takes: what is no character (in names of files on Linux) is written as an escape."""
    return str(value).encode("utf-8", "backslashreplace").decode()
