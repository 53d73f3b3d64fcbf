"""What strangers and broken programs may send to a main laptop: it answers, and nothing comes of it."""

from __future__ import annotations

import random
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import members
import msgspec
import pytest
from members import joined

from app.errors import Trouble
from app.stations.arrival import CheckIn
from app.sync import hub as hubs
from app.sync import trust
from app.sync.far import Far
from app.sync.hub import Hub
from app.sync.member import Member
from app.sync.rate import Rate
from app.sync.swap import swap
from app.verify import verify

ROUTES = ("join", "renew", "vector", "chain", "after", "give", "wait", "photos", "photo", "photo/give")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with members.served(tmp_path) as made:
        yield made


@pytest.fixture
def member(hub: Hub, tmp_path: Path) -> Member:
    return joined(hub._member, tmp_path)


@pytest.fixture
def client(hub: Hub, member: Member) -> Iterator[httpx.Client]:
    keys = member.keys
    with httpx.Client(base_url=f"https://127.0.0.1:{hub.port}", trust_env=False,
                      verify=trust.context(False, keys.site, keys.own, keys.key)) as made:
        yield made


def mutated(chance: random.Random, whole: bytes) -> bytes:
    """A body with something wrong in it, or nothing but noise."""
    kind = chance.random()
    if kind < 0.2 or not whole:
        return chance.randbytes(chance.randrange(200))
    if kind < 0.4:
        return whole[:chance.randrange(len(whole))]
    data = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        at = chance.randrange(len(data))
        if kind < 0.8:
            data[at] = chance.randrange(256)
        else:
            data[at:at] = data[chance.randrange(len(data)):][:chance.randrange(40)]
    return bytes(data)


def test_whatever_a_member_sends_is_answered_and_changes_nothing(
    hub: Hub, member: Member, client: httpx.Client, counts: Callable[[int, int], int],
    monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "WAIT", 0.001)
    hub._members = Rate(1e9, 1e9)
    swap(member, hub._member)
    before = hub._member.vector()
    for n in range(3):
        member.desk.do(CheckIn(on="unit/1-1-101", party=n + 1, again=True))
    batch = member.after(before)
    encode, chance, said = msgspec.msgpack.encode, random.Random(5), Counter[int]()
    bodies = {"join": encode({"secret": "A" * 10, "key": bytes(32)}), "vector": b"",
              "renew": encode({"desk": "another", "letter": "B", "name": "x"}),
              "chain": encode({"desk": member.desk.id, "n": 1}), "after": encode({"vector": before, "limit": 10}),
              "give": encode(batch), "wait": encode({"vector": before}), "photos": encode(["ab" * 32]),
              "photo": encode({"sha256": "ab" * 32, "at": 5}),
              "photo/give": encode({"sha256": "ab" * 32, "at": 0, "data": b"x" * 40})}
    hub.open_invite()
    for n in range(counts(5_000, 100_000)):
        what = ROUTES[n % len(ROUTES)] if n % 3 else "give"
        body = mutated(chance, bodies[what])
        if what == "renew" and len(body) > 20:
            continue  # a name with another letter in it is as good as any
        said[client.post(f"/v1/{what}", content=body).status_code] += 1
    assert not [code for code in said if code >= 500] and said[409] > 1000
    after = hub._member.vector()
    assert {desk: n for desk, n in after.items() if desk in before and desk != hub._member.desk.id} == {
        desk: n for desk, n in before.items() if desk != hub._member.desk.id}
    assert verify(hub._member.desk).clean
    assert swap(member, hub._member) and hub._member.desk.state("unit/1-1-101").visits


def test_there_is_nothing_to_find_beside_the_routes(hub: Hub, client: httpx.Client) -> None:
    for path in ("/", "/v1", "/v2/vector", "/v1/../../site.db", "/%2e%2e/site.db", "/v1/photo/../../site.db",
                 "/openapi.json", "/docs"):
        assert client.get(path).status_code == 404
    for what in ROUTES:
        assert client.get(f"/v1/{what}").status_code == 405


def test_a_member_reads_how_the_main_laptop_does(hub: Hub, member: Member, client: httpx.Client) -> None:
    far = Far(f"127.0.0.1:{hub.port}", member.keys)
    far.after({})
    far.close()
    said = client.get("/metrics").text
    main = hub._member.desk.id
    assert f'handover_entries{{desk="{main}"}} {hub._member.vector()[main][0]}\n' in said
    assert f'handover_seen_seconds{{desk="{member.desk.id}"}} ' in said and "\nhandover_queue 0\n" in said
    assert all(line.startswith("#") or len(line.split(" ")) == 2 for line in said.splitlines())


def test_a_batch_of_too_many_entries_is_not_taken(hub: Hub, member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "BATCH", 2)
    for _ in range(3):
        member.desk.do(CheckIn(on="unit/1-1-101", again=True)) if member.desk.state("unit/1-1-101").known else swap(
            member, hub._member)
    far = Far(f"127.0.0.1:{hub.port}", member.keys)
    for _ in range(3):
        member.desk.do(CheckIn(on="unit/1-1-101", again=True))
    with pytest.raises(Trouble) as told:
        far.receive(member.after(hub._member.vector()))
    far.close()
    assert told.value.key == "too_large"


def test_who_says_nothing_or_speaks_too_slowly_is_let_go(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.hub_connection.SLOW", 0.3)
    context = ssl.create_default_context(cadata=hub._member.keys.site)
    context.check_hostname = False

    def held(first: bytes, trickle: bytes) -> float:
        """How long the connection lives."""
        begun = time.monotonic()
        with socket.create_connection(("127.0.0.1", hub.port)) as plain, context.wrap_socket(plain) as tls:
            tls.settimeout(0.05)
            tls.sendall(first)
            while time.monotonic() - begun < 10:
                try:
                    if trickle:
                        tls.sendall(trickle)
                    data = tls.recv(1000)
                    if not data or b"408" in data:
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
        return time.monotonic() - begun

    assert held(b"", b"") < 5
    assert held(b"GET /health HTTP/1.1\r\n", b"X-A: b\r\n") < 5
    body = b"POST /v1/join HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n"
    assert held(body, b"") < 5


def test_many_silent_connections_keep_nobody_out(hub: Hub, client: httpx.Client) -> None:
    silent = [socket.create_connection(("127.0.0.1", hub.port)) for _ in range(150)]
    try:
        assert client.post("/v1/vector").status_code == 200
    finally:
        for one in silent:
            one.close()


def test_a_stranger_may_ask_only_so_often(hub: Hub) -> None:
    context = ssl.create_default_context(cadata=hub._member.keys.site)
    context.check_hostname = False
    with httpx.Client(base_url=f"https://127.0.0.1:{hub.port}", verify=context, trust_env=False) as stranger:
        said = Counter(stranger.get("/v1/site").status_code for _ in range(60))
    assert said[200] >= 30 and said[429] >= 10


def test_a_bucket_fills_again_and_each_has_his_own() -> None:
    now = [0.0]
    rate = Rate(2, 3, lambda: now[0])
    for _ in range(3):
        rate.ask("a")
    with pytest.raises(Trouble, match="too_often"):
        rate.ask("a")
    rate.ask("b")
    now[0] = 0.6
    rate.ask("a")
    with pytest.raises(Trouble):
        rate.ask("a")


def test_whoever_stops_in_the_middle_of_a_question_does_no_harm(hub: Hub, client: httpx.Client) -> None:
    context = ssl.create_default_context(cadata=hub._member.keys.site)
    context.check_hostname = False

    def ask() -> None:
        with socket.create_connection(("127.0.0.1", hub.port)) as plain, context.wrap_socket(plain) as tls:
            tls.sendall(b"POST /v1/join HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\nabc")

    for thread in [threading.Thread(target=ask) for _ in range(5)]:
        thread.start()
        thread.join()
    assert client.post("/v1/vector").status_code == 200
