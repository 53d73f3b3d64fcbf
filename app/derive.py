"""From a state to the rows that lists, searches and reports read. Rows can be thrown away and made again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain, compress, islice, repeat
from operator import is_not
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from app.records import Defect, Gift, Inspection, Keys, Photo, Result
from app.search.chinese import Chinese
from app.search.keys import Searchable, keys, passing, spelt
from app.stations.day import Report
from app.stations.draw import Draw
from app.stations.roster import RosterList
from app.stations.site import DeskState, Person
from app.unit import Reason, Spent, Unit, Visit

NEWEST = 10  # visits and numbers of a unit that it is found by, at least
NUMBER = re.compile(r"([A-Z]*)([0-9]{1,9})")  # a desk's letter and its figure

Key = tuple[str, ...]
Row = tuple[Any, ...]
Rows = dict[str, dict[Key, Row]]  # by table name; keys and rows without the site


class Change(NamedTuple):
    """Rows that are new or different, the keys of those that are gone, and what spelling texts grow by."""

    rows: Rows
    gone: dict[str, set[Key]]
    longer: Mapping[Key, str] = MappingProxyType({})


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
        return self.changed(subject, None, state).rows

    def changed(self, subject: str, before: Any, after: Any) -> Change:
        """What is to be written when a subject has changed."""
        _, _, name = subject.partition("/")
        if isinstance(after, Unit):
            return self._unit(name, before, after)
        old, new = _single(name, before), _single(name, after)
        gone = {old[0]: {old[1]}} if old and (not new or new[1] != old[1]) else {}
        return Change({new[0]: {new[1]: new[2]}} if new else {}, gone)

    def _unit(self, name: str, before: Unit | None, after: Unit) -> Change:
        change = Change({}, {})
        for table, held, row in HELD:
            now = getattr(after, held)
            then = getattr(before, held) if before else {}
            if now or then:
                _collect(table, name, then, now, row, change)
        if before is None or not _same_household(before, after):
            change.rows["household"] = {(name,): household_row(after)}
        return self._search(name, None if before is None else _found_by(before), _found_by(after), change)

    def _search(self, name: str, was: _FoundBy | None, now: _FoundBy, change: Change) -> Change:
        if was == now:
            return change
        came = None if was is None else _came(was, now)
        if came is not None:
            added = passing(came, self._chinese)
            change.rows["search_key"] = {(key, name): () for key in keys(added)}
            return change._replace(longer={(name,): added})
        old, new = self._spelt(was), self._spelt(now)
        if new:
            change.rows["search_text"] = {(name,): (new,)}
        elif old:
            change.gone["search_text"] = {(name,)}
        _differ("search_key", name, keys(old), keys(new), change)
        old_marks, new_marks = was.marks if was and old else frozenset(), now.marks if new else frozenset()
        _differ("same_owner", name, old_marks, new_marks, change)
        return change

    def _spelt(self, found: _FoundBy | None) -> str:
        """One that is linked to another unit is found there."""
        return "" if found is None or found.linked else spelt(found.said, self._chinese)


class OnlyNumbers(Derive):
    """Makes the rows of numbers on paper and no others: all that a desk asks of its tables, where nobody looks at
    its lists."""

    def __init__(self) -> None:
        pass

    def changed(self, subject: str, before: Any, after: Any) -> Change:
        """The numbers that are new."""
        change = Change({}, {})
        if isinstance(after, Unit):
            _collect("spent", subject.partition("/")[2], before.spent if before else {}, after.spent, spent_row, change)
        return change


class _FoundBy(NamedTuple):
    """All that a unit is found by, in a search and as one of a family."""

    said: Searchable
    marks: frozenset[str]
    linked: bool


def _found_by(unit: Unit) -> _FoundBy:
    return _FoundBy(searchable(unit), frozenset(marks(unit)), bool(unit.linked_to))


def _came(was: _FoundBy, now: _FoundBy) -> Searchable | None:
    """The numbers that a visit brought, if it brought nothing else and they go to the end of the spelling text:
    the text of a unit is as long as its history, and is not spelt anew for each visit."""
    old, new = was.said, now.said
    if was.linked or was._replace(said=msgspec.structs.replace(old, numbers=new.numbers, draws=new.draws)) != now:
        return None
    if new.numbers[:len(old.numbers)] != old.numbers or (new.draws != old.draws and (old.draws or old.numbers)):
        return None
    return Searchable(new.unit, numbers=new.numbers[len(old.numbers):],
                      draws=new.draws if new.draws != old.draws else ())


def _differ(table: str, name: str, was: frozenset[str], now: frozenset[str], change: Change) -> None:
    change.rows[table] = {(key, name): () for key in now - was}
    change.gone[table] = {(key, name) for key in was - now}


def _collect(table: str, name: str, then: dict[str, Any], now: dict[str, Any], row: Any, change: Change) -> None:
    fresh = _fresh(then, now)
    if fresh:
        change.rows[table] = {(name, key): row(now[key]) for key in fresh}
    if len(then) + sum(key not in then for key in fresh) > len(now):
        change.gone[table] = {(name, key) for key in then if key not in now}


def _fresh(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Keys that are new or stand for something else, and perhaps some that only moved: one pass over what stands
    where, since a unit may have thousands of visits. Each thing is only ever kept under its own key."""
    return [*compress(now, map(is_not, now.values(), chain(then.values(), repeat(None))))]


def _single(name: str, state: Any) -> tuple[str, Key, Row] | None:
    """The one row of a subject that is no unit; none once everything that was recorded of it is taken back."""
    if isinstance(state, RosterList) and (state.parts or state.closed):
        closed = state.closed
        return "roster", (name,), (
            state.number, state.file, state.sha256, len(state.parts), sum(state.parts.values()),
            int(state.finished), state.closed_at or state.begun_at, closed.checked_by if closed else "", text(closed))
    if isinstance(state, DeskState) and state.letter:
        return "desk", (name,), (state.letter, state.opened_at)
    if isinstance(state, Person) and state.name:
        return "person", (name,), (state.name, state.initials, state.role, state.pin, int(state.left))
    if isinstance(state, Draw) and state.frozen:
        return "draw", (name,), (state.name, state.digest, state.seed, len(state.entries), state.at, state.by,
                                 text([*state.picks.values()]))
    if isinstance(state, Report) and state.revisions:
        return "report", (name,), (text([*state.revisions.values()]),)
    return None


# Of these the row of a household says nothing; of whatever else a unit holds it may.
BESIDE = frozenset({"visits", "spent", "inspections", "keys", "gifts", "printed"})
HOUSEHOLD = tuple(field for field in Unit.__struct_fields__ if field not in BESIDE)


def _same_household(one: Unit, other: Unit) -> bool:
    """Whether both must have the same row: to look takes a tenth of the time of making two rows."""
    return all(getattr(one, field) == getattr(other, field) for field in HOUSEHOLD)


def household_row(unit: Unit) -> Row:
    """In the order of the household table."""
    said = {f: unit.fact(f) for f in ("building", "layout", "area", "area_unit", "contract", "contract_date",
                                      "appointment", "note")}
    needs = [r.text for r in unit.remarks.values() if r.kind == "need"]
    remarks = [r.text for r in unit.remarks.values() if r.kind != "need"]
    outcome = unit.outcome()
    return (unit.code, said["building"], text(unit.owners), text(unit.fact("phones", ())), text(unit.fact("ids", ())),
            said["layout"], said["area"], said["area_unit"], said["contract"], said["contract_date"],
            said["appointment"], said["note"], text(needs), text(remarks), text(unit.open_reasons()),
            text(unit.warnings()), unit.step(), unit.draw, unit.provisional, unit.linked_to, unit.withdrawn,
            int(bool(unit.versions)), len(unit.clashes), unit.since,
            *((unit.deemed.at, unit.deemed.since) if unit.deemed else (0, "")), outcome.code if outcome else "",
            sum(not d.dropped for d in unit.defects.values()))


def visit_row(v: Visit) -> Row:
    """In the order of the visit table."""
    return (v.day, " ".join(v.numbers), v.at, v.written, v.active, v.letter, v.by, v.party, text(v.who),
            text(v.agent), v.appointment, v.slot, v.ended, v.ended_at, v.came_from, v.moved_to, text(v.allowed),
            text(v.papers))


def reason_row(r: Reason) -> Row:
    """In the order of the reason table."""
    return (r.code, r.set_by, r.set_at, r.note, int(r.listed), r.cleared_by, r.cleared_at, r.cleared_note)


def spent_row(s: Spent) -> Row:
    """In the order of the spent table; a number is its letter and its figure, and one of another shape has none."""
    found = NUMBER.fullmatch(s.number)
    letter, figure = found.groups() if found else ("", "0")
    return (s.kind, s.day, s.number, letter, int(figure), s.entry)


def inspection_row(i: Inspection) -> Row:
    """In the order of the inspection table."""
    return i.visit, i.escort, i.at, i.by, i.letter


def defect_row(d: Defect) -> Row:
    """In the order of the defect table."""
    return (d.visit, d.code, d.room, d.wall, d.text, d.severity, d.trade, d.due, d.source, d.at, d.written, d.by,
            d.letter, int(d.fixed), d.dropped)


def photo_row(p: Photo) -> Row:
    """In the order of the photo table."""
    return p.defect, p.sha256, p.size, p.at, p.by


def result_row(r: Result) -> Row:
    """In the order of the result table."""
    return (r.code, r.counts_as, r.visit, r.day, r.at, r.written, r.by, r.letter, r.nth, r.why, r.note, r.promised,
            r.form)


def keys_row(k: Keys) -> Row:
    """In the order of the keys table."""
    return k.visit, text(k.sets), k.at, k.by, k.letter, k.left, k.until, k.note


def gift_row(g: Gift) -> Row:
    """In the order of the gift table."""
    returned = None if g.returned is None else int(g.returned)
    return g.kind, g.qty, g.visit, g.at, g.by, g.letter, int(g.taken_back), returned


HELD = (("visit", "visits", visit_row), ("reason", "reasons", reason_row), ("spent", "spent", spent_row),
        ("inspection", "inspections", inspection_row), ("defect", "defects", defect_row),
        ("photo", "photos", photo_row), ("result", "results", result_row), ("keys", "keys", keys_row),
        ("gift", "gifts", gift_row))


def searchable(unit: Unit) -> Searchable:
    """What a unit is found by. Of its visits and queue numbers the newest: a slip is looked for on its day."""
    agents = [v.agent for v in _newest(unit.visits) if v.agent]
    numbers = _newest(unit.spent)
    return Searchable(
        unit=unit.code, owners=unit.owners, agents=tuple(dict.fromkeys(a.name for a in agents if a.name)),
        phones=tuple(dict.fromkeys((*unit.fact("phones", ()), *(a.phone for a in agents if a.phone)))),
        contract=str(unit.fact("contract")), draws=(unit.draw,) if unit.draw else (),
        numbers=tuple((s.day, s.number) for s in numbers if s.kind == "queue"))


def _newest(of: dict[str, Any]) -> list[Any]:
    """The end of what may be long. Where it begins moves in steps, so that mostly one more is only added."""
    begin = max(0, len(of) // NEWEST - 1) * NEWEST
    return [*islice(reversed(of.values()), len(of) - begin)][::-1]


def marks(unit: Unit) -> set[str]:
    """What makes two units one family (USERS.md 4.6): the same ID number, or the same name and phone; the
    same name alone is only something to ask about."""
    owners, phones = unit.owners, tuple(unit.fact("phones", ()))
    found = {f"i:{id}" for id in unit.fact("ids", ())} | {f"n:{name}" for name in owners}
    pairs = zip(owners, phones, strict=True) if len(owners) == len(phones) else ((o, p) for o in owners for p in phones)
    return found | {f"p:{name}|{phone}" for name, phone in pairs}
