"""Whether a household may go on: reasons, who cleared them, papers seen, and who allowed it all the same."""

from __future__ import annotations

import msgspec

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.stations.arrival import visit_of
from app.unit import DESK_CLEARS, Allowed, Paper, Reason, Unit

CODES = ("E00", "E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "W01")
SEEN = ("original", "copy", "missing")


class SetReason(Operation, frozen=True, kw_only=True):
    """A reason of onsite.md 3.5 is set by a person on site."""

    of = "unit"
    reason: str
    note: str = ""

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Only a known code, on a known unit, that is not open already."""
        if self.reason not in CODES:
            return Refused("reason_unknown", reason=self.reason)
        if not unit.known:
            return Refused("unit_unknown", unit=unit.code)
        if self.reason in unit.open_reasons() + unit.warnings():
            return Refused("reason_open", reason=self.reason)
        return None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Each setting is its own record: eligibility is a state with history."""
        unit.reasons[f"{entry.id}:{self.reason}"] = Reason(self.reason, entry.by, entry.at, self.note)


class ClearReason(Operation, frozen=True, kw_only=True):
    """A reason is cleared; an empty `reason` clears all. By telephone, `said_by` names who said so. The waiting
    visit joins the line at its arrival time by itself, since the line reads this state."""

    of = "unit"
    reason: str = ""
    note: str = ""
    said_by: str = ""

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """There must be something to clear."""
        open_ = unit.open_reasons() + unit.warnings()
        if not open_ or (self.reason and self.reason not in open_):
            return Refused("reason_not_open", unit=unit.code, reason=self.reason)
        return None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """All open records of the code that stand before this."""
        note = self.note if not self.said_by else f"{self.said_by}: {self.note}".rstrip(": ")
        _clear(unit, self.reason, entry, note)


class SeePaper(Operation, frozen=True, kw_only=True):
    """A paper that the desk itself asks for (E08–E10): seen as original or copy clears it, missing does not."""

    of = "unit"
    reason: str
    seen: str

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Only papers the desk may clear, and only while they are asked for."""
        if self.reason not in DESK_CLEARS or self.seen not in SEEN:
            return Refused("reason_unknown", reason=self.reason)
        return None if self.reason in unit.open_reasons() else Refused("reason_not_open", unit=unit.code,
                                                                       reason=self.reason)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """The visit that is open, if any, keeps what was seen."""
        if self.seen != "missing":
            _clear(unit, self.reason, entry, self.seen)
        for visit in reversed(unit.visits.values()):
            if not visit.ended:
                paper = Paper(self.reason, self.seen, entry.by, entry.at)
                unit.visits[visit.id] = msgspec.structs.replace(visit, papers=(*visit.papers, paper))
                break


class Allow(Operation, frozen=True, kw_only=True):
    """A supervisor lets this visit go on although a reason is open: who allowed it and why stays on record. With an
    empty `visit` it is the one that is opened by the same action."""

    of = "unit"
    visit: str
    who: str
    why: str

    def dealt(self, unit: Unit, here: Here) -> Allow:
        """With the visit that this action has just opened, if none was named."""
        return self if self.visit else msgspec.structs.replace(self, visit=here.entry)

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Both who and why are needed."""
        if not self.who.strip() or not self.why.strip():
            return Refused("override_incomplete")
        return None if self.visit in unit.visits else Refused("visit_unknown", unit=unit.code)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """On this visit only: the reasons stay open."""
        visit = visit_of(unit, self.visit)
        if visit is not None:
            allowed = Allowed(self.who, self.why, entry.by, entry.at)
            unit.visits[visit.id] = msgspec.structs.replace(visit, allowed=allowed)

    def builds_on(self) -> tuple[str, ...]:
        """The check-in."""
        return (self.visit,)


def _clear(unit: Unit, code: str, entry: Happened, note: str) -> None:
    for key, reason in unit.reasons.items():
        if not reason.cleared_at and code in ("", reason.code):
            unit.reasons[key] = msgspec.structs.replace(
                reason, cleared_by=entry.by, cleared_at=entry.at, cleared_note=note)
