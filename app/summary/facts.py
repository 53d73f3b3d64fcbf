"""What a day is counted from, as it is known now or as it was known at an earlier moment.

Rows are those of the derived tables. For an earlier moment only units that something became known of since are
folded anew, from the lines that were known then; of all others the tables hold as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from app import derive
from app.desk import Desk
from app.log import wire
from app.log.fold import fold
from app.log.kinds import blank
from app.log.operation import Entry
from app.unit import Unit
from app.unswept import unswept


class House(msgspec.Struct, frozen=True, gc=False):
    """A unit as the list has it. `since`, `withdrawn` and `deemed` (when it was deemed delivered) are ms UTC, 0 for
    never; `deemed_since` the ISO date from which it is."""

    unit: str
    code: str
    building: str
    owners: str
    layout: str
    provisional: str
    linked_to: str
    withdrawn: int
    listed: int
    since: int
    deemed: int = 0
    deemed_since: str = ""


class Came(msgspec.Struct, frozen=True, gc=False):
    """A visit."""

    unit: str
    id: str
    day: str
    numbers: str
    at: int
    party: int | None
    slot: str
    appointment: str
    ended: str
    ended_at: int


class Held(msgspec.Struct, frozen=True, gc=False):
    """A reason why a household may not go on."""

    unit: str
    code: str
    set_at: int
    cleared_at: int


class Walk(msgspec.Struct, frozen=True, gc=False):
    """An inspection that was begun."""

    unit: str
    visit: str
    at: int
    escort: str


class Found(msgspec.Struct, frozen=True, gc=False):
    """A defect."""

    unit: str
    visit: str
    code: str
    room: str
    wall: str
    text: str
    severity: int
    trade: str
    due: str
    at: int
    by: str
    fixed: int
    dropped: str


class Ended(msgspec.Struct, frozen=True, gc=False):
    """A result."""

    unit: str
    code: str
    visit: str
    day: str
    at: int
    nth: int
    by: str
    why: str
    note: str
    promised: str


class Given(msgspec.Struct, frozen=True, gc=False):
    """A gift."""

    unit: str
    kind: str
    qty: int
    at: int
    taken_back: int
    returned: int | None


class Facts(msgspec.Struct):
    """Everything that a report is counted from."""

    houses: list[House] = []
    visits: list[Came] = []
    reasons: list[Held] = []
    walks: list[Walk] = []
    defects: list[Found] = []
    results: list[Ended] = []
    gifts: list[Given] = []


SORTS: tuple[tuple[str, str, type[Any]], ...] = (
    ("household", "houses", House), ("visit", "visits", Came), ("reason", "reasons", Held),
    ("inspection", "walks", Walk), ("defect", "defects", Found), ("result", "results", Ended), ("gift", "gifts", Given),
)
TOUCHED = ("SELECT DISTINCT t.subject FROM line l JOIN touches t ON t.site=l.site AND t.desk=l.desk AND t.n=l.n "
           "WHERE l.site=? AND l.known>? AND t.subject LIKE 'unit/%'")
KNOWN = "SELECT data FROM line WHERE site=? AND known<=?"


def facts(desk: Desk, as_known: int | None = None) -> Facts:
    """All that is known, or was known at `as_known` (ms UTC)."""
    while desk.settle():
        pass
    with unswept():
        return _facts(desk, as_known)


def _facts(desk: Desk, as_known: int | None) -> Facts:
    made = Facts()
    with desk.database.read() as sql:
        later = set() if as_known is None else {
            row[0].partition("/")[2] for row in sql.exec_driver_sql(TOUCHED, (desk.site, as_known)).all()}
        for table, into, sort in SORTS:
            columns = ",".join(f'"{name}"' for name in sort.__struct_fields__)
            rows = _rows(sql.exec_driver_sql(f"SELECT {columns} FROM {table} WHERE site=?", (desk.site,)))
            getattr(made, into).extend([sort(*row) for row in rows if row[0] not in later])
        if later:
            _then(made, _folded(_rows(sql.exec_driver_sql(KNOWN, (desk.site, as_known))), later))
    return made


def _rows(result: Any) -> Any:
    """As the driver has them: of so many rows the nicer ones cost a tenth of a second."""
    return result.cursor.fetchall()


def _folded(rows: Iterable[Any], wanted: set[str]) -> Iterator[tuple[str, Unit]]:
    of: dict[str, list[Entry]] = {f"unit/{name}": [] for name in wanted}
    for (data,) in rows:
        entry = wire.decode(data)
        for op in entry.ops:
            mine = of.get(op.on)
            if mine is not None and (not mine or mine[-1] is not entry):
                mine.append(entry)
    for subject, entries in of.items():
        if entries:
            yield subject.partition("/")[2], fold(entries, subject, blank).state


def _then(made: Facts, units: Iterable[tuple[str, Unit]]) -> None:
    for name, u in units:
        made.houses.append(House(name, u.code, str(u.fact("building")), derive.text(u.owners), str(u.fact("layout")),
                                 u.provisional, u.linked_to, u.withdrawn, int(bool(u.versions)), u.since,
                                 *((u.deemed.at, u.deemed.since) if u.deemed else ())))
        made.visits += [Came(name, v.id, v.day, " ".join(v.numbers), v.at, v.party, v.slot, v.appointment, v.ended,
                             v.ended_at) for v in u.visits.values()]
        made.reasons += [Held(name, r.code, r.set_at, r.cleared_at) for r in u.reasons.values()]
        made.walks += [Walk(name, i.visit, i.at, i.escort) for i in u.inspections.values()]
        made.defects += [Found(name, d.visit, d.code, d.room, d.wall, d.text, d.severity, d.trade, d.due, d.at, d.by,
                               int(d.fixed), d.dropped) for d in u.defects.values()]
        made.results += [Ended(name, r.code, r.visit, r.day, r.at, r.nth, r.by, r.why, r.note, r.promised)
                         for r in u.results.values()]
        made.gifts += [Given(name, g.kind, g.qty, g.at, int(g.taken_back), None if g.returned is None else
                             int(g.returned)) for g in u.gifts.values()]
