"""The lines of a sheet that may hold a household; all others are counted by what they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.roster.cells import text
from app.roster.columns import heading
from app.roster.reading import Columns
from app.roster.table import Table
from app.roster.unitcode import building_in

TOTALS = re.compile(
    r"(?:本[页頁栋棟]|[0-9A-Z]{1,4}\s*[栋棟幢座#])?\s*"
    r"(?:(?:[户戶套][数數])?(?:合|总|總|小|共)\s*[计計]|[总總][户戶套][数數]|平均"
    r"|(?:grand |sub-?)?totals?|average)"
    r"\s*[:：]?.{0,20}|共\s*[0-9]+\s*[户戶套].{0,10}",
    re.IGNORECASE,
)
NOTES = re.compile(
    r"(?:[*※]|备?注|備?註|说明|說明|附|制表|製表|审核|審核|填表|打印|导出|匯出|note|remark|prepared|printed|checked)"
    r".{0,6}[:：]",
    re.IGNORECASE,
)
LEVELS = ("phase", "building", "entrance", "floor")
SENTENCE = 16  # a longer text that stands alone in its row is no unit


class Line(NamedTuple):
    """A row's cells, those filled that a merge or a group's first row covers. `joined`: its unit cell is one
    with the row above; `title`: the building that a line of its own further up names."""

    row: int
    cells: Sequence[object]
    joined: bool = False
    title: str = ""


class Lines:
    """Goes through one sheet under its header."""

    def __init__(self, table: Table, columns: Columns, passed: Counter[str]) -> None:
        self._table, self._columns, self._passed = table, columns, passed
        mapping = columns.mapping
        self._homes = [mapping[field] for field in ("unit", "room") if field in mapping]
        self._told = {*self._homes, *(at for field, at in mapping.items() if field.startswith("owner"))}
        self._levels = [mapping[field] for field in LEVELS if field in mapping]
        above = table.rows[max(0, columns.header_row - 2) : columns.header_row]
        self._heads = {heading(cell) for row in above for cell in row} - {""}
        self._title = ""
        self._covered = _covered(table)
        self._wide = {(top, left) for (top, left), (_, right) in table.merged if right > left}
        self._before: list[object] = []

    def __iter__(self) -> Iterator[Line]:
        for cells in self._table.rows[: self._columns.header_row]:
            self._entitle(cells)
        for at in range(self._columns.header_row, len(self._table.rows)):
            cells = self._table.rows[at]
            kind = self._kind(at, cells)
            if kind:
                self._passed[kind] += 1
                self._entitle(cells if kind in ("title", "note") else ())
                continue
            yield self._filled(at, list(cells))

    def _entitle(self, cells: Sequence[object]) -> None:
        """A line of its own may say which building the lines under it are in: 2栋业主名单."""
        filled = [cell for cell in cells if _is_filled(cell)]
        if len(filled) == 1:
            self._title = building_in(text(filled[0])) or self._title

    def _kind(self, at: int, cells: Sequence[object]) -> str:
        """blank, header, totals, title or note; '' for a line that may hold a household."""
        filled = [column for column, cell in enumerate(cells) if _is_filled(cell)]
        if not filled:
            return "blank"
        first = text(cells[filled[0]])
        if heading(first) in self._heads and all(heading(cells[column]) in self._heads for column in filled):
            return "header"
        if TOTALS.fullmatch(first) or any(
            TOTALS.fullmatch(text(cells[c])) for c in self._homes if c in filled[1:3]
        ):
            return "totals"
        if len(filled) == 1:
            alone = filled[0] not in self._told and not self._covered.get(at)
            if (at, filled[0]) in self._wide or building_in(first):
                return "title"
            return "note" if alone or len(first) > SENTENCE or NOTES.match(first) else ""
        return "note" if NOTES.match(first) and not set(self._homes).intersection(filled[1:]) else ""

    def _filled(self, at: int, cells: list[object]) -> Line:
        covered = self._covered.get(at, {})
        for column, top in covered.items():
            if column < len(cells):
                cells[column] = self._table.rows[top][column]
        self._fill_levels(cells)
        self._before = cells
        return Line(at + 1, cells, any(column in covered for column in self._homes), self._title)

    def _fill_levels(self, cells: list[object]) -> None:
        """A building is often written once, over all its units: a blank one is the one above, and so is what
        is blank together with it."""
        above_blank = True
        for column in self._levels:
            if column >= len(cells):
                break
            blank = not text(cells[column])
            if blank and above_blank and column < len(self._before):
                cells[column] = self._before[column]
            above_blank = blank and above_blank


def _is_filled(cell: object) -> bool:
    return cell != "" and cell is not None and not (isinstance(cell, str) and cell.isspace())


def _covered(table: Table) -> dict[int, dict[int, int]]:
    """For each row the columns that a merge from further up covers, and the row where that merge begins."""
    covered: dict[int, dict[int, int]] = {}
    for (top, left), (bottom, _) in table.merged:
        for row in range(top + 1, min(bottom + 1, len(table.rows))):
            covered.setdefault(row, {})[left] = top
    return covered
