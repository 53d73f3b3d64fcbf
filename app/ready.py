"""What has to be in order before the doors open, as far as the laptop itself can see it."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Literal

import msgspec

from app.desk import Desk
from app.log.here import day_of, local
from app.stations.site import ClockState, MeasureClock
from app.summary.clocks import WRONG_MS
from app.words import Words

TIGHT, FULL = 2_000_000_000, 500_000_000  # bytes free: attention, stop
JUMP_MS = 120_000  # the wall clock may drift or be set a little
BEHIND_MS = 300_000


class Finding(msgspec.Struct, frozen=True):
    """One row: how it stands, in words, and what to do about it ('' when nothing)."""

    state: Literal["ok", "attention", "stop"]
    words: str
    advice: str = ""


class Readiness:
    """Looks anew each time; the clock is compared with how it stood when this was made."""

    def __init__(self, desk: Desk, t: Words) -> None:
        self._desk, self._t = desk, t
        self._offset = self._now_offset()

    def _now_offset(self) -> int:
        return self._desk.clock.now() - self._desk.clock.mono()

    def roster(self) -> Finding:
        """Which owner list holds, of when, with how many units."""
        t = self._t
        with self._desk.database.read() as sql:
            row = sql.exec_driver_sql(
                "SELECT number, at FROM roster WHERE site=? AND closed=1 ORDER BY number DESC, at DESC LIMIT 1",
                (self._desk.site,)).first()
            units = sql.exec_driver_sql("SELECT count(*) FROM household WHERE site=? AND listed=1 AND withdrawn=0",
                                        (self._desk.site,)).scalar_one()
        if row is None or not units:
            return Finding("stop", t("There is no owner list."), t("Bring one in under Owner list."))
        at = local(row[1], self._desk.state("site").zone)
        return Finding("ok", t("List {number} of {when}: {n} units.", number=row[0], n=units,
                               when=f"{at:%Y-%m-%d %H:%M}"))

    def clock(self) -> Finding:
        """Whether the laptop's clock can be believed: arrival times are taken from it."""
        t, site, now = self._t, self._desk.state("site"), self._desk.clock.now()
        here, newest = local(now, site.zone), self._newest()
        set_it = t("Set the laptop's clock, then look again. Arrival times follow it.")
        said = t("{time} in {zone}.", time=f"{here:%Y-%m-%d %H:%M}", zone=site.zone)
        if now < newest - BEHIND_MS:
            then = f"{local(newest, site.zone):%Y-%m-%d %H:%M}"
            return Finding("stop", t("The clock says {time}, but there is a record of {then}.",
                                     time=f"{here:%Y-%m-%d %H:%M}", then=then), set_it)
        if site.days and str(here.year) not in {day[:4] for day in site.days}:
            return Finding("stop", t("The clock says {year}, which is no year of this handover.", year=here.year),
                           set_it)
        moved = self._now_offset() - self._offset
        if abs(moved) > JUMP_MS:
            return Finding("attention", t("The clock was set by {n} minutes while the program was open.",
                                          n=round(moved / 60_000)), t("Compare it with a telephone: {said}", said=said))
        return self._compared(said) or Finding(
            "ok", said, t("Compare it with a telephone and type its time.") if here.date().isoformat() in site.days
            or not site.days else t("Today is no day of the handover."))

    def compare(self, hour: int, minute: int) -> Finding:
        """A telephone shows this time of today: what that says of the laptop's clock, which is on record. Raises
        Refused and Trouble."""
        desk = self._desk
        here = local(desk.clock.now(), desk.state("site").zone)
        ahead = here - here.replace(hour=hour, minute=minute, second=30, microsecond=0)  # some second of that minute
        halfway = (ahead / timedelta(minutes=1) + 720) % 1440 - 720  # a quarter to and a quarter past midnight
        desk.do(MeasureClock(on=f"desk/{desk.id}", ahead=round(halfway * 60_000)))
        return self.clock()

    def _compared(self, said: str) -> Finding | None:
        """What the last comparison since the laptop was started says of its clock now, if there was one."""
        t, desk = self._t, self._desk
        measured: ClockState | None = desk.state(f"desk/{desk.id}").clocks.get(desk.clock.boot())
        site = desk.state("site")
        if site.main == desk.id and (measured is None or day_of(measured.real, site.zone) != day_of(
                desk.clock.now(), site.zone)):
            return Finding("attention", said, t(
                "The other laptops follow this clock: compare it with a telephone every morning and type its time."))
        if measured is None:
            return None
        off = measured.off(desk.clock.now(), desk.clock.mono())
        if abs(off) <= WRONG_MS:
            return Finding("ok", t("{time} Compared by {name}.", time=said, name=measured.by))
        words = (t("The clock is {n} minutes ahead.", n=round(off / 60_000)) if off > 0 else
                 t("The clock is {n} minutes behind.", n=round(-off / 60_000)))
        return Finding("stop", words, t("Set it right; what was recorded meanwhile is flagged in the summary."))

    def disk(self) -> Finding:
        """Whether there is room for the day's records."""
        t, free = self._t, shutil.disk_usage(self._desk.database.path.parent).free
        words = t("{n} GB free.", n=f"{free / 1e9:.1f}")
        if free >= TIGHT:
            return Finding("ok", words)
        return Finding("stop" if free < FULL else "attention", words, t("Delete what is not needed on this laptop."))

    def _newest(self) -> int:
        """When the newest record of any laptop was made known here, ms UTC."""
        with self._desk.database.read() as sql:
            return sql.exec_driver_sql(
                "SELECT max((SELECT l.known FROM line l WHERE l.site=h.site AND l.desk=h.desk AND l.n=h.n)) "
                "FROM head h WHERE h.site=?", (self._desk.site,)).scalar_one() or 0
