"""The walk in the whole program: an escort's first screen, a scan, a program that is killed in the middle of a word."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import parts
from e2e.laptop import Laptop
from e2e.opened import Opened
from PySide6.QtWidgets import QApplication

from app.clock import Clock
from app.desk import Desk, Operator
from app.half_written import HalfWritten, HalfWrittens
from app.settings import Settings
from app.site import new_site
from app.site import open_site as open_folder
from app.stations.arrival import CheckIn
from app.tickets.code import slip_code
from ui.inspection.screen import InspectionScreen


def arrived(desk: Desk, *codes: str) -> None:
    """Households that may go on, and are here."""
    for n, code in enumerate(codes):
        parts.listed(desk, code, owners=(f"Owner {n}",), phones=(f"13800{n:06}",), reasons=())
        desk.do(CheckIn(on=f"unit/{code}"))


def kept(folder: Path, unit: str) -> HalfWritten:
    """What lies on disk of a unit."""
    desk = open_folder(folder, Clock())
    with closing(desk.database):
        return HalfWrittens(Settings(desk.database, desk.site)).of(unit)


def test_a_half_written_defect_comes_back_after_the_program_was_killed(laptop: Laptop) -> None:
    desk = new_site(laptop.folder, Clock(), name="Sample Court", zone="Asia/Shanghai")
    arrived(desk, "1-1-201", "1-1-202")
    desk.database.close()
    hands = laptop.hands
    for start in range(2):
        laptop.start()
        hands.focus("Sample Court")
        if not start:
            hands.keys("ctrl+3", "Return")
            hands.press("k", "t", "Return")
            hands.press("k", "g", "alt+2", "alt+n", "l", "o", "w")
            hands.until(lambda: kept(laptop.folder, "1-1-201").note == "low")
            laptop.kill()
    assert kept(laptop.folder, "1-1-201") == HalfWritten(room="LIV", typed="kg", severity=2, note="low")
    hands.keys("ctrl+3", "Return")
    desk = laptop.desk()
    with closing(desk.database):
        defect = desk.state("unit/1-1-201").standing()[0]
        assert (defect.code, defect.room, defect.severity, defect.text) == ("WAL01", "LIV", 2, "low")


def screen_of(opened: Opened) -> InspectionScreen:
    return opened.site.rest().inspection


def test_an_escort_begins_here_and_sees_reception_beside_it(open_site: Callable[..., Opened]) -> None:
    opened = open_site()
    opened.desk.operator = Operator("Ho", "escort")
    opened.show()
    opened.bot.waitUntil(lambda: opened.window.current() is screen_of(opened))
    assert [screen.name for screen in opened.window.screens()] == ["reception", "inspection"]
    opened.desk.operator = Operator("Fang", "finance")
    opened.site.show()
    assert "inspection" not in [screen.name for screen in opened.window.screens()]


def test_a_scan_goes_to_inspection_while_it_is_in_front(open_site: Callable[..., Opened]) -> None:
    opened = open_site()
    arrived(opened.desk, "1-1-201", "1-1-202")
    opened.desk.operator = Operator("Ho", "escort")
    opened.show("inspection")
    unit = opened.desk.state("unit/1-1-202")
    visit = next(iter(unit.visits.values()))
    opened.site.scanner.scanned.emit(slip_code(visit.day, visit.numbers[0], "1-1-202"))
    screen = screen_of(opened)
    assert screen.session.name == "1-1-202" and opened.window.current() is screen
    assert opened.desk.state("unit/1-1-202").state(visit.day) == "inspecting"
    assert QApplication.focusWidget() is screen.entry.line
