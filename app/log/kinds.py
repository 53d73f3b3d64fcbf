"""The list of everything a person can do, and of what it is done to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from app.log.operation import Void
from app.stations.arrival import AmendVisit, CheckIn, Leave, MoveVisit, TakeVisit
from app.stations.day import IssueDay, Report
from app.stations.draw import Draw, FreezeDraw, PickWinner, WinnerAbsent
from app.stations.eligibility import Allow, ClearReason, SeePaper, SetReason
from app.stations.gifts import GiveGift
from app.stations.inspection import ChangeDefect, DropDefect, LogDefect, StartInspection
from app.stations.notes import AddProvisional, AddRemark, LinkProvisional
from app.stations.paper import PrintForm, PrintSlip, PrintTotals, Reprint
from app.stations.photos import AddPhoto
from app.stations.results import Deem, GiveKeys, RecordResult, Withdraw
from app.stations.roster import CloseList, ListPart, ListUnit, RenameUnit, RosterList
from app.stations.settling import Settle
from app.stations.site import (
    AdmitDesk,
    BeMain,
    Configure,
    DeskState,
    MeasureClock,
    OpenDesk,
    Person,
    RevokeDesk,
    SetPerson,
    Site,
)  # fmt: skip
from app.unit import Unit

Kind = (
    Void
    | ListUnit | ListPart | CloseList | RenameUnit
    | SetReason | ClearReason | SeePaper | Allow
    | CheckIn | AmendVisit | Leave | MoveVisit | TakeVisit
    | AddRemark | AddProvisional | LinkProvisional
    | Settle
    | GiveGift | StartInspection | LogDefect | ChangeDefect | DropDefect | AddPhoto
    | RecordResult | GiveKeys | Withdraw | Deem
    | FreezeDraw | PickWinner | WinnerAbsent
    | IssueDay
    | Reprint | PrintSlip | PrintForm | PrintTotals
    | Configure | BeMain | OpenDesk | MeasureClock | AdmitDesk | RevokeDesk | SetPerson
)  # fmt: skip


class Blank(msgspec.Struct):
    """A subject of a kind that only a newer program knows."""

    def copy(self) -> Blank:
        """Nothing can change in it."""
        return self


STATES: Mapping[str, Callable[[str], Any]] = {
    "unit": Unit,
    "roster": RosterList,
    "site": lambda name: Site(),
    "desk": lambda name: DeskState(),
    "person": lambda name: Person(),
    "draw": lambda name: Draw(),
    "report": lambda name: Report(),
}


def blank(subject: str) -> Any:
    """The state of a subject that nothing has happened to."""
    kind, _, name = subject.partition("/")
    made = STATES.get(kind)
    return Blank() if made is None else made(name)
