"""A gift over the counter: one key, once, and a word on whether it came back."""

from __future__ import annotations

from collections.abc import Callable

import parts
import pytest
from counter import ALT, CTRL, SHIFT, Counter, Key

from app.desk import Desk
from app.records import Gift
from app.stations.gifts import GiveGift
from app.stations.site import Configure, GiftKind
from app.sync.swap import swap


@pytest.fixture
def gifts(at: Counter) -> Counter:
    """The counter, with umbrellas (one each) and a cake for a whole family."""
    at.desk.do(Configure(on="site", gifts={"umbrella": GiftKind(stock=3), "cake": GiftKind(stock=9, family=True)}),
               override=parts.LEAD)
    return at


def given(at: Counter, unit: str) -> list[Gift]:
    return [gift for gift in at.unit(unit).gifts.values() if not gift.taken_back]


def arrive(at: Counter, unit: str = "1-1-101") -> None:
    at.type(unit)
    at.enter()
    at.wait(500)


def test_without_a_kind_it_is_said(at: Counter) -> None:
    arrive(at)
    at.press(Key.Key_F2)
    assert at.said() == "No gifts are set up."


def test_one_key_after_the_check_in_and_the_card_says_it(gifts: Counter) -> None:
    arrive(gifts)
    gifts.press(Key.Key_F2)
    assert [g.kind for g in given(gifts, "1-1-101")] == ["umbrella"]
    assert given(gifts, "1-1-101")[0].visit == gifts.visit("1-1-101").id
    assert gifts.said() == "1-1-101: umbrella handed over, 2 left."
    assert "umbrella 09:00 at A" in gifts.reception.panes.card.tags()
    gifts.wait(500)
    gifts.press(Key.Key_F2)
    assert [g.kind for g in given(gifts, "1-1-101")] == ["umbrella", "cake"]


def test_a_second_claim_says_who_when_and_where_and_the_lead_may_allow_one_more(gifts: Counter) -> None:
    arrive(gifts)
    for _ in range(3):
        gifts.press(Key.Key_F2)
        gifts.wait(500)
    assert gifts.said() == "umbrella: given already, 09:00, at A, desk A."
    gifts.desk.operator = type(gifts.desk.operator)("Ho", "lead")
    gifts.press(Key.Key_G, ALT)
    gifts.type("it was broken")
    gifts.press(Key.Key_Return)
    assert [g.kind for g in given(gifts, "1-1-101")] == ["umbrella", "cake", "umbrella"]


def test_shift_enter_checks_in_and_hands_over(gifts: Counter) -> None:
    gifts.type("1-1-101")
    gifts.wait(500)
    gifts.press(Key.Key_Return, SHIFT)
    assert len(gifts.unit("1-1-101").visits) == 1 and len(given(gifts, "1-1-101")) == 1


def test_every_unit_of_a_family_gets_its_own_and_the_cake_is_for_all(gifts: Counter) -> None:
    arrive(gifts, "2-1-201")
    gifts.press(Key.Key_F2)
    gifts.wait(500)
    gifts.press(Key.Key_F2)
    units = [u for u in ("2-1-201", "2-1-202", "2-1-203") if gifts.unit(u).visits]
    assert len(units) > 1
    assert [sum(g.kind == "umbrella" for g in given(gifts, u)) for u in units] == [1] * len(units)
    assert sum(g.kind == "cake" for u in units for g in given(gifts, u)) == 1


@pytest.mark.parametrize(("key", "came_back", "left"), [("y", True, 3), ("n", False, 2)])
def test_undo_asks_whether_it_came_back(gifts: Counter, key: str, came_back: bool, left: int) -> None:
    arrive(gifts)
    gifts.press(Key.Key_F2)
    gifts.wait(500)
    gifts.press(Key.Key_Z, CTRL)
    assert gifts.reception.panes.ask.text() == "A001 1-1-101, umbrella: got it back? Y / N"
    gifts.press(Key.Key_Return)  # no answer
    assert len(given(gifts, "1-1-101")) == 1
    gifts.type(key)
    assert given(gifts, "1-1-101") == []
    [gift] = gifts.unit("1-1-101").gifts.values()
    assert gift.returned is came_back and gifts.reception.session.gifting.left("umbrella") == left
    assert gifts.reception.panes.line.text() == ""


def test_two_laptops_that_both_gave_it_leave_something_to_settle(
    gifts: Counter, make_desk: Callable[..., Desk]
) -> None:
    other = make_desk("B")
    swap(gifts.desk, other)
    other.do(GiveGift(on="unit/1-1-101", kind="umbrella"))
    arrive(gifts)
    gifts.press(Key.Key_F2)
    swap(gifts.desk, other)
    assert [c.what for c in gifts.unit("1-1-101").clashes.values()] == ["gift:umbrella"]
