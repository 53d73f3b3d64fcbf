"""What each verb of a day's file does: a line and the unit as its desk knows it give an operation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.catalogue import Catalogue
from app.log.here import day_of
from app.log.operation import Operation
from app.records import REFUSED
from app.replay.script import Line
from app.stations.arrival import CheckIn
from app.stations.eligibility import ClearReason, SetReason
from app.stations.gifts import GiveGift
from app.stations.inspection import LogDefect, StartInspection
from app.stations.results import RecordResult, Withdraw
from app.stations.roster import ListUnit
from app.unit import Agent, Unit, Visit

VERSION = "replay"  # of the list that units of a file stand on
AGAIN_MS = 60 * 60 * 1000  # USERS.md 4.9: an hour after anything last happened, they have come again
RESULTS = {"accepted": "A", "viewed": "V1", "after_repair": "C1", "refused": "R9"}
CODE = re.compile("[A-Z][0-9]{1,2}")


class Doing:
    """A line about to be done: its unit's subject and state, and what the operation may need beside them."""

    def __init__(self, line: Line, on: str, unit: Unit, zone: str, catalogue: Catalogue) -> None:
        self.line, self.on, self.unit, self.more = line, on, unit, line.more
        self.day, self.catalogue = day_of(line.at, zone), catalogue

    @property
    def open(self) -> Visit | None:
        """The visit that is open at that time, as far as this desk knows."""
        visit = self.unit.open_visit(self.day)
        return visit if visit is not None and visit.at <= self.line.at else None

    @property
    def visit(self) -> str:
        """Its name, '' where the arrival is not known here."""
        return self.open.id if self.open else ""

    def given(self, *keys: str) -> dict[str, Any]:
        """Those of the keys that the line has."""
        return {key: self.more[key] for key in keys if key in self.more}

    def texts(self, *keys: str) -> dict[str, tuple[str, ...]]:
        """The same, of keys that hold one text or several."""
        return {key: _texts(value) for key, value in self.given(*keys).items()}


def _texts(value: str | list[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in ([value] if isinstance(value, str) else value))


def _add_unit(doing: Doing) -> ListUnit:
    facts = doing.given("building", "layout", "area", "contract", "contract_date", "appointment", "note")
    return ListUnit(on=doing.on, version=VERSION, **doing.texts("owners", "phones"), **facts)


def _set_ineligible(doing: Doing) -> SetReason:
    return SetReason(on=doing.on, reason=doing.more["reason"], **doing.given("note"))


def _clear_ineligible(doing: Doing) -> ClearReason:
    return ClearReason(on=doing.on, **doing.given("reason", "note"))


def _check_in(doing: Doing) -> CheckIn:
    here = doing.open
    again = here is not None and doing.line.at - here.active > AGAIN_MS
    return CheckIn(on=doing.on, agent=_agent(doing.more.get("agent")), again=again, **doing.given("party"))


def _agent(told: Any) -> Agent | None:
    if not told:
        return None
    if told is True:
        return Agent()
    if isinstance(told, str):
        return Agent(name=told.strip())
    return Agent(**{**told, "scope": _texts(told.get("scope", []))})


def _start_inspection(doing: Doing) -> StartInspection:
    return StartInspection(on=doing.on, visit=doing.visit, **doing.given("escort"))


def _log_defect(doing: Doing) -> LogDefect:
    usual = doing.catalogue.usual(doing.more.get("code", ""), doing.day)
    said = doing.given("code", "room", "wall", "text", "severity", "trade", "due", "source", "fixed")
    return LogDefect(on=doing.on, visit=doing.visit, **{**usual, **said})


def _record_result(doing: Doing) -> RecordResult:
    """A reason of R1 to R9 is the code of a refusal, and that of N1 why they were sent away; any other is a note."""
    result, reason = doing.more["result"], doing.more.get("reason", "")
    code, said = RESULTS.get(result, result), doing.given("note", "promised", "form")
    if result == "refused" and (reason in REFUSED or CODE.fullmatch(reason)):
        code = reason
    elif code == "N1" and reason:
        said["why"] = reason
    elif reason:
        said.setdefault("note", reason)
    if code == "R9":
        said.setdefault("note", "?")
    return RecordResult(on=doing.on, visit=doing.visit, code=code, **said)


def _withdraw(doing: Doing) -> Withdraw:
    return Withdraw(on=doing.on, **doing.given("why"))


def _give_gift(doing: Doing) -> GiveGift:
    return GiveGift(on=doing.on, kind=doing.more["gift"], visit=doing.visit, **doing.given("qty"))


OPERATIONS: Mapping[str, Callable[[Doing], Operation]] = {
    "add_unit": _add_unit,
    "set_ineligible": _set_ineligible,
    "clear_ineligible": _clear_ineligible,
    "check_in": _check_in,
    "start_inspection": _start_inspection,
    "log_defect": _log_defect,
    "record_result": _record_result,
    "withdraw": _withdraw,
    "give_gift": _give_gift,
}
ALLOWED = ("start_inspection", "record_result", "withdraw", "void")  # what the lead lets pass on the way
