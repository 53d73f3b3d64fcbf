"""Two laptops that said different things: seen by both, settled by a person, the same everywhere afterwards."""

from __future__ import annotations

from collections.abc import Callable

import parts
import pytest

from app.desk import Desk, Operator
from app.errors import Refused
from app.log.operation import Override
from app.queries.today import today
from app.settling import choices, open_clashes, settle
from app.stations.arrival import CheckIn
from app.stations.gifts import GiveGift
from app.stations.notes import AddProvisional, LinkProvisional
from app.stations.results import RecordResult
from app.stations.roster import RenameUnit
from app.stations.site import GiftKind
from app.sync.swap import swap
from app.verify import verify

Pair = tuple[Desk, Desk]
ON = "unit/1-1-101"


@pytest.fixture
def pair(make_desk: Callable[..., Desk]) -> Pair:
    """Two desks with the lead at each, that know the same list and one arrival."""
    a, b = make_desk("A"), make_desk("B")
    parts.configured(a, gifts={"umbrella": GiftKind(stock=10)})
    parts.listed(a, "1-1-101", "1-1-102", "1-1-103")
    a.do(CheckIn(on=ON))
    for desk in (a, b):
        desk.operator = Operator(f"Lead {desk.letter}", "lead")
    swap(a, b)
    return a, b


def together(pair: Pair) -> None:
    """They meet; afterwards each holds what the other does, and what it works out is right."""
    swap(*pair)
    assert parts.rows(pair[0]) == parts.rows(pair[1])
    for desk in pair:
        assert verify(desk).clean


def count(desk: Desk) -> int:
    return today(desk.database.read, desk.site, "2026-06-20").clashes


def test_two_gifts_given_unseen_are_one_thing_to_settle_at_both(pair: Pair) -> None:
    for desk in pair:
        desk.do(GiveGift(on=ON, kind="umbrella"))
    together(pair)
    assert [count(desk) for desk in pair] == [1, 1]
    (one,) = open_clashes(pair[0])
    assert (one.code, one.clash.what, choices(one)) == ("1-1-101", "gift:umbrella", (1, 2, 0))
    assert one.first is not None and one.second is not None
    assert {one.first.letter, one.second.letter} == {"A", "B"}


@pytest.mark.parametrize("stands", [0, 1, 2])
def test_both_were_handed_out_or_only_one_was(pair: Pair, stands: int) -> None:
    for desk in pair:
        desk.do(GiveGift(on=ON, kind="umbrella"))
    together(pair)
    (one,) = open_clashes(pair[1])
    settle(pair[1], [one], stands, "asked the owner")
    together(pair)
    gifts = pair[0].state(ON).gifts
    assert count(pair[0]) == 0
    out = {id for id, gift in gifts.items() if gift.taken_back}
    assert out == {0: set(), 1: {one.clash.second}, 2: {one.clash.first}}[stands]
    assert all(gift.returned for id, gift in gifts.items() if id in out)  # it never left the shelf


def test_seen_by_the_second_desk_a_second_gift_is_nothing_to_settle(pair: Pair) -> None:
    a, b = pair
    a.do(GiveGift(on=ON, kind="umbrella"))
    swap(a, b)
    with pytest.raises(Refused) as no:
        b.do(GiveGift(on=ON, kind="umbrella"))
    assert no.value.key == "gift_given" and count(b) == 0


def test_of_two_results_the_one_that_stands_counts(pair: Pair) -> None:
    a, b = pair
    visit = next(iter(a.state(ON).visits))
    a.do(RecordResult(on=ON, visit=visit, code="A0"))
    b.do(RecordResult(on=ON, visit=visit, code="R1"))
    together(pair)
    (one,) = open_clashes(a)
    assert one.clash.what == "result"
    first = one.first is not None and one.first.letter == "A"
    settle(a, [one], 1 if first else 2)
    together(pair)
    outcome = b.state(ON).outcome()
    assert outcome is not None and outcome.code == "A0" and count(b) == 0


def test_what_was_settled_can_be_taken_back_and_is_open_again(pair: Pair) -> None:
    a, b = pair
    for desk in pair:
        desk.do(GiveGift(on=ON, kind="umbrella"))
    together(pair)
    settle(a, open_clashes(a), 1)
    assert count(a) == 0
    a.void(a.history(ON)[-1].id)
    together(pair)
    assert count(b) == 1 and not any(gift.taken_back for gift in b.state(ON).gifts.values())


def test_settled_in_two_ways_unseen_is_itself_to_settle_and_then_done(pair: Pair) -> None:
    a, b = pair
    for desk in pair:
        desk.do(GiveGift(on=ON, kind="umbrella"))
    together(pair)
    settle(a, open_clashes(a), 1)
    settle(b, open_clashes(b), 2)
    together(pair)
    (one,) = open_clashes(a)
    assert one.clash.what == "settled" and sum(g.taken_back for g in a.state(ON).gifts.values()) == 2
    settle(a, [one], 1)
    together(pair)
    assert not open_clashes(b) and sum(g.taken_back for g in b.state(ON).gifts.values()) == 1


def test_settled_alike_by_both_is_done(pair: Pair) -> None:
    for desk in pair:
        desk.do(GiveGift(on=ON, kind="umbrella"))
    together(pair)
    for desk in pair:
        settle(desk, open_clashes(desk), 0)
    together(pair)
    assert not open_clashes(pair[0])


def test_two_lists_that_differ_in_many_units_are_settled_at_once(pair: Pair) -> None:
    a, b = pair
    parts.listed(a, "1-1-101", "1-1-102", version="list2", owners=("黄淑贤",))
    parts.listed(b, "1-1-101", "1-1-102", version="list3", owners=("李强",))
    together(pair)
    both = open_clashes(b)
    assert [one.clash.what for one in both] == ["owners", "owners"] and both[0].alike(both[1])
    assert choices(both[0]) == (1, 2)
    first = next(iter(both[0].first.ops)).owners if both[0].first else ()
    settle(b, both, 1)
    together(pair)
    assert not open_clashes(a)
    assert [a.state(f"unit/{code}").owners for code in ("1-1-101", "1-1-102")] == [first, first]


def test_reasons_that_two_lists_say_differently_open_and_close_with_what_stands(pair: Pair) -> None:
    a, b = pair
    parts.listed(a, "1-1-102", version="list2", reasons=("E01",))
    swap(a, b)
    parts.listed(a, "1-1-102", version="list3", reasons=())
    parts.listed(b, "1-1-102", version="list4", reasons=("E01", "E02"))
    together(pair)
    (one,) = open_clashes(a)
    stands = 1 if one.first is not None and one.first.letter == "A" else 2
    settle(a, [one], stands)
    together(pair)
    assert b.state("unit/1-1-102").open_reasons() == ()


def test_two_names_and_two_links_go_with_the_record_that_does_not_stand(pair: Pair) -> None:
    a, b = pair
    a.do(RenameUnit(on=ON, to="1-1-111"))
    b.do(RenameUnit(on=ON, to="1-1-112"))
    a.do(AddProvisional(on="unit/P1", code="P1", owners=("周丽",), reason="not on the list"))
    swap(a, b)
    a.do(LinkProvisional(on="unit/P1", to="unit/1-1-102", to_code="1-1-102"))
    b.do(LinkProvisional(on="unit/P1", to="unit/1-1-103", to_code="1-1-103"))
    together(pair)
    for one in open_clashes(a):
        settle(a, [one], 1 if one.first is not None and one.first.letter == "B" else 2)
    together(pair)
    assert (a.state(ON).code, a.state("unit/P1").linked_to, count(b)) == ("1-1-112", "unit/1-1-103", 0)


def test_a_result_whose_arrival_was_taken_back_meanwhile_is_to_settle(pair: Pair) -> None:
    a, b = pair
    visit = next(iter(a.state(ON).visits))
    b.do(RecordResult(on=ON, visit=visit, code="A0"))
    a.void(visit, override=Override(who="Lead", why="mistyped", role="lead"))
    together(pair)
    (one,) = open_clashes(a)
    assert (one.clash.what, choices(one)) == ("no_arrival", (0, 1))
    settle(a, [one], 1)
    together(pair)
    assert b.state(ON).outcome() is None and not open_clashes(b)


def test_a_late_third_fact_is_to_settle_again(pair: Pair, make_desk: Callable[..., Desk]) -> None:
    a, b = pair
    late = make_desk("C")
    swap(a, late)
    for desk in (a, b, late):
        desk.do(GiveGift(on=ON, kind="umbrella"))
    together(pair)
    settle(a, open_clashes(a), 0)
    together(pair)
    swap(a, late)
    together(pair)
    assert {one.clash.what for one in open_clashes(b)} == {"gift:umbrella"} and open_clashes(b)


def test_only_the_lead_settles_and_only_what_is_open(pair: Pair) -> None:
    a, _ = pair
    for desk in pair:
        desk.do(GiveGift(on=ON, kind="umbrella"))
    together(pair)
    (one,) = open_clashes(a)
    a.operator = Operator("Lam Mei", "desk")
    with pytest.raises(Refused) as no:
        settle(a, [one], 1)
    assert no.value.key == "lead_only" and count(a) == 1
    a.operator = Operator("Lead A", "lead")
    settle(a, [one], 1)
    with pytest.raises(Refused) as no:
        settle(a, [one], 2)
    assert no.value.key == "settled_already"
