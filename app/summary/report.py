"""A day's report as one thing: its facts, its figures, and the ways in which it goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from app.desk import Desk
from app.errors import Trouble
from app.log.here import day_of, local
from app.queries.evening import Evening
from app.stations.site import REPLAYED, Site
from app.summary.clocks import WrongTime, wrong_times
from app.summary.facts import Facts, facts
from app.summary.figures import NAMES, Figures, bounds, count
from app.summary.late import Late, late
from app.summary.text import text
from app.summary.words import MEANINGS, number, shown
from app.words import Words


class DayReport:
    """The report of `found.day`. Made once, it goes out in every form with the same figures."""

    def __init__(self, site: Site, known: Facts, found: Figures, silent: Sequence[str],
                 clocks: Sequence[WrongTime] = (), issued: Mapping[str, int | float | None] | None = None,
                 late: Sequence[Late] = ()) -> None:
        self.site, self.known, self.found, self.silent, self.clocks = site, known, found, silent, clocks
        self.late = late
        self._issued = issued or {}

    def corrections(self) -> list[tuple[str, int | float | None, int | float | None]]:
        """Figures that are not any more what went out last: name, as issued, as known now (report.md 5.6)."""
        now = self.found.plain()
        return [(name, self._issued[name], now[name]) for name in NAMES
                if name in self._issued and self._issued[name] != now[name]]

    def as_json(self) -> dict[str, Any]:
        """The figures by their names; beside them, under `more`, the check-sum and the rows by building."""
        more = {"day": self.found.day, "used": self.found.used, "check": msgspec.to_builtins(self.found.check),
                "check_holds": self.found.check.holds, "buildings": msgspec.to_builtins(self.found.buildings),
                "deemed": self.found.deemed, "clock_wrong": msgspec.to_builtins(self.clocks),
                "late": msgspec.to_builtins(self.late)}
        return {**self.found.plain(), "more": more}

    def text(self, t: Words, revision: int = 0, provisional: bool = False) -> str:
        """For a chat group."""
        changed = [f"{t(MEANINGS[name][0])} {number(was, name)} → {number(now, name)}"
                   for name, was, now in self.corrections()]
        return text(self.found, self.site, t, silent=self.silent, clocks=self.clocks, changed=changed,
                    late=self.late, revision=revision, provisional=provisional)

    def sentences(self, t: Words) -> list[str]:
        """Every figure on a line of its own, with its definition."""
        return [f"{t(MEANINGS[name][0])}: {shown(self.found, name, t)}  ({t(MEANINGS[name][1])})" for name in NAMES]

    def check(self, t: Words) -> str:
        """The check-sum as a sum."""
        c = self.found.check
        return t("{due} due = {accepted} accepted + {refused} refused + {viewed} viewed only + {none} without result + "
                 "{never} never came", due=c.due, accepted=c.accepted, refused=c.refused, viewed=c.viewed,
                 none=c.no_result, never=c.never)

    def wrong(self, t: Words) -> str:
        """What to say when it does not come out."""
        return t("The check-sum does not come out: {sum}. Look at {units}.", sum=self.check(t),
                 units=", ".join(self.found.check.wrong) or "?")

    def write(self, file: Path, t: Words, revision: int = 0, provisional: bool = False) -> None:
        """The workbook. Raises Trouble if it cannot be written."""
        from app.summary.workbook import write  # openpyxl takes its time, and most reports need none

        try:
            write(file, self, t, revision=revision, provisional=provisional)
        except OSError as error:
            raise Trouble("file_unwritable", file=str(file), why=error.strerror or str(error)) from error


def day_report(desk: Desk, day: str = "", as_known_at: str = "") -> DayReport:
    """The report of a day (ISO, today if empty) as known now, or at a moment of the site's wall clock (ISO). Raises
    Trouble for what is no day or no moment."""
    site = desk.state("site")
    now = desk.clock.now()
    day = day or day_of(now, site.zone)
    try:
        date.fromisoformat(day)
        moment = datetime.fromisoformat(as_known_at) if as_known_at else None
    except ValueError as error:
        raise Trouble("moment_unreadable", text=as_known_at or day) from error
    known_at = None
    if moment is not None:
        placed = moment if moment.tzinfo else moment.replace(tzinfo=local(0, site.zone).tzinfo)
        known_at = round(placed.timestamp() * 1000)
    known = facts(desk, known_at)
    found = count(known, day, site.zone, now if known_at is None else known_at)
    begin, end = bounds(day, site.zone)
    heard = Evening(desk.database.read, desk.site).heard() if begin <= now < end else []
    silent = [one.letter or one.desk for one in heard if one.at < begin and one.desk != desk.id
              and desk.state(f"desk/{one.desk}").why != REPLAYED]
    out = [] if known_at is not None else [*desk.state(f"report/{day}").revisions.values()]
    return DayReport(site, known, found, silent, wrong_times(desk, begin, end, known_at),
                     out[-1].figures if out else None, late(desk, begin, end, out[-1].as_known) if out else ())
