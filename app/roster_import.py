"""Bringing an owner list in: compared with what is known, written as a version, finished, taken back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import msgspec

from app.desk import Desk
from app.errors import Refused
from app.log.operation import Operation, Override
from app.queries import rosters
from app.roster.merge import Merge, compare
from app.roster.reading import Household, Odd, Reading
from app.roster.unitcode import unit_code
from app.stations.roster import CloseList, ListPart, ListUnit, RenameUnit, RosterList
from app.unswept import unswept

PART = 50  # units in one entry
GIVE_WAY = 0.005  # seconds between entries, so that somebody at the desk who waits for the lock gets it
MAY_IMPORT = ("finance", "lead")

Progress = Callable[[int, int], None]


class Importer:
    """The way of an owner list into a desk's log. Its methods may run in a thread of their own; what they
    raise (Refused, Trouble) leaves a version that shows as unfinished."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def may(self) -> Refused | None:
        """Why whoever is at the desk may not bring in a list: it decides who may take over a home."""
        return None if self._desk.operator.role in MAY_IMPORT else Refused("import_role", may="finance")

    def key(self) -> bytes:
        """The key of the hashes that stand for ID numbers: the same on every laptop of the site."""
        return bytes.fromhex(self._desk.state("site").roster_key)

    def listed(self) -> dict[str, dict[str, Any]]:
        """What is known of every listed unit, by its code: FACTS and `subject`."""
        with self._desk.database.read() as sql:
            found = rosters.listed(sql, self._desk.site)
            judged = rosters.with_reasons(sql, self._desk.site)
        for facts in found.values():
            if facts["subject"] in judged:  # what the list said is not what is open now: folded, it is known
                unit = self._desk.state(facts["subject"])
                facts["reasons"], facts["reason_text"] = unit.fact("reasons", ()), unit.fact("reason_text")
        return found

    def versions(self) -> list[rosters.Version]:
        """Every list that stands, newest first."""
        with self._desk.database.read() as sql:
            return rosters.versions(sql, self._desk.site)

    def absent(self) -> list[rosters.Absent]:
        """Units that the newest list does not have."""
        with self._desk.database.read() as sql:
            return rosters.absent(sql, self._desk.site)

    @unswept()
    def preview(self, reading: Reading, listed: Mapping[str, Mapping[str, Any]] | None = None) -> Merge:
        """What the list would change against what is `listed` now. Writes nothing."""
        return compare(self._mended(reading.households), self.listed() if listed is None else listed)

    def write(self, reading: Reading, merge: Merge, checked_by: str, progress: Progress) -> str:
        """Write the list as a new version and close it; its id. `progress(units done, units in all)` after
        every part. Raises Refused `import_role`, `list_unchecked`."""
        self._check(checked_by)
        number = self._next_number()
        # The same file read at two desks that are apart is one version.
        version = f"{number}-{reading.sha256[:16]}"
        self._write(version, number, reading, merge, checked_by, progress)
        return version

    def finish(self, version: str, reading: Reading, checked_by: str, progress: Progress) -> str:
        """Write what an unfinished version still lacks, from the same file, and close it. Raises Refused
        `list_other_file` besides what `write` raises."""
        self._check(checked_by)
        self.same_file(version, reading)
        number = self._roster(version).number
        self._write(version, number, reading, self.preview(reading), checked_by, progress)
        return version

    def same_file(self, version: str, reading: Reading) -> None:
        """Raises Refused `list_other_file` or `list_closed` where this file does not finish the version."""
        state = self._roster(version)
        if state.closed is not None:
            raise Refused("list_closed", number=state.number)
        if state.sha256 != reading.sha256:
            raise Refused("list_other_file", file=state.file)

    def take_back(self, version: str, why: str, progress: Progress) -> None:
        """Void a version's closing, then every part of it; what is already gone is passed over, so that it
        can be begun again. Raises Refused `lead_only`, `reason_empty`, `list_not_newest`."""
        operator = self._desk.operator
        if operator.role != "lead":
            raise Refused("lead_only")
        if not why.strip():
            raise Refused("reason_empty")
        self._newest(version)
        override = Override(who=operator.name, why=why.strip(), role="lead")
        entries = self._desk.history(f"roster/{version}")
        closings = [e.id for e in entries if any(isinstance(op, CloseList) for op in e.ops)]
        parts = [e.id for e in entries if any(isinstance(op, ListPart) for op in e.ops)]
        for done, id in enumerate([*closings, *parts], 1):
            try:
                self._desk.void(id, why=why.strip(), override=override)
            except Refused as no:
                if no.key != "already_voided":
                    raise
            time.sleep(GIVE_WAY)
            progress(done, len(closings) + len(parts))

    def rename(self, code: str, to: str) -> str:
        """Mend a wrong code, however both are written; everything stays with the unit. The new code. Raises
        Refused `unit_unknown`, `code_unreadable`, `code_taken`, `code_same`, `import_role`."""
        no = self.may()
        if no is not None:
            raise no
        subject, right = self._bearer(code) or self._bearer(unit_code(code)), unit_code(to)
        if not subject:
            raise Refused("unit_unknown", unit=code)
        if not right:
            raise Refused("code_unreadable", code=to)
        self._desk.do(RenameUnit(on=subject, to=right, taken=self._bearer(right) not in ("", subject)))
        return right

    # -- inside ----------------------------------------------------------------------------------------

    def _check(self, checked_by: str) -> None:
        no = self.may()
        if no is not None:
            raise no
        if not checked_by.strip():
            raise Refused("list_unchecked")

    def _roster(self, version: str) -> RosterList:
        state: RosterList = self._desk.state(f"roster/{version}")
        return state

    def _next_number(self) -> int:
        return 1 + max((v.number for v in self.versions() if v.finished), default=0)

    def _newest(self, version: str) -> None:
        """A list holds only what differs from the one before, so they come off in order, the last first."""
        this = next((v for v in self.versions() if v.version == version), None)
        later = [v for v in self.versions() if this is not None and v.number > this.number]
        if later:
            raise Refused("list_not_newest", number=later[0].number)

    def _mended(self, households: Sequence[Household]) -> list[Household]:
        """The households under the codes that their units are called by now: a list that still has a wrong
        code, since mended, means the mended unit, unless it has both. Words beside 'eligible' are no
        reason."""
        names = self._names()
        bearers, here = set(names.values()), {house.unit for house in households}
        made = []
        for house in households:
            now = names.get(house.unit, house.unit)
            if house.unit not in bearers and now not in here:
                house = msgspec.structs.replace(house, unit=now)
            if house.reason_text and not house.reasons:
                house = msgspec.structs.replace(house, reason_text="")
            made.append(house)
        return made

    def _bearer(self, code: str) -> str:
        with self._desk.database.read() as sql:
            return rosters.bearer(sql, self._desk.site, code)

    def _names(self) -> dict[str, str]:
        with self._desk.database.read() as sql:
            return rosters.subjects(sql, self._desk.site)

    def _write(
        self, version: str, number: int, reading: Reading, merge: Merge, checked_by: str, progress: Progress
    ) -> None:
        new, changed = self._brought(version)
        listings = list(self._listings(version, merge))
        for start in range(0, len(listings), PART):
            part = listings[start : start + PART]
            head = ListPart(on=f"roster/{version}", number=number, file=reading.filename,
                            sha256=reading.sha256, units=len(part))
            self._desk.do(head, *(op for ops in part for op in ops))
            time.sleep(GIVE_WAY)
            progress(start + len(part), len(listings))
        new, changed = new + len(merge.new), changed + len(merge.changed)
        self._desk.do(CloseList(
            on=f"roster/{version}", number=number, file=reading.filename, sha256=reading.sha256,
            parts=len(self._roster(version).parts), units=reading.units, new=new, changed=changed,
            unchanged=reading.units - new - changed, missing=merge.missing, rejected=len(reading.rejected),
            checked_by=checked_by.strip()))

    def _brought(self, version: str) -> tuple[int, int]:
        """How many units the parts that stand already brought, and how many they changed: new is what no
        other list has."""
        entries = [self._desk.entry(id) for id in self._roster(version).parts]
        listed = {op.on for entry in entries if entry for op in entry.ops if isinstance(op, ListUnit)}
        new = sum(set(self._desk.state(subject).versions) == {version} for subject in listed)
        return new, len(listed) - new

    def _listings(self, version: str, merge: Merge) -> Iterator[tuple[Operation, ...]]:
        """The operations of each unit, new ones first."""
        names = self._names()
        bearers = {code: subject for subject, code in reversed(names.items())}
        for house in merge.new:
            said = {f: getattr(house, f) for f in house.given if getattr(house, f) or f == "reasons"}
            subject = bearers.get(house.unit) or free(house.unit, names)
            listing = ListUnit(on=f"unit/{subject}", version=version, **said)
            yield listing, *called(subject, house.unit, names)
        for house, said in merge.changed:
            yield (ListUnit(on=f"unit/{bearers[house.unit]}", version=version, **said),)


def free(code: str, names: Mapping[str, str]) -> str:
    """A subject for a unit that is new: its code, unless that is the subject of a unit since renamed."""
    tried = (code if n == 1 else f"{code}~{n}" for n in count(1))
    return next(subject for subject in tried if subject not in names)


def called(subject: str, code: str, names: Mapping[str, str]) -> tuple[Operation, ...]:
    return () if names.get(subject, subject) == code else (RenameUnit(on=f"unit/{subject}", to=code),)


def figures(reading: Reading, merge: Merge | None) -> dict[str, Any]:
    """What a reading holds and what it would change, as plain figures; without a merge everything is new."""
    merge = merge or compare(reading.households, {})
    return {
        "file": reading.filename, "units": reading.units, "owners": reading.owners,
        "ineligible": reading.ineligible, "new": len(merge.new), "changed": len(merge.changed),
        "unchanged": merge.unchanged, "missing": len(merge.missing), "rejected_rows": len(reading.rejected),
        "repeated_rows": len(reading.repeated), "rejected": [_plain(odd) for odd in odd_rows(reading)],
        "missing_units": list(merge.missing),
    }  # fmt: skip


def odd_rows(reading: Reading) -> list[Odd]:
    """Rows that gave no household and rows that named one again, in the order of the file."""
    sheets = {sheet.name: n for n, sheet in enumerate(reading.sheets)}
    return sorted((*reading.rejected, *reading.repeated), key=lambda odd: (sheets.get(odd.sheet, 0), odd.row))


def _plain(odd: Odd) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(odd)
    return plain
