"""Notes and needs of a household, and households that stand on no list."""

from __future__ import annotations

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.stations.settling import clash
from app.unit import Fact, Remark, Unit


class AddRemark(Operation, frozen=True, kw_only=True):
    """Something people at the desk must see: kind `note` or `need` (a wheelchair, a quiet room)."""

    of = "unit"
    text: str
    kind: str = "note"

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Not empty."""
        return None if self.text.strip() else Refused("text_empty")

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Remarks are added, never overwritten."""
        unit.remarks[entry.id] = Remark(self.kind, self.text, entry.by, entry.at)


class AddProvisional(Operation, frozen=True, kw_only=True):
    """Somebody stands at the desk who is on no list: registered under a code of its own, with the reason, and
    linked to a unit later (pains.md 9.2)."""

    of = "unit"
    code: str
    owners: tuple[str, ...]
    phones: tuple[str, ...] = ()
    reason: str = ""
    claims: str = ""

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """A name and a reason are needed, and a code that nobody has."""
        if unit.known:
            return Refused("code_taken", unit=self.code)
        if not any(name.strip() for name in self.owners):
            return Refused("name_empty")
        return None if self.reason.strip() else Refused("reason_empty")

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Known from now on, outside the households due."""
        unit.code, unit.provisional = self.code, self.reason or "?"
        unit.listed["owners"] = Fact(self.owners, entry.id)
        unit.listed["phones"] = Fact(self.phones, entry.id)
        if self.claims:
            unit.listed["contract"] = Fact(self.claims, entry.id)


class LinkProvisional(Operation, frozen=True, kw_only=True):
    """The provisional household turns out to be a unit of the list. Travels in one entry with `TakeVisit` on
    that unit, one for each visit."""

    of = "unit"
    to: str
    to_code: str = ""

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Only a provisional one, and once."""
        if not unit.provisional:
            return Refused("not_provisional", unit=unit.code)
        return Refused("linked", unit=unit.linked_to) if unit.linked_to else None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """It points to the unit from now on; its visits are there. Two desks that linked it to different units
        leave something to settle."""
        if unit.linked_to not in ("", self.to) and not entry.saw(unit.linked):
            clash(unit, "linked_to", unit.linked, entry.id)
        unit.linked_to, unit.linked = self.to, entry.id
