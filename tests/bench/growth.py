"""Ten times the units: what is linear may take twelve times as long, a check-in twice."""

from __future__ import annotations

import random
from pathlib import Path

import preview
import rebuild
from check_in import check_in
from people import households
from rows import Row, flat, row, spread
from sites import site
from timing import fresh, timed

from app.clock import Clock
from app.desk import Desk
from app.site import open_site

UNITS = (10_000, 100_000)
LINEAR, ONE = 12.0, 2.0  # times
CHECK_INS = 300


def measure(part: float, folder: Path) -> list[Row]:
    """Sites of two sizes with as many entries for each unit."""
    small, large = (_figures(folder, round(units * part)) for units in UNITS)
    return [row(f"{name}, 10 x the units", "x", flat(large[name] / small[name]), flat(limit), "p50")
            for name, limit in (("rebuild", LINEAR), ("roster preview", LINEAR), ("check-in", ONE))]


def _figures(folder: Path, units: int) -> dict[str, float]:
    place = site(folder, units, round(units * 0.12))
    desk = open_site(place, Clock())
    check_in = _check_ins(desk, units)
    desk.database.close()
    file = preview.workbook(folder, units)
    return {"check-in": check_in, "roster preview": min(_preview(place, file) for _ in range(2)),
            "rebuild": min(rebuild.seconds(place, 2))}


def _preview(place: Path, file: Path) -> float:
    """By a desk that was just opened, and remembers nothing yet: a small site would be remembered whole."""
    desk = open_site(place, Clock())
    took = fresh(lambda: preview.preview(desk, file))
    desk.database.close()
    return took


def _check_ins(desk: Desk, units: int) -> float:
    chance = random.Random(2)
    chosen = [f"unit/{person.unit}" for person in households(units) if chance.random() < 2 * CHECK_INS / units]
    chance.shuffle(chosen)
    return spread([timed(lambda: desk.do(coming)) for coming in map(check_in, chosen[:CHECK_INS])]).p50  # noqa: B023
