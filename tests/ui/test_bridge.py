"""Threads and the window: what other threads do is told in the main thread, once, and nothing after the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from parts import listed
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.errors import Refused, Trouble
from app.stations.arrival import CheckIn
from ui.bridge import Bridge
from ui.problem import Problems
from ui.theme import Theme
from ui.widgets.problem_sheet import ProblemSheet

UNITS = [f"1-1-{floor}01" for floor in range(2, 12)]


@pytest.fixture
def site(desk: Desk, qtbot: QtBot) -> Desk:
    listed(desk, *UNITS, reasons=())
    return desk


@pytest.fixture
def bridge(site: Desk) -> Iterator[Bridge]:
    made = Bridge(site)
    yield made
    made.close()


class Heard:
    """Writes down what is told, and in which thread."""

    def __init__(self, bridge: Bridge) -> None:
        self.sets: list[set[str]] = []
        self.threads: set[int] = set()
        bridge.changed.connect(self.hear)

    def hear(self, subjects: set[str]) -> None:
        self.sets.append(subjects)
        self.threads.add(threading.get_ident())


def elsewhere(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_what_is_done_here_is_told_before_it_returns(site: Desk, bridge: Bridge) -> None:
    heard = Heard(bridge)
    site.do(CheckIn(on="unit/1-1-201"))
    assert heard.sets == [{"unit/1-1-201"}]


def test_what_other_threads_do_is_told_together_in_the_main_thread(
    site: Desk, bridge: Bridge, qtbot: QtBot
) -> None:
    heard = Heard(bridge)
    elsewhere(lambda: [site.do(CheckIn(on=f"unit/{unit}")) for unit in UNITS])
    assert heard.sets == []
    qtbot.waitUntil(lambda: heard.sets != [])
    assert heard.sets == [{f"unit/{unit}" for unit in UNITS}]
    assert heard.threads == {threading.get_ident()}


def test_work_is_done_elsewhere_and_its_result_arrives_here(bridge: Bridge, qtbot: QtBot) -> None:
    found: list[tuple[object, bool]] = []
    here = threading.get_ident()
    bridge.run(threading.get_ident, lambda worker: found.append((worker != here, threading.get_ident() == here)))
    qtbot.waitUntil(lambda: found != [])
    assert found == [(True, True)]


@pytest.mark.parametrize("said", [Refused("lead_only"), Trouble("disk_full")])
def test_what_the_rules_or_the_world_say_arrives_as_the_result(
    bridge: Bridge, qtbot: QtBot, said: Refused | Trouble
) -> None:
    def task() -> None:
        raise said

    found: list[object] = []
    bridge.run(task, found.append)
    qtbot.waitUntil(lambda: found != [])
    assert found == [said]


def test_a_fault_in_work_is_shown_and_is_no_result(bridge: Bridge, qtbot: QtBot, site: Desk) -> None:
    def task() -> None:
        raise ValueError("our mistake")

    problems = Problems(Theme(), lambda text, /, **values: text, site.database.path.parent)
    problems.install()
    try:
        found: list[object] = []
        bridge.run(task, found.append)
        qtbot.waitUntil(lambda: problems.sheet() is not None)
    finally:
        problems.remove()
    sheet = problems.sheet()
    assert isinstance(sheet, ProblemSheet) and "our mistake" in sheet.details()
    sheet.reject()
    assert found == []


def test_closing_waits_for_the_step_that_is_being_done_and_ends_the_work(
    bridge: Bridge, qtbot: QtBot, site: Desk
) -> None:
    begun, found = threading.Event(), list[object]()

    def task() -> None:
        for unit in UNITS * 1000:
            bridge.go_on()
            site.do(CheckIn(on=f"unit/{unit}", again=True))
            begun.set()

    bridge.run(task, found.append)
    assert begun.wait(10)
    bridge.close()
    written = site.vector()
    qtbot.waitUntil(lambda: "work" not in {thread.name for thread in threading.enumerate()})
    assert site.vector() == written and found == []


def test_nothing_is_told_or_done_after_the_end(site: Desk, bridge: Bridge, qtbot: QtBot) -> None:
    heard, done = Heard(bridge), list[int]()
    elsewhere(lambda: site.do(CheckIn(on="unit/1-1-201")))
    bridge.here(lambda: done.append(1))
    bridge.close()
    site.do(CheckIn(on="unit/1-1-301"))
    bridge.here(lambda: done.append(2))
    QCoreApplication.processEvents()
    assert (heard.sets, done) == ([], [])
