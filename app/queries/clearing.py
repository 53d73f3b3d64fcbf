"""Who waits for finance or another counter to clear a reason, oldest arrival first (USERS.md 4.4)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec
from sqlalchemy import Connection

from app.queries.households import TODAYS, texts
from app.unit import DESK_CLEARS, WARNINGS

NOT_HERE = 50  # rows of households that are looked for and have not come


class Open(msgspec.Struct, frozen=True):
    """An open reason of a unit. `key` names the record; `since` is the arrival of the visit that waits (ms UTC), 0
    for a household that is not here; `number` its queue number."""

    unit: str
    code: str
    owners: tuple[str, ...]
    key: str
    reason: str
    note: str
    since: int
    number: str
    letter: str


class Clearing:
    """Questions about the open reasons of one site."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], site: str) -> None:
        self._reading = reading
        self._site = site

    def waiting(self, day: str, part: str = "") -> list[Open]:
        """Households that are here and wait, oldest first. With `part` only units whose code or owner holds it, and
        behind those who wait also such that have not come."""
        like = f"%{part.strip()}%"
        with self._reading() as sql:
            rows = list(sql.exec_driver_sql(
                f"{_SELECT}, v.at, v.numbers, v.letter FROM {TODAYS} JOIN household h ON h.site=v.site AND "
                f"h.unit=v.unit {_REASON} WHERE v.site=? AND v.day=? AND v.ended='' AND v.allowed='' AND {_OPEN} "
                "ORDER BY v.at, h.code, r.code", (self._site, day, like, like)))
            if part.strip():
                rows += sql.exec_driver_sql(
                    f"{_SELECT}, 0, '', '' FROM household h {_REASON} WHERE h.site=? AND NOT EXISTS (SELECT 1 FROM "
                    "visit v WHERE v.site=h.site AND v.unit=h.unit AND v.day=? AND v.ended='') AND "
                    f"{_OPEN} ORDER BY h.code, r.code LIMIT ?", (self._site, day, like, like, NOT_HERE)).all()
        return [Open(unit, code, texts(owners), key, reason, note, since, numbers.partition(" ")[0], letter)
                for unit, code, owners, key, reason, note, since, numbers, letter in rows]


_SELECT = "SELECT h.unit, h.code, h.owners, r.key, r.code, r.note"
_REASON = "JOIN reason r ON r.site=h.site AND r.unit=h.unit AND r.cleared_at=0"
_OTHERS = ", ".join(f"'{code}'" for code in sorted({*DESK_CLEARS, *WARNINGS}))
_OPEN = f"r.code NOT IN ({_OTHERS}) AND h.linked_to='' AND (h.code LIKE ? OR h.owners LIKE ?)"
