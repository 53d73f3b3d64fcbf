"""The lists whose counts are known, and the same kinds of list in every file format."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from app.roster.read import look, read
from app.roster.reading import Household, Reading

KEY = b"k" * 32
HEAD = ["房号", "业主", "电话", "合同交付日期", "是否符合交付条件", "备注"]
ROWS = [
    ["3栋2单元1702", "张三、李四", "13800138000", date(2026, 12, 31), "是", "=同事介绍"],
    ["3栋2单元1703", "王五", 13900139000, date(2026, 12, 31), "否", "VIP"],
]


@pytest.mark.parametrize("name", ["tidy.xlsx", "messy.xlsx", "hongkong.xlsx", "gb18030.csv"])
def test_known_lists_give_exactly_their_counts(files: Path, name: str) -> None:
    got = read(files / name, KEY)
    expected = json.loads((files / name).with_suffix(".expected.json").read_text())
    counts = {
        "units": got.units, "owners": got.owners, "ineligible": got.ineligible,
        "rejected_rows": len(got.rejected), "repeated_rows": len(got.repeated),
    }  # fmt: skip
    assert counts == {"rejected_rows": 0, "repeated_rows": 0} | expected


@pytest.mark.parametrize("name", ["tidy.xlsx", "messy.xlsx", "hongkong.xlsx", "gb18030.csv"])
def test_every_row_under_a_header_is_accounted_for(files: Path, name: str) -> None:
    got = read(files / name, KEY)
    passed = sum(count for kind, count in got.passed_over.items() if kind not in ("sheet", "ids_unusable"))
    rows = {"tidy.xlsx": 816, "messy.xlsx": 7 * 164, "hongkong.xlsx": 768, "gb18030.csv": 232}[name]
    assert got.units + len(got.rejected) + len(got.repeated) + passed == rows


def test_the_messy_list_is_read_as_a_person_reads_it(files: Path) -> None:
    got = read(files / "messy.xlsx", KEY)
    by_unit = {household.unit: household for household in got.households}
    first = by_unit["1-1-201"]
    assert (first.owners, first.phones, first.area, first.area_unit) == (
        ("黄嘉伟",),
        ("13402700858",),
        "118.43",
        "m2",
    )
    assert {household.contract_date for household in got.households} == {"2026-12-31"}
    assert by_unit["1-1-602"].owners == ("王新康", "郭明喆", "黄永浩")
    assert len(by_unit["1-1-602"].ids) == len(by_unit["1-1-602"].phones) == 3
    assert by_unit["1-1-202"].note == "=同事介绍"
    assert (by_unit["1-1-503"].reasons, by_unit["1-1-503"].reason_text) == (("E02",), "按揭未放款")
    assert by_unit["5-1-201"].building == "5" and by_unit["7-1-201"].sheet == "7栋"
    assert by_unit["1-1-201"].row == 5
    assert {odd.why for odd in got.rejected} == {"bad_unit"} and "待定" in got.rejected[0].found
    assert {odd.why for odd in got.repeated} == {"repeated"}
    assert (got.repeated[0].sheet, got.repeated[0].row, got.repeated[0].first_row) == ("1栋", 22, 21)
    assert got.passed_over == {"header": 21, "blank": 14, "totals": 7, "sheet": 1}
    assert [sheet.passed for sheet in got.sheets] == ["no_header", *[""] * 7]


def test_the_tidy_list_keeps_all_its_columns(files: Path) -> None:
    first, second, *_ = read(files / "tidy.xlsx", KEY).households
    assert (first.unit, first.building, first.layout) == ("1-1-201", "1", "三室两厅两卫")
    assert (first.contract, first.contract_date, first.appointment) == (
        "XH282256460000",
        "2026-12-31",
        "10:00-11:00",
    )
    assert first.note == "=同事介绍"
    assert [len(each) for each in (second.owners, second.phones, second.ids)] == [3, 3, 3]
    assert (second.appointment, second.note) == ("", "行动不便，需轮椅")
    assert all(len(each.partition(":")[0]) == 16 and len(each) == 21 for each in second.ids)


def test_no_full_id_number_is_left_anywhere(files: Path) -> None:
    for name in ("tidy.xlsx", "messy.xlsx"):
        assert "110105" not in str(read(files / name, KEY))


def test_hong_kong_flats_have_codes_that_can_be_typed(files: Path) -> None:
    got = read(files / "hongkong.xlsx", KEY)
    by_unit = {household.unit: household for household in got.households}
    flat = by_unit["1-2-A"]
    assert (flat.owners, flat.phones, flat.building) == (("王遠",), ("+85254089586",), "1")
    assert (flat.area, flat.area_unit) == ("1276", "sqft")
    assert by_unit["1-3-B"].reasons == ("E02",)
    assert by_unit["3-33-H"].sheet == "Handover list"


def _same(got: Reading) -> None:
    one, other = got.households
    assert one == Household(
        unit="3-2-1702", owners=("张三", "李四"), phones=("13800138000",), building="3",
        contract_date="2026-12-31",
        note="=同事介绍", sheet=one.sheet, row=2, given=one.given,
    )  # fmt: skip
    assert (other.unit, other.owners, other.phones, other.reasons) == (
        "3-2-1703",
        ("王五",),
        ("13900139000",),
        ("E00",),
    )


def test_xlsx(reading: Callable[..., Reading]) -> None:
    _same(reading([HEAD, *ROWS]))


def test_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for at, row in enumerate([HEAD, *ROWS]):
        for column, value in enumerate(row):
            style = (
                xlwt.easyxf(num_format_str="YYYY-MM-DD")
                if isinstance(value, date)
                else xlwt.Style.default_style
            )
            sheet.write(at, column, value, style)
    book.save(str(tmp_path / "list.xls"))
    _same(read(tmp_path / "list.xls", KEY))


def test_ods(tmp_path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="名单")
    for row in [HEAD, *ROWS]:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        sheet.addElement(line)
    blank = TableRow(numberrowsrepeated=1_000_000)
    blank.addElement(TableCell(numbercolumnsrepeated=1000))
    sheet.addElement(blank)
    book.spreadsheet.addElement(sheet)
    book.save(str(tmp_path / "list.ods"))
    _same(read(tmp_path / "list.ods", KEY))


def _ods_cell(value: object) -> TableCell:
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, int):
        return TableCell(valuetype="float", value=str(value))
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line", ["\r\n", "\n", "\r"])
def test_csv_in_every_encoding(
    reading_csv: Callable[..., Reading], encoding: str, delimiter: str, line: str
) -> None:
    said = line.join(delimiter.join(f"{value}" for value in row) for row in [HEAD, *ROWS]) + line
    _same(reading_csv(said.encode(encoding)))


def test_csv_with_the_hint_of_excel_and_quoted_lines(reading_csv: Callable[..., Reading]) -> None:
    got = reading_csv(
        'sep=;\r\n房号;业主;备注\r\n3-1702;"张三\r\n李四";"一;二"\r\n\r\n3-1703;王"五;"=A1"\r\n'.encode()
    )
    assert [(each.owners, each.note, each.row) for each in got.households] == [
        (("张三", "李四"), "一;二", 2),
        (('王"五',), "=A1", 4),
    ]


def test_the_reading_names_its_file(files: Path) -> None:
    got = read(files / "gb18030.csv", KEY)
    assert got.filename == "gb18030.csv" and len(got.sha256) == 64


def test_a_look_shows_first_rows_without_id_numbers(files: Path) -> None:
    (sheet,) = look(files / "tidy.xlsx")
    assert len(sheet.rows) == 12 and sheet.columns is not None
    assert sheet.rows[1][:6] == ("1-1-201", "1栋", "1单元", "201", "艾沛荣", "…0116")
    assert sheet.columns.mapping["unit"] == 0 and sheet.columns.header_row == 1


def _cell_xml(path: Path, cell: str, xml: str) -> None:
    """Puts other XML in the place of one cell."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    members["xl/worksheets/sheet1.xml"] = re.sub(f'<c r="{cell}".*?</c>', lambda _: xml, sheet).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="F2"><f>同事介绍</f><v/></c>',
        '<c r="F2"><f>同事介绍</f><v></v></c>',
        '<c r="F2" s="1"><f>同事介绍</f></c>',
        '<c r="F2" t="e"><f>同事介绍</f><v>#NAME?</v></c>',
        '<c r="F2" t="str"><f>"a"&amp;A1</f><v>=同事介绍</v></c>',
    ],
)
def test_a_note_that_an_export_wrote_as_a_formula_is_its_text(xlsx: Callable[..., Path], xml: str) -> None:
    path = xlsx([HEAD, *ROWS])
    _cell_xml(path, "F2", xml)
    _same(read(path, KEY))


def test_a_formula_that_was_never_calculated_names_no_unit_and_no_owner(xlsx: Callable[..., Path]) -> None:
    path = xlsx([HEAD, *ROWS])
    _cell_xml(path, "A2", '<c r="A2"><f>B1&amp;"3-2-1702"</f><v/></c>')
    _cell_xml(path, "B3", '<c r="B3"><f>VLOOKUP(A3,名单2!A:B,2)</f><v/></c>')
    assert [(odd.row, odd.why) for odd in read(path, KEY).rejected] == [(2, "bad_unit"), (3, "no_owner")]
