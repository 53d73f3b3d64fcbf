"""Slips on their way to paper: recorded first, printed after, never twice unknowingly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakeprinter import FakePrinter
from parts import configured, desk, listed

from app.desk import Desk
from app.stations.arrival import CheckIn, MoveVisit, TakeVisit
from app.stations.arrival_slip import ArrivalSlip
from app.stations.paper import Reprint
from app.tickets.press import Press
from app.tickets.printer import Network, Outcome
from app.tickets.spool import SlipRow, Spool


class Told:
    """Keeps what the spool tells, and waits for it."""

    def __init__(self) -> None:
        self.rows: list[SlipRow] = []
        self._changed = threading.Condition()

    def __call__(self, row: SlipRow) -> None:
        with self._changed:
            self.rows.append(row)
            self._changed.notify_all()

    def wait(self, until: Callable[[list[SlipRow]], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: until(self.rows), timeout=20), self.rows


class Paper:
    """A printer that keeps the facts of what it printed, and does as it is told."""

    def __init__(self, *states: str) -> None:
        self.printed: list[tuple[str, int]] = []
        self._states = list(states)

    def __call__(self, slip: ArrivalSlip, copy: int) -> Outcome:
        state = self._states.pop(0) if self._states else "confirmed"
        if state != "failed":
            self.printed.append((slip.number, copy))
        return Outcome(state, "paper_out" if state in ("failed", "unconfirmed") else "")  # type: ignore[arg-type]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Desk]:
    made = configured(desk(tmp_path))
    listed(made, "1-1-101", "1-1-102", "1-1-103", reasons=())
    yield made
    made.database.close()


def running(site: Desk, printing: object) -> tuple[Spool, Told]:
    told = Told()
    spool = Spool(site, printing, told)  # type: ignore[arg-type]
    spool.start()
    return spool, told


def test_a_slip_is_on_record_before_anything_is_printed(site: Desk) -> None:
    entry = site.do(CheckIn(on="unit/1-1-101"))
    spool = Spool(site, None, Told())
    assert [(row.entry, row.copy, row.state) for row in spool.slips("waiting")] == [(entry.id, 0, "waiting")]


def test_what_waited_is_printed_once_when_the_spool_starts_and_what_comes_after(site: Desk) -> None:
    site.do(CheckIn(on="unit/1-1-101"))
    paper = Paper()
    spool, told = running(site, paper)
    site.do(CheckIn(on="unit/1-1-102"))
    told.wait(lambda rows: sum(row.state == "confirmed" for row in rows) == 2)
    spool.stop()
    assert paper.printed == [("A001", 0), ("A002", 0)]


def test_a_slip_that_failed_waits_and_comes_out_when_the_cause_is_gone(site: Desk) -> None:
    paper = Paper("failed")
    spool, told = running(site, paper)
    site.do(CheckIn(on="unit/1-1-101"))
    told.wait(lambda rows: any(row.cause == "paper_out" for row in rows))
    spool.wake()
    told.wait(lambda rows: rows[-1:] != [] and rows[-1].state == "confirmed")
    spool.stop()
    assert paper.printed == [("A001", 0)]


def test_what_may_be_on_paper_is_asked_about_and_printed_again_only_as_a_copy(site: Desk) -> None:
    paper = Paper("unconfirmed")
    spool, told = running(site, paper)
    entry = site.do(CheckIn(on="unit/1-1-101"))
    told.wait(lambda rows: rows[-1:] != [] and rows[-1].state == "unconfirmed")
    spool.answer(entry.id, 0, came_out=False)
    told.wait(lambda rows: rows[-1:] != [] and rows[-1].state == "confirmed")
    spool.stop()
    assert paper.printed == [("A001", 0), ("A001", 1)]


def test_a_slip_that_was_on_the_way_when_the_program_ended_is_asked_about(site: Desk) -> None:
    entry = site.do(CheckIn(on="unit/1-1-101"))
    with site.database.write() as sql:
        sql.exec_driver_sql("UPDATE slip SET state='sending'")
    paper = Paper()
    spool, _ = running(site, paper)
    spool.stop()
    assert [(row.entry, row.state) for row in spool.slips("unconfirmed")] == [(entry.id, "unconfirmed")]
    assert paper.printed == []


def test_a_fault_of_ours_over_one_slip_is_told_and_the_next_slips_come_out(
    site: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: faults.append(str(args.exc_value)))

    class Faulty(Paper):
        def __call__(self, slip: ArrivalSlip, copy: int) -> Outcome:
            if slip.number == "A001":
                raise ValueError("cannot be drawn")
            return super().__call__(slip, copy)

    paper = Faulty()
    spool, told = running(site, paper)
    first = site.do(CheckIn(on="unit/1-1-101"))
    told.wait(lambda rows: any(row.state == "sending" for row in rows))
    site.do(CheckIn(on="unit/1-1-102"))
    told.wait(lambda rows: any(row.state == "confirmed" for row in rows))
    spool.stop()
    assert (faults, paper.printed) == (["cannot be drawn"], [("A002", 0)])
    assert [row.entry for row in Spool(site, None, Told()).slips("unconfirmed")] == [first.id]


def test_the_slip_of_a_check_in_that_was_taken_back_is_not_printed(site: Desk) -> None:
    site.void(site.do(CheckIn(on="unit/1-1-101")).id)
    paper = Paper()
    spool, told = running(site, paper)
    told.wait(lambda rows: any(row.state == "cancelled" for row in rows))
    spool.stop()
    assert paper.printed == []


def test_a_family_has_one_slip_with_all_its_units(site: Desk) -> None:
    entry = site.do(CheckIn(on="unit/1-1-101"), CheckIn(on="unit/1-1-102"))
    facts = Spool(site, None, Told()).facts(entry.id)
    assert facts is not None
    assert (facts.number, [unit.unit for unit in facts.units], len(facts.draws)) == (
        "A001",
        ["1-1-101", "1-1-102"],
        2,
    )


def test_a_visit_that_moved_is_printed_for_the_right_unit_only_and_as_corrected(site: Desk) -> None:
    entry = site.do(CheckIn(on="unit/1-1-101"))
    visit = site.state("unit/1-1-101").visits[entry.id]
    moved = site.do(
        MoveVisit(on="unit/1-1-101", visit=visit.id, to="unit/1-1-102"),
        TakeVisit(on="unit/1-1-102", visit=visit, came_from="unit/1-1-101"),
    )
    spool = Spool(site, None, Told())
    assert spool.facts(entry.id) is None
    facts = spool.facts(moved.id)
    assert facts is not None
    assert (facts.number, facts.corrected, facts.units[0].unit) == ("A001", True, "1-1-102")


def test_a_reprint_is_counted_on_its_slip(site: Desk) -> None:
    entry = site.do(CheckIn(on="unit/1-1-101"))
    for _ in range(2):
        site.do(Reprint(on="unit/1-1-101", visit=entry.id))
    copies = [row.copy for row in Spool(site, None, Told()).slips("waiting")]
    assert copies == [0, 1, 2]


def test_without_a_printer_a_slip_is_shown_and_waits_for_nobody(site: Desk) -> None:
    site.do(CheckIn(on="unit/1-1-101"))
    spool, told = running(site, None)
    told.wait(lambda rows: rows[-1:] != [] and rows[-1].state == "shown")
    spool.stop()
    assert spool.slips("waiting") == []


def test_the_whole_way_to_a_printer_over_tcp(site: Desk) -> None:
    with FakePrinter() as printer:
        spool, told = running(site, Press(site, Network(printer.host, printer.port)))
        site.do(CheckIn(on="unit/1-1-101"))
        told.wait(lambda rows: rows[-1:] != [] and rows[-1].state == "confirmed")
        spool.stop()
        assert len(printer.slips) == 1


def test_a_rebuild_leaves_the_slips_as_they_are(site: Desk) -> None:
    site.do(CheckIn(on="unit/1-1-101"))
    spool = Spool(site, None, Told())
    before = spool.slips("waiting")
    site.rebuild()
    assert spool.slips("waiting") == before
