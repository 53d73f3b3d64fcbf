"""Making every list anew from the log."""

from __future__ import annotations

from pathlib import Path

from rows import Row, flat, row, spread
from sites import site
from timing import timed

from app.clock import Clock
from app.site import open_site

MOST = 5.0  # seconds for 100,000 entries
ENTRIES = 100_000
TIMES = 3


def measure(part: float, folder: Path) -> list[Row]:
    """The site of 3,000 units and 100,000 entries."""
    ours = seconds(site(folder, round(3000 * part), round(ENTRIES * part)), TIMES)
    return [row("rebuild", "s", spread(ours), flat(MOST * part), "p50")]


def seconds(place: Path, times: int) -> list[float]:
    """How long the site of a folder takes, so many times."""
    desk = open_site(place, Clock())
    took = [timed(desk.rebuild) / 1000 for _ in range(times)]
    desk.database.close()
    return took
