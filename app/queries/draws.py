"""Who may be drawn, and whose a draw number is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager

import msgspec
from sqlalchemy import Connection

from app.queries.evening import Evening

# Those who really came: a visit that stands, on the list, under contract (report.md 5.1).
ARRIVED = ("SELECT DISTINCT h.draw, h.unit, h.code, h.owners FROM household h JOIN visit v ON v.site=h.site AND "
           "v.unit=h.unit WHERE h.site=? AND h.draw<>'' AND h.listed=1 AND h.withdrawn=0 AND h.linked_to='' AND "
           "v.ended<>'moved'")


class Holder(msgspec.Struct, frozen=True):
    """Whose a draw number is; `came` whether an arrival of theirs still stands."""

    number: str
    unit: str = ""
    code: str = ""
    owners: tuple[str, ...] = ()
    came: bool = False


class Source(msgspec.Struct, frozen=True):
    """How many of those who are in came at one laptop, and when it was last heard (ms UTC)."""

    letter: str
    arrivals: int
    at: int


class Draws:
    """Questions about draws; `day` (ISO) keeps to the arrivals of one day, '' takes all."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], site: str) -> None:
        self._reading, self._site = reading, site

    def ids(self) -> list[str]:
        """Of every draw, the newest first."""
        with self._reading() as sql:
            return [row[0] for row in sql.exec_driver_sql("SELECT id FROM draw WHERE site=? ORDER BY at DESC",
                                                          (self._site,))]

    def arrived(self, day: str, but: Collection[str]) -> list[Holder]:
        """Those who came, without the numbers that won already."""
        with self._reading() as sql:
            rows = sql.exec_driver_sql(f"{ARRIVED}{' AND v.day=?' if day else ''} ORDER BY h.draw",
                                       (self._site, *([day] if day else []))).all()
        return [Holder(number, unit, code, _names(owners), True) for number, unit, code, owners in rows
                if number not in but]

    def sources(self, day: str = "") -> list[Source]:
        """At which laptops they came, the longest silent first."""
        with self._reading() as sql:
            rows = sql.exec_driver_sql(
                f"SELECT v.letter, count(DISTINCT v.unit) FROM visit v WHERE v.site=? AND v.ended<>'moved'"
                f"{' AND v.day=?' if day else ''} GROUP BY v.letter", (self._site, *([day] if day else []))).all()
        heard = {one.letter: one.at for one in Evening(self._reading, self._site).heard()}
        return sorted((Source(letter, n, heard.get(letter, 0)) for letter, n in rows), key=lambda one: one.at)

    def holder(self, number: str) -> Holder:
        """Whose number that is, and whether they really came."""
        with self._reading() as sql:
            row = sql.exec_driver_sql("SELECT unit, code, owners FROM household WHERE site=? AND draw=?",
                                      (self._site, number)).first()
            came = sql.exec_driver_sql(f"{ARRIVED} AND h.draw=?", (self._site, number)).first() is not None
        return Holder(number) if row is None else Holder(number, row[0], row[1], _names(row[2]), came)


def _names(owners: str) -> tuple[str, ...]:
    return msgspec.json.decode(owners, type=tuple[str, ...]) if owners else ()
