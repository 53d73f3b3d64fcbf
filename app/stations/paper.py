"""A slip printed again: recorded, counted and marked."""

from __future__ import annotations

import msgspec

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.stations.arrival import arrival_slip, visit_of
from app.stations.arrival_slip import ArrivalSlip
from app.unit import Unit


class Reprint(Operation, frozen=True, kw_only=True):
    """The slip of a visit is printed again. `copy_no` 1 is the first copy; it is filled in when it is done."""

    of = "unit"
    visit: str
    copy_no: int = 0

    def dealt(self, unit: Unit, here: Here) -> Reprint:
        """With the next copy's number, as far as this desk knows."""
        visit = visit_of(unit, self.visit)
        return self if visit is None else msgspec.structs.replace(self, copy_no=visit.reprints + 1)

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """There must have been one."""
        return None if visit_of(unit, self.visit) else Refused("visit_unknown", unit=unit.code)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """One copy more; nothing else of the visit changes."""
        self.spend(unit, entry)

    def spend(self, unit: Unit, entry: Happened) -> None:
        """The copy is on paper, also when its record is taken back."""
        visit = visit_of(unit, self.visit)
        if visit is not None:
            unit.visits[visit.id] = msgspec.structs.replace(visit, reprints=visit.reprints + 1)

    def builds_on(self) -> tuple[str, ...]:
        """Nothing: paper may be printed of a visit that is taken back."""
        return ()

    def slip(self, unit: Unit, entry: Happened) -> ArrivalSlip | None:
        """As the visit stands now."""
        visit = visit_of(unit, self.visit)
        return None if visit is None else arrival_slip(unit, visit, "".join(visit.numbers[:1]))
