"""Items, recommendations with their candidates, decisions with their crops."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("identity", sa.String, nullable=False),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("duration", sa.Double),
        sa.Column("bytes", sa.Integer),
        sa.Column("head", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("identity", name="uq_items_identity"),
    )
    op.create_index("ix_items_state", "items", ["state"])
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("uid", sa.String, nullable=False),
        sa.Column("analysis", sa.String, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("program", sa.String, nullable=False),
        sa.Column("backend", sa.String, nullable=False),
        sa.Column("models", sa.JSON, nullable=False),
        sa.Column("aspect", sa.String, nullable=False),
        sa.Column("first_frame", sa.Double),
        sa.Column("frames_considered", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recommendations"),
        sa.UniqueConstraint("uid", name="uq_recommendations_uid"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_recommendations_item_id"),
    )
    op.create_index("ix_recommendations_item_id", "recommendations", ["item_id"])
    op.create_index("ix_recommendations_analysis", "recommendations", ["analysis"])
    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("recommendation_id", sa.Integer, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("place", sa.JSON, nullable=False),
        sa.Column("crop", sa.JSON, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("parts", sa.JSON, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
        sa.UniqueConstraint("recommendation_id", "rank", name="uq_candidates_recommendation_id"),
        sa.ForeignKeyConstraint(["recommendation_id"], ["recommendations.id"], name="fk_candidates_recommendation_id"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("recommendation_id", sa.Integer, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("rank", sa.Integer),
        sa.Column("place", sa.JSON),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["recommendation_id"], ["recommendations.id"], name="fk_decisions_recommendation_id"),
    )
    op.create_index("ix_decisions_recommendation", "decisions", ["recommendation_id", "id"])
    op.create_table(
        "decided_crops",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Integer, nullable=False),
        sa.Column("aspect", sa.String, nullable=False),
        sa.Column("preset", sa.String, nullable=False),
        sa.Column("box", sa.JSON, nullable=False),
        sa.Column("by_hand", sa.Boolean, nullable=False),
        sa.Column("file", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_decided_crops"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_decided_crops_decision_id"),
    )
    op.create_index("ix_decided_crops_decision_id", "decided_crops", ["decision_id"])
