"""A main laptop and others, over real connections."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import httpx
import msgspec
import parts
import pytest

from app.errors import Trouble
from app.stations.arrival import CheckIn
from app.stations.site import RevokeDesk
from app.sync import hub as hubs
from app.sync.far import Far, join
from app.sync.hub import Hub
from app.sync.invite import SECONDS, TRIES, Asking, Invite, read
from app.sync.member import Keys, Member
from app.sync.swap import swap
from app.verify import verify


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    desk = parts.configured(parts.desk(tmp_path, "A", role="lead"))
    parts.listed(desk, "1-1-101", "1-1-102")
    made = Hub(Member(desk), "127.0.0.1")
    made.start()
    yield made
    made.stop()
    desk.database.close()


def address(hub: Hub) -> str:
    return f"127.0.0.1:{hub.port}"


Newcomer = Callable[[], tuple[Member, Far]]


@pytest.fixture
def newcomer(hub: Hub, tmp_path: Path) -> Iterator[Newcomer]:
    """Laptops that join one after the other, and have what the main one has."""
    made: list[tuple[Member, Far]] = []

    def join_one() -> tuple[Member, Far]:
        folder = tmp_path / f"laptop {len(made)}"
        member = Member(join(folder, parts.TestClock(step=1), address(hub), hub.open_invite().code))
        made.append((member, Far(address(hub), member.keys)))
        swap(*made[-1])
        return made[-1]

    yield join_one
    for member, far in made:
        far.close()
        member.desk.database.close()


def refused(hub: Hub, keys: Keys) -> str:
    far = Far(address(hub), keys)
    try:
        with pytest.raises(Trouble) as told:
            far.vector()
    finally:
        far.close()
    return told.value.key


def test_two_laptops_join_with_a_code_and_agree(hub: Hub, newcomer: Newcomer) -> None:
    (one, far), (two, away) = newcomer(), newcomer()
    assert one.desk.state("site").name == "Sample Court" and {one.desk.letter, two.desk.letter} == {"B", "C"}
    one.desk.do(CheckIn(on="unit/1-1-101", party=2))
    two.desk.do(CheckIn(on="unit/1-1-101", party=3))
    for mine, theirs in ((one, far), (two, away), (one, far)):
        swap(mine, theirs)
    assert one.vector() == two.vector() == hub._member.vector()
    (visit,) = two.desk.state("unit/1-1-101").visits.values()
    assert sorted(visit.numbers) == ["B001", "C001"] and parts.rows(one.desk) == parts.rows(two.desk)
    assert verify(one.desk).clean and verify(two.desk).clean


def test_who_waits_hears_at_once_of_what_is_done_at_the_main_laptop_and_at_others(hub: Hub, newcomer: Newcomer) -> None:
    (one, far), (two, away) = newcomer(), newcomer()
    swap(one, far)
    for done in (lambda: hub._member.desk.do(CheckIn(on="unit/1-1-101")),
                 lambda: (two.desk.do(CheckIn(on="unit/1-1-102")), swap(two, away))):
        before = one.vector()
        with ThreadPoolExecutor() as waiting:
            news = waiting.submit(far.wait, before)
            assert not wait([news], 0.1).done
            done()
            assert news.result() != before
        swap(one, far)


def test_many_give_at_once_and_each_is_answered_when_it_is_on_disk(hub: Hub, newcomer: Newcomer) -> None:
    pairs = [newcomer() for n in range(4)]

    def busy(member: Member, far: Far) -> None:
        for party in range(1, 11):
            member.desk.do(CheckIn(on="unit/1-1-101", party=party, again=True))
            far.receive(member.after(far.vector()))

    threads = [threading.Thread(target=busy, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = hub._member.vector()
    assert [held[member.desk.id][0] for member, _ in pairs] == [11] * 4  # ten arrivals and the desk's own opening
    deadline = time.monotonic() + 20
    while not (report := verify(hub._member.desk)).clean:
        assert time.monotonic() < deadline, report


def test_strangers_are_answered_by_health_and_join_alone(hub: Hub, tmp_path: Path) -> None:
    stranger = Member(parts.configured(parts.desk(tmp_path, "X", site="site2", role="lead")))
    assert refused(hub, Keys(site=hub._member.keys.site)) == "not_a_member"
    assert refused(hub, stranger.keys) == "hub_strange"  # it is not the main laptop of that site
    borrowed = msgspec.structs.replace(stranger.keys, site=hub._member.keys.site)
    assert refused(hub, borrowed) in ("hub_strange", "hub_unreachable", "not_a_member")
    context = ssl.create_default_context(cadata=hub._member.keys.site)
    context.check_hostname = False
    with httpx.Client(base_url=f"https://{address(hub)}", verify=context, trust_env=False) as client:
        assert client.get("/health").status_code == 200 and client.get("/v1/site").content == hub._member.keys.site
        assert client.get("/metrics").status_code == 403 and client.get("/../site.db").status_code == 404
        for what in ("vector", "after", "give", "wait"):
            assert client.post(f"/v1/{what}", content=b"").status_code == 403
        assert client.post("/v1/join", content=b"\xc1").status_code == 409
        assert client.post("/v1/join", content=bytes(hubs.BODY + 1)).status_code == 413


def test_a_laptop_that_was_shut_out_is_refused_from_then_on(hub: Hub, newcomer: Newcomer) -> None:
    one, far = newcomer()
    hub._member.desk.do(RevokeDesk(on=f"desk/{one.desk.id}"))
    for ask in (far.vector, lambda: far.after({}), lambda: far.wait({})):
        with pytest.raises(Trouble) as told:
            ask()
        assert told.value.key == "desk_revoked"


def test_a_code_lets_one_laptop_in_and_then_nobody(hub: Hub, tmp_path: Path) -> None:
    code = hub.open_invite().code
    join(tmp_path / "one", parts.TestClock(), address(hub), code.lower().replace("-", " ")).database.close()
    with pytest.raises(Trouble) as told:
        join(tmp_path / "two", parts.TestClock(), address(hub), code)
    assert told.value.key == "join_closed" and not (tmp_path / "two").exists()


def test_a_code_is_over_after_five_wrong_tries_or_five_minutes(hub: Hub) -> None:
    invite = Invite(hub._member.keys.site)
    secret = read(invite.code)[1]
    for _ in range(TRIES):
        with pytest.raises(Trouble, match="join_wrong"):
            invite.use("A" * 10, time.monotonic())
    with pytest.raises(Trouble, match="join_closed"):
        invite.use(secret, time.monotonic())
    late = Invite(hub._member.keys.site)
    with pytest.raises(Trouble, match="join_closed"):
        late.use(read(late.code)[1], time.monotonic() + SECONDS + 1)


def test_who_sits_between_is_noticed(hub: Hub, tmp_path: Path) -> None:
    other = Member(parts.configured(parts.desk(tmp_path, "X", site="site2", role="lead")))
    with pytest.raises(Trouble) as told:
        join(tmp_path / "one", parts.TestClock(), address(hub), Invite(other.keys.site).code)
    assert told.value.key == "join_other_site"


@pytest.mark.parametrize("code", ["", "ABC", "A" * 19, "A" * 21])
def test_a_code_of_another_length_is_told_before_anything_is_asked(code: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="join_code_short"):
        join(tmp_path, parts.TestClock(), "127.0.0.1:1", code)


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="hub_unreachable"):
        join(tmp_path, parts.TestClock(), "127.0.0.1:1", "A" * 20)


def test_another_member_can_be_the_main_laptop_and_heals_from_the_others(hub: Hub, newcomer: Newcomer) -> None:
    (one, far), (two, _) = newcomer(), newcomer()
    swap(one, far)
    two.desk.do(CheckIn(on="unit/1-1-102"))
    hub.stop()
    with pytest.raises(Trouble, match="hub_unreachable"):
        far.vector()
    promoted = Hub(one, "127.0.0.1")
    promoted.start()
    try:
        near = Far(address(promoted), two.keys)
        swap(two, near)
        assert one.desk.state("unit/1-1-102").visits
        assert near.vector() == two.vector()
        near.close()
    finally:
        promoted.stop()


def test_a_port_that_is_taken_is_told(hub: Hub) -> None:
    with pytest.raises(Trouble, match="port_taken"):
        Hub(hub._member, "127.0.0.1", hub.port).start()


def test_a_key_that_is_no_key_does_not_let_in(hub: Hub) -> None:
    invite = hub.open_invite()
    far = Far(address(hub), Keys(site=hub._member.keys.site))
    with pytest.raises(Trouble, match="not_understood"):
        far.join(Asking(read(invite.code)[1], b"short"))
    far.close()
