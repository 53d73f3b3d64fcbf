"""A whole made-up day without a window: the list comes in, the day is done, and what it leaves goes into a folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

import msgspec

from app.catalogue import DATA
from app.clock import Clock
from app.database import trouble
from app.demo import ZONE, begin
from app.desk import Desk
from app.errors import Trouble
from app.log import wire
from app.log.fold import fold
from app.log.here import ms_of
from app.log.kinds import blank
from app.log.operation import Happened
from app.replay.into import Played, take
from app.replay.script import parse
from app.sample_day import as_file, sample_day
from app.site import open_site
from app.stations.arrival import CheckIn
from app.stations.arrival_slip import ArrivalSlip
from app.summary.report import day_report
from app.tickets.press import Press
from app.tickets.printer import NoPrinter
from app.verify import verify
from app.words import Words

EVE, DAY, EVENING = datetime(2026, 6, 19, 18), "2026-06-20", "2026-06-20T20:00"
COME = 160  # of the list's households
SLIPS = 8  # that are drawn, of some hundred and fifty


class DemoDay(msgspec.Struct, frozen=True):
    """What was done and where it lies: `text` is that of the evening, `verified` whether every record and list was
    checked and is right and the check-sum comes out; `trouble` says why there are no slips, None where there are."""

    folder: Path
    units: int
    played: Played
    slips: int
    text: str
    verified: bool
    trouble: Trouble | None = None


def demo_day(folder: Path, language: str) -> DemoDay:
    """Do it all at a site that is thrown away; roster.xlsx, day.jsonl, slips, summary.xlsx and summary.txt stay in
    `folder`. Raises Trouble."""
    try:
        (folder / "slips").mkdir(parents=True, exist_ok=True)
        shutil.copy(DATA / "sample_roster.xlsx", folder / "roster.xlsx")
    except OSError as error:
        raise trouble(error, folder) from error
    with tempfile.TemporaryDirectory(prefix="handover-desk-demo-", ignore_cleanup_errors=True) as site:
        households = begin(Path(site), folder / "roster.xlsx", ms_of(EVE, ZONE), language, (DAY,))
        every = len(households) // COME
        day = as_file(sample_day(households[::every][:COME], DAY, seed=20))
        (folder / "day.jsonl").write_bytes(day)
        desk = open_site(Path(site), Clock())
        try:
            played = take(desk, parse(day, ZONE))
            slips, no = _slips(desk, folder / "slips")
            report, t = day_report(desk, DAY, EVENING), Words(language)
            report.write(folder / "summary.xlsx", t)
            (folder / "summary.txt").write_text(report.text(t) + "\n", encoding="utf-8")
            right = verify(desk).clean and report.found.check.holds
            return DemoDay(folder, len(households), played, slips, report.text(t), right, no)
        finally:
            desk.database.close()


def _slips(desk: Desk, folder: Path) -> tuple[int, Trouble | None]:
    """Pictures of some slips, as they came out of the printer; how many, and why there are none."""
    press = Press(desk, NoPrinter())
    drawn = 0
    try:
        for slip in islice(_arrivals(desk), SLIPS):
            press.preview(slip, 0).save(folder / f"{slip.number}.png")
            drawn += 1
    except Trouble as no:  # no Chinese font: all the rest of the day is there
        return drawn, no
    return drawn, None


def _arrivals(desk: Desk) -> Iterator[ArrivalSlip]:
    """Slips of the day, every so many, with what was known when they were printed."""
    entries = (wire.decode(line.data) for line in desk.after({}, limit=10**6))
    came = sorted((e for e in entries if isinstance(e.ops[0], CheckIn)), key=lambda e: (e.at, e.letter, e.n))
    for entry in came[::max(1, len(came) // SLIPS)]:
        op = entry.ops[0]
        before = desk.history(op.on)
        state = fold(before[:1 + [one.id for one in before].index(entry.id)], op.on, blank).state
        slip = op.slip(state, Happened(entry, lambda id: True))
        if slip is not None:
            yield slip
