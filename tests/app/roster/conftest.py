"""Makes owner lists the way sales systems export them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from app.roster.read import read
from app.roster.reading import Columns, Reading

Rows = Sequence[Sequence[object]]
KEY = b"a key of this site only, 32 bytes"
FILES = Path(__file__).parent / "files"


@pytest.fixture
def files() -> Path:
    """The folder with the lists whose counts are known."""
    return FILES


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Writes sheets of rows to a workbook; `merged` are ranges in the first sheet."""

    def make(
        sheets: Mapping[str, Rows] | Rows, merged: Sequence[str] = (), hidden: Sequence[str] = ()
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in (sheets if isinstance(sheets, Mapping) else {"名单": sheets}).items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
                for cell in sheet[sheet.max_row]:
                    cell.data_type = "s" if cell.data_type == "f" else cell.data_type
            sheet.sheet_state = "hidden" if name in hidden else "visible"
        for area in merged:
            book.worksheets[0].merge_cells(area)
        book.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return make


@pytest.fixture
def reading(xlsx: Callable[..., Path]) -> Callable[..., Reading]:
    """What is read from sheets of rows."""

    def make(
        sheets: Mapping[str, Rows] | Rows, columns: Mapping[str, Columns] | None = None, **more: Sequence[str]
    ) -> Reading:
        return read(xlsx(sheets, **more), KEY, columns)

    return make


@pytest.fixture
def reading_csv(tmp_path: Path) -> Callable[..., Reading]:
    """What is read from the bytes of a text file."""

    def make(data: bytes, encoding: str | None = None) -> Reading:
        path = tmp_path / "list.csv"
        path.write_bytes(data)
        return read(path, KEY, encoding=encoding)

    return make
