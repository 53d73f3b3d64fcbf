"""Every fault of a printer at every moment of a job: no slip is lost, and none is doubled without being asked about."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import parts
import pytest
import zxingcpp
from fakeprinter import FakePrinter
from PIL import Image

from app.clock import Clock
from app.desk import Desk, Operator
from app.site import open_site
from app.stations.arrival import CheckIn
from app.stations.inspection import StartInspection
from app.stations.paper import Reprint
from app.tickets.code import read_code
from app.tickets.escpos import SAID_BACK, name_of
from app.tickets.model import Options
from app.tickets.press import Press
from app.tickets.printer import Network, Outcome
from app.tickets.spool import AGAIN, Spool
from app.tickets.status import is_answer
from app.words import LANGUAGES, Words

UNITS = tuple(f"unit/1-1-1{n:02}" for n in range(1, 4))
Do = Callable[[FakePrinter], object]


def off(printer: FakePrinter) -> None:
    printer.refuse()
    printer.power_cycle()


# What goes wrong, and how it is put right.
FAULTS: dict[str, tuple[Do, Do]] = {
    "refused": (lambda p: p.refuse(), lambda p: p.accept()),
    "switched off": (off, lambda p: p.accept()),
    "paper out": (lambda p: p.paper(0), lambda p: p.paper()),
    "cover open": (lambda p: p.cover(True), lambda p: p.cover(False)),
    "knife stuck": (lambda p: p.jam(), lambda p: p.jam(False)),
    "paused": (lambda p: p.offline(), lambda p: p.offline(False)),
    "silent": (lambda p: p.stall(), lambda p: p.stall(False)),
    "line cut": (lambda p: p.hang_up_after(len(p.received) + 1), lambda p: p.hang_up_after(None)),
    "unplugged for a moment": (lambda p: p.power_cycle(), lambda p: None),
}
# When: before anything comes, in the middle of the second slip's picture, and when all of it has come and is not
# printed yet.
MOMENTS = ("before", "during", "after")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Desk]:
    made = parts.configured(parts.desk(tmp_path))
    parts.listed(made, *(unit.partition("/")[2] for unit in UNITS), reasons=())
    yield made
    made.database.close()


def number(slip: Image.Image) -> str:
    """The queue number that a slip's code says, '' for a piece of one."""
    read = zxingcpp.read_barcodes(slip.convert("L"))
    code = read_code(read[0].text) if read else None
    return code.number if code is not None else ""


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def network(printer: FakePrinter, says_names: bool = False) -> Network:
    made = Network("127.0.0.1", printer.port, timeout=0.4, answer=0.15, finish=1.2)
    made.says_names = says_names
    return made


@pytest.mark.parametrize(("fault", "moment", "says_names"), [
    *((fault, moment, False) for fault in FAULTS for moment in MOMENTS),
    *((fault, "after", True) for fault in FAULTS)])
def test_no_slip_is_lost_and_none_doubled_unknowingly(site: Desk, fault: str, moment: str, says_names: bool) -> None:
    wrong, right = FAULTS[fault]
    with FakePrinter(384) as printer:
        press = Press(site, network(printer, says_names), Options(paper="58"))
        spool = Spool(site, press, lambda row: None, retry=(0.1,))
        entries = [site.do(CheckIn(on=UNITS[0]))]
        spool.start()
        until(lambda: not spool.slips("waiting", "sending"))
        size = len(printer.received)
        if moment == "before":
            wrong(printer)
        else:
            printer.slow(0.0003)
            watcher = threading.Thread(target=lambda: (printer.wait_until(
                lambda now: len(now.received) > size * (1.4 if moment == "during" else 1.98)), wrong(printer)))
            watcher.start()
        for unit in UNITS[1:]:
            began = time.monotonic()
            entries.append(site.do(CheckIn(on=unit)))
            assert time.monotonic() - began < 1, "a check-in waits for no printer"
        if moment != "before":
            watcher.join()
        time.sleep(0.3)
        printer.slow(0)
        right(printer)
        until(lambda: not spool.slips("waiting", "sending"))
        asked = {row.entry: row for row in spool.slips("unconfirmed")}
        time.sleep(0.2)
        on_paper = Counter(filter(None, map(number, printer.slips)))
        for entry in entries:
            no = entry.ops[0].number  # type: ignore[union-attr]
            assert on_paper[no] == 1 or (entry.id in asked and on_paper[no] <= 1), (no, on_paper, asked)
        for row in asked.values():  # somebody looks: what did not come out comes once more, marked
            no = next(entry.ops[0].number for entry in entries if entry.id == row.entry)  # type: ignore[union-attr]
            spool.answer(row.entry, row.copy, came_out=on_paper[no] == 1)
        until(lambda: not spool.slips("waiting", "sending"))
        spool.stop()
        printer.wait_until(lambda now: set(map(number, now.slips)) >= {"A001", "A002", "A003"})
        assert not spool.slips("failed", "cancelled")


@pytest.mark.parametrize(("fault", "cause"), [
    (lambda p: p.refuse(), "refused"), (lambda p: p.paper(0), "paper_out"), (lambda p: p.cover(True), "cover_open"),
    (lambda p: p.jam(), "cutter"), (lambda p: p.offline(), "offline")])
def test_each_fault_is_named_with_its_cure_in_every_language(site: Desk, fault: Do, cause: str) -> None:
    with FakePrinter() as printer:
        fault(printer)
        outcome = network(printer).print(b"x" * 10)
        assert (outcome.state, outcome.cause) == ("failed", cause)
        said = {Words(language).say(outcome.trouble(no="A023", n=4)) for language in LANGUAGES}  # type: ignore[arg-type]
        assert len(said) == len(LANGUAGES) and all("A023" in one for one in said)


def test_a_connection_that_another_program_keeps_is_waited_for(site: Desk) -> None:
    with FakePrinter() as printer:
        printer.stall()
        spool = Spool(site, Press(site, network(printer)), lambda row: None, retry=(0.1,))
        site.do(CheckIn(on=UNITS[0]))
        spool.start()
        until(lambda: bool(spool.slips("waiting", "unconfirmed")) and printer.connections > 1)
        printer.stall(False)
        until(lambda: not spool.slips("waiting", "sending"))
        spool.stop()
        printed = Counter(map(number, printer.slips))
        assert printed["A001"] == 1 or spool.slips("unconfirmed")


def test_a_model_that_says_the_name_of_a_job_back_confirms_each_by_its_own(site: Desk) -> None:
    with FakePrinter() as printer:
        press = Press(site, network(printer, says_names=True))
        spool = Spool(site, press, lambda row: None, retry=(0.1,))
        spool.start()
        for unit in UNITS:
            site.do(CheckIn(on=unit))
        until(lambda: len(spool.slips("confirmed")) == 3)
        assert b"\x1d(H" in printer.received and b"\x1dr" not in printer.received and not printer.unknown
        printer.keep_quiet()
        site.do(Reprint(on=UNITS[0], visit=next(iter(site.state(UNITS[0]).visits))))
        until(lambda: bool(spool.slips("unconfirmed")))
        spool.stop()


def test_the_name_of_a_job_is_never_taken_for_an_answer_about_the_printer() -> None:
    assert len({name_of(n) for n in range(1000)}) == 1000
    assert not any(is_answer(byte) for n in range(1000) for byte in name_of(n).join(SAID_BACK))


def test_paper_that_is_nearly_used_up_is_said_and_stops_nothing(site: Desk) -> None:
    with FakePrinter() as printer:
        spool = Spool(site, Press(site, network(printer)), lambda row: None, retry=(0.1,))
        spool.start()
        for unit, low in zip(UNITS, (False, True, False), strict=True):
            printer.paper(low=low)
            site.do(CheckIn(on=unit))
            until(lambda: not spool.slips("waiting", "sending"))
            assert spool.low is low
        spool.stop()
        assert len(spool.slips("confirmed")) == 3


# -- an hour without a printer ---------------------------------------------------------------------------------


def test_after_an_hour_without_a_printer_somebody_says_which_slips_are_still_wanted(tmp_path: Path) -> None:
    clock = parts.TestClock(step=1)
    site = parts.configured(parts.desk(tmp_path, clock=clock))
    subjects = parts.listed(site, *(f"2-1-{n}" for n in range(101, 141)), reasons=())
    printed: list[tuple[str, int]] = []
    works = False

    def printing(slip: object, copy: int) -> Outcome:
        if not works:
            return Outcome("failed", "unreachable")
        printed.append((slip.number, copy))  # type: ignore[attr-defined]
        return Outcome("confirmed")

    spool = Spool(site, printing, lambda row: None, retry=(0.02,))
    spool.start()
    for subject in subjects:
        clock.forward(minutes=1)
        site.do(CheckIn(on=subject))
    clock.forward(minutes=20)
    until(lambda: spool.held)
    for subject in subjects[:30]:
        site.do(StartInspection(on=subject, visit=next(iter(site.state(subject).visits))))
    works = True
    spool.wake()
    time.sleep(0.2)
    assert printed == [] and len(spool.slips("waiting")) == 40 and len(spool.in_the_hall()) == 10
    spool.release(everything=False)
    until(lambda: not spool.slips("waiting", "sending"))
    assert printed == [(f"A{n:03}", 0) for n in range(31, 41)]
    assert {row.cause for row in spool.slips("cancelled")} == {"gone"} and not spool.held
    site.do(Reprint(on=subjects[0], visit=next(iter(site.state(subjects[0]).visits))))
    until(lambda: len(printed) == 11)
    assert printed[-1] == ("A001", 1)
    spool.stop()
    site.database.close()


def test_all_that_waited_long_can_be_printed_too(tmp_path: Path) -> None:
    clock = parts.TestClock(step=1)
    site = parts.configured(parts.desk(tmp_path, clock=clock))
    subjects = parts.listed(site, *(f"2-1-{n}" for n in range(101, 113)), reasons=())
    for subject in subjects:
        site.do(CheckIn(on=subject))
    clock.forward(minutes=11)
    printed: list[str] = []

    def printing(slip: object, copy: int) -> Outcome:
        printed.append(slip.number)  # type: ignore[attr-defined]
        return Outcome("confirmed")

    spool = Spool(site, printing, lambda row: None)
    assert spool.held
    spool.start()
    spool.release(everything=True)
    until(lambda: len(printed) == 12)
    spool.stop()
    assert not spool.slips("waiting", "cancelled")
    site.database.close()


# -- a laptop that dies --------------------------------------------------------------------------------------

PRINTS = """
import sys, time
from pathlib import Path
from app.clock import Clock
from app.desk import Operator
from app.site import open_site
from app.stations.arrival import CheckIn
from app.tickets.press import Press
from app.tickets.printer import Network
from app.tickets.spool import Spool
desk = open_site(Path(sys.argv[1]), Clock())
desk.operator = Operator("A")
spool = Spool(desk, Press(desk, Network("127.0.0.1", int(sys.argv[2]), finish=60)), lambda row: None)
spool.start()
print(desk.do(CheckIn(on="unit/1-1-101")).id, flush=True)
time.sleep(60)
"""


def test_a_laptop_killed_between_sent_and_confirmed_asks_and_prints_nothing_twice(tmp_path: Path) -> None:
    parts.configured(parts.desk(tmp_path, clock=Clock())).database.close()
    desk = open_site(tmp_path / "A", Clock())
    desk.operator = Operator("A")
    parts.listed(desk, "1-1-101", reasons=())
    desk.database.close()
    with FakePrinter() as printer:
        printer.slow(0.002)  # a slip takes two seconds
        process = subprocess.Popen([sys.executable, "-c", PRINTS, str(tmp_path / "A"), str(printer.port)],
                                   stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])
        assert process.stdout is not None
        entry = process.stdout.readline().strip()
        printer.wait_until(lambda now: now.received.endswith(b"\x1dr\x01") or len(now.received) > 20_000)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        printer.slow(0)
        printer.wait_until(lambda now: len(now.slips) == 1 or not now.slips)
        desk = open_site(tmp_path / "A", Clock())
        spool = Spool(desk, Press(desk, network(printer)), lambda row: None, retry=(0.1,))
        assert [(row.entry, row.cause) for row in spool.slips("unconfirmed")] == [(entry, "stopped")]
        spool.start()
        time.sleep(0.3)
        before = len(printer.slips)
        spool.answer(entry, 0, came_out=False)
        until(lambda: not spool.slips("waiting", "sending"))
        spool.stop()
        assert AGAIN not in "".join(row.cause for row in spool.slips("unconfirmed"))
        assert len(printer.slips) == before + 1
        desk.database.close()


def test_many_slips_leave_nothing_behind(site: Desk, counts: Callable[[int, int], int]) -> None:
    """Temporary files and threads; what memory grows by is a measurement."""
    with FakePrinter() as printer:
        press = Press(site, network(printer))
        spool = Spool(site, press, lambda row: None)
        spool.start()
        entry = site.do(CheckIn(on=UNITS[0])).id
        until(lambda: not spool.slips("waiting", "sending"))
        files, threads = set(os.listdir("/tmp")), threading.active_count()
        for _ in range(counts(20, 200)):
            site.do(Reprint(on=UNITS[0], visit=entry))
        until(lambda: not spool.slips("waiting", "sending"), 300)
        spool.stop()
        assert threading.active_count() <= threads
        assert not [name for name in set(os.listdir("/tmp")) - files if "escpos" in name]
        assert len(printer.slips) == counts(20, 200) + 1
        assert printer.connections == counts(20, 200) + 1, "one connection a job"
