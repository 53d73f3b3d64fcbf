"""The Enter rule by itself, without a window."""

from __future__ import annotations

from app.search.hits import Hit
from ui.reception.choice import QUIET_MS, STANDS_MS, Choice
from ui.reception.finder import whole


def hit(unit: str, kind: str = "name", exact: bool = False) -> Hit:
    return Hit(unit, kind, unit, exact)


def typed(*hits: Hit, more: bool = False, now: int = 0) -> Choice:
    choice = Choice()
    choice.typed(hits, more, now)
    return choice


def test_nothing_found_is_nothing_to_press_for() -> None:
    assert typed().press(1000) == "nothing"


def test_the_only_exact_match_among_others_is_chosen_at_once() -> None:
    choice = typed(hit("1-1-1010"), hit("1-1-101", exact=True), hit("1-1-1011"))
    assert (choice.shown, choice.press(0)) == ("1-1-101", "act")


def test_two_exact_matches_are_not_one() -> None:
    choice = typed(hit("a", exact=True), hit("b", exact=True))
    assert (choice.shown, choice.press(1000), choice.shown) == ("", "choose", "a")


def test_a_single_match_is_shown_at_once_and_chosen_when_it_has_stood() -> None:
    choice = typed(hit("a"))
    assert choice.shown == "a"
    assert (choice.chosen(STANDS_MS - 1), choice.chosen(STANDS_MS)) == ("", "a")


def test_a_press_too_early_chooses_the_single_match() -> None:
    choice = typed(hit("a"))
    assert (choice.press(10), choice.press(20)) == ("choose", "act")


def test_one_row_of_more_than_that_is_not_single() -> None:
    assert typed(hit("a"), more=True).shown == ""


def test_rows_for_slips_of_the_finger_do_not_take_a_single_match_its_place() -> None:
    choice = typed(hit("a"))
    choice.refreshed((hit("a"), hit("b", "similar")), False, 100)
    assert choice.chosen(STANDS_MS) == "a"


def test_a_single_slip_of_the_finger_is_never_acted_on_at_the_first_press() -> None:
    choice = typed(hit("a", "similar"))
    assert (choice.chosen(10_000), choice.press(10_000), choice.press(10_001)) == ("", "choose", "act")


def test_a_row_that_comes_later_ends_the_standing() -> None:
    choice = typed(hit("a"))
    choice.refreshed((hit("a"), hit("b")), False, 100)
    assert choice.chosen(10_000) == ""


def test_another_text_with_the_same_single_match_lets_it_stand_on() -> None:
    choice = typed(hit("a"))
    choice.typed((hit("a"),), False, 200)
    assert choice.chosen(STANDS_MS) == "a"


def test_another_single_match_stands_anew() -> None:
    choice = typed(hit("a"))
    choice.typed((hit("b"),), False, 200)
    assert (choice.chosen(STANDS_MS), choice.chosen(200 + STANDS_MS)) == ("", "b")


def test_what_the_cursor_is_on_is_chosen_until_something_is_typed() -> None:
    choice = typed(hit("a"), hit("b"))
    choice.put("b")
    assert choice.press(0) == "act" and choice.shown == "b"
    choice.typed((hit("a"), hit("b")), False, 10)
    assert choice.shown == ""


def test_what_is_picked_stays_picked_while_it_is_found() -> None:
    choice = typed(hit("a"), hit("b"))
    choice.put("b")
    choice.refreshed((hit("b"), hit("c")), False, 10)
    assert choice.shown == "b"
    choice.refreshed((hit("c"), hit("d")), False, 20)
    assert choice.shown == ""


def test_who_was_served_stays_in_sight_and_is_not_chosen() -> None:
    choice = typed(hit("a"))
    choice.acted("a", 1000)
    assert (choice.shown, choice.stays, choice.chosen(99_999)) == ("a", True, "")
    assert choice.press(99_999) == "nothing"


def test_for_a_while_after_a_check_in_a_press_means_nothing_whatever_is_chosen() -> None:
    choice = Choice()
    choice.acted("a", 1000)
    choice.put("b")
    assert choice.press(1000 + QUIET_MS - 1) == "nothing"
    assert choice.press(1000 + QUIET_MS) == "act"


def test_the_next_letter_takes_the_served_household_out_of_sight() -> None:
    choice = Choice()
    choice.acted("a", 1000)
    choice.typed((), False, 2000)
    assert (choice.shown, choice.stays) == ("", False)


def test_the_unit_of_which_every_word_is_a_whole_part_stands_for_itself_beside_longer_ones() -> None:
    hits = (hit("2-1-1702", "unit"), hit("20-1-1702", "unit"))
    choice = Choice()
    choice.typed(hits, False, 0, whole("2 1702", hits))
    assert (choice.shown, choice.chosen(STANDS_MS - 1), choice.chosen(STANDS_MS)) == ("2-1-1702", "", "2-1-1702")


def test_parts_of_several_units_or_of_none_are_no_whole_unit() -> None:
    hits = (hit("2-1-1702", "unit"), hit("20-1-1702", "unit"), hit("2-2-1702", "unit"))
    assert [whole(text, hits) for text in ("1702", "2 1702", "2 170", "2-2-1702", "1702 2")] == [
        "", "", "", "2-2-1702", ""]


def test_a_room_stands_before_units_that_only_spell_alike() -> None:
    hits = (hit("1-1-0702", "unit"), hit("3-2-1702", "unit"), hit("4-1-1301", "phone"))
    assert whole("1702", hits) == "3-2-1702"


def test_a_room_that_is_also_the_last_four_of_a_phone_is_nobodys_alone() -> None:
    assert whole("1702", (hit("3-2-1702", "unit"), Hit("4-1-1301", "phone", "1702"))) == ""
