"""Checking that everything kept is whole: the records, the lists made from them, and the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from app import tables
from app.derive import Rows
from app.desk import Desk
from app.errors import Trouble
from app.log import wire
from app.log.operation import Unknown
from app.sentences import N_

if TYPE_CHECKING:
    from app.words import Words

SHOWN = 100  # differences and faults are counted in full, and named up to here


class Difference(msgspec.Struct, frozen=True):
    """A row of a list that is not what the records say: `what` is missing, changed or extra."""

    table: str
    key: tuple[str, ...]
    what: str


class Fault(msgspec.Struct, frozen=True):
    """A record that is not as it was written: `what` is gap, chain, number, unreadable, touches or head."""

    desk: str
    n: int
    what: str


class Doubled(msgspec.Struct, frozen=True):
    """A queue number given twice on a day, or a draw number (`day` is '') given twice."""

    number: str
    day: str


class Report(msgspec.Struct, frozen=True):
    """What was checked, and what was found.

    `entries` of `desks` were read; `subjects` were folded and their `rows` compared by table. `unknown`
    operations of newer programs, subjects that are `waiting` for entries not here yet, or `unsettled` (left
    out) are no mistakes. `different` rows, `faulty` entries, what SQLite says of the `file`, `stray_slips` of
    entries that are not here, and `doubled` numbers are: without any of them it is `clean`. Where a record
    cannot be read, nothing can be compared: `rows` is empty.
    """

    clean: bool
    entries: int
    desks: int
    subjects: int
    rows: dict[str, int]
    unknown: int
    waiting: int
    unsettled: int
    slips: int
    different: int
    differences: tuple[Difference, ...]
    faulty: int
    faults: tuple[Fault, ...]
    file: tuple[str, ...]
    stray_slips: tuple[str, ...]
    doubled: tuple[Doubled, ...]
    database: str
    journal: str


def verify(desk: Desk) -> Report:
    """Check a desk as it is at one moment; others may go on writing. Nothing is changed."""
    check = _Check(desk)
    try:
        with desk.database.moment() as sql:
            check.sayings += desk.database.damage(sql)
            if check.log(sql):
                check.lists(sql)
            check.slips(sql)
    except Trouble as trouble:
        check.sayings.append(str(trouble))
    return check.report()


class _Check:
    def __init__(self, desk: Desk) -> None:
        self._desk, self._site = desk, desk.site
        self.entries = self.desks = self.subjects = self.unknown = self.waiting = self.printed = 0
        self.different = self.faulty = 0
        self.rows: dict[str, int] = {}
        self.differences: list[Difference] = []
        self.faults: list[Fault] = []
        self.sayings: list[str] = []
        self.stray: list[str] = []
        self._readable = True
        self._unsettled: set[str] = set()
        self._spent: dict[tuple[str, str, str], set[str]] = {}

    def report(self) -> Report:
        doubled = tuple(Doubled(number, day) for (_, day, number), by in sorted(self._spent.items())
                        if len(by) > 1)
        return Report(
            clean=not (self.different or self.faulty or self.sayings or self.stray or doubled),
            entries=self.entries, desks=self.desks, subjects=self.subjects, rows=self.rows,
            unknown=self.unknown, waiting=self.waiting, unsettled=len(self._unsettled), slips=self.printed,
            different=self.different, differences=tuple(self.differences), faulty=self.faulty,
            faults=tuple(self.faults), file=tuple(self.sayings), stray_slips=tuple(self.stray),
            doubled=doubled, database=f"{self._desk.database.kind} {self._desk.database.version}",
            journal=self._desk.database.mode)

    # -- the log ---------------------------------------------------------------------------------------

    def log(self, sql: Any) -> bool:
        """Each desk's numbers 1, 2, 3 …, its chain to the head, the subjects of each entry; whether all can
        be read."""
        asked = " UNION ".join(f"SELECT desk FROM {t} WHERE site=?" for t in ("line", "head", "touches"))
        names = sorted(row[0] for row in sql.exec_driver_sql(asked, (self._site,) * 3))
        self.desks = len(names)
        for name in names:
            self._chain(sql, name)
        return self._readable

    def _chain(self, sql: Any, desk: str) -> None:
        touched: dict[int, set[str]] = {}
        for n, subject in sql.exec_driver_sql("SELECT n, subject FROM touches WHERE site=? AND desk=?",
                                              (self._site, desk)):
            touched.setdefault(n, set()).add(subject)
        last, chain = wire.begins(desk), self._before(sql, desk)
        for n, id, data, kept in sql.exec_driver_sql(
                "SELECT n, id, CAST(data AS BLOB), CAST(chain AS BLOB) FROM line WHERE site=? AND desk=?"
                " ORDER BY n", (self._site, desk)):
            data, kept = bytes(data), bytes(kept)
            if n != last + 1:
                self._fault(desk, last + 1, "gap")
            elif wire.next_chain(chain, data) != kept:
                self._fault(desk, n, "chain")
            self._line(desk, n, id, data, touched.pop(n, set()))
            last, chain = n, kept
        self._ends(sql, desk, last, chain)
        for n in sorted(touched):
            self._fault(desk, n, "touches")

    def _before(self, sql: Any, desk: str) -> bytes:
        """What a desk's first entry follows; that of a branch an entry of its desk or of another branch."""
        at, base = wire.begins(desk), wire.base(desk)
        if not at:
            return wire.first_chain(self._site, base)
        for row in sql.exec_driver_sql(
                "SELECT CAST(b.chain AS BLOB), CAST(f.data AS BLOB), CAST(f.chain AS BLOB) FROM line f JOIN line b ON "
                "b.site=f.site AND b.n=f.n-1 AND (b.desk=? OR b.desk LIKE ?) WHERE f.site=? AND f.desk=? AND f.n=?",
                (base, f"{base}~%", self._site, desk, at + 1)):
            before, data, kept = map(bytes, row)
            if wire.next_chain(before, data) == kept:
                return before
        return b""

    def _line(self, desk: str, n: int, id: str, data: bytes, touched: set[str]) -> None:
        self.entries += 1
        try:
            entry = wire.decode(data)
        except Trouble:
            self._readable = False
            self._fault(desk, n, "unreadable")
            return
        self.unknown += sum(isinstance(op, Unknown) for op in entry.ops)
        if (entry.desk, entry.n, entry.id) != (wire.base(desk), n, id):
            self._fault(desk, n, "number")
        if set(entry.subjects) != touched:
            self._fault(desk, n, "touches")

    def _ends(self, sql: Any, desk: str, last: int, chain: bytes) -> None:
        head = sql.exec_driver_sql(
            "SELECT n, chain FROM head WHERE site=? AND desk=?", (self._site, desk)).first()
        if head is not None and head[0] > last:
            self._fault(desk, last + 1, "gap")
        elif head is None or (head[0], bytes(head[1])) != (last, chain):
            self._fault(desk, last, "head")

    def _fault(self, desk: str, n: int, what: str) -> None:
        self.faulty += 1
        if len(self.faults) < SHOWN:
            self.faults.append(Fault(desk, n, what))

    # -- the lists -------------------------------------------------------------------------------------

    def lists(self, sql: Any) -> None:
        """Every subject folded anew from the log, and its rows compared with those that are there."""
        self._unsettled = {row[0] for row in sql.exec_driver_sql(
            "SELECT subject FROM unsettled WHERE site=?", (self._site,))}
        found = {table.name: _Table(sql, table, self._site) for table in tables.DERIVED_TABLES}
        for subject, folded in self._desk.subjects(sql):
            self.subjects += 1
            self.waiting += bool(folded.waiting)
            self._compare(subject, self._desk.rows(subject, folded.state), found)
        for table in found.values():
            for key in table.rest():
                self._differs(table.name, key, "extra")

    def _compare(self, subject: str, due: Rows, found: Mapping[str, _Table]) -> None:
        sort, _, name = subject.partition("/")
        for kind, day, number, _, _, entry in due.get("spent", {}).values():
            self._spent.setdefault((kind, day if kind == "queue" else "", number), set()).add(entry)
        for table in found.values():
            if table.sort != sort:
                continue
            for key in table.before(name):
                self._differs(table.name, key, "extra")
            there, wanted = table.of(name), due.get(table.name, {})
            if subject in self._unsettled:
                continue
            self.rows[table.name] = self.rows.get(table.name, 0) + len(wanted)
            for key in wanted.keys() | there.keys():
                if there.get(key) != wanted.get(key) and there.get(key) != _plain(wanted.get(key)):
                    self._differs(table.name, key, _what(key in there, key in wanted))

    def _differs(self, table: str, key: tuple[str, ...], what: str) -> None:
        self.different += 1
        if len(self.differences) < SHOWN:
            self.differences.append(Difference(table, key, what))

    # -- paper -----------------------------------------------------------------------------------------

    def slips(self, sql: Any) -> None:
        """Slips are of this laptop alone; each belongs to an entry."""
        found = sql.exec_driver_sql("SELECT count(*) FROM slip WHERE site=?", (self._site,))
        self.printed = found.scalar_one()
        self.stray = [row[0] for row in sql.exec_driver_sql(
            "SELECT DISTINCT entry FROM slip WHERE site=?"
            " AND entry NOT IN (SELECT id FROM line WHERE site=?)", (self._site, self._site))]


class _Table:
    """The rows of a derived table, read once, subject after subject in the order of their names."""

    def __init__(self, sql: Any, table: Any, site: str) -> None:
        self.name: str = table.name
        self.sort = "unit" if "unit" in table.c else table.name
        names = [column.name for column in table.c]
        self._keys = len(table.primary_key)
        owner = "unit" if self.sort == "unit" else names[1]
        self._owner = names.index(owner)
        listed, named, ordered = ", ".join(map(_quoted, names)), _quoted(table.name), _quoted(owner)
        self._rows = iter(sql.exec_driver_sql(
            f"SELECT {listed} FROM {named} WHERE site=? ORDER BY {ordered}", (site,)))
        self._next = next(self._rows, None)

    def before(self, name: str) -> Iterator[tuple[str, ...]]:
        """Keys of rows of subjects that come before that one, and that nobody asked for."""
        while self._next is not None and self._next[self._owner] < name:
            yield self._take()[0]

    def of(self, name: str) -> dict[tuple[str, ...], tuple[Any, ...]]:
        """The rows of a subject: key and the rest, both without the site."""
        found: dict[tuple[str, ...], tuple[Any, ...]] = {}
        while self._next is not None and self._next[self._owner] == name:
            key, row = self._take()
            found[key] = row
        return found

    def rest(self) -> Iterator[tuple[str, ...]]:
        """Keys of the rows after the last subject."""
        while self._next is not None:
            yield self._take()[0]

    def _take(self) -> tuple[tuple[str, ...], tuple[Any, ...]]:
        row = tuple(self._next or ())
        self._next = next(self._rows, None)
        return row[1 : self._keys], row[self._keys :]


def _plain(row: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    """As a server keeps it, which has no character 0."""
    return row and tuple(value.replace("\0", "\u2400") if isinstance(value, str) else value for value in row)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _what(there: bool, wanted: bool) -> str:
    return "changed" if there and wanted else "extra" if there else "missing"


# -- in words ------------------------------------------------------------------------------------------

FAULTS: Mapping[str, str] = {
    "gap": N_("Desk {desk}: record {n} is missing."),
    "chain": N_("Desk {desk}: record {n} was changed, or does not follow the one before it."),
    "number": N_("Desk {desk}: record {n} says that it is another one."),
    "unreadable": N_("Desk {desk}: record {n} cannot be read."),
    "touches": N_("Desk {desk}: record {n} is listed under other subjects than its own."),
    "head": N_("Desk {desk}: the records end at {n}, and the desk says otherwise."),
}
DIFFERENCES: Mapping[str, str] = {
    "missing": N_("List {table}: the row {key} is missing."),
    "changed": N_("List {table}: the row {key} is not what the records say."),
    "extra": N_("List {table}: the row {key} should not be there."),
}


def sentences(report: Report, t: Words) -> list[str]:
    """The report for people: what was checked, what was found, what to do."""
    return [*_checked(report, t), *_found(report, t), _so(report, t)]


def _checked(report: Report, t: Words) -> Iterator[str]:
    yield t("{entries} records of {desks} desks: numbers, chain and subjects checked.",
            entries=report.entries, desks=report.desks)
    if report.faulty and not report.rows:
        yield t("The lists could not be compared: a record cannot be read.")
    else:
        yield t("{subjects} subjects worked out anew, {rows} rows of {lists} lists compared.",
                subjects=report.subjects, rows=sum(report.rows.values()), lists=len(report.rows))
    if report.journal:
        yield t("The file checked with {database} ({mode}), {slips} slips looked up.", database=report.database,
                mode=report.journal, slips=report.slips)
    else:
        yield t("The records are kept by {database}; {slips} slips looked up.", database=report.database,
                slips=report.slips)
    if report.unknown:
        yield t("{n} operations were written by a newer version; they are kept as they are.",
                n=report.unknown)
    if report.waiting:
        yield t("{n} subjects wait for records that are not here yet.", n=report.waiting)
    if report.unsettled:
        yield t("{n} subjects are not worked out yet and were left out.", n=report.unsettled)


def _found(report: Report, t: Words) -> Iterator[str]:
    for saying in report.file:
        yield t("The file is damaged: {what}", what=saying)
    for fault in report.faults:
        yield t(FAULTS[fault.what], desk=fault.desk, n=fault.n)
    for each in report.differences:
        yield t(DIFFERENCES[each.what], table=each.table, key=" ".join(each.key))
    left = report.different + report.faulty - len(report.differences) - len(report.faults)
    if left:
        yield t("… and {n} more.", n=left)
    for entry in report.stray_slips:
        yield t("A slip belongs to record {entry}, which is not here.", entry=entry)
    for twice in report.doubled:
        if twice.day:
            yield t("Number {number} was given twice on {day}.", number=twice.number, day=twice.day)
        else:
            yield t("Draw number {number} was given twice.", number=twice.number)


def _so(report: Report, t: Words) -> str:
    if report.clean:
        return t("Everything is as it should be.")
    if report.different and not (report.faulty or report.file or report.stray_slips or report.doubled):
        return t("The records are whole. `rebuild` makes the lists anew from them.")
    return t("Nothing was changed. Keep the file, and take the records from another laptop or a backup.")
