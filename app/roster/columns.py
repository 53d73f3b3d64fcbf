"""Finds the header of a sheet and which column holds what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from app.roster.cells import text
from app.roster.headings import BETTER, MANY, RULES
from app.roster.reading import Columns

FIELDS = (
    "unit",
    "phase",
    "building",
    "entrance",
    "floor",
    "room",
    "owner",
    "phone",
    "id",
    "layout",
    "area",
    "contract",
    "contract_date",
    "eligible",
    "reason",
    "appointment",
    "appointment_date",
    "fees",
    "note",
)
HOMES = frozenset(("unit", "room"))
SEARCHED = 200  # a header further down than this is not looked for
LONGEST = 40  # a longer cell is a sentence

_RULES = tuple((field, frozenset(whole.split()), tuple(parts.split())) for field, whole, parts in RULES)


def heading(value: object) -> str:
    """A heading as it is compared: without spaces, what is in brackets, and case."""
    plain = unicodedata.normalize("NFKC", text(value)).lower()
    return re.sub(r"[\s:*_?!'’]+|\([^)]*\)", "", plain)


def field_of(value: object) -> str:
    """What a column with this heading holds; '' for nothing that we read."""
    head = heading(value)
    if not head or len(head) > LONGEST:
        return ""
    for field, whole, parts in _RULES:
        if head in whole or any(part in head for part in parts):
            return field
    return ""


def guess(rows: Sequence[Sequence[object]]) -> Columns | None:
    """The header that the first rows hold, or None: without a unit and an owner it is no owner list.

    Of a header in two lines (联系方式, and 手机 and 固话 under it) the lower one counts first."""
    for at, row in enumerate(rows[:SEARCHED]):
        mapping = _mapping(row)
        if not mapping:
            continue
        below = rows[at + 1] if at + 1 < len(rows) else ()
        both = _joined(_mapping(below), mapping) if _is_header(below) else mapping
        if _enough(both):
            return Columns(at + 1 + (both is not mapping), both)
    return None


def _enough(mapping: dict[str, int]) -> bool:
    return "owner" in mapping and not HOMES.isdisjoint(mapping)


def _is_header(row: Sequence[object]) -> bool:
    filled = [cell for cell in row if text(cell)]
    return bool(filled) and all(isinstance(cell, str) and field_of(cell) for cell in filled)


def _joined(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    taken = set(first.values())
    return first | {field: at for field, at in second.items() if field not in first and at not in taken}


def _mapping(row: Sequence[object]) -> dict[str, int]:
    mapping: dict[str, int] = {}
    for at, cell in enumerate(row):
        field = field_of(cell) if isinstance(cell, str) else ""
        if not field:
            continue
        if field not in mapping:
            mapping[field] = at
        elif field in MANY:
            mapping[_next(field, mapping)] = at
        elif _better(field, cell) and not _better(field, row[mapping[field]]):
            mapping[field] = at
    return _unit_as_entrance(mapping, row)


def _next(field: str, mapping: dict[str, int]) -> str:
    return next(name for name in (f"{field}{n}" for n in range(2, 100)) if name not in mapping)


def _better(field: str, value: object) -> bool:
    return any(word in heading(value) for word in BETTER.get(field, ()))


def _unit_as_entrance(mapping: dict[str, int], row: Sequence[object]) -> dict[str, int]:
    """Building, Unit and Room: there a unit is the entrance."""
    at = mapping.get("unit")
    if at is None or heading(row[at]) != "unit" or "room" not in mapping or "entrance" in mapping:
        return mapping
    return {field: where for field, where in mapping.items() if field != "unit"} | {"entrance": at}


def like(field: str, mapping: Mapping[str, int]) -> list[int]:
    """The columns of a field that a list may have several of: owner, owner2, …"""
    return [at for name, at in mapping.items() if name.rstrip("0123456789") == field]
