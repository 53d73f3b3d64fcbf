"""The report as a workbook (report.md 5.4): figures first, then the rows that they were counted from.

Numbers are numbers and times are times, so that anybody can count again; nothing in it is a formula. What somebody
typed is text for ever, also when it begins as a formula would.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.catalogue import Catalogue, catalogue
from app.log.here import local
from app.queries.masked import masked_all
from app.records import NO_RESULT
from app.summary.figures import NAMES, Day, natural
from app.summary.report import DayReport
from app.summary.results import RESULT_NAMES, STATES
from app.summary.words import DID, MEANINGS, NOTHING, OTHER, long_date, shown
from app.words import Words

FIVE = ("accepted_today", "rate_eligible", "defects_per_unit_today", "refused_today", "not_taken_over")
BESIDE = {"accepted_today": ("accepted_cumulative",), "rate_eligible": ("rate_all", "due_eligible", "due_all"),
          "defects_per_unit_today": ("defects_per_unit_cumulative", "defects_today", "inspected_today"),
          "refused_today": ("refused_now", "recovered_today"),
          "not_taken_over": ("never_came", "came_without_result", "viewed_only_now")}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ACCENT, PALE, INK, QUIET, RED = "FF0F6B6B", "FFE4F0EF", "FF1B2430", "FF5B6673", "FFB3261E"
LINE = Side(style="thin", color="FFDDE1E6")
FACE = "Arial"  # on every machine; what it has no glyph for, the machine's own Chinese face has
MOST = 40  # characters: a column is no wider


def write(file: Path, report: DayReport, t: Words, *, revision: int = 0, provisional: bool = False) -> None:
    """Write the workbook beside its place, then put it there whole. Raises OSError."""
    book = Book(report, t, revision, provisional)
    beside = file.with_name(f".{file.name}.part")
    try:
        book.made().save(beside)
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)


class Book:
    """Makes the sheets, one method each."""

    def __init__(self, report: DayReport, t: Words, revision: int, provisional: bool) -> None:
        self._report, self._t, self._found = report, t, report.found
        self._revision, self._provisional = revision, provisional
        self._zone, self._at = report.site.zone, Day(report.known, report.found.day, report.site.zone)
        self._catalogue: Catalogue = catalogue()
        self._book = Workbook()
        self._due = {h.unit: h for h in sorted(self._at.due(), key=lambda h: natural(h.code))}
        self._code = {h.unit: h.code for h in report.known.houses}

    def made(self) -> Workbook:
        """All sheets."""
        t = self._t
        overview = self._book.active
        overview.title = t("Overview")
        buildings = self._buildings(t("By building"))
        self._overview(overview, buildings)
        self._households(t("Households"))
        self._defects(t("Defects"))
        self._refused(t("Refused and viewed"))
        self._not_taken_over(t("Not taken over"))
        self._arrivals(t("Arrivals"))
        self._gifts(t("Gifts"))
        if self._report.clocks:
            self._clocks(t("Clocks"))
        if self._report.corrections():
            self._corrections(t("Corrections"))
        if self._report.late:
            self._late(t("Came late"))
        self._definitions(t("Definitions"))
        return self._book

    # -- the first page --------------------------------------------------------------------------------------

    def _overview(self, sheet: Worksheet, buildings: Worksheet) -> None:
        t, found, report = self._t, self._found, self._report
        sheet.sheet_view.showGridLines = False
        for at in range(1, 6):
            sheet.column_dimensions[get_column_letter(at)].width = 27
        site = report.site
        clock = local(found.as_known, self._zone)
        named = " ".join(filter(None, (site.name, site.subtitle)))
        self._words(sheet, 1, 1, named, _font(size=20, bold=True, color=INK))
        self._words(sheet, 2, 1, t("Handover report of {date}", date=long_date(found.day, t)),
                    _font(size=14, color=INK))
        told = [t("Figures until {time}", time=clock.strftime("%Y-%m-%d %H:%M"))]
        told += [t("Revision {n}", n=self._revision)] if self._revision else []
        told += [t("not heard since this morning: {desks}", desks=", ".join(report.silent))] if report.silent else []
        self._words(sheet, 3, 1, " · ".join(told), _font(color=QUIET))
        if self._provisional:
            self._words(sheet, 4, 1, t("NOT BALANCED, PROVISIONAL"), _font(bold=True, size=14, color=RED))
        for at, name in enumerate(FIVE, 1):
            self._figure(sheet, at, name)
        self._words(sheet, 10, 1, t("Check-sum"), _font(bold=True, color=INK))
        holds = found.check.holds
        self._words(sheet, 11, 1, report.check(t) if holds else report.wrong(t),
                    _font(color=ACCENT if holds else RED, bold=not holds))
        outside = [t("Not on the list, registered by hand: {n}", n=found.provisional),
                   t("Accepted without an inspection today: {n}", n=found.accepted_unseen),
                   t("Not eligible, let in to look today: {n}", n=found.viewed_not_eligible),
                   t("Contracts ended: {n}", n=found.withdrawn),
                   t("Deemed delivered, not accepted: {n}", n=found.deemed),
                   t("Defects mended on the spot today: {n}", n=found.fixed_today)]
        if found.added_today:
            outside.append(t("Units added to the list today: {n}; the rates are of all of them.", n=found.added_today))
        self._words(sheet, 12, 1, " · ".join(outside), _font(color=QUIET))
        if report.clocks:
            self._words(sheet, 13, 1, t("A laptop's clock was wrong: see {sheet}.", sheet=t("Clocks")),
                        _font(bold=True, color=RED))
        for row in (11, 12):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
            sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = 32
        self._chart(sheet, buildings)
        self._page(sheet, whole=True)

    def _figure(self, sheet: Worksheet, column: int, name: str) -> None:
        """Name, value and what it is made of; the value is a number unless there is none."""
        t, found = self._t, self._found
        value: Any = getattr(found, name)
        said = shown(found, name, t)
        plain = said == t("not recorded") or value is None
        beside = "\n".join(f"{t(MEANINGS[one][0])}: {shown(found, one, t)}" for one in BESIDE[name])
        texts = ((6, t(MEANINGS[name][0]), _font(bold=True, color=QUIET)), (8, beside, _font(color=INK)),
                 (9, t(MEANINGS[name][1]), _font(size=9, color=QUIET)))
        for row, words, font in texts:
            self._words(sheet, row, column, words, font)
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        cell = sheet.cell(7, column)
        cell.value = said if plain else value / 100 if name.startswith("rate") else value
        cell.number_format = "0.0%" if name.startswith("rate") else "0.00" if isinstance(value, float) else "0"
        cell.font = _font(size=16 if said == t("not recorded") else 30, bold=True, color=ACCENT)
        cell.alignment = Alignment(horizontal="left", vertical="center")
        for row in range(6, 10):
            sheet.cell(row, column).fill = PatternFill("solid", fgColor=PALE)
            sheet.cell(row, column).border = Border(left=Side(style="thick", color="FFFFFFFF"))
        for row, height in ((6, 32), (7, 44), (8, 64), (9, 66)):
            sheet.row_dimensions[row].height = height

    def _chart(self, sheet: Worksheet, buildings: Worksheet) -> None:
        if not self._found.buildings:
            return
        chart, last = BarChart(), len(self._found.buildings) + 1
        chart.type, chart.grouping, chart.overlap = "col", "stacked", 100
        chart.title = self._t("Handed over and not taken over, by building")
        for column in (4, 8):
            chart.add_data(Reference(buildings, min_col=column, min_row=1, max_row=last), titles_from_data=True)
        chart.set_categories(Reference(buildings, min_col=1, min_row=2, max_row=last))
        for series, colour in zip(chart.series, (ACCENT[2:], "C9D1DA"), strict=True):
            series.graphicalProperties.solidFill = colour
            series.graphicalProperties.line.solidFill = colour
        for axis in (chart.x_axis, chart.y_axis):
            axis.delete = False
        chart.y_axis.majorGridlines = None
        chart.y_axis.number_format = "0"
        chart.legend.position = "b"
        chart.gapWidth = 60
        chart.width, chart.height = 26, 8.5
        sheet.add_chart(chart, "A14")

    @staticmethod
    def _words(sheet: Worksheet, row: int, column: int, words: str, font: Font) -> None:
        cell = sheet.cell(row, column)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)
        cell.data_type = "s"
        cell.font = font

    # -- the lists -------------------------------------------------------------------------------------------

    def _buildings(self, title: str) -> Worksheet:
        t = self._t
        head = (t("Building"), t("Due"), t("Eligible"), t("Handed over"), t("Completion rate"), t("Refused"),
                t("Viewed only"), t("Not taken over"), t("Defects"), t("Defects per household"))
        rows = ((b.name or NOTHING, b.due, b.eligible, b.accepted, NOTHING if b.rate is None else b.rate / 100,
                 b.refused, b.viewed, b.not_taken_over, b.defects, NOTHING if b.per_unit is None else b.per_unit)
                for b in self._found.buildings)
        return self._sheet(title, head, rows, {5: "0.0%", 10: "0.00"})

    def _households(self, title: str) -> None:
        t, at = self._t, self._at
        state = self._states()
        first = at.first_accepted()
        gifts = Counter(g.unit for g in self._report.known.gifts if not g.taken_back and g.at < at.end)
        head = (t("Unit"), t("Building"), t("Owners"), t("Layout"), t("State"), t("First result"), t("Handed over"),
                t("Visits"), t("Defects"), t("Gifts"), t("Open reason"))

        def row(unit: str) -> tuple[Any, ...]:
            house = self._due[unit]
            results = [r for r in at.results.get(unit, ()) if r.at < at.end and r.code not in NO_RESULT]
            done = first.get(unit, at.end)
            return (house.code, house.building, self._owners(house.owners), house.layout, t(STATES[state[unit]]),
                    self._result(results[0].code) if results else "", self._time(done) if done < at.end else None,
                    sum(v.day <= at.day for v in at.visits.get(unit, ())), len(at.defects.get(unit, ())),
                    gifts[unit], t("yes") if unit in at.held else "")

        self._sheet(title, head, map(row, self._due), {7: "yyyy-mm-dd hh:mm"})

    def _defects(self, title: str) -> None:
        t, at, named = self._t, self._at, self._catalogue
        head = (t("Unit"), t("Room"), t("Wall"), t("Component and defect"), t("Note"), t("Severity"), t("Trade"),
                t("Contractor"), t("Repair due"), t("Recorded"), t("By"), t("Mended on the spot"))
        language = t.language
        texts = {code: named.text(code, language) for code in named.faults}
        rooms = {code: one.name(language) for code, one in named.rooms.items()}
        trades = {code: one.name(language) for code, one in named.trades.items()}
        yes, code_of, time, day = t("yes"), self._code, self._time, _day
        company = self._report.site.contractors

        rows = ((code_of[d.unit], rooms.get(d.room, d.room), d.wall, texts.get(d.code, d.code), d.text, d.severity,
                 trades.get(d.trade, d.trade), company.get(d.trade, ""), day(d.due), time(d.at), d.by,
                 yes if d.fixed else "")
                for unit in at.houses for d in at.defects.get(unit, ()))
        self._sheet(title, head, rows, {})

    def _refused(self, title: str) -> None:
        t, at = self._t, self._at
        standing = at.refused() | at.viewed()
        head = (t("Unit"), t("Owners"), t("Result"), t("When"), t("Note"), t("Repaired until"), t("Defects"), t("By"))
        rows = []
        for unit in (u for u in self._due if u in standing):
            last = next(r for r in reversed(at.results[unit]) if r.at < at.end and r.code not in NO_RESULT)
            rows.append((self._code[unit], self._owners(self._due[unit].owners), self._result(last.code),
                         self._time(last.at), last.note, _day(last.promised), len(at.defects.get(unit, ())), last.by))
        self._sheet(title, head, rows, {})

    def _not_taken_over(self, title: str) -> None:
        t, at, state, deemed = self._t, self._at, self._states(), self._at.deemed()
        head = (t("Unit"), t("Building"), t("Owners"), t("State"), t("Open reason"), t("Came last"),
                t("Deemed delivered since"))
        rows = []
        for unit, house in self._due.items():
            if state[unit] != "accepted":
                came = [v.at for v in at.visits.get(unit, ()) if v.day <= at.day]
                rows.append((house.code, house.building, self._owners(house.owners), t(STATES[state[unit]]),
                             t("yes") if unit in at.held else "", self._time(max(came)) if came else None,
                             _day(house.deemed_since if unit in deemed else "")))
        self._sheet(title, head, rows, {})

    def _arrivals(self, title: str) -> None:
        t, at = self._t, self._at
        head = (t("Number"), t("Unit"), t("Arrived"), t("Party"), t("Appointment"), t("Ended"))
        came = sorted((v for vs in at.visits.values() for v in vs if v.day == at.day), key=lambda v: v.at)
        rows = ((v.numbers, self._code.get(v.unit, v.unit), self._time(v.at), v.party, v.slot,
                 self._time(v.ended_at) if v.ended_at else None) for v in came)
        self._sheet(title, head, rows, {})

    def _gifts(self, title: str) -> None:
        t, kinds, at = self._t, self._report.site.gifts, self._at
        gone: Counter[str] = Counter()
        today: Counter[str] = Counter()
        for g in self._report.known.gifts:
            if g.at < at.end and (not g.taken_back or g.returned == 0):
                gone[g.kind] += g.qty
                today[g.kind] += g.qty if at.today(g.at) else 0
        head = (t("Gift"), t("Stock"), t("Handed out today"), t("Handed out in all"), t("Left"))
        rows = ((kind, kinds[kind].stock, today[kind], gone[kind], kinds[kind].stock - gone[kind]) for kind in kinds)
        self._sheet(title, head, rows, {})

    def _corrections(self, title: str) -> None:
        """Rates are in percent here, as they are issued."""
        t = self._t
        rows = ((t(MEANINGS[name][0]), NOTHING if was is None else was, NOTHING if now is None else now)
                for name, was, now in self._report.corrections())
        self._sheet(title, (t("Figure"), t("As issued"), t("As known now")), rows, {})

    def _late(self, title: str) -> None:
        """What happened before the day was issued and came after."""
        t = self._t
        head = (t("Laptop"), t("Unit"), t("What"), t("Happened"), t("Came"), t("By"))
        rows = ((one.letter, self._code.get(one.unit, one.unit), t(DID.get(one.did, OTHER)), self._time(one.at),
                 self._time(one.known), one.by) for one in self._report.late)
        self._sheet(title, head, rows, {})

    def _clocks(self, title: str) -> None:
        """Times that a wrong clock wrote, beside what they really were."""
        t = self._t
        head = (t("Laptop"), t("Unit"), t("What"), t("Recorded"), t("Minutes ahead"), t("Right time"), t("By"))
        rows = ((one.letter, self._code.get(one.unit, one.unit), t(DID.get(one.did, OTHER)), self._time(one.at),
                 round(one.off / 60_000), self._time(one.at - one.off), one.by) for one in self._report.clocks)
        self._sheet(title, head, rows, {})

    def _definitions(self, title: str) -> None:
        t, found = self._t, self._found
        head = (t("Figure"), t("Value"), t("How it is counted"))
        rows = ((t(MEANINGS[name][0]), shown(found, name, t), t(MEANINGS[name][1])) for name in NAMES)
        sheet = self._sheet(title, head, rows, {})
        sheet.column_dimensions["C"].width = 100

    # -- what they share -------------------------------------------------------------------------------------

    def _sheet(self, title: str, head: Sequence[str], rows: Iterable[Sequence[Any]], formats: dict[int, str]
               ) -> Worksheet:
        sheet = self._book.create_sheet(title)
        sheet.append(list(head))
        widths = [len(one.encode("gbk", "replace")) + 4 for one in head]
        append, safe = sheet.append, _safe
        for n, row in enumerate(rows):
            append([safe(sheet, value) if type(value) is str else value for value in row])
            if n < 200:  # enough to see how wide they are
                widths = [max(w, _width(value)) for w, value in zip(widths, row, strict=True)]
        for at, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(at)].width = min(width, MOST)
        for column, shape in formats.items():
            for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
                cell.number_format = shape
        for cell, below in zip(sheet[1], sheet[2] if sheet.max_row > 1 else sheet[1], strict=True):
            cell.font, cell.fill = _font(bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor=ACCENT)
            cell.alignment = Alignment(vertical="center", horizontal="left" if below.data_type == "s" else "right")
        sheet.row_dimensions[1].height = 24
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
        sheet.print_title_rows = "1:1"
        self._page(sheet)
        return sheet

    def _page(self, sheet: Worksheet, whole: bool = False) -> None:
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(whole)  # 0: as many pages as it takes
        sheet.oddFooter.left.text = f"{self._report.site.name} · {self._found.day}".replace("&", "&&")
        sheet.oddFooter.right.text = "&P / &N"
        if self._provisional:
            sheet.oddHeader.center.text = self._t("NOT BALANCED, PROVISIONAL")
            sheet.oddHeader.center.color = RED[2:]

    def _states(self) -> dict[str, str]:
        at, found = self._at, dict.fromkeys(self._due, "?")
        parts = (("never", at.never()), ("no_result", at.no_result()), ("viewed", at.viewed()),
                 ("refused", at.refused()), ("accepted", at.accepted()))
        for name, units in parts:
            found |= dict.fromkeys(units & self._due.keys(), name)
        return found

    def _owners(self, owners: str) -> str:
        return masked_all(msgspec.json.decode(owners, type=list[str])) if owners else ""

    def _result(self, code: str) -> str:
        return f"{code} {self._t(RESULT_NAMES[code])}" if code in RESULT_NAMES else code

    def _time(self, at: int) -> datetime:
        return local(at, self._zone).replace(tzinfo=None, microsecond=0)


def _font(**more: Any) -> Font:
    return Font(name=FACE, **more)


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _safe(sheet: Worksheet, value: str) -> str | Cell:
    """Text for ever, also when it begins as a formula does."""
    if ILLEGAL_CHARACTERS_RE.search(value):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not value.startswith(FORMULA):
        return value
    cell = Cell(sheet, value=value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _width(value: Any) -> int:
    if isinstance(value, datetime):
        return 20
    return len(str("" if value is None else value).encode("gbk", "replace")) + 3
