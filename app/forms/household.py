"""The forms of one home: the handover form in its three copies, and the list that an escort walks with."""

from __future__ import annotations

from app.catalogue import Catalogue
from app.desk import Desk
from app.forms.page import Form, facts, head, signatures, table, words
from app.log.here import local
from app.records import Defect
from app.sentences import N_
from app.stations.site import Site
from app.summary.results import RESULT_NAMES
from app.tickets.slips import KEY_NAMES
from app.unit import Unit
from app.words import Words

COPIES = (N_("Copy for the owner"), N_("Copy for the repair office"), N_("Copy for the property company"))
METERS = (N_("Water meter"), N_("Electricity meter"), N_("Gas meter"))  # onsite.md 3.8
BLANK_DEFECTS = 12  # lines of an empty form
OUTSIDE = ("PUB", "EXT", "PRK")


def handover(desk: Desk, name: str, named: Catalogue, t: Words) -> list[Form]:
    """The handover form of a unit, one document for each copy, with what is on record now."""
    unit: Unit = desk.state(f"unit/{name}")
    return _copies(desk.state("site"), unit, named, t, 0)


def blank_handover(desk: Desk, named: Catalogue, t: Words) -> list[Form]:
    """The same to be filled in by hand."""
    return _copies(desk.state("site"), Unit(""), named, t, BLANK_DEFECTS)


def inspection(desk: Desk, name: str, named: Catalogue, t: Words) -> list[Form]:
    """Every room with room to write, and what is known of it already."""
    site: Site = desk.state("site")
    unit: Unit = desk.state(f"unit/{name}")
    known: dict[str, list[str]] = {}
    for defect in unit.standing():
        known.setdefault(defect.room, []).append(_fault(defect, named, t))
    rooms = [(room.name(t.language), "; ".join(known.get(code, ())), "", "□") for code, room in named.rooms.items()
             if code not in OUTSIDE or code in known]
    title = t("Inspection form")
    body = (head(site.name, site.subtitle, title, _drill(site, t)) + _about(unit, site, t)
            + table(((t("Room"), 26), (t("Known already"), 30), (t("Found now"), 35), (t("Seen"), 9)), rooms)
            + _meters(t) + signatures((t("Owner"), t("Escort")), t("Date")))
    return [Form(title, unit.code, body)]


def _copies(site: Site, unit: Unit, named: Catalogue, t: Words, empty: int) -> list[Form]:
    title = t("Handover form")
    defects = [(str(n), _room(d, named, t), _fault(d, named, t), str(d.severity), _trade(d, named, t), d.due)
               for n, d in enumerate(unit.standing(), 1)]
    columns = ((t("No."), 6), (t("Room"), 14), (t("Defect"), 34), (t("Severity"), 12), (t("Trade"), 18),
               (t("Repair due"), 16))
    body = (head(site.name, site.subtitle, title, _drill(site, t)) + _about(unit, site, t) + _meters(t)
            + words(t("Defects: {n}", n=len(defects)) if defects or not empty else t("Defects"), 10)
            + (table(columns, defects, empty) if defects or empty else words(t("No defects were found.")))
            + _keys(unit, t) + words(t("The owner has inspected the home with the staff. The defects listed above are "
                                       "repaired by the dates beside them; this form does not give up any right."))
            + signatures((t("Owner"), t("Escort"), t("Property company")), t("Date")))
    return [Form(title, " · ".join(filter(None, (t(copy), unit.code))), body) for copy in COPIES]


def _about(unit: Unit, site: Site, t: Words) -> str:
    visit = max(unit.visits.values(), key=lambda one: one.at, default=None)
    outcome = unit.outcome()
    came = local(visit.at, site.zone).strftime("%Y-%m-%d %H:%M") if visit else ""
    result = f"{outcome.code} {t(RESULT_NAMES[outcome.code])}" if outcome and outcome.code in RESULT_NAMES else ""
    return facts(((t("Unit"), unit.code), (t("Layout"), " ".join(filter(None, (str(unit.fact("layout")), unit.area)))),
                  (t("Owners"), "、".join(unit.owners)), (t("Contract"), str(unit.fact("contract"))),
                  (t("Arrived"), came), (t("Result"), result)))


def _meters(t: Words) -> str:
    return table(((t("Meter"), 25), (t("Meter no."), 40), (t("Reading"), 35)), ((t(meter), "", "") for meter in METERS))


def _keys(unit: Unit, t: Words) -> str:
    rows: dict[str, int] = {}
    for given in unit.keys.values():
        rows |= {kind: rows.get(kind, 0) + count for kind, count in given.sets.items()}
    left = sum(given.left for given in unit.keys.values())
    until = max((given.until for given in unit.keys.values()), default="")
    kinds = {**dict.fromkeys(KEY_NAMES, 0), **rows}
    said = [(t(KEY_NAMES[kind]) if kind in KEY_NAMES else kind, str(count) if count else "") for kind, count in
            kinds.items()]
    kept = t("{n} of them stay here for repairs, until {date}.", n=left, date=until or "____") if left else ""
    return facts(said, 3) + (words(kept) if kept else "")


def _room(defect: Defect, named: Catalogue, t: Words) -> str:
    room = named.rooms.get(defect.room)
    return f"{room.name(t.language) if room else defect.room} {defect.wall}".strip()


def _fault(defect: Defect, named: Catalogue, t: Words) -> str:
    return " · ".join(filter(None, (named.text(defect.code, t.language), defect.text)))


def _trade(defect: Defect, named: Catalogue, t: Words) -> str:
    trade = named.trades.get(defect.trade)
    return trade.name(t.language) if trade else defect.trade


def _drill(site: Site, t: Words) -> str:
    return t("DRILL · not a real slip") if site.drill else ""
