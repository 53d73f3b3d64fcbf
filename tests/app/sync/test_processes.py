"""Laptops as processes of their own, a bad link between each and the main one, and kill -9 again and again."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from faultyproxy import FaultyProxy
from parts import until

from app.clock import Clock
from app.desk import Desk
from app.site import FILE, new_site, open_on_server, open_site
from app.stations.roster import ListUnit
from app.sync.far import join
from app.sync.hub import Hub
from app.sync.member import Member
from app.verify import verify

ROOT = Path(__file__).parents[3]
ENV = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}


class Running:
    """The main laptop and the others, each a process, each other one behind its own link."""

    def __init__(self, folder: Path, many: int, seed: int, server: str) -> None:
        self.folder, self.chance, self.server = folder, random.Random(seed), server
        self.letters = self._made(many)
        self.hub, port = self._serve()
        self.links = [FaultyProxy(port, seed + n) for n in range(many)]
        self.desks = [self._start(n) for n in range(many)]

    def _made(self, many: int) -> list[str]:
        desk = new_site(self.folder / "main", Clock(), name="Sample Court", zone="Asia/Shanghai")
        desk.do(*(ListUnit(on=f"unit/1-1-10{n}", version="v", owners=("陈静雯",)) for n in (1, 2, 3)))
        serving = Hub(Member(desk), "127.0.0.1")
        serving.start()
        letters = []
        for n in range(many):
            code = serving.open_invite().code
            other: Desk = join(self.folder / f"laptop {n}", Clock(), f"127.0.0.1:{serving.port}", code)
            letters.append(other.letter)
            other.database.close()
        serving.stop()
        desk.database.close()
        return letters

    def _serve(self) -> tuple[subprocess.Popen[str], int]:
        started = subprocess.Popen(
            [sys.executable, "-m", "ui", "hub", "--data", str(self.folder / "main"), "--language", "en",
             *(["--database", self.server] if self.server else []), "--listen", "127.0.0.1:0"],
            cwd=ROOT, env=ENV, stdout=subprocess.PIPE, text=True)
        assert started.stdout is not None
        found = re.search(r"port (\d+)\.", started.stdout.readline())
        assert found
        return started, int(found[1])

    def _start(self, n: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "deskprocess.py"), str(self.folder / f"laptop {n}"),
             f"127.0.0.1:{self.links[n].port}", str(self.folder / f"done {n}")], cwd=ROOT, env=ENV,
            stdin=subprocess.PIPE)

    def kill(self) -> None:
        """One of them, at any instant, and it starts again."""
        n = self.chance.randrange(len(self.desks) + 1)
        if n == len(self.desks):
            end(self.hub)
            assert self.hub.stdout is not None
            self.hub.stdout.close()
            self.hub, port = self._serve()
            for link in self.links:
                link.to = port
        else:
            end(self.desks[n])
            self.desks[n] = self._start(n)

    def quiet(self) -> None:
        """Good links, and nobody records any more."""
        for link in self.links:
            link.fault = 0
            link.cut()
        for desk in self.desks:
            assert desk.stdin is not None
            desk.stdin.write(b"\n")
            desk.stdin.flush()
        until(lambda: all((self.folder / f"done {n}.quiet").exists() for n in range(len(self.desks))), 60)

    def heads(self) -> list[dict[str, int]]:
        """How far each laptop is, as its file says."""
        found = []
        if self.server:
            with psycopg.connect(self.server.replace("+psycopg", "")) as sql:
                found.append(dict(sql.execute("SELECT desk, n FROM head").fetchall()))
        for name in (() if self.server else ("main",)) + tuple(f"laptop {n}" for n in range(len(self.desks))):
            with closing(sqlite3.connect(f"file:{self.folder / name / FILE}?mode=ro", uri=True, timeout=10)) as raw:
                found.append(dict(raw.execute("SELECT desk, n FROM head").fetchall()))
        return found

    def alike(self) -> bool:
        """Whether all are as far as the others, each looked at once: nobody records any more."""
        first, *others = self.heads()
        return all(other == first for other in others)

    def done(self) -> list[str]:
        """Everything that any laptop said was done. A last line may be half written."""
        lines = [line for n in range(len(self.desks)) for line in (
            self.folder / f"done {n}").read_text().split("\n") if len(line) == 16]
        assert len(set(lines)) == len(lines)
        return lines

    def close(self) -> None:
        for desk in self.desks:
            assert desk.stdin is not None
            desk.stdin.close()
            desk.wait(20)
        self.hub.send_signal(signal.SIGTERM)
        self.hub.wait(20)
        assert self.hub.stdout is not None
        self.hub.stdout.close()
        for link in self.links:
            link.close()


def end(process: subprocess.Popen[Any]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


@pytest.mark.parametrize("kept", ["file", "server"])
def test_whoever_is_killed_and_whatever_the_links_do_nothing_is_lost_or_doubled(
    kept: str, tmp_path: Path, counts: Callable[[int, int], int], request: pytest.FixtureRequest
) -> None:
    server: str = request.getfixturevalue("server") if kept == "server" else ""
    running = Running(tmp_path, counts(3, 8), 7, server)
    try:
        for link in running.links:
            link.fault = 0.4
        for _ in range(counts(4, 20)):
            time.sleep(running.chance.uniform(0.3, 1.2))
            running.chance.choice(running.links).cut()
            running.kill()
        time.sleep(1)
        running.quiet()
        until(running.alike, 60)
    finally:
        running.close()
    done = running.done()
    assert len(done) > 20 and sum(link.broken for link in running.links)
    for name in ("main", *(f"laptop {n}" for n in range(len(running.desks)))):
        desk = open_on_server(tmp_path / name, Clock(), server) if server and name == "main" else open_site(
            tmp_path / name, Clock())
        held = Counter(line.id for line in desk.after({}, 1 << 30))
        wrong = {id: held[id] for id in done if held[id] != 1}
        assert not wrong and max(held.values()) == 1, (name, len(held), wrong, running.heads())
        assert verify(desk).clean
        desk.close()
