"""What two laptops said differently, side by side, and what settling it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import UNSET

from app.desk import Desk
from app.errors import Refused
from app.log.operation import Entry, Operation, Void
from app.stations.notes import AddProvisional
from app.stations.roster import FIELDS, ListUnit
from app.stations.settling import NO_ARRIVAL, Settle
from app.unit import Clash, Unit

AT_ONCE = 50  # units in one entry at most, as in a part of a list


class Open(msgspec.Struct, frozen=True):
    """A unit (`code` is how it is called) with a fact of which there are two: `key` its name in the unit's clashes. The
    entries are None where one is not here (yet)."""

    unit: str
    code: str
    owners: tuple[str, ...]
    key: str
    clash: Clash
    first: Entry | None
    second: Entry | None

    @property
    def from_lists(self) -> bool:
        """Whether it is a field of the owner list."""
        return self.clash.what in FIELDS

    def alike(self, other: Open) -> bool:
        """Whether the same two said it, of the same lists: those are settled together."""
        return self.from_lists and other.from_lists and _source(self) == _source(other)


def open_clashes(desk: Desk) -> list[Open]:
    """All that is to settle, by unit."""
    with desk.database.read() as sql:
        units = sql.exec_driver_sql("SELECT unit FROM household WHERE site=? AND clashes>0 ORDER BY code",
                                    (desk.site,)).scalars().all()
    found: list[Open] = []
    for name in units:
        unit: Unit = desk.state(f"unit/{name}")
        found += [Open(name, unit.code, unit.owners, key, clash, desk.entry(clash.first), desk.entry(clash.second))
                  for key, clash in unit.clashes.items()]
    return found


def said(open_: Open, entry: Entry | None) -> Iterator[Operation]:
    """What that entry did to the unit."""
    subject = f"unit/{open_.unit}"
    return (op for op in (entry.ops if entry is not None else ()) if op.on == subject)


def listed(open_: Open, entry: Entry | None) -> tuple[Any, str]:
    """What that entry said of the field in question, and in which version of the list; (UNSET, '') if nothing."""
    for op in said(open_, entry):
        if isinstance(op, ListUnit) and getattr(op, open_.clash.what) is not UNSET:
            return getattr(op, open_.clash.what), op.version
        if isinstance(op, AddProvisional) and open_.clash.what in ("owners", "phones"):
            return getattr(op, open_.clash.what), ""
    return UNSET, ""


def settle(desk: Desk, these: Iterable[Open], stands: int, note: str = "") -> None:
    """Put on record that the first (1) or the second (2) stands, or both (0). A field of the list is said again; any
    other record that does not stand is taken back, its goods as never handed out. Raises Refused or Trouble; what was
    recorded before stays."""
    ops: list[Operation] = []
    units: set[str] = set()
    for one in these:
        if len(units | {one.unit}) > AT_ONCE:
            desk.do(*ops)
            ops, units = [], set()
        units.add(one.unit)
        ops += _settling(desk, one, stands, note)
    if ops:
        desk.do(*ops)


def _settling(desk: Desk, one: Open, stands: int, note: str) -> list[Operation]:
    clash, unit = one.clash, desk.state(f"unit/{one.unit}")
    if one.key not in unit.clashes:
        raise Refused("settled_already", unit=one.code)
    kept, lost = {0: ("", None), 1: (clash.first, one.second), 2: (clash.second, one.first)}[stands]
    ops: list[Operation] = []
    if one.from_lists:
        value, version = listed(one, {0: None, 1: one.first, 2: one.second}[stands])
        if value is not UNSET and unit.fact(clash.what, None) != value:
            ops.append(ListUnit(on=f"unit/{one.unit}", version=version, **{clash.what: value}))
    elif lost is not None:
        back = True if clash.what.startswith("gift:") else None
        ops += [Void(on=on, entry=lost.id, why="settled", came_back=back) for on in lost.subjects]
    return [*ops, Settle(on=f"unit/{one.unit}", what=clash.what, first=clash.first, second=clash.second, stands=kept,
                         note=note)]


def choices(one: Open) -> tuple[int, ...]:
    """Which of 1 (the first stands), 2 (the second stands), 0 (both) can be said: both only where both can be."""
    if one.clash.what == NO_ARRIVAL:
        return (0, 1)
    both = one.clash.what == "result" or one.clash.what.startswith("gift:")
    return (1, 2, 0) if both else (1, 2)


def _source(one: Open) -> tuple[object, ...]:
    return tuple((listed(one, entry)[1], entry.desk if entry is not None else "") for entry in (one.first, one.second))
