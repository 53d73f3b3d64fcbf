"""Files that cannot be an owner list say so in one sentence, by a key of their own."""

from __future__ import annotations

import io
import multiprocessing
import random
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from xlwt.CompoundDoc import XlsDoc

from app.errors import Trouble
from app.roster.apart import tables_of
from app.roster.read import look, read
from app.roster.reading import Reading

KEY = b"k" * 32
LIST = "房号,业主,电话\r\n3-1701,张三,13800138000\r\n3-1702,李四,13900139000\r\n3-1703,王五,13700137000\r\n"


def key_of(path: Path, encoding: str | None = None) -> str:
    with pytest.raises(Trouble) as trouble:
        read(path, KEY, encoding=encoding)
    assert trouble.value.values["file"] == path.name
    return trouble.value.key


@pytest.fixture
def put(tmp_path: Path) -> Callable[[bytes, str], Path]:
    def make(data: bytes, name: str = "list.csv") -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return make


Put = Callable[..., Path]


def _archive(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return packed.getvalue()


def test_a_missing_file(tmp_path: Path) -> None:
    assert key_of(tmp_path / "list.xlsx") == "file_missing"


def test_a_folder(tmp_path: Path) -> None:
    assert key_of(tmp_path) == "file_unreadable"


@pytest.mark.parametrize("data", [b"", b" \r\n "])
def test_an_empty_file(put: Put, data: bytes) -> None:
    assert key_of(put(data)) == "file_empty"


def test_a_file_of_200_mb_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with path.open("wb") as big:
        big.truncate(200 << 20)
    with pytest.raises(Trouble) as trouble:
        read(path, KEY)
    assert trouble.value == Trouble("file_too_big", file="list.xlsx", mb=200, limit=50)


def test_a_small_file_that_unpacks_to_more_than_a_gigabyte(put: Put) -> None:
    data = bytearray(_archive(xl__workbook_dot_xml=b"x"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", (1 << 30) + 1)
    assert key_of(put(bytes(data), "list.xlsx")) == "file_bomb"


def test_an_encrypted_xlsx(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with (files / "hongkong.xlsx").open("rb") as plain, path.open("wb") as encrypted:
        OOXMLFile(plain).encrypt("secret", encrypted)
    assert key_of(path) == "file_encrypted"


def test_an_encrypted_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("名单").write(0, 0, "房号")
    stream = book.get_biff_data()
    start = 4 + struct.unpack("<H", stream[2:4])[0]
    filepass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + b"\x01" * 48
    XlsDoc().save(str(tmp_path / "list.xls"), stream[:start] + filepass + stream[start:])
    assert key_of(tmp_path / "list.xls") == "file_encrypted"


def test_an_encrypted_ods(put: Put) -> None:
    data = _archive(
        mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b"\x01\x02",
        **{"META-INF__manifest_dot_xml": b"<manifest><encryption-data/></manifest>"},
    )  # fmt: skip
    assert key_of(put(data, "list.ods")) == "file_encrypted"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_xlsx(files: Path, put: Put, part: float) -> None:
    data = (files / "messy.xlsx").read_bytes()
    assert key_of(put(data[: int(len(data) * part)], "list.xlsx")) == "file_damaged"


@pytest.mark.parametrize("cut", [600, 2048, 3000, 4096, 5000, 5332])
def test_a_truncated_xls(put: Put, tmp_path: Path, cut: int) -> None:
    book = xlwt.Workbook()
    book.add_sheet("名单").write(0, 0, "房号")
    book.save(str(tmp_path / "whole.xls"))
    data = (tmp_path / "whole.xls").read_bytes()
    assert key_of(put(data[:cut], "list.xls")) == "file_damaged"


def test_an_xls_that_ends_its_reader_is_damaged(put: Put, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    sheet.write(0, 0, "房号")
    sheet.write(65535, 255, 1 / 3)
    book.save(str(tmp_path / "whole.xls"))
    whole, last = (tmp_path / "whole.xls").read_bytes(), b"\x03\x02\x0e\x00\xff\xff\xff"
    assert whole.count(last + b"\x00") == 1
    # a cell that lies so far to the right that its sheet would take 100 GB
    assert key_of(put(whole.replace(last + b"\x00", last + b"\xff"), "list.xls")) == "file_damaged"


def test_a_workbook_whose_reading_does_not_end_is_damaged_and_its_reader_ended(files: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        tables_of((files / "tidy.xlsx").read_bytes(), "list.xlsx", seconds=0.001)
    assert trouble.value == Trouble("file_damaged", file="list.xlsx")
    assert multiprocessing.active_children() == []


def test_no_damage_of_an_xls_ends_the_program(put: Put, tmp_path: Path, counts: Callable[[int, int], int]) -> None:
    whole = _xls(tmp_path / "whole.xls")
    for seed in range(counts(10, 200)):
        try:
            read(put(_spoilt(whole, seed), "list.xls"), KEY)
        except Trouble as trouble:
            assert trouble.key in ("file_damaged", "file_encrypted", "roster_not_found", "roster_empty"), seed


def _xls(path: Path) -> bytes:
    book = xlwt.Workbook()
    for name in ("1栋", "2栋"):
        sheet = book.add_sheet(name)
        sheet.write_merge(0, 0, 0, 4, "交付名单")
        for row in range(1, 200):
            day, area = datetime(2026, 6, 20), xlwt.Formula(f"E{row + 1}*2")
            given = (f"1-{row}", f"王{row}", f"138{row:08}", day, 80.5 + row, area)
            for column, value in enumerate(("房号", "业主", "电话", "日期", "面积", "建筑面积") if row == 1 else given):
                sheet.write(row, column, value)
    book.save(str(path))
    return path.read_bytes()


def _spoilt(whole: bytes, seed: int) -> bytes:
    """With a few bytes to many of them replaced; it still says that it is a workbook."""
    chance, data = random.Random(seed), bytearray(whole)
    for _ in range(chance.choice((1, 3, 10, 40, 200))):
        data[chance.randrange(8, len(data))] = chance.choice((0, 255, chance.randrange(256)))
    return bytes(data)


def test_an_xlsx_whose_sheet_is_damaged_inside(files: Path, put: Put) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(files / "tidy.xlsx") as whole, zipfile.ZipFile(packed, "w") as broken:
        for name in whole.namelist():
            data = whole.read(name)
            broken.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
    assert key_of(put(packed.getvalue(), "list.xlsx")) == "file_damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_csv_cut_in_the_middle_of_a_character(put: Put, encoding: str) -> None:
    whole = LIST.encode(encoding)
    middle = whole.index("王五".encode(encoding).removeprefix(b"\xff\xfe")) + 1
    assert key_of(put(whole[:middle])) == "file_damaged"


@pytest.mark.parametrize(
    "whole", [LIST[: LIST.index("王五") + 1], LIST + '3-1704,"赵六\r\n3-1705,钱七,1\r\n']
)
def test_a_csv_cut_in_the_middle_of_a_line(put: Put, whole: str) -> None:
    assert key_of(put(whole.encode())) == "file_damaged"


@pytest.mark.parametrize("end", ["", "合计,3户", "制表：客户关系部", "3-1704,赵六,"])
def test_a_whole_csv_needs_no_line_end(put: Put, end: str) -> None:
    whole = LIST + end if end else LIST.rstrip()
    assert read(put(whole.encode()), KEY).units == 3 + end.startswith("3-1704")


def test_a_stray_cell_in_the_far_corner(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "房号"
    book.worksheets[0].cell(1048576, 16384).value = "x"
    book.save(tmp_path / "list.xlsx")
    assert key_of(tmp_path / "list.xlsx") == "file_stray_cell"


def test_a_border_down_to_the_last_row_is_no_stray_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["房号", "业主"], ["3-1702", "张三"]):
        sheet.append(row)
    sheet.cell(1048576, 16384).style = "Good"
    book.save(tmp_path / "list.xlsx")
    assert read(tmp_path / "list.xlsx", KEY).units == 1


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n...",
        b"Rar!\x1a\x07",
        _archive(word__document_dot_xml=b"<x/>"),
        b"3-1702,\0\0\1\2\3" * 40,
    ],
)
def test_a_file_of_another_kind(put: Put, data: bytes) -> None:
    assert key_of(put(data, "list.xlsx")) == "file_not_table"


@pytest.mark.parametrize(
    "page",
    [
        "<html><table><tr><td>房号</td></tr></table></html>",
        '<?xml version="1.0"?><Workbook/>',
        "MIME-Version: 1.0\r\n",
    ],
)
def test_a_web_page_that_calls_itself_xls(put: Put, page: str) -> None:
    assert key_of(put(page.encode(), "list.xls")) == "file_is_page"


def test_a_letter_is_no_owner_list(put: Put) -> None:
    assert key_of(put("各位同事：\r\n请查收名单。\r\n".encode())) == "roster_not_found"


def test_an_encoding_that_cannot_be_told_is_asked_for(put: Put) -> None:
    path = put("單位,業主,電話\r\n3-1702,陳大文,51234567\r\n".encode("big5hkscs"))
    assert key_of(path) == "file_encoding"
    assert read(path, KEY, encoding="big5hkscs").households[0].owners == ("陳大文",)


def test_big5_under_english_headings_is_asked_for_as_well(put: Put) -> None:
    names = ["陳大文", "李嘉欣", "黃國強", "鄭麗珍", "劉德明", "羅慧玲", "鍾志偉", "葉倩文"]
    path = put(
        ("Unit,Owner\r\n" + "".join(f"3-{n},{name}\r\n" for n, name in enumerate(names))).encode("big5hkscs")
    )
    assert key_of(path) == "file_encoding"
    assert [each.owners[0] for each in read(path, KEY, encoding="big5hkscs").households] == names


def test_traditional_characters_in_gb18030_are_not_taken_for_big5(
    reading_csv: Callable[..., Reading],
) -> None:
    got = reading_csv(
        "單位,業主,備註\r\n3-1702,陳大文,行動不便，需輪椅\r\n3-1703,鍾麗欣,業主在境外，委託母親辦理\r\n".encode(
            "gb18030"
        )
    )
    assert [each.owners for each in got.households] == [("陳大文",), ("鍾麗欣",)]


def test_neither_utf_8_nor_gb18030(put: Put) -> None:
    assert key_of(put("Unit,Owner\r\n3-1702,José,é\r\n".encode("latin-1"))) == "file_encoding"


def test_a_named_encoding_that_is_wrong(put: Put) -> None:
    assert key_of(put(LIST.encode("gb18030")), "utf-8") == "file_encoding_wrong"


def test_a_look_works_where_a_reading_does_not(put: Put) -> None:
    (sheet,) = look(put(b"Wohnung,Kaeufer\r\n3-1702,A\r\n"))
    assert (sheet.columns, sheet.passed, sheet.rows[1]) == (None, "no_header", ("3-1702", "A"))
