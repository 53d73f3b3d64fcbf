"""Looking at a new owner list before it is brought in, beside only reading its cells."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from people import Person, households
from python_calamine import load_workbook
from rows import Row, Spread, row, spread
from sites import site
from timing import fresh

from app.clock import Clock
from app.desk import Desk
from app.roster.read import read
from app.roster_import import Importer
from app.site import open_site

ROWS = 3000
TIMES, MORE = 2.0, 0.3  # of bare reading, and seconds more
REPEATED = 5
HEADS = ("房号", "业主姓名", "联系电话", "合同编号", "楼栋", "户型", "建筑面积（㎡）", "预约时段", "交付条件")


def measure(part: float, folder: Path) -> list[Row]:
    """A list of 3,000 rows, on the site that has an earlier one of the same units."""
    count = round(ROWS * part)
    desk = open_site(site(folder, count, round(100_000 * part)), Clock())
    file = workbook(folder, count)
    ours, bare = [], []
    for _ in range(REPEATED):
        bare.append(fresh(lambda: bare_reading(file)) / 1000)
        ours.append(fresh(lambda: preview(desk, file)) / 1000)
    desk.database.close()
    limit = spread(bare)
    return [row("roster preview", "s", spread(ours), Spread(limit.p50 * TIMES + MORE, limit.p99 * TIMES + MORE), "p50")]


def preview(desk: Desk, file: Path) -> None:
    """Read the list and say what it would change."""
    importer = Importer(desk)
    importer.preview(read(file, importer.key()))


def bare_reading(file: Path) -> None:
    """Every cell of every sheet, and nothing done with it."""
    with load_workbook(BytesIO(file.read_bytes())) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def workbook(folder: Path, count: int) -> Path:
    """A list as a sales system exports it; made once."""
    file = folder / f"roster-{count}.xlsx"
    if not file.exists():
        book = Workbook(write_only=True)
        sheet = book.create_sheet("业主清单")
        sheet.append(HEADS)
        for person in households(count):
            sheet.append(_cells(person))
        book.save(file)
    return file


def _cells(person: Person) -> tuple[str, ...]:
    return (person.unit, "、".join(person.owners), " / ".join(person.phones), person.contract, f"{person.building}栋",
            person.layout, person.area, person.appointment, "符合")
