"""The evening's workbook, beside openpyxl writing the same cells and nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from rows import Row, Spread, row, spread
from timing import fresh

from app.stations.site import Site
from app.summary.facts import Came, Ended, Facts, Found, House, Walk
from app.summary.figures import bounds, count
from app.summary.report import DayReport
from app.words import Words

UNITS, DEFECTS = 3000, 15  # households, and defects of each
DAY, ZONE = "2026-06-20", "Asia/Shanghai"
TIMES = 1.5
REPEATED = 3


def measure(part: float, folder: Path) -> list[Row]:
    """3,000 units with 45,000 defects."""
    report, file = made_up(round(UNITS * part)), folder / "ours.xlsx"
    report.write(file, Words("zh_Hans"))
    cells = _cells(file)
    ours, bare = [], []
    for n in range(REPEATED):
        bare.append(fresh(lambda n=n: _bare(cells, folder / f"bare{n}.xlsx")) / 1000)
        ours.append(fresh(lambda: report.write(file, Words("zh_Hans"))) / 1000)
    limit = spread(bare)
    return [row("summary workbook", "s", spread(ours), Spread(limit.p50 * TIMES, limit.p99 * TIMES), "p50")]


def made_up(units: int) -> DayReport:
    """A report in which everybody came, walked and accepted."""
    begin, _ = bounds(DAY, ZONE)
    known = Facts()
    for n in range(units):
        name, at = f"{n // 600 + 1}-{n // 120 % 5 + 1}-{n % 120 // 4 + 2}{n % 4 + 1:02}", begin + 9 * 3_600_000 + n
        known.houses.append(House(name, name, str(n // 600 + 1), '["陈静雯","李强"]', "三室两厅", "", "", 0, 1, begin))
        known.visits.append(Came(name, f"v{n}", DAY, f"A{n:03}", at, 2, "", "walk_in", "result", at))
        known.walks.append(Walk(name, f"v{n}", at, "Ho"))
        known.results.append(Ended(name, "A1", f"v{n}", DAY, at, 0, "Ho", "", "", ""))
        found = Found(name, f"v{n}", "WAL01", "KIT", "A", "near the window", 3, "CIV", "2026-07-05", at, "Ho", 0, "")
        known.defects += [found] * DEFECTS
    return DayReport(Site(name="Sample Court"), known, count(known, DAY, ZONE, begin), ())


def _cells(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(file)
    return {sheet.title: [*sheet.values] for sheet in book.worksheets}


def _bare(cells: dict[str, list[tuple[Any, ...]]], file: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    for name, values in cells.items():
        sheet = book.create_sheet(name)
        for line in values:
            sheet.append(line)
    book.save(file)
