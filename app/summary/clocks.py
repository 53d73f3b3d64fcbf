"""Records that were written while a laptop's clock was wrong (report.md 5.6): shown with the right time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from app.desk import Desk
from app.log import wire
from app.log.fold import fold, voided
from app.log.kinds import blank
from app.log.operation import Entry, Void
from app.log.order import ancestry, in_order
from app.stations.site import ClockState

WRONG_MS = 5 * 60 * 1000
MEASURED = "SELECT DISTINCT subject FROM touches WHERE site=? AND subject LIKE 'desk/%'"
OF_SUBJECT = ("SELECT l.data FROM touches t JOIN line l ON l.site=t.site AND l.desk=t.desk AND l.n=t.n "
              "WHERE t.site=? AND t.subject=? AND l.known<=?")
OF_DESK = "SELECT data FROM line WHERE site=? AND desk=? AND known<=?"
EVER = 1 << 62


class WrongTime(msgspec.Struct, frozen=True):
    """A record of a unit: `at` as it was written, `off` by how much that is too late (below 0: too early), both ms;
    `did` the name of its first operation."""

    letter: str
    unit: str
    did: str
    at: int
    off: int
    by: str


def wrong_times(desk: Desk, begin: int, end: int, as_known: int | None = None) -> list[WrongTime]:
    """Records written from `begin` to before `end` (ms UTC, by the laptop's own clock) that stand, in that order.
    Whoever typed in an earlier time said it himself, and a time whose laptop was never compared is believed."""
    until = EVER if as_known is None else as_known
    with desk.database.read() as sql:
        found = [wrong for (subject,) in sql.exec_driver_sql(MEASURED, (desk.site,)).all()
                 for wrong in _of_desk(desk.site, subject, begin, end, until, sql)]
    return sorted(found, key=lambda one: (one.at, one.unit))


def _of_desk(site: str, subject: str, begin: int, end: int, until: int, sql: Any) -> Iterator[WrongTime]:
    clocks: dict[str, ClockState] = fold(_entries(site, subject, until, sql), subject, blank).state.clocks
    if not clocks:
        return
    for (data,) in sql.exec_driver_sql(OF_DESK, (site, subject.partition("/")[2], until)).all():
        entry = wire.decode(bytes(data))
        unit = next((op for op in entry.ops if op.on.startswith("unit/") and not isinstance(op, Void)), None)
        clock = clocks.get(entry.boot)
        if clock is None or unit is None or entry.when is not None or not begin <= entry.at < end:
            continue
        off = clock.off(entry.at, entry.mono)
        if abs(off) > WRONG_MS and _stands(site, entry, unit.on, until, sql):
            yield WrongTime(entry.letter, unit.on.partition("/")[2], type(unit).__name__, entry.at, off, entry.by)


def _stands(site: str, entry: Entry, subject: str, until: int, sql: Any) -> bool:
    ordered = in_order(_entries(site, subject, until, sql), subject)
    return entry.id not in voided(ordered, subject, ancestry(ordered, subject))


def _entries(site: str, subject: str, until: int, sql: Any) -> list[Entry]:
    return [wire.decode(bytes(data)) for (data,) in sql.exec_driver_sql(OF_SUBJECT, (site, subject, until)).all()]
