"""Type-ahead: what is typed, what is found, why, and whether Enter may act on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from bench.search_bench import SITE, fill
from hypothesis import given
from hypothesis import strategies as st

from app.database import Database
from app.search.ask import Search
from app.search.chinese import Chinese
from app.search.keys import Searchable
from app.tickets.code import unit_hash

TODAY, YESTERDAY = "2026-06-20", "2026-06-19"
HOUSEHOLDS = (
    Searchable("3-2-1702", ("陈静雯", "李强"), phones=("138 0013 2214",), contract="XH2822-56460000",
               numbers=((YESTERDAY, "A024"), (TODAY, "A023")), draws=("A0187",)),
    Searchable("3-2-1703", ("陈敬文",), phones=("13900001111",), numbers=((YESTERDAY, "A023"),)),
    Searchable("3-2-1802", ("陈静雯",), phones=("138 0013 2214",)),
    Searchable("30-1-1702", ("吕丽",), phones=("021-5555 1234",)),
    Searchable("1-2-A", ("CHAN Tai Man 陳大文", "Wei Li"), phones=("+852 5123 4567",)),
    Searchable("11-2-A", ("歐陽靜",)),
    Searchable("5-1-0902", ("陳靜",), ("王建国",), phones=("8613700001234",)),
    Searchable("2-214", ("单雄信",)),
    Searchable("U01", ("José García", "Mary O'Neill")),
    Searchable("P-0001", ("曾乐",)),
    Searchable("商铺-12", ("𠮷田鑫",)),
)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    database = Database(tmp_path_factory.mktemp("search") / "desk.sqlite")
    fill(database, list(HOUSEHOLDS), Chinese())
    yield Search(database.read, SITE, Chinese())
    database.close()


@pytest.mark.parametrize(("typed", "unit", "kind", "exact"), [
    # the unit, in every spelling
    ("3 1702", "3-2-1702", "unit", False),
    ("1702 3", "3-2-1702", "unit", False),
    ("3-1702", "3-2-1702", "unit", False),
    ("3-2-1702", "3-2-1702", "unit", True),
    ("321702", "3-2-1702", "unit", True),
    ("3.2.1702", "3-2-1702", "unit", True),
    ("3。2。1702", "3-2-1702", "unit", True),
    ("3/2/1702", "3-2-1702", "unit", True),
    ("3 2 1702", "3-2-1702", "unit", True),
    ("3栋2单元1702", "3-2-1702", "unit", True),
    ("3棟2單元1702室", "3-2-1702", "unit", True),
    ("3号楼2单元1702", "3-2-1702", "unit", True),
    ("三栋二单元1702", "3-2-1702", "unit", True),
    ("3#-2-1702", "3-2-1702", "unit", True),
    ("３－２－１７０２", "3-2-1702", "unit", True),
    (" 3 - 2 - 1702 ", "3-2-1702", "unit", True),
    ("1 2A", "1-2-A", "unit", True),
    ("1-2-a", "1-2-A", "unit", True),
    ("12A", "1-2-A", "unit", True),
    ("T1 2A", "1-2-A", "unit", True),
    ("Tower 1 2/F Flat A", "1-2-A", "unit", True),
    ("Flat A, 2/F, Tower 1", "1-2-A", "unit", True),
    ("1座2樓A室", "1-2-A", "unit", True),
    ("5-1-902", "5-1-0902", "unit", True),
    ("510902", "5-1-0902", "unit", True),
    ("902", "5-1-0902", "unit", False),
    ("0902", "5-1-0902", "unit", False),
    ("u1", "U01", "unit", True),
    ("P0001", "P-0001", "unit", True),
    ("p 1", "P-0001", "unit", True),
    ("商铺12", "商铺-12", "unit", True),
    ("商鋪 12", "商铺-12", "unit", True),
    # phones, in any punctuation
    ("2214", "3-2-1702", "phone", False),
    ("22", "3-2-1702", "phone", False),
    ("138 0013 2214", "3-2-1702", "phone", True),
    ("13800132214", "3-2-1702", "phone", True),
    ("138-0013-2214", "3-2-1702", "phone", True),
    ("+86 138 0013 2214", "3-2-1702", "phone", True),
    ("0086-13800132214", "3-2-1702", "phone", True),
    ("138 0013", "3-2-1702", "phone", False),
    ("0013 2214", "3-2-1702", "phone", False),
    ("+852 5123 4567", "1-2-A", "phone", True),
    ("852 5123 4567", "1-2-A", "phone", True),
    ("(852) 5123-4567", "1-2-A", "phone", True),
    ("5123 4567", "1-2-A", "phone", True),
    ("+852 51", "1-2-A", "phone", False),
    ("(021) 55551234", "30-1-1702", "phone", True),
    ("137 0000 1234", "5-1-0902", "phone", True),
    # names, in either writing, from any character
    ("陈静雯", "3-2-1702", "name", False),
    ("陳靜雯", "3-2-1702", "name", False),
    ("静雯", "3-2-1702", "name", False),
    ("雯", "3-2-1702", "name", False),
    ("李强", "3-2-1702", "name", False),
    ("欧阳静", "11-2-A", "name", False),
    ("陈大文", "1-2-A", "name", False),
    ("王建国", "5-1-0902", "name", False),
    ("吉田", "商铺-12", "name", False),
    ("Wei Li", "1-2-A", "name", False),
    ("Li Wei", "1-2-A", "name", False),
    ("tai chan", "1-2-A", "name", False),
    ("garcia jose", "U01", "name", False),
    ("García", "U01", "name", False),
    ("o'neill", "U01", "name", False),
    ("oneill", "U01", "name", False),
    # pinyin and initials, whole and unfinished, and as an input method shows them
    ("chenjingwen", "3-2-1702", "pinyin", False),
    ("chen jing", "3-2-1702", "pinyin", False),
    ("jing chen", "3-2-1702", "pinyin", False),
    ("jingwen chen", "3-2-1702", "pinyin", False),
    ("chen'jing'w", "3-2-1702", "pinyin", False),
    ("c'jing", "3-2-1702", "pinyin", False),
    ("chenjw", "3-2-1702", "pinyin", False),
    ("ＣＨＥＮ", "3-2-1702", "pinyin", False),
    ("cjw", "3-2-1702", "initials", False),
    ("c'j'w", "3-2-1702", "initials", False),
    ("c j w", "3-2-1702", "initials", False),
    ("陈j'w", "3-2-1702", "initials", False),
    ("shanxiongxin", "2-214", "pinyin", False),
    ("danxiongxin", "2-214", "pinyin", False),
    ("ou yang jing", "11-2-A", "pinyin", False),
    ("oyj", "11-2-A", "initials", False),
    ("zengyue", "P-0001", "pinyin", False),
    ("lvli", "30-1-1702", "pinyin", False),
    ("lyu li", "30-1-1702", "pinyin", False),
    # numbers
    ("A023", "3-2-1702", "queue", True),
    ("a23", "3-2-1702", "queue", True),
    ("a 023", "3-2-1702", "queue", True),
    ("Ａ０２３", "3-2-1702", "queue", True),
    ("A024", "3-2-1702", "queue", False),
    ("A0187", "3-2-1702", "draw", False),
    ("a187", "3-2-1702", "draw", False),
    ("0187", "3-2-1702", "draw", False),
    ("XH2822-5646", "3-2-1702", "contract", False),
    ("xh282256460000", "3-2-1702", "contract", False),
    ("56460000", "3-2-1702", "contract", False),
    # words of different kinds, in any order
    ("cjw 3", "3-2-1702", "initials", False),
    ("2214 陈", "3-2-1702", "phone", False),
    ("1702 qiang", "3-2-1702", "pinyin", False),
    ("陈 1702", "3-2-1702", "name", False),
    ("wen li", "3-2-1702", "pinyin", False),
])  # fmt: skip
def test_what_is_typed_finds_the_household(search: Search, typed: str, unit: str, kind: str,
                                           exact: bool) -> None:
    hit = {hit.unit: hit for hit in search.find(typed, TODAY).hits}[unit]
    assert (hit.kind, hit.exact) == (kind, exact)


@pytest.mark.parametrize("typed", [
    "3-2-1702", "321702", "3栋2单元1702", "3 1702", "chenjingwen", "chen jing wen", "chen'jing'wen", "c'j'w",
    "cjw", "陈静雯", "陳靜雯", "13800132214", "138 0013 2214", "+86 13800132214", "A023", "xh2822-5646",
])  # fmt: skip
def test_every_key_press_from_the_first_shows_the_household(search: Search, typed: str) -> None:
    says_nothing_yet = {"+", "+8", "+86", "+86 ", "x", "xh", "xh2", "A"}
    for end in range(1, len(typed) + 1):
        found = search.find(typed[:end], TODAY)
        if typed[:end] not in says_nothing_yet:
            assert "3-2-1702" in [hit.unit for hit in found.hits], typed[:end]


@pytest.mark.parametrize(("typed", "units"), [
    ("3 1702", ["3-2-1702", "30-1-1702"]),
    ("3-2-", ["3-2-1702", "3-2-1703", "3-2-1802"]),
    ("1 2A", ["1-2-A", "11-2-A"]),
    ("A023", ["3-2-1702", "3-2-1703"]),
    ("1234", ["30-1-1702", "5-1-0902"]),
    ("陈静", ["5-1-0902", "3-2-1702", "3-2-1802"]),
])  # fmt: skip
def test_the_closest_comes_first(search: Search, typed: str, units: list[str]) -> None:
    assert [hit.unit for hit in search.find(typed, TODAY).hits] == units


@pytest.mark.parametrize(("typed", "why"), [
    ("2214", "2214"), ("13800132214", "2214"), ("chenjing", "陈静雯"), ("qiang", "李强"),
    ("3-2-1702", "3-2-1702"), ("xh2822", "XH2822-56460000"), ("a023", "A023"), ("a187", "A0187"),
    ("1702 qiang", "李强"),
])  # fmt: skip
def test_a_row_says_what_matched(search: Search, typed: str, why: str) -> None:
    assert {hit.unit: hit.why for hit in search.find(typed, TODAY).hits}["3-2-1702"] == why


def test_a_queue_number_is_todays_before_it_is_another_days(search: Search) -> None:
    hits = search.find("A023", TODAY).hits
    assert [(hit.unit, hit.day, hit.exact) for hit in hits] == [
        ("3-2-1702", TODAY, True), ("3-2-1703", YESTERDAY, False)]  # fmt: skip
    assert search.find("A023", YESTERDAY).hits[0].unit == "3-2-1703"


def test_figures_that_are_one_units_code_and_anothers_last_four_name_neither(search: Search) -> None:
    hits = search.find("2214", TODAY).hits
    assert {hit.unit for hit in hits} == {"2-214", "3-2-1702", "3-2-1802"}
    assert not any(hit.exact for hit in hits)
    assert search.find("2-214", TODAY).hits[0].exact


def test_a_phone_that_two_households_have_names_both(search: Search) -> None:
    assert [hit.exact for hit in search.find("13800132214", TODAY).hits] == [True, True]


@pytest.mark.parametrize("typed", ["", " ", "-", "'", "%", "？", "()", "\n", "zzzz", "99999", "1234567" * 3])
def test_what_names_nobody_finds_nobody(search: Search, typed: str) -> None:
    assert search.find(typed, TODAY) == search.find("", TODAY)


def test_all_that_match_are_counted_though_fewer_are_shown(search: Search) -> None:
    found = search.find("chen", TODAY, limit=2)
    assert (len(found.hits), found.count, found.more) == (2, 5, False)


def test_a_scanned_code_finds_its_unit(search: Search) -> None:
    assert search.by_hash(unit_hash("3-2-1702")) == ("3-2-1702",)
    assert search.by_hash(unit_hash("9-9-9999")) == ()


ODD = "0123 -'./+()aAcjxnPTu陈静歐·室栋座号棟é。，\0\x01\U0010ffff\ud800"


@given(st.text(st.sampled_from(ODD), max_size=12))
def test_no_text_is_too_odd_to_be_typed(search: Search, text: str) -> None:
    typed = text.encode("utf-8", "replace").decode()
    assert len(search.find(typed, TODAY).hits) <= len(HOUSEHOLDS)
    assert len(search.similar(typed, TODAY)) <= len(HOUSEHOLDS)


def test_nothing_slow_is_loaded_before_it_is_needed() -> None:
    code = "import sys, app.search.ask; print({'opencc', 'pypinyin', 'rapidfuzz'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
