"""The figures in words: what each is called, how it is defined, how its value is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.sentences import N_
from app.summary.figures import RATES, STATION, Figures
from app.words import Words

NOTHING = "—"  # an average with nothing to divide (report.md 5.6)

# Name and definition (report.md 5.2), in the order in which they are read.
MEANINGS: Mapping[str, tuple[str, str]] = {
    "due_all": (N_("Households due"), N_("Units of the list, without those whose contract has ended.")),
    "due_eligible": (N_("Households due, eligible"), N_("Due, without those with an open reason; once accepted counts as eligible.")),
    "arrived_today": (N_("Households that came today"), N_("Units with a visit on the day, each once.")),
    "inspected_today": (N_("Households inspected today"), N_("Refused or viewed on the day, or accepted in a visit with an inspection or a defect.")),
    "accepted_today": (N_("Households handed over today"), N_("Units whose first acceptance that was not reversed is of the day.")),
    "accepted_cumulative": (N_("Households handed over in all"), N_("Due units whose newest result is accepted and was not reversed.")),
    "rate_eligible": (N_("Handover completion rate"), N_("Handed over in all ÷ due and eligible.")),
    "rate_all": (N_("Completion rate, of all due"), N_("Handed over in all ÷ all due.")),
    "defects_today": (N_("Defects recorded today"), N_("Recorded on the day, without void ones.")),
    "defects_cumulative": (N_("Defects recorded in all"), N_("Recorded so far, without void ones.")),
    "defects_per_unit_today": (N_("Defects per household, today"), N_("Defects of the day of units inspected on the day ÷ units inspected on the day; units with none count.")),
    "defects_per_unit_cumulative": (N_("Defects per household, in all"), N_("Defects of inspected units up to a day after the visit ÷ inspected units; units with none count.")),
    "refused_today": (N_("Households refusing today"), N_("Units with a refusal recorded on the day; 'after repair' counts as a refusal.")),
    "refused_now": (N_("Households refusing, standing"), N_("Due units whose newest result is a refusal.")),
    "viewed_only_now": (N_("Viewed only, standing"), N_("Due units whose newest result is that they only looked.")),
    "recovered_today": (N_("Refusals recovered today"), N_("Handed over on the day, first result a refusal of an earlier day.")),
    "not_taken_over": (N_("Households not taken over"), N_("All due − handed over in all.")),
    "never_came": (N_("Never came"), N_("Due units without a visit and without a result.")),
    "came_without_result": (N_("Came without result"), N_("Due units that came and have no result that stands.")),
}  # fmt: skip


# What a record is of, by its operation.
DID: Mapping[str, str] = {
    "CheckIn": N_("Arrival"), "StartInspection": N_("Inspection"), "LogDefect": N_("Defect"),
    "RecordResult": N_("Result"), "GiveKeys": N_("Keys"), "GiveGift": N_("Gift"),
}
OTHER = N_("Another record")


def shown(found: Figures, name: str, t: Words) -> str:
    """The value of a figure as people read it. One whose station was not in use that day is not recorded, never 0;
    an average with nothing to divide is a dash."""
    station = STATION.get(name, "")
    if station and station not in found.used and name != "never_came":
        return t("not recorded")
    return number(getattr(found, name), name)


def number(value: int | float | None, name: str) -> str:
    """With the decimals of its sort, percent with its sign."""
    if value is None:
        return NOTHING
    places = RATES.get(name)
    if places is None:
        return str(value)
    return f"{value:.{places}f}" + ("%" if name.startswith("rate") else "")


def long_date(day: str, t: Words) -> str:
    """`20 June 2026`, `2026年6月20日`."""
    when = date.fromisoformat(day)
    if t.language.startswith("zh"):
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {when:%B} {when.year}"
