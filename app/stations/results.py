"""How a visit ends: the result, the keys, a contract that has ended, a home that is deemed delivered."""

from __future__ import annotations

from datetime import date

import msgspec

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.records import NO_RESULT, RESULTS, Deemed, Keys, Result
from app.stations.arrival import visit_of
from app.stations.inspection import not_eligible, touch, visit_refusal
from app.stations.settling import NO_ARRIVAL, clash
from app.unit import Unit

CLEARS = ("finance", "lead")  # roles that end a contract


class RecordResult(Operation, frozen=True, kw_only=True):
    """A result of onsite.md 3.6. `A` for accepted becomes A0 or A1 by whether defects stand; A2 is said by whoever
    keeps the keys. `why` is the E-code of N1, and is filled in from the open reasons."""

    of = "unit"
    visit: str = ""
    code: str
    why: str = ""
    note: str = ""
    promised: str = ""
    form: str = ""
    day: str = ""

    def dealt(self, unit: Unit, here: Here) -> RecordResult:
        """With the day, the code that the unit itself gives, and why a household was sent away."""
        code, why = self.code, self.why
        if code == "A":
            code = "A1" if unit.standing() else "A0"
        if code == "N1" and not why:
            why = next(iter(unit.open_reasons()), "")
        return msgspec.structs.replace(self, code=code, why=why, day=here.day)

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """A known result with what it needs; an acceptance stands until the lead reverses it."""
        if self.code not in RESULTS:
            return Refused("result_unknown", code=self.code)
        if self.code == "R9" and not self.note.strip():
            return Refused("result_needs_note")
        if self.code == "N1" and not self.why:
            return Refused("reason_not_open", unit=unit.code, reason="")
        return _date_refusal(self.promised) or visit_refusal(unit, self.visit) or self._stands(unit, here)

    def _stands(self, unit: Unit, here: Here) -> Refused | None:
        before = unit.outcome()
        if before is not None and before.counts_as == "accepted" and self.code not in NO_RESULT:
            return Refused("accepted_already", may="lead", unit=unit.code, by=before.by, time=here.clock(before.at))
        visit = visit_of(unit, self.visit) if self.visit else None
        for result in unit.results.values():
            if visit is not None and unit.visit_at(result.visit, result.at, visit.day) == visit:
                return Refused("result_already", may="lead", code=result.code, by=result.by,
                               time=here.clock(result.at))
        return not_eligible(unit, self.visit, here) if self.code.startswith("A") else None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Ends the visit. Two results unknown to each other and not alike are to be settled; so is one of a visit that
        is not there."""
        mine = Result(self.code, self.visit, self.day, entry.at, entry.written, entry.by, entry.letter,
                      len(unit.results), self.why, self.note, self.promised, self.form)
        for id, other in unit.results.items():
            if not entry.saw(id) and other.counts_as != mine.counts_as:
                clash(unit, "result", id, entry.id)
        unit.results[entry.id] = mine
        visit = visit_of(unit, self.visit) if self.visit else unit.open_visit(self.day)
        if visit is None and self.visit:
            clash(unit, NO_ARRIVAL, self.visit, entry.id)
        if visit is not None and visit.ended != "moved" and visit.at <= entry.at:
            unit.visits[visit.id] = msgspec.structs.replace(visit, ended="result", ended_at=entry.at,
                                                            active=max(visit.active, entry.at))

    def builds_on(self) -> tuple[str, ...]:
        """The check-in."""
        return (self.visit,) if self.visit else ()


class GiveKeys(Operation, frozen=True, kw_only=True):
    """Keys go to the household: `sets` counts them by kind; `left` of them stay here for repairs until a day
    (onsite.md 3.7)."""

    of = "unit"
    visit: str = ""
    sets: dict[str, int]
    left: int = 0
    until: str = ""
    note: str = ""

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Only once the home is accepted, and not more than there are."""
        no = visit_refusal(unit, self.visit)
        if no is not None:
            return no
        if not any(self.sets.values()) or min(self.sets.values()) < 0 or not 0 <= self.left <= sum(self.sets.values()):
            return Refused("keys_count")
        outcome = unit.outcome()
        if outcome is None or outcome.counts_as != "accepted":
            return Refused("keys_before_accepted", may="lead", unit=unit.code)
        return None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Each handing over is its own record."""
        unit.keys[entry.id] = Keys(self.visit, self.sets, entry.at, entry.by, entry.letter, self.left, self.until,
                                   self.note)
        touch(unit, self.visit, entry)

    def builds_on(self) -> tuple[str, ...]:
        """The check-in, if it is known."""
        return (self.visit,) if self.visit else ()


class Withdraw(Operation, frozen=True, kw_only=True):
    """X1: the contract has ended. The unit leaves the households due from that day on (onsite.md 3.6)."""

    of = "unit"
    why: str = ""

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Once, by finance or the lead."""
        if not unit.known:
            return Refused("unit_unknown", unit=unit.code)
        if unit.withdrawn:
            return Refused("withdrawn", unit=unit.code)
        return None if here.role in CLEARS else Refused("withdraw_role", may="lead")

    def apply(self, unit: Unit, entry: Happened) -> None:
        """From the earliest time that anybody says; an open visit ends."""
        unit.withdrawn = min(unit.withdrawn or entry.at, entry.at)
        for visit in [visit for visit in unit.visits.values() if not visit.ended]:
            unit.visits[visit.id] = msgspec.structs.replace(visit, ended="result", ended_at=entry.at)


class Deem(Operation, frozen=True, kw_only=True):
    """Deemed delivered from the ISO date `since`: a legal flag that a person sets, with who approved it, the ground and
    the evidence (procedure.md 4.4.9). It changes no result and no figure but its own."""

    of = "unit"
    approved: str
    since: str
    basis: str
    evidence: str = ""

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Once, by the lead, of a home that is not accepted, with all that it rests on."""
        if not unit.known:
            return Refused("unit_unknown", unit=unit.code)
        if here.role != "lead":
            return Refused("lead_only", may="lead")
        if unit.withdrawn:
            return Refused("withdrawn", unit=unit.code)
        if unit.deemed is not None:
            return Refused("deemed_already", unit=unit.code, date=unit.deemed.since, by=unit.deemed.by)
        outcome = unit.outcome()
        if outcome is not None and outcome.counts_as == "accepted":
            return Refused("accepted_already", unit=unit.code, by=outcome.by, time=here.clock(outcome.at))
        if not self.approved.strip() or not self.basis.strip():
            return Refused("deem_incomplete")
        return _date_refusal(self.since, empty=False)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """The first that was said stands."""
        if unit.deemed is None:
            unit.deemed = Deemed(self.approved, self.since, self.basis, self.evidence, entry.at, entry.by, entry.letter)


def _date_refusal(text: str, empty: bool = True) -> Refused | None:
    """Whether it is no ISO date; nothing at all may do."""
    try:
        if text or not empty:
            date.fromisoformat(text)
    except ValueError:
        return Refused("date_unreadable", date=text)
    return None
