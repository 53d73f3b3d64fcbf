"""Which unit a line speaks of: one cell may say it all, or the building stands elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.roster.cells import text
from app.roster.lines import Line
from app.roster.unitcode import Part, building_in, building_of, composed, led, names_building, told, unit_code
from app.roster.unitwords import BUILDING, ENTRANCE, FLOOR, NUMERALS, PHASE, ROOM, STEMS

_OUTER = ((PHASE, "phase"), (BUILDING, "building"), (ENTRANCE, "entrance"))
_NUMBERED = re.compile(rf"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ{NUMERALS}{STEMS}]")
_TOWER = re.compile("^T(?=[0-9]{1,2}$)")
_BARE_TAB = re.compile(r"[A-Za-z]{0,2}[0-9]{1,3}[A-Za-z]?|[A-Za-z]")


class Place(NamedTuple):
    """What a line says of where.

    `before`: what stands before the unit's own cell, and its parts `outer`; `home`: that cell, and its code
    `own`; `overlap`: how many parts at the end of `outer` are said again at the start of `own`."""

    before: tuple[tuple[int, str], ...]
    outer: Sequence[str]
    floor: str
    home: str
    own: str
    overlap: int


def tab_buildings(names: Sequence[str]) -> dict[str, str]:
    """The building that each sheet's name gives. Bare names (1, 2, A) count where all sheets have such."""
    found = {name: building_in(name) for name in names}
    if len(names) > 1 and all(_BARE_TAB.fullmatch(name.strip()) for name in names):
        return {name: name.strip() for name in names}
    return found


class Places:
    """Codes for the lines of a whole file. First `read` every line, then ask `code`: whether the unit's own
    cell repeats the building is seen from all of them (`2-1702` beside building 2 may be entrance 2)."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._parts: dict[tuple[int, str], tuple[Part, ...]] = {}
        self._placed: dict[tuple[tuple[tuple[int, str], ...], bool], Sequence[str]] = {}
        self._repeats = self._seen = 0

    def read(self, line: Line, mapping: Mapping[str, int], tab: str) -> Place:
        """What the line says of where."""
        before = tuple((rank, said) for rank, field in _OUTER if (said := _said(line, mapping, field)))
        home = _said(line, mapping, "unit") or _said(line, mapping, "room")
        own = self._own(home)
        above = tab or ("" if "-" in own else line.title)
        if above and "building" not in mapping:
            before = ((BUILDING, above), *before)
        outer = self._outer(before, own.rpartition("-")[2].isalpha()) if before else ()
        overlap = _overlap(outer, own.split("-")) if before and "-" in own else 0
        if before and "-" in own:
            self._seen += 1
            self._repeats += bool(overlap)
        return Place(before, outer, _said(line, mapping, "floor"), home, own, overlap)

    def code(self, place: Place) -> str:
        """The unit's code; '' where the line names none."""
        if not _NUMBERED.search(place.home) or place.home.startswith("="):
            return ""
        if not place.before:
            return self._composed(((FLOOR, place.floor), (ROOM, place.home))) if place.floor else place.own
        repeats = self._repeats * 2 > self._seen
        if repeats and place.overlap:
            return "-".join([*place.outer[: -place.overlap], place.own])
        elsewhere = repeats and place.own.count("-") >= len(place.outer)
        if elsewhere or (place.own not in ("", place.home) and names_building(place.home)):
            return place.own
        return self._composed((*place.before, (FLOOR, place.floor), (ROOM, place.home)))

    def building(self, place: Place, code: str) -> str:
        """The building as the code has it."""
        outer = tuple(cell for cell in place.before if cell[0] < ENTRANCE)
        if outer:
            return "-".join(code.split("-")[: len(self._outer(outer, False))])
        return "" if place.floor else building_of(code)

    def _own(self, home: str) -> str:
        if home not in self._codes:
            self._codes[home] = unit_code(home)
        return self._codes[home]

    def _composed(self, cells: Sequence[tuple[int, str]]) -> str:
        return composed([part for rank, said in cells for part in self._told(rank, said)])

    def _told(self, rank: int, said: str) -> tuple[Part, ...]:
        known = self._parts.get((rank, said))
        if known is None:
            known = self._parts[(rank, said)] = told(rank, said)
        return known

    def _outer(self, cells: tuple[tuple[int, str], ...], lettered: bool) -> Sequence[str]:
        """The parts that lead to a unit; T1 is 1 before a lettered flat, as it is in codes."""
        known = self._placed.get((cells, lettered))
        if known is None:
            known = led([part for rank, said in cells for part in self._told(rank, said)])
            known = [_TOWER.sub("", part) for part in known] if lettered else known
            self._placed[(cells, lettered)] = known
        return known


def _overlap(outer: Sequence[str], own: Sequence[str]) -> int:
    most = min(len(outer), len(own) - 1)
    return next((size for size in range(most, 0, -1) if outer[-size:] == own[:size]), 0)


def _said(line: Line, mapping: Mapping[str, int], field: str) -> str:
    at = mapping.get(field)
    return text(line.cells[at]) if at is not None and at < len(line.cells) else ""
