"""Type-ahead at a real desk: what is recorded is found, what is taken back is not."""

from __future__ import annotations

import parts
import pytest

from app.desk import Desk
from app.search.ask import Search
from app.search.chinese import Chinese
from app.stations.arrival import CheckIn
from app.stations.roster import RenameUnit

TODAY = "2026-06-20"


@pytest.fixture
def search(desk: Desk) -> Search:
    return Search(desk.database.read, desk.site, Chinese())


def units(search: Search, typed: str) -> list[str]:
    return [hit.unit for hit in search.find(typed, TODAY).hits]


def test_a_household_that_has_come_is_found_by_its_numbers(desk: Desk, search: Search) -> None:
    (subject,) = parts.listed(desk, "3-2-1702")
    came = desk.do(CheckIn(on=subject)).ops[0]
    assert isinstance(came, CheckIn)
    hit = search.find(came.number, came.day).hits[0]
    assert (hit.unit, hit.kind, hit.why, hit.exact) == ("3-2-1702", "queue", came.number, True)
    assert units(search, came.draw) == ["3-2-1702"]


def test_an_owner_that_a_newer_list_does_not_have_is_not_found(desk: Desk, search: Search) -> None:
    parts.listed(desk, "3-2-1702")
    parts.listed(desk, "3-2-1702", version="list2", owners=("李强",))
    assert (units(search, "liqiang"), units(search, "chenjingwen")) == (["3-2-1702"], [])


def test_a_renamed_unit_is_found_by_its_new_code_and_keeps_its_key(desk: Desk, search: Search) -> None:
    (subject,) = parts.listed(desk, "3-2-1702")
    desk.do(RenameUnit(on=subject, to="9-2-1702"))
    assert units(search, "3-2-1702") == []
    assert units(search, "9 cjw") == ["3-2-1702"]
    hit = search.find("9-2-1702", TODAY).hits[0]
    assert (hit.unit, hit.why, hit.exact) == ("3-2-1702", "9-2-1702", True)


def test_another_site_in_the_same_file_is_not_searched(desk: Desk) -> None:
    parts.listed(desk, "3-2-1702")
    other = Search(desk.database.read, "elsewhere", Chinese())
    assert units(other, "3-2-1702") == units(other, "cjw") == []
    assert other.similar("chenjingwen", TODAY) == ()


def test_a_rebuild_finds_the_same(desk: Desk, search: Search) -> None:
    parts.listed(desk, "3-2-1702", "1-2-A")
    before = search.find("cjw", TODAY)
    desk.rebuild()
    assert search.find("cjw", TODAY) == before
