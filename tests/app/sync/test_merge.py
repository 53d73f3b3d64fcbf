"""Two laptops that began apart, each with a site of its own, become one site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import members
import parts
import pytest
from parts import TestClock

from app.errors import Trouble
from app.site import new_site, open_site
from app.stations.arrival import CheckIn
from app.sync.far import Far, joined
from app.sync.hub import Hub
from app.sync.merge import merge
from app.sync.stick import export
from app.sync.swap import swap
from app.twin import Twins
from app.verify import verify


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with members.served(tmp_path) as made:
        yield made


def apart(folder: Path) -> tuple[str, str]:
    """A site of its own: its id, and that of an arrival there."""
    desk = new_site(folder, TestClock("2026-06-20 09:10", step=1), name="Somebody's try", zone="Asia/Hong_Kong")
    parts.listed(desk, "1-1-102", "9-9-999", owners=("黄淑贤",))
    desk.do(CheckIn(on="unit/1-1-102"))
    id = desk.do(CheckIn(on="unit/9-9-999", party=3)).id
    site = desk.site
    desk.database.close()
    return site, id


def test_all_that_was_recorded_apart_goes_along(hub: Hub, tmp_path: Path) -> None:
    folder, address, clock = tmp_path / "apart", f"127.0.0.1:{hub.port}", TestClock("2026-06-20 09:30", step=1)
    _, arrival = apart(folder)
    twins = Twins(tmp_path / "desks")
    before = open_site(folder, clock)
    twins.note(before)
    before.database.close()
    kept = merge(folder, clock, address, hub.open_invite().code)
    assert kept.exists()
    desk = open_site(folder, clock)
    twins.check(desk)
    main = hub._member.desk
    assert (desk.site, desk.letter) == (main.site, "B") and verify(desk).clean
    member = joined(desk, address)
    far = Far(address, member.keys)
    swap(member, far)
    assert main.vector() == desk.vector() and verify(main).clean
    assert main.state("unit/9-9-999").visits[arrival].party == 3
    assert main.state("site").name == desk.state("site").name == "Sample Court"
    assert main.state("unit/1-1-102").clashes  # the two lists differ in it
    desk.do(CheckIn(on="unit/1-1-101"))
    assert desk.state("unit/1-1-101").open_visit("2026-06-20").numbers == ("B001",)
    swap(member, far)
    assert main.state("unit/1-1-101").visits
    far.close()
    desk.database.close()


def test_nothing_changes_where_the_other_site_does_not_let_it_in(hub: Hub, tmp_path: Path) -> None:
    folder, address, clock = tmp_path / "apart", f"127.0.0.1:{hub.port}", TestClock("2026-06-20 09:30", step=1)
    site, arrival = apart(folder)
    code = hub.open_invite().code
    for where, what, said in ((address, "A" * 20, "join_other_site"), (address, code[:-2] + "AA", "join_wrong"),
                              ("127.0.0.1:1", code, "hub_unreachable"), (address, "A", "join_code_short")):
        with pytest.raises(Trouble) as told:
            merge(folder, clock, where, what)
        assert told.value.key == said
    desk = open_site(folder, clock)
    assert desk.site == site and desk.entry(arrival) is not None and verify(desk).clean
    desk.database.close()


def test_a_site_at_which_others_recorded_does_not_go_along(hub: Hub, tmp_path: Path) -> None:
    folder, clock = tmp_path / "apart", TestClock("2026-06-20 09:30", step=1)
    apart(folder)
    desk = open_site(folder, clock)
    first = members.Member(desk)
    other = members.joined(first, tmp_path / "more")
    swap(other, first)
    other.desk.do(CheckIn(on="unit/9-9-999", again=True))
    swap(other, first)
    desk.database.close()
    with pytest.raises(Trouble) as told:
        merge(folder, clock, f"127.0.0.1:{hub.port}", hub.open_invite().code)
    assert told.value.key == "merge_not_alone"
    export(other, tmp_path / "still works.handover")
