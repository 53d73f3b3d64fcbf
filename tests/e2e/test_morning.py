"""A hundred households at the real window, with scanner and keyboard alone; then everything is counted anew."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from e2e.hands import QtHands, XHands, reading
from e2e.households import bring_in, houses, rows
from e2e.laptop import Laptop
from e2e.morning import Came, Morning
from e2e.paper import Read, Reader
from e2e.plan import HOUSEHOLDS, hundred
from fakeprinter import FakePrinter
from parts import TestClock
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.desk import Desk, Operator
from app.log.here import day_of
from app.people import People
from app.settings import Settings
from app.site import new_site, open_site
from app.sync.swap import swap
from app.tickets.code import slip_code
from app.twin import Twins
from app.unit import Unit
from app.verify import verify
from app.words import Words
from ui.open_site import OpenSite
from ui.theme import Theme

COPIES = {1: "COPY 1", 2: "COPY 2"}
CORRECTED = "CORRECTED, replaces the earlier slip"


class Site:
    """A site with its list, a printer, and a second desk that is apart. The first one is made and closed."""

    def __init__(self, folder: Path, clock: Clock, zone: str, printer: FakePrinter) -> None:
        self.folder, self.clock, self.printer = folder / "A", clock, printer
        desk = new_site(self.folder, clock, name="Sample Court", zone=zone, stations={"finance": "3", "signing": "4"},
                        slip_language="en")
        desk.operator = Operator("Wong Min", "lead")
        self.day, table = day_of(clock.now(), zone), rows()
        self.houses = houses(table)
        bring_in(desk, folder, table)
        self.other = new_site(folder / "B", clock, name="", zone="", letter="B", site=desk.site)
        swap(self.other, desk)
        Settings(desk.database, desk.site).printer = f"{printer.host}:{printer.port}"
        desk.database.close()

    def desk(self) -> Desk:
        """The first desk, opened again; to be closed."""
        return open_site(self.folder, self.clock)


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[Callable[[Clock, str], Site]]:
    """`make_site(clock, zone)`"""
    made: list[Site] = []
    with FakePrinter() as printer:

        def make(clock: Clock, zone: str) -> Site:
            made.append(Site(tmp_path, clock, zone, printer))
            return made[-1]

        yield make
    for site in made:
        site.other.database.close()


def on_record(desk: Desk, codes: set[str]) -> list[Came]:
    """What the desk knows of these units, folded from its records."""
    return [told(unit, visit) for code in sorted(codes) for unit in [desk.state(f"unit/{code}")]
            for visit in unit.visits.values() if visit.ended != "moved"]


def told(unit: Unit, visit: Any) -> Came:
    """One visit as the book has it."""
    agent = (visit.agent.name, visit.agent.phone, visit.agent.authorisation) if visit.agent else None
    return Came(unit.code, visit.numbers, visit.party, agent, visit.slot, unit.step(visit), visit.ended)


def in_lists(desk: Desk) -> list[Came]:
    """What the derived tables say, asked for with plain SQL."""
    found = []
    with closing(reading(desk.database.path)) as sql:
        for code, numbers, party, agent, slot, step, ended in sql.execute(
                "SELECT h.code, v.numbers, v.party, v.agent, v.slot, h.step, v.ended FROM visit v JOIN household h "
                "ON h.site=v.site AND h.unit=v.unit WHERE v.ended<>'moved'"):
            who = json.loads(agent) if agent else {}
            came = (who.get("name", ""), who.get("phone", ""), who.get("authorisation", "")) if who else None
            found.append(Came(code, tuple(numbers.split()), party, came, slot, step, ended))
    return found


def spent(desk: Desk, kind: str) -> list[str]:
    """The numbers of this desk that are on paper."""
    with closing(reading(desk.database.path)) as sql:
        return sorted(row[0] for row in sql.execute(
            "SELECT DISTINCT number FROM spent WHERE kind=? AND letter=?", (kind, desk.letter)))


def by_unit(visits: list[Came]) -> list[Came]:
    """In an order that says nothing of how they were found."""
    return sorted(visits, key=lambda came: (came.unit, came.numbers))


def compare(morning: Morning, desk: Desk, printer: FakePrinter) -> None:
    """The book against the records, the lists, the paper; and everything against itself."""
    expected = by_unit(morning.visits())
    assert by_unit(on_record(desk, set(morning.came))) == expected
    assert by_unit(in_lists(desk)) == expected
    assert spent(desk, "queue") == [f"A{n:03d}" for n in range(1, morning.given + 1)]
    assert spent(desk, "draw") == [f"A{n:04d}" for n in range(1, morning.draws + 1)]
    reader, numbers = Reader("en", 576, COPIES, CORRECTED), [f"A{n:03d}" for n in range(1, morning.given + 1)]
    on_paper = Counter(reader.read(slip, numbers) for slip in printer.slips)
    assert on_paper == Counter(
        Read(slip_code(morning.day, slip.number, slip.unit), slip.number, slip.copy, slip.corrected)
        for slip in morning.slips)
    assert printer.unknown == b""
    assert verify(desk).clean


def alone(morning: Morning) -> Came:
    """The first household that came with one unit and is still here."""
    holders = Counter(came.numbers for came in morning.visits())
    return next(came for came in morning.visits() if holders[came.numbers] == 1 and not came.ended)


def by_daylight(clock: Clock) -> str:
    """A time zone in which no day ends while the test runs."""
    hour = datetime.fromtimestamp(clock.now() / 1000, UTC).hour
    return "Asia/Shanghai" if hour < 12 else "America/Los_Angeles"


def test_a_hundred_households_are_checked_in_and_every_slip_is_right(
    make_site: Callable[[Clock, str], Site], tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    clock = TestClock("2026-06-20 08:40")
    site, theme = make_site(clock, "Asia/Shanghai"), Theme()
    desk = site.desk()
    People(desk).begin()
    theme.apply(qapp)
    opened = OpenSite(qapp, theme, Words("en"), desk, Twins(tmp_path / "desks"))
    with qtbot.waitExposed(opened.window):
        opened.show()
    opened.window.activateWindow()
    morning = Morning(QtHands(qtbot, opened.window, desk, clock, site.printer, site.other), site.day)
    try:
        for _ in hundred(morning, site.houses):
            clock.forward(ms=40_000)
        clock.forward(minutes=61)
        morning.comes_back(alone(morning))
        morning.hands.printed(len(morning.slips))
        assert opened.window.said()[0] != "trouble"
        assert morning.households >= HOUSEHOLDS
        compare(morning, desk, site.printer)
    finally:
        opened.window.close()
        opened.close()


@pytest.mark.timeout(400)
def test_with_a_real_keyboard_and_a_real_scanner_the_program_on_its_own_display_does_the_same(
    make_site: Callable[[Clock, str], Site], display: str, tmp_path: Path, counts: Callable[[int, int], int]
) -> None:
    clock = Clock()
    site = make_site(clock, by_daylight(clock))
    with Laptop(display, tmp_path / "laptop", folder=site.folder) as laptop:
        laptop.start()
        hands = XHands(display, site.folder, site.printer, site.other)
        hands.focus("Sample Court")
        morning = Morning(hands, site.day)
        for _ in hundred(morning, site.houses, share=counts(4, 1)):
            pass
        hands.printed(len(morning.slips))
        laptop.end()
        assert laptop.said() == ""
    desk = site.desk()
    compare(morning, desk, site.printer)
    desk.database.close()
