"""A made-up site in the middle of a busy day, after two others, to try everything on. Nobody in it exists."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
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
from app.sample_day import GIFTS, OPENS, Said, as_file, sample_day
from app.site import new_site, open_site
from app.stations.arrival import CheckIn
from app.stations.site import GiftKind

UNITS, BEFORE, TODAY, OWN = 300, 45, 90, 6  # in all, who come on a day before, today, and today to this desk
NAMES = {"en": "Riverside Garden II", "zh_Hans": "滨江花园二期", "zh_Hant": "濱江花園二期"}
ZONE = "Asia/Shanghai"
SO_FAR = timedelta(hours=3, minutes=40)  # of the made-up day
BACK = ("viewed", "refused")  # results after which some come again


def make_demo(folder: Path, clock: Clock, language: str) -> Desk:
    """A site of 300 units in `folder`, marked as a drill: two days that are over, and today until now."""
    now = local(clock.now(), ZONE).replace(tzinfo=None)
    days = [now.date() - timedelta(days=n) for n in (2, 1, 0)]
    begun = datetime.combine(days[0] - timedelta(days=1), time(18))
    texts = tuple(day.isoformat() for day in days)
    households = begin(folder, folder / "sample.xlsx", ms_of(begun, ZONE), language, texts)
    left = random.Random(7).sample(households, len(households))
    stopped = [house for house in left if house.reasons][:OWN // 2]
    left.sort(key=lambda house: house not in stopped)  # finance has somebody to clear
    desk = open_site(folder, clock)
    desk.operator = Operator("Demo", "lead")
    take(desk, parse(as_file(_days(left[OWN:], texts, now)), ZONE))
    _own(desk, left[:OWN], now)
    return desk


def begin(folder: Path, roster: Path, at: int, language: str, days: tuple[str, ...]) -> list[Household]:
    """A site for practice with an owner list, made at `at` (ms UTC); the households of the list. Where there is no
    list in `roster`, one is made up there."""
    if not roster.exists():
        roster.parent.mkdir(parents=True, exist_ok=True)
        write(roster, sample(UNITS, seed=7))
    desk = new_site(folder, ScriptClock(at), name=NAMES.get(language, NAMES["en"]), zone=ZONE, drill=True,
                    days=days, stations={"finance": "3", "signing": "4", "desk": "1"},
                    gifts=dict.fromkeys(GIFTS, GiftKind(stock=UNITS)),
                    slip_language="zh_Hans" if language == "en" else language)
    desk.operator = Operator("Demo", "lead")
    try:
        importer = Importer(desk)
        reading = read(roster, importer.key())
        importer.write(reading, importer.preview(reading), "Demo", lambda done, of: None)
    finally:
        desk.database.close()
    return [*reading.households]


def _own(desk: Desk, households: Sequence[Household], now: datetime) -> None:
    """Arrivals at this desk itself, the last of them just now."""
    clock, desk.clock = desk.clock, (then := ScriptClock(0))
    for n, house in enumerate(households, 1):
        then.set(ms_of(now - timedelta(minutes=4) * (len(households) - n) * _pace(now), ZONE))
        desk.do(CheckIn(on=f"unit/{house.unit}", party=1 + n % 3))
    desk.clock = clock


def _days(left: Sequence[Household], days: tuple[str, ...], now: datetime) -> list[Said]:
    """Two whole days, and today as far as it has come."""
    chance = random.Random(7)
    first, second = (sample_day(left[n * BEFORE:(n + 1) * BEFORE], day, n) for n, day in enumerate(days[:2]))
    again = {line["unit"] for line in first + second if line.get("result") in BACK and chance.random() < 0.5}
    come = [house for house in left if house.unit in again] + left[2 * BEFORE:][:TODAY]
    return [*first, *second, *_until(now, sample_day(come, days[2], 2, again))]


def _until(now: datetime, lines: Sequence[Said]) -> list[Said]:
    """What has happened so far, moved so that now is in the middle of it."""
    middle = datetime.combine(now.date(), OPENS) + SO_FAR
    so_far = [line for line in lines if "known" not in line and line["at"] <= middle.isoformat()]
    for line in so_far:
        at = now - (middle - datetime.fromisoformat(line["at"])) * _pace(now)
        line["at"] = at.isoformat(timespec="seconds")
    return so_far


def _pace(now: datetime) -> float:
    """How much of the time that things take there is: soon after midnight the day goes faster."""
    return min(1.0, (now - datetime.combine(now.date(), time.min)) / (SO_FAR + timedelta(minutes=1)))
