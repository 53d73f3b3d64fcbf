"""A made-up site in the middle of a busy morning, to try everything on. Nobody in it exists."""

from __future__ import annotations

import random
from pathlib import Path

from app.clock import Clock
from app.desk import Desk, Operator
from app.errors import Refused
from app.log.here import day_of
from app.roster.read import read
from app.roster.sample import sample, write
from app.roster_import import Importer
from app.site import new_site
from app.stations.arrival import CheckIn

UNITS, ARRIVED = 300, 43
NAMES = {"en": "Riverside Garden II", "zh_Hans": "滨江花园二期", "zh_Hant": "濱江花園二期"}
EVERY_MS = 150_000  # a household every two and a half minutes


def make_demo(folder: Path, clock: Clock, language: str) -> Desk:
    """A site of 300 units in `folder`, marked as a drill, with the morning's arrivals."""
    zone = "Asia/Shanghai"
    desk = new_site(folder, clock, name=NAMES.get(language, NAMES["en"]), zone=zone, drill=True,
                    days=(day_of(clock.now(), zone),), stations={"finance": "3", "signing": "4", "desk": "1"},
                    slip_language="zh_Hans" if language == "en" else language)
    desk.operator = Operator("Demo", "lead")
    file = folder / "sample.xlsx"
    write(file, sample(UNITS, seed=7))
    importer = Importer(desk)
    reading = read(file, importer.key())
    importer.write(reading, importer.preview(reading), "Demo", lambda done, of: None)
    _morning(desk, [household.unit for household in reading.households], random.Random(7))
    return desk


def _morning(desk: Desk, units: list[str], chance: random.Random) -> None:
    """Arrivals of the last hours, as if they had been written down when they happened."""
    came = chance.sample(units, ARRIVED)
    for at, unit in enumerate(came):
        when = desk.clock.now() - (len(came) - at) * EVERY_MS
        try:
            desk.do(CheckIn(on=f"unit/{unit}", party=chance.choice((1, 2, 2, 3, 4))), when=when)
        except Refused:  # at midnight some of them fall on the day before
            continue
