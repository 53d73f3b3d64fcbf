"""The facts of the slips besides the queue slip: what is on them, not how they look."""

from __future__ import annotations

import msgspec

from app.stations.arrival_slip import ArrivalSlip


class SlipDefect(msgspec.Struct, frozen=True):
    """One defect: codes of the catalogue, the note as it was written, `severity` 1 to 4, `due` an ISO date or ''."""

    code: str
    room: str
    wall: str
    text: str
    severity: int
    due: str


class UnitSlip(msgspec.Struct, frozen=True):
    """A slip about one unit. `what` is job (for the escort), receipt (the owner's list of defects), order (to the
    company that mends trade `part` and with it all of `trades`), keys, gift (a voucher for the gift `part`) or draw
    (`part` is the number). `queue` is the visit's number on `day`, '' without a visit; `at` ms UTC."""

    what: str
    unit: str
    queue: str
    day: str
    at: int
    desk: str
    by: str
    part: str = ""
    layout: str = ""
    party: int | None = None
    escort: str = ""
    company: str = ""
    defects: tuple[SlipDefect, ...] = ()
    keys: dict[str, int] = {}
    left: int = 0
    until: str = ""
    trades: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """What it is called when it is asked about."""
        return self.queue or self.unit


class TotalsSlip(msgspec.Struct, frozen=True):
    """The figures of a day by their names, as they were known at `as_known` (ms UTC)."""

    day: str
    figures: dict[str, int | float | None]
    as_known: int
    at: int
    desk: str
    by: str

    @property
    def number(self) -> str:
        """What it is called when it is asked about."""
        return self.day


Slip = ArrivalSlip | UnitSlip | TotalsSlip
