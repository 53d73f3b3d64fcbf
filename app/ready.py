"""What has to be in order before the doors open, as far as the laptop itself can see it."""

from __future__ import annotations

import shutil
from typing import Literal

import msgspec

from app.desk import Desk
from app.log.here import local
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
        return Finding("ok", said, "" if here.date().isoformat() in site.days or not site.days
                       else t("Today is no day of the handover."))

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
                "SELECT max(l.known) FROM head h JOIN line l ON l.site=h.site AND l.desk=h.desk AND l.n=h.n "
                "WHERE h.site=?", (self._desk.site,)).scalar_one() or 0
