"""What the frame shows all the time: the newest list, and how many of today's bookings have come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec
from sqlalchemy import Connection

Reading = Callable[[], AbstractContextManager[Connection]]


class Today(msgspec.Struct, frozen=True):
    """`list_number` 0 without a list; `list_at` ms UTC; `booked` units with an appointment on that day, or with
    one that names no day; `arrived` units with a visit; `booked_arrived` those of the booked that came."""

    list_number: int = 0
    list_at: int = 0
    booked: int = 0
    arrived: int = 0
    booked_arrived: int = 0
    clashes: int = 0


def today(reading: Reading, site: str, day: str) -> Today:
    """Counted for `day` (ISO, of the site)."""
    came = "SELECT unit FROM visit WHERE site=? AND day=? AND ended<>'moved'"
    due = "(linked_to='' AND appointment<>'' AND (appointment NOT LIKE '% %' OR appointment LIKE ?))"
    with reading() as sql:
        newest = sql.exec_driver_sql(
            "SELECT number, at FROM roster WHERE site=? AND closed=1 ORDER BY number DESC, at DESC LIMIT 1",
            (site,)).first()
        count = sql.exec_driver_sql(
            f"SELECT sum({due}), (SELECT count(DISTINCT unit) FROM ({came})), sum({due} AND unit IN ({came})), "
            "sum(clashes) FROM household WHERE site=?",
            (f"{day} %", site, day, f"{day} %", site, day, site)).one()
    number, at = newest if newest else (0, 0)
    return Today(number, at, *(n or 0 for n in count))
