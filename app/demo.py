"""A made-up site in the middle of a busy day, after two others, to try everything on. Nobody in it exists."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.clock import Clock
from app.desk import Desk, Operator
from app.log.here import local, ms_of
from app.replay.into import take
from app.replay.play import ScriptClock
from app.replay.script import parse
from app.roster.read import read
from app.roster.reading import Household
from app.roster.sample import sample, write
from app.roster_import import Importer
from app.sample_day import Said, as_file, sample_day
from app.site import new_site, open_site

UNITS, BEFORE, TODAY = 300, 45, 90  # in all, those who come on each day before, and today
NAMES = {"en": "Riverside Garden II", "zh_Hans": "滨江花园二期", "zh_Hant": "濱江花園二期"}
ZONE = "Asia/Shanghai"
SO_FAR = timedelta(hours=3, minutes=40)  # of the made-up day, which opens at 8:50
BACK = ("viewed", "refused")  # results after which some come again


def make_demo(folder: Path, clock: Clock, language: str) -> Desk:
    """A site of 300 units in `folder`, marked as a drill: two days that are over, and today until now."""
    now = local(clock.now(), ZONE).replace(tzinfo=None)
    days = [now.date() - timedelta(days=n) for n in (2, 1, 0)]
    begun = datetime.combine(days[0] - timedelta(days=1), datetime.min.time().replace(hour=18))
    texts = tuple(day.isoformat() for day in days)
    households = begin(folder, folder / "sample.xlsx", ms_of(begun, ZONE), language, texts)
    lines = parse(as_file(_days(households, texts, now)), ZONE)
    desk = open_site(folder, clock)
    desk.operator = Operator("Demo", "lead")
    take(desk, lines)
    return desk


def begin(folder: Path, roster: Path, at: int, language: str, days: tuple[str, ...]) -> list[Household]:
    """A site for practice with an owner list, made at `at` (ms UTC); the households of the list. Where there is no
    list in `roster`, one is made up there."""
    if not roster.exists():
        roster.parent.mkdir(parents=True, exist_ok=True)
        write(roster, sample(UNITS, seed=7))
    desk = new_site(folder, ScriptClock(at), name=NAMES.get(language, NAMES["en"]), zone=ZONE, drill=True,
                    days=days, stations={"finance": "3", "signing": "4", "desk": "1"},
                    slip_language="zh_Hans" if language == "en" else language)
    desk.operator = Operator("Demo", "lead")
    try:
        importer = Importer(desk)
        reading = read(roster, importer.key())
        importer.write(reading, importer.preview(reading), "Demo", lambda done, of: None)
    finally:
        desk.database.close()
    return [*reading.households]


def _days(households: Sequence[Household], days: tuple[str, ...], now: datetime) -> list[Said]:
    """Two whole days, and today as far as it has come."""
    chance = random.Random(7)
    left = chance.sample(households, len(households))
    first, second = (sample_day(left[n * BEFORE:(n + 1) * BEFORE], day, n) for n, day in enumerate(days[:2]))
    again = {line["unit"] for line in first + second if line.get("result") in BACK and chance.random() < 0.5}
    come = [house for house in left if house.unit in again] + left[2 * BEFORE:][:TODAY]
    return [*first, *second, *_until(now, sample_day(come, days[2], 2, again))]


def _until(now: datetime, lines: Sequence[Said]) -> list[Said]:
    """What has happened so far, moved so that now is in the middle of it. Soon after midnight the day goes faster."""
    middle = datetime.combine(now.date(), datetime.min.time()) + timedelta(hours=8, minutes=50) + SO_FAR
    faster = min(1.0, (now - datetime.combine(now.date(), datetime.min.time())) / (SO_FAR + timedelta(minutes=1)))
    so_far = [line for line in lines if "known" not in line and line["at"] <= middle.isoformat()]
    for line in so_far:
        at = now - (middle - datetime.fromisoformat(line["at"])) * faster
        line["at"] = at.isoformat(timespec="seconds")
    return so_far
