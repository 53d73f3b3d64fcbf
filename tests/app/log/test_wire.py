"""Bytes are kept as they were written; decoding is a view that never loses what it does not understand."""

from __future__ import annotations

import msgspec
import parts
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recipes import any_operation, strange_operation

from app.errors import Trouble
from app.log import wire
from app.log.operation import Entry, Override, Unknown, Void
from app.stations.arrival import CheckIn
from app.stations.roster import ListUnit
from app.unit import Agent


@given(st.lists(any_operation(("e1", "e2")), max_size=4))
def test_every_operation_is_read_as_it_was_written(ops: list[object]) -> None:
    entry = Entry(
        id="e9",
        desk="d",
        n=3,
        at=7,
        when=5,
        by="陈",
        saw={"unit/1": ("e1",)},
        ops=tuple(ops),
        override=Override(who="Lead", why="so", role="lead"),
    )

    read = wire.decode(wire.encode(entry))

    assert msgspec.structs.asdict(read) == msgspec.structs.asdict(entry)


@given(st.lists(strange_operation(("e1", "e2")), max_size=4))
def test_whatever_a_newer_program_writes_can_be_read_and_every_subject_found(ops: list[object]) -> None:
    line = parts.Pen().write(*ops, mood="new field of the entry")

    entry = wire.decode(line.data)

    assert list(entry.subjects) == list(dict.fromkeys(parts.plain(op)["on"] for op in ops))


def test_an_unknown_operation_among_known_ones_hides_only_itself() -> None:
    line = parts.Pen().write({"do": "Levitate", "on": "unit/1", "height": 3}, CheckIn(on="unit/2", party=2))

    assert wire.decode(line.data).ops == (Unknown(do="Levitate", on="unit/1"), CheckIn(on="unit/2", party=2))


def test_unknown_fields_of_known_operations_are_passed_over() -> None:
    line = parts.Pen().write({"do": "CheckIn", "on": "unit/2", "party": 2, "zest": [1, {"a": None}]})

    assert wire.decode(line.data).ops == (CheckIn(on="unit/2", party=2),)


def test_a_known_operation_whose_values_are_of_another_shape_has_no_effect_but_is_kept() -> None:
    line = parts.Pen().write({"do": "CheckIn", "on": "unit/2", "party": "many"})

    assert wire.decode(line.data).ops == (Unknown(do="CheckIn", on="unit/2"),)


VALID = wire.encode(
    Entry(
        id="e1",
        desk="d",
        n=1,
        at=1,
        saw={"unit/1": ("e0",)},
        ops=(CheckIn(on="unit/1", number="A001", agent=Agent("妈妈", "1")), Void(on="site", entry="x")),
    )
)


def reads(data: bytes) -> Entry | None:
    try:
        return wire.decode(data)
    except Trouble as trouble:
        assert trouble.key == "line_unreadable"
        return None


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_bytes_that_are_no_entry_are_a_trouble_and_nothing_worse(data: bytes) -> None:
    assert reads(data) is None


@given(st.integers(0, len(VALID) - 1), st.binary(max_size=4), st.integers(0, 4))
@settings(max_examples=300)
def test_a_damaged_entry_is_a_trouble_or_an_entry_and_nothing_worse(place: int, put: bytes, cut: int) -> None:
    reads(VALID[:place] + put + VALID[place + cut :])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"id":"e1"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe",
        b'{"id":"e1","desk":"d","n":1,"at":1,"ops":[{"do":"Levitate"}]}',
        b'{"id":"e1","desk":"d","n":1,"at":1,"ops":[' + b"[" * 100_000,
        b'{"id":"e1","desk":"d","n":1,"at":1,"ops":[{"do":"X","on":"unit/1","deep":'
        + b"[" * 100_000
        + b"]" * 100_000
        + b"}]}",
        b'{"id":"e1","desk":"d","n":1,"at":1,"ops":[{"do":"CheckIn","on":"unit/1","party":1' + b"0" * 400 + b"}]}",
        b'{"id":"e1","desk":"d","n":1' + b"0" * 30 + b',"at":1}',
        b'{"id":"e1","desk":"d","n":1,"at":10000000000000000,"ops":[]}',
        b'{"id":"e1","desk":"d","n":1,"at":1,"ops":[{"do":"Levitate","on":"unit/1","up": -10000000000000000}]}',
        b'{"id":"e1","desk":"d","n":1,"at":1,"ops":[{"do":"CheckIn","on":"unit/1\\u0000"}]}',
        b'{"id":"\xff","desk":"d","n":1,"at":"x","ops":[]}',
        b'{"id":"e1","desk":"d","n":1,"at":1,"by":"\xff","ops":[{"do":"X","on":"unit/1"}]}',
        b'{"id":"e1","desk":"d","n":1,"at":1,"by":"\\ud800","ops":[]}',
    ],
    ids=lambda data: repr(data[:60]),
)
def test_no_line_can_do_more_harm_than_not_being_read(data: bytes) -> None:
    entry = reads(data)

    assert entry is None or (entry.id, entry.desk) == ("e1", "d")


def test_the_chain_hangs_on_every_byte_and_every_line_before() -> None:
    start = wire.first_chain("site1", "A")
    one = wire.next_chain(start, b"one")

    assert wire.next_chain(one, b"two") != wire.next_chain(start, b"two")
    assert wire.next_chain(one, b"two") != wire.next_chain(one, b"twp")


def test_no_line_of_a_drill_can_ever_follow_in_the_real_site() -> None:
    assert len({wire.first_chain(site, desk) for site in ("real", "drill") for desk in ("A", "B")}) == 4


def test_what_is_kept_is_what_every_desk_will_read() -> None:
    owners = ["陈静雯"]  # a list where a tuple belongs

    assert wire.as_kept(ListUnit(on="unit/1", version="v", owners=owners)).owners == ("陈静雯",)  # type: ignore


def test_an_operation_that_could_not_be_read_again_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="cannot be kept"):
        wire.as_kept(CheckIn(on="unit/1", party="many"))  # type: ignore[arg-type]
