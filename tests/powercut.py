"""A disk of our own for SQLite, and the power that goes at any write.

Its rules: what was written and not synced may or may not be there after the power is back, each write by itself; what
was synced is there; reading sees all writes. It is a driver as PEP 249 wants one, over apsw, whose files are kept in
memory. The program's own choice for a SQLite without a sound WAL is what it runs on: rollback journal, EXTRA.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import apsw

_names = itertools.count()


class PowerCut(BaseException):
    """The power went. Nothing that runs there hears of anything more."""


class _File:
    """One file: `now` as the program sees it, `safe` as it would be after a cut, but for what is on the way there."""

    def __init__(self, data: bytes = b"") -> None:
        self.now, self.safe = bytearray(data), bytearray(data)
        self.on_the_way: list[tuple[int, bytes | None]] = []
        self.shared: set[object] = set()
        self.reserved: object = None
        self.exclusive: object = None


class Disk(apsw.VFS):
    """`cut_after(n)`: the power goes at the n-th write from now. `back()`: it is there again, with what was kept."""

    Error = DatabaseError = OperationalError = InternalError = NotSupportedError = apsw.Error
    IntegrityError = apsw.ConstraintError
    ProgrammingError = InterfaceError = DataError = apsw.MisuseError
    Warning = UserWarning
    sqlite_version, sqlite_version_info = "3.45.0", (3, 45, 0)
    paramstyle, threadsafety, apilevel = "qmark", 1, "2.0"
    PARSE_DECLTYPES = PARSE_COLNAMES = 0
    Binary = bytes

    def __init__(self, chance: random.Random, files: dict[str, bytes] | None = None) -> None:
        self.vfs = f"powercut{next(_names)}"
        self.chance, self.off, self._left = chance, False, 0
        self.closing = False  # of what was left open when the power went: nothing reaches the disk
        self._open: list[Connection] = []
        self.files = {name: _File(data) for name, data in (files or {}).items()}
        super().__init__(self.vfs, "")

    def cut_after(self, writes: int) -> None:
        self._left = writes

    def back(self) -> None:
        """Switched on again: each write that was on the way has arrived or not."""
        self.off = True
        self.let_go()
        for file in self.files.values():
            for offset, data in file.on_the_way:
                if self.chance.random() < 0.5:
                    _put(file.safe, offset, data)
            file.on_the_way = []
            file.now = bytearray(file.safe)
            file.shared, file.reserved, file.exclusive = set(), None, None
        self.off, self._left = False, 0

    def close(self) -> None:
        """It is needed no more."""
        self.let_go()
        self.unregister()
        self.files.clear()

    def let_go(self) -> None:
        """Of every connection."""
        left, self._open = self._open, []
        for connection in left:
            connection.close()

    def image(self) -> dict[str, bytes]:
        """What a copy of the disk holds; nothing may be under way."""
        return {name: bytes(file.now) for name, file in self.files.items()}

    def step(self) -> None:
        """One more write."""
        if self._left and not self.closing:
            self._left -= 1
            if not self._left:
                self.off = True
        self.alive()

    def alive(self) -> None:
        if self.off and not self.closing:
            raise PowerCut

    # -- as SQLite asks ------------------------------------------------------------------------------------

    def xFullPathname(self, name: str) -> str:
        return name

    def xAccess(self, name: str, flags: int) -> bool:
        self.alive()
        return name in self.files

    def xDelete(self, name: str, syncdir: bool) -> None:
        self.step()
        self.files.pop(name, None)

    def xSleep(self, microseconds: int) -> int:
        return microseconds

    def xOpen(self, name: Any, flags: list[int]) -> _Open:
        self.alive()
        plain = name.filename() if isinstance(name, apsw.URIFilename) else name
        return _Open(self, self.files.setdefault(plain or f"temp{next(_names)}", _File()))

    # -- as a driver ---------------------------------------------------------------------------------------

    def connect(self, path: str, **more: object) -> Connection:
        self.alive()
        self._open.append(Connection(self, apsw.Connection(path, vfs=self.vfs)))
        return self._open[-1]


class _Open:
    """A file as one connection has it open."""

    def __init__(self, disk: Disk, file: _File) -> None:
        self._disk, self._file, self._level = disk, file, 0

    def xRead(self, amount: int, offset: int) -> bytes:
        self._disk.alive()
        return bytes(self._file.now[offset:offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._change(offset, bytes(data))

    def xTruncate(self, size: int) -> None:
        self._change(size, None)

    def _change(self, offset: int, data: bytes | None) -> None:
        self._disk.step()
        if self._disk.off:
            return
        _put(self._file.now, offset, data)
        self._file.on_the_way.append((offset, data))

    def xSync(self, flags: int) -> None:
        self._disk.step()
        if self._disk.off:
            return
        for offset, data in self._file.on_the_way:
            _put(self._file.safe, offset, data)
        self._file.on_the_way = []

    def xFileSize(self) -> int:
        self._disk.alive()
        return len(self._file.now)

    def xLock(self, level: int) -> None:
        self._disk.alive()
        file = self._file
        if file.exclusive not in (None, self) or (
                level >= apsw.SQLITE_LOCK_RESERVED and file.reserved not in (None, self)):
            raise apsw.BusyError("locked")
        file.shared.add(self)
        if level >= apsw.SQLITE_LOCK_RESERVED:
            file.reserved = self
        if level == apsw.SQLITE_LOCK_EXCLUSIVE:
            if file.shared - {self}:
                raise apsw.BusyError("locked")
            file.exclusive = self
        self._level = level

    def xUnlock(self, level: int) -> None:
        file = self._file
        if file.exclusive is self:
            file.exclusive = None
        if file.reserved is self and level < apsw.SQLITE_LOCK_RESERVED:
            file.reserved = None
        if level < apsw.SQLITE_LOCK_SHARED:
            file.shared.discard(self)
        self._level = level

    def xCheckReservedLock(self) -> bool:
        return self._file.reserved is not None

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return 4096

    def xDeviceCharacteristics(self) -> int:
        return 0

    def xClose(self) -> None:
        self.xUnlock(0)


def _put(held: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del held[offset:]
        return
    if len(held) < offset:
        held.extend(bytes(offset - len(held)))
    held[offset:offset + len(data)] = data


class Connection:
    """As the standard library's, with `isolation_level=None`."""

    def __init__(self, disk: Disk, raw: apsw.Connection) -> None:
        self.raw, self._disk, self._closed = raw, disk, False
        self.isolation_level = None

    @property
    def in_transaction(self) -> bool:
        return not self._closed and self.raw.in_transaction

    def cursor(self) -> Cursor:
        return Cursor(self.raw)

    def execute(self, statement: str, values: Sequence[object] = ()) -> Cursor:
        return self.cursor().execute(statement, values)

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> Cursor:
        return self.cursor().executemany(statement, rows)

    def create_function(self, *more: object, **named: object) -> None:
        """SQLAlchemy brings one for REGEXP, which nothing here uses."""

    def commit(self) -> None:
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        self._disk.closing, self._closed = self._disk.off, True
        try:
            self.raw.close(True)
        finally:
            self._disk.closing = False


class Cursor:
    """All rows are fetched at once, so that no question keeps a lock."""

    arraysize = 1

    def __init__(self, raw: apsw.Connection) -> None:
        self._raw, self._rows = raw, iter(())
        self.description: list[tuple[object, ...]] | None = None
        self.rowcount, self.lastrowid = -1, None

    def execute(self, statement: str, values: Sequence[object] = ()) -> Cursor:
        return self._run(lambda cursor: cursor.execute(statement, tuple(values)))

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> Cursor:
        return self._run(lambda cursor: cursor.executemany(statement, [tuple(row) for row in rows]))

    def _run(self, ask: Any) -> Cursor:
        cursor, before = self._raw.cursor(), self._raw.total_changes()
        named: list[tuple[object, ...]] = []

        def started(cursor: apsw.Cursor, statement: str, values: object) -> bool:
            named[:] = [(name, None, None, None, None, None, None) for name, _ in cursor.get_description()]
            return True

        cursor.exec_trace = started
        rows = list(ask(cursor))
        self._rows, self.description = iter(rows), named or None
        self.rowcount = -1 if named else self._raw.total_changes() - before
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def fetchmany(self, size: int = 1) -> list[Any]:
        return list(itertools.islice(self._rows, size))

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def close(self) -> None:
        self._rows = iter(())
