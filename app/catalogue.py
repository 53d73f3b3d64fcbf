"""The defect catalogue that ships: components and what can be wrong with them, rooms and trades, in three languages.

Codes are stable keys (defects.md). Severity, trade and days are defaults that a person may change each time.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

DATA = Path(__file__).resolve().parents[1] / "data"
EVERYWHERE = "*"


class Named(msgspec.Struct, frozen=True):
    """A code and what it is called; `names` by language."""

    code: str
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """In that language, else in English."""
        return self.names.get(language) or self.names["en"]


class Fault(Named, frozen=True):
    """Something that can be wrong: `component` is its part of the home, `rooms` codes where it is usual (none:
    everywhere), `days` the usual repair limit, `quick` whether it can be mended while the household waits."""

    component: str
    severity: int
    trade: str
    days: int
    quick: bool
    rooms: tuple[str, ...]


class Catalogue(msgspec.Struct, frozen=True):
    """All of it by code, in the order of the files."""

    faults: Mapping[str, Fault]
    components: Mapping[str, Named]
    rooms: Mapping[str, Named]
    trades: Mapping[str, Named]

    def usual(self, code: str, day: str) -> dict[str, Any]:
        """What a defect of that code has unless somebody says otherwise: severity, trade and due (ISO date, counted
        from `day`). Nothing for a code that is not in the catalogue."""
        fault = self.faults.get(code)
        if fault is None:
            return {}
        due = date.fromisoformat(day) + timedelta(days=fault.days)
        return {"severity": fault.severity, "trade": fault.trade, "due": due.isoformat()}

    def of(self, component: str, room: str = "") -> Sequence[Fault]:
        """The faults of a component; with a room those that are usual there first."""
        found = [f for f in self.faults.values() if f.component == component]
        return sorted(found, key=lambda f: bool(room and f.rooms and room not in f.rooms))

    def text(self, code: str, language: str) -> str:
        """Component and fault in words, '' for a code that is not in the catalogue."""
        fault = self.faults.get(code)
        return "" if fault is None else f"{self.components[fault.component].name(language)} · {fault.name(language)}"


def catalogue() -> Catalogue:
    """The catalogue, read anew: whoever builds the parts keeps it. Raises OSError if its files are missing."""
    faults = _rows("defects.csv")
    return Catalogue(
        {row["code"]: _fault(row) for row in faults},
        {row["component"]: Named(row["component"], _names(row, "component_")) for row in faults},
        {row["code"]: Named(row["code"], _names(row)) for row in _rows("rooms.csv")},
        {row["code"]: Named(row["code"], _names(row)) for row in _rows("trades.csv")},
    )


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def _names(row: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    return {"en": row[f"{prefix}en"], "zh_Hans": row[f"{prefix}zh_hans"], "zh_Hant": row[f"{prefix}zh_hant"]}


def _fault(row: Mapping[str, str]) -> Fault:
    rooms = () if row["locations"] == EVERYWHERE else tuple(row["locations"].replace(",", " ").split())
    return Fault(code=row["code"], names=_names(row, "defect_"), component=row["component"],
                 severity=int(row["severity"]), trade=row["trade"], days=int(row["repair_days"]),
                 quick=row["quick_fix"] == "Y", rooms=rooms)
