"""A new list against the one before it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from app.roster.merge import compare, facts
from app.roster.read import read
from app.roster.reading import FACTS, Household
from app.stations.roster import FIELDS

ONE = Household(
    unit="3-1", owners=("张三",), phones=("13800138000",), note="VIP", reasons=("E01",), reason_text="尾款"
)
TWO = Household(unit="3-2", owners=("李四",))


def test_facts_are_what_the_operation_records() -> None:
    assert FACTS == FIELDS
    assert set(facts(ONE)) | {"unit", "sheet", "row", "given"} == set(Household.__struct_fields__)


def test_the_same_list_changes_nothing() -> None:
    got = compare((ONE, TWO), {"3-1": facts(ONE), "3-2": facts(TWO)})
    assert (got.new, got.changed, got.unchanged, got.missing) == ((), (), 2, ())


def test_the_first_list_is_all_new() -> None:
    assert compare((ONE, TWO), {}).new == (ONE, TWO)


def test_changes_are_told_field_by_field() -> None:
    now = msgspec.structs.replace(ONE, phones=("13900139000",), reasons=(), reason_text="")
    got = compare((now, TWO), {"3-1": facts(ONE), "3-2": facts(TWO)})
    assert got.changed == ((now, {"phones": ("13900139000",), "reasons": (), "reason_text": ""}),)


def test_a_column_that_the_new_file_does_not_have_changes_nothing() -> None:
    now = Household(unit="3-1", owners=("张三",), given=("owners", "building"))
    got = compare((now,), {"3-1": facts(ONE)})
    assert (got.changed, got.unchanged) == ((), 1)


def test_units_that_the_new_list_lacks_are_named() -> None:
    assert compare((TWO,), {"3-9": facts(ONE), "3-2": facts(TWO), "3-1": facts(ONE)}).missing == (
        "3-9",
        "3-1",
    )


def test_what_was_said_before_may_come_from_json_or_lack_empty_facts() -> None:
    before = json.loads(json.dumps({fact: value for fact, value in facts(ONE).items() if value}))
    assert compare((ONE,), {"3-1": before}).unchanged == 1


def test_a_known_list_read_twice_is_the_same(files: Path) -> None:
    first, again = (read(files / "messy.xlsx", b"k" * 32) for _ in range(2))
    got = compare(again.households, {household.unit: facts(household) for household in first.households})
    assert (got.unchanged, got.new, got.changed, got.missing) == (1092, (), (), ())
