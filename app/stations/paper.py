"""Slips that a person asks for: recorded, counted, and marked when they are printed again."""

from __future__ import annotations

import msgspec

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.stations.arrival import arrival_slip, visit_of
from app.stations.arrival_slip import ArrivalSlip
from app.stations.day import Figures, Report
from app.stations.site import Site
from app.stations.slips import SlipDefect, TotalsSlip, UnitSlip
from app.unit import Unit

SLIPS = ("job", "receipt", "order", "keys", "gift", "draw")
NOTHING = {"job": "slip_no_visit", "receipt": "slip_no_defects", "order": "slip_no_defects", "keys": "slip_no_keys",
           "gift": "slip_no_gift", "draw": "slip_no_draw"}


class Reprint(Operation, frozen=True, kw_only=True):
    """The slip of a visit is printed again. `copy_no` 1 is the first copy; it is filled in when it is done."""

    of = "unit"
    visit: str
    copy_no: int = 0

    def dealt(self, unit: Unit, here: Here) -> Reprint:
        """With the next copy's number, as far as this desk knows."""
        visit = visit_of(unit, self.visit)
        return self if visit is None else msgspec.structs.replace(self, copy_no=visit.reprints + 1)

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """There must have been one."""
        return None if visit_of(unit, self.visit) else Refused("visit_unknown", unit=unit.code)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """One copy more; nothing else of the visit changes."""
        self.spend(unit, entry)

    def spend(self, unit: Unit, entry: Happened) -> None:
        """The copy is on paper, also when its record is taken back."""
        visit = visit_of(unit, self.visit)
        if visit is not None:
            unit.visits[visit.id] = msgspec.structs.replace(visit, reprints=visit.reprints + 1)

    def builds_on(self) -> tuple[str, ...]:
        """Nothing: paper may be printed of a visit that is taken back."""
        return ()

    def slip(self, unit: Unit, entry: Happened) -> ArrivalSlip | None:
        """As the visit stands now."""
        visit = visit_of(unit, self.visit)
        return None if visit is None else arrival_slip(unit, visit, "".join(visit.numbers[:1]))


class PrintSlip(Operation, frozen=True, kw_only=True):
    """A slip about the unit is printed: `what` and `part` as in `UnitSlip`. `copy_no` 0 is the first print; it and the
    company of a trade, with all trades that this company mends here, are filled in when it is done."""

    of = "unit"
    what: str
    part: str = ""
    company: str = ""
    copy_no: int = 0
    trades: tuple[str, ...] = ()

    def dealt(self, unit: Unit, here: Here) -> PrintSlip:
        """With the next copy's number, the draw number, and whom a repair order goes to."""
        part = unit.draw if self.what == "draw" else self.part
        return msgspec.structs.replace(self.to(here.site), part=part,
                                       copy_no=unit.printed.get(slip_key(self.what, part), 0))

    def to(self, site: Site) -> PrintSlip:
        """With the company that mends the trade, and its other trades: one order is one company's."""
        company = site.contractors.get(self.part, "") if self.what == "order" else ""
        trades = tuple(sorted(t for t, by in site.contractors.items() if by == company)) if company else ()
        return msgspec.structs.replace(self, company=company, trades=trades)

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """There must be something to say on it."""
        if self.what not in SLIPS:
            return Refused("slip_unknown", what=self.what)
        if self.what == "gift" and self.part in here.site.gifts:
            return None
        has = {"job": bool(unit.visits), "receipt": bool(unit.standing()), "keys": bool(unit.keys),
               "order": any(d.trade in self._mended() for d in unit.standing()), "draw": bool(self.part)}
        return None if has.get(self.what) else Refused(NOTHING[self.what], unit=unit.code)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """One print more."""
        self.spend(unit, entry)

    def spend(self, unit: Unit, entry: Happened) -> None:
        """It is on paper, also when its record is taken back."""
        key = slip_key(self.what, self.part)
        unit.printed[key] = unit.printed.get(key, 0) + 1

    def slip(self, unit: Unit, entry: Happened) -> UnitSlip:
        """As the unit stands now."""
        return self.facts(unit, entry.at, entry.letter, entry.by)

    def _mended(self) -> tuple[str, ...]:
        return self.trades or (self.part,)

    def facts(self, unit: Unit, at: int, desk: str, by: str) -> UnitSlip:
        """The same for who only wants to look, at `at` (ms UTC)."""
        visit = max((v for v in unit.visits.values() if v.ended != "moved"), key=lambda v: v.at, default=None)
        walks = [walk.escort for walk in unit.inspections.values()]
        keys = [*unit.keys.values()]
        sets: dict[str, int] = {}
        for given in keys if self.what == "keys" else ():
            sets = {kind: sets.get(kind, 0) + given.sets.get(kind, 0) for kind in {**sets, **given.sets}}
        wanted = unit.standing() if self.what in ("job", "receipt", "order") else []
        defects = tuple(SlipDefect(d.code, d.room, d.wall, d.text, d.severity, d.due) for d in wanted
                        if self.what != "order" or d.trade in self._mended())
        return UnitSlip(
            self.what, unit.code, visit.numbers[0] if visit and visit.numbers else "", visit.day if visit else "",
            at, desk, by, self.part, str(unit.fact("layout")), visit.party if visit else None,
            walks[-1] if walks else "", self.company, defects, sets, sum(k.left for k in keys),
            max((k.until for k in keys), default=""),
            tuple(t for t in self._mended() if any(d.trade == t for d in wanted)) if self.what == "order" else ())


class PrintForm(Operation, frozen=True, kw_only=True):
    """An A4 form of the unit went to a printer or into a file: `what` is handover or inspection, in `copies`."""

    of = "unit"
    what: str
    copies: int = 1

    def apply(self, unit: Unit, entry: Happened) -> None:
        """One print more."""
        self.spend(unit, entry)

    def spend(self, unit: Unit, entry: Happened) -> None:
        """It is on paper, also when its record is taken back."""
        key = slip_key("form", self.what)
        unit.printed[key] = unit.printed.get(key, 0) + 1


class PrintTotals(Operation, frozen=True, kw_only=True):
    """The day's figures on a slip, as they were known at `as_known` (ms UTC): not the issued report. `copy_no` 0 is the
    first print; it is filled in when it is done."""

    of = "report"
    figures: Figures
    as_known: int
    copy_no: int = 0

    def dealt(self, report: Report, here: Here) -> PrintTotals:
        """With the next copy's number."""
        return msgspec.structs.replace(self, copy_no=report.printed)

    def apply(self, report: Report, entry: Happened) -> None:
        """One print more."""
        self.spend(report, entry)

    def spend(self, report: Report, entry: Happened) -> None:
        """It is on paper, also when its record is taken back."""
        report.printed += 1

    def slip(self, report: Report, entry: Happened) -> TotalsSlip:
        """The figures it was given."""
        return TotalsSlip(self.on.partition("/")[2], self.figures, self.as_known, entry.at, entry.letter, entry.by)


def slip_key(what: str, part: str) -> str:
    """How prints of a slip are counted."""
    return f"{what}/{part}"
