"""How many gifts there are, and who got what."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec
from sqlalchemy import Connection

GONE = "(taken_back=0 OR returned=0)"  # taken back in the record, but the thing did not come back


class Stock(msgspec.Struct, frozen=True):
    """A kind: `gone` from the shelf since the beginning, `today` since a moment, `lost` of them without a record."""

    gone: int = 0
    today: int = 0
    lost: int = 0


class Handed(msgspec.Struct, frozen=True):
    """One handing over; `at` ms UTC."""

    unit: str
    code: str
    kind: str
    qty: int
    at: int
    by: str
    letter: str
    taken_back: bool


class Gifts:
    """Questions of whoever hands gifts out."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], site: str) -> None:
        self._reading, self._site = reading, site

    def stock(self, since: int = 0) -> dict[str, Stock]:
        """What left the shelf, by kind; `since` (ms UTC) is when today began."""
        with self._reading() as sql:
            rows = sql.exec_driver_sql(
                f"SELECT kind, sum(qty), sum(CASE WHEN at>=? THEN qty ELSE 0 END), sum(taken_back * qty) FROM gift "
                f"WHERE site=? AND {GONE} GROUP BY kind", (since, self._site)).all()
        return {kind: Stock(gone, today, lost) for kind, gone, today, lost in rows}

    def handed(self, since: int, limit: int = 200) -> list[Handed]:
        """What was handed out since (ms UTC), the newest first, those taken back among them."""
        with self._reading() as sql:
            rows = sql.exec_driver_sql(
                "SELECT g.unit, h.code, g.kind, g.qty, g.at, g.\"by\", g.letter, g.taken_back FROM gift g "
                "JOIN household h ON h.site=g.site AND h.unit=g.unit WHERE g.site=? AND g.at>=? "
                "ORDER BY g.at DESC LIMIT ?", (self._site, since, limit)).all()
        return [Handed(*row[:7], bool(row[7])) for row in rows]
