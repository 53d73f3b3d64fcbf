"""The day as a dozen lines for a chat group (report.md 5.5): rich tables do not survive there."""

from __future__ import annotations

from collections.abc import Sequence

from app.log.here import local
from app.stations.site import Site
from app.summary.clocks import WrongTime
from app.summary.figures import Figures
from app.summary.late import Late
from app.summary.words import long_date, shown
from app.words import Words


def text(found: Figures, site: Site, t: Words, *, silent: Sequence[str] = (),
         clocks: Sequence[WrongTime] = (), changed: Sequence[str] = (), late: Sequence[Late] = (), revision: int = 0,
         provisional: bool = False) -> str:
    """Lines without decoration. `silent` are letters of laptops that were not heard since the morning: the last line
    says how far the figures can be trusted."""
    def of(name: str) -> str:
        return shown(found, name, t)

    clock = local(found.as_known, site.zone)
    until = clock.strftime("%H:%M") if clock.date().isoformat() == found.day else clock.strftime("%Y-%m-%d %H:%M")
    days = [*site.days]
    nth = t("day {n}", n=days.index(found.day) + 1) if found.day in days else ""
    title = " ".join(filter(None, (site.name, site.subtitle)))
    lines = [
        t("[{site} · handover report] {date}", site=title, date=long_date(found.day, t)) + (f" · {nth}" if nth else ""),
        t("NOT BALANCED, PROVISIONAL") if provisional else "",
        t("Revision {n}", n=revision) if revision else "",
        t("Due {all} (eligible {eligible})", all=of("due_all"), eligible=of("due_eligible")),
        t("Came today {came}, handed over {done}; handed over in all {total}", came=of("arrived_today"),
          done=of("accepted_today"), total=of("accepted_cumulative")),
        t("Completion {rate} (of all due {all})", rate=of("rate_eligible"), all=of("rate_all")),
        t("Inspected today {n}, new defects {defects}, {average} a household; in all {total} a household",
          n=of("inspected_today"), defects=of("defects_today"), average=of("defects_per_unit_today"),
          total=of("defects_per_unit_cumulative")),
        t("Refused today {today}; standing {now}, of which after repair {repair}; recovered {recovered}",
          today=of("refused_today"), now=of("refused_now"), repair=found.after_repair_now,
          recovered=of("recovered_today")),
        t("Not taken over {n}: never came {never}, refused {refused}, no result {none} (of which not eligible {held}), "
          "viewed only {viewed}", n=of("not_taken_over"), never=of("never_came"), refused=of("refused_now"),
          none=of("came_without_result"), held=found.not_eligible_came, viewed=of("viewed_only_now")),
        t("Not on the list, registered by hand: {n}", n=found.provisional) if found.provisional else "",
        t("Contracts ended: {n}", n=found.withdrawn) if found.withdrawn else "",
        t("Deemed delivered, not accepted: {n}", n=found.deemed) if found.deemed else "",
        t("Defects mended on the spot today: {n}", n=found.fixed_today) if found.fixed_today else "",
        t("Units added to the list today: {n}; the rates are of all of them.", n=found.added_today)
        if found.added_today else "",
        t("Corrected since it was issued: {changes}", changes="; ".join(changed)) if changed else "",
        t("Came after it was issued, from laptop {desks}: {n} records", n=len(late),
          desks=", ".join(sorted({one.letter for one in late}))) if late else "",
        t("Clock wrong on laptop {desks}; records whose times are in doubt: {n}", n=len(clocks),
          desks=", ".join(sorted({one.letter for one in clocks}))) if clocks else "",
        t("Figures until {time}", time=until)
        + (t("; not heard since this morning: {desks}", desks=", ".join(silent)) if silent else ""),
    ]
    return "\n".join(filter(None, lines))

