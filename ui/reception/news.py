"""What is worth a line at reception: who was cleared elsewhere, who came twice; and how an action is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.desk import Desk
from app.log.here import local
from app.log.operation import Entry
from app.queries.households import Households
from app.records import NO_RESULT
from app.stations.arrival import CheckIn, Leave, MoveVisit, TakeVisit
from app.stations.gifts import GiveGift
from app.stations.results import RecordResult
from app.unit import Unit
from app.words import Words


class News:
    """Compares today's visits with what they were when it was last asked."""

    def __init__(self, desk: Desk, households: Households, day: Callable[[], str], t: Words) -> None:
        self._desk, self._households, self._day, self._t = desk, households, day, t
        self._held: dict[str, str] | None = None
        self._doubled: dict[str, str] = {}

    def since(self) -> list[str]:
        """Sentences for what has happened since; nothing the first time."""
        before, doubled = self._held, self._doubled
        self._load()
        if before is None:
            return []
        now = self._held or {}
        cleared = [self._cleared(unit) for unit in before if unit not in now]
        twice = [self._t("{unit} was checked in twice; both numbers are good: {no}", unit=self._state(unit).code, no=no)
                 for unit, no in self._doubled.items() if unit not in doubled]
        return [*filter(None, cleared), *twice]

    def mine(self, subjects: Iterable[str]) -> None:
        """What was done here is no news here: only these units are looked at, in no time."""
        if self._held is None:
            self._load()
            return
        for name in (subject.removeprefix("unit/") for subject in subjects if subject.startswith("unit/")):
            unit = self._state(name)
            visit = unit.open_visit(self._day())
            self._held.pop(name, None)
            self._doubled.pop(name, None)
            if visit is not None and unit.step(visit):
                self._held[name] = unit.code
            if visit is not None and len(visit.numbers) > 1:
                self._doubled[name] = " · ".join(visit.numbers)

    def _load(self) -> None:
        self._held = self._households.held_up(self._day())
        self._doubled = self._households.doubled(self._day())

    def named(self, entry: Entry) -> str:
        """`A023 3-2-1702`: an action by its number and its unit."""
        subject = next((op.on for op in reversed(entry.ops)), "")
        unit = self._state(subject.partition("/")[2])
        number = next((op.number for op in entry.ops if isinstance(op, CheckIn)), "")
        visit = unit.open_visit(self._day()) or next(reversed(unit.visits.values()), None)
        if not number and visit is not None:
            number = visit.numbers[0]
        return " ".join(filter(None, (number, unit.code)))

    def undo_question(self, entry: Entry) -> str:
        """What is asked before an action is taken back."""
        t, what = self._t, self.named(entry)
        gifts = [op.kind for op in entry.ops if isinstance(op, GiveGift)]
        if gifts:
            return t("{what}, {gift}: got it back? Y / N", what=what, gift=gifts[0])
        if any(isinstance(op, CheckIn) for op in entry.ops):
            return t("Undo {what}? Take back the slip.", what=what)
        if any(isinstance(op, MoveVisit | TakeVisit) for op in entry.ops):
            return t("Undo the move to {what}? Take back the corrected slip.", what=what)
        if any(isinstance(op, Leave) or (isinstance(op, RecordResult) and op.code in NO_RESULT)
               for op in entry.ops):
            return t("{what} has not left after all?", what=what)
        return t("Undo the last change to {what}?", what=what)

    def _cleared(self, name: str) -> str:
        unit = self._state(name)
        visit = unit.open_visit(self._day())
        who = max(unit.reasons.values(), key=lambda reason: reason.cleared_at, default=None)
        if visit is None or who is None or not who.cleared_at:
            return ""
        clock = local(visit.at, self._desk.state("site").zone).strftime("%H:%M")
        return self._t("{unit} cleared by {name}. Back in the queue with arrival {time}.", unit=unit.code,
                       name=who.cleared_by, time=clock)

    def _state(self, name: str) -> Unit:
        unit: Unit = self._desk.state(f"unit/{name}")
        return unit
