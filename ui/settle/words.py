"""What two laptops said, in words."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from app.log.here import local
from app.log.operation import Entry, Override
from app.settling import Open, listed, said
from app.stations.gifts import GiveGift
from app.stations.notes import LinkProvisional
from app.stations.results import RecordResult
from app.stations.roster import RenameUnit
from app.stations.settling import NO_ARRIVAL, Settle
from app.summary.results import RESULT_NAMES
from app.words import Words
from ui.roster.words import fact_names, fact_text


def title(t: Words, one: Open) -> str:
    """What there are two of."""
    what = one.clash.what
    if what.startswith("gift:"):
        return t("{gift} handed out twice", gift=what.partition(":")[2])
    named = {"result": t("Two results"), NO_ARRIVAL: t("A result without an arrival"),
             "code": t("Two names for one unit"), "linked_to": t("Linked to two units"),
             "settled": t("Settled in two ways")}
    return named.get(what) or t("Two lists: {field}", field=fact_names(t).get(what, what))


def fact(t: Words, one: Open, entry: Entry | None) -> str:
    """What that entry says of it."""
    if entry is None:
        return t("Not on this laptop yet")
    if one.from_lists:
        value, _ = listed(one, entry)
        return "?" if value is UNSET else fact_text(t, one.clash.what, value) or t("Nothing.")
    return " · ".join(words for op in said(one, entry) if (words := _done(t, op))) or t("An arrival")


def _done(t: Words, op: Any) -> str:
    match op:
        case GiveGift():
            return f"{op.qty} × {op.kind}"
        case RecordResult():
            return " · ".join(filter(None, (f"{op.code} {t(RESULT_NAMES.get(op.code, op.code))}", op.note)))
        case RenameUnit():
            return op.to
        case LinkProvisional():
            return op.to_code or op.to.partition("/")[2]
        case Settle():
            return {"": t("Both happened"), op.first: t("The earlier one stands")}.get(
                op.stands, t("The later one stands"))
    return ""


def source(t: Words, entry: Entry | None, zone: str) -> str:
    """Who said it, where and when."""
    if entry is None:
        return ""
    at = local(entry.at if entry.when is None else entry.when, zone).strftime("%m-%d %H:%M")
    return " · ".join(filter(None, (t("Desk {letter}", letter=entry.letter or "?"), entry.by, at,
                                    _allowed(t, entry.override))))


def _allowed(t: Words, override: Override | None) -> str:
    return "" if override is None else t("allowed by {who}: {why}", who=override.who, why=override.why)
