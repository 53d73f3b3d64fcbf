"""A change costs what it changes, and yet the rows are those that a fresh start would make."""

from __future__ import annotations

from typing import Any

import parts
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recipes import SUBJECTS, any_operation

from app.derive import Derive, spent_row
from app.log.fold import fold
from app.log.kinds import blank
from app.log.operation import Entry, Happened, Void
from app.search.chinese import Chinese
from app.stations.arrival import CheckIn
from app.stations.notes import AddProvisional, LinkProvisional
from app.stations.roster import ListUnit
from app.tables import DERIVED_TABLES
from app.unit import Spent

Flat = dict[tuple[Any, ...], tuple[Any, ...]]


def flat(rows: dict[str, Any]) -> Flat:
    """Rows of all tables, by table and key."""
    return {(table, *key): row for table, made in rows.items() for key, row in made.items()}


def changed(derive: Derive, subject: str, rows: Flat, before: Any, after: Any) -> Flat:
    """Rows after a change, the way a desk writes them: what is gone first, then what is new."""
    change = derive.changed(subject, before, after)
    lost = {(table, *key) for table, keys in change.gone.items() for key in keys}
    assert lost <= rows.keys(), "nothing is taken away that was not there"
    longer = {("search_text", *key): (rows["search_text", *key][0] + more,) for key, more in change.longer.items()}
    return {key: row for key, row in (rows | longer).items() if key not in lost} | flat(change.rows)


@st.composite
def lives(draw: st.DrawFn) -> list[Entry]:
    """What happens to subjects one after the other, each knowing everything before; some of it taken back."""
    made: list[Entry] = []
    for n in range(draw(st.integers(2, 8))):
        known = tuple(entry.id for entry in made)
        ops = draw(st.lists(any_operation(known), min_size=1, max_size=3))
        if made and draw(st.integers(0, 3)) == 0:
            target = draw(st.sampled_from(made))
            ops = [Void(on=subject, entry=target.id) for subject in target.subjects]
        saw = {s: known[-1:] for s in SUBJECTS} if made else {}
        made.append(Entry(id=f"e{n}", desk="A", n=n, at=n, saw=saw, ops=tuple(ops)))
    return made


def go_on(before: Any, entry: Entry, life: list[Entry], subject: str) -> Any:
    """The next state as a desk makes it: applied to a copy, or folded anew where something is taken back."""
    if before is None or any(isinstance(op, Void) for op in entry.ops):
        return fold(life, subject, blank).state
    after = before.copy()
    for op in entry.ops:
        if op.on == subject:
            op.apply(after, Happened(entry, lambda id: True))
    return after


@given(lives())
@settings(max_examples=4 * settings().max_examples)
def test_rows_changed_step_by_step_are_the_rows_of_a_fresh_start(life: list[Entry]) -> None:
    derive = Derive(Chinese())
    for subject in SUBJECTS:
        before, rows = None, Flat()
        for n in range(1, len(life) + 1):
            if subject not in life[n - 1].subjects:
                continue
            after = go_on(before, life[n - 1], life[:n], subject)
            rows = changed(derive, subject, rows, before, after)
            assert rows == flat(Derive(Chinese()).rows(subject, after))
            before = after


FAMILY = ListUnit(on="unit/1", version="v", owners=("陈静雯",), phones=("139",), ids=("h1",))


@pytest.mark.parametrize(
    ("first", "then", "table"),
    [
        (FAMILY, ListUnit(on="unit/1", version="w", ids=("h2",)), "same_owner"),
        (FAMILY, ListUnit(on="unit/1", version="w", owners=("王小明",)), "same_owner"),
        (FAMILY, ListUnit(on="unit/1", version="w", phones=("138",)), "search_key"),
        (
            AddProvisional(on="unit/1", code="P", owners=("陈",), reason="x"),
            LinkProvisional(on="unit/1", to="2"),
            "search_text",
        ),
        (FAMILY, CheckIn(on="unit/1", number="A001", day="2026-06-20"), "search_key"),
    ],
)
def test_what_a_unit_is_found_by_follows_every_change(first: Any, then: Any, table: str) -> None:
    derive, one, two = (
        Derive(Chinese()),
        parts.entry("e1", first, on="unit/1"),
        parts.entry("e2", then, saw=["e1"]),
    )
    before, after = (fold(entries, "unit/1", blank).state for entries in ([one], [one, two]))

    rows = changed(derive, "unit/1", flat(derive.rows("unit/1", before)), before, after)

    assert rows == flat(derive.rows("unit/1", after))
    assert {k for k in rows if k[0] == table} != {k for k in flat(derive.rows("unit/1", before)) if k[0] == table} or (
        table == "same_owner"
    )


def test_a_change_writes_what_it_changes_and_not_what_the_unit_holds() -> None:
    derive = Derive(Chinese())
    history = [parts.entry("e0", FAMILY, on="unit/1")]
    for n in range(1, 200):
        came = CheckIn(on="unit/1", number=f"A{n:03}", day="2026-06-20", again=True)
        history.append(parts.entry(f"e{n}", came, at=n, on="unit/1", saw=[history[-1].id]))
    before = fold(history[:-1], "unit/1", blank).state
    after = before.copy()
    came.apply(after, Happened(history[-1], lambda id: True))

    change = derive.changed("unit/1", before, after)

    written = {table: len(rows) for table, rows in change.rows.items() if table not in ("search_key", "search_text")}
    assert written | {"same_owner": 0} == {"visit": 2, "spent": 1, "same_owner": 0}
    assert len(change.rows.get("search_key", {})) + len(change.gone.get("search_key", {})) < 10


def unit_of(fields: dict[str, Any]) -> Any:
    return fold([parts.entry("e1", ListUnit(on="unit/1", version="v", **fields))], "unit/1", blank).state


def test_rows_fit_their_tables() -> None:
    state = fold(
        [parts.entry("e1", FAMILY, CheckIn(on="unit/1", number="A1", day="d", draw="A2"))], "unit/1", blank
    ).state
    columns = {table.name: (len(table.primary_key) - 1, len(table.c)) for table in DERIVED_TABLES}

    for table, rows in Derive(Chinese()).rows("unit/1", state).items():
        assert {(len(key), 1 + len(key) + len(row)) for key, row in rows.items()} <= {columns[table]}


@pytest.mark.parametrize(
    ("one", "other", "family"),
    [
        ({"ids": ("h1",), "owners": ("陈静雯",)}, {"ids": ("h2", "h1"), "owners": ("Chan",)}, "i"),
        ({"owners": ("陈静雯",), "phones": ("139",)}, {"owners": ("陈静雯",), "phones": ("139",)}, "np"),
        ({"owners": ("陈静雯",), "phones": ("139",)}, {"owners": ("陈静雯",), "phones": ("138",)}, "n"),
        ({"owners": ("甲", "乙"), "phones": ("1", "2")}, {"owners": ("甲",), "phones": ("2",)}, "n"),
        ({"owners": ("甲", "乙"), "phones": ("1",)}, {"owners": ("乙",), "phones": ("1",)}, "np"),
        ({"owners": ("甲",), "phones": ("139",)}, {"owners": ("乙",), "phones": ("139",)}, ""),
    ],
)
def test_one_family_is_the_same_id_or_the_same_name_and_phone(one: Any, other: Any, family: str) -> None:
    """`i` the same ID, `p` the same name and phone, `n` the same name: only something to ask about."""
    both = [
        {key[1] for key in flat(Derive(Chinese()).rows("unit/1", unit_of(fields))) if key[0] == "same_owner"}
        for fields in (one, other)
    ]

    assert "".join(sorted(mark[0] for mark in both[0] & both[1])) == family


@pytest.mark.parametrize(
    ("number", "letter", "figure"),
    [
        ("A023", "A", 23),
        ("A0187", "A", 187),
        ("AB1000", "AB", 1000),
        ("", "", 0),
        ("A", "", 0),
        ("12", "", 12),
        ("a-7", "", 0),
        ("²", "", 0),
        ("A1x", "", 0),
        ("A" + "9" * 30, "", 0),
        ("甲001", "", 0),
    ],
)
def test_a_number_is_its_letter_and_its_figure(number: str, letter: str, figure: int) -> None:
    assert spent_row(Spent("2026-06-20", number, "queue", "e1"))[3:5] == (letter, figure)
