"""What two laptops said differently, neither knowing of the other: both are kept until a person settles it."""

from __future__ import annotations

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.unit import Clash, Settled, Unit

NO_ARRIVAL = "no_arrival"  # a result whose check-in is not here, or was taken back meanwhile


def clash(unit: Unit, what: str, first: str, second: str) -> None:
    """Two entries that a person has to settle."""
    unit.clashes[key_of(what, first, second)] = Clash(what, first, second)


def key_of(what: str, first: str, second: str) -> str:
    """What a clash is known by."""
    return f"{what}:{first}:{second}"


class Settle(Operation, frozen=True, kw_only=True):
    """A person says what holds: the entry that `stands`, '' where both do. What this changes (a record taken back, a
    line of the list said again) are operations of their own in the same entry."""

    of = "unit"
    what: str
    first: str
    second: str
    stands: str = ""
    note: str = ""

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """It is the lead's to decide, once."""
        if here.role != "lead":
            return Refused("lead_only", may="lead")
        if key_of(self.what, self.first, self.second) in unit.settled:
            return Refused("settled_already", unit=unit.code)
        return None if self.stands in ("", self.first, self.second) else Refused("entry_unknown")

    def apply(self, unit: Unit, entry: Happened) -> None:
        """It is no longer open. Two leads who settled it differently, unknown to each other, have that to settle."""
        key = key_of(self.what, self.first, self.second)
        before = unit.settled.get(key)
        if before is not None and before.stands != self.stands and not entry.saw(before.entry):
            clash(unit, "settled", before.entry, entry.id)
        unit.clashes.pop(key, None)
        unit.settled[key] = Settled(self.stands, entry.id)
