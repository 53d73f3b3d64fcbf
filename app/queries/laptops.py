"""The laptops of a site."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec
from sqlalchemy import Connection, select

from app.tables import desk, head, roster, touches


class Laptop(msgspec.Struct, frozen=True):
    """One desk: its letter, and how many entries of it are here."""

    id: str
    letter: str
    entries: int


def laptops(reading: Callable[[], AbstractContextManager[Connection]], site: str) -> list[Laptop]:
    """All that ever took part or may, by letter."""
    together = desk.outerjoin(head, (head.c.site == desk.c.site) & (head.c.desk == desk.c.id))
    asked = (select(desk.c.id, desk.c.letter, head.c.n).select_from(together)
             .where(desk.c.site == site, desk.c.letter != "").order_by(desk.c.letter))
    with reading() as sql:
        found = sql.execute(asked).all()
    return [Laptop(id, letter, n or 0) for id, letter, n in found]


def newest_list(reading: Callable[[], AbstractContextManager[Connection]], site: str
                ) -> tuple[int, list[tuple[str, int]]]:
    """The number of the newest owner list that is whole, 0 for none, and which entries (desk, n) make it."""
    newest = (select(roster.c.number, roster.c.version).where(roster.c.site == site, roster.c.closed > 0)
              .order_by(roster.c.number.desc()).limit(1))
    with reading() as sql:
        found = sql.execute(newest).first()
        if found is None:
            return 0, []
        made = select(touches.c.desk, touches.c.n).where(touches.c.site == site,
                                                         touches.c.subject == f"roster/{found.version}")
        return found.number, [(row.desk, row.n) for row in sql.execute(made)]
