"""A PostgreSQL server in place of the file: many sites in one database, and several main computers on it at once.

Whoever writes for a site holds that site's lock until the end of the transaction, whichever process he is in: what is
right with one file and its one writer is right here, and sites do not wait for each other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.types.numeric import Int2Dumper
from psycopg.types.string import StrDumper
from sqlalchemy import Connection, Executable, create_engine, event, make_url
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from app.database import APPLICATION, PUT, Database, Statement, driver
from app.errors import Trouble
from app.tables import DERIVED, DERIVED_TABLES, SCHEMA, metadata

NEWS = "handover_desk"  # the channel on which the site is named that has new entries
SHAPES = (("schema", SCHEMA), ("derived", DERIVED))
COUNTED = 10_000  # lines
PATIENCE = 5  # seconds to wait for the server at the start
OURS = (psycopg.IntegrityError, psycopg.ProgrammingError, psycopg.InterfaceError, psycopg.DataError,
        psycopg.NotSupportedError)


class Server:
    """A `Database` whose tables are on a server; `home` is the file where this computer keeps what is its own. `url` is
    what SQLAlchemy takes: postgresql+psycopg://user:password@host/database. Raises Trouble when it cannot be used."""

    kind = "PostgreSQL"
    insert = staticmethod(insert)
    module = psycopg
    mode = ""

    def __init__(self, url: str, site: str, home: Database) -> None:
        self.path, self.site = home.path, site
        self._lock = threading.RLock()
        try:
            named = make_url(url)
            if named.drivername != "postgresql+psycopg":
                raise Trouble("server_url")
            self.address = named.render_as_string(hide_password=True)
            self.engine = create_engine(named, paramstyle="format", isolation_level="AUTOCOMMIT", pool_size=2,
                                        max_overflow=8, pool_pre_ping=True, connect_args={"connect_timeout": PATIENCE})
        except (ArgumentError, NoSuchModuleError, ValueError) as error:
            raise Trouble("server_url") from error
        event.listen(self.engine, "connect", _prepared)
        event.listen(self.engine, "before_cursor_execute", _marked, retval=True)
        self._writer: Connection | None = None
        try:
            with self.engine.connect() as sql:
                self.version = str(sql.exec_driver_sql("SHOW server_version").scalar_one())
                self._make(sql)
        except (DBAPIError, psycopg.Error) as error:
            self.close()
            raise self._trouble(error) from error
        except Trouble:
            self.close()
            raise

    def _make(self, sql: Connection) -> None:
        """Make the tables that are not there; one of those who come at once does."""
        with _whole(sql):
            sql.exec_driver_sql("SELECT pg_advisory_xact_lock(?)", (APPLICATION,))
            there = {table for table, in sql.exec_driver_sql(
                "SELECT tablename FROM pg_tables WHERE schemaname=current_schema()")}
            if "line" in there and not {"local", "touches", "head"} <= there:
                raise Trouble("server_foreign", address=self.address)
            if "local" in there and any(self._shape(sql, key) > ours for key, ours in SHAPES):
                raise Trouble("server_newer", address=self.address)
            metadata.create_all(sql)
            sql.exec_driver_sql(PUT, ("", "schema", str(SCHEMA)))
            sql.exec_driver_sql("INSERT INTO local VALUES ('', 'derived', ?) ON CONFLICT DO NOTHING", (str(DERIVED),))
            sql.exec_driver_sql("INSERT INTO local VALUES (?, 'lock', '') ON CONFLICT DO NOTHING", (self.site,))

    @staticmethod
    def _shape(sql: Connection, key: str, site: str = "") -> int:
        row = sql.exec_driver_sql("SELECT value FROM local WHERE site=? AND key=?", (site, key)).first()
        return -1 if row is None else int(row[0])

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that no other of this site runs beside; kept by the server when it ends, undone if anything
        rises in it. Raises Trouble when the server is in the way. Where that is at the very end, nobody knows whether
        it was kept: what is given again is found to be there."""
        with self._lock:
            try:
                sql = self._connected()
                with _whole(sql):
                    sql.exec_driver_sql("SELECT value FROM local WHERE site=? AND key='lock' FOR UPDATE", (self.site,))
                    yield sql
            except (DBAPIError, psycopg.Error) as error:
                if self._ours(error):
                    raise
                self._drop()
                raise self._trouble(error) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to ask questions with; it sees what is committed."""
        try:
            with self.engine.connect() as sql:
                yield sql
        except (DBAPIError, psycopg.Error) as error:
            if self._ours(error):
                raise
            raise self._trouble(error) from error

    @contextmanager
    def moment(self) -> Iterator[Connection]:
        """A connection to which all that it asks is as it is now, though others go on writing."""
        with self.read() as sql, _whole(sql, "ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield sql

    def statement(self, statement: Callable[[], Executable]) -> Statement:
        """Compile a statement for this database."""
        return Statement(statement, self.engine.dialect)

    def derived_version(self) -> int:
        """Which shape of derived tables the site's rows are in; -1 when they are to be worked out anew."""
        with self.read() as sql:
            shape = self._shape(sql, "derived")
            return shape if self._shape(sql, "derived", self.site) == shape else -1

    def shape_derived(self, sql: Connection) -> None:
        """Where an older version made the derived tables, make them anew and empty, for all sites: each works its own
        out when it is opened next."""
        sql.exec_driver_sql("SELECT pg_advisory_xact_lock(?)", (APPLICATION,))
        if self._shape(sql, "derived") != DERIVED:
            metadata.drop_all(sql, DERIVED_TABLES)
            metadata.create_all(sql, DERIVED_TABLES)
            sql.exec_driver_sql("DELETE FROM local WHERE key='derived'")
            sql.exec_driver_sql(PUT, ("", "derived", str(DERIVED)))

    def mark_derived(self, sql: Connection) -> None:
        """The site's rows in the derived tables now have this program's shape."""
        sql.exec_driver_sql(PUT, (self.site, "derived", str(DERIVED)))

    def damage(self, sql: Connection) -> list[str]:
        """Nothing: the server looks after its own files."""
        return []

    def checkpoint(self) -> None:
        """Let the server count its rows while it knows of few: plans that it made for empty tables look through all
        lines of a site for each unit, and are kept until it has counted. Later it counts by itself."""
        with self.read() as sql:
            known = sql.exec_driver_sql("SELECT reltuples FROM pg_class WHERE oid='line'::regclass").scalar_one()
            if known < COUNTED:
                sql.exec_driver_sql("ANALYZE line, touches, unsettled, seal")

    def copy(self, path: Any) -> None:
        """Raises Trouble: a server is backed up with its own means."""
        raise Trouble("server_backup")

    def news(self, sql: Connection) -> None:
        """Entries come with this transaction: who listens is told when it ends."""
        sql.exec_driver_sql("SELECT pg_notify(?, ?)", (NEWS, self.site))

    def listen(self, told: Callable[[], None]) -> Callable[[], None]:
        """Call `told`, in a thread of its own, when any process has written entries of this site, and when that could
        have been missed; what ends that."""
        over = threading.Event()

        def work() -> None:
            while not over.is_set():
                with suppress(DBAPIError, psycopg.Error), self.engine.connect() as sql:
                    raw = driver(sql)
                    raw.execute(f"LISTEN {NEWS}")
                    try:
                        told()
                        while not over.is_set():
                            if any([notice.payload == self.site for notice in raw.notifies(timeout=1, stop_after=1)]):
                                told()
                    finally:
                        raw.close()
                        sql.invalidate()
                over.wait(1)

        thread = threading.Thread(target=work, name="news", daemon=True)
        thread.start()

        def end() -> None:
            over.set()
            thread.join()

        return end

    def close(self) -> None:
        """Let go of the server."""
        self._drop()
        self.engine.dispose()

    def _connected(self) -> Connection:
        """The connection that writes; a new one where the server has closed the last, as it does when restarted."""
        if self._writer is not None:
            try:
                driver(self._writer).execute("SELECT 1")
            except psycopg.OperationalError:
                self._drop()
        if self._writer is None:
            self._writer = self.engine.connect()
        return self._writer

    def _drop(self) -> None:
        """A connection that is in trouble is not used again."""
        if self._writer is not None:
            with suppress(DBAPIError, psycopg.Error):
                self._writer.invalidate()
                self._writer.close()
            self._writer = None

    @staticmethod
    def _ours(error: Exception) -> bool:
        """Whether it is our mistake: nobody can do anything about a wrong statement."""
        return isinstance(getattr(error, "orig", error), OURS)

    def _trouble(self, error: Exception) -> Trouble:
        why = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        return Trouble("server_trouble", address=self.address, why=why)


class _Flag(Int2Dumper):
    """Yes and no are 1 and 0, as in the file."""

    def dump(self, obj: Any) -> Any:
        return super().dump(int(obj))


class _Text(StrDumper):
    """PostgreSQL keeps no character 0; the picture of it stands for it."""

    def dump(self, obj: Any) -> Any:
        return super().dump(obj.replace("\0", "\u2400"))


def _prepared(raw: Any, record: object) -> None:
    raw.adapters.register_dumper(bool, _Flag)
    raw.adapters.register_dumper(str, _Text)
    raw.autocommit = True
    raw.execute("SET synchronous_commit = on")  # what is acknowledged is on disk, whatever else the server is used for


def _marked(sql: Connection, cursor: object, statement: str, values: Any, context: Any, many: bool
            ) -> tuple[str, Any]:
    """Our own SQL is written for SQLite."""
    if context is not None and context.compiled is None and values:
        statement = statement.replace("%", "%%").replace("?", "%s").replace(" AS BLOB)", " AS BYTEA)")
    return statement, values


@contextmanager
def _whole(sql: Connection, how: str = "ISOLATION LEVEL READ COMMITTED") -> Iterator[None]:
    """A transaction on the driver's own connection, which begins and ends none by itself."""
    raw = driver(sql)
    raw.execute(f"BEGIN {how}")
    try:
        yield
        raw.execute("COMMIT")
    except BaseException:
        with suppress(psycopg.Error):
            raw.execute("ROLLBACK")
        raise
