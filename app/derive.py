"""From a state to the rows that lists, searches and reports read. Rows can be thrown away and made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from app.search.chinese import Chinese
from app.search.keys import Searchable, keys, spelt
from app.stations.roster import RosterList
from app.stations.site import DeskState, Person
from app.unit import Reason, Spent, Unit, Visit

NUMBERS = 20

Key = tuple[str, ...]
Row = tuple[Any, ...]
Rows = dict[str, dict[Key, Row]]  # by table name; keys and rows without the site

_json = msgspec.json.Encoder()


def text(value: object) -> str:
    """Lists and structs as JSON text, '' for nothing."""
    return _json.encode(value).decode() if value else ""


class Derive:
    """Makes rows. Units are compared with what they were, so that a change costs what it changes and not what
    the unit holds."""

    def __init__(self, chinese: Chinese) -> None:
        self._chinese = chinese

    def rows(self, subject: str, state: Any) -> Rows:
        """All rows of a subject."""
        return self.changed(subject, None, state)[0]

    def changed(self, subject: str, before: Any, after: Any) -> tuple[Rows, dict[str, set[Key]]]:
        """Rows that are new or different, and the keys of those that are gone."""
        _, _, name = subject.partition("/")
        if isinstance(after, Unit):
            return self._unit(name, before, after)
        row = _single(name, after)
        return ({row[0]: {row[1]: row[2]}} if row else {}), {}

    def _unit(self, name: str, before: Unit | None, after: Unit) -> tuple[Rows, dict[str, set[Key]]]:
        rows: Rows = {}
        gone: dict[str, set[Key]] = {}
        for table, then, now, row in (
            ("visit", before.visits if before else {}, after.visits, visit_row),
            ("reason", before.reasons if before else {}, after.reasons, reason_row),
            ("spent", before.spent if before else {}, after.spent, spent_row),
        ):
            _collect(table, name, then, now, row, rows, gone)
        self._whole(name, before, after, rows, gone)
        return rows, gone

    def _whole(self, name: str, before: Unit | None, after: Unit, rows: Rows, gone: dict[str, set[Key]]) -> None:
        row = household_row(after)
        if before is None or household_row(before) != row:
            rows["household"] = {(name,): row}
        if before is not None and searchable(before) == searchable(after):
            return
        old = self._words(name, before) if before is not None else _Words()
        new = self._words(name, after)
        if new.text != old.text:
            rows["search_text"] = {(name,): (new.text,)}
        for table, was, now in (("search_key", old.keys, new.keys), ("same_owner", old.marks, new.marks)):
            rows[table] = {(key, name): () for key in now - was}
            gone[table] = {(key, name) for key in was - now}

    def _words(self, name: str, unit: Unit) -> _Words:
        """What a unit is found by; one that was linked to another is found there."""
        if unit.linked_to:
            return _Words()
        text = spelt(searchable(unit), self._chinese)
        return _Words(text, keys(text), frozenset(marks(unit)))


class _Words(NamedTuple):
    text: str = ""
    keys: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()


def _collect(table: str, name: str, then: Mapping[str, Any], now: Mapping[str, Any], row: Any, rows: Rows,
             gone: dict[str, set[Key]]) -> None:
    fresh = {(name, key): row(value) for key, value in now.items() if then.get(key) is not value}
    if fresh:
        rows[table] = fresh
    lost = {(name, key) for key in then if key not in now}
    if lost:
        gone[table] = lost


def _single(name: str, state: Any) -> tuple[str, Key, Row] | None:
    if isinstance(state, RosterList):
        closed = state.closed
        return "roster", (state.version,), (
            state.number, state.file, state.sha256, len(state.parts), sum(state.parts.values()),
            int(state.finished), state.closed_at or state.begun_at, closed.checked_by if closed else "", text(closed))
    if isinstance(state, DeskState):
        return "desk", (name,), (state.letter, state.opened_at)
    if isinstance(state, Person):
        return "person", (name,), (state.name, state.initials, state.role, state.pin, int(state.left))
    return None


def household_row(unit: Unit) -> Row:
    """In the order of the household table."""
    said = {f: unit.fact(f) for f in ("building", "layout", "area", "area_unit", "contract", "contract_date",
                                      "appointment", "note")}
    needs = [r.text for r in unit.remarks.values() if r.kind == "need"]
    remarks = [r.text for r in unit.remarks.values() if r.kind != "need"]
    return (unit.code, said["building"], text(unit.owners), text(unit.fact("phones", ())), text(unit.fact("ids", ())),
            said["layout"], said["area"], said["area_unit"], said["contract"], said["contract_date"],
            said["appointment"], said["note"], text(needs), text(remarks), text(unit.open_reasons()),
            text(unit.warnings()), unit.step(), unit.draw, unit.provisional, unit.linked_to, unit.withdrawn,
            int(bool(unit.versions)), len(unit.clashes))


def visit_row(v: Visit) -> Row:
    """In the order of the visit table."""
    return (v.day, " ".join(v.numbers), v.at, v.written, v.active, v.letter, v.by, v.party, text(v.who),
            text(v.agent), v.appointment, v.slot, v.ended, v.ended_at, v.came_from, v.moved_to, text(v.allowed),
            text(v.papers))


def reason_row(r: Reason) -> Row:
    """In the order of the reason table."""
    return (r.code, r.set_by, r.set_at, r.note, int(r.listed), r.cleared_by, r.cleared_at, r.cleared_note)


def spent_row(s: Spent) -> Row:
    """In the order of the spent table; a number is its letter and its figure."""
    figure = s.number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (s.kind, s.day, s.number, s.number[: len(s.number) - len(figure)], int(figure or 0), s.entry)


def searchable(unit: Unit) -> Searchable:
    """What a unit is found by. Of its queue numbers the newest: a slip is looked for on its day."""
    agents = [v.agent for v in unit.visits.values() if v.agent]
    numbers = list(unit.spent.values())[-NUMBERS:]
    return Searchable(
        unit=unit.code, owners=unit.owners, agents=tuple(dict.fromkeys(a.name for a in agents if a.name)),
        phones=tuple(dict.fromkeys((*unit.fact("phones", ()), *(a.phone for a in agents if a.phone)))),
        contract=str(unit.fact("contract")), draws=(unit.draw,) if unit.draw else (),
        numbers=tuple((s.day, s.number) for s in numbers if s.kind == "queue"))


def marks(unit: Unit) -> set[str]:
    """What makes two units one family (USERS.md 4.6): the same ID number, or the same name and phone; the
    same name alone is only something to ask about."""
    owners, phones = unit.owners, tuple(unit.fact("phones", ()))
    found = {f"i:{id}" for id in unit.fact("ids", ())} | {f"n:{name}" for name in owners}
    pairs = zip(owners, phones) if len(owners) == len(phones) else ((o, p) for o in owners for p in phones)
    return found | {f"p:{name}|{phone}" for name, phone in pairs}
