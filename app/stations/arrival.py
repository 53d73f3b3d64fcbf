"""Arrivals: a household comes, is moved to the right unit, comes again, leaves."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from app.errors import Refused
from app.log.here import Here, day_of, local
from app.log.operation import Happened, Operation
from app.stations.arrival_slip import ArrivalSlip, SlipUnit
from app.unit import Agent, Spent, Unit, Visit

LATE_MIN = 30  # report.md 5.3: late is more than 30 minutes after the slot


class CheckIn(Operation, frozen=True, kw_only=True):
    """A household has come. Number, day, draw number and whether the appointment was kept are filled in when
    it is done. `again` opens a new visit beside one that is still open."""

    of = "unit"
    number: str = ""
    day: str = ""
    draw: str = ""
    party: int | None = None
    who: tuple[str, ...] = ()
    agent: Agent | None = None
    appointment: str = ""
    slot: str = ""
    again: bool = False

    def dealt(self, unit: Unit, here: Here) -> CheckIn:
        """With its number, the day, the unit's first draw number, and the appointment judged."""
        kept, slot = judged(str(unit.fact("appointment")), here, here.now)
        return msgspec.structs.replace(self, number=here.queue_number(), day=here.day, appointment=kept, slot=slot,
                                       draw="" if unit.draw else here.draw_number())

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """A unit nobody knows, one that was withdrawn, and one that is here already."""
        no = nobody_due(unit)
        if no is not None:
            return no
        if self.party is not None and not 1 <= self.party <= 99:
            return Refused("party_size")
        visit = unit.open_visit(here.day)
        if visit is not None and not self.again:
            return Refused("already_here", time=here.clock(visit.at), no=" · ".join(visit.numbers),
                           desk=visit.letter)
        return None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Joins the open visit of that day, or opens one. Its number and draw number are spent. Whoever recorded
        its result without knowing of it has ended it."""
        self.spend(unit, entry)
        unit.draw = unit.draw or self.draw
        for visit in [visit for visit in unit.visits.values() if not visit.ended]:
            if visit.day != self.day:
                unit.visits[visit.id] = msgspec.structs.replace(visit, ended="midnight")
            elif not self.again:
                unit.visits[visit.id] = _together(visit, self, entry)
                return
            else:
                unit.visits[visit.id] = msgspec.structs.replace(visit, ended="left", ended_at=entry.at)
        done = [r.at for r in unit.results.values() if not r.visit and r.day == self.day and r.at >= entry.at]
        unit.visits[entry.id] = Visit(
            id=entry.id, numbers=(self.number,), day=self.day, at=entry.at, written=entry.written,
            active=entry.at, letter=entry.letter, by=entry.by, party=self.party, who=self.who, agent=self.agent,
            appointment=self.appointment, slot=self.slot, ended="result" if done else "", ended_at=min(done, default=0))

    def spend(self, unit: Unit, entry: Happened) -> None:
        """The numbers are on paper."""
        if self.number:
            unit.spent[f"{entry.id}:queue"] = Spent(self.day, self.number, "queue", entry.id)
        if self.draw:
            unit.spent[f"{entry.id}:draw"] = Spent(self.day, self.draw, "draw", entry.id)

    def slip(self, unit: Unit, entry: Happened) -> ArrivalSlip | None:
        """The queue slip; a family's units are put on one slip by whoever prints the entry."""
        visit = visit_of(unit, entry.id)
        if visit is None or visit.ended == "moved":  # the right unit prints it, as corrected
            return None
        return arrival_slip(unit, visit, self.number)


def nobody_due(unit: Unit) -> Refused | None:
    """Why nobody can be due at this unit: on no list, contract ended, or linked to another."""
    if not unit.known:
        return Refused("unit_unknown", unit=unit.code)
    if unit.withdrawn:
        return Refused("withdrawn", unit=unit.code)
    return Refused("linked", unit=unit.linked_to) if unit.linked_to else None


def _together(visit: Visit, came: CheckIn, entry: Happened) -> Visit:
    """Two check-ins of one coming: both numbers, the earliest time, whatever either of them knew."""
    return msgspec.structs.replace(
        visit, numbers=(*visit.numbers, came.number), at=min(visit.at, entry.at),
        active=max(visit.active, entry.at), merged=(*visit.merged, entry.id),
        party=visit.party if visit.party is not None else came.party,
        who=tuple(dict.fromkeys(visit.who + came.who)), agent=visit.agent or came.agent)


def visit_of(unit: Unit, entry: str) -> Visit | None:
    """The visit that an entry opened or joined."""
    found = unit.visits.get(entry)
    return found or next((visit for visit in unit.visits.values() if entry in visit.merged), None)


def arrival_slip(unit: Unit, visit: Visit, number: str, corrected: bool = False) -> ArrivalSlip:
    """The facts of a queue slip. `station` says what to see first: '' nothing, else finance, signing, colleague
    or papers; the figure on the door is the site's setting and is put in where it is printed."""
    kind = {"kept": "booked", "early": "booked", "late": "booked"}.get(visit.appointment, "walk_in")
    return ArrivalSlip(
        number=number, day=visit.day, at=visit.at, party=visit.party, appointment=visit.appointment,
        units=(SlipUnit(unit=unit.code, layout=unit.fact("layout"), station=unit.step(visit)),),
        slot=visit.slot, kind=kind, draws=(unit.draw,) if unit.draw else (), desk=visit.letter, by=visit.by,
        corrected=corrected)


def judged(appointment: str, here: Here, at: int) -> tuple[str, str]:
    """Whether an arrival at `at` (ms UTC) keeps the appointment: (kept | early | late | walk_in, the slot).

    An appointment is `10:00-11:00` with or without a date before it; another day than the
    arrival's is a walk-in."""
    *date, slot = appointment.split(" ") if appointment else ("",)
    if not slot or (date and date[0] != day_of(at, here.site.zone)):
        return "walk_in", ""
    start, _, end = slot.partition("-")
    now = _minutes(local(at, here.site.zone).strftime("%H:%M"))
    if now < _minutes(start):
        return "early", slot
    return ("late" if now > _minutes(end or start) + LATE_MIN else "kept"), slot


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes or 0) if hours.isdecimal() and (minutes or "0").isdecimal() else 0


class AmendVisit(Operation, frozen=True, kw_only=True):
    """What was learnt after the check-in: how many came, who, an agent."""

    of = "unit"
    visit: str
    party: int | UnsetType | None = UNSET
    who: tuple[str, ...] | UnsetType = UNSET
    agent: Agent | UnsetType | None = UNSET

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """The visit must be there."""
        return None if self.visit in unit.visits else Refused("visit_unknown", unit=unit.code)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Only what is given changes."""
        given = {f: getattr(self, f) for f in ("party", "who", "agent") if getattr(self, f) is not UNSET}
        _change(unit, self.visit, entry, **given)

    def builds_on(self) -> tuple[str, ...]:
        """The check-in."""
        return (self.visit,)


class Leave(Operation, frozen=True, kw_only=True):
    """The household has left without a result."""

    of = "unit"
    visit: str

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Only an open visit can end."""
        visit = unit.visits.get(self.visit)
        if visit is None:
            return Refused("visit_unknown", unit=unit.code)
        return Refused("visit_ended", unit=unit.code) if visit.ended else None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """The visit ends, its numbers stay."""
        _change(unit, self.visit, entry, ended="left", ended_at=entry.at)

    def builds_on(self) -> tuple[str, ...]:
        """The check-in."""
        return (self.visit,)


class MoveVisit(Operation, frozen=True, kw_only=True):
    """Wrong unit: the visit leaves this one. Travels in one entry with `TakeVisit` on the right one. `numbers` are
    those that the visit had where it was moved; they are filled in when it is done."""

    of = "unit"
    visit: str
    to: str
    numbers: tuple[str, ...] = ()

    def dealt(self, unit: Unit, here: Here) -> MoveVisit:
        """With the numbers that go along."""
        visit = unit.visits.get(self.visit)
        return self if visit is None else msgspec.structs.replace(self, numbers=visit.numbers)

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Only an open visit moves, and not to where it is."""
        visit = unit.visits.get(self.visit)
        if visit is None:
            return Refused("visit_unknown", unit=unit.code)
        if visit.ended:
            return Refused("visit_ended", unit=unit.code)
        return Refused("same_unit", unit=unit.code) if self.to == self.on else None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """It ends here; its numbers go along. Whoever came to this unit elsewhere, unseen by who moved it, is
        still here."""
        visit = visit_of(unit, self.visit)
        stay = tuple(n for n in visit.numbers if n not in self.numbers) if visit and self.numbers else ()
        if stay:
            _change(unit, self.visit, entry, numbers=stay)
        else:
            _change(unit, self.visit, entry, ended="moved", ended_at=entry.at, moved_to=self.to)

    def builds_on(self) -> tuple[str, ...]:
        """The check-in."""
        return (self.visit,)


class TakeVisit(Operation, frozen=True, kw_only=True):
    """The right unit takes the visit over, with its number and its time (USERS.md 4.10). The visit keeps its
    id, so whatever names it goes on naming it."""

    of = "unit"
    visit: Visit
    came_from: str
    draw: str = ""

    def dealt(self, unit: Unit, here: Here) -> TakeVisit:
        """With a draw number, if this unit has none yet. The appointment is this unit's, and so are the owners."""
        kept, slot = judged(str(unit.fact("appointment")), here, self.visit.at)
        visit = msgspec.structs.replace(self.visit, appointment=kept, slot=slot,
                                        who=tuple(name for name in self.visit.who if name in unit.owners))
        return msgspec.structs.replace(self, visit=visit, draw="" if unit.draw else here.draw_number())

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """The right unit must be one that somebody can come to, and not here already."""
        no = nobody_due(unit)
        if no is not None:
            return no
        open_ = unit.open_visit(here.day)
        if open_ is not None and not self.visit.ended:
            return Refused("already_here", time=here.clock(open_.at), no=" · ".join(open_.numbers),
                           desk=open_.letter)
        return None

    def apply(self, unit: Unit, entry: Happened) -> None:
        """Its number is found here from now on: the household holds it on paper."""
        self.spend(unit, entry)
        unit.draw = unit.draw or self.draw
        unit.visits[self.visit.id] = msgspec.structs.replace(
            self.visit, came_from=self.came_from, moved_to="", active=max(self.visit.active, entry.at))

    def spend(self, unit: Unit, entry: Happened) -> None:
        """The draw number is on paper; the queue numbers were spent where the visit was opened."""
        if self.draw:
            unit.spent[f"{entry.id}:draw"] = Spent(self.visit.day, self.draw, "draw", entry.id)

    def builds_on(self) -> tuple[str, ...]:
        """The check-in at the wrong unit."""
        return (self.visit.id,)

    def carries(self) -> tuple[str, ...]:
        """Whatever is done to the visit here hangs on its having been moved here."""
        return (self.visit.id, *self.visit.merged)

    def slip(self, unit: Unit, entry: Happened) -> ArrivalSlip | None:
        """Printed again as corrected."""
        visit = unit.visits.get(self.visit.id)
        return None if visit is None else arrival_slip(unit, visit, "".join(visit.numbers[:1]), corrected=True)


def _change(unit: Unit, id: str, entry: Happened, **values: object) -> None:
    visit = visit_of(unit, id)
    if visit is not None:
        unit.visits[visit.id] = msgspec.structs.replace(visit, active=max(visit.active, entry.at), **values)
