"""The owner list: what it says of each unit, and the list itself as a version."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.stations.settling import clash
from app.unit import Fact, Reason, Unit

FIELDS = ("owners", "phones", "ids", "building", "layout", "area", "area_unit", "contract", "contract_date",
          "appointment", "note", "reasons", "reason_text")


class ListUnit(Operation, frozen=True, kw_only=True):
    """What a list says of one unit; a field that it does not hold, or that has not changed, is left out.
    `reasons` are E-codes, () for eligible; `ids` keyed hash and last four of each owner's ID number."""

    of = "unit"
    version: str
    owners: tuple[str, ...] | UnsetType = UNSET
    phones: tuple[str, ...] | UnsetType = UNSET
    ids: tuple[str, ...] | UnsetType = UNSET
    building: str | UnsetType = UNSET
    layout: str | UnsetType = UNSET
    area: str | UnsetType = UNSET
    area_unit: str | UnsetType = UNSET
    contract: str | UnsetType = UNSET
    contract_date: str | UnsetType = UNSET
    appointment: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    reasons: tuple[str, ...] | UnsetType = UNSET
    reason_text: str | UnsetType = UNSET

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Each field by itself, so that two laptops' changes to different fields both stay."""
        unit.versions[self.version] = entry.id
        unit.since = min(unit.since or entry.at, entry.at)
        if self.reasons is not UNSET:
            _list_reasons(unit, self, entry)
        for field in FIELDS:
            value = getattr(self, field)
            if value is not UNSET:
                _say(unit, field, value, entry)


def _say(unit: Unit, field: str, value: Any, entry: Happened) -> None:
    before = unit.listed.get(field)
    if before is not None and before.value == value:
        return  # the same list read at two desks leaves nothing to settle
    if before is not None and not entry.saw(before.entry):
        clash(unit, field, before.entry, entry.id)
    unit.listed[field] = Fact(value, entry.id)


def _list_reasons(unit: Unit, said: ListUnit, entry: Happened) -> None:
    """Only what a list newly says opens or closes a reason: what finance cleared since stays cleared when an
    older export says the same again."""
    before, now = set(unit.fact("reasons", ())), set(said.reasons or ())
    note = said.reason_text if said.reason_text is not UNSET else ""
    for code in sorted(now - before):
        unit.reasons[f"{entry.id}:{code}"] = Reason(code, entry.by, entry.at, note, listed=True)
    for key, reason in unit.reasons.items():
        if reason.listed and not reason.cleared_at and reason.code in before - now:
            unit.reasons[key] = msgspec.structs.replace(reason, cleared_by=entry.by, cleared_at=entry.at)


class RenameUnit(Operation, frozen=True, kw_only=True):
    """A wrong code is mended: the unit is called differently from now on, and everything stays with it."""

    of = "unit"
    to: str
    taken: bool = False

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Not to nothing, and not to what it is called already; `taken` is what the asking desk found."""
        if self.taken:
            return Refused("code_taken", unit=self.to)
        if not self.to or self.to == unit.code:
            return Refused("code_same", unit=unit.code)
        return None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Two different new names are something to settle."""
        if unit.renamed and not entry.saw(unit.renamed) and unit.code != self.to:
            clash(unit, "code", unit.renamed, entry.id)
        unit.code, unit.renamed = self.to, entry.id


class RosterList(msgspec.Struct):
    """One version of the owner list: its parts, and what closed it."""

    version: str
    number: int = 0
    file: str = ""
    sha256: str = ""
    parts: dict[str, int] = {}
    closed: CloseList | None = None
    closed_at: int = 0
    closed_by: str = ""
    begun_at: int = 0

    def copy(self) -> RosterList:
        """A copy that can be changed."""
        return msgspec.structs.replace(self, parts=dict(self.parts))

    @property
    def finished(self) -> bool:
        """Closed, and every part that it counts is here."""
        return self.closed is not None and len(self.parts) >= self.closed.parts


class ListPart(Operation, frozen=True, kw_only=True):
    """A part of a list (at most 50 units), so that the list can be seen before it is whole."""

    of = "roster"
    number: int
    file: str = ""
    sha256: str = ""
    units: int = 0

    def apply(self, roster: RosterList, entry: Happened) -> None:
        """Parts are counted by the entries that hold them."""
        roster.parts[entry.id] = self.units
        roster.number, roster.file, roster.sha256 = self.number, self.file, self.sha256
        roster.begun_at = min(roster.begun_at or entry.at, entry.at)


class CloseList(Operation, frozen=True, kw_only=True):
    """The list is whole: its counts, the hash of its file, and who checked it (procedure.md 4.2.1)."""

    of = "roster"
    number: int
    file: str
    sha256: str
    parts: int
    units: int
    new: int
    changed: int
    unchanged: int
    missing: tuple[str, ...] = ()
    rejected: int = 0
    checked_by: str = ""

    def refusal(self, roster: RosterList, here: Here) -> Refused | None:
        """A list is closed once, and by somebody."""
        if roster.closed is not None:
            return Refused("list_closed", number=self.number)
        return None if self.checked_by.strip() else Refused("list_unchecked")

    def apply(self, roster: RosterList, entry: Happened) -> None:
        """From now on it is the version that every desk shows."""
        roster.closed, roster.closed_at, roster.closed_by = self, entry.at, entry.by
        roster.number, roster.file, roster.sha256 = self.number, self.file, self.sha256
        roster.begun_at = roster.begun_at or entry.at
