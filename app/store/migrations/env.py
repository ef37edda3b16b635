"""What Alembic runs: the migrations, on the connection that the caller opened, as one transaction."""

from __future__ import annotations

from alembic import context

from app.store.database import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
context.run_migrations()
