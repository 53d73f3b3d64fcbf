"""Another main laptop, another name: whoever takes over, and whoever has to go on as somebody else."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import parts
import pytest
from parts import TestClock, until

from app.clock import Clock
from app.desk import Desk, Operator
from app.errors import Refused, Trouble
from app.settings import Settings
from app.site import FILE, open_site
from app.stations.arrival import CheckIn
from app.stations.notes import AddRemark
from app.sync.far import Far, join_whole, joined
from app.sync.hub import Renewing
from app.sync.links import Links
from app.sync.member import read_keys
from app.twin import renew
from app.verify import verify


class Near(Links):
    """All of them are on this machine, whatever network it is in."""

    def address(self) -> str:
        return f"127.0.0.1:{self._settings.hub_port}"


class Laptop:
    """A desk with what it does by itself, as the program runs it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.settings = desk, Settings(desk.database, desk.site)
        with closing(socket.socket()) as one:
            one.bind(("127.0.0.1", 0))
            self.settings.set("hub_port", str(one.getsockname()[1]))
        self.links = Near(desk, self.settings, lambda: None)
        desk.operator = Operator(f"at {desk.letter}", "lead")

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.settings.hub_port}"

    def trouble(self) -> str:
        exchange = self.links.exchange
        return exchange.trouble.key if exchange is not None and exchange.trouble is not None else ""

    def arrived(self, unit: str) -> bool:
        return bool(self.desk.state(f"unit/{unit}").visits)

    def close(self) -> None:
        self.links.stop()
        with suppress(AttributeError):
            self.desk.database.close()


class House:
    """A main laptop, and others that joined it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.laptops = folder, list[Laptop]()
        desk = parts.configured(parts.desk(folder, "A", role="lead", clock=Clock()))
        parts.listed(desk, "1-1-101", "1-1-102", "1-1-103")
        self.main = self.take(desk)
        self.main.links.serve(True)

    def take(self, desk: Desk) -> Laptop:
        self.laptops.append(Laptop(desk))
        return self.laptops[-1]

    def join(self) -> Laptop:
        code = self.main.links.invite()
        desk, _ = join_whole(self.folder / f"laptop {len(self.laptops)}", Clock(), self.main.address, code)
        laptop = self.take(desk)
        laptop.links.start()
        return laptop

    def copy(self, laptop: Laptop) -> Laptop:
        """Its disk in another laptop."""
        folder = self.folder / f"copy {len(self.laptops)}"
        folder.mkdir()
        laptop.desk.database.copy(folder / FILE)
        made = self.take(open_site(folder, TestClock("2026-06-20 09:30", step=1)))
        made.settings.serves = False
        return made


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    for laptop in made.laptops:
        laptop.close()
    shutil.rmtree(tmp_path, ignore_errors=True)


def same(*laptops: Laptop) -> bool:
    return all(laptop.desk.vector() == laptops[0].desk.vector() for laptop in laptops)


def test_the_site_knows_its_main_laptop_and_where_it_is(house: House) -> None:
    other = house.join()
    site = other.desk.state("site")
    assert (site.main, site.address, site.term) == (house.main.desk.id, house.main.address, 1)


def test_another_laptop_takes_over_the_rest_follow_and_the_old_one_steps_down(house: House) -> None:
    main, second, third = house.main, house.join(), house.join()
    until(lambda: same(main, second, third))
    main.links.stop()  # it is lost
    second.desk.do(CheckIn(on="unit/1-1-101"))
    second.links.serve(True)
    third.desk.do(CheckIn(on="unit/1-1-102"))
    third.links.follow(second.address)  # the others need only its address
    until(lambda: same(second, third))
    assert second.arrived("1-1-102") and third.arrived("1-1-101")
    main.desk.do(CheckIn(on="unit/1-1-103"))  # it was only switched off
    main.links.start()
    assert main.links.hub is not None and not main.links.heed()
    third.links.follow(main.address)
    until(lambda: main.desk.state("site").main == second.desk.id)
    assert main.links.heed() and not main.settings.serves and main.settings.main_laptop == second.address
    assert third.links.heed() and third.settings.main_laptop == second.address
    until(lambda: same(main, second, third))
    assert second.arrived("1-1-103")
    assert all(verify(laptop.desk).clean for laptop in (main, second, third))


def test_two_that_took_over_apart_agree_on_one(house: House) -> None:
    main, second, third = house.main, house.join(), house.join()
    until(lambda: same(main, second, third))
    main.links.stop()
    second.links.serve(True)
    third.links.serve(True)
    main.settings.serves = False
    main.links.follow(second.address)
    until(lambda: same(main, second))
    main.links.follow(third.address)
    until(lambda: same(main, third))
    main.links.follow(second.address)
    until(lambda: same(main, second, third))
    chosen = main.desk.state("site").main
    assert {laptop.desk.state("site").main for laptop in (second, third)} == {chosen}
    stays, goes = (second, third) if chosen == second.desk.id else (third, second)
    assert goes.links.heed() and not stays.links.heed()
    assert goes.settings.main_laptop == stays.address and stays.settings.serves and not goes.settings.serves


def test_only_the_lead_takes_over(house: House) -> None:
    other = house.join()
    other.desk.operator = Operator("Lam", "desk")
    with pytest.raises(Refused) as no:
        other.links.serve(True)
    assert no.value.key == "lead_only" and not other.settings.serves


def test_a_copied_laptop_is_noticed_and_both_go_on_under_new_names_with_all_that_was_done(house: House) -> None:
    one = house.join()
    one.desk.do(CheckIn(on="unit/1-1-101"))
    until(lambda: same(house.main, one))
    two = house.copy(one)
    one.links.stop()
    one.desk.do(CheckIn(on="unit/1-1-102"))
    two.desk.do(CheckIn(on="unit/1-1-103"))
    for laptop in (one, two):
        laptop.links.start()
    until(lambda: one.trouble() == two.trouble() == "desk_twice")
    for laptop in (one, two):
        with pytest.raises(Trouble, match="desk_twice"):
            laptop.desk.do(AddRemark(on="unit/1-1-101", text="more"))
        laptop.links.renew()
        laptop.desk.do(AddRemark(on="unit/1-1-101", text=f"more of {laptop.desk.id}"))
    until(lambda: same(house.main, one, two) and one.desk.letter != two.desk.letter)
    assert not one.trouble() and not two.trouble()
    state = house.main.desk.state("unit/1-1-101")
    assert len(state.remarks) == 2 and house.main.arrived("1-1-102") and house.main.arrived("1-1-103")
    letters = {house.main.desk.letter, one.desk.letter, two.desk.letter}
    assert len(letters) == 3 and "B" not in letters  # that stands on paper twice
    assert not verify(house.main.desk).faulty


def test_the_main_laptop_itself_can_be_a_copied_one(house: House) -> None:
    other = house.join()
    until(lambda: same(house.main, other))
    copy = house.copy(house.main)
    house.main.desk.do(CheckIn(on="unit/1-1-101"))
    copy.desk.do(CheckIn(on="unit/1-1-102"))
    copy.links.follow(house.main.address)
    until(lambda: house.main.desk.twice and copy.trouble() == "desk_twice")
    house.main.links.renew()
    copy.links.renew()
    house.main.desk.do(CheckIn(on="unit/1-1-103"))
    until(lambda: same(house.main, copy, other) and other.arrived("1-1-103"))
    assert all(other.arrived(unit) for unit in ("1-1-101", "1-1-102", "1-1-103"))


def test_a_restored_laptop_is_let_in_again_by_what_it_was(house: House) -> None:
    other = house.join()
    until(lambda: same(house.main, other))
    other.links.stop()
    renew(other.desk)  # as a restore does
    other.desk.do(CheckIn(on="unit/1-1-102"))
    other.links.start()
    until(lambda: same(house.main, other) and house.main.arrived("1-1-102"))
    assert house.main.desk.state(f"desk/{other.desk.id}").certificate and other.desk.letter == "C"


def test_nobody_goes_on_as_somebody_else(house: House) -> None:
    one, two = house.join(), house.join()
    far = Far(house.main.address, read_keys(one.desk))
    with pytest.raises(Trouble) as told:
        far.renew(Renewing(two.desk.id, "B"))
    far.close()
    assert told.value.key == "not_a_member"


def test_one_that_never_joined_is_not_let_in_by_going_on(house: House, tmp_path: Path) -> None:
    stranger = parts.desk(tmp_path, "Z", site=house.main.desk.site)
    own = joined(stranger, house.main.address)  # a site of its own, whatever it calls itself
    far = Far(house.main.address, own.keys)
    with pytest.raises(Trouble):
        far.vector()
    far.close()
    stranger.database.close()
