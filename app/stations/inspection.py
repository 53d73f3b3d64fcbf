"""The walk through the unit: who went along, and what was found."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.records import SEVERITIES, WALLS, Defect, Inspection
from app.stations.arrival import nobody_due, visit_of
from app.unit import Unit

SOURCES = ("escort", "owner", "inspector", "self", "later")


class StartInspection(Operation, frozen=True, kw_only=True):
    """An escort goes out with a household. `visit` is '' where the arrival is not known at this desk yet."""

    of = "unit"
    visit: str = ""
    escort: str = ""

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """One that may go on, once a visit."""
        no = visit_refusal(unit, self.visit)
        if no is not None:
            return no
        visit = unit.visit_at(self.visit, here.now, here.day)
        if visit is not None and any(unit.visit_at(i.visit, i.at, visit.day) == visit
                                     for i in unit.inspections.values()):
            return Refused("inspection_started", unit=unit.code)
        return not_eligible(unit, self.visit, here)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Two desks that both sent an escort: both did."""
        unit.inspections[entry.id] = Inspection(self.visit, self.escort or entry.by, entry.at, entry.by, entry.letter)
        touch(unit, self.visit, entry)

    def builds_on(self) -> tuple[str, ...]:
        """The check-in."""
        return (self.visit,) if self.visit else ()


class LogDefect(Operation, frozen=True, kw_only=True):
    """A defect is found. Severity, trade and due date come from the catalogue unless somebody says otherwise;
    `part` tells several of one action apart. `fixed`: mended while the household was there."""

    of = "unit"
    visit: str = ""
    part: int = 0
    code: str = ""
    room: str = ""
    wall: str = ""
    text: str = ""
    severity: int = 3
    trade: str = ""
    due: str = ""
    source: str = "escort"
    fixed: bool = False

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Something must be wrong, somewhere."""
        if not self.code and not self.text.strip():
            return Refused("text_empty")
        return visit_refusal(unit, self.visit) or _odd(self.severity, self.wall, self.due)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Each is its own record."""
        id = defect_id(entry.id, self.part)
        unit.defects[id] = Defect(
            id, self.visit, self.code, self.room, self.wall, self.text, self.severity, self.trade, self.due,
            self.source, entry.at, entry.written, entry.by, entry.letter, self.fixed)
        touch(unit, self.visit, entry)

    def builds_on(self) -> tuple[str, ...]:
        """The check-in."""
        return (self.visit,) if self.visit else ()


def defect_id(entry: str, part: int) -> str:
    """The name of a defect: its entry's id, and its place there if it is not the first."""
    return f"{entry}:{part}" if part else entry


class ChangeDefect(Operation, frozen=True, kw_only=True):
    """A defect is put right: only what is given changes."""

    of = "unit"
    defect: str
    code: str | UnsetType = UNSET
    room: str | UnsetType = UNSET
    wall: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    severity: int | UnsetType = UNSET
    trade: str | UnsetType = UNSET
    due: str | UnsetType = UNSET
    fixed: bool | UnsetType = UNSET

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """One that stands, and that says something afterwards too."""
        defect = unit.defects.get(self.defect)
        if defect is None or defect.dropped:
            return Refused("defect_unknown", unit=unit.code)
        then = msgspec.structs.replace(defect, **self._given())
        if not then.code and not then.text.strip():
            return Refused("text_empty")
        return _odd(then.severity, then.wall, then.due)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Field by field."""
        defect = unit.defects.get(self.defect)
        if defect is not None:
            unit.defects[self.defect] = msgspec.structs.replace(defect, **self._given())

    def builds_on(self) -> tuple[str, ...]:
        """The entry that logged it."""
        return (self.defect.partition(":")[0],)

    def _given(self) -> dict[str, Any]:
        fields = ("code", "room", "wall", "text", "severity", "trade", "due", "fixed")
        return {f: getattr(self, f) for f in fields if getattr(self, f) is not UNSET}


class DropDefect(Operation, frozen=True, kw_only=True):
    """A defect is void (作废): it counts nowhere and stays to be seen, with the reason."""

    of = "unit"
    defect: str
    why: str

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """One that stands, with a reason."""
        return defect_refusal(unit, self.defect) or (None if self.why.strip() else Refused("reason_empty"))

    def apply(self, unit: Unit, entry: Happened) -> None:
        """The newest reason is kept."""
        defect = unit.defects.get(self.defect)
        if defect is not None:
            unit.defects[self.defect] = msgspec.structs.replace(defect, dropped=self.why or "?")

    def builds_on(self) -> tuple[str, ...]:
        """The entry that logged it."""
        return (self.defect.partition(":")[0],)


def defect_refusal(unit: Unit, id: str) -> Refused | None:
    """Why nothing more can be said of a defect: it is not known, or void."""
    defect = unit.defects.get(id)
    return Refused("defect_unknown", unit=unit.code) if defect is None or defect.dropped else None


def _odd(severity: int, wall: str, due: str) -> Refused | None:
    if severity not in SEVERITIES:
        return Refused("severity_unknown", severity=severity)
    if wall not in WALLS:
        return Refused("wall_unknown", wall=wall)
    try:
        if due:
            date.fromisoformat(due)
    except ValueError:
        return Refused("date_unreadable", date=due)
    return None


def visit_refusal(unit: Unit, visit: str) -> Refused | None:
    """Why nothing can be recorded of this visit: nobody is due, it is not known, or it was moved away. One that
    has ended may still get what was written on paper."""
    found = visit_of(unit, visit) if visit else None
    if visit and found is None:
        return Refused("visit_unknown", unit=unit.code)
    if found is not None and found.ended == "moved":
        return Refused("visit_ended", unit=unit.code)
    return nobody_due(unit)


def not_eligible(unit: Unit, visit: str, here: Here) -> Refused | None:
    """Why the household may not go on, unless somebody let this visit (USERS.md 4.4)."""
    allowed = unit.visit_at(visit, here.now, here.day)
    open_ = unit.open_reasons()
    if not open_ or (allowed is not None and allowed.allowed is not None):
        return None
    return Refused("not_eligible", may="lead", unit=unit.code, reasons=" · ".join(open_))


def touch(unit: Unit, id: str, entry: Happened) -> None:
    """Something happened to that visit."""
    visit = visit_of(unit, id) if id else None
    if visit is not None and visit.active < entry.at:
        unit.visits[visit.id] = msgspec.structs.replace(visit, active=entry.at)
