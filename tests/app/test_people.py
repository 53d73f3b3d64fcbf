"""People at the desk: entering them, and switching from one to the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from parts import TestClock

from app.desk import Desk, Operator
from app.errors import Refused
from app.people import PAUSE_MS, TRIES, People, pin_fits, pin_hash
from app.site import new_site


@pytest.fixture
def desk(tmp_path: Path, clock: TestClock) -> Iterator[Desk]:
    made = new_site(tmp_path / "site", clock, name="Riverside", zone="Asia/Shanghai")
    yield made
    made.database.close()


@pytest.fixture
def people(desk: Desk) -> People:
    made = People(desk)
    made.begin()
    return made


def staffed(people: People) -> People:
    people.save("", name="陈静雯", initials="cjw", role="lead", pin="1234")
    people.save("", name="王敏", initials="wm", role="desk", pin="")
    people.save("", name="周丽", initials="zl", role="finance", pin="2222")
    return people


def refusal(call: object, *args: object, **kw: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*args, **kw)  # type: ignore[operator]
    return caught.value.key


def test_a_site_without_people_works_as_lead(desk: Desk, people: People) -> None:
    assert desk.operator == Operator("Lead", "lead")


def test_others_may_be_entered_before_the_first_lead(desk: Desk, people: People) -> None:
    people.save("", name="王敏", initials="wm", role="desk", pin="")
    assert desk.operator.role == "lead"


def test_the_first_lead_that_is_entered_is_at_the_desk(desk: Desk, people: People) -> None:
    people.save("", name="陈静雯", initials="cjw", role="lead", pin="1234")
    assert desk.operator == Operator("陈静雯", "lead")


def test_with_a_lead_entered_the_next_start_asks_who_it_is(desk: Desk, people: People) -> None:
    staffed(people)
    assert not People(desk).begin()
    assert desk.operator == Operator("", "desk")


def test_initials_and_pin_switch_however_the_initials_are_written(desk: Desk, people: People) -> None:
    assert staffed(people).switch(" ZL ", "2222") == Operator("周丽", "finance") == desk.operator


def test_a_desk_may_go_without_a_pin(desk: Desk, people: People) -> None:
    staffed(people).switch("wm", "")
    assert desk.operator == Operator("王敏", "desk")


def test_a_wrong_pin_changes_nobody(desk: Desk, people: People) -> None:
    staffed(people)
    assert refusal(people.switch, "zl", "2223") == "pin_wrong"
    assert desk.operator.name == "陈静雯"


def test_unknown_initials_are_refused(people: People) -> None:
    assert refusal(staffed(people).switch, "xx", "1234") == "initials_unknown"


def test_after_five_wrong_pins_there_is_a_pause(clock: TestClock, people: People) -> None:
    staffed(people)
    for _ in range(TRIES):
        assert refusal(people.switch, "zl", "0000") == "pin_wrong"
    assert refusal(people.switch, "zl", "2222") == "pin_wait"
    clock.forward(ms=PAUSE_MS)
    people.switch("zl", "2222")


def test_only_a_lead_enters_people(people: People) -> None:
    staffed(people).switch("wm", "")
    assert refusal(people.save, "", name="李工", initials="lg", role="escort", pin="3333") == "lead_only"
    assert refusal(people.leave, people.all()[0].id) == "lead_only"


@pytest.mark.parametrize(
    ("name", "initials", "role", "pin", "key"),
    [
        ("", "lg", "desk", "", "name_empty"),
        ("李工", " ", "desk", "", "initials_empty"),
        ("李工", "WM", "desk", "", "initials_taken"),
        ("王敏", "lg", "desk", "", "name_taken"),
        ("李工", "lg", "escort", "", "pin_needed"),
        ("李工", "lg", "escort", "123", "pin_figures"),
        ("李工", "lg", "escort", "１２３４", "pin_figures"),
        ("李工", "lg", "boss", "1234", "role_unknown"),
    ],
)
def test_a_person_is_refused(people: People, name: str, initials: str, role: str, pin: str, key: str) -> None:
    staffed(people)
    assert refusal(people.save, "", name=name, initials=initials, role=role, pin=pin) == key


def test_changing_a_person_keeps_the_pin_that_is_not_mentioned(people: People) -> None:
    zhou = staffed(people).find("zl")
    assert zhou is not None
    people.save(zhou.id, name="周丽", initials="zhl", role="finance")
    assert people.switch("zhl", "2222").role == "finance"


def test_a_person_who_left_is_not_found_and_not_listed(people: People) -> None:
    wang = staffed(people).find("wm")
    assert wang is not None
    people.leave(wang.id)
    assert people.find("wm") is None
    assert [p.name for p in people.all()] == ["周丽", "陈静雯"]


def test_the_last_lead_stays_while_others_are_entered(people: People) -> None:
    chen = staffed(people).find("cjw")
    assert chen is not None
    assert refusal(people.leave, chen.id) == "last_lead"
    assert refusal(people.save, chen.id, name="陈静雯", initials="cjw", role="desk") == "last_lead"


def test_a_new_name_is_on_what_the_person_does_next(desk: Desk, people: People) -> None:
    chen = staffed(people).find("cjw")
    assert chen is not None
    people.save(chen.id, name="陈静文", initials="cjw", role="lead")
    assert desk.operator.name == "陈静文"


def test_the_same_pin_hashes_differently_and_fits_both_times() -> None:
    one, other = pin_hash("1234"), pin_hash("1234")
    assert one != other
    assert pin_fits("1234", one)
    assert pin_fits("1234", other)


@pytest.mark.parametrize("kept", ["", "x", "scrypt$a$8$1$00$00", "plain$1$1$1$00$31323334"])
def test_damaged_hashes_fit_no_pin(kept: str) -> None:
    assert not pin_fits("1234", kept)
