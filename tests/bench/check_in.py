"""A check-in beside a bare commit: one row, on the same disk, flushed before it returns."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from people import households
from rows import Row, Spread, row, spread
from sites import careless, site
from timing import timed

from app.clock import Clock
from app.database import sqlite
from app.desk import Desk
from app.log.operation import Operation
from app.site import open_site
from app.stations.arrival import CheckIn

MORE_P50, MORE_P99 = 1.0, 10.0  # ms over a bare commit
TIMES = 1000
HISTORY = 2000  # entries of the unit that has many
BYTES = 600  # about what the line of a check-in holds


def measure(part: float, folder: Path) -> list[Row]:
    """Check-ins of many units once each, and of one unit of 2,000 entries again and again."""
    units, entries, times = round(3000 * part), round(100_000 * part), max(20, round(TIMES * part))
    place = site(folder, units, entries)
    one = _long_unit(place, round(HISTORY * part))
    desk, bare = open_site(place, Clock()), Bare(folder / "bare.db")
    chance, codes = random.Random(1), [person.unit for person in households(units)]
    spreads = [
        ("check-in", _together(desk, bare, lambda: f"unit/{chance.choice(codes)}", times)),
        (f"check-in, unit of {round(HISTORY * part):,} entries", _together(desk, bare, lambda: one, times)),
    ]
    desk.database.close()
    bare.close()
    return [row(name, "ms", ours, Spread(limit.p50 + MORE_P50, limit.p99 + MORE_P99), "p50 p99")
            for name, (ours, limit) in spreads]


class Bare:
    """A table without anything, and a commit of one row to it that waits for the disk as a desk's does."""

    def __init__(self, file: Path) -> None:
        self._to = sqlite().connect(str(file), isolation_level=None)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE line (data BLOB)"):
            self._to.execute(statement)

    def commit(self) -> None:
        """One row."""
        self._to.execute("BEGIN IMMEDIATE")
        self._to.execute("INSERT INTO line VALUES (?)", (b"x" * BYTES,))
        self._to.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._to.close()


def check_in(unit: str) -> Operation:
    """A household that comes, also when it is here already."""
    return CheckIn(on=unit, party=2, who=("陈静雯",), again=True)


def _together(desk: Desk, bare: Bare, unit: Callable[[], str], times: int) -> tuple[Spread, Spread]:
    """Turn and turn about, so that what else the disk does meets both."""
    ours, bares = [], []
    for _ in range(times):
        coming = check_in(unit())
        ours.append(timed(lambda: desk.do(coming)))  # noqa: B023 - done at once
        bares.append(timed(bare.commit))
    return spread(ours), spread(bares)


def _long_unit(place: Path, entries: int) -> str:
    """A unit that came back all day long; its subject."""
    desk, unit = careless(place, Clock()), f"unit/{next(households(1)).unit}"
    for _ in range(entries - len(desk.history(unit))):
        desk.do(check_in(unit))
    desk.database.close()
    return unit
