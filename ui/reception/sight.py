"""Everything that the card shows of one household at one moment, read from the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.desk import Desk
from app.log.here import day_of
from app.queries.coming import Coming, coming, papers_asked
from app.queries.households import Household, Households
from app.queries.line import Line
from app.stations.site import Site
from app.unit import Unit, Visit
from ui.reception.draft import Draft, Part


@dataclass(frozen=True, slots=True)
class KinSight:
    """Another unit of the owners: `sure` that they are the same, `free` to be taken along, `along` whether it is."""

    row: Household
    unit: Unit
    coming: Coming
    sure: bool
    free: bool
    along: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """One household, the rest of its family, what may be done, and what was said so far. `wait` is how many stand
    before it and the minutes of that; `served`: it was checked in just now and its card stays."""

    row: Household
    unit: Unit
    coming: Coming
    kin: tuple[KinSight, ...]
    papers: tuple[str, ...]
    wait: tuple[int, int] | None
    draft: Draft
    site: Site
    day: str
    served: bool

    @property
    def subject(self) -> str:
        """The name of its subject in the log."""
        return self.row.subject

    @property
    def visit(self) -> Visit | None:
        """The visit that is open now."""
        visit = self.coming.visit
        return visit if visit is not None and not visit.ended else None

    @property
    def open(self) -> bool:
        """Whether Enter may do something for it."""
        return self.coming.can in ("check_in", "register", "came_back")

    def together(self) -> list[KinSight]:
        """The units that are taken along."""
        return [one for one in self.kin if one.along]

    def parts(self) -> list[Part]:
        """The units of the one action that Enter makes."""
        own = Part(self.subject, self.unit.owners, self.papers, self.coming.can == "came_back")
        return [own, *(Part(one.row.subject, one.unit.owners, papers_asked(one.unit), one.coming.can == "came_back")
                       for one in self.together())]

    def counts(self) -> tuple[int, int]:
        """How many of these units may go on, and how many are only registered."""
        steps = [self.coming.step, *(one.coming.step for one in self.together())]
        return sum(not step for step in steps), sum(bool(step) for step in steps)

    def unanswered(self) -> list[str]:
        """Papers that are asked for, and nobody said yet whether they are there."""
        return [code for code in self.papers if code not in self.draft.papers]


class Look:
    """Reads the sight of a household."""

    def __init__(self, desk: Desk, households: Households, line: Line) -> None:
        self._desk, self._households, self._line = desk, households, line

    def day(self) -> str:
        """Today, in the site's time zone."""
        return day_of(self._desk.clock.now(), self._desk.state("site").zone)

    def rows(self, units: Sequence[str]) -> list[Household]:
        """Rows for a list."""
        return self._households.of(units, self.day())

    def see(self, name: str, draft: Draft, served: bool) -> Sight | None:
        """The household of that unit, None when nobody knows it."""
        rows = self.rows([name])
        if not rows:
            return None
        site, day, now = self._desk.state("site"), self.day(), self._desk.clock.now()
        unit: Unit = self._desk.state(rows[0].subject)
        own = coming(unit, day, now, draft.seen)
        visit = own.visit
        wait = self._line.wait(visit.id, day, site.zone, now) if visit is not None and not visit.ended else None
        return Sight(rows[0], unit, own, self._kin(name, own, draft, day, now), papers_asked(unit), wait, draft, site,
                     day, served)

    def visits(self, sight: Sight) -> list[tuple[str, str]]:
        """Subject and visit of every unit that holds the household's number now: a family's share one."""
        if sight.visit is None:
            return []
        number, found = sight.visit.numbers[0], [(sight.subject, sight.visit.id)]
        for name in self._households.holders(number, sight.day):
            if name != sight.row.unit:
                visit = self._desk.state(f"unit/{name}").open_visit(sight.day)
                if visit is not None and number in visit.numbers:
                    found.append((f"unit/{name}", visit.id))
        return found

    def _kin(self, name: str, own: Coming, draft: Draft, day: str, now: int) -> tuple[KinSight, ...]:
        found = []
        for one in self._households.kin(name, day):
            unit: Unit = self._desk.state(one.household.subject)
            its = coming(unit, day, now, draft.seen)
            free = own.can in ("check_in", "register", "came_back") and _may_come(own, its)
            asked = one.household.unit in draft.added if not one.sure else one.household.unit not in draft.apart
            found.append(KinSight(one.household, unit, its, one.sure, free, free and asked))
        return tuple(found)


def _may_come(own: Coming, its: Coming) -> bool:
    """An open visit of a family's other unit is only taken for ended when the family as a whole came back."""
    if its.can in ("check_in", "register"):
        return True
    ended = its.visit is not None and bool(its.visit.ended)
    return its.can == "came_back" and (ended or own.can == "came_back")
