"""Who may go on and who may not yet, what is told then, and what strangers see."""

from __future__ import annotations

import parts
import pytest
from counter import CTRL, Counter, Key

from app.desk import Operator
from app.stations.eligibility import ClearReason
from app.stations.notes import AddRemark
from ui.widgets.card import Scrolled

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


# language


def test_every_word_changes_with_the_language_while_it_is_used(at: Counter) -> None:
    at.find("1-1-101")
    at.words.switch("zh_Hans")
    at.window.retranslate()
    assert (at.button(), at.shown()) == ("签到", "1-1-101")
    assert at.notices().strip() == "可以办理"


def test_f1_names_every_key_that_is_bound(at: Counter) -> None:
    told = at.reception.keys()
    named = " ".join(key for key, _ in told)
    twins = ("F9", "Ctrl+P", "F2", "Ctrl+G", "F8", "Ctrl+H")
    assert [key for key in (*twins, "Ctrl+M", "Ctrl+N", "Ctrl+Z", "Alt+A", "Alt+W", "Alt+U") if key not in named] == []


# what is seen


@pytest.mark.parametrize(("scale", "drill"), [(1.0, "Drill"), (1.25, "")])
def test_on_a_small_screen_nothing_that_is_asked_has_to_be_scrolled_for(at: Counter, scale: float, drill: str) -> None:
    at.theme.change(mode="light", scale=scale, language="en")
    at.window.set_drill(drill)
    at.window.resize(1366, 728)
    at.find("2-1-201")  # a family of three units
    card = at.reception.panes.card
    at.bot.waitUntil(card.kin.isVisible)
    scrolled = card.findChild(Scrolled)
    assert scrolled is not None
    at.bot.waitUntil(lambda: scrolled.verticalScrollBar().maximum() == 0, timeout=2000)


def test_where_large_letters_need_the_room_the_last_arrivals_give_it_up_but_no_question_does(at: Counter) -> None:
    at.theme.change(mode="light", scale=1.25, language="en")
    at.window.resize(1366, 728)
    at.find("1-1-101")
    at.enter()
    assert not at.reception.panes.strip.isVisible()
    at.wait(1000)
    at.press(Key.Key_Z, CTRL)
    assert at.reception.panes.ask.isVisible()
