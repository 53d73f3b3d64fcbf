"""What a person did last at this laptop, so that it can be named and taken back (USERS.md 4.10)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from app.log import wire
from app.log.fold import UNDO_MS
from app.log.operation import Entry, Void
from app.stations.arrival import AmendVisit, CheckIn, Leave, MoveVisit, TakeVisit
from app.stations.eligibility import Allow, ClearReason, SeePaper, SetReason
from app.stations.gifts import GiveGift
from app.stations.inspection import ChangeDefect, DropDefect, LogDefect, StartInspection
from app.stations.notes import AddProvisional, AddRemark, LinkProvisional
from app.stations.photos import AddPhoto
from app.stations.results import Deem, GiveKeys, RecordResult, Withdraw
from app.stations.settling import Settle

LOOKED = 200  # entries back: more than anybody does in ten minutes
# What is done at a counter; lists and settings are not undone there.
COUNTER = (CheckIn, AmendVisit, Leave, MoveVisit, TakeVisit, SeePaper, SetReason, ClearReason, Allow, AddRemark,
           AddProvisional, LinkProvisional, GiveGift, StartInspection, LogDefect, ChangeDefect, DropDefect,
           AddPhoto, RecordResult, GiveKeys, Withdraw, Deem, Settle)


class Actions:
    """Questions about what was done at one laptop."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], site: str) -> None:
        self._reading = reading
        self._site = site

    def last(self, desk: str, by: str, now: int) -> Entry | None:
        """The newest entry of that desk and person within ten minutes that still stands; None for none."""
        gone: set[str] = set()
        with self._reading() as sql:
            lines = sql.exec_driver_sql("SELECT data FROM line WHERE site=? AND desk=? ORDER BY n DESC LIMIT ?",
                                        (self._site, desk, LOOKED)).all()
        for (data,) in lines:
            entry = wire.decode(bytes(data))
            if now - entry.at > UNDO_MS:
                return None
            if entry.id in gone:
                continue
            gone |= {op.entry for op in entry.ops if isinstance(op, Void)}
            if entry.by == by and any(isinstance(op, COUNTER) for op in entry.ops):
                return entry
        return None
