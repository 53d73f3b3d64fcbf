"""Every rule that says no: one row each, on states made by applying operations."""

from __future__ import annotations

from typing import Any

import parts
import pytest

from app.errors import Refused
from app.log.here import Here
from app.log.kinds import blank
from app.log.operation import Happened, Operation
from app.stations.arrival import AmendVisit, CheckIn, Leave, MoveVisit, TakeVisit
from app.stations.eligibility import CODES, Allow, ClearReason, SeePaper, SetReason
from app.stations.notes import AddProvisional, AddRemark, LinkProvisional
from app.stations.paper import Reprint
from app.stations.roster import CloseList, ListPart, ListUnit, RenameUnit
from app.stations.site import ROLES, AdmitDesk, Configure, OpenDesk, RevokeDesk, SetPerson, Site
from app.unit import Unit, Visit

ON, DAY = "unit/1-1-101", "2026-06-20"
NOW = parts.at_ms("2026-06-20 10:30")
LISTED = ListUnit(on=ON, version="v", owners=("陈静雯",))
CAME = CheckIn(on=ON, number="A001", day=DAY, draw="A0001")
YESTERDAY = CheckIn(on=ON, number="A009", day="2026-06-19")
BY_HAND = AddProvisional(on=ON, code="P-1", owners=("陈静雯",), reason="not on the list")
LINKED = LinkProvisional(on=ON, to="unit/2", to_code="2")
VISIT = Visit(id="v9", numbers=("B007",), day=DAY, at=NOW, written=NOW, active=NOW, letter="B", by="at B")
CLOSED = CloseList(
    on="roster/v",
    number=2,
    file="f",
    sha256="s",
    parts=1,
    units=1,
    new=1,
    changed=0,
    unchanged=0,
    checked_by="Ho",
)
PERSON = SetPerson(on="person/p", name="Lam Mei", initials="lm")


def after(*ops: Operation, on: str = ON) -> Any:
    """The state when these were done, one entry each, e1, e2, …"""
    state = blank(on)
    for n, op in enumerate(ops, 1):
        entry = parts.entry(f"e{n}", op, at=NOW, letter="A")
        op.apply(state, Happened(entry, lambda id: True))
    return state


def here(now: int = NOW, zone: str = "Asia/Shanghai", role: str = "lead") -> Here:
    return Here(
        now=now,
        entry="next",
        operator="Lam",
        role=role,
        desk="d",
        letter="A",
        site=Site(zone=zone),
        states={},
        number=lambda day: 7,
        draw=lambda: 12,
    )


def refused(op: Operation, *before: Operation) -> Refused | None:
    return op.refusal(after(*before, on=op.on), here())


REFUSED = [
    # nobody has heard of the unit, or there is nothing to hand over
    (CheckIn(on=ON), [], "unit_unknown", {"unit": "1-1-101"}),
    (CheckIn(on=ON), [BY_HAND, LINKED], "linked", {"unit": "unit/2"}),
    (CheckIn(on=ON, party=0), [LISTED], "party_size", {}),
    (CheckIn(on=ON, party=100), [LISTED], "party_size", {}),
    (CheckIn(on=ON), [LISTED, CAME], "already_here", {"time": "10:30", "no": "A001", "desk": "A"}),
    (
        CheckIn(on=ON),
        [LISTED, CAME, CheckIn(on=ON, number="B002", day=DAY)],
        "already_here",
        {"time": "10:30", "no": "A001 · B002", "desk": "A"},
    ),
    # a visit that is not there, or over
    (AmendVisit(on=ON, visit="e9"), [LISTED, CAME], "visit_unknown", {"unit": "1-1-101"}),
    (Leave(on=ON, visit="e9"), [LISTED, CAME], "visit_unknown", {"unit": "1-1-101"}),
    (Leave(on=ON, visit="e2"), [LISTED, CAME, Leave(on=ON, visit="e2")], "visit_ended", {"unit": "1-1-101"}),
    (MoveVisit(on=ON, visit="e9", to="unit/2"), [LISTED], "visit_unknown", {"unit": "1-1-101"}),
    (
        MoveVisit(on=ON, visit="e2", to="unit/2"),
        [LISTED, CAME, Leave(on=ON, visit="e2")],
        "visit_ended",
        {"unit": "1-1-101"},
    ),
    (MoveVisit(on=ON, visit="e2", to=ON), [LISTED, CAME], "same_unit", {"unit": "1-1-101"}),
    (TakeVisit(on=ON, visit=VISIT, came_from="unit/2"), [], "unit_unknown", {"unit": "1-1-101"}),
    (
        TakeVisit(on=ON, visit=VISIT, came_from="unit/2"),
        [LISTED, CAME],
        "already_here",
        {"time": "10:30", "no": "A001", "desk": "A"},
    ),
    (TakeVisit(on=ON, visit=VISIT, came_from="unit/2"), [BY_HAND, LINKED], "linked", {"unit": "unit/2"}),
    (Allow(on=ON, visit="e9", who="Lead", why="so"), [LISTED], "visit_unknown", {"unit": "1-1-101"}),
    (Reprint(on=ON, visit="e9"), [LISTED, CAME], "visit_unknown", {"unit": "1-1-101"}),
    # reasons
    (SetReason(on=ON, reason="E99"), [LISTED], "reason_unknown", {"reason": "E99"}),
    (SetReason(on=ON, reason="E01"), [], "unit_unknown", {"unit": "1-1-101"}),
    (
        SetReason(on=ON, reason="E01"),
        [LISTED, SetReason(on=ON, reason="E01")],
        "reason_open",
        {"reason": "E01"},
    ),
    (
        SetReason(on=ON, reason="W01"),
        [LISTED, SetReason(on=ON, reason="W01")],
        "reason_open",
        {"reason": "W01"},
    ),
    (ClearReason(on=ON), [LISTED], "reason_not_open", {"unit": "1-1-101", "reason": ""}),
    (
        ClearReason(on=ON, reason="E02"),
        [LISTED, SetReason(on=ON, reason="E01")],
        "reason_not_open",
        {"unit": "1-1-101", "reason": "E02"},
    ),
    (
        ClearReason(on=ON, reason="E01"),
        [LISTED, SetReason(on=ON, reason="E01"), ClearReason(on=ON)],
        "reason_not_open",
        {"unit": "1-1-101", "reason": "E01"},
    ),
    (
        SeePaper(on=ON, reason="E01", seen="copy"),
        [LISTED, SetReason(on=ON, reason="E01")],
        "reason_unknown",
        {"reason": "E01"},
    ),
    (
        SeePaper(on=ON, reason="E08", seen="photo"),
        [LISTED, SetReason(on=ON, reason="E08")],
        "reason_unknown",
        {"reason": "E08"},
    ),
    (
        SeePaper(on=ON, reason="E08", seen="copy"),
        [LISTED],
        "reason_not_open",
        {"unit": "1-1-101", "reason": "E08"},
    ),
    (Allow(on=ON, visit="e2", who=" ", why="so"), [LISTED, CAME], "override_incomplete", {}),
    (Allow(on=ON, visit="e2", who="Lead", why=""), [LISTED, CAME], "override_incomplete", {}),
    # nothing written
    (AddRemark(on=ON, text=" \n"), [LISTED], "text_empty", {}),
    (AddProvisional(on=ON, code="P-1", owners=(" ",), reason="so"), [], "name_empty", {}),
    (AddProvisional(on=ON, code="P-1", owners=(), reason="so"), [], "name_empty", {}),
    (AddProvisional(on=ON, code="P-1", owners=("陈",), reason=" "), [], "reason_empty", {}),
    (AddProvisional(on=ON, code="P-1", owners=("陈",), reason="so"), [LISTED], "code_taken", {"unit": "P-1"}),
    (
        AddProvisional(on=ON, code="P-1", owners=("陈",), reason="so"),
        [BY_HAND],
        "code_taken",
        {"unit": "P-1"},
    ),
    (LinkProvisional(on=ON, to="unit/2"), [LISTED], "not_provisional", {"unit": "1-1-101"}),
    (LinkProvisional(on=ON, to="unit/3"), [BY_HAND, LINKED], "linked", {"unit": "unit/2"}),
    (RenameUnit(on=ON, to=""), [LISTED], "code_same", {"unit": "1-1-101"}),
    (RenameUnit(on=ON, to="1-1-101"), [LISTED], "code_same", {"unit": "1-1-101"}),
    (RenameUnit(on=ON, to="1-1-102", taken=True), [LISTED], "code_taken", {"unit": "1-1-102"}),
    # the list
    (
        CloseList(on="roster/v", number=2, file="f", sha256="s", parts=1, units=1, new=1, changed=0, unchanged=0),
        [],
        "list_unchecked",
        {},
    ),
    (CLOSED, [CLOSED], "list_closed", {"number": 2}),
    # the site and its people
    (Configure(on="site", name=" "), [], "name_empty", {}),
    (Configure(on="site", zone="Mars/Base"), [], "zone_unknown", {"zone": "Mars/Base"}),
    (Configure(on="site", zone="../../etc/passwd"), [], "zone_unknown", {"zone": "../../etc/passwd"}),
    (SetPerson(on="person/p", name="", initials="lm"), [], "name_empty", {}),
    (SetPerson(on="person/p", name="Lam", initials=" "), [], "name_empty", {}),
    (SetPerson(on="person/p", name="Lam", initials="lm", role="king"), [], "role_unknown", {"role": "king"}),
]


@pytest.mark.parametrize(("op", "before", "key", "values"), REFUSED, ids=lambda part: str(part)[:60])
def test_the_rules_say_no(op: Operation, before: list[Operation], key: str, values: dict[str, object]) -> None:
    assert refused(op, *before) == Refused(key, **values)


def test_a_unit_whose_contract_ended_is_not_checked_in() -> None:
    unit = after(LISTED)
    unit.withdrawn = 1

    assert CheckIn(on=ON).refusal(unit, here()) == Refused("withdrawn", unit="1-1-101")


PASSES = [
    (CheckIn(on=ON), [LISTED]),
    (CheckIn(on=ON, party=1), [BY_HAND]),
    (CheckIn(on=ON, party=99), [LISTED, YESTERDAY]),  # midnight ended that visit
    (CheckIn(on=ON), [LISTED, CAME, Leave(on=ON, visit="e2")]),
    (CheckIn(on=ON, again=True), [LISTED, CAME]),
    (
        CheckIn(on=ON),
        [LISTED, SetReason(on=ON, reason="E01")],
    ),  # not eligible is no reason to turn anybody away
    (AmendVisit(on=ON, visit="e2", party=3), [LISTED, CAME]),
    (Leave(on=ON, visit="e2"), [LISTED, CAME]),
    (MoveVisit(on=ON, visit="e2", to="unit/2"), [LISTED, CAME]),
    (TakeVisit(on=ON, visit=VISIT, came_from="unit/2"), [LISTED]),
    (TakeVisit(on=ON, visit=VISIT, came_from="unit/2"), [LISTED, CAME, Leave(on=ON, visit="e2")]),
    (Allow(on=ON, visit="e2", who="Lead", why="so"), [LISTED, CAME]),
    (Reprint(on=ON, visit="e2"), [LISTED, CAME, Leave(on=ON, visit="e2")]),
    (SetReason(on=ON, reason="E01"), [LISTED, SetReason(on=ON, reason="E01"), ClearReason(on=ON)]),
    (ClearReason(on=ON, reason="W01"), [LISTED, SetReason(on=ON, reason="W01")]),
    (SeePaper(on=ON, reason="E08", seen="missing"), [LISTED, SetReason(on=ON, reason="E08")]),
    (AddRemark(on=ON, text="lift"), []),
    (BY_HAND, []),
    (LINKED, [BY_HAND]),
    (RenameUnit(on=ON, to="1-1-102"), [LISTED]),
    (ListUnit(on=ON, version="v"), []),
    (ListPart(on="roster/v", number=1), []),
    (CLOSED, []),
    (Configure(on="site", zone="Asia/Hong_Kong"), []),
    (OpenDesk(on="desk/d", letter="A"), []),
    (RevokeDesk(on="desk/e"), [AdmitDesk(on="desk/e", letter="B")]),
    (PERSON, []),
    *((SetPerson(on="person/p", name="Lam", initials="lm", role=role), [PERSON]) for role in ROLES),
    *((SetReason(on=ON, reason=code), [LISTED]) for code in CODES),
]


@pytest.mark.parametrize(("op", "before"), PASSES, ids=lambda part: str(part)[:60])
def test_the_rules_let_it_pass(op: Operation, before: list[Operation]) -> None:
    assert refused(op, *before) is None


@pytest.mark.parametrize("op", [Configure(on="site", name="Court"), PERSON, Configure(on="site", drill=True)])
@pytest.mark.parametrize("role", ROLES)
def test_what_the_whole_site_shares_is_set_by_the_lead(op: Operation, role: str) -> None:
    state = after(Configure(on="site", name="Court") if op.on == "site" else PERSON, on=op.on)
    no = op.refusal(state, here(role=role))
    assert no == (None if role == "lead" else Refused("lead_only"))
    assert no is None or no.may == "lead"


def test_a_laptop_that_is_known_and_is_another_one_is_shut_out_by_the_lead() -> None:
    op, known = RevokeDesk(on="desk/e"), after(AdmitDesk(on="desk/e", letter="B"), on="desk/e")
    assert op.refusal(known, here(role="desk")) == Refused("lead_only")
    assert op.refusal(after(on="desk/e"), here(role="lead")) == Refused("desk_unknown")
    this = RevokeDesk(on="desk/d"), after(OpenDesk(on="desk/d", letter="A"), on="desk/d")
    assert this[0].refusal(this[1], here(role="lead")) == Refused("desk_is_this")


def test_whoever_makes_a_site_names_it() -> None:
    assert Configure(on="site", name="Court").refusal(Site(), here(role="desk")) is None


def test_a_refusal_changes_nothing() -> None:
    for op, before, *_ in [*REFUSED, *PASSES]:
        state = after(*before, on=op.on)
        op.refusal(state, here())
        assert state == after(*before, on=op.on)


@pytest.mark.parametrize(
    ("appointment", "at", "kept", "slot"),
    [
        ("", "10:30", "walk_in", ""),
        ("10:00-11:00", "09:59", "early", "10:00-11:00"),
        ("10:00-11:00", "10:00", "kept", "10:00-11:00"),
        ("10:00-11:00", "11:30", "kept", "10:00-11:00"),
        ("10:00-11:00", "11:31", "late", "10:00-11:00"),  # more than 30 minutes after the slot
        ("2026-06-20 10:00-11:00", "10:30", "kept", "10:00-11:00"),
        ("2026-06-21 10:00-11:00", "10:30", "walk_in", ""),  # another day
        ("10:00", "10:30", "kept", "10:00"),
        ("10:00", "10:31", "late", "10:00"),
        ("any time", "10:30", "walk_in", ""),
        ("²:00-³:00", "00:10", "kept", "²:00-³:00"),  # whatever a list says, it stops nobody
    ],
)
def test_an_appointment_is_judged_when_they_come(appointment: str, at: str, kept: str, slot: str) -> None:
    unit = after(LISTED, ListUnit(on=ON, version="v", appointment=appointment))

    came = CheckIn(on=ON).dealt(unit, here(parts.at_ms(f"{DAY} {at}")))

    assert (came.appointment, came.slot) == (kept, slot)


def test_days_and_times_are_those_of_the_site_whatever_the_laptop_says() -> None:
    late = parts.at_ms("2026-06-20 23:30")

    assert CheckIn(on=ON).dealt(Unit("1"), here(late)).day == "2026-06-20"
    assert CheckIn(on=ON).dealt(Unit("1"), here(late, "Asia/Tokyo")).day == "2026-06-21"
    assert here(late, "Asia/Tokyo").clock(late) == "00:30"


def test_a_zone_that_only_another_laptop_knows_stops_nobody() -> None:
    assert here(parts.at_ms("2026-06-20 23:30"), "Mars/Base").day == "2026-06-20"
