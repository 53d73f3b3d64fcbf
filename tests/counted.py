"""The figures of a day counted from the bare records: plain JSON, plain loops, nothing of the program.

Written from report.md 5.1, 5.2 and 5.6 alone. It knows one laptop's log, or several in one list.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

Record = dict[str, Any]
REFUSALS = {"C1", "R1", "R2", "R3", "R4", "R5", "R6", "R9"}
DAY_AFTER_MS = 24 * 3600 * 1000


def standing(lines: list[bytes]) -> list[Record]:
    """The records that were not taken back, by the time they happened."""
    records = [json.loads(line) for line in lines]
    records.sort(key=lambda r: (r["at"], r["n"]))
    gone: set[str] = set()
    for record in reversed(records):  # a void may itself be taken back, but only later
        if record["id"] not in gone:
            gone |= {op["entry"] for op in record["ops"] if op["do"] == "Void"}
    kept = [record for record in records if record["id"] not in gone]
    return sorted(kept, key=lambda r: (r.get("when", r["at"]), r["at"], r["n"]))


class Count:
    """Walks through the records once, then answers."""

    def __init__(self, lines: list[bytes], day: str, zone: str = "Asia/Shanghai") -> None:
        self.day, self._zone = day, ZoneInfo(zone)
        self.listed: dict[str, str] = {}  # unit → day
        self.withdrawn: dict[str, str] = {}
        self.open: dict[str, set[str]] = defaultdict(set)  # reasons at the end of the day
        self.came: dict[str, list[str]] = defaultdict(list)  # unit → days
        self.results: dict[str, list[tuple[int, str, str]]] = defaultdict(list)  # unit → (ms, day, code)
        self.walked: dict[str, list[tuple[int, str]]] = defaultdict(list)  # unit → (ms, visit) of walks and defects
        self.named: dict[str, dict[int, str]] = defaultdict(dict)  # unit → ms of a result → the visit it names
        self.stays: dict[str, list[Record]] = defaultdict(list)  # unit → visits: day, begun, ids, over
        self.found: dict[str, list[tuple[int, str]]] = defaultdict(list)  # unit → (ms, day) of defects
        dropped = {op["defect"] for r in standing(lines) for op in r["ops"] if op["do"] == "DropDefect"}
        for record in standing(lines):
            for op in record["ops"]:
                self._take(record, op, dropped)

    def _day(self, ms: int) -> str:
        return datetime.fromtimestamp(ms / 1000, self._zone).date().isoformat()

    def _take(self, record: Record, op: Record, dropped: set[str]) -> None:
        sort, _, unit = op["on"].partition("/")
        ms = record.get("when", record["at"])
        day = self._day(ms)
        if sort != "unit":
            return
        do, then = op["do"], day <= self.day
        if do == "ListUnit":
            self.listed.setdefault(unit, day)
        elif do == "Withdraw":
            self.withdrawn.setdefault(unit, day)
        elif do in ("CheckIn", "TakeVisit"):
            self.came[unit].append(day)
            self._comes(unit, day, ms, op["visit"]["id"] if do == "TakeVisit" else record["id"])
        elif do == "MoveVisit":
            self.came[unit].remove(day)
        elif do == "RecordResult":
            self.results[unit].append((ms, day, op["code"]))
            self.named[unit][ms] = op.get("visit", "")
            self._goes(unit, day, ms, op.get("visit", ""))
        elif do == "Leave":
            self._goes(unit, day, ms, op["visit"])
        elif do == "StartInspection":
            self.walked[unit].append((ms, op.get("visit", "")))
        elif do == "LogDefect":
            part = op.get("part", 0)
            if (f"{record['id']}:{part}" if part else record["id"]) not in dropped:
                self.walked[unit].append((ms, op.get("visit", "")))
                self.found[unit].append((ms, day))
        if then and do == "ListUnit" and "reasons" in op:
            self.open[unit] |= set(op["reasons"] or ())
        elif then and do == "SetReason":
            self.open[unit].add(op["reason"])
        elif then and do == "ClearReason":
            self.open[unit] -= {op["reason"]} if op.get("reason") else set(self.open[unit])
        elif then and do == "SeePaper" and op["seen"] != "missing":
            self.open[unit] -= {op["reason"]}

    def _comes(self, unit: str, day: str, ms: int, id: str) -> None:
        """A check-in of somebody who is here is the same visit."""
        here = [stay for stay in self.stays[unit] if stay["day"] == day and not stay["over"]]
        if here:
            here[-1]["ids"].add(id)
        else:
            self.stays[unit].append({"day": day, "begun": ms, "ids": {id}, "over": False})

    def _goes(self, unit: str, day: str, ms: int, named: str) -> None:
        for stay in self.stays[unit]:
            if named in stay["ids"] or (not named and stay["day"] == day):
                stay["over"] = True

    def _stay(self, unit: str, ms: int, named: str) -> object:
        """The visit that something belongs to: the one it names, else the last of the day that had begun, else the
        first of the day; where there is none, the day."""
        day = self._day(ms)
        for stay in self.stays[unit]:
            if named in stay["ids"]:
                return stay["begun"]
        mine = [stay["begun"] for stay in self.stays[unit] if stay["day"] == day]
        return max((b for b in mine if b <= ms), default=min(mine, default=day))

    # -- answers -------------------------------------------------------------------------------------------

    def _kept(self, unit: str) -> list[tuple[int, str, str]]:
        """Results that count, without acceptances that a later result reversed."""
        real = [r for r in self.results[unit] if r[2] not in ("N1", "N2")]
        last_no = max((at for at, r in enumerate(real) if not r[2].startswith("A")), default=-1)
        return [r for at, r in enumerate(real) if not r[2].startswith("A") or at > last_no]

    def _state(self, unit: str) -> str:
        code = next((code for _, day, code in reversed(self._kept(unit)) if day <= self.day), "")
        return "accepted" if code.startswith("A") else "refused" if code in REFUSALS else "viewed" if code else ""

    def _accepted_on(self, unit: str) -> str:
        return next((day for _, day, code in self._kept(unit) if code.startswith("A")), "")

    def _inspected(self, unit: str, day: str) -> bool:
        return any(d == day and (code in REFUSALS or code == "V1" or self._walked(unit, ms))
                   for ms, d, code in self._kept(unit))

    def _walked(self, unit: str, ms: int) -> bool:
        stay = self._stay(unit, ms, self.named[unit][ms])
        return any(self._stay(unit, at, named) == stay for at, named in self.walked[unit])

    def figures(self) -> dict[str, int | float | None]:
        """As `summary --json` names them."""
        begun = max(self.day, min(self.listed.values(), default=self.day))  # the first list is the batch
        due = [u for u, since in self.listed.items()
               if since <= begun and not (u in self.withdrawn and self.withdrawn[u] <= self.day)]
        state = {u: self._state(u) for u in self.listed}
        eligible = [u for u in due if state[u] == "accepted" or not self.open[u] - {"W01"}]
        accepted = sum(state[u] == "accepted" for u in due)
        here = {u for u in self.listed if any(day <= self.day for day in self.came[u])}
        today = [u for u in self.listed if self._inspected(u, self.day)]
        ever = [u for u in self.listed if any(self._inspected(u, d) for _, d, _ in self._kept(u) if d <= self.day)]
        new = {u: sum(day == self.day for _, day in self.found[u]) for u in self.listed}
        total = {u: sum(day <= self.day for _, day in self.found[u]) for u in self.listed}
        within = {u: sum(day <= self.day and ms <= self._ended(u) + DAY_AFTER_MS for ms, day in self.found[u])
                  for u in ever}
        first_no = {u for u in self.listed for r in self._kept(u)[:1] if r[2] in REFUSALS and r[1] < self.day}
        made = {u for u in self.listed if self._accepted_on(u) == self.day}
        return {
            "due_all": len(due), "due_eligible": len(eligible),
            "arrived_today": sum(self.day in self.came[u] for u in self.listed),
            "inspected_today": len(today), "accepted_today": len(made), "accepted_cumulative": accepted,
            "rate_eligible": ratio(100 * accepted, len(eligible), 1), "rate_all": ratio(100 * accepted, len(due), 1),
            "defects_today": sum(new.values()), "defects_cumulative": sum(total.values()),
            "defects_per_unit_today": ratio(sum(new[u] for u in today), len(today), 2),
            "defects_per_unit_cumulative": ratio(sum(within.values()), len(ever), 2),
            "refused_today": sum(any(d == self.day and c in REFUSALS for _, d, c in self.results[u])
                                 for u in self.listed),
            "refused_now": sum(state[u] == "refused" for u in due),
            "viewed_only_now": sum(state[u] == "viewed" for u in due),
            "recovered_today": len(made & first_no), "not_taken_over": len(due) - accepted,
            "never_came": sum(not state[u] and u not in here and not self._sent(u) for u in due),
            "came_without_result": sum(not state[u] and (u in here or self._sent(u)) for u in due),
        }

    def _sent(self, unit: str) -> bool:
        return any(day <= self.day for _, day, _ in self.results[unit])

    def _ended(self, unit: str) -> int:
        return max(ms for ms, day, _ in self._kept(unit) if day <= self.day and self._inspected(unit, day))


def ratio(over: int, under: int, places: int) -> float | None:
    """Rounded half up from counts."""
    if not under:
        return None
    return float((Decimal(over) / Decimal(under)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
