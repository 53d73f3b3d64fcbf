"""The database file: opened safely, written by one connection, read by others. `app/server.py` is the same for a
PostgreSQL server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Executable, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from app.errors import Trouble
from app.tables import DERIVED, DERIVED_TABLES, SCHEMA, metadata

APPLICATION = 0x48616E64  # "Hand": tells our file from any other SQLite file
CHECKPOINT = 4000  # pages: at SQLite's own 1,000 every fiftieth check-in waits for it, which people feel
SEAL = "INSERT INTO seal VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
PUT = "INSERT INTO local VALUES (?, ?, ?) ON CONFLICT (site, key) DO UPDATE SET value=excluded.value"
SOUND = (3, 51, 3)  # SQLite 3.7.0 to 3.51.2 can corrupt a WAL database with several connections


def sqlite() -> ModuleType:
    """pysqlite3, which carries a current SQLite; the standard library's where there is no wheel."""
    try:
        import pysqlite3.dbapi2 as found
    except ImportError:
        import sqlite3 as found
    return found


def journal(version: tuple[int, ...]) -> tuple[str, str]:
    """Journal mode and synchronous for a SQLite version. FULL, since NORMAL loses acknowledged commits when
    the power goes; an old SQLite gets the rollback journal, since its WAL is not sound."""
    return ("WAL", "FULL") if version >= SOUND else ("TRUNCATE", "EXTRA")


def driver(sql: Connection) -> Any:
    """The driver's own connection."""
    connection: Any = sql.connection
    return connection.driver_connection


class Statement:
    """A SQLAlchemy Core statement compiled once, and run on the driver's own cursor: what SQLAlchemy puts around a
    result takes longer than most statements of the hot path do. It is made and compiled when it is first run, or
    `ready` is called: half a hundred of them take a twentieth of a second, which no window waits for."""

    __slots__ = ("_dialect", "_fixed", "_pick", "_statement", "text")

    def __init__(self, statement: Callable[[], Executable], dialect: Any) -> None:
        self._statement, self._dialect = statement, dialect
        self.text = ""
        self._fixed: dict[str, Any] = {}
        self._pick: Callable[[dict[str, Any]], tuple[object, ...]] = lambda values: ()

    def ready(self) -> None:
        """Compile it, if that was not done yet."""
        if not self.text:
            compiled = self._statement().compile(dialect=self._dialect)  # type: ignore[attr-defined]
            order = [name.removeprefix("p_") for name in compiled.positiontup or ()]
            self._fixed = {n: v for n, v in compiled.params.items() if not n.startswith("p_")}
            if order:
                pick = itemgetter(*order)
                self._pick = pick if len(order) > 1 else lambda values: (pick(values),)
            self.text = str(compiled)

    def run(self, sql: Connection, **named: object) -> Any:
        """Run it; the driver's cursor."""
        values = self.values(**named)
        return driver(sql).execute(self.text, values)

    def run_many(self, sql: Connection, rows: Sequence[tuple[object, ...]]) -> None:
        """Run it for each row of values, which stand in the order that the statement wants."""
        if rows:
            self.ready()
            driver(sql).cursor().executemany(self.text, rows)

    def values(self, **named: object) -> tuple[object, ...]:
        """The values in the order in which the statement wants them."""
        if not self.text:
            self.ready()
        return self._pick({**self._fixed, **named})


class Database:
    """One SQLite file. `write()` is the only way to change it; raises Trouble when the file cannot be used.
    `module` is the driver, by default the best there is. A `careless` one does not wait for the disk: for what is
    thrown away, or made again when the power goes."""

    kind = "SQLite"
    insert = staticmethod(insert)  # that can be told what to do where a row is there already

    def __init__(self, path: Path, module: ModuleType | None = None, *, careless: bool = False) -> None:
        self.path = path
        self.module = module or sqlite()
        self.version: str = self.module.sqlite_version
        self.mode, self._sync = journal(tuple(map(int, self.version.split("."))))
        self._sync = "OFF" if careless else self._sync
        self._lock = threading.RLock()
        self.engine = create_engine(
            "sqlite://", creator=self._connect, module=self.module, poolclass=QueuePool, pool_size=4,
            max_overflow=8)
        event.listen(self.engine, "begin", _begin_nothing)
        self._writer: Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = self.engine.connect()
            self.fresh = self._prepare(self._writer)
        except (OSError, DBAPIError) as error:
            self.close()
            raise trouble(error, path) from error
        except Trouble:
            self.close()
            raise

    def _connect(self) -> Any:
        raw = self.module.connect(str(self.path), isolation_level=None, check_same_thread=False, timeout=10,
                                  cached_statements=256)
        try:
            for pragma in (f"synchronous={self._sync}", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-16000",
                           "mmap_size=0", f"wal_autocheckpoint={CHECKPOINT}"):
                raw.execute(f"PRAGMA {pragma}")
        except self.module.Error:
            raw.close()
            raise
        return raw

    def _prepare(self, writer: Connection) -> bool:
        """Make the tables of a new file; refuse a file of a newer program or of another one."""
        app, version = (writer.exec_driver_sql(f"PRAGMA {p}").scalar_one() for p in ("application_id", "user_version"))
        tables = writer.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if tables and app != APPLICATION:
            raise Trouble("database_foreign", file=str(self.path))
        if version > SCHEMA:
            raise Trouble("database_newer", file=str(self.path))
        writer.exec_driver_sql(f"PRAGMA journal_mode={self.mode}")
        if not tables:
            with self.write() as sql:
                metadata.create_all(sql)
                sql.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")
                sql.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
        elif version < SCHEMA:  # tables were only added so far
            with self.write() as sql:
                metadata.create_all(sql)
                sql.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
        return not tables

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction: begun IMMEDIATE, on disk when it ends, undone if anything rises in it.
        Raises Trouble when the disk is full, the folder read-only or the file damaged."""
        with self._lock:
            assert self._writer is not None
            sql = self._writer
            raw: Any = sql.connection.driver_connection  # begun and ended on it: a tenth of a small write's time
            try:
                raw.execute("BEGIN IMMEDIATE")
                yield sql
                raw.execute("COMMIT")
            except BaseException as error:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                if isinstance(error, (DBAPIError, self.module.Error, OSError)) and not self._ours(error):
                    raise trouble(error, self.path) from error
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to ask questions with; it sees what is committed."""
        try:
            with self.engine.connect() as sql:
                yield sql
        except (DBAPIError, self.module.Error) as error:
            if self._ours(error):
                raise
            raise trouble(error, self.path) from error

    def _ours(self, error: Exception) -> bool:
        """Whether it is our mistake: nobody at a desk can do anything about a wrong statement."""
        driver = self.module
        return isinstance(getattr(error, "orig", error), (driver.IntegrityError, driver.ProgrammingError,
                                                          driver.InterfaceError, driver.DataError))

    def statement(self, statement: Callable[[], Executable]) -> Statement:
        """Compile a statement for this database."""
        return Statement(statement, self.engine.dialect)

    def derived_version(self) -> int:
        """Which shape of derived tables the file holds; -1 when they are to be worked out anew."""
        with self.read() as sql:
            row = sql.exec_driver_sql("SELECT value FROM local WHERE site='' AND key='derived'").first()
        return int(row[0]) if row else -1

    def shape_derived(self, sql: Connection) -> None:
        """Where another version made the derived tables, make them anew and empty: whatever columns they had."""
        if self.derived_version() != DERIVED:
            metadata.drop_all(sql, DERIVED_TABLES)
            metadata.create_all(sql, DERIVED_TABLES)

    def mark_derived(self, sql: Connection) -> None:
        """The derived tables now have this program's shape."""
        sql.exec_driver_sql(PUT, ("", "derived", str(DERIVED)))

    @contextmanager
    def moment(self) -> Iterator[Connection]:
        """A connection to which all that it asks is as it is now, though others go on writing."""
        with self.read() as sql:
            sql.exec_driver_sql("BEGIN")
            yield sql

    def damage(self, sql: Connection) -> list[str]:
        """What SQLite itself finds wrong: pages, indexes, rows."""
        return [said for (said,) in sql.exec_driver_sql("PRAGMA integrity_check(20)") if said != "ok"]

    def news(self, sql: Connection) -> None:
        """Entries come with this transaction; whoever else has the file open finds them when he asks."""

    def listen(self, told: Callable[[], None]) -> Callable[[], None]:
        """Call `told`, in another thread, when another process has written entries; what ends that. A file has one
        process that serves others."""
        return lambda: None

    def checkpoint(self) -> None:
        """Fold into the file what was written beside it, while others read and write: else whoever writes next does it,
        and waits."""
        with self.read() as sql:
            sql.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").all()

    def copy(self, path: Path) -> None:
        """Write a file that holds what is committed now, whoever writes meanwhile."""
        with self.read() as sql:
            sql.exec_driver_sql("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Close all connections; the WAL is folded into the file."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self.engine.dispose()


def _begin_nothing(sql: Connection) -> None:
    """SQLAlchemy's own BEGIN is not used: writes begin IMMEDIATE, reads are single statements."""


def trouble(error: Exception, path: Path) -> Trouble:
    """What a database error means to a person, or a general Trouble that quotes it."""
    why = (error.strerror if isinstance(error, OSError) else "") or str(getattr(error, "orig", error))
    text = why.lower()
    for part, key in (("full", "disk_full"), ("no space", "disk_full"), ("quota", "disk_full"),
                      ("readonly", "folder_read_only"), ("unable to open", "folder_read_only"),
                      ("permission", "folder_read_only"), ("read-only", "folder_read_only"),
                      ("not a directory", "folder_read_only"), ("file exists", "folder_read_only"),
                      ("malformed", "database_damaged"), ("not a database", "database_damaged"),
                      ("corrupt", "database_damaged"), ("no such table", "database_damaged"),
                      ("locked", "database_busy")):
        if part in text:
            return Trouble(key, file=str(path))
    return Trouble("database_trouble", file=str(path), why=why)
