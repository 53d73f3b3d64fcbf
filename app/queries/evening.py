"""What stands open when the day is to be finished (USERS.md 4.13): each answer is a list that can be looked at."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec
from sqlalchemy import Connection

from app.log import wire

DONE = ("confirmed", "sent", "shown", "cancelled")  # states of a slip that nobody has to look at any more


class OpenVisit(msgspec.Struct, frozen=True):
    """A household of whom nobody has said how it ended; `at` its arrival, ms UTC."""

    unit: str
    code: str
    numbers: str
    at: int


class Heard(msgspec.Struct, frozen=True):
    """The newest record of a laptop that is here: `at` when it was written (ms UTC), `n` how many there are."""

    desk: str
    letter: str
    at: int
    n: int


class Evening:
    """Questions of the last half hour."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], site: str) -> None:
        self._reading, self._site = reading, site

    def open_visits(self, day: str) -> list[OpenVisit]:
        """Visits of that day without a result, the longest here first."""
        with self._reading() as sql:
            rows = sql.exec_driver_sql(
                "SELECT v.unit, h.code, v.numbers, v.at FROM visit v "
                "JOIN household h ON h.site=v.site AND h.unit=v.unit "
                "WHERE v.site=? AND v.day=? AND v.ended='' ORDER BY v.at", (self._site, day)).all()
        return [OpenVisit(*row) for row in rows]

    def heard(self) -> list[Heard]:
        """Every laptop of the site whose records are here, the longest silent first. Of a name that two laptops wrote
        under nobody waits for more."""
        with self._reading() as sql:
            rows = sql.exec_driver_sql(
                "SELECT h.desk, h.n, (SELECT l.data FROM line l WHERE l.site=h.site AND l.desk=h.desk AND l.n=h.n) "
                "FROM head h WHERE h.site=?", (self._site,)).all()
        over = {wire.base(desk) for desk, _, _ in rows if desk != wire.base(desk)}
        found = [(desk, n, wire.decode(bytes(data))) for desk, n, data in rows if wire.base(desk) not in over]
        return sorted((Heard(desk, entry.letter, entry.at, n) for desk, n, entry in found), key=lambda one: one.at)

    def to_settle(self) -> list[str]:
        """Codes of the units of which two desks said different things."""
        with self._reading() as sql:
            return [row[0] for row in sql.exec_driver_sql(
                "SELECT code FROM household WHERE site=? AND clashes>0 ORDER BY code", (self._site,))]

    def photos(self) -> list[tuple[str, str, int]]:
        """Code of the unit, SHA-256 and bytes of every photo on record."""
        with self._reading() as sql:
            rows = sql.exec_driver_sql(
                "SELECT h.code, p.sha256, p.size FROM photo p JOIN household h ON h.site=p.site AND h.unit=p.unit "
                "WHERE p.site=? ORDER BY h.code", (self._site,)).all()
        return [(code, sha256, size) for code, sha256, size in rows]

    def slips(self) -> int:
        """Slips of this laptop that did not surely come out."""
        marks = ",".join("?" * len(DONE))
        with self._reading() as sql:
            count = sql.exec_driver_sql(f"SELECT count(*) FROM slip WHERE site=? AND state NOT IN ({marks})",
                                        (self._site, *DONE)).scalar_one()
        return int(count)
