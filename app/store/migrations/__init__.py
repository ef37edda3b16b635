"""The history of the decision store's tables; Alembic reads the scripts in `versions` from here."""
