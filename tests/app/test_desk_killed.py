"""Killed at any instant: what was acknowledged is there, the lists agree with it, the program starts."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import parts
import pytest

from app.desk import Desk
from app.site import exists, new_site, open_site
from app.stations.arrival import CheckIn
from app.verify import verify

pytestmark = [pytest.mark.skipif(os.name == "nt", reason="the nursery forks"), pytest.mark.timeout(900)]

# One process imports everything and forks a child for each order: a start costs milliseconds, not a second.
NURSERY = '''
import itertools, os, random, sys
from pathlib import Path
import parts
from app.clock import Clock
from app.desk import Operator
from app.site import new_site, open_site
from app.stations.arrival import CheckIn, Leave
from app.stations.eligibility import ClearReason, SetReason
from app.stations.notes import AddRemark

def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def doing(folder, seed):
    """One action after the other, of many kinds; each that returned is said."""
    desk, any_ = open_site(folder, Clock()), random.Random(seed)
    desk.operator = Operator("Lam", "lead")
    while True:
        one, two = any_.sample([f"unit/{n}" for n in range(9)], 2)
        made = desk.do(*any_.choice([
            [CheckIn(on=one, again=True)], [CheckIn(on=one, again=True), CheckIn(on=two, again=True)],
            [AddRemark(on=one, text="x" * any_.randrange(3000))],
        ]))
        say("did", made.id)
        if any_.random() < 0.2:
            say("did", desk.void(made.id).id)

def hearing(folder, seed):
    """Lines are stored, said, and settled slice by slice."""
    desk = open_site(folder, Clock())
    for n in itertools.count():
        pen = parts.Pen(desk.site, f"laptop {seed} {n}", "Z")
        for line in range(40):
            pen.write(AddRemark(on=f"unit/{n}-{line}", text="x"), CheckIn(on=f"unit/{line % 9}", day=str(n)))
            pen.write(AddRemark(on=f"unit/{n}-{line + 40}", text="y"))
        desk.receive(pen.lines, settle=False)
        say("stored", pen.desk.replace(" ", "_"), len(pen.lines))
        while desk.settle():
            say("slice")

def rebuilding(folder, seed):
    """The lists are thrown away and made again, over and over."""
    desk = open_site(folder, Clock())
    while True:
        say("rebuilding")
        desk.rebuild()

def making(folder, seed):
    """A site is made."""
    say("making")
    new_site(folder, Clock(), name="Sample Court", zone="Asia/Shanghai")
    say("made")

for order in sys.stdin:
    what, folder, seed = order.split("\\t")
    if not os.fork():
        say("pid", os.getpid())
        globals()[what](Path(folder), int(seed))
        os._exit(0)
    sys.stdin.readline()  # until then its number stays taken
    os.wait()
    say("gone")
'''


class Nursery:
    """Children that do something and are killed."""

    def __init__(self) -> None:
        path = os.pathsep.join(map(str, (Path(__file__).parents[2], Path(__file__).parents[1])))
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill(self, what: str, folder: Path, seed: int, *, after: int, spin: float) -> list[list[str]]:
        """Lets a child do `what`, kills it `spin` seconds after its so-manieth saying; all that it said."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{what}\t{folder}\t{seed}\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline().split()[1])
        said: list[list[str]] = []
        while len(said) < after:
            said.append(self._process.stdout.readline().split())
        until = time.perf_counter() + spin
        while time.perf_counter() < until:
            pass
        os.kill(pid, signal.SIGKILL)
        self._process.stdin.write("look\n")
        self._process.stdin.flush()
        while said[-1:] != [["gone"]]:
            said.append(self._process.stdout.readline().split())
        return said[:-1]

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def folder(make_desk: Callable[..., Desk], tmp_path: Path) -> Path:
    """A site with nine units, closed."""
    desk = make_desk("A", bare=False)
    parts.listed(desk, *map(str, range(9)))
    desk.database.close()
    return tmp_path / "A"


def opened(folder: Path) -> Desk:
    """The program starts again: everything is settled, and nothing is wrong."""
    desk = open_site(folder, parts.TestClock())
    report = verify(desk)
    assert report.clean and not report.unsettled, report
    return desk


def rounds(counts: Callable[[int, int], int]) -> Iterator[tuple[int, int, float]]:
    """Seed, how many sayings until the kill, and how long after: an instant at random."""
    for seed in range(counts(20, 200)):
        any_ = random.Random(seed)
        yield seed, any_.randint(1, 12), any_.random() * 0.004


def test_every_action_that_returned_survives_a_kill(
    nursery: Nursery, folder: Path, counts: Callable[[int, int], int]
) -> None:
    acknowledged: set[str] = set()
    for seed, after, spin in rounds(counts):
        said = nursery.kill("doing", folder, seed, after=after, spin=spin)
        acknowledged |= {id for _, id in said}

        desk = opened(folder)
        there = {line.id for line in desk.after({}, limit=100_000)}
        assert acknowledged <= there
        assert len(there - acknowledged) <= 2 + seed + 1, "one a round may be on disk and not be said yet"
        desk.do(CheckIn(on="unit/1", again=True))
        acknowledged.add(desk.history("unit/1")[-1].id)
        desk.database.close()


def test_what_was_stored_and_not_settled_is_settled_at_the_next_start(
    nursery: Nursery, folder: Path, tmp_path: Path, counts: Callable[[int, int], int]
) -> None:
    between = 0
    for seed, after, spin in rounds(counts):
        fresh = shutil.copytree(folder, tmp_path / str(seed))
        said = nursery.kill("hearing", fresh, seed, after=1 + after % 4, spin=spin if seed % 2 else 0)
        stored = {words[1].replace("_", " "): int(words[2]) for words in said if words[0] == "stored"}
        between += said[-1][0] == "stored"

        desk = opened(fresh)
        vector = desk.vector()
        assert {name: vector[name][0] for name in stored} == stored, "all of a desk's lines, or none"
        assert len(parts.rows(desk, "household")["household"]) >= 80 * len(stored)
        desk.database.close()
    assert between, "some were killed between store and settle"


def test_a_rebuild_that_is_killed_leaves_the_lists_as_they_were(
    nursery: Nursery, folder: Path, counts: Callable[[int, int], int]
) -> None:
    for seed, _, spin in rounds(counts):
        nursery.kill("rebuilding", folder, seed, after=1, spin=spin * 4)

        opened(folder).database.close()


def test_a_site_whose_making_was_killed_is_there_whole_or_can_be_made(
    nursery: Nursery, tmp_path: Path, counts: Callable[[int, int], int]
) -> None:
    for seed, _, spin in rounds(counts):
        folder = tmp_path / str(seed)
        said = nursery.kill("making", folder, seed, after=1, spin=spin * 15)

        if exists(folder):
            desk = opened(folder)
        else:
            assert ["made"] not in said
            desk = new_site(folder, parts.TestClock(), name="Sample Court", zone="Asia/Shanghai")
        assert desk.state("site").name == "Sample Court" and verify(desk).clean
        desk.database.close()
