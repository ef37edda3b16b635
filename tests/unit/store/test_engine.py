"""Opening the decision store, whatever lies there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.domain.errors import CannotWrite, Damaged, InUse, TooNew
from app.store import engine as store_engine
from app.store.database import HEAD, Base
from app.store.decisions import DecisionStore
from app.store.past import ChoiceRate
from tests.project_factory import AT, accepted, video_project

PROJECT = video_project()
MIGRATIONS = Path(store_engine.__file__).parent / "migrations"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "decisions.sqlite3"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a store that stays locked."""
    monkeypatch.setattr(store_engine, "BUSY_SECONDS", 0.01)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Another program is writing and does not stop."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def test_the_migrations_make_the_tables_that_the_program_uses(path: Path) -> None:
    store = DecisionStore.open(path)
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == HEAD


def test_a_store_from_before_there_were_looks_keeps_its_decisions(path: Path) -> None:
    project = video_project()
    plain = project.editing(replace(project.edits, looks=()))
    store = DecisionStore.open(path)
    store.record(plain, accepted(plain))
    store._engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE decisions DROP COLUMN look")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    again = DecisionStore.open(path)
    (past,) = again.history(plain.identity)
    assert past.decisions == (accepted(plain),)
    again.record(project, accepted(project))
    assert again.history(project.identity)[0].decisions[-1].look == accepted(project).look
    assert not accepted(project).look.neutral


def test_the_latest_revision_is_the_one_that_is_known_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_are_packages_so_that_they_are_installed() -> None:
    root = MIGRATIONS.parents[1]
    folders = {file.parent for file in root.rglob("*.py")}
    assert MIGRATIONS / "versions" in folders
    assert all((folder / "__init__.py").is_file() for folder in folders)


def test_a_store_that_is_up_to_date_is_opened_without_alembic(path: Path) -> None:
    DecisionStore.open(path)
    program = "import sys; from pathlib import Path; from app.store.decisions import DecisionStore\n"
    program += "assert 'sqlalchemy' not in sys.modules\n"
    program += "DecisionStore.open(Path(sys.argv[1])).choice_rate()\n"
    program += "assert 'sqlalchemy' in sys.modules and 'alembic' not in sys.modules"
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", program, str(path)], cwd=root, check=True)


def test_readers_and_writers_do_not_wait_for_each_other(path: Path) -> None:
    DecisionStore.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_foreign_keys_are_kept(path: Path) -> None:
    store = DecisionStore.open(path)
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_file_of_no_bytes_becomes_a_store(path: Path) -> None:
    _put(path, b"")
    store = DecisionStore.open(path)
    assert (store.notice, store.choice_rate()) == (None, ChoiceRate())


@pytest.mark.parametrize(
    "content", [b"not a database at all, but quite some text" * 50, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_store_is_kept_and_a_new_one_begun(path: Path, content: bytes) -> None:
    _put(path, content)
    store = DecisionStore.open(path)
    assert store.notice is not None
    assert Path(store.notice.data["backup"]).read_bytes() == content
    store.record(PROJECT, accepted(PROJECT))
    again = DecisionStore.open(path)
    assert again.notice is None
    assert again.choice_rate().decided == 1


def test_damage_within_is_noticed(path: Path) -> None:
    store = DecisionStore.open(path)
    for _ in range(30):
        store.record(PROJECT, accepted(PROJECT))
    content = bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 200] = b"\xa5" * 200
    path.write_bytes(content)
    with pytest.raises(Damaged):
        store.record(PROJECT, accepted(PROJECT))
    with pytest.raises(Damaged):
        store.history(PROJECT.identity)
    assert DecisionStore.open(path).notice is not None


@pytest.mark.parametrize("statement", ["DROP TABLE decided_crops", "DELETE FROM alembic_version"])
def test_a_store_that_lacks_something_is_damaged(path: Path, statement: str) -> None:
    DecisionStore.open(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    assert DecisionStore.open(path).notice is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET verdict = 'perhaps'",
        "UPDATE candidates SET place = '{}'",
        "UPDATE candidates SET place = '{'",
        "UPDATE candidates SET crop = '[1]'",
        "UPDATE decisions SET decided_at = 'noon'",
    ],
)
def test_rows_that_make_no_sense_are_damage(path: Path, statement: str) -> None:
    store = DecisionStore.open(path)
    store.record(PROJECT, accepted(PROJECT))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    with pytest.raises(Damaged):
        store.history(PROJECT.identity)


def test_a_database_of_another_program_is_not_ours(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    assert DecisionStore.open(path).notice is not None


def test_a_store_of_a_newer_version_is_left_alone(path: Path) -> None:
    DecisionStore.open(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(TooNew) as caught:
        DecisionStore.open(path)
    assert caught.value.path == path
    assert path.read_bytes() == before


@pytest.mark.usefixtures("impatient")
def test_a_store_that_another_program_writes_can_be_read_and_written_later(path: Path) -> None:
    store = DecisionStore.open(path)
    with _locked(path):
        with pytest.raises(InUse, match="another program"):
            store.record(PROJECT, accepted(PROJECT))
        assert store.choice_rate() == ChoiceRate()
        assert DecisionStore.open(path).history(PROJECT.identity) == ()
    store.record(PROJECT, accepted(PROJECT))
    assert store.choice_rate().decided == 1


@pytest.mark.usefixtures("impatient")
def test_a_store_that_is_being_made_by_another_program_is_in_use(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with _locked(path), pytest.raises(InUse):
        DecisionStore.open(path)
    assert DecisionStore.open(path).notice is None


def test_a_migration_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the power is cut")

    monkeypatch.setattr(op, "create_index", fail)
    with pytest.raises(RuntimeError):
        DecisionStore.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    monkeypatch.undo()
    assert DecisionStore.open(path).notice is None


def test_a_full_disk_is_an_error_and_leaves_what_was_there(path: Path) -> None:
    from sqlalchemy import event

    store = DecisionStore.open(path)
    store.record(PROJECT)

    @event.listens_for(store._engine, "connect")
    def small(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    long = PROJECT.editing(PROJECT.edits.noting("x" * 100_000))
    with pytest.raises(CannotWrite, match="full") as caught:
        store.record(long, accepted(long))
    assert caught.value.path == path
    assert DecisionStore.open(path).choice_rate() == ChoiceRate()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder is needed", encoding="utf-8")
    with pytest.raises(CannotWrite) as caught:
        DecisionStore.open(tmp_path / "file" / "decisions.sqlite3")
    assert caught.value.path == tmp_path / "file" / "decisions.sqlite3"


def test_a_folder_in_the_place_of_the_file_is_an_error(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(CannotWrite, match="unable to open"):
        DecisionStore.open(path)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, InUse),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, InUse),
        (sqlite3.SQLITE_FULL, CannotWrite),
        (sqlite3.SQLITE_READONLY_DIRECTORY, CannotWrite),
        (sqlite3.SQLITE_IOERR_WRITE, CannotWrite),
        (sqlite3.SQLITE_CORRUPT_VTAB, Damaged),
    ],
)
def test_what_sqlite_refuses_is_said_in_our_words(path: Path, code: int, kind: type[Exception]) -> None:
    error = sqlite3.OperationalError("something")
    error.sqlite_errorcode = code
    with pytest.raises(kind), store_engine.translating(path):
        raise error


def test_a_mistake_of_ours_is_not_hidden(path: Path) -> None:
    error = sqlite3.IntegrityError("UNIQUE constraint failed")
    error.sqlite_errorcode = sqlite3.SQLITE_CONSTRAINT_UNIQUE
    for mistake in (error, sqlite3.ProgrammingError("no code")):
        with pytest.raises(type(mistake)), store_engine.translating(path):
            raise mistake


def test_half_a_decision_is_not_stored(path: Path) -> None:
    store = DecisionStore.open(path)
    broken = accepted(PROJECT).withdrawn(AT)
    object.__setattr__(broken, "note", None)
    object.__setattr__(broken, "rank", object())
    with pytest.raises(Exception, match=r"object|type"):
        store.record(PROJECT, broken)
    assert store.history(PROJECT.identity) == ()
