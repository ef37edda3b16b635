"""What was done to the picture that was decided on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the look of a decision; decisions from before have none."""
    op.add_column("decisions", sa.Column("look", sa.JSON))
