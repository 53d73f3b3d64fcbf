"""What a person can do at reception: each method makes one action and hands it to the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.desk import Desk
from app.log.operation import Entry, Operation, Override
from app.queries.households import Households
from app.stations.arrival import AmendVisit, CheckIn, Leave, MoveVisit, TakeVisit
from app.stations.eligibility import Allow, ClearReason, SeePaper, SetReason
from app.stations.notes import AddProvisional, AddRemark, LinkProvisional
from app.stations.paper import Reprint
from app.stations.results import Deem, RecordResult, Withdraw
from app.unit import Unit, Visit
from ui.reception.draft import Draft, Part, check_in

Visits = Sequence[tuple[str, str]]  # subject and id of the visit: one household's, or those of a family


class Doing:
    """All of them raise Refused or Trouble, and then nothing was recorded."""

    def __init__(self, desk: Desk, households: Households) -> None:
        self._desk, self._households = desk, households

    def check_in(self, parts: Sequence[Part], draft: Draft) -> Entry:
        """One visit for each unit, with one number."""
        return self._desk.do(*check_in(parts, draft), when=draft.when)

    def register(self, name: str, phone: str, claims: str, reason: str, draft: Draft) -> Entry:
        """Somebody who is on no list: a household of its own, checked in at once."""
        code = self._households.next_code(self._desk.letter)
        on = f"unit/{code}"
        return self._desk.do(
            AddProvisional(on=on, code=code, owners=(name.strip(),), phones=(phone.strip(),) if phone.strip() else (),
                           reason=reason, claims=claims.strip()),
            CheckIn(on=on, party=draft.party, who=draft.who, agent=draft.agent), when=draft.when)

    def amend(self, visits: Visits, **known: Any) -> Entry:
        """What was learnt after the check-in: `party`, `who`, `agent`."""
        return self._desk.do(*(AmendVisit(on=subject, visit=visit, **known) for subject, visit in visits))

    def see_papers(self, parts: Sequence[Part], draft: Draft) -> Entry:
        """Papers that are brought by a household that is here already."""
        return self._desk.do(*(SeePaper(on=part.subject, reason=code, seen=seen)
                               for part in parts for code, seen in draft.papers.items() if code in part.papers))

    def reprint(self, visits: Visits) -> Entry:
        """The slip once more, marked; a family's units stand on it together."""
        return self._desk.do(*(Reprint(on=subject, visit=visit) for subject, visit in visits))

    def move(self, wrong: str, visit: Visit, right: str) -> Entry:
        """The visit goes to the right unit, with its number and its time."""
        return self._desk.do(MoveVisit(on=wrong, visit=visit.id, to=right),
                             TakeVisit(on=right, visit=visit, came_from=wrong))

    def link(self, provisional: str, right: str) -> Entry:
        """A household that was on no list turns out to be this unit: its visits are there from now on."""
        unit: Unit = self._desk.state(provisional)
        visits = [visit for visit in unit.visits.values() if visit.ended != "moved"]
        return self._desk.do(
            LinkProvisional(on=provisional, to=right, to_code=self._desk.state(right).code),
            *(MoveVisit(on=provisional, visit=visit.id, to=right) for visit in visits if not visit.ended),
            *(TakeVisit(on=right, visit=visit, came_from=provisional) for visit in visits))

    def leave(self, visits: Visits) -> Entry:
        """The household has gone without a result; one that may not go on was sent away, which is N1."""
        return self._desk.do(*(self._gone(subject, visit) for subject, visit in visits))

    def _gone(self, subject: str, visit: str) -> Operation:
        unit: Unit = self._desk.state(subject)
        held = unit.open_reasons() and unit.step(unit.visits.get(visit))
        return RecordResult(on=subject, visit=visit, code="N1") if held else Leave(on=subject, visit=visit)

    def end_contract(self, subject: str, why: str) -> Entry:
        """The contract has ended."""
        return self._desk.do(Withdraw(on=subject, why=why))

    def deem(self, subject: str, said: Mapping[str, str]) -> Entry:
        """Deemed delivered: `said` has approved, since, basis, evidence."""
        return self._desk.do(Deem(on=subject, **said))

    def check_in_allowed(self, parts: Sequence[Part], draft: Draft, who: str, why: str) -> Entry:
        """Checked in and let go on at once: the slip is right from the beginning."""
        allowed = (Allow(on=part.subject, visit="", who=who, why=why) for part in parts)
        return self._desk.do(*check_in(parts, draft), *allowed, when=draft.when)

    def allow(self, visits: Visits, who: str, why: str) -> Entry:
        """Somebody lets this visit go on although a reason is open."""
        return self._desk.do(*(Allow(on=subject, visit=visit, who=who, why=why) for subject, visit in visits))

    def clear(self, subject: str, said_by: str, note: str, reason: str = "") -> Entry:
        """A reason (or all of them) is cleared, by telephone where somebody is named."""
        return self._desk.do(ClearReason(on=subject, reason=reason, said_by=said_by, note=note))

    def remark(self, subject: str, text: str, kind: str) -> Entry:
        """A note or a need that everybody at a desk sees."""
        return self._desk.do(AddRemark(on=subject, text=text, kind=kind))

    def hold_up(self, subject: str, reason: str, note: str) -> Entry:
        """Something stands before the escort, and somebody has just found out."""
        return self._desk.do(SetReason(on=subject, reason=reason, note=note))

    def undo(self, entry: str, override: Override | None = None, came_back: bool | None = None) -> Entry:
        """The record of an action is taken back; `came_back` says whether the goods did too."""
        return self._desk.void(entry, why=override.why if override else "", came_back=came_back, override=override)
