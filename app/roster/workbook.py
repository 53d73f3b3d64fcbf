"""Reads .xlsx, .xls and .ods."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineSheet,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from app.errors import Trouble
from app.roster.sheetxml import ARCHIVE_FAULTS, CELLS, Inside, inside
from app.roster.table import Table

_FILEPASS = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}\x2f\x00", re.DOTALL
)  # .xls: first record, encrypted
_BEGINNING = 1 << 16  # bytes


def tables_of(data: bytes, name: str) -> list[Table]:
    """The work sheets of a workbook, in order."""
    found = _inside(data, name)
    if _FILEPASS.search(data, 0, _BEGINNING):
        raise Trouble("file_encrypted", file=name)
    try:
        with load_workbook(BytesIO(data)) as book:
            shown = {
                sheet.name: sheet.visible == SheetVisibleEnum.Visible
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            }
            return [
                _table(book.get_sheet_by_name(sheet), not visible, found) for sheet, visible in shown.items()
            ]
    except PasswordError as fault:
        raise Trouble("file_encrypted", file=name) from fault
    except _faults() as fault:
        raise Trouble("file_damaged", file=name) from fault


def _inside(data: bytes, name: str) -> dict[str, Inside]:
    if not data.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found = inside(archive)
    except (*ARCHIVE_FAULTS, ElementTree.ParseError) as fault:
        raise Trouble("file_damaged", file=name) from fault
    if any(sheet.cells > CELLS for sheet in found.values()):
        raise Trouble("file_stray_cell", file=name)
    return found


def _table(sheet: CalamineSheet, hidden: bool, found: dict[str, Inside]) -> Table:
    rows = sheet.to_python(skip_empty_area=False)
    for row, column, text in found[sheet.name].texts if sheet.name in found else ():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = text
    return Table(sheet.name, rows, sheet.merged_cell_ranges or (), hidden)


def _faults() -> tuple[type[BaseException], ...]:
    """How the reader says that a file is damaged.

    Where a damaged .xls got past its checks that is a panic of Rust, whose class is made when first raised
    and can be imported from nowhere; `except` asks for it only then."""
    panics = (known for known in BaseException.__subclasses__() if known.__name__ == "PanicException")
    return (CalamineError, MemoryError, *panics)
