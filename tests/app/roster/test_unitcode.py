"""One home, one code."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.roster.unitcode import building_in, building_of, composed, names_building, told, unit_code
from app.roster.unitwords import BUILDING, ENTRANCE, FLOOR, ROOM

GOLDEN = [
    line.split("\t")
    for line in (Path(__file__).parent / "unitcode.golden").read_text(encoding="utf-8").splitlines()
]
PIECES = (
    *(
        "3",
        "12",
        "02",
        "0503",
        "1702",
        "A",
        "B",
        "2A",
        "12A",
        "12A01",
        "T1",
        "U01",
        "P2",
        "F",
        "2F",
        "２",
        "Ａ",
    ),
    *(
        "栋",
        "幢",
        "座",
        "棟",
        "单元",
        "單元",
        "室",
        "号",
        "號",
        "号楼",
        "楼",
        "层",
        "樓",
        "/F",
        "#",
        "门",
        "梯",
        "户",
    ),
    *(
        "期",
        "区",
        "院",
        "弄",
        "第",
        "别墅",
        "滨江",
        "三",
        "十二",
        "一七〇二",
        "一",
        "负",
        "地下",
        "甲",
        "上",
        "ab",
    ),
    *(
        "Tower",
        "Flat",
        "Unit",
        "Floor",
        "Phase",
        "House",
        "Block",
        "2nd",
        "XYZ",
        "VILLA",
        "V",
        "H",
        "I",
        "II",
        "No",
    ),
    *("-", "--", ".", "、", "（", "）", "－", "é", " "),
)


@pytest.mark.parametrize(("written", "code"), GOLDEN)
def test_a_released_spelling_gives_its_code_for_ever(written: str, code: str) -> None:
    assert unit_code(written) == code


def test_the_golden_file_covers_many_spellings() -> None:
    assert len(GOLDEN) >= 150
    assert len({written for written, _ in GOLDEN}) == len(GOLDEN)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_code_is_its_own_code(written: str) -> None:
    code = unit_code(written)
    assert unit_code(code) == code


@given(st.text(max_size=15))
def test_a_code_of_anything_at_all_is_its_own_code(written: str) -> None:
    code = unit_code(written)
    assert unit_code(code) == code


MAINLAND = (
    "{b}-{e}-{r}", "{b}栋{e}单元{r}", "{b}幢{e}单元{r}室", "{b}#-{e}-{r}", "{b}座{e}单元{r}房",
    "{b}号楼{e}单元{r}室", "{b}棟{e}單元{r}室",
    "第{b}栋第{e}单元第{r}室", " {b} 栋 {e} 单元 {r} 室 ", "{b}.{e}.{r}", "{b} {e} {r}",
    "{b:02}-{e:02}-{r}", "{b:02}栋{e}单元{r}", "{b}#{e}-{r}",
    "{b}号楼{e}门{r}", "Bldg {b} Unit {e} Room {r}", "{b}栋/{e}单元/{r}",
)  # fmt: skip
HONG_KONG = (
    "Tower {b}, {f}/F, Flat {r}", "Flat {r}, {f}/F, Tower {b}", "第{b}座{f}樓{r}室", "{b}座{f}楼{r}室",
    "T{b}-{f:02}-{r}", "{b} {f}{r}", "{b}-{f}-{r}",
    "{b}-{f}{r}", "Block {b} {f}/F {r}", "{b}座{f}{r}室", "T{b} {f}{r}", "Flat {f}{r}, Tower {b}",
    "Tower {b:02} {f:02}/F Flat {r}",
)  # fmt: skip


def _wide(text: str) -> str:
    """The same in full-width signs."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@given(
    st.integers(1, 99), st.integers(1, 9), st.integers(101, 9999), st.sampled_from(MAINLAND), st.booleans()
)
def test_every_mainland_spelling_of_a_unit_gives_one_code(
    b: int, e: int, r: int, form: str, wide: bool
) -> None:
    written = form.format(b=b, e=e, r=r)
    assert unit_code(_wide(written) if wide else written) == f"{b}-{e}-{r}"


@given(
    st.integers(1, 20),
    st.integers(1, 60),
    st.sampled_from("ABCDEGHJ"),
    st.sampled_from(HONG_KONG),
    st.booleans(),
)
def test_every_hong_kong_spelling_of_a_flat_gives_one_code(
    b: int, f: int, r: str, form: str, wide: bool
) -> None:
    written = form.format(b=b, f=f, r=r)
    assert unit_code(_wide(written) if wide else written) == f"{b}-{f}-{r}"


@pytest.mark.parametrize("form", MAINLAND)
def test_units_of_a_project_never_share_a_code(form: str) -> None:
    units = list(itertools.product((1, 2, 11, 12, 21), (1, 2, 11), (101, 102, 201, 1101, 1102, 1201, 2101)))
    assert len({unit_code(form.format(b=b, e=e, r=r)) for b, e, r in units}) == len(units)


def test_likely_confusions_stay_apart() -> None:
    apart = (
        *(
            "3-1702",
            "T3栋1702",
            "3-2-1702",
            "3-2-1702-上",
            "3-2-1702-下",
            "二期3栋1702",
            "A区3栋1702",
            "东苑3栋1702",
        ),
        *("西苑3栋1702", "3-0702", "3-702", "3-2-101", "3-2--101", "V3", "3", "B3", "U03", "U3", "3A-1702"),
        *("3-1702A", "13-702", "H3", "商铺3", "G/F A", "A-G-A"),
    )
    assert len({unit_code(written) for written in apart}) == len(apart)


@pytest.mark.parametrize(
    ("building", "entrance", "floor", "room", "code"),
    [
        ("Tower 1", "", "2/F", "A", "1-2-A"),
        ("1", "", "2", "A", "1-2-A"),
        ("T1", "", "02", "A", "1-2-A"),
        ("第1座", "", "2樓", "A室", "1-2-A"),
        ("3栋", "2单元", "", "1702", "3-2-1702"),
        ("3", "2", "17", "1702", "3-2-1702"),
        ("3号楼", "2单元", "17层", "02", "3-2-1702"),
        ("3号", "", "", "1702室", "3-1702"),
        ("03栋", "", "", "0503", "3-0503"),
        ("A座", "", "", "1702", "A-1702"),
        ("二期3栋", "1", "", "202", "P2-3-1-202"),
        ("Block B", "", "12", "Flat 3", "B-12-3"),
        ("Tower 1", "", "12A", "B", "1-12A-B"),
        ("别墅", "", "", "12号", "V12"),
    ],
)
def test_columns_compose_to_the_code_of_the_whole(
    building: str, entrance: str, floor: str, room: str, code: str
) -> None:
    cells = ((BUILDING, building), (ENTRANCE, entrance), (FLOOR, floor), (ROOM, room))
    assert composed([part for rank, text in cells for part in told(rank, text)]) == code


@pytest.mark.parametrize(
    ("code", "building"),
    [("3-2-1702", "3"), ("P2-3-2-1702", "P2-3"), ("1-2-A", "1"), ("12-A", ""), ("1702", ""),
     ("滨江花园-P2-3-1702", "滨江花园-P2-3"),
     ("甲-1702", "甲"), ("V12", ""), ("3-1702-上", "3"), ("A区-3-1702", "A区-3")],
)  # fmt: skip
def test_a_code_tells_its_building(code: str, building: str) -> None:
    assert building_of(code) == building


@pytest.mark.parametrize(
    ("tab", "building"),
    [("1栋", "1"), ("1栋业主名单", "1"), ("Tower 1", "1"), ("3#", "3"), ("第1座", "1"), ("A座", "A"),
     ("二期1栋", "P2-1"), ("8栋1单元", "8-1"),
     ("滨江花园3号楼", "3"), ("1-3栋", ""), ("1、2栋", ""), ("Sheet1", ""), ("说明", ""), ("交付名单", "")],
)  # fmt: skip
def test_a_sheet_is_named_after_one_building_or_after_none(tab: str, building: str) -> None:
    assert building_in(tab) == building


def test_only_a_word_or_mark_names_a_building() -> None:
    assert names_building("3栋1702") and names_building("Tower 1 2A") and names_building("3#1702")
    assert not names_building("3-1702") and not names_building("2单元1702") and not names_building("1702室")
