"""A drill has the site's units, people and look, and nothing of it ever reaches the site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from parts import LEAD, TestClock, listed

from app.desk import Desk
from app.drill import folder_of, start
from app.errors import Refused, Trouble
from app.folder import Hold
from app.people import People
from app.site import new_site, open_site
from app.stations.arrival import CheckIn
from app.stations.site import Configure, SetPerson
from app.sync.swap import swap
from app.verify import verify


@pytest.fixture
def real(make_desk: Callable[..., Desk]) -> Desk:
    desk = make_desk("A", bare=False, role="lead", operator="Ho")
    desk.do(Configure(on="site", stations={"finance": "3"}), override=LEAD)
    listed(desk, "1-1-101", "1-1-102", owners=("陈静雯", "李强"), area="118")
    listed(desk, "1-1-103", reasons=("E01",), reason_text="88,000")
    desk.do(SetPerson(on="person/p1", name="Ho", initials="H", role="lead", pin=""))
    return desk


def test_a_drill_has_the_list_and_the_people_and_numbers_of_its_own(real: Desk) -> None:
    before = real.vector()
    drill = open_site(start(real), TestClock(step=1))
    site = drill.state("site")
    assert (site.name, site.drill, site.stations) == ("Sample Court", True, {"finance": "3"})
    assert drill.site != real.site
    assert drill.state("unit/1-1-101").owners == ("陈静雯", "李强")
    assert set(drill.state("unit/1-1-103").open_reasons()) == {"E01"}
    assert [one.name for one in People(drill).all()] == ["Ho"]
    assert drill.do(CheckIn(on="unit/1-1-101")).ops[0].number == "T001"
    assert verify(drill).clean
    assert (real.vector(), real.state("unit/1-1-101").visits) == (before, {})
    drill.database.close()


def test_no_line_of_a_drill_enters_the_site(real: Desk) -> None:
    drill = open_site(start(real), TestClock(step=1))
    drill.do(CheckIn(on="unit/1-1-101"))
    before = real.vector()
    with pytest.raises(Trouble, match="chain_broken"):
        real.receive(drill.after({}))
    assert real.vector() == before
    assert not real.state("unit/1-1-101").visits
    with pytest.raises(Trouble):
        swap(real, drill)
    assert real.vector() == before
    assert verify(real).clean
    drill.database.close()


def test_a_drill_begins_anew_and_takes_the_place_of_no_site(real: Desk) -> None:
    first = open_site(start(real), TestClock(step=1))
    first.do(CheckIn(on="unit/1-1-101"))
    first.database.close()
    again = open_site(start(real), TestClock(step=1))
    assert not again.state("unit/1-1-101").visits
    again.database.close()


def test_a_drill_that_is_open_is_left_alone(real: Desk) -> None:
    folder = start(real)
    with Hold(folder):
        drill = open_site(folder, TestClock(step=1))
        drill.do(CheckIn(on="unit/1-1-101"))
        assert start(real) == folder
        assert drill.state("unit/1-1-101").visits
        drill.database.close()


def test_a_real_site_at_the_place_of_the_drill_is_never_touched(real: Desk) -> None:
    folder = folder_of(real)
    new_site(folder, TestClock(step=1), name="Other Court", zone="Asia/Shanghai").database.close()
    with pytest.raises(Trouble) as said:
        start(real)
    assert said.value == Trouble("site_exists", file=str(folder))
    other = open_site(folder, TestClock())
    assert other.state("site").name == "Other Court"
    other.database.close()


def test_a_folder_of_other_things_is_never_touched_and_a_start_that_was_cut_off_stops_nothing(real: Desk) -> None:
    folder = folder_of(real)
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"mine")
    with pytest.raises(Trouble, match="site_exists"):
        start(real)
    (folder / "photo.jpg").unlink()
    (folder / "site.db").write_bytes(b"")
    assert start(real) == folder


def test_the_lead_starts_it_and_not_from_within_a_drill(real: Desk, make_desk: Callable[..., Desk]) -> None:
    other = make_desk("B", bare=False)
    with pytest.raises(Refused, match="lead_only"):
        start(other)
    drill = open_site(start(real), TestClock(step=1))
    drill.operator = real.operator
    with pytest.raises(Refused, match="drill_in_drill"):
        start(drill)
    drill.database.close()
