"""What a preview lists under each of its figures, as rows of plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.errors import Refused
from app.roster.merge import Merge
from app.roster.reading import Household, Odd, Reading
from app.words import Words
from ui.roster.words import fact_names, fact_text

Shown = tuple[list[str], list[tuple[str, ...]]]
"""Headings and rows."""


def new_rows(t: Words, merge: Merge) -> Shown:
    """Units that no list has had, with what decides at the desk."""
    return ([t("Unit"), t("Owners"), t("Phones"), t("Eligibility"), t("Appointment"), t("Note")],
            [(h.unit, "、".join(h.owners), "、".join(h.phones), fact_text(t, "reasons", h.reasons),
              h.appointment, h.note) for h in merge.new])


def changed_rows(t: Words, merge: Merge, listed: Mapping[str, Mapping[str, Any]]) -> Shown:
    """One row for each fact that is different, before and after."""
    return [t("Unit"), t("What changes"), t("Before"), t("In this file")], list(_changes(t, merge, listed))


def _changes(t: Words, merge: Merge, listed: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    names = fact_names(t)
    for house, said in merge.changed:
        before = listed.get(house.unit, {})
        for fact, value in said.items():
            yield house.unit, names[fact], fact_text(t, fact, before.get(fact, "")), fact_text(t, fact, value)


def missing_rows(t: Words, merge: Merge, listed: Mapping[str, Mapping[str, Any]]) -> Shown:
    """Units that are known and not in the file."""
    return [t("Unit"), t("Owners")], [(code, "、".join(listed.get(code, {}).get("owners", ())))
                                      for code in merge.missing]


def unchanged_rows(t: Words, merge: Merge, households: tuple[Household, ...]) -> Shown:
    """Units of which the file says what is known."""
    others = {h.unit for h in merge.new} | {h.unit for h, _ in merge.changed}
    same: list[tuple[str, ...]] = [(h.unit, "、".join(h.owners)) for h in households if h.unit not in others]
    return [t("Unit"), t("Owners")], same


def odd_shown(t: Words, odd: tuple[Odd, ...]) -> Shown:
    """Rows that gave no household: where, what was found, and why not."""
    return ([t("Sheet"), t("Row"), t("Found"), t("Why")],
            [(o.sheet, str(o.row), o.found, why(t, o)) for o in odd])


def why(t: Words, odd: Odd) -> str:
    """Why a row was not taken, as a sentence."""
    return t.say(Refused(f"row_{odd.why}", unit=odd.unit, sheet=odd.first, row=odd.first_row))


def aside(t: Words, reading: Reading) -> str:
    """What else the file held that is no household, in one line; '' for nothing."""
    passed = reading.passed_over
    damaged, joined = passed.get("ids_unusable", 0), passed.get("co_owner", 0)
    rows = sum(n for kind, n in passed.items() if kind not in ("ids_unusable", "sheet", "co_owner"))
    said = [t("Titles, totals, notes and blank rows: {n}.", n=rows) if rows else "",
            t("Rows joined to the unit above as co-owners: {n}.", n=joined) if joined else "",
            t("Sheets passed over: {n}.", n=passed["sheet"]) if "sheet" in passed else "",
            t("ID numbers damaged in the file and left out: {n}.", n=damaged) if damaged else ""]
    return "  ".join(filter(None, said))
