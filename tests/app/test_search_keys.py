"""Spelling texts: what a unit can be found by, and what changes when it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.search.by_kind import AT_ONCE, ByKind
from app.search.chinese import Chinese
from app.search.keys import Searchable, keys, listed_code, national, spelt

CHEN = Searchable("3-2-1702", ("陈静雯",), phones=("138 0013 2214",))


@pytest.fixture(scope="module")
def chinese() -> Chinese:
    return Chinese()


def test_a_unit_is_spelt_whole_and_from_each_part(chinese: Chinese) -> None:
    found = keys(spelt(Searchable("3-2-1702"), chinese))
    assert {key for key in found if key[0] in "uv"} == {
        "u3-2-1702", "u321702", "v2-1702", "v21702", "v1702"}  # fmt: skip


def test_a_name_is_spelt_from_each_character_in_pinyin_and_initials(chinese: Chinese) -> None:
    found = keys(spelt(CHEN, chinese))
    assert {"n陈静雯", "m静雯", "m雯"} <= found
    assert {"ychenjingwen", "ychenjw", "schen", "xjingwen", "xwen", "icjw", "jjw"} <= found


def test_a_queue_number_adds_its_keys_and_takes_none(chinese: Chinese) -> None:
    before = keys(spelt(CHEN, chinese))
    after = keys(spelt(Searchable("3-2-1702", ("陈静雯",), phones=("138 0013 2214",),
                                  numbers=(("2026-06-20", "A023"),)), chinese))  # fmt: skip
    assert after - before == {"q2026-06-20a023", "q2026-06-20a23", "oa023", "oa23"}
    assert before <= after


def test_one_owner_on_two_lines_and_one_phone_of_two_owners_are_spelt_once(chinese: Chinese) -> None:
    once = spelt(CHEN, chinese)
    assert spelt(Searchable("3-2-1702", ("陈静雯", "陈静雯"), phones=("138 0013 2214",) * 2), chinese) == once


def test_breaks_and_tabs_in_a_name_do_not_break_the_text(chinese: Chinese) -> None:
    text = spelt(Searchable("3-2-1702", ("陈静\n雯\t",), contract="A\nu99"), chinese)
    assert "u99" not in keys(text)
    assert "n陈静雯" in keys(text)


def test_the_code_stands_at_the_head_of_the_text(chinese: Chinese) -> None:
    assert listed_code(spelt(CHEN, chinese)) == "3-2-1702"


def test_no_text_has_no_keys() -> None:
    assert keys("") == frozenset()


@pytest.mark.parametrize(("phone", "digits"), [
    ("138 0013 2214", "13800132214"), ("+86 138-0013-2214", "13800132214"), ("8613800132214", "13800132214"),
    ("008613800132214", "13800132214"), ("+852 5123 4567", "51234567"), ("85251234567", "51234567"),
    ("5123 4567", "51234567"), ("+853 6612 3456", "66123456"), ("021-5555 1234", "02155551234"),
    ("+44 20 7946 0000", "442079460000"), ("85212345", "85212345"), ("1380013221４", "13800132214"),
])  # fmt: skip
def test_a_phone_is_its_figures_without_the_countries_next_door(phone: str, digits: str) -> None:
    assert national(Chinese().folded(phone)) == digits


@pytest.mark.parametrize("owners", [(), ("",), (" ",), ("()",), ("*",), ("Ａ",), ("陈" * 60,), ("x" * 200,)])
def test_odd_names_make_short_keys(chinese: Chinese, owners: tuple[str, ...]) -> None:
    assert all(len(key) <= 60 for key in keys(spelt(Searchable("1-1", owners, owners, owners, "?"), chinese)))


def test_keys_of_many_units_come_back_in_the_order_of_their_table(tmp_path: Path) -> None:
    units = sorted(f"{building}-1-{number}" for building in range(1, 4) for number in range(101, 700))
    said = {unit: (f"u{unit[::-1]}", "n陈静", f"n{unit[0]}", f"p{len(unit)}") for unit in units}
    with ByKind(tmp_path) as kinds:
        for unit, keys_ in said.items():
            kinds.add(unit, keys_)
        found = [row for kind in kinds.sorted() for row in kind]
    given = [(key, unit) for unit, keys_ in said.items() for key in keys_]
    assert len(given) > 3 * AT_ONCE and found == sorted(given)
