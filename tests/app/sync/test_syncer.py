"""A laptop that keeps together with the main one by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import parts
import pytest
from parts import until

from app.errors import Trouble
from app.stations.arrival import CheckIn
from app.stations.site import MeasureClock
from app.sync.far import join
from app.sync.hub import Hub
from app.sync.member import Member
from app.sync.syncer import Exchange, Syncer


class Site:
    """A main laptop and one other that exchange by themselves."""

    def __init__(self, folder: Path) -> None:
        desk = parts.configured(parts.desk(folder, "A", role="lead"))
        parts.listed(desk, "1-1-101", "1-1-102")
        self.main, self.port = Member(desk), 0
        self.serve()
        assert self.hub is not None
        address, code = f"127.0.0.1:{self.port}", self.hub.open_invite().code
        self.other = Member(join(folder / "other", parts.TestClock(step=1), address, code))
        self.told: list[Exchange] = []
        self.syncer = Syncer(self.other.desk, address, self.told.append)

    def serve(self) -> None:
        self.hub: Hub | None = Hub(self.main, "127.0.0.1", self.port)
        self.hub.start()
        self.port = self.hub.port

    def cut(self) -> None:
        assert self.hub is not None
        self.hub.stop()
        self.hub = None

    def close(self) -> None:
        self.syncer.stop()
        if self.hub is not None:
            self.hub.stop()
        self.main.desk.database.close()
        self.other.desk.database.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    made.syncer.start()
    yield made
    made.close()


def arrived(member: Member, unit: str) -> bool:
    return bool(member.desk.state(f"unit/{unit}").visits)


def test_what_is_done_at_one_laptop_is_known_at_the_other_by_itself(site: Site) -> None:
    until(lambda: site.other.desk.state("unit/1-1-101").listed)
    site.other.desk.do(CheckIn(on="unit/1-1-101"))
    until(lambda: arrived(site.main, "1-1-101"))
    site.main.desk.do(CheckIn(on="unit/1-1-102"))
    until(lambda: arrived(site.other, "1-1-102"))
    until(lambda: site.other.vector() == site.main.vector() and site.told)
    assert site.told[-1].trouble is None and site.told[-1].at and not site.told[-1].waiting


def test_a_main_laptop_that_goes_and_comes_back(site: Site) -> None:
    until(lambda: site.told)
    site.cut()
    site.other.desk.do(CheckIn(on="unit/1-1-101"))
    until(lambda: site.syncer.state.trouble and site.syncer.state.waiting)
    assert isinstance(site.syncer.state.trouble, Trouble) and site.syncer.state.trouble.key == "hub_unreachable"
    assert site.syncer.state.at
    site.serve()
    until(lambda: arrived(site.main, "1-1-101") and site.syncer.state.trouble is None)
    assert not site.syncer.state.waiting


def test_the_clock_is_compared_once_and_again_when_the_main_laptops_is_set(site: Site) -> None:
    def clocks() -> int:
        entries = site.other.desk.history(f"desk/{site.other.desk.id}")
        return sum(isinstance(op, MeasureClock) for entry in entries for op in entry.ops)

    def check_in(unit: str) -> None:
        site.main.desk.do(CheckIn(on=f"unit/{unit}"))
        until(lambda: arrived(site.other, unit) and site.other.vector() == site.main.vector())

    until(lambda: site.told and clocks() == 1)
    for member in (site.other, site.main):
        clock = member.desk.clock
        assert isinstance(clock, parts.TestClock)
        if member is site.main:
            assert clocks() == 1  # its own time tells by how much the laptop's clock was set
        clock.set("2026-06-20 11:00")
        check_in("1-1-101" if member is site.other else "1-1-102")
    until(lambda: clocks() == 2)
