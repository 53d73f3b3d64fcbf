"""A made-up owner list, and what a test may say of it without asking the program that reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.desk import Desk
from app.roster.read import read
from app.roster.sample import HEAD, Row, sample, write
from app.roster_import import Importer

UNITS, SEED = 300, 21
PAPERS = {"证件不齐": "E08", "委托书缺失": "E09", "共有人未到": "E10"}
SIGNING = {"合同未备案": "E04"}


@dataclass(frozen=True)
class House:
    """One row of the list. `reason` as it is written there, '' for one that may go on."""

    code: str
    owners: tuple[str, ...]
    ids: tuple[str, ...]
    phones: tuple[str, ...]
    reason: str
    slot: str

    @property
    def step(self) -> str:
        """What stands before the escort (onsite.md 3.5)."""
        if not self.reason:
            return ""
        return "papers" if self.reason in PAPERS else "signing" if self.reason in SIGNING else "finance"


def rows() -> list[Row]:
    """The list as it would be written to a file."""
    return sample(UNITS, SEED)


def houses(table: Iterable[Row]) -> list[House]:
    """The rows below the header, as a person reads them."""
    head, *below = table
    at = {name: head.index(name) for name in HEAD}

    def many(row: Row, name: str) -> tuple[str, ...]:
        return tuple(str(row[at[name]]).split("、"))

    return [House(str(row[at["房号"]]), many(row, "业主"), many(row, "证件号码"), many(row, "联系电话"),
                  str(row[at["不符合原因"]] or ""), str(row[at["预约时段"]] or "")) for row in below]


def families(known: Iterable[House]) -> list[list[House]]:
    """Units whose owners are the same people, two or more each."""
    together: dict[tuple[str, ...], list[House]] = {}
    for house in known:
        together.setdefault(house.ids, []).append(house)
    return [family for family in together.values() if len(family) > 1]


def told_apart(known: list[House]) -> set[str]:
    """Codes of the units that the last four figures of their first phone name alone."""
    tails = Counter(phone[-4:] for house in known for phone in house.phones)
    rooms = {house.code.replace("-", "") for house in known} | {house.code.rpartition("-")[2] for house in known}
    return {house.code for house in known if tails[tail := house.phones[0][-4:]] == 1
            and not any(tail in room for room in rooms)}


def bring_in(desk: Desk, folder: Path, table: list[Row]) -> None:
    """The list as a file, through the reader, into the desk."""
    write(folder / "list.xlsx", table)
    importer = Importer(desk)
    reading = read(folder / "list.xlsx", importer.key())
    assert reading.units == len(table) - 1 and not reading.rejected
    importer.write(reading, importer.preview(reading), "checked by a test", lambda done, of: None)
