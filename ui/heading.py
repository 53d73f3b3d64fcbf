"""The head's words: site, day of the handover, list, date, clock, person."""

from __future__ import annotations

from datetime import date

from app.desk import Desk
from app.log.here import local
from app.queries.today import Today
from app.words import Words
from ui.head import Heading

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Headings:
    """Says what the head shows now."""

    def __init__(self, desk: Desk, t: Words) -> None:
        self._desk, self._t = desk, t

    def now(self, today: Today) -> Heading:
        """The head as it is at this moment, in the site's time zone."""
        t, site = self._t, self._desk.state("site")
        here = local(self._desk.clock.now(), site.zone)
        days = list(site.days)
        day = here.date().isoformat()
        list_at = local(today.list_at, site.zone)
        same_day = list_at.date() == here.date()
        return Heading(
            site=" · ".join(filter(None, (site.name, site.subtitle))),
            day=t("Day {n} of {of}", n=days.index(day) + 1, of=len(days)) if day in days else "",
            roster=t("List {number} · {when}", number=today.list_number,
                     when=list_at.strftime("%H:%M") if same_day else short_date(list_at.date(), t))
            if today.list_number else t("No list yet"),
            date=short_date(here.date(), t), clock=here.strftime("%H:%M"), person=self._desk.operator.name)


def short_date(day: date, t: Words) -> str:
    """`21 Jun`, `6月21日`."""
    if t.language.startswith("zh"):
        return f"{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]}"
