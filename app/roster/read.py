"""Reads an owner list as it was exported: every row gives a household or is accounted for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from app.errors import Trouble
from app.roster.columns import guess, like
from app.roster.file import contents, tables
from app.roster.households import Cells
from app.roster.lines import Line, Lines
from app.roster.people import cut
from app.roster.places import Place, Places, tab_buildings
from app.roster.reading import Columns, Household, Odd, Reading, Sheet
from app.roster.table import Table
from app.unswept import unswept

SHOWN = 12  # rows of a sheet that the mapping screen shows
LONGEST_CODE = 40
FOUND = 80  # letters of an odd row that are shown


def look(path: Path, encoding: str | None = None) -> tuple[Sheet, ...]:
    """The sheets of a file with guessed columns, for a person to put right; also where there is none."""
    return tuple(
        _sheet(table, _columns(table, None)) for table in tables(contents(path), path.name, encoding)
    )


@unswept()
def read(
    path: Path, key: bytes, columns: Mapping[str, Columns] | None = None, encoding: str | None = None
) -> Reading:
    """The whole list. `key` is the site's, for the hashes of ID numbers; `columns`, by sheet, is taken before
    the guess.

    Raises Trouble where the file cannot be read or holds no owner list; nothing has been written then."""
    data = contents(path)
    all_ = tables(data, path.name, encoding)
    guessed = {table.name: _columns(table, columns) for table in all_}
    if not any(found and found.mapping for found in guessed.values()):
        raise Trouble("roster_not_found", file=path.name)
    gathered = _Gathered(key)
    gathered.read([(table, found) for table in all_ if (found := guessed[table.name]) and found.mapping])
    if not gathered.households and not gathered.rejected:
        raise Trouble("roster_empty", file=path.name)
    counts = Counter(household.sheet for household in gathered.households.values())
    sheets = tuple(_sheet(table, guessed[table.name], counts[table.name]) for table in all_)
    gathered.passed["sheet"] += sum(bool(sheet.passed) for sheet in sheets)
    return Reading(
        households=tuple(gathered.households.values()),
        rejected=tuple(gathered.rejected),
        repeated=tuple(gathered.repeated),
        passed_over={kind: n for kind, n in gathered.passed.items() if n},
        sheets=sheets,
        sha256=hashlib.sha256(data).hexdigest(),
        filename=path.name,
    )


def _columns(table: Table, said: Mapping[str, Columns] | None) -> Columns | None:
    """What a person said of the sheet, else the guess. A hidden sheet is read only if a person says so."""
    if said is not None and table.name in said:
        return said[table.name]
    return None if table.hidden else guess(table.rows)


def _sheet(table: Table, columns: Columns | None, households: int = 0) -> Sheet:
    passed = (
        "left_out"
        if columns and not columns.mapping
        else ""
        if columns
        else "hidden"
        if table.hidden
        else "no_header"
    )
    rows = tuple(cut(row, _id_columns(columns)) for row in table.rows[:SHOWN])
    return Sheet(table.name, columns, rows, passed, households)


def _id_columns(columns: Columns | None) -> frozenset[int]:
    return frozenset(like("id", columns.mapping)) if columns else frozenset()


class _Gathered:
    """The households of all sheets so far, by unit, and what was odd."""

    def __init__(self, key: bytes) -> None:
        self.households: dict[str, Household] = {}
        self.rejected: list[Odd] = []
        self.repeated: list[Odd] = []
        self.passed: Counter[str] = Counter()
        self._key, self._places = key, Places()

    def read(self, sheets: Sequence[tuple[Table, Columns]]) -> None:
        """Two rounds: only when all lines are known can a unit's code be told (see Places)."""
        tabs = tab_buildings([table.name for table, _ in sheets])
        lines: list[tuple[Table, Columns, list[tuple[Line, Place]]]] = []
        for table, columns in sheets:
            found = [
                (line, self._places.read(line, columns.mapping, tabs[table.name]))
                for line in Lines(table, columns, self.passed)
            ]
            lines.append((table, columns, found))
        for table, columns, found in lines:
            heads = table.rows[columns.header_row - 1] if columns.header_row else ()
            cells = Cells(table.name, columns, heads, self._key, self.passed)
            for line, place in found:
                self._take(table.name, line, place, cells, columns)

    def _take(self, sheet: str, line: Line, place: Place, cells: Cells, columns: Columns) -> None:
        names = cells.owners(line)
        code = self._places.code(place)
        why = _why_not(line, place, code, names, columns)
        if why:
            found = "  ".join(filter(None, cut(line.cells, _id_columns(columns))))
            self.rejected.append(Odd(sheet, line.row, found[:FOUND], why, code))
            return
        household = cells.household(line, code, self._places.building(place, code), names)
        first = self.households.setdefault(code, household)
        if first is not household:
            self._again(first, household, line.joined)

    def _again(self, first: Household, again: Household, joined: bool) -> None:
        """The same unit once more: a co-owner's own line, or a repetition, of which the first line stays."""
        one_contract = bool(first.contract) and first.contract == again.contract
        if joined or (one_contract and not set(again.owners) <= set(first.owners)):
            self.households[first.unit] = _with_co_owner(first, again)
            self.passed["co_owner"] += 1
            return
        found = "、".join(again.owners)
        self.repeated.append(
            Odd(again.sheet, again.row, found, _repetition(first, again), again.unit, first.sheet, first.row)
        )


def _why_not(line: Line, place: Place, code: str, names: tuple[str, ...], columns: Columns) -> str:
    """The key of why a line gives no household, '' where it does."""
    homes = [columns.mapping[field] for field in ("unit", "room") if field in columns.mapping]
    if any(at < len(line.cells) and isinstance(line.cells[at], date) for at in homes):
        return "unit_is_date"  # Excel made 1-2-03 a day; what it was cannot be told
    if not place.home:
        return "no_unit"
    if not code or len(code) > LONGEST_CODE:
        return "bad_unit"
    return "" if names else "no_owner"


def _repetition(first: Household, again: Household) -> str:
    if sorted(first.owners) != sorted(again.owners):
        return "repeated_other_owners"
    same = msgspec.structs.replace(again, sheet=first.sheet, row=first.row, given=first.given)
    return "repeated" if same == first else "repeated_differs"


def _with_co_owner(first: Household, again: Household) -> Household:
    def both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
        return one + tuple(each for each in other if each not in one)

    return msgspec.structs.replace(
        first,
        owners=both(first.owners, again.owners),
        phones=both(first.phones, again.phones),
        ids=both(first.ids, again.ids),
        reasons=tuple(sorted({*first.reasons, *again.reasons})),
        reason_text=first.reason_text or again.reason_text,
        note=first.note or again.note,
    )
