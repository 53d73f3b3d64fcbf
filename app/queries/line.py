"""The line of those who may go on, and how long it is: by appointment slot, then arrival (onsite.md 3.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from itertools import pairwise

import msgspec
from sqlalchemy import Connection

from app.log.here import local
from app.queries.households import TODAYS

ENOUGH = 5  # households that went on today, before the time that one takes can be told
FRESH_MIN = 45  # minutes after which nobody has gone on, so that nothing can be said any more


class Place(msgspec.Struct, frozen=True):
    """A visit in the line: `at` its arrival (ms UTC), `slot` of its appointment, '' for a walk-in."""

    unit: str
    visit: str
    numbers: tuple[str, ...]
    at: int
    slot: str


class Line:
    """Questions about one site's line on a day."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], site: str) -> None:
        self._reading = reading
        self._site = site

    def places(self, day: str, zone: str) -> list[Place]:
        """Who may go on and waits, first who is next. A family stands once. Who kept the appointment or came early
        stands at its slot; a walk-in, or who came too late for it, where they arrived."""
        with self._reading() as sql:
            found = sql.exec_driver_sql(
                f"SELECT v.id, min(h.unit), v.numbers, v.at, v.slot, v.appointment FROM {TODAYS} JOIN household h "
                "ON h.site=v.site AND h.unit=v.unit WHERE v.site=? AND v.day=? AND v.ended='' AND h.linked_to='' "
                "AND (h.step='' OR v.allowed<>'') GROUP BY v.id", (self._site, day)).all()
        placed = [((_stands(at, slot, kept, zone), at, numbers), Place(unit, id, tuple(numbers.split()), at, slot))
                  for id, unit, numbers, at, slot, kept in found]
        return [place for _, place in sorted(placed, key=lambda one: one[0])]

    def ahead(self, visit: str, day: str, zone: str) -> int | None:
        """How many stand before a visit; None for one that does not stand in the line."""
        ids = [place.visit for place in self.places(day, zone)]
        return ids.index(visit) if visit in ids else None

    def wait(self, visit: str, day: str, zone: str, now: int) -> tuple[int, int] | None:
        """How many stand before a visit and the minutes that may take, while that figure is fresh; else None."""
        minutes = self.pace(day, now)
        ahead = self.ahead(visit, day, zone) if minutes is not None else None
        return None if minutes is None or ahead is None else (ahead, round(ahead * minutes))

    def pace(self, day: str, now: int) -> float | None:
        """Minutes between two households that went on today."""
        with self._reading() as sql:
            ended = sql.exec_driver_sql(
                f"SELECT DISTINCT ended_at, id FROM {TODAYS} WHERE site=? AND day=? AND ended IN ('result', 'left') "
                "ORDER BY ended_at", (self._site, day)).all()
        return pace([row[0] for row in ended], now)


def pace(ended: Sequence[int], now: int) -> float | None:
    """Minutes between two, from the times (ms) at which households went on today.

    onsite.md 3.2 has ahead × median service ÷ open desks; the median time between two that went on is service
    divided by desks as they really are. None while too few went on, or none for a while."""
    if len(ended) < ENOUGH or now - ended[-1] > FRESH_MIN * 60_000:
        return None
    from statistics import median  # brings fractions and decimals along, which the first window can do without

    return median(after - before for before, after in pairwise(ended)) / 60_000


def _stands(at: int, slot: str, kept: str, zone: str) -> str:
    start = slot.partition("-")[0]
    if kept in ("kept", "early") and start:
        return start.rjust(5, "0")
    return local(at, zone).strftime("%H:%M")
