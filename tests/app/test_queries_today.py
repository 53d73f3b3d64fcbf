"""What the frame shows of the day."""

from __future__ import annotations

from pathlib import Path

from parts import configured, desk, listed

from app.queries.today import today
from app.stations.arrival import CheckIn, MoveVisit, TakeVisit


def test_bookings_of_the_day_are_counted_apart_from_those_of_other_days(tmp_path: Path) -> None:
    site = configured(desk(tmp_path))
    for code, appointment in (("1-1-101", "09:00-10:00"), ("1-1-102", "2026-06-20 09:00-10:00"),
                              ("1-1-103", "2026-06-21 09:00-10:00"), ("1-1-104", "")):
        listed(site, code, appointment=appointment)
    for code in ("1-1-101", "1-1-103", "1-1-104"):
        site.do(CheckIn(on=f"unit/{code}"))
    found = today(site.database.read, site.site, "2026-06-20")
    assert (found.booked, found.booked_arrived, found.arrived) == (2, 1, 3)
    site.database.close()


def test_a_visit_that_moved_counts_once(tmp_path: Path) -> None:
    site = configured(desk(tmp_path))
    listed(site, "1-1-101", "1-1-102")
    entry = site.do(CheckIn(on="unit/1-1-101"))
    visit = site.state("unit/1-1-101").visits[entry.id]
    site.do(MoveVisit(on="unit/1-1-101", visit=visit.id, to="unit/1-1-102"),
            TakeVisit(on="unit/1-1-102", visit=visit, came_from="unit/1-1-101"))
    assert today(site.database.read, site.site, "2026-06-20").arrived == 1
    site.database.close()


def test_a_site_without_anything_counts_nothing(tmp_path: Path) -> None:
    site = configured(desk(tmp_path))
    found = today(site.database.read, site.site, "2026-06-20")
    assert (found.list_number, found.booked, found.arrived, found.clashes) == (0, 0, 0, 0)
    site.database.close()
