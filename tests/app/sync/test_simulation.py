"""Days of a site that are made up by a seed: whatever happens in them, afterwards all laptops hold the same.

And mutants: a program with one of its rules taken out is caught by the same days.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import parts
import pytest
from simulation import simulated

from app.desk import Desk
from app.log import fold, order, wire
from app.log.kinds import blank
from app.log.operation import Entry
from app.log.wire import Line
from app.stations.notes import AddRemark
from app.sync import member
from app.verify import verify

PARTS = 10


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a run of entries is longer than what goes between two signatures."""
    monkeypatch.setattr(member, "EVERY", 7)


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_all_agree_and_nothing_is_lost_or_there_twice(
    part: int, tmp_path: Path, counts: Callable[[int, int], int]
) -> None:
    many, did = counts(4, 1000), Counter[str]()
    for seed in range(part * many, (part + 1) * many):
        did += simulated(seed, tmp_path).did
    assert min(did[what] for what in ("act", "exchange", "cut", "hub_unreachable")) > many // 2


def test_a_seed_is_the_same_day_again(tmp_path: Path) -> None:
    first, again = simulated(3, tmp_path), simulated(3, tmp_path)
    assert first.did == again.did and set(first.acknowledged) == set(again.acknowledged)


# -- mutants ---------------------------------------------------------------------------------------------------


def as_they_lie(entries: Any, subject: str) -> list[Entry]:
    return list({entry.id: entry for entry in entries}.values())


def over_a_gap(self: Desk, sql: Any, line: Line, heads: Any, run: Any) -> list[Entry]:
    line = self._branches.placed(sql, line)
    n, _ = self._branches.end(sql, line)
    if line.n <= n:
        return []
    entry = wire.decode(line.data)
    self._insert(sql, line, entry.subjects)
    return [entry]


def nothing(ordered: Sequence[Entry], subject: str, saw: Any) -> frozenset[str]:
    return frozenset()


# Each with a seed near one of a day on which it shows.
MUTANTS = {
    "ignore what was seen": (order, "_causal", lambda ranked, place, subject: True, 14),
    "drop the order": (fold, "in_order", as_they_lie, 34),
    "ignore voids": (fold, "voided", nothing, 4),
    "skip a gap": (Desk, "_store", over_a_gap, 3),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_program_without_one_of_its_rules_is_caught(
    mutant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, name, instead, first = MUTANTS[mutant]
    monkeypatch.setattr(where, name, instead)
    caught = 0
    for seed in range(first, first + 60):
        try:
            simulated(seed, tmp_path)
        except Exception:  # whatever it stumbles over
            caught += 1
            break
    assert caught


def settle_without_the_lock(desk: Desk, between: Callable[[], object]) -> None:
    """As `Desk.settle`, but that it folds first and writes when it comes to it."""
    with desk.database.read() as sql:
        subjects = [row[0] for row in desk._sql.run(sql, "unsettled", site=desk.site, limit=50).fetchall()]
        folded = {s: fold.fold(desk._entries(sql, s), s, blank) for s in subjects}
    between()
    with desk.database.write() as sql:
        desk._rewrite(sql, folded)
        desk._sql.many(sql, "settled", [{"site": desk.site, "subject": s} for s in subjects])


@pytest.mark.parametrize("locked", [True, False])
def test_settling_without_the_lock_is_caught_and_with_it_nothing_is(make_desk: Callable[..., Desk], locked: bool
                                                                    ) -> None:
    desk, pen = make_desk("A"), parts.Pen()
    parts.configured(desk)
    desk.store([pen.write(AddRemark(on="unit/1-1-101", text="far"))])
    acts = [threading.Thread(target=lambda n=n: desk.do(AddRemark(on="unit/1-1-101", text=str(n)))) for n in range(3)]
    if locked:
        entries, started = desk._entries, list[threading.Thread]()

        def folding(sql: Any, subject: str) -> list[Entry]:
            """Somebody acts in the middle of it, and has to wait."""
            found = entries(sql, subject)
            if len(started) < len(acts) and threading.current_thread() is threading.main_thread():
                started.append(acts[len(started)])
                started[-1].start()
                started[-1].join(0.05)
            return found

        desk._entries = folding  # type: ignore[method-assign]
        desk.settle()
    else:
        settle_without_the_lock(desk, lambda: [act.start() or act.join() for act in acts])
    for act in acts:
        if act.ident:
            act.join()
    found = verify(desk)
    assert bool(found.different) == (not locked)
    assert msgspec.structs.asdict(found)["faulty"] == 0
