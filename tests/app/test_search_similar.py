"""What is found when typing pauses: slips of the finger, and words too common for a key press."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bench.search_bench import SITE, fill

from app.database import Database
from app.search.ask import Search
from app.search.chinese import Chinese
from app.search.keys import Searchable

TODAY = "2026-06-20"
HOUSEHOLDS = (
    Searchable("3-2-1702", ("陈静雯",), phones=("13800132214",)),
    Searchable("3-2-1703", ("单雄信",)),
    Searchable("4-2-1704", ("José García",)),
    Searchable("4-2-1705", ("欧阳娜娜",)),
    *(Searchable(f"9-1-{number}", ("王小明",)) for number in range(101, 111)),
    *(Searchable(f"{block}-1-{room}", ("周建国",)) for block in range(20, 40) for room in range(101, 151)),
    *(Searchable(f"{block}-2-{room}", ("吴建军",)) for block in range(20, 40) for room in range(101, 151)),
    Searchable("50-1-101", ("周小军", "吴小国")),
)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    database = Database(tmp_path_factory.mktemp("similar") / "desk.sqlite")
    fill(database, list(HOUSEHOLDS), Chinese())
    yield Search(database.read, SITE, Chinese())
    database.close()


@pytest.mark.parametrize(("typed", "unit"), [
    ("chenjignwen", "3-2-1702"),
    ("chenjinwen", "3-2-1702"),
    ("chenjijng", "3-2-1702"),
    ("cehnjingwen", "3-2-1702"),
    ("chen jign wen", "3-2-1702"),
    ("3 chenjignwen", "3-2-1702"),
    ("xiongxni", "3-2-1703"),
    ("garica", "4-2-1704"),
    ("josegacria", "4-2-1704"),
    ("ouyagnnana", "4-2-1705"),
    ("陈静文", "3-2-1702"),
    ("陈敬雯", "3-2-1702"),
    ("程静雯", "3-2-1702"),
    ("陈婧雯", "3-2-1702"),
    ("陳某雯", "3-2-1702"),
])  # fmt: skip
def test_a_slip_in_a_long_word_still_finds_the_household(search: Search, typed: str, unit: str) -> None:
    assert unit not in [hit.unit for hit in search.find(typed, TODAY).hits]
    hit = search.similar(typed, TODAY)[0]
    assert (hit.unit, hit.kind, hit.exact) == (unit, "similar", False)


@pytest.mark.parametrize("typed", ["chne", "zhuo", "程静", "2215", "1703 chenjignwen", "12345"])
def test_short_words_and_figures_are_not_stretched(search: Search, typed: str) -> None:
    assert search.similar(typed, TODAY, [hit.unit for hit in search.find(typed, TODAY).hits]) == ()


def test_at_most_five_are_shown_and_none_that_is_shown_already(search: Search) -> None:
    first = search.similar("wangxiaomign", TODAY)
    assert len(first) == 5
    second = search.similar("wangxiaomign", TODAY, [hit.unit for hit in first])
    assert len(second) == 5
    assert not {hit.unit for hit in first} & {hit.unit for hit in second}


def test_what_matches_without_a_slip_is_not_marked_as_similar(search: Search) -> None:
    for typed in ("chenjing", "chen jing", "garcia", "陈静雯", "陳靜雯"):
        assert "similar" not in [hit.kind for hit in search.similar(typed, TODAY)]


def test_a_similar_row_says_which_name_it_is(search: Search) -> None:
    assert search.similar("garica", TODAY)[0].why == "José García"


def test_common_words_that_rarely_meet_are_found_at_the_pause(search: Search) -> None:
    found = search.find("zhou wu", TODAY)
    assert found.more, "a key press must not say that there is nobody"
    assert [hit.unit for hit in found.hits or search.similar("zhou wu", TODAY)] == ["50-1-101"]


def test_more_than_the_bound_is_said_to_be_more(search: Search) -> None:
    found = search.find("zhou", TODAY)
    assert (len(found.hits), found.count, found.more) == (50, 60, True)
