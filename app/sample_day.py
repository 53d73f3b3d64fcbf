"""Makes up a day at the desks, as a file that can be done again: nobody in it exists.

Each household is looked after at one desk, also on another day, as desks that are apart can do it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zlib import crc32

from app.roster.reading import Household

STAFF = {"B": "王敏", "C": "何嘉欣", "D": "梁志远"}  # who is at which desk; A is left for whoever looks on
PAPER = "E"  # where forms are typed in after the day
EVENING = "18:30"
ESCORTS = ("李工", "周工", "孙洁", "吴凡", "郑师傅")
GIFTS = ("雨伞", "绿植")
DEFECTS = (
    ("WAL01", "LIV"), ("WAL02", "MBR"), ("WAL08", "BR2"), ("WAL10", "COR"), ("WTL01", "KIT"), ("WTL03", "MBA"),
    ("FLR01", "LIV"), ("FLR03", "BR2"), ("WAL07", "PBA"), ("WAL04", "DIN"),
)  # fmt: skip
REFUSALS = (
    {"reason": "R1"}, {"reason": "R1"}, {"reason": "R2"}, {"reason": "R4"}, {"reason": "R9", "note": "想等家人一起看"},
)  # fmt: skip
OPENS, HOURS = time(8, 50), 7.5  # in which households come

Said = dict[str, Any]


def sample_day(households: Sequence[Household], day: str, seed: int, again: Collection[str] = ()) -> list[Said]:
    """What happens to these households on that day (ISO), in the order of time, the same for the same seed. Those of
    `again` have been there before: they have their gift, and nothing stops them. The last one's contract ends."""
    chance = random.Random(seed)
    made = _Day(day, chance, again)
    come = sorted(households[:-1], key=lambda house: house.appointment or f"{chance.randint(9, 16):02}")
    said = [line for at, house in enumerate(come) for line in made.household(at, len(come), house)]
    said += [made.ended(house) for house in households[-1:]]
    return sorted(said, key=lambda line: line["at"])


def as_file(lines: Sequence[Said]) -> bytes:
    """Lines of days as a file. Where one takes back another, that stands in it; in the file, its number does."""
    numbers = {id(line): n for n, line in enumerate(lines, 1)}
    numbered = ({**line, "ref": numbers[id(line["ref"])]} if "ref" in line else line for line in lines)
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in numbered)


class _Day:
    def __init__(self, day: str, chance: random.Random, again: Collection[str]) -> None:
        self._opens = datetime.combine(date.fromisoformat(day), OPENS)
        self._chance, self._again, self._day = chance, again, day

    def household(self, at: int, of: int, house: Household) -> Iterator[Said]:
        """All that happens to one household; `at` is its place in the day, of so many."""
        chance = self._chance
        clock = self._opens + timedelta(seconds=round(at * HOURS * 3600 / of + chance.uniform(0, 300)))
        desk = _desk_of(house.unit)

        def then(minutes: float, do: str, **more: Any) -> Said:
            nonlocal clock
            clock += timedelta(seconds=round(minutes * 60))
            said = {"at": clock.isoformat(), "desk": desk, "by": STAFF.get(desk, "王敏"), "do": do, "unit": house.unit}
            known = {"known": f"{self._day}T{EVENING}"} if desk == PAPER else {}
            return {**said, **known, **more}

        if house.unit not in self._again and not house.reasons and chance.random() < 0.02:
            yield then(0, "set_ineligible", reason="E01", note="财务早上来电")
            yield then(4, "clear_ineligible", note="已到账")
        came = then(0, "check_in", party=chance.choice((1, 2, 2, 3, 4)), **self._agent())
        yield came
        if chance.random() < 0.02:
            yield then(1, "void", ref=came, why="登记错户")
            yield then(1, "check_in", party=2)
        if house.reasons and house.unit not in self._again:
            if chance.random() < 0.4:
                yield then(12, "record_result", result="N1")
                return
            yield then(chance.uniform(5, 25), "clear_ineligible", by="赵会计", note="已核对")
        if house.unit not in self._again and chance.random() < 0.85:
            yield then(2, "give_gift", gift=chance.choice(GIFTS))
        yield from self._walk(then)

    def ended(self, house: Household) -> Said:
        """A contract that ends that day."""
        at = self._opens.replace(hour=11, minute=30)
        return {"at": at.isoformat(), "desk": "B", "by": "赵会计", "do": "withdraw", "unit": house.unit,
                "why": "双方解除合同"}

    def _agent(self) -> Said:
        if self._chance.random() >= 0.1:
            return {}
        return {"agent": {"name": self._chance.choice(("刘芳", "林志强")), "authorisation": "original"}}

    def _walk(self, then: Any) -> Iterator[Said]:
        chance = self._chance
        if chance.random() < 0.04:
            yield then(35, "record_result", result="N2")
            return
        yield then(chance.uniform(8, 40), "start_inspection", escort=chance.choice(ESCORTS))
        found = chance.choices((0, 1, 2, 4, 7), (15, 20, 30, 25, 10))[0]
        for code, room in chance.sample(DEFECTS, found):
            yield then(chance.uniform(2, 6), "log_defect", code=code, room=room)
        if found and chance.random() < 0.3:
            yield then(2, "log_defect", text="入户门锁发涩", room="ENT", severity=4, trade="MET")
        yield then(chance.uniform(10, 25), "record_result", **self._result())

    def _result(self) -> Said:
        kind = self._chance.choices(("accepted", "A2", "viewed", "refused", "after_repair"), (60, 12, 8, 11, 9))[0]
        return {"result": kind, **(self._chance.choice(REFUSALS) if kind == "refused" else {})}


def _desk_of(unit: str) -> str:
    among = crc32(unit.encode())
    return PAPER if among % 33 == 0 else [*STAFF][among % len(STAFF)]
