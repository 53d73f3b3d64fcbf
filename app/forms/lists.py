"""The forms for a day on paper: all units to be ticked by hand, and empty sheets."""

from __future__ import annotations

from itertools import groupby

import msgspec

from app.desk import Desk
from app.forms.page import Form, head, table, words
from app.log.here import local
from app.queries.masked import masked_all
from app.stations.site import Site
from app.summary.figures import natural
from app.words import Words

EMPTY_LINES = 18


def paper_roster(desk: Desk, t: Words) -> list[Form]:
    """Every unit under contract, a document for each building, owners masked: what the desk goes on with when there is
    no power. What is written on it is typed in afterwards (`replay`, or Alt+E at reception)."""
    site: Site = desk.state("site")
    with desk.database.read() as sql:
        rows = sql.exec_driver_sql(
            "SELECT h.building, h.code, h.owners, h.reasons, (SELECT group_concat(v.numbers, ' ') FROM visit v "
            "WHERE v.site=h.site AND v.unit=h.unit AND v.ended<>'moved') FROM household h "
            "WHERE h.site=? AND h.listed=1 AND h.withdrawn=0 AND h.linked_to=''", (desk.site,)).all()
    ordered = sorted(rows, key=lambda row: (natural(row[0]), natural(row[1])))
    at = local(desk.clock.now(), site.zone).strftime("%Y-%m-%d %H:%M")
    columns = ((t("Unit"), 12), (t("Owners"), 13), (t("Not eligible"), 11), (t("Came already"), 11), (t("Arrived"), 11),
               (t("Party"), 8), (t("Number"), 12), (t("Gift"), 8), (t("Signature"), 14))
    made = []
    for building, units in groupby(ordered, key=lambda row: str(row[0])):
        lines = [(code, masked_all(msgspec.json.decode(owners, type=list[str])) if owners else "",
                  t("yes") if reasons else "", numbers or "", "", "", "", "", "")
                 for _, code, owners, reasons, numbers in units]
        title = t("Owner list on paper")
        body = head(site.name, t("Building {name}", name=building) if building else "", title) + table(columns, lines)
        made.append(Form(title, " · ".join(filter(None, (building, at))), body))
    return made


def blank_check_in(desk: Desk, t: Words) -> list[Form]:
    """An empty sheet for a desk without power: numbers come from the laptop's own series afterwards."""
    site: Site = desk.state("site")
    title = t("Check-in sheet")
    columns = ((t("Unit"), 16), (t("Arrived"), 12), (t("Party"), 8), (t("Who came"), 24), (t("Number"), 12),
               (t("Gift"), 10), (t("Signature"), 18))
    body = (head(site.name, site.subtitle, title) + words(t("Desk ______   Date ______   Clerk ______"))
            + table(columns, (), EMPTY_LINES))
    return [Form(title, t("Type it in afterwards, each with its own time."), body)]
