"""The slips besides the queue slip, from facts to blocks, in the slip's language (onsite.md 3.2, 3.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.catalogue import Catalogue
from app.log.here import local
from app.sentences import N_
from app.stations.slips import SlipDefect, TotalsSlip, UnitSlip
from app.summary.words import MEANINGS, number
from app.tickets.blocks import Block, Callout, Code, Fact, Facts, Gap, Item, Line, Number, Rule
from app.tickets.code import slip_code
from app.tickets.layout import SlipSite, Translate, drill, head
from app.tickets.speech import Speech

TITLES: Mapping[str, str] = {
    "job": N_("Inspection order"), "receipt": N_("Defects recorded"), "order": N_("Repair order"),
    "keys": N_("Receipt for keys"), "gift": N_("Gift voucher"), "draw": N_("Draw ticket"),
}
KEY_NAMES: Mapping[str, str] = {
    "entrance": N_("Entrance door"), "mailbox": N_("Mailbox"), "meter": N_("Meter box"), "card": N_("Access card"),
    "remote": N_("Remote control"),
}


def unit_slip(slip: UnitSlip, site: SlipSite, copy: int, t: Speech, named: Catalogue) -> tuple[Block, ...]:
    """Any slip about one unit. No owner's name, phone or amount is on it."""
    bodies: dict[str, Callable[[], list[Block]]] = {
        "job": lambda: _job(slip, site, t, named), "receipt": lambda: _receipt(slip, t, named),
        "order": lambda: _order(slip, t, named), "keys": lambda: _keys(slip, t),
        "gift": lambda: [Callout(slip.part, t("One for this household, at the gift counter."))],
        "draw": lambda: [Number(slip.part), Line(t("Keep this ticket until the draw."), align="center")],
    }
    about = [Line(slip.unit, "large", bold=True, end=slip.layout)]
    code = [Code(slip_code(slip.day, slip.queue, slip.unit),
                 (Fact(t("Number"), slip.queue), Line(t("Scan it at any desk."), "small")))] if slip.queue else []
    return (
        *head(site, [t("COPY {n}", n=copy)] if copy else [], t),
        Line(t(TITLES[slip.what]), "medium", bold=True, align="center"),
        Rule(),
        *about,
        *bodies[slip.what](),
        *([Rule(), *code] if slip.what in ("job", "gift", "draw", "keys") else []),
        *_foot(slip.desk, slip.by, slip.at, site, t),
    )


def totals(slip: TotalsSlip, site: SlipSite, copy: int, t: Speech) -> tuple[Block, ...]:
    """The figures of a day, for the folder of the day."""
    known = local(slip.as_known, site.zone)
    return (
        *head(site, [t("COPY {n}", n=copy)] if copy else [], t),
        Line(t("Figures of the day"), "medium", bold=True, align="center"),
        Line(slip.day, "large", bold=True, align="center"),
        Line(t("Figures until {time}", time=f"{known:%Y-%m-%d %H:%M}"), "small", align="center"),
        Rule(),
        *(Line(t(MEANINGS[name][0]), end=number(value, name)) for name, value in slip.figures.items()
          if name in MEANINGS),
        *_foot(slip.desk, slip.by, slip.at, site, t),
    )


def _job(slip: UnitSlip, site: SlipSite, t: Speech, named: Catalogue) -> list[Block]:
    party = [Fact(t("Party"), t("{n} in the party", n=slip.party))] if slip.party else []
    facts = (*([Fact(t("Escort"), slip.escort)] if slip.escort else []), *party)
    known = [Line(t("Defects known: {n}", n=len(slip.defects)), bold=True), *_numbered(slip.defects, t, named)]
    return [*([Facts(facts)] if facts else []), *(known if slip.defects else []), Gap(2),
            *(Line(f"□ {one}") for one in (t("Meters read"), t("Every room seen"), t("Result and signature")))]


def _receipt(slip: UnitSlip, t: Speech, named: Catalogue) -> list[Block]:
    return [Line(t("Defects recorded: {n}. They are repaired by the dates below.", n=len(slip.defects))), Gap(3),
            *_numbered(slip.defects, t, named), Gap(5), *_sign(t("Received by the owner"), t)]


def _order(slip: UnitSlip, t: Speech, named: Catalogue) -> list[Block]:
    trade = " · ".join(t.both(named.trades[code].name) if code in named.trades else code
                       for code in slip.trades or (slip.part,))
    due = min((one.due for one in slip.defects if one.due), default="")
    return [Callout(slip.company or trade, trade if slip.company else ""), Gap(2),
            *([Line(t("First one due"), end=due)] if due else []), *_numbered(slip.defects, t, named), Gap(5),
            *_sign(t("Repaired by"), t), *_sign(t("Checked by"), t)]


def _keys(slip: UnitSlip, t: Speech) -> list[Block]:
    kept = ([Line(t("{n} of them stay here for repairs, until {date}.", n=slip.left, date=slip.until or "____"),
                  bold=True)] if slip.left else
            [Line(t("No key stays here. Repairs may have to wait until a date is agreed."))])
    return [*(Line(t(KEY_NAMES[kind]) if kind in KEY_NAMES else kind, "medium", end=f"× {count}")
              for kind, count in slip.keys.items() if count), Gap(3), *kept, Gap(5),
            *_sign(t("Received by the owner"), t), *_sign(t("Handed over by"), t)]


def _numbered(defects: tuple[SlipDefect, ...], t: Speech, named: Catalogue) -> list[Block]:
    return [_item(at, one, t, named) for at, one in enumerate(defects, 1)]


def _item(at: int, one: SlipDefect, t: Speech, named: Catalogue) -> Item:
    room, known = named.rooms.get(one.room), one.code in named.faults
    where = t.both(room.name) if room is not None else one.room
    fault = t.both(lambda language: named.text(one.code, language)) if known else one.text
    about = (f"{where} {one.wall}".strip(), one.text if known else "")
    return Item(f"{at}. {fault}", " · ".join(filter(None, about)), False,
                t("due {date}", date=one.due) if one.due else "")


def _sign(who: str, t: Translate) -> list[Block]:
    return [Gap(8), Line(who, "small"), Rule()]


def _foot(desk: str, by: str, at: int, site: SlipSite, t: Speech) -> list[Block]:
    now = local(at, site.zone)
    who = t("Desk {desk} · {by}", desk=desk, by=by) if by else t("Desk {desk}", desk=desk)
    return [Gap(3), Line(who, "small", end=f"{now:%Y-%m-%d %H:%M}"), *drill(site, t)]
