"""Facts of a slip to blocks, in the slip's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from app.log.here import local
from app.stations.arrival_slip import ArrivalSlip, SlipUnit
from app.tickets.blocks import Banner, Block, Callout, Code, Fact, Facts, Gap, Item, Line, Number, Rule, Size
from app.tickets.code import slip_code

NEEDS = ("finance", "signing", "papers", "colleague")  # what a unit may need first


class Translate(Protocol):
    """A translator: the English text is the key, its {fields} are filled in."""

    def __call__(self, text: str, **values: object) -> str: ...


class SlipSite(msgspec.Struct, frozen=True):
    """What slips say of the site. `next_station` is the figure an eligible household goes to, '' when it
    waits to be called; `stations` the figure on the door by what a unit needs first."""

    name: str
    subtitle: str = ""
    zone: str = "Asia/Shanghai"
    next_station: str = ""
    stations: Mapping[str, str] = {}
    drill: bool = False


def arrival(
    slip: ArrivalSlip, site: SlipSite, waiting: tuple[int, int] | None, copy: int, t: Translate
) -> tuple[Block, ...]:
    """The queue slip (onsite.md 3.2). `waiting` is (ahead, minutes), only while that figure is fresh; `copy`
    is 0 for the first print. No name but the operator's, no reason, no amount."""
    return (
        *head(site, _marks(slip, copy, t), t),
        Number(slip.number),
        _what_next(slip, site, t),
        Gap(4),
        _came(slip, site, t),
        *_wait(slip, waiting, t),
        Rule(),
        *_units(slip, site, t),
        Gap(2),
        *_appointment(slip, t),
        Rule(),
        Code(slip_code(slip.day, slip.number, slip.units[0].unit), _beside(slip, t)),
        *([Line(slip.note)] if slip.note else []),
        Gap(3),
        Line(_by(slip, t), "small", end=slip.day),
        *drill(site, t),
    )


def printer_test(site: SlipSite, printer: str, at: int, desk: str, t: Translate) -> tuple[Block, ...]:
    """A slip that shows whether width, Chinese, the code and the knife are right. `printer` is its address as
    set, `at` ms UTC. Its code is of no visit."""
    now = local(at, site.zone)
    return (
        *head(site, [t("Printer test")], t),
        Rule(ends=True),
        Line(t("Both ends of this line must be on the paper."), "small", align="center"),
        Number(f"{desk}000"),
        Facts((Fact(t("Time"), now.strftime("%H:%M"), "huge"), Fact(t("Desk"), desk))),
        Item("3-2-1702", "三室两厅 · 三房兩廳"),
        Item("3-2-1902", "𠮷 〇 囍 ㎡", ticked=False, first=t("First: station {s}", s="3")),
        Rule(),
        Code(
            slip_code(now.date().isoformat(), f"{desk}9999", ""),
            (Line(t("Scan this code with the scanner."), "small"),),
        ),
        Line(printer, "small", end=now.date().isoformat()),
        *drill(site, t),
    )


def head(site: SlipSite, marks: list[str], t: Translate) -> list[Block]:
    """Whose slip it is, and what is unusual about it."""
    subtitle = [Line(site.subtitle, "small", align="center")] if site.subtitle else []
    return [
        *drill(site, t),
        *(Banner(mark) for mark in marks),
        Line(site.name, bold=True, align="center"),
        *subtitle,
    ]


def drill(site: SlipSite, t: Translate) -> list[Block]:
    """A slip of a drill says so, at both ends."""
    return [Gap(3), Banner(t("DRILL · not a real slip"))] if site.drill else []


def _marks(slip: ArrivalSlip, copy: int, t: Translate) -> list[str]:
    corrected = [t("CORRECTED, replaces the earlier slip")] if slip.corrected else []
    return corrected + ([t("COPY {n}", n=copy)] if copy else [])


def _what_next(slip: ArrivalSlip, site: SlipSite, t: Translate) -> Callout:
    """One thing to do now: the first station that any unit needs, else the queue."""
    waits = next((unit for unit in slip.units if unit.station), None)
    if waits is not None:
        return Callout(_first(waits, slip, site, t), t("You keep your place in the queue."))
    if site.next_station:
        return Callout(t("Identity check: station {s}", s=site.next_station))
    return Callout(t("Please wait to be called."))


def _first(unit: SlipUnit, slip: ArrivalSlip, site: SlipSite, t: Translate) -> str:
    """Where to go first: `station` is a figure, or one of NEEDS."""
    figure = site.stations.get(unit.station, "" if unit.station in NEEDS else unit.station)
    if figure:
        return t("First: station {s}", s=figure)
    if unit.station == "papers":
        return t("First: desk {desk}", desk=slip.desk)
    return t("A colleague will come to you.")


def _came(slip: ArrivalSlip, site: SlipSite, t: Translate) -> Facts:
    """The arrival time, large: it is the place in the queue."""
    party = [Fact(t("Party"), t("{n} in the party", n=slip.party))] if slip.party else []
    return Facts((Fact(t("Arrived"), local(slip.at, site.zone).strftime("%H:%M"), "huge"), *party))


def _wait(slip: ArrivalSlip, waiting: tuple[int, int] | None, t: Translate) -> list[Block]:
    if waiting is None or all(unit.station for unit in slip.units):
        return []
    ahead, minutes = waiting
    if not ahead:
        return [Fact(t("Ahead of you"), t("You are next"))]
    households = Fact(t("Ahead of you"), t("{n} waiting", n=ahead))
    return [Facts((households, Fact(t("Expected wait"), t("{m} min", m=minutes))))]


def _units(slip: ArrivalSlip, site: SlipSite, t: Translate) -> list[Block]:
    if len(slip.units) == 1:
        return [Line(slip.units[0].unit, "large", bold=True, end=slip.units[0].layout)]
    return [
        Item(unit.unit, unit.layout, not unit.station, _first(unit, slip, site, t) if unit.station else "")
        for unit in slip.units
    ]


def _appointment(slip: ArrivalSlip, t: Translate) -> list[Block]:
    kinds = {"walk_in": t("Walk-in"), "return": t("Re-inspection"), "booked": t("Booked")}
    kept = {"kept": t("on time"), "early": t("before the slot"), "late": t("after the slot")}
    if not slip.slot:
        return [Line(kinds[slip.kind])] if slip.kind in kinds else []
    return [
        Line(t("Booked {slot}", slot=slip.slot), end=kept.get(slip.appointment, "")),
        *([Line(kinds["return"])] if slip.kind == "return" else []),
    ]


def _beside(slip: ArrivalSlip, t: Translate) -> tuple[Line | Fact, ...]:
    size: Size = "large" if len(slip.draws) == 1 else "text"
    draws = [Fact(t("Draw number"), " ".join(slip.draws), size)] if slip.draws else []
    return (*draws, Line(t("Show this slip at every station."), "small"))


def _by(slip: ArrivalSlip, t: Translate) -> str:
    if not slip.by:
        return t("Desk {desk}", desk=slip.desk)
    return t("Desk {desk} · {by}", desk=slip.desk, by=slip.by)
