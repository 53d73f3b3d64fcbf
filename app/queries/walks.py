"""Households that an escort may go out with today, and those who are out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec
from sqlalchemy import Connection

from app.queries.households import TODAYS, texts


class Walk(msgspec.Struct, frozen=True):
    """An open visit of today. `at` is its arrival (ms UTC), `escort` who is out with the household, '' for nobody,
    `may` whether nothing stands before that."""

    unit: str
    code: str
    owners: tuple[str, ...]
    visit: str
    number: str
    at: int
    escort: str
    may: bool


class Walks:
    """Questions about one site's open visits."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], site: str) -> None:
        self._reading = reading
        self._site = site

    def open(self, day: str) -> list[Walk]:
        """Those who are out first, then by arrival; each unit of a family by itself."""
        with self._reading() as sql:
            found = sql.exec_driver_sql(
                "SELECT v.unit, h.code, h.owners, v.id, v.numbers, v.at, h.step='' OR v.allowed<>'', "
                "(SELECT max(CASE i.escort WHEN '' THEN i.by ELSE i.escort END) FROM inspection i WHERE i.site=v.site "
                "AND i.unit=v.unit AND (i.visit=v.id OR (i.visit='' AND i.at>=v.at))) AS escort "
                f"FROM {TODAYS} JOIN household h ON h.site=v.site AND h.unit=v.unit WHERE v.site=? AND v.day=? "
                "AND v.ended='' AND h.linked_to='' ORDER BY escort IS NULL, v.at, h.code", (self._site, day)).all()
        return [Walk(unit, code, texts(owners), id, numbers.partition(" ")[0], at, escort or "", bool(may))
                for unit, code, owners, id, numbers, at, may, escort in found]
