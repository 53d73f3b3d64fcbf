"""What was ever released can be read for ever, and means the same.

`golden.jsonl` holds lines as they were written: `data` the entry's bytes, `chain` the desk's chain after it,
`states` what its subjects were then. Lines are only ever added, never changed. A new kind of operation, or a
new field, gets its line before it is released:

    PYTHONPATH=.:tests python tests/app/log/test_golden.py '{"do":"CheckIn","on":"unit/g-41","party":2}' …

adds one entry of these operations. Use subjects of its own for it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import parts
import pytest

from app.desk import Desk
from app.log import wire
from app.log.fold import fold
from app.log.kinds import Kind, blank
from app.log.operation import Entry, Unknown
from app.log.wire import Line

FILE = Path(__file__).with_name("golden.jsonl")
SITE, DESK, START = "golden", "golden-desk", "2026-06-20 09:00"


class Golden(msgspec.Struct):
    """One line of the file."""

    data: str
    chain: str
    states: dict[str, Any]


def golden() -> list[Golden]:
    return [msgspec.json.decode(line, type=Golden) for line in FILE.read_bytes().splitlines()]


def entries() -> list[Entry]:
    return [wire.decode(line.data.encode()) for line in golden()]


def holds(now: Any, then: Any) -> bool:
    """Whether all that was known then is known now; newer fields may have come."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(key in now and holds(now[key], then[key]) for key in then)
    if isinstance(then, list):
        return isinstance(now, list) and len(now) == len(then) and all(map(holds, now, then))
    return bool(now == then)


def states(done: list[Entry]) -> dict[str, Any]:
    """The states of the last entry's subjects."""
    subjects = done[-1].subjects
    plain = {s: msgspec.to_builtins(fold((e for e in done if s in e.subjects), s, blank).state) for s in subjects}
    return msgspec.json.decode(msgspec.json.encode(plain))  # type: ignore[no-any-return]


def test_no_line_was_ever_changed_or_taken_out() -> None:
    chain = wire.first_chain(SITE, DESK)
    for line in golden():
        chain = wire.next_chain(chain, line.data.encode())
        assert chain.hex() == line.chain, line.data


def test_every_kind_ever_released_has_its_line() -> None:
    found = {type(op) for entry in entries() for op in entry.ops}

    assert {kind.__name__ for kind in set(get_args(Kind)) - found} == set()


def test_every_field_ever_released_has_its_line() -> None:
    written = {(op["do"], field) for line in golden() for op in json.loads(line.data)["ops"] for field in op}
    named = {(kind.__name__, f.encode_name) for kind in get_args(Kind) for f in msgspec.structs.fields(kind)}

    assert named - written == set()


def test_every_line_is_understood_field_by_field() -> None:
    for line, entry in zip(golden(), entries(), strict=True):
        written = json.loads(line.data)
        assert not any(isinstance(op, Unknown) for op in entry.ops), line.data
        assert holds([parts.plain(op) for op in entry.ops], written.pop("ops")), line.data
        assert holds(parts.plain(entry), written), line.data


def test_every_line_means_what_it_meant() -> None:
    read = entries()
    for n, line in enumerate(golden(), 1):
        assert holds(states(read[:n]), line.states), line.data


def test_a_desk_takes_every_line_and_passes_it_on_byte_for_byte(make_desk: Callable[..., Desk]) -> None:
    desk, other = make_desk("A", site=SITE), make_desk("B", site=SITE)
    lines = [
        Line(
            DESK,
            n,
            wire.decode(line.data.encode()).id,
            line.data.encode(),
            bytes.fromhex(line.chain),
            known=0,
        )
        for n, line in enumerate(golden(), 1)
    ]

    desk.receive(lines)
    other.receive(desk.after({}))

    assert other.after({}) == lines


def test_the_comparison_would_see_a_lost_field_and_a_changed_one() -> None:
    assert holds({"a": [1, {"b": 2, "new": 3}]}, {"a": [1, {"b": 2}]})
    assert not holds({"a": [1, {"b": 3}]}, {"a": [1, {"b": 2}]})
    assert not holds({"a": [1]}, {"a": [1, {"b": 2}]})
    assert not holds({}, {"a": 1})


@pytest.mark.parametrize("line", [b'{"id":"x","desk":"d","n":1,"at":1,"ops":[{"do":"NeverReleased","on":"unit/1"}]}'])
def test_a_kind_that_was_taken_out_would_be_seen(line: bytes) -> None:
    assert isinstance(wire.decode(line).ops[0], Unknown)


def add(*ops: dict[str, Any], **more: Any) -> None:
    """One more line at the end of the file."""
    before = golden() if FILE.exists() else []
    n = len(before) + 1
    done = [wire.decode(line.data.encode()) for line in before]
    plain = {
        "id": f"golden{n:03}",
        "desk": DESK,
        "n": n,
        "letter": "G",
        "by": "Lam Mei",
        "tz": 480,
        "boot": "b00t",
        "at": parts.at_ms(START) + n * parts.MINUTE,
        "mono": n * parts.MINUTE,
        "ops": ops,
        **more,
    }
    entry = wire.decode(msgspec.json.encode(plain))
    saw = {s: (done[i].id,) for i in range(len(done)) for s in done[i].subjects if s in entry.subjects}
    entry = msgspec.structs.replace(entry, saw=saw)
    chain = bytes.fromhex(before[-1].chain) if before else wire.first_chain(SITE, DESK)
    data = wire.encode(entry)
    line = Golden(data.decode(), wire.next_chain(chain, data).hex(), states([*done, entry]))
    with FILE.open("ab") as file:
        file.write(msgspec.json.encode(line) + b"\n")


if __name__ == "__main__":
    add(*map(json.loads, sys.argv[1:]))
