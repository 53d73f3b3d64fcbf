"""Records that came after a day was issued and happened before it was: they are never refused, and never unseen."""

from __future__ import annotations

import msgspec

from app.desk import Desk
from app.log import wire

AFTER = "SELECT data, known FROM line WHERE site=? AND known>? ORDER BY known, desk, n"


class Late(msgspec.Struct, frozen=True):
    """A record of a unit: `did` the name of its first operation, `at` when it happened and `known` when the site first
    knew it, both ms UTC."""

    letter: str
    unit: str
    did: str
    at: int
    known: int
    by: str


def late(desk: Desk, begin: int, end: int, issued: int) -> list[Late]:
    """What happened from `begin` to before `end` and before the day was `issued`, and was known after (all ms UTC)."""
    found: list[Late] = []
    with desk.database.read() as sql:
        for data, known in sql.exec_driver_sql(AFTER, (desk.site, issued)).all():
            entry = wire.decode(bytes(data))
            at = entry.at if entry.when is None else entry.when
            of = next((op for op in entry.ops if op.on.startswith("unit/")), None)
            if of is not None and begin <= at < min(end, issued):
                found.append(Late(entry.letter, of.on.partition("/")[2], type(of).__name__, at, known, entry.by))
    return found
