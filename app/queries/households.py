"""Households as rows: what a list, the card and the strip at reception show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec
from sqlalchemy import Connection

_texts = msgspec.json.Decoder(tuple[str, ...])
FAMILY = 5  # units that one arrival may be for, when the last arrivals are read
TODAYS = "visit AS v INDEXED BY visit_day"  # not chosen without statistics, and then every day of the site is read
VISIT = "v.unit, v.id, v.day, v.numbers, v.at, v.active, v.letter, v.ended, v.allowed<>''"


class VisitRow(msgspec.Struct, frozen=True):
    """One coming: `at` arrival and `active` when anything last happened to it (ms UTC), `letter` of the desk,
    `ended` as in app.unit.Visit, `allowed` when somebody let it go on although a reason is open."""

    unit: str
    id: str
    day: str
    numbers: tuple[str, ...]
    at: int
    active: int
    letter: str
    ended: str
    allowed: bool


class Household(msgspec.Struct, frozen=True):
    """One unit as a row. `unit` names its subject, `code` is how it is called; `step` is what stands before the
    escort (app.unit.Unit.step), '' when the visit of today was let go on; `visit` is today's: the open one, else
    the latest, else None."""

    unit: str
    code: str
    owners: tuple[str, ...] = ()
    layout: str = ""
    step: str = ""
    provisional: str = ""
    withdrawn: bool = False
    visit: VisitRow | None = None

    @property
    def subject(self) -> str:
        """The name of its subject in the log."""
        return f"unit/{self.unit}"

    @property
    def here(self) -> VisitRow | None:
        """The visit that is open now."""
        return self.visit if self.visit is not None and not self.visit.ended else None


class Kin(msgspec.Struct, frozen=True):
    """Another unit of the same owners. `sure` when the ID number is the same, or name and phone are; the same
    name alone is only something to ask about (USERS.md 4.6)."""

    household: Household
    sure: bool


class Arrival(msgspec.Struct, frozen=True):
    """A check-in of this desk: the household's number, its first unit, and how many more units it came for."""

    unit: str
    code: str
    owners: tuple[str, ...]
    number: str
    at: int
    more: int


class Households:
    """Questions about one site's units and visits, over read connections to its database (SQLite)."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], site: str) -> None:
        self._reading = reading
        self._site = site

    def of(self, units: Sequence[str], day: str) -> list[Household]:
        """Rows of these units, in their order; a unit that nobody knows has none,
        nor has one whose record was taken back."""
        with self._reading() as sql:
            return self._rows(sql, units, day)

    def kin(self, unit: str, day: str, limit: int = 12) -> list[Kin]:
        """The other units of a unit's owners, the sure ones first, by code."""
        with self._reading() as sql:
            found = sql.exec_driver_sql(
                # CROSS JOIN keeps the order of the two: else the whole table is read to group it.
                "SELECT b.unit, max(substr(b.mark, 1, 2)<>'n:') AS sure FROM same_owner a CROSS JOIN same_owner b "
                "ON b.site=a.site AND b.mark=a.mark AND b.unit<>a.unit WHERE a.site=? AND a.unit=? "
                "GROUP BY +b.unit ORDER BY sure DESC, b.unit LIMIT ?", (self._site, unit, limit)).all()
            rows = self._rows(sql, [row[0] for row in found], day)
        sure = {row[0]: bool(row[1]) for row in found}
        kin = [Kin(row, sure[row.unit]) for row in rows if not row.withdrawn and not row.provisional]
        return sorted(kin, key=lambda one: (not one.sure, one.household.code))

    def holders(self, number: str, day: str) -> list[str]:
        """Units that a queue number of that day belongs to now: one, or those of a family."""
        with self._reading() as sql:
            found = sql.exec_driver_sql(
                f"SELECT DISTINCT v.unit FROM {TODAYS} JOIN household h ON h.site=v.site AND "
                "h.unit=v.unit WHERE v.site=? AND v.day=? AND v.ended<>'moved' AND h.linked_to='' "
                "AND ' ' || v.numbers || ' ' LIKE ? ORDER BY h.code", (self._site, day, f"% {number} %"))
            return [row[0] for row in found]

    def arrivals(self, letter: str, day: str, limit: int = 12) -> list[Arrival]:
        """The last check-ins at a desk, newest first; a family's units are one."""
        with self._reading() as sql:
            found = sql.exec_driver_sql(
                "SELECT v.id, v.numbers, v.at, h.unit, h.code, h.owners FROM (SELECT site, id, unit, numbers, at, "
                f"written FROM {TODAYS} WHERE site=? AND day=? AND letter=? AND ended<>'moved' "
                "ORDER BY written DESC, numbers DESC LIMIT ?) v JOIN household h ON h.site=v.site AND h.unit=v.unit "
                "WHERE h.linked_to='' ORDER BY v.written DESC, v.numbers DESC, h.code",
                (self._site, day, letter, limit * FAMILY)).all()
        came: dict[str, list[Any]] = {}
        for row in found:
            came.setdefault(row[0], []).append(row)
        return [Arrival(units[0].unit, units[0].code, texts(units[0].owners), units[0].numbers.partition(" ")[0],
                        units[0].at, len(units) - 1) for units in list(came.values())[:limit]]

    def held_up(self, day: str) -> dict[str, str]:
        """Units that are here and may not go on yet: code by unit. Who is missing here later was cleared."""
        with self._reading() as sql:
            found = sql.exec_driver_sql(
                f"SELECT h.unit, h.code FROM {TODAYS} JOIN household h ON h.site=v.site AND "
                "h.unit=v.unit WHERE v.site=? AND v.day=? AND v.ended='' AND v.allowed='' AND h.step<>'' "
                "AND h.linked_to=''", (self._site, day))
            return {row[0]: row[1] for row in found}

    def doubled(self, day: str) -> dict[str, str]:
        """Units with an open visit that has several numbers, since two desks checked it in: numbers by unit."""
        with self._reading() as sql:
            found = sql.exec_driver_sql(
                f"SELECT v.unit, v.numbers FROM {TODAYS} JOIN household h ON h.site=v.site AND "
                "h.unit=v.unit WHERE v.site=? AND v.day=? AND v.ended='' AND v.numbers LIKE '% %' AND h.linked_to=''",
                (self._site, day))
            return {row[0]: " · ".join(row[1].split()) for row in found}

    def next_code(self, letter: str) -> str:
        """A code that no household has, for one that is on no list: `NEW-A1`."""
        start = f"NEW-{letter}"
        with self._reading() as sql:
            found = sql.exec_driver_sql(
                "SELECT code FROM household WHERE site=? AND unit LIKE ?", (self._site, f"{start}%"))
            taken = [row[0].removeprefix(start) for row in found]
        return f"{start}{max((int(one) for one in taken if one.isdecimal()), default=0) + 1}"

    def _rows(self, sql: Connection, units: Sequence[str], day: str) -> list[Household]:
        if not units:
            return []
        marks = ",".join("?" * len(units))
        visits: dict[str, VisitRow] = {}
        for row in sql.exec_driver_sql(
                f"SELECT {VISIT} FROM visit v WHERE v.site=? AND v.day=? AND v.ended<>'moved' "
                f"AND v.unit IN ({marks}) ORDER BY v.ended='', v.at", (self._site, day, *units)):
            visits[row[0]] = visit_row(row)
        found = sql.exec_driver_sql(
            "SELECT unit, code, owners, layout, step, provisional, withdrawn, listed FROM household "
            f"WHERE site=? AND linked_to='' AND unit IN ({marks})", (self._site, *units))
        rows = {row[0]: _household(row, visits.get(row[0])) for row in found
                if row.listed or row.provisional or row[0] in visits}
        return [rows[unit] for unit in units if unit in rows]


def visit_row(row: Sequence[Any]) -> VisitRow:
    """From the columns VISIT."""
    unit, id, day, numbers, at, active, letter, ended, allowed = row
    return VisitRow(unit, id, day, tuple(numbers.split()), at, active, letter, ended, bool(allowed))


def texts(value: str) -> tuple[str, ...]:
    """A list that a derived table holds as JSON text."""
    return _texts.decode(value) if value else ()


def _household(row: Sequence[Any], visit: VisitRow | None) -> Household:
    unit, code, owners, layout, step, provisional, withdrawn, _ = row
    free = visit is not None and not visit.ended and visit.allowed
    return Household(unit, code, texts(owners), layout, "" if free else step, provisional, bool(withdrawn), visit)
