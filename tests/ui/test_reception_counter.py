"""What is done around a check-in at the counter, with real keys in the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import parts
import pytest
from counter import ALT, CTRL, SHIFT, TODAY, Counter, Key
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk, Operator
from app.stations.arrival import AmendVisit, CheckIn
from app.stations.eligibility import ClearReason, SeePaper
from app.stations.notes import AddRemark
from app.stations.site import Configure


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, desk: Desk, clock: parts.TestClock) -> Iterator[Counter]:
    desk.do(Configure(on="site", stations={"finance": "3", "signing": "4", "desk": "1"}, colleagues={"legal": "Ms Yu"}))
    parts.listed(desk, "1-1-101", owners=("陈静雯", "李强"), phones=("13800002214",), layout="三室两厅", area="118")
    parts.listed(desk, "1-1-102", owners=("周丽",), phones=("13800003333",), reasons=("E01",), reason_text="88,000")
    parts.listed(desk, "1-1-103", owners=("王敏",), phones=("13800004444",), reasons=("E09",))
    parts.listed(desk, "1-1-104", owners=("赵云",), phones=("13800005555",), reasons=("E06",), reason_text="court")
    parts.listed(desk, "2-1-201", "2-1-202", owners=("何欢",), phones=("13800006666",))
    parts.listed(desk, "2-1-203", owners=("何欢",), phones=("13800006666",), reasons=("E01",))
    parts.listed(desk, "2-1-204", owners=("何欢",), phones=("13900007777",))
    counter = Counter(qtbot, qapp, desk, clock)
    yield counter
    counter.close()


def entries(at: Counter, code: str) -> int:
    return len(at.desk.history(f"unit/{code}"))


# party, owners, agent


def test_the_party_is_nobody_counted_until_somebody_counts(at: Counter) -> None:
    at.find("1-1-101")
    assert at.reception.panes.card.party.count.text() == "—"
    at.enter()
    assert at.visit("1-1-101").party is None


def test_the_party_is_part_of_the_check_in(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_3, ALT)
    assert at.line() == "1-1-101"
    at.enter()
    assert at.visit("1-1-101").party == 3 and entries(at, "1-1-101") == 2


def test_after_the_check_in_the_party_amends_the_visit(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.press(Key.Key_4, ALT)
    visit = at.visit("1-1-101")
    assert (visit.party, visit.numbers) == (4, ("A001",))
    assert at.reception.panes.card.party.count.text() == "4"
    assert at.reception.panes.card.head.number.isVisible()


def test_a_family_is_amended_as_a_whole(at: Counter) -> None:
    at.find("2-1-201")
    at.enter()
    at.press(Key.Key_5, ALT)
    assert [at.visit(f"2-1-20{n}").party for n in (1, 2, 3)] == [5, 5, 5]


def test_the_party_of_the_next_household_is_again_nobody_counted(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_3, ALT)
    at.press(Key.Key_Escape)
    at.find("1-1-102")
    at.enter()
    assert at.visit("1-1-102").party is None


def test_plus_and_minus_can_be_clicked(at: Counter) -> None:
    at.find("1-1-101")
    row = at.reception.panes.card.party
    for button in (row.more, row.more, row.more, row.fewer):
        button.click()
    at.enter()
    assert at.visit("1-1-101").party == 2


def test_who_came_goes_round_all_each_and_not_said(at: Counter) -> None:
    at.find("1-1-101")
    seen = []
    for _ in range(4):
        at.press(Key.Key_W, ALT)
        seen.append(at.reception.session.draft.who)
    assert seen == [("陈静雯", "李强"), ("陈静雯",), ("李强",), ()]


def test_who_came_is_part_of_the_check_in_and_can_be_amended(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_W, ALT)
    at.enter()
    assert at.visit("1-1-101").who == ("陈静雯", "李强")
    at.press(Key.Key_W, ALT)
    assert at.visit("1-1-101").who == ("陈静雯",)


def test_one_owner_can_be_clicked(at: Counter) -> None:
    at.find("1-1-101")
    at.reception.panes.card.party.owner.emit("李强")
    at.enter()
    assert at.visit("1-1-101").who == ("李强",)


def test_an_agent_is_named_with_contact_scope_and_authorisation(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_A, ALT)
    at.type("Wei Li")
    at.press(Key.Key_Tab)
    at.type("13811112222")
    at.reception.panes.card.agent.scope["inspect"].click()
    at.press(Key.Key_P, ALT)
    at.enter()
    agent = at.visit("1-1-101").agent
    assert (agent.name, agent.phone, agent.scope, agent.authorisation) == (
        "Wei Li", "13811112222", ("inspect",), "original")
    assert at.cursor_in_line()


def test_an_agents_name_may_be_composed_and_its_enter_does_not_check_in(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_A, ALT)
    at.compose("zhang")
    at.enter()
    at.compose("", "张伟")
    at.enter()
    assert at.visit("1-1-101") is None
    at.wait(60)
    at.enter()
    assert at.visit("1-1-101").agent.name == "张伟"


def test_an_agent_without_authorisation_is_an_agent_too(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_A, ALT)
    at.press(Key.Key_M, ALT)
    at.enter()
    assert at.visit("1-1-101").agent.authorisation == "missing"


def test_alt_a_again_takes_the_agent_back(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_A, ALT)
    at.press(Key.Key_A, ALT)
    at.enter()
    assert at.visit("1-1-101").agent is None


def test_an_agent_can_be_added_while_the_card_stays(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.wait(1000)
    at.press(Key.Key_A, ALT)
    at.type("Wei Li")
    at.enter()
    assert at.visit("1-1-101").agent.name == "Wei Li" and at.tones == 0
    assert len(at.unit("1-1-101").visits) == 1


# not eligible


def test_who_may_not_go_on_is_registered_with_a_number_and_told_the_station_first(at: Counter) -> None:
    at.find("1-1-102")
    assert at.button() == "Register arrival"
    assert at.reception.panes.card.notices()[0].kind == "attention"
    at.enter()
    assert at.number("1-1-102") == "A001"
    assert "One step first → station 3" in at.notices()
    assert "Finance at station 3 will go through the last payment with you" in at.notices()


def test_the_reason_is_told_only_while_the_key_is_held(at: Counter) -> None:
    at.find("1-1-102")
    card = at.reception.panes.card
    assert not card.secret.isVisible() and "Balance" not in at.notices()
    assert card.head.phones.text() == "138 **** 3333"
    at.hold(Key.Key_F8)
    assert card.secret.isVisible() and "E01 Balance not paid · 88,000" in card.secret.text()
    assert card.head.phones.text() == "13800003333"
    at.let_go(Key.Key_F8)
    assert not card.secret.isVisible() and card.head.phones.text() == "138 **** 3333"


def test_ctrl_h_is_the_twin_of_the_held_key_and_deletes_nothing(at: Counter) -> None:
    at.find("1-1-102")
    at.hold(Key.Key_H, CTRL)
    assert at.reception.panes.card.secret.isVisible() and at.line() == "1-1-102"
    at.let_go(Key.Key_H)
    assert not at.reception.panes.card.secret.isVisible()


def test_of_a_dispute_only_a_colleague_is_spoken_of(at: Counter) -> None:
    at.find("1-1-104")
    assert at.notices() == ("A colleague will help Ms Yu looks after your file and will come to you. "
                            "Please have a seat.")
    at.enter()
    assert at.number("1-1-104") == "A001"


def test_when_finance_clears_elsewhere_reception_reads_it_and_the_card_turns_green(at: Counter) -> None:
    at.find("1-1-102")
    at.enter()
    at.clock.forward(minutes=16)
    at.desk.operator = Operator("Ms Fang", "finance")
    at.desk.do(ClearReason(on="unit/1-1-102", reason="E01"))
    assert at.said() == "1-1-102 cleared by Ms Fang. Back in the queue with arrival 09:00."
    assert at.reception.panes.card.notices()[0].kind == "ok"


def test_fees_warn_and_stop_nobody(at: Counter) -> None:
    parts.listed(at.desk, "1-1-105", version="list2", owners=("Wei Li",), reasons=("W01",))
    at.find("1-1-105")
    assert at.button() == "Check in"
    assert any("Nothing has to be paid before the inspection" in tag for tag in at.reception.panes.card.tags())
    at.enter()
    assert at.unit("1-1-105").step() == ""


def test_notes_needs_and_the_appointment_are_seen_at_check_in(at: Counter) -> None:
    parts.listed(at.desk, "1-1-106", version="list2", owners=("Wei Li",), note="calls twice a day",
                 appointment="2026-06-20 09:00-10:00")
    at.desk.do(AddRemark(on="unit/1-1-106", text="wheelchair", kind="need"))
    at.find("1-1-106")
    assert at.reception.panes.card.tags() == ["Booked 09:00-10:00", "wheelchair", "calls twice a day"]
    at.enter()
    assert at.visit("1-1-106").appointment == "kept"
    assert at.reception.panes.card.tags()[0] == "Booked 09:00-10:00 · on time"


# papers


def test_a_paper_seen_clears_and_checks_in_as_one_action(at: Counter) -> None:
    at.find("1-1-103")
    assert at.button() == "Register arrival"
    at.press(Key.Key_P, ALT)
    assert at.number("1-1-103") == "A001" and at.unit("1-1-103").open_reasons() == ()
    entry = at.desk.history("unit/1-1-103")[-1]
    assert [type(op).__name__ for op in entry.ops] == ["CheckIn", "SeePaper"]
    assert [(p.reason, p.seen) for p in at.visit("1-1-103").papers] == [("E09", "original")]


def test_enter_after_the_paper_was_seen_does_nothing_more(at: Counter) -> None:
    at.find("1-1-103")
    at.press(Key.Key_P, ALT)
    at.enter()
    assert (entries(at, "1-1-103"), at.tones) == (2, 0)


def test_a_copy_clears_too_and_a_missing_paper_does_not(at: Counter) -> None:
    parts.listed(at.desk, "1-1-107", version="list2", owners=("Wei Li",), reasons=("E09",))
    at.find("1-1-103")
    at.press(Key.Key_C, ALT)
    assert at.unit("1-1-103").step() == ""
    at.wait(500)
    at.find("1-1-107")
    at.press(Key.Key_M, ALT)
    assert at.number("1-1-107") == "A002" and at.unit("1-1-107").step() == "papers"
    assert at.visit("1-1-107").papers[0].seen == "missing"
    asks = at.reception.panes.card.papers.asks()
    assert asks[0].isVisible()


def test_without_the_paper_enter_registers_and_the_paper_may_be_seen_later(at: Counter) -> None:
    at.find("1-1-103")
    at.enter()
    assert at.unit("1-1-103").step() == "papers"
    at.wait(60_000)
    at.press(Key.Key_P, ALT)
    assert at.unit("1-1-103").step() == "" and len(at.unit("1-1-103").visits) == 1


def test_of_several_papers_the_last_answer_acts(at: Counter) -> None:
    parts.listed(at.desk, "1-1-108", version="list2", owners=("Wei Li",), reasons=("E08", "E10"))
    at.find("1-1-108")
    at.press(Key.Key_P, ALT)
    assert at.visit("1-1-108") is None
    at.press(Key.Key_C, ALT)
    assert at.unit("1-1-108").step() == ""
    assert [(p.reason, p.seen) for p in at.visit("1-1-108").papers] == [("E08", "original"), ("E10", "copy")]


def test_a_paper_is_never_seen_of_a_household_that_is_not_chosen(at: Counter) -> None:
    at.find("1-1-10")
    at.press(Key.Key_P, ALT)
    assert at.shown() == "" and at.visit("1-1-103") is None


def test_the_agents_authorisation_is_the_paper_that_was_asked_for(at: Counter) -> None:
    at.find("1-1-103")
    at.press(Key.Key_A, ALT)
    at.type("Wei Li")
    at.press(Key.Key_P, ALT)
    visit = at.visit("1-1-103")
    assert (visit.agent.name, visit.agent.authorisation) == ("Wei Li", "original")
    assert at.unit("1-1-103").step() == ""


def test_where_no_paper_is_asked_for_it_says_so(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_P, ALT)
    assert at.said() == "No paper is asked for here." and at.visit("1-1-101") is None


# families


def test_a_family_is_checked_in_with_one_number(at: Counter) -> None:
    parts.listed(at.desk, "3-1-301", "3-1-302", "3-1-303", version="list2", owners=("吴昊",), phones=("1361",))
    at.find("3-1-301")
    assert at.button() == "Check in 3 units"
    at.enter()
    assert [at.number(f"3-1-30{n}") for n in (1, 2, 3)] == ["A001"] * 3
    entry = at.desk.history("unit/3-1-301")[-1]
    assert [type(op).__name__ for op in entry.ops] == ["CheckIn"] * 3


def test_a_mixed_family_is_one_press(at: Counter) -> None:
    at.find("2-1-201")
    assert at.button() == "Check in 2, register 1"
    at.enter()
    assert [at.number(f"2-1-20{n}") for n in (1, 2, 3)] == ["A001"] * 3
    assert [at.unit(f"2-1-20{n}").step() for n in (1, 2, 3)] == ["", "", "finance"]
    assert at.visit("2-1-204") is None


def test_alt_u_goes_round_all_alone_and_same_name(at: Counter) -> None:
    at.find("2-1-201")
    said = [at.button()]
    for _ in range(3):
        at.press(Key.Key_U, ALT)
        said.append(at.button())
    assert said == ["Check in 2, register 1", "Check in", "Check in 3, register 1", "Check in 2, register 1"]


def test_one_unit_of_the_family_can_be_left_out(at: Counter) -> None:
    at.find("2-1-201")
    ticks = {row.tick.text(): row.tick for row in at.reception.panes.card.kin.rows()}
    ticks["2-1-203"].click()
    at.enter()
    assert at.number("2-1-202") == "A001" and at.visit("2-1-203") is None


def test_a_unit_that_is_here_already_is_not_taken_along(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/2-1-202"))
    at.find("2-1-201")
    assert at.button() == "Check in 1, register 1"
    at.enter()
    assert (at.number("2-1-202"), at.number("2-1-201")) == ("A001", "A002")


def test_an_idle_visit_of_another_unit_is_not_ended_by_the_family(at: Counter) -> None:
    visit = at.desk.do(CheckIn(on="unit/2-1-202")).id
    at.clock.forward(minutes=90)
    at.find("2-1-201")
    at.enter()
    assert at.visit("2-1-202").id == visit


def test_one_slip_stands_for_the_family_also_when_printed_again(at: Counter) -> None:
    at.find("2-1-201")
    at.enter()
    at.press(Key.Key_F9)
    entry = at.desk.history("unit/2-1-201")[-1]
    assert sorted(op.on for op in entry.ops) == ["unit/2-1-201", "unit/2-1-202", "unit/2-1-203"]


# slip, gift


@pytest.mark.parametrize(("key", "held"), [(Key.Key_F9, None), (Key.Key_P, CTRL)])
def test_the_slip_is_printed_again_and_counted(at: Counter, key: Key, held: object) -> None:
    at.find("1-1-101")
    at.enter()
    at.press(key, held) if held else at.press(key)  # type: ignore[arg-type]
    assert at.visit("1-1-101").reprints == 1
    assert at.said() == "A001: the slip is printed again."


def test_there_is_no_slip_of_who_is_not_here(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_F9)
    assert "no slip yet" in at.said()


@pytest.mark.parametrize(("key", "held"), [(Key.Key_F2, None), (Key.Key_G, CTRL)])
def test_gifts_are_not_set_up_and_that_is_said(at: Counter, key: Key, held: object) -> None:
    at.find("1-1-101")
    at.press(key, held) if held else at.press(key)  # type: ignore[arg-type]
    assert at.said() == "No gifts are set up." and at.visit("1-1-101") is None


def test_shift_enter_checks_in_and_says_that_there_is_no_gift(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_Return, SHIFT)
    assert at.number("1-1-101") == "A001" and at.said() == "No gifts are set up."


# wrong unit


def test_a_wrong_unit_is_moved_with_number_and_time(at: Counter) -> None:
    at.find("1-1-104")
    at.enter()
    arrived = at.visit("1-1-104").at
    at.clock.forward(minutes=3)
    at.press(Key.Key_M, CTRL)
    assert at.line() == "" and "A001 1-1-104" in at.reception.panes.ask.text()
    at.find("1-1-101")
    assert at.button() == "Move A001 here"
    at.enter()
    visit = at.visit("1-1-101")
    assert (visit.numbers, visit.at) == (("A001",), arrived) and at.visit("1-1-104") is None
    assert at.shown() == "1-1-101"


def test_a_visit_is_not_moved_to_a_household_that_is_here(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/1-1-101"))
    at.find("1-1-104")
    at.enter()
    at.press(Key.Key_M, CTRL)
    at.find("1-1-101")
    at.wait(400)
    at.enter()
    assert at.number("1-1-104") == "A002" and "Arrived 09:00" in at.said()


def test_escape_gives_the_move_up(at: Counter) -> None:
    at.find("1-1-104")
    at.enter()
    at.press(Key.Key_M, CTRL)
    at.press(Key.Key_Escape)
    at.find("1-1-101")
    assert at.button() == "Check in"


def test_without_a_visit_there_is_nothing_to_move(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_M, CTRL)
    assert "must be here" in at.said() and at.line() == "1-1-101"


# undo


def test_undo_names_the_last_action_and_asks(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    assert at.reception.panes.ask.text() == "Undo A001 1-1-101? Take back the slip."
    assert at.visit("1-1-101") is not None
    at.enter()
    assert at.visit("1-1-101") is None and at.unit("1-1-101").spent


def test_the_number_of_an_undone_check_in_is_never_used_again(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    at.enter()
    at.find("1-1-101")
    at.enter()
    assert at.number("1-1-101") == "A002"


@pytest.mark.parametrize("answer", ["escape", "typing"])
def test_escape_and_typing_on_keep_what_was_done(at: Counter, answer: str) -> None:
    at.find("1-1-101")
    at.enter()
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    if answer == "escape":
        at.press(Key.Key_Escape)
    else:
        at.type("2-1-2")
    at.wait(500)
    at.enter()
    assert at.number("1-1-101") == "A001"


def test_in_a_text_ctrl_z_edits_the_text(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.type("2-1")
    at.press(Key.Key_Z, CTRL)
    at.wait(500)
    assert at.reception.session.undoing is None and at.number("1-1-101") == "A001"


def test_nothing_of_ones_own_is_said(at: Counter) -> None:
    at.press(Key.Key_Z, CTRL)
    assert "nothing of yours to undo" in at.said()


def test_a_family_is_taken_back_as_a_whole(at: Counter) -> None:
    at.find("2-1-201")
    at.enter()
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    at.enter()
    assert [at.visit(f"2-1-20{n}") for n in (1, 2, 3)] == [None] * 3


def test_what_somebody_else_has_gone_on_from_is_the_leads_to_take_back(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    mine = at.desk.operator
    at.desk.operator = Operator("escort", "escort")
    at.desk.do(AmendVisit(on="unit/1-1-101", visit=at.visit("1-1-101").id, party=2))
    at.desk.operator = mine
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    at.enter()
    assert "site lead" in at.said() and at.number("1-1-101") == "A001"
    at.desk.operator = Operator("Lead", "lead")
    at.find("1-1-101")
    at.press(Key.Key_B, ALT)
    at.type("wrong slip")
    at.enter()
    assert at.visit("1-1-101") is None


# forms


def test_somebody_on_no_list_is_registered_with_what_was_typed_for_a_name(at: Counter) -> None:
    at.find("Wei Li")
    at.press(Key.Key_N, CTRL)
    at.enter()
    unit = at.unit("NEW-A1")
    assert (unit.owners, unit.provisional) == (("Wei Li",), "Has the contract, is on no list")
    assert at.number("NEW-A1") == "A001" and at.shown() == "NEW-A1" and at.cursor_in_line()


@pytest.mark.parametrize(("typed", "key"), [("13877776666", "phone"), ("9-9-901", "claims"), ("Wei", "name")])
def test_what_was_typed_goes_where_it_belongs(at: Counter, typed: str, key: str) -> None:
    at.find(typed)
    at.press(Key.Key_N, CTRL)
    assert at.reception.panes.form.values()[key] == typed


def test_a_name_is_needed_and_the_form_stays(at: Counter) -> None:
    at.press(Key.Key_N, CTRL)
    at.enter()
    assert at.reception.panes.form.complaint.text() == "A name is needed."
    assert at.unit("NEW-A1").known is False


def test_escape_leaves_the_form_for_the_line(at: Counter) -> None:
    at.press(Key.Key_N, CTRL)
    at.press(Key.Key_Escape)
    assert at.cursor_in_line() and at.reception.panes.in_front(at.reception.panes.empty)


def test_a_household_on_no_list_is_linked_to_its_unit_later(at: Counter) -> None:
    at.find("Wei Li")
    at.press(Key.Key_N, CTRL)
    at.enter()
    at.wait(500)
    at.press(Key.Key_M, CTRL)
    at.find("1-1-101")
    at.enter()
    assert at.number("1-1-101") == "A001" and at.unit("NEW-A1").linked_to == "unit/1-1-101"
    at.find("Wei Li")
    assert at.rows() == []


def test_an_override_names_who_allowed_it_and_why(at: Counter) -> None:
    at.find("1-1-102")
    at.enter()
    at.wait(500)
    at.press(Key.Key_O, ALT)
    at.type("Mr Tan")
    at.press(Key.Key_Tab)
    at.type("paid at the bank")
    at.enter()
    allowed = at.visit("1-1-102").allowed
    assert (allowed.who, allowed.why) == ("Mr Tan", "paid at the bank")
    assert at.unit("1-1-102").open_reasons() == ("E01",)
    assert any("Mr Tan" in tag for tag in at.reception.panes.card.tags())


def test_an_override_without_a_reason_is_none(at: Counter) -> None:
    at.find("1-1-102")
    at.press(Key.Key_O, ALT)
    at.type("Mr Tan")
    at.enter()
    assert at.visit("1-1-102") is None
    assert at.reception.panes.form.complaint.text() == "Who allows it, and why? It stays on record."


def test_who_is_not_here_yet_is_checked_in_by_an_override(at: Counter) -> None:
    at.find("1-1-102")
    at.press(Key.Key_O, ALT)
    at.type("Mr Tan")
    at.press(Key.Key_Tab)
    at.type("paid at the bank")
    at.enter()
    assert at.number("1-1-102") == "A001" and at.visit("1-1-102").allowed is not None
    assert [type(op).__name__ for op in at.desk.history("unit/1-1-102")[-1].ops] == ["CheckIn", "Allow"]


def test_a_telephone_call_clears_and_says_whose(at: Counter) -> None:
    at.find("1-1-102")
    at.enter()
    at.wait(500)
    at.press(Key.Key_T, ALT)
    at.type("Ms Fang")
    at.enter()
    reason = next(iter(at.unit("1-1-102").reasons.values()))
    assert reason.cleared_note == "Ms Fang" and at.unit("1-1-102").step() == ""


def test_an_arrival_can_be_entered_afterwards_and_both_times_are_kept(at: Counter) -> None:
    at.clock.forward(minutes=30)
    at.find("1-1-101")
    at.press(Key.Key_E, ALT)
    at.type("0905")
    at.enter()
    assert any("09:05" in tag for tag in at.reception.panes.card.tags())
    at.enter()
    visit = at.visit("1-1-101")
    assert visit.at == parts.at_ms(f"{TODAY} 09:05") and visit.written > visit.at


@pytest.mark.parametrize("typed", ["2500", "soon", "1200", ""])
def test_a_time_that_cannot_be_is_not_taken(at: Counter, typed: str) -> None:
    at.find("1-1-101")
    at.press(Key.Key_E, ALT)
    at.type(typed)
    at.enter()
    assert at.reception.panes.form.complaint.text() and at.reception.session.draft.when is None


def test_a_need_can_be_noted_at_the_counter(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_N, ALT)
    at.type("wheelchair")
    at.enter()
    assert "wheelchair" in at.reception.panes.card.tags() and at.line() == "1-1-101"


def test_a_reason_found_at_the_counter_stands_before_the_escort(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_R, ALT)
    at.type("passport expired")
    at.enter()
    assert at.unit("1-1-101").open_reasons() == ("E08",)
    assert "Missing: passport expired. If you have it with you, we go on at once." in at.notices()


def test_a_household_that_leaves_is_not_here_any_more(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.press(Key.Key_L, ALT)
    assert at.visit("1-1-101") is None and at.said() == "A001 1-1-101 has left."


# what strangers see


def test_names_in_the_list_are_masked_but_for_the_chosen_one(at: Counter) -> None:
    at.find("1-1-10")
    rows = at.reception.panes.results.rows
    assert [row.subtitle for row in rows()] == ["陈** · 李**", "周**", "王**", "赵**"]
    at.press(Key.Key_Down)
    assert [row.subtitle for row in rows()][:2] == ["陈静雯 · 李强", "周**"]


def test_a_state_in_the_list_says_no_reason(at: Counter) -> None:
    at.find("1-1-10")
    states = [row.right for row in at.reception.panes.results.rows()]
    assert states == ["May go on", "One step first", "One step first", "A colleague will help"]


def test_the_last_arrivals_are_masked_and_the_newest_is_first(at: Counter) -> None:
    for code in ("1-1-101", "2-1-201"):
        at.find(code)
        at.enter()
        at.wait(60_000)
    assert at.reception.panes.strip.texts() == ["09:01 A002 2-1-201 +2 何**", "09:00 A001 1-1-101 陈**"]


def test_a_phone_is_shown_by_its_last_four(at: Counter) -> None:
    at.find("2214")
    assert at.reception.panes.results.rows()[0].hint == "phone …2214"


# several desks


def test_two_check_ins_of_one_unit_are_one_visit_with_two_numbers_and_news(
        at: Counter, make_desk: Callable[..., Desk]) -> None:
    other = make_desk("B")
    other.receive(at.desk.after({}))
    other.do(CheckIn(on="unit/1-1-101"))
    at.find("1-1-101")
    at.enter()
    at.desk.receive(other.after(at.desk.vector()))
    assert at.said() == "1-1-101 was checked in twice; both numbers are good: B001 · A001"
    assert len(at.unit("1-1-101").visits) == 1


def test_a_refusal_by_what_another_desk_did_is_said(at: Counter, make_desk: Callable[..., Desk]) -> None:
    at.find("1-1-103")
    at.reception.session.busy = True  # the change is on its way and not yet shown
    at.desk.do(SeePaper(on="unit/1-1-103", reason="E09", seen="copy"), CheckIn(on="unit/1-1-103"))
    at.reception.session.busy = False
    at.enter()
    assert at.tones == 1 and "A001" in at.notices()


# language


def test_every_word_changes_with_the_language_while_it_is_used(at: Counter) -> None:
    at.find("1-1-101")
    at.words.switch("zh_Hans")
    at.window.retranslate()
    assert at.button() and at.shown() == "1-1-101"


def test_f1_names_every_key_that_is_bound(at: Counter) -> None:
    named = " ".join(key for key, _ in at.reception.keys())
    for key in ("F9", "Ctrl+P", "F2", "Ctrl+G", "F8", "Ctrl+H", "Ctrl+M", "Ctrl+N", "Ctrl+Z", "Alt+A", "Alt+W", "Alt+U"):
        assert key in named
