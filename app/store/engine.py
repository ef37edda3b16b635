"""Opening the decision store: a file of this version, sound, and the errors that a user can understand.

Importing this module is cheap; SQLAlchemy and Alembic are loaded when a store is opened, Alembic only to change tables.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import BestframeError, CannotWrite, Damaged, InUse, TooNew
from app.domain.files import reporting
from app.domain.messages import Message

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_logger = logging.getLogger(__name__)

BUSY_SECONDS = 1.0
"""How long another program may have the store before we give up; a write of ours takes milliseconds."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNSOUND = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REFUSED = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


def open_engine(path: Path) -> tuple[Engine, Message | None]:
    """Open a store, making or upgrading it where needed; one that is damaged is put aside, and a new one begun.

    Returns:
        The engine, and what the user should be told.

    Raises:
        CannotWrite: the folder or the file cannot be written.
        InUse: another program has it for too long.
        TooNew: a newer version wrote it.
    """
    from app.store.database import HEAD, Base

    tables = frozenset(Base.metadata.tables)
    with reporting(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    notice = None
    try:
        version = _version(path, HEAD, tables)
    except Damaged:
        notice = Message("store_damaged", {"backup": str(_put_aside(path))})
        version = _version(path, HEAD, tables)
    engine = _engine(path)
    if version != HEAD:
        _upgrade(engine, path, version)
    return engine, notice


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """As `translating`, for reading: rows that make no sense are damage too."""
    try:
        with translating(path):
            yield
    except (ValueError, KeyError, TypeError) as error:
        _logger.exception("rows of the decision store make no sense")
        raise Damaged(path, "store_unreadable") from error


@contextlib.contextmanager
def translating(path: Path) -> Iterator[None]:
    """Turn what SQLite refuses into errors that a user understands; what is our own fault stays as it is.

    Raises:
        CannotWrite: the disk is full, or the file or its folder cannot be written.
        InUse: another program has it for too long.
        Damaged: the file is no sound database.
    """
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        failure = _translated(error.orig if isinstance(error, DBAPIError) else error, path)
        if failure is None:
            raise
        raise failure from error


def _translated(error: BaseException | None, path: Path) -> BestframeError | None:
    """The error to raise for one of SQLite's; None for a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF  # the higher bits say more than we need
    if primary in _BUSY:
        return InUse(path, "store_locked")
    if primary in _UNSOUND:
        return Damaged(path, "store_unreadable")
    if primary in _REFUSED:
        return CannotWrite(path, "cannot_write", reason=str(error))
    return None


def _version(path: Path, head: str, wanted: frozenset[str]) -> str | None:
    """The revision of a store; None for one that has no tables yet.

    Args:
        path: the file.
        head: the latest revision.
        wanted: the tables that it has.

    Raises:
        Damaged: it is no sound database, or not ours.
    """
    with translating(path), contextlib.closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise Damaged(path, "store_unreadable")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        # Readers do not wait for a writer, and a kill in the middle of a write loses that write only.
        connection.execute("PRAGMA journal_mode = WAL")
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise Damaged(path, "store_unreadable")
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is None or (row[0] == head and not wanted <= tables):
            raise Damaged(path, "store_unreadable")
        return str(row[0])


def _put_aside(path: Path) -> Path:
    """Keep a damaged store under another name, with what SQLite keeps beside it.

    Returns:
        Where it is now.

    Raises:
        CannotWrite: it cannot be renamed.
    """
    backup = path.with_name(f"{path.stem}.damaged-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{path.suffix}")
    _logger.warning("the decision store is damaged; kept as %s", backup)
    with reporting(path):
        path.replace(backup)
        for suffix in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + suffix).replace(backup.with_name(backup.name + suffix))
    return backup


def _engine(path: Path) -> Engine:
    """The engine of a store: a connection for each use, so that any thread may use it and none is left open."""
    from sqlalchemy import URL, NullPool, create_engine, event

    engine = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        # Python's own idea of when a transaction begins leaves out reads and changes of tables.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A writer that begins as a reader could find itself unable to go on.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _upgrade(engine: Engine, path: Path, version: str | None) -> None:
    """Bring the tables up to date, all or nothing.

    Raises:
        TooNew: they are newer than this version.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise TooNew(path, "newer_version")
    with translating(path), engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
