"""Made-up sites as a batch leaves them behind, recorded through real desks."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from parts import MORNING, ZONE, TestClock
from people import Person, households

from app.clock import Clock
from app.database import Database
from app.derive import Derive
from app.desk import Desk, Operator
from app.log.operation import Override
from app.search.chinese import Chinese
from app.site import FILE, new_site, open_site
from app.stations.arrival import AmendVisit, CheckIn, Leave
from app.stations.eligibility import ClearReason, SetReason
from app.stations.inspection import LogDefect, StartInspection
from app.stations.notes import AddRemark
from app.stations.paper import Reprint
from app.stations.results import RecordResult
from app.stations.roster import CloseList, ListPart, ListUnit
from app.stations.site import OpenDesk

LETTERS = "ABCD"
PART = 50  # units of one part of a list, as the import writes them
A_DAY = 4000  # entries
STEP = 2000  # ms between two entries
VERSION = "1-sample"


def site(folder: Path, units: int, entries: int, *, whole: bool = False) -> Path:
    """A folder with a copy of the site of that size, for its caller alone. The site is made once below `folder`; a
    `whole` one has the walks through the units and their results as well."""
    made = folder / f"site-{units}-{entries}{'-whole' * whole}"
    if not (made / "0").exists():
        _Maker(made / "new", units, entries, whole).make()
        (made / "new").rename(made / "0")
    copy = made / str(len(list(made.iterdir())))
    shutil.copytree(made / "0", copy)
    return copy


def careless(folder: Path, clock: Clock) -> Desk:
    """The desk of a folder that does not wait for the disk: to record much, ten times as fast."""
    desk = open_site(folder, clock)
    desk.database.close()
    return Desk(Database(folder / FILE, careless=True), clock, Derive(Chinese()), site=desk.site, desk=desk.id,
                letter=desk.letter)


class _Maker:
    """Makes one site: an owner list, then days on which four laptops check in, note, clear, take back."""

    def __init__(self, folder: Path, units: int, entries: int, whole: bool) -> None:
        self._people, self._entries, self._whole = list(households(units)), entries, whole
        self._chance, self._clock = random.Random(units + entries), TestClock(MORNING, step=1)
        new_site(folder, self._clock, name="Sample Court", zone=ZONE).database.close()
        first = careless(folder, self._clock)
        self._desks = [first, *(Desk(first.database, self._clock, Derive(Chinese()), site=first.site,
                                     desk=f"laptop-{letter}", letter=letter) for letter in LETTERS[1:])]

    def make(self) -> None:
        """Make it, its slips printed, and close its file."""
        for desk in self._desks:
            desk.operator = Operator(f"clerk {desk.letter}", "lead")
            desk.do(OpenDesk(on=f"desk/{desk.id}", letter=desk.letter))
        self._list()
        self._days()
        with self._desks[0].database.write() as sql:
            sql.exec_driver_sql("UPDATE slip SET state='confirmed'")
        self._desks[0].database.close()

    def _list(self) -> None:
        starts = range(0, len(self._people), PART)
        for start in starts:
            part = self._people[start:start + PART]
            head = ListPart(on=f"roster/{VERSION}", number=1, file="sample.xlsx", sha256="0" * 64, units=len(part))
            self._desks[0].do(head, *map(self._listed, part))
        self._desks[0].do(CloseList(
            on=f"roster/{VERSION}", number=1, file="sample.xlsx", sha256="0" * 64, parts=len(starts),
            units=len(self._people), new=len(self._people), changed=0, unchanged=0, checked_by="sample"))

    def _listed(self, person: Person) -> ListUnit:
        reasons = self._chance.choice((("E02",), ("E08",), ("E06", "W01"))) if self._chance.random() < 0.08 else ()
        return ListUnit(
            on=f"unit/{person.unit}", version=VERSION, owners=person.owners, phones=person.phones,
            building=person.building, layout=person.layout, area=person.area, area_unit="m2",
            contract=person.contract, contract_date="2026-06-30", appointment=person.appointment, reasons=reasons)

    def _days(self) -> None:
        left = self._entries - sum(n for n, _ in self._desks[0].vector().values())
        while left > 0:
            self._clock.forward(hours=24)
            units = self._chance.sample(self._people, len(self._people))
            today = -(-min(left, A_DAY) // len(self._desks))
            for at, desk in enumerate(self._desks):
                done = islice(self._work(desk, units[at::len(self._desks)]), min(today, left))
                left -= sum(1 for _ in done)

    def _work(self, desk: Desk, people: list[Person]) -> Iterator[None]:
        """What one laptop does on a day, an entry at a time."""
        for person in people:
            for _ in self._visit(desk, f"unit/{person.unit}", person):
                self._clock.forward(ms=STEP)
                yield

    def _visit(self, desk: Desk, unit: str, person: Person) -> Iterator[object]:
        chance = self._chance.random
        came = desk.do(CheckIn(on=unit, party=self._chance.randint(1, 5), who=person.owners))
        yield came
        if chance() < 0.03:
            yield desk.void(came.id)
            return
        if chance() < 0.5:
            yield desk.do(AmendVisit(on=unit, visit=came.id, party=3))
        if chance() < 0.1 and not desk.state(unit).open_reasons():
            yield desk.do(SetReason(on=unit, reason="E09"))
            yield desk.do(ClearReason(on=unit, note="seen"))
        if chance() < 0.1:
            yield desk.do(AddRemark(on=unit, text="comes again with a measuring tape"))
        if chance() < 0.2:
            yield desk.do(Reprint(on=unit, visit=came.id))
        if self._whole and not desk.state(unit).open_reasons():
            yield from self._walk(desk, unit, came.id)
        elif chance() < 0.9:
            yield desk.do(Leave(on=unit, visit=came.id))

    def _walk(self, desk: Desk, unit: str, visit: str) -> Iterator[object]:
        yield desk.do(StartInspection(on=unit, visit=visit))
        for _ in range(self._chance.randrange(4)):
            yield desk.do(LogDefect(on=unit, visit=visit, code="WAL01", room="KIT", severity=3, trade="CIV"))
        code = self._chance.choice(("A", "V1", "R1", "C1"))
        yield desk.do(RecordResult(on=unit, visit=visit, code=code), override=Override("lead", "so", "lead"))
