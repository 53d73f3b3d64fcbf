"""Owner lists as versions, and what the newest of them says of every unit."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.roster.reading import FACTS
from app.stations.roster import CloseList
from app.tables import household, reason, roster


class Version(msgspec.Struct, frozen=True):
    """One owner list. `finished` when it is closed and whole; until then `closing` is None or its parts are
    still on their way. `units` written, `parts` entries that hold them, `at` ms UTC, `by` who checked it."""

    version: str
    number: int
    file: str
    sha256: str
    parts: int
    units: int
    finished: bool
    at: int
    by: str
    closing: CloseList | None


class Absent(msgspec.Struct, frozen=True):
    """A unit that an earlier list has and the newest file has not."""

    subject: str
    code: str
    owners: tuple[str, ...]


_closing = msgspec.json.Decoder(CloseList)
_texts = msgspec.json.Decoder(tuple[str, ...])
_LISTS = ("owners", "phones", "ids")


def texts(value: str) -> tuple[str, ...]:
    """A list that a derived table holds as JSON text."""
    return _texts.decode(value) if value else ()


def versions(sql: Connection, site: str) -> list[Version]:
    """Every list that stands, newest first; one that was taken back whole is not among them."""
    found = sql.execute(select(roster).where(roster.c.site == site)
                        .order_by(roster.c.number.desc(), roster.c.at.desc()))
    return [Version(r.version, r.number, r.file, r.sha256, r.parts, r.units, bool(r.closed), r.at, r.by,
                    _closing.decode(r.counts) if r.counts else None)
            for r in found if r.parts or r.counts]


def newest_list(sql: Connection, site: str) -> Version | None:
    """The list that holds now: of the finished ones that with the highest number."""
    return next((v for v in versions(sql, site) if v.finished), None)


def subjects(sql: Connection, site: str) -> dict[str, str]:
    """The code of every unit by the name of its subject, those that no list has among them."""
    found = sql.execute(select(household.c.unit, household.c.code).where(household.c.site == site)
                        .order_by(household.c.unit))
    return {r.unit: r.code for r in found}


def bearer(sql: Connection, site: str, code: str) -> str:
    """The subject that is called `code`, '' for none."""
    row = sql.execute(select(household.c.unit).where(household.c.site == site, household.c.code == code)
                      .order_by(household.c.unit)).first()
    return "" if row is None else f"unit/{row.unit}"


def listed(sql: Connection, site: str) -> dict[str, dict[str, Any]]:
    """What the newest lists say of every unit, by its code: FACTS without reasons, and `subject`."""
    facts = [name for name in FACTS if name in household.c and name != "reasons"]
    columns = [household.c[name] for name in ("unit", "code", *facts)]
    found: dict[str, dict[str, Any]] = {}
    where = (household.c.site == site, household.c.listed == 1, household.c.linked_to == "")
    for unit, code, *said in sql.execute(select(*columns).where(*where).order_by(household.c.unit.desc())):
        found[code] = {"subject": f"unit/{unit}", "reasons": (), "reason_text": ""}
        for name, value in zip(facts, said, strict=True):
            found[code][name] = texts(value) if name in _LISTS else value
    return found


def with_reasons(sql: Connection, site: str) -> set[str]:
    """Subjects of which some list has ever said that they may not go on."""
    found = sql.execute(select(reason.c.unit).where(reason.c.site == site, reason.c.listed == 1).distinct())
    return {f"unit/{r.unit}" for r in found}


def absent(sql: Connection, site: str) -> list[Absent]:
    """Units that stand on a list and not in the newest one's file, by code."""
    newest = newest_list(sql, site)
    if newest is None or newest.closing is None:
        return []
    missing = set(newest.closing.missing)
    found = sql.execute(select(household.c.unit, household.c.code, household.c.owners)
                        .where(household.c.site == site, household.c.listed == 1).order_by(household.c.code))
    return [Absent(f"unit/{r.unit}", r.code, texts(r.owners)) for r in found if r.code in missing]
