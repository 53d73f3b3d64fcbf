"""What a new owner list changes against the one before it, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from app.roster.reading import FACTS, Household


class Merge(msgspec.Struct, frozen=True):
    """Units only the new list has; those of which it says something else, with the new values; how many are
    the same; and the codes that it no longer has, in the order of the old list."""

    new: tuple[Household, ...]
    changed: tuple[tuple[Household, dict[str, Any]], ...]
    unchanged: int
    missing: tuple[str, ...]


def facts(household: Household) -> dict[str, Any]:
    """What a list says of a unit, by the names in reading.FACTS."""
    return {fact: getattr(household, fact) for fact in FACTS}


def compare(households: Iterable[Household], listed: Mapping[str, Mapping[str, object]]) -> Merge:
    """The new list against `listed`, which holds by unit what the list before said (`facts`).

    A fact for which the new file has no column is not taken as changed: the file does not speak of it."""
    new: list[Household] = []
    changed: list[tuple[Household, dict[str, Any]]] = []
    unchanged = 0
    met: set[str] = set()
    for household in households:
        met.add(household.unit)
        before = listed.get(household.unit)
        if before is None:
            new.append(household)
        elif different := _different(household, before):
            changed.append((household, different))
        else:
            unchanged += 1
    return Merge(tuple(new), tuple(changed), unchanged, tuple(unit for unit in listed if unit not in met))


def _different(household: Household, before: Mapping[str, object]) -> dict[str, Any]:
    return {fact: value for fact in household.given
            if (value := getattr(household, fact)) != _as(value, before.get(fact))}


def _as(value: object, before: object) -> object:
    """What was said before in the shape of `value`: lists may come from JSON, and nothing is empty."""
    if isinstance(value, tuple):
        return tuple(before) if isinstance(before, (tuple, list)) else ()
    return before or ""
