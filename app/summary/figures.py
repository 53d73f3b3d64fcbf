"""The figures of a day (report.md 5.1, 5.2), each from its own question, and the check that they come out.

A day is the site's local day of the time at which things happened. A day's figures are those as at its end: what
happened later does not count. What is *known* does: a record that was taken back, or an acceptance that a later
result reversed, counts on no day any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec

from app.desk import Desk
from app.log.here import local
from app.records import ACCEPTED, NO_RESULT, REFUSED, VIEWED
from app.stations.day import Figures as Plain
from app.summary.facts import Came, Ended, Facts, Found, House, facts

QUARTER_MS = 15 * 60 * 1000  # offsets of time zones are multiples of it
LATER_MS = 24 * 3600 * 1000  # report.md 5.6: the average counts defects up to a day after the visit
RATES = {"rate_eligible": 1, "rate_all": 1, "defects_per_unit_today": 2, "defects_per_unit_cumulative": 2}


class Sum(msgspec.Struct, frozen=True):
    """The check-sum: due must be the other five together. `wrong` are codes of the units that are counted in none of
    the five, or in two."""

    due: int
    accepted: int
    refused: int
    viewed: int
    no_result: int
    never: int
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it comes out."""
        parts = self.accepted + self.refused + self.viewed + self.no_result + self.never
        return self.due == parts and not self.wrong


class Building(msgspec.Struct, frozen=True):
    """A row by building, as at the end of the day."""

    name: str
    due: int
    eligible: int
    accepted: int
    rate: float | None
    refused: int
    viewed: int
    not_taken_over: int
    defects: int
    per_unit: float | None


class Figures(msgspec.Struct, frozen=True):
    """The figures of `day`. Rates are percent with one decimal, averages have two, None where there is nothing to
    divide. `used` names the stations in use that day (reception, inspection, results); the figure of another one is
    "not recorded" wherever people read it."""

    day: str
    as_known: int
    due_all: int
    due_eligible: int
    arrived_today: int
    inspected_today: int
    accepted_today: int
    accepted_cumulative: int
    rate_eligible: float | None
    rate_all: float | None
    defects_today: int
    defects_cumulative: int
    defects_per_unit_today: float | None
    defects_per_unit_cumulative: float | None
    refused_today: int
    refused_now: int
    viewed_only_now: int
    recovered_today: int
    not_taken_over: int
    never_came: int
    came_without_result: int
    after_repair_now: int
    not_eligible_came: int
    visits_today: int
    inspected_cumulative: int
    viewed_not_eligible: int
    accepted_unseen: int
    provisional: int
    provisional_today: int
    withdrawn: int
    deemed: int
    fixed_today: int
    added_today: int
    used: tuple[str, ...]
    check: Sum
    buildings: tuple[Building, ...]

    def plain(self) -> Plain:
        """The figures alone, as they are issued and as JSON has them."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = ("due_all", "due_eligible", "arrived_today", "inspected_today", "accepted_today", "accepted_cumulative",
         "rate_eligible", "rate_all", "defects_today", "defects_cumulative", "defects_per_unit_today",
         "defects_per_unit_cumulative", "refused_today", "refused_now", "viewed_only_now", "recovered_today",
         "not_taken_over", "never_came", "came_without_result")
STATION = {"arrived_today": "reception", "never_came": "reception", "inspected_today": "inspection",
           "defects_today": "inspection", "defects_per_unit_today": "inspection", "accepted_today": "results",
           "refused_today": "results", "recovered_today": "results"}


def figures(desk: Desk, day: str, as_known: int | None = None) -> Figures:
    """The figures of a day (ISO), as known now or at an earlier moment (ms UTC). Takes no longer than a second or two
    on a large site, and belongs in the background all the same."""
    moment = desk.clock.now() if as_known is None else as_known
    return count(facts(desk, as_known), day, desk.state("site").zone, moment)


def ratio(over: int, under: int, places: int) -> float | None:
    """From counts, rounded half up; None where there is nothing to divide (report.md 5.6)."""
    if not under:
        return None
    return float((Decimal(over) / under).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def bounds(day: str, zone: str) -> tuple[int, int]:
    """Begin and end of the site's day, ms UTC; the end is the next day's begin."""
    place = local(0, zone).tzinfo
    first = date.fromisoformat(day)

    def midnight(of: date) -> int:
        return round(datetime(of.year, of.month, of.day, tzinfo=place).timestamp() * 1000)

    return midnight(first), midnight(first + timedelta(days=1))


class Day:
    """The facts as at the end of a day, by unit, and the questions that are asked of them."""

    def __init__(self, known: Facts, day: str, zone: str) -> None:
        self.day = day
        self.begin, self.end = bounds(day, zone)
        self.houses = {h.unit: h for h in known.houses if h.listed and not h.linked_to}
        self.visits: Mapping[str, list[Came]] = _by_unit(v for v in known.visits if v.ended != "moved")
        self.results: Mapping[str, list[Ended]] = _by_unit(sorted(known.results, key=lambda r: (r.at, r.nth)))
        self.defects: Mapping[str, list[Found]] = _by_unit(
            d for d in known.defects if not d.dropped and d.at < self.end)
        self.held = {r.unit for r in known.reasons if r.code.startswith("E") and r.set_at < self.end
                     and not 0 < r.cleared_at < self.end}
        self.walks = _by_unit(w for w in known.walks if w.at < self.end)
        self._zone = zone
        since = min((h.since for h in self.houses.values()), default=0)
        self._begun = bounds(local(since, zone).strftime("%Y-%m-%d") if since else day, zone)[1]  # the first list's day
        self._dates: dict[int, str] = {}
        self._seen: dict[str, list[tuple[str, int]]] = {}

    # -- who is due ----------------------------------------------------------------------------------------

    def due(self) -> list[House]:
        """Units of the batch, without those whose contract had ended (5.1). The first list is the batch, whenever it
        was brought in: an earlier day may be typed in from paper after it. What comes later is due from its day on."""
        begun = max(self.end, self._begun)
        return [h for h in self.houses.values() if h.since < begun and not 0 < h.withdrawn < self.end]

    # -- the five parts, each by its own question ----------------------------------------------------------

    def accepted(self) -> set[str]:
        """Units with an acceptance by then that no later result reversed."""
        return {u for u, first in self.first_accepted().items() if first < self.end}

    def first_accepted(self) -> dict[str, int]:
        """When a unit was first accepted, of acceptances that were not reversed; ms UTC, of any day."""
        found: dict[str, int] = {}
        for unit, results in self.results.items():
            for result in results:
                if result.code in ACCEPTED:
                    found.setdefault(unit, result.at)
                elif result.code not in NO_RESULT:
                    found.pop(unit, None)
        return found

    def refused(self, codes: Sequence[str] = REFUSED) -> set[str]:
        """Units whose newest result by then is a refusal, one that waits for repairs among them."""
        return {u for u, results in self.results.items() if (last := self._last(results)) and last.code in codes}

    def viewed(self) -> set[str]:
        """Units whose newest result by then is that they only looked."""
        return {u for u, results in self.results.items() if (last := self._last(results)) and last.code in VIEWED}

    def no_result(self) -> set[str]:
        """Units that came by then and have nothing that counts: never a result, or one that was reversed."""
        came = {u for u, visits in self.visits.items() if any(v.day <= self.day for v in visits)}
        came |= {u for u, results in self.results.items() if any(r.at < self.end for r in results)}
        return {u for u in came if self._last(self.results.get(u, ())) is None}

    def never(self) -> set[str]:
        """Units of whom there is neither a visit nor a result by then."""
        return {u for u in self.houses if not any(v.day <= self.day for v in self.visits.get(u, ()))
                and not any(r.at < self.end for r in self.results.get(u, ()))}

    def added(self) -> set[str]:
        """Units that came to the batch on this day, after the first list: a rate may drop for them (5.6)."""
        return {h.unit for h in self.due() if self._begun <= h.since and self.begin <= h.since < self.end}

    def deemed(self) -> set[str]:
        """Units of which a person said by then that they are deemed delivered: a flag beside the five parts."""
        return {u for u, h in self.houses.items() if 0 < h.deemed < self.end}

    def _last(self, results: Sequence[Ended]) -> Ended | None:
        """The result that stood at the end of the day."""
        return next((result for result in reversed(_standing(results)) if result.at < self.end), None)

    # -- what was seen -------------------------------------------------------------------------------------

    def inspections(self, unit: str) -> list[tuple[str, int]]:
        """(day, ms when it ended) of each time that the unit counts as inspected by then (5.2): a refused or viewed
        result, or an acceptance with an inspection begun or a defect logged in that visit."""
        if unit not in self._seen:
            self._seen[unit] = [
                (self._date(r.at), r.at) for r in _standing(self.results.get(unit, ())) if r.at < self.end and (
                    r.code in (*REFUSED, *VIEWED) or (r.code in ACCEPTED and self._walked(unit, r)))]
        return self._seen[unit]

    def _walked(self, unit: str, result: Ended) -> bool:
        mine = self._visit(unit, result.visit, result.at)
        return any(self._visit(unit, one.visit, one.at) == mine
                   for one in (*self.walks.get(unit, ()), *self.defects.get(unit, ())))

    def _visit(self, unit: str, named: str, at: int) -> str:
        """The visit that a record belongs to, as `Unit.visit_at` has it; the day where none is known."""
        visits, day = self.visits.get(unit, ()), self._date(at)
        if named and any(v.id == named for v in visits):
            return named
        mine = sorted((v for v in visits if v.day == day), key=lambda v: v.at)
        begun = [v for v in mine if v.at <= at]
        return begun[-1].id if begun else mine[0].id if mine else day

    def _date(self, at: int) -> str:
        """The site's date of a moment; of one quarter of an hour it is always the same."""
        if self.begin <= at < self.end:
            return self.day
        quarter = at // QUARTER_MS
        if quarter not in self._dates:
            self._dates[quarter] = local(at, self._zone).strftime("%Y-%m-%d")
        return self._dates[quarter]

    def today(self, at: int) -> bool:
        """Whether something happened on the day."""
        return self.begin <= at < self.end


def count(known: Facts, day: str, zone: str, as_known: int) -> Figures:
    """The figures from facts."""
    at = Day(known, day, zone)
    due = {h.unit for h in at.due()}
    accepted, refused, viewed = at.accepted() & due, at.refused() & due, at.viewed() & due
    no_result, never = at.no_result() & due, at.never() & due
    eligible = {u for u in due if u not in at.held or u in accepted}
    check = _sum(at, due, (accepted, refused, viewed, no_result, never))
    houses = at.houses.keys()
    first = {u: ms for u, ms in at.first_accepted().items() if u in houses and at.today(ms)}
    seen_today = {u for u in houses if any(d == day for d, _ in at.inspections(u))}
    seen = {u for u in houses if at.inspections(u)}
    found_today = {u: sum(at.today(d.at) for d in at.defects.get(u, ())) for u in houses}
    found = {u: len(at.defects.get(u, ())) for u in houses}
    within = {u: _within(at, u) for u in seen}
    arrived = {u for u in houses if any(v.day == day for v in at.visits.get(u, ()))}
    outside = {h.unit for h in known.houses if not h.listed and h.provisional and not h.linked_to}
    return Figures(
        day=day, as_known=as_known, due_all=len(due), due_eligible=len(eligible), arrived_today=len(arrived),
        inspected_today=len(seen_today), accepted_today=len(first), accepted_cumulative=len(accepted),
        rate_eligible=ratio(100 * len(accepted), len(eligible), 1), rate_all=ratio(100 * len(accepted), len(due), 1),
        defects_today=sum(found_today.values()), defects_cumulative=sum(found.values()),
        defects_per_unit_today=ratio(sum(found_today[u] for u in seen_today), len(seen_today), 2),
        defects_per_unit_cumulative=ratio(sum(within.values()), len(seen), 2),
        refused_today=sum(any(r.code in REFUSED and at.today(r.at) for r in at.results.get(u, ())) for u in houses),
        refused_now=len(refused), viewed_only_now=len(viewed),
        recovered_today=sum(_refused_first(at, u) for u in first), not_taken_over=len(due) - len(accepted),
        never_came=len(never), came_without_result=len(no_result),
        after_repair_now=len(at.refused(("C1",)) & due), not_eligible_came=len(no_result & at.held),
        visits_today=sum(v.day == day for u in houses for v in at.visits.get(u, ())), inspected_cumulative=len(seen),
        viewed_not_eligible=len(seen_today & at.held - accepted), accepted_unseen=len(first.keys() - seen_today),
        provisional=len(outside),
        provisional_today=sum(any(v.day == day for v in at.visits.get(u, ())) for u in outside),
        withdrawn=sum(0 < h.withdrawn < at.end for h in at.houses.values()), deemed=len(at.deemed() & due - accepted),
        fixed_today=sum(bool(d.fixed) and at.today(d.at) for u in houses for d in at.defects.get(u, ())),
        added_today=len(at.added()), used=_used(at, known), check=check,
        buildings=_buildings(at, due, eligible, (accepted, refused, viewed), seen, within, found))


def _sum(at: Day, due: set[str], parts: Sequence[set[str]]) -> Sum:
    """Five separate questions against the roster; whoever is in none or in two of them is named."""
    times: dict[str, int] = defaultdict(int)
    for part in parts:
        for unit in part:
            times[unit] += 1
    wrong = sorted(at.houses[u].code for u in due if times[u] != 1)
    return Sum(len(due), *map(len, parts), tuple(wrong))


def _within(at: Day, unit: str) -> int:
    """Defects that the average counts: found up to a day after the last inspected visit ended (5.6)."""
    until = max(ms for _, ms in at.inspections(unit)) + LATER_MS
    return sum(d.at <= until for d in at.defects.get(unit, ()))


def _refused_first(at: Day, unit: str) -> bool:
    """First result a refusal, on an earlier day (5.3, recovered)."""
    first = next(iter(_standing(at.results[unit])), None)
    return first is not None and first.code in REFUSED and first.at < at.begin


def _standing(results: Sequence[Ended]) -> list[Ended]:
    """Those that say something of the home, in order, without acceptances that a later result reversed: they stand
    nowhere, whatever the day."""
    last_no = max((at for at, r in enumerate(results) if r.code not in (*ACCEPTED, *NO_RESULT)), default=-1)
    return [r for at, r in enumerate(results) if r.code not in NO_RESULT and (r.code not in ACCEPTED or at > last_no)]


def _used(at: Day, known: Facts) -> tuple[str, ...]:
    """The stations at which anything was recorded that day."""
    used = {
        "reception": any(v.day == at.day for v in known.visits),
        "inspection": any(at.today(one.at) for one in (*known.walks, *known.defects)),
        "results": any(at.today(r.at) for r in known.results),
    }
    return tuple(name for name, was in used.items() if was)


def _buildings(at: Day, due: set[str], eligible: set[str], parts: Sequence[set[str]], seen: set[str],
               within: Mapping[str, int], found: Mapping[str, int]) -> tuple[Building, ...]:
    names = sorted({at.houses[u].building for u in due}, key=natural)
    made = []
    for name in names:
        mine = {u for u in due if at.houses[u].building == name}
        accepted, refused, viewed = (len(part & mine) for part in parts)
        inspected = seen & mine
        made.append(Building(
            name, len(mine), len(mine & eligible), accepted, ratio(100 * accepted, len(mine & eligible), 1), refused,
            viewed, len(mine) - accepted, sum(found[u] for u in mine),
            ratio(sum(within[u] for u in inspected), len(inspected), 2)))
    return tuple(made)


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Building 2 before building 10."""
    parts: list[tuple[int, int | str]] = []
    digits = ""
    for ch in name + " ":
        if ch.isdecimal():
            digits += ch
            continue
        if digits:
            parts.append((0, int(digits)))
            digits = ""
        parts.append((1, ch))
    return tuple(parts)


def _by_unit(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.unit].append(row)
    return dict(found)
