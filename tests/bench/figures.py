"""The figures of a day, as known now and as known at an earlier moment."""

from __future__ import annotations

from pathlib import Path

from rows import Row, flat, row, spread
from sites import site
from timing import timed

from app.clock import Clock
from app.desk import Desk
from app.log.here import day_of
from app.site import open_site
from app.summary.figures import figures

MOST = 2.0  # seconds for 100,000 entries
UNITS, ENTRIES = 3000, 100_000
TIMES = 3


def measure(part: float, folder: Path) -> list[Row]:
    """The site of 3,000 units and 100,000 entries, walks and results among them."""
    desk = open_site(site(folder, round(UNITS * part), round(ENTRIES * part), whole=True), Clock())
    then = _known(desk, -100)
    day = day_of(then, desk.state("site").zone)
    rows = [row("figures as known now", "s", spread(_times(desk, day, None)), flat(MOST * part), "p50")]
    for name, at in (("half of it ago", _entries(desk) // 2), ("a day ago", _entries(desk) - 4000)):
        rows.append(row(f"figures as known {name}", "s", spread(_times(desk, day, _known(desk, at))), flat(MOST * part),
                        "p50"))
    desk.database.close()
    return rows


def _times(desk: Desk, day: str, known: int | None) -> list[float]:
    return [timed(lambda: figures(desk, day, known)) / 1000 for _ in range(TIMES)]


def _entries(desk: Desk) -> int:
    """Entries of all laptops."""
    return sum(n for n, _ in desk.vector().values())


def _known(desk: Desk, at: int) -> int:
    """When the entry of that place, in the order of time, was known."""
    with desk.database.read() as sql:
        known = sorted(value for (value,) in sql.exec_driver_sql("SELECT known FROM line").all())
    return int(known[max(-len(known), min(len(known) - 1, at))])
