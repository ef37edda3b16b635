"""The tables of the decision store. Importing this module loads SQLAlchemy: do it in a function, off the start.

Rows of `recommendations`, `candidates`, `decisions` and `decided_crops` are only ever added. `items` are what a review
queue will go through, and have a state.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

HEAD = "0002"
"""The latest revision in `migrations/versions`; known here so that a store that is up to date costs no Alembic."""


class ItemState(StrEnum):
    """What is to be done about an item."""

    OPEN = "open"
    """It was recommended for and is not decided on."""
    DECIDED = "decided"


class Utc(TypeDecorator[datetime]):
    """A time in UTC; SQLite has no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database, without zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What the tables have in common; constraints have names, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Item(Base):
    """A source.

    Attributes:
        identity: `app.domain.project.Project.identity`.
        path: where it was seen last.
        kind: `app.domain.media.Kind`.
        duration: seconds; None for pictures.
        bytes, head: of the fingerprint; None for several pictures, and where it could not be taken.
        state: an `ItemState`.
    """

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    kind: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    duration: Mapped[float | None]
    bytes: Mapped[int | None]
    head: Mapped[str | None]
    state: Mapped[str] = mapped_column(index=True)
    added_at: Mapped[datetime] = mapped_column(Utc)

    recommendations: Mapped[list[Recommendation]] = relationship(back_populates="item", order_by="Recommendation.id")


class Recommendation(Base):
    """What was recommended for an item at a time.

    Attributes:
        uid: of what was shown; an analysis that finds better ones is shown more than once.
        analysis: `app.domain.project.Analysis.id`.
        program: version of Bestframe.
        models: version by name.
        aspect: the shape that it was made for.
        first_frame: score of the first frame, 0–100.
    """

    __tablename__ = "recommendations"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    analysis: Mapped[str] = mapped_column(index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Utc)
    program: Mapped[str]
    backend: Mapped[str]
    models: Mapped[Any] = mapped_column(JSON)
    aspect: Mapped[str]
    first_frame: Mapped[float | None]
    frames_considered: Mapped[int]

    item: Mapped[Item] = relationship(back_populates="recommendations")
    candidates: Mapped[list[Candidate]] = relationship(order_by="Candidate.rank")
    decisions: Mapped[list[Decision]] = relationship(order_by="Decision.id")


class Candidate(Base):
    """A recommended cover.

    Attributes:
        rank: from 1.
        place: of the frame, as `app.store.codec` writes it.
        crop: `[x, y, width, height]` in pixels of the frame.
        score: 0–100.
        parts: the numbers behind the score.
        reasons: why, as ids, most telling first.
    """

    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("recommendation_id", "rank"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"))
    rank: Mapped[int]
    place: Mapped[Any] = mapped_column(JSON)
    crop: Mapped[Any] = mapped_column(JSON)
    score: Mapped[float]
    parts: Mapped[Any] = mapped_column(JSON)
    reasons: Mapped[Any] = mapped_column(JSON)


class Decision(Base):
    """A decision on a recommendation; the one with the highest id holds.

    Attributes:
        verdict: `app.domain.edits.Verdict`.
        rank: of the candidate that was taken; None if none was.
        place: of the frame that was taken, as `app.store.codec` writes it; None if none was.
        look: what was done to it, likewise; None if nothing was. The boxes of the crops are in what it gave.
        decided_at: as the window says.
        recorded_at: when it was stored.
    """

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_recommendation", "recommendation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"))
    verdict: Mapped[str]
    rank: Mapped[int | None]
    place: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    look: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    note: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(Utc)
    recorded_at: Mapped[datetime] = mapped_column(Utc)

    crops: Mapped[list[DecidedCrop]] = relationship(order_by="DecidedCrop.id")


class DecidedCrop(Base):
    """The crop of a decision for one shape.

    Attributes:
        preset: id of the platform's preset; empty for a free shape.
        box: `[x, y, width, height]` in pixels of the frame.
        by_hand: whether it is another than the recommended one.
        file: what was written; None if nothing was.
    """

    __tablename__ = "decided_crops"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), index=True)
    aspect: Mapped[str]
    preset: Mapped[str]
    box: Mapped[Any] = mapped_column(JSON)
    by_hand: Mapped[bool]
    file: Mapped[str | None]
