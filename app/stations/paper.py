"""A slip printed again: recorded, counted and marked."""

from __future__ import annotations

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.stations.arrival import arrival_slip, visit_of
from app.stations.arrival_slip import ArrivalSlip
from app.unit import Unit


class Reprint(Operation, frozen=True, kw_only=True):
    """The slip of a visit is printed again. Which copy it is, is counted where it is printed."""

    visit: str

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """There must have been one."""
        return None if visit_of(unit, self.visit) else Refused("visit_unknown", unit=unit.code)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """On record by being here; nothing of the unit changes."""

    def builds_on(self) -> tuple[str, ...]:
        """Nothing: paper may be printed of a visit that is taken back."""
        return ()

    def slip(self, unit: Unit, entry: Happened) -> ArrivalSlip | None:
        """As the visit stands now."""
        visit = visit_of(unit, self.visit)
        return None if visit is None else arrival_slip(unit, visit, visit.numbers[0])
