"""Households that were found, as rows: names of others masked, no reason in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.queries.households import Household
from app.queries.masked import masked_all
from app.search.hits import Hit
from app.words import Words
from ui.reception.sayings import Sayings
from ui.widgets.row import Row

SHOWN = 50


def rows(hits: Sequence[Hit], found: Mapping[str, Household], chosen: str, zone: str, t: Words) -> list[Row]:
    """A row for each hit that is a household; only the chosen one's owners are named in full."""
    sayings = Sayings(t)
    return [_row(found[hit.unit], hit, hit.unit == chosen, zone, t, sayings) for hit in hits if hit.unit in found]


def _row(household: Household, hit: Hit, chosen: bool, zone: str, t: Words, sayings: Sayings) -> Row:
    clock = sayings.clock(household.here.at, zone) if household.here is not None else ""
    kind, state = sayings.state(household, clock)
    names = " · ".join(household.owners) if chosen else masked_all(household.owners)
    return Row(key=hit.unit, title=household.code, subtitle=names, right=state, kind=kind, hint=_why(hit, t),
               masked=not chosen)


def _why(hit: Hit, t: Words) -> str:
    """Why it was found, as far as the row does not show it."""
    if hit.kind == "phone":
        return t("phone …{last}", last=hit.why[-4:])
    if hit.kind == "contract":
        return t("contract {no}", no=hit.why)
    if hit.kind == "queue":
        return " ".join(filter(None, (hit.why, hit.day[5:])))
    if hit.kind == "draw":
        return t("draw {no}", no=hit.why)
    return t("similar") if hit.kind == "similar" else ""
