"""What a household tells at the counter: how many came, who, an agent, papers."""

from __future__ import annotations

import parts
from counter import ALT, Counter, Key

from app.tickets.code import notice_code


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


def test_what_is_filled_in_of_an_agent_is_kept_when_the_cursor_goes_elsewhere(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.press(Key.Key_A, ALT)
    at.type("Wei Li")
    at.scan(notice_code("1-1-104"))
    assert at.visit("1-1-101").agent.name == "Wei Li" and at.shown() == "1-1-104"


def test_what_an_agent_may_do_can_be_ticked_while_the_card_stays(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_A, ALT)
    at.enter()
    at.reception.panes.card.agent.scope["keys"].click()
    assert at.visit("1-1-101").agent.scope == ("keys",)


def test_escape_in_the_agents_lines_takes_the_agent_back_and_keeps_the_household(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_A, ALT)
    at.press(Key.Key_Escape)
    assert (at.shown(), at.line(), at.cursor_in_line()) == ("1-1-101", "1-1-101", True)
    at.enter()
    assert at.visit("1-1-101").agent is None


def test_what_was_told_stays_while_the_same_household_is_in_sight(at: Counter) -> None:
    at.type("1-1-10")
    at.type("1")
    at.press(Key.Key_3, ALT)
    at.press(Key.Key_Backspace)
    at.type("1")
    assert at.reception.session.draft.party is None
    at.press(Key.Key_Escape)
    at.type("chenjing")
    at.press(Key.Key_3, ALT)
    at.type("wen")
    at.enter()
    at.enter()
    assert at.visit("1-1-101").party == 3


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
