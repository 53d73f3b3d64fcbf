"""What a main laptop takes in, beside the figures it is held to, load and laptop on the same machine, with TLS."""

from __future__ import annotations

import gc
import random
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec
import parts
from giving import Giver, Load
from programs import ROOT, Programs
from rows import Row, flat, row, spread
from sites import site

from app.clock import Clock
from app.database import sqlite
from app.desk import Desk, Operator, new_id
from app.log import wire
from app.log.operation import Entry
from app.log.wire import Line
from app.site import open_on_server
from app.stations.notes import AddRemark
from app.stations.roster import ListUnit
from app.sync import trust
from app.sync.far import Far, join, join_whole
from app.sync.hub import Hub
from app.sync.member import Batch, Keys, Member, Seal
from app.sync.swap import swap
from app.sync.syncer import Syncer

UNITS, ENTRIES = 3000, 100_000
EACH_1000 = 1000 / 15  # ms that a thousand entries may take: 15,000 in a second
BATCH, LOAD = 200, 60_000
CLIENTS, SINGLES, SINGLE_P99 = 20, 100, 80.0
SETTLED = 2000.0  # ms after the load has ended
SEARCHED, JOINED = 3000.0, 8000.0
COMMIT = 50.0  # ms that a local action may wait while much comes in
SEEN = 1000.0  # ms until an action is on the other laptop
IDLE = 3.0  # percent of a core


def measure(part: float, folder: Path, new: Callable[[], str] = str) -> list[Row]:
    """A load in batches and one of single entries; a laptop that joins; a main laptop with nothing to do. `new` gives
    the URL of an empty database, '' for the file of the main laptop."""
    rows = _load(part, folder, new())
    gc.collect()
    gc.freeze()  # a laptop that joins is a program that was just started
    return [*rows, *_join(part, folder, new()), *_together(part, folder, new())]


def _kept(folder: Path, url: str, clock: Clock) -> Desk:
    """A main laptop whose records are in its file, or on the server."""
    main = parts.configured(parts.desk(folder, "A", role="lead", clock=clock))
    if url:
        main.database.close()
        main = open_on_server(folder / "A", clock, url)
        main.operator = Operator("at A", "lead")
    return main


def _load(part: float, folder: Path, url: str) -> list[Row]:
    units, many = round(UNITS * part), round(LOAD * part)
    main = _kept(folder / "load", url, parts.TestClock(step=1))
    for at in range(0, units, 50):
        main.do(*(ListUnit(on=f"unit/{n}", version="v", owners=("x",)) for n in range(at, min(at + 50, units))))
    with _serving(Member(main)) as hub:
        rows = []
        for name, givers, batches, size in (("batches", 4, many // 4 // BATCH, BATCH),
                                            ("single", CLIENTS, max(5, round(SINGLES * part)), 1)):
            load = Load(f"127.0.0.1:{hub.port}", [_giver(hub._member, batches, size, units) for _ in range(givers)])
            file = folder / f"{name}.load"
            file.write_bytes(msgspec.msgpack.encode(load))
            said = Programs(folder).said(str(Path(__file__).with_name("giving.py")), str(file))
            ended = time.perf_counter()
            if name == "batches":
                whole = givers * batches * size
                rows.append(row(f"1,000 of {whole:,} entries stored, batches of {size}", "ms",
                                flat(said["seconds"] * 1e6 / whole), flat(EACH_1000), "p50"))
                while _unsettled(main):
                    time.sleep(0.005)
                rows.append(row("settled after the load ended", "ms", flat((time.perf_counter() - ended) * 1000),
                                flat(SETTLED), "p50"))
            else:
                rows.append(row(f"answer to one entry, {CLIENTS} clients flat out", "ms", spread(said["answers"]),
                                flat(SINGLE_P99), "p99"))
    main.close()
    return rows


def _giver(main: Member, batches: int, size: int, units: int) -> Giver:
    """A member, and entries that it has signed."""
    key, chance = trust.new_key(), random.Random(batches)
    welcome = main.admit(trust.public(key))
    chain, made, n = wire.first_chain(welcome.site, welcome.desk), list[Batch](), 0
    for _ in range(batches):
        lines: list[Line] = []
        for _ in range(size):
            n += 1
            on = f"unit/{chance.randrange(units)}"
            entry = Entry(id=new_id(), desk=welcome.desk, n=n, letter=welcome.letter, by="x", at=parts.at_ms(
                parts.MORNING) + n, saw={on: ()}, ops=(AddRemark(on=on, text="as long as a remark usually is"),))
            data = wire.encode(entry)
            chain = wire.next_chain(chain, data)
            lines.append(Line(welcome.desk, n, entry.id, data, chain, entry.at))
        seal = Seal(welcome.desk, n, trust.sign(key, main.head(welcome.desk, n, chain)))
        made.append(Batch(lines, [seal], {welcome.desk: welcome.certificate}))
    return Giver(Keys(key, welcome.certificate, main.keys.site), made)


def _join(part: float, folder: Path, url: str) -> list[Row]:
    """A new laptop takes in a whole site; and one at which somebody works meanwhile."""
    place, many = site(folder, round(UNITS * part), round(ENTRIES * part)), f"{round(ENTRIES * part):,} entries"
    with _program(place, url) as (address, code):
        began, found, over = time.perf_counter(), [0.0], threading.Event()
        looking = threading.Thread(target=_look, args=(folder / "joined", began, found, over, round(UNITS * part)))
        looking.start()
        desk, _ = join_whole(folder / "joined", Clock(), address, code)
        settled = (time.perf_counter() - began) * 1000
        over.set()
        looking.join()
        desk.database.close()
    with _program(place, url) as (address, code):
        desk = join(folder / "working", Clock(), address, code)
        desk.operator = Operator("Lam", "desk")
        member, commits, over = Member(desk), list[float](), threading.Event()

        def work() -> None:
            while not over.wait(0.02):
                at = time.perf_counter()
                desk.do(AddRemark(on="unit/local", text="x"))
                commits.append((time.perf_counter() - at) * 1000)

        clerk, far = threading.Thread(target=work), Far(address, member.keys)
        clerk.start()
        swap(member, far)
        over.set()
        clerk.join()
        far.close()
        desk.database.close()
    return [row(f"joining {many}: all units are found", "ms", flat(found[0] or settled), flat(SEARCHED), "p50"),
            row(f"joining {many}: settled", "ms", flat(settled), flat(JOINED), "p50"),
            row(f"local action while {many} come in, worst", "ms", msgspec.structs.replace(
                spread(commits), p99=round(max(commits), 3)), flat(COMMIT), "p99")]


def _look(folder: Path, began: float, found: list[float], over: threading.Event, units: int) -> None:
    """When the search first knows every unit."""
    while not (folder / "site.db").exists() and not over.wait(0.01):
        pass
    while not over.wait(0.05):
        with suppress(Exception), closing(sqlite().connect(str(folder / "site.db"), timeout=1)) as raw:
            if raw.execute("SELECT count(*) FROM household WHERE listed=1").fetchone()[0] >= units:
                found[0] = (time.perf_counter() - began) * 1000
                return


@contextmanager
def _program(place: Path, url: str) -> Iterator[tuple[str, str]]:
    """The main laptop as a program of its own: its address, and a code."""
    with subprocess.Popen([sys.executable, "-m", "ui", "hub", "--data", str(place), "--language", "en", "--listen",
                           "127.0.0.1:0", "--invite", *(["--database", url] if url else [])], cwd=ROOT,
                          stdout=subprocess.PIPE, text=True) as hub:
        assert hub.stdout is not None
        port = re.search(r"port (\d+)", hub.stdout.readline())
        code = hub.stdout.readline().rpartition(" ")[2].strip()
        assert port
        yield f"127.0.0.1:{port[1]}", code
        hub.terminate()


def _together(part: float, folder: Path, url: str) -> list[Row]:
    """Twenty laptops that have nothing to say, and then one that has."""
    main = _kept(folder / "idle", url, Clock())
    parts.listed(main, "1-1-101")
    with _serving(Member(main)) as hub:
        desks, syncers = list[Desk](), list[Syncer]()
        for n in range(max(4, round(CLIENTS * part))):
            desk, _ = join_whole(folder / f"idle {n}", Clock(), f"127.0.0.1:{hub.port}", hub.open_invite().code)
            syncer = Syncer(desk, f"127.0.0.1:{hub.port}", lambda state: None)
            syncer.start()
            desks.append(desk)
            syncers.append(syncer)
        time.sleep(3)
        idle = _cpu(5.0) / 2  # of both sides, that are alike: each question is asked once and answered once
        seen: list[float] = []
        for n in range(10):
            at = time.perf_counter()
            desks[n % len(desks)].do(AddRemark(on="unit/1-1-101", text=str(n)))
            other = desks[(n + 1) % len(desks)]
            while len(other.state("unit/1-1-101").remarks) <= n:
                time.sleep(0.002)
            seen.append((time.perf_counter() - at) * 1000)
        for syncer in syncers:
            syncer.stop()
        for desk in desks:
            desk.database.close()
    main.close()
    return [row(f"{len(desks)} laptops idle, of a core", "%", flat(idle), flat(IDLE), "p50"),
            row("an action is on another laptop", "ms", spread(seen), flat(SEEN), "p99")]


def _cpu(seconds: float) -> float:
    """Percent of a core that this process takes."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    time.sleep(seconds)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 100 * used / seconds


def _unsettled(desk: Desk) -> bool:
    with desk.database.read() as sql:
        return sql.exec_driver_sql("SELECT 1 FROM unsettled LIMIT 1").first() is not None


class _serving:
    """A main laptop while it is needed."""

    def __init__(self, member: Member) -> None:
        self.hub = Hub(member, "127.0.0.1")

    def __enter__(self) -> Hub:
        self.hub.start()
        return self.hub

    def __exit__(self, *error: object) -> None:
        self.hub.stop()


