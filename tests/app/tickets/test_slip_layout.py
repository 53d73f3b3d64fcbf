"""What stands on a slip."""

from __future__ import annotations

import pytest

from app.stations.arrival_slip import SlipUnit
from app.tickets.blocks import Banner, Callout, Code, Fact, Facts, Item, Line, Number, texts
from app.tickets.code import read_code, unit_hash
from app.tickets.layout import SlipSite, printer_test

WAITS = Callout("First: station 3", "You keep your place in the queue.")
FAMILY = (
    SlipUnit("3-2-1702", "三室两厅"),
    SlipUnit("3-2-1802", "三室两厅"),
    SlipUnit("5-1-0902", station="3"),
)


def of(kind, blocks):
    """The blocks of one kind."""
    return [block for block in blocks if isinstance(block, kind)]


def test_a_household_that_may_go_on_waits_to_be_called(laid_out):
    blocks = laid_out(waiting=(4, 18))
    assert of(Number, blocks) == [Number("A023")]
    assert of(Callout, blocks) == [Callout("Please wait to be called.")]
    assert of(Facts, blocks) == [
        Facts((Fact("Arrived", "09:12", "huge"), Fact("Party", "3 in the party"))),
        Facts((Fact("Ahead of you", "4 waiting"), Fact("Expected wait", "18 min"))),
    ]
    assert Line("3-2-1702", "large", bold=True, end="三室两厅") in blocks
    assert Line("Booked 09:00-10:00", end="on time") in blocks
    assert Line("Desk A · 王敏", "small", end="2026-06-20") in blocks


def test_a_site_with_an_identity_station_sends_the_household_there(laid_out):
    assert of(Callout, laid_out(site={"next_station": "2"})) == [Callout("Identity check: station 2")]


def test_a_household_that_is_not_eligible_is_sent_to_a_station_and_keeps_its_place(laid_out):
    blocks = laid_out(units=(SlipUnit("3-2-1702", station="3"),), waiting=(4, 18))
    assert of(Callout, blocks) == [WAITS]
    assert "Ahead of you" not in list(texts(blocks))


def test_what_a_unit_needs_first_becomes_the_figure_on_that_door(laid_out):
    blocks = laid_out(units=(SlipUnit("3-2-1702", station="finance"),), site={"stations": {"finance": "3"}})
    assert of(Callout, blocks) == [WAITS]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("colleague", "A colleague will come to you."),
        ("papers", "First: desk A"),
        ("finance", "A colleague will come to you."),
        ("7B", "First: station 7B"),
    ],
)
def test_a_unit_whose_station_has_no_figure_is_still_told_what_to_do(laid_out, step, words):
    assert of(Callout, laid_out(units=(SlipUnit("3-2-1702", station=step),)))[0].text == words


def test_no_reason_stands_on_paper(laid_out):
    steps = ("finance", "signing", "papers", "colleague", "3")
    for blocks in (laid_out(units=(SlipUnit("3-2-1702", station=step),)) for step in steps):
        shown = " ".join(texts(blocks)).lower()
        assert not any(word in shown for word in ("finance", "signing", "papers", "balance", "eligible"))


def test_a_family_has_one_slip_with_a_mark_for_each_unit(laid_out):
    blocks = laid_out(units=FAMILY, draws=("A0187", "A0188"), waiting=(4, 18))
    assert of(Item, blocks) == [
        Item("3-2-1702", "三室两厅"),
        Item("3-2-1802", "三室两厅"),
        Item("5-1-0902", ticked=False, first="First: station 3"),
    ]
    assert of(Callout, blocks) == [WAITS]
    assert "4 waiting" in list(texts(blocks))  # some of it may go on
    assert of(Code, blocks)[0].beside[0] == Fact("Draw number", "A0187 A0188", "text")


def test_how_many_are_ahead_is_left_out_when_nobody_knows(laid_out):
    assert "Ahead of you" not in list(texts(laid_out(waiting=None)))


def test_the_next_household_is_told_so(laid_out):
    assert Fact("Ahead of you", "You are next") in laid_out(waiting=(0, 0))


def test_only_a_reprint_is_marked_and_with_its_count(laid_out):
    assert of(Banner, laid_out()) == []
    assert of(Banner, laid_out(copy=2)) == [Banner("COPY 2")]


def test_a_corrected_slip_says_that_the_earlier_one_is_void(laid_out):
    assert of(Banner, laid_out(corrected=True)) == [Banner("CORRECTED, replaces the earlier slip")]


def test_a_drill_is_marked_above_and_below(laid_out):
    blocks = laid_out(site={"drill": True})
    assert of(Banner, blocks) == [Banner("DRILL · not a real slip")] * 2
    assert isinstance(blocks[-1], Banner)


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        ({"slot": "", "kind": "walk_in", "appointment": "walk_in"}, [Line("Walk-in")]),
        ({"slot": "", "kind": "return", "appointment": "walk_in"}, [Line("Re-inspection")]),
        (
            {"kind": "return", "appointment": "late"},
            [Line("Booked 09:00-10:00", end="after the slot"), Line("Re-inspection")],
        ),
        ({"appointment": "early"}, [Line("Booked 09:00-10:00", end="before the slot")]),
        ({"slot": "", "kind": "", "appointment": ""}, []),
    ],
)
def test_the_kind_of_visit_is_a_word_and_not_a_letter_in_the_number(laid_out, facts, lines):
    blocks = laid_out(**facts)
    about = [block for block in of(Line, blocks) if block.size == "text" and not block.bold]
    assert about == lines


def test_an_unknown_party_an_unknown_draw_and_an_unknown_operator_leave_no_gap(laid_out):
    shown = list(texts(laid_out(party=None, draws=(), by="")))
    assert not {"Party", "Draw number"} & set(shown)
    assert "Desk A" in shown


def test_the_arrival_time_is_the_sites_and_not_the_laptops(laid_out):
    assert Fact("Arrived", "21:12", "huge") in of(Facts, laid_out(site={"zone": "America/New_York"}))[0].facts


def test_the_code_names_the_slip_and_its_first_unit_and_nobody(laid_out):
    scanned = read_code(of(Code, laid_out(units=FAMILY))[0].digits)
    assert scanned is not None
    assert (scanned.day, scanned.number, scanned.unit_hash) == ("2026-06-20", "A023", unit_hash("3-2-1702"))


def test_a_note_stands_on_the_slip(laid_out):
    assert Line("请带好原件") in laid_out(note="请带好原件")


def test_a_printer_test_shows_both_edges_rare_characters_and_a_code_of_no_visit(words):
    blocks = printer_test(SlipSite("澜湾花园二期"), "192.0.2.31:9100", 1_781_917_920_000, "A", words)
    shown = " ".join(texts(blocks))
    assert all(words in shown for words in ("Printer test", "192.0.2.31:9100", "𠮷"))
    scanned = read_code(of(Code, blocks)[0].digits)
    assert scanned is not None and scanned.number == "A9999"
