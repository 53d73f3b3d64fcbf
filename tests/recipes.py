"""Operations made up at random, of every kind there is, for tests that must hold whatever is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import parts
from hypothesis import strategies as st

from app.log.operation import Operation, Void
from app.stations.arrival import AmendVisit, CheckIn, Leave, MoveVisit, TakeVisit
from app.stations.day import IssueDay
from app.stations.draw import FreezeDraw, PickWinner, WinnerAbsent
from app.stations.eligibility import Allow, ClearReason, SeePaper, SetReason
from app.stations.gifts import GiveGift
from app.stations.inspection import ChangeDefect, DropDefect, LogDefect, StartInspection
from app.stations.notes import AddProvisional, AddRemark, LinkProvisional
from app.stations.paper import SLIPS, PrintForm, PrintSlip, PrintTotals, Reprint
from app.stations.photos import AddPhoto
from app.stations.results import Deem, GiveKeys, RecordResult, Withdraw
from app.stations.roster import CloseList, ListPart, ListUnit, RenameUnit
from app.stations.settling import Settle
from app.stations.site import AdmitDesk, BeMain, Configure, MeasureClock, OpenDesk, RevokeDesk, SetPerson
from app.unit import Agent, Visit

Strategy = st.SearchStrategy[Any]
Ids = tuple[str, ...]  # of entries that exist somewhere

UNITS = ("unit/1-1-101", "unit/1-1-102", "unit/P-1")
SUBJECTS = (
    *UNITS,
    "roster/v1",
    "roster/v2",
    "person/p1",
    "person/p2",
    "desk/laptop-A",
    "desk/other",
    "site",
    "draw/d1",
    "report/2026-06-20",
    "crane/1",
)
DAY = "2026-06-20"


def some(*values: Any) -> Strategy:
    """One of these."""
    return st.sampled_from(values)


def few(strategy: Strategy) -> Strategy:
    """None to two of these, as operations hold them."""
    return st.lists(strategy, max_size=2, unique=True).map(tuple)


unit = some(UNITS[0], *UNITS)  # most of it happens to one unit: that is where things meet
name, phone = some("陈静雯", "黄淑贤", "Wong"), some("13800001111", "2", "")
code = some("E01", "E02", "E08", "E09", "W01")
number = some("Z001", "Z002", "no figure", "²")
agent = st.none() | st.builds(Agent, name=name, phone=phone)
times = st.integers(0, 40).map(lambda n: parts.at_ms("2026-06-20 23:30") + n * parts.MINUTE)
visit = st.builds(
    Visit,
    id=some("v1", "v2"),
    numbers=few(number),
    day=st.just(DAY),
    at=times,
    written=times,
    active=times,
    letter=some("A"),
    by=name,
    ended=some("", "moved"),
)


def ids(known: Ids) -> Strategy:
    """Mostly the id of an entry that exists, and of those mostly a late one."""
    return some(*known, *known[-3:], "nobody#1")


def _of(
    kind: type,
    on: Strategy,
    /,
    maybe: Mapping[str, Strategy] | None = None,
    of_entry: str = "",
    **fields: Strategy,
) -> Callable[[Ids], Strategy]:
    """Such operations, given the entries that exist: `maybe` may be left out, `of_entry` names an entry."""

    def made(known: Ids) -> Strategy:
        named = {of_entry: ids(known)} if of_entry else {}
        return st.fixed_dictionaries({"on": on, **fields, **named}, optional=maybe).map(lambda given: kind(**given))

    return made


# How each kind of operation is made up. A new kind gets its line here before its screen.
RECIPES: Mapping[type[Operation], Callable[[Ids], Strategy]] = {
    Void: _of(Void, some(*SUBJECTS), of_entry="entry"),
    ListUnit: _of(
        ListUnit,
        unit,
        version=some("v1", "v2"),
        maybe={
            "owners": few(name),
            "phones": few(phone),
            "ids": few(some("h1", "h2")),
            "layout": name,
            "contract": name,
            "appointment": some("", "10:00-11:00", "2026-06-20 23:00-24:00", "²:00"),
            "reasons": few(code),
        },
    ),
    ListPart: _of(ListPart, some("roster/v1", "roster/v2"), number=some(1, 2), units=some(0, 50)),
    CloseList: _of(
        CloseList,
        some("roster/v1", "roster/v2"),
        number=some(1, 2),
        file=name,
        sha256=name,
        parts=some(0, 2),
        units=some(1),
        new=some(1),
        changed=some(0),
        unchanged=some(0),
        checked_by=name,
    ),
    RenameUnit: _of(RenameUnit, unit, to=some("1-1-111", "1-1-112")),
    SetReason: _of(SetReason, unit, reason=code, note=name),
    ClearReason: _of(ClearReason, unit, reason=st.just("") | code, said_by=name),
    SeePaper: _of(SeePaper, unit, reason=code, seen=some("copy", "missing")),
    Allow: _of(Allow, unit, of_entry="visit", who=name, why=name),
    CheckIn: _of(
        CheckIn,
        unit,
        day=some(DAY, "2026-06-21"),
        number=number,
        draw=some("", "Z0001"),
        agent=agent,
        party=st.none() | some(1, 5),
        again=st.booleans(),
    ),
    AmendVisit: _of(
        AmendVisit,
        unit,
        of_entry="visit",
        maybe={"party": some(1, 5), "who": some(("妈妈",), ()), "agent": agent},
    ),
    Leave: _of(Leave, unit, of_entry="visit"),
    MoveVisit: _of(MoveVisit, unit, of_entry="visit", to=unit, numbers=few(number)),
    TakeVisit: _of(TakeVisit, unit, visit=visit, came_from=unit),
    AddRemark: _of(AddRemark, unit, text=name, kind=some("note", "need")),
    AddProvisional: _of(AddProvisional, unit, code=some("P-1"), owners=few(name), reason=name, claims=phone),
    LinkProvisional: _of(LinkProvisional, unit, to=unit),
    Settle: lambda known: st.builds(
        Settle,
        on=unit,
        what=some("result", "owners"),
        first=ids(known),
        second=ids(known),
        stands=st.just("") | ids(known),
    ),
    GiveGift: _of(GiveGift, unit, kind=some("umbrella"), qty=some(1, 2), limit=some(0, 1)),
    StartInspection: _of(StartInspection, unit, of_entry="visit", escort=name),
    LogDefect: _of(LogDefect, unit, of_entry="visit", code=some("WAL01", ""), text=name, part=some(0, 1)),
    ChangeDefect: _of(ChangeDefect, unit, of_entry="defect", maybe={"text": name, "severity": some(1, 4)}),
    AddPhoto: _of(AddPhoto, unit, of_entry="defect", sha256=some("a" * 64, "b" * 64, "../a"), size=some(1, 0)),
    DropDefect: _of(DropDefect, unit, of_entry="defect", why=name),
    RecordResult: lambda known: st.builds(  # also of a household whose arrival is not known at that desk
        RecordResult, on=unit, visit=ids(known) | st.just(""), code=some("A0", "R1", "V1", "N1"), day=st.just(DAY)),
    GiveKeys: _of(GiveKeys, unit, of_entry="visit", sets=st.dictionaries(name, some(1, 2), max_size=1)),
    Withdraw: _of(Withdraw, unit, why=name),
    Deem: _of(Deem, unit, approved=name, since=st.just(DAY), basis=name, evidence=name),
    FreezeDraw: _of(FreezeDraw, some("draw/d1"), name=name, entries=few(some("A0001", "B0001")), seed=some("00", "01")),
    PickWinner: _of(PickWinner, some("draw/d1"), number=some("A0001", "B0001"), prize=name),
    WinnerAbsent: _of(WinnerAbsent, some("draw/d1"), of_entry="pick"),
    IssueDay: _of(IssueDay, some("report/2026-06-20"), figures=st.dictionaries(name, some(1, 2.5, None), max_size=2),
                  as_known=times),
    Reprint: _of(Reprint, unit, of_entry="visit"),
    PrintSlip: _of(PrintSlip, unit, what=some(*SLIPS), part=some("", "PLU", "umbrella"),
                   trades=some((), ("CIV", "PLU"))),
    PrintForm: _of(PrintForm, unit, what=some("handover", "inspection"), copies=some(1, 3)),
    PrintTotals: _of(PrintTotals, some("report/2026-06-20"), figures=st.just({}), as_known=times),
    Configure: _of(
        Configure,
        some("site"),
        maybe={
            "name": name,
            "zone": some("Asia/Shanghai", "Asia/Tokyo", "Mars/Base"),
            "stations": some({"desk": "1"}),
            "colleagues": st.dictionaries(name, name, max_size=1),
        },
    ),
    MeasureClock: _of(MeasureClock, some("desk/laptop-A", "desk/other"), ahead=some(0, 400_000, -1)),
    AdmitDesk: _of(AdmitDesk, some("desk/laptop-A", "desk/other"), letter=some("A", "C"), name=name, certificate=name),
    BeMain: _of(BeMain, some("site"), address=some("", "192.168.1.20:7741"), desk=name, term=some(1, 2)),
    RevokeDesk: _of(RevokeDesk, some("desk/laptop-A", "desk/other"), why=name),
    OpenDesk: _of(OpenDesk, some("desk/laptop-A", "desk/other"), letter=some("A", "B")),
    SetPerson: _of(SetPerson, some("person/p1", "person/p2"), name=name, initials=name, role=some("desk", "lead")),
}


def any_operation(known: Ids) -> Strategy:
    """An operation of any kind there is."""
    return some(*RECIPES).flatmap(lambda kind: RECIPES[kind](known))


def strange_operation(known: Ids) -> Strategy:
    """As a newer program may write them: unknown kinds and fields, known kinds done to other subjects."""
    more = st.fixed_dictionaries(
        {}, optional={"on": some(*SUBJECTS), "zest": some(7), "reason": some(3), "party": name}
    )
    known_kind = st.builds(lambda op, more: {**parts.plain(op), **more}, any_operation(known), more)
    return any_operation(known) | known_kind | st.builds(partial(dict, do="Levitate", height=3), on=some(*SUBJECTS))
