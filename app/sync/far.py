"""The main laptop as it is seen from another one: the far side of a `swap`."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec

from app import VERSION
from app.clock import Clock
from app.desk import SLICE, Desk, Vector
from app.errors import Trouble
from app.settings import Settings
from app.site import exists
from app.sync import trust
from app.sync.asked import MOST, PROGRAM, TIME, WAIT, Asked, No, Place
from app.sync.invite import Asking, half, read
from app.sync.member import LINES, Batch, Keys, Member, Renewing, Welcome, one_more, read_keys, rejoined
from app.sync.photos import Piece
from app.sync.swap import swap

PORT = 7741
SECONDS = httpx.Timeout(10, connect=2)  # of which, with the pause after it, a link that is back waits 5 at most

T = TypeVar("T")


class Far:
    """Asks the main laptop at `address` (host or host:port), for `limit` entries at a time; one that asks for many has
    the next ones brought while the last are stored. Raises Trouble `hub_unreachable`, `hub_slow`,
    `hub_strange` or what the main laptop says."""

    def __init__(self, address: str, keys: Keys, clock: Clock | None = None, limit: int = LINES) -> None:
        self.address = with_port(address)
        self._clock, self._limit = clock or Clock(), limit
        self._beside = ThreadPoolExecutor(1)
        self._next: tuple[Vector, Future[Batch]] | None = None
        self.version = ""  # of the program at the main laptop, by the last answer
        self.ahead = 0  # ms by which this laptop's clock is in front of the main one's, by the last answer
        self._client = httpx.Client(base_url=f"https://{self.address}", timeout=SECONDS, trust_env=False,
                                    verify=trust.context(False, keys.site, keys.own, keys.key),
                                    headers={PROGRAM: VERSION})

    def vector(self) -> Vector:
        """How far it holds each desk's entries."""
        return self._ask("vector", None, Vector)

    def chain(self, desk: str, n: int) -> bytes:
        """The chain of a desk after its entry `n`."""
        return self._ask("chain", Place(desk, n), bytes)

    def after(self, vector: Vector, limit: int = 0) -> Batch:
        """Lines that somebody with that vector lacks."""
        expected, self._next = self._next, None
        if expected is not None and expected[0] == vector:
            batch = expected[1].result()
        else:
            batch = self._ask("after", Asked(vector, limit or self._limit), Batch)
        if self._limit > LINES and batch.lines:
            then = {**vector, **{line.desk: (line.n, line.chain) for line in batch.lines}}
            self._next = then, self._beside.submit(self._ask, "after", Asked(then, self._limit), Batch)
        return batch

    def receive(self, batch: Batch) -> int:
        """Give it lines; how many were new."""
        return self._ask("give", batch, int) if batch.lines else 0

    def wait(self, vector: Vector) -> Vector:
        """Its vector, as soon as it is another one than that, or after a while."""
        return self._ask("wait", Asked(vector), Vector, httpx.Timeout(WAIT + 8, connect=2))

    def photos(self, names: list[str]) -> dict[str, int]:
        """How many bytes of each of these photos it holds."""
        return self._ask("photos", names, dict[str, int])

    def photo(self, piece: Piece) -> bytes:
        """Bytes of a photo that it holds whole, from `at` on."""
        return self._ask("photo", piece, bytes)

    def give_photo(self, piece: Piece) -> int:
        """Give it some bytes of a photo; how many it holds then."""
        return self._ask("photo/give", piece, int)

    def join(self, asking: Asking) -> Welcome:
        """Ask to be let in."""
        return self._ask("join", asking, Welcome)

    def renew(self, renewing: Renewing) -> Welcome:
        """Ask for the certificate of another id."""
        return self._ask("renew", renewing, Welcome)

    def close(self) -> None:
        """Let go of the connection."""
        self._beside.shutdown(cancel_futures=True)
        self._client.close()

    def _ask(self, what: str, body: Any, kind: type[T], seconds: httpx.Timeout = SECONDS) -> T:
        before = self._clock.now()
        try:
            answer = self._client.post(f"/v1/{what}", content=msgspec.msgpack.encode(body), timeout=seconds)
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise Trouble("hub_slow", address=self.address) from error
        except httpx.HTTPError as error:
            if isinstance(error.__cause__, ssl.SSLError) or "CERTIFICATE" in str(error):
                raise Trouble("hub_strange", address=self.address) from error
            raise Trouble("hub_unreachable", address=self.address) from error
        if answer.status_code >= 500:  # it is just closing
            raise Trouble("hub_unreachable", address=self.address)
        try:
            self.version = answer.headers.get(PROGRAM, "")
            self.ahead = (before + self._clock.now()) // 2 - int(answer.headers.get(TIME, "0"))
            if answer.status_code == 200:
                return msgspec.msgpack.decode(answer.content, type=kind)
            no = msgspec.msgpack.decode(answer.content, type=No)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
            raise Trouble("hub_strange", address=self.address) from error
        raise Trouble(no.key, **no.values)


def with_port(address: str) -> str:
    """`192.168.1.5` is where the program listens by default."""
    plain = address.strip().removeprefix("https://").strip("/")
    return plain if ":" in plain else f"{plain}:{PORT}"


def join(folder: Path, clock: Clock, address: str, code: str) -> Desk:
    """Make this laptop one more desk of the site whose main laptop shows that code; its entries are still to come.
    Raises Trouble and makes nothing if it cannot be reached, is not the one that is meant, or does not let us in."""
    fingerprint, secret = read(code)
    if exists(folder):
        raise Trouble("site_exists", file=str(folder))
    site = site_of(address, fingerprint)
    key = trust.new_key()
    far = Far(address, Keys(site=site))
    try:
        welcome = far.join(Asking(secret, trust.public(key), socket.gethostname()))
    finally:
        far.close()
    return one_more(folder, clock, welcome, Keys(key, welcome.certificate, site))


def site_of(address: str, fingerprint: str) -> bytes:
    """The certificate of the site whose main laptop is there. Raises Trouble `hub_unreachable`, `join_other_site` if it
    is not the one that is meant."""
    try:
        with httpx.Client(verify=_anybody(), timeout=SECONDS, trust_env=False) as client:
            site = client.get(f"https://{with_port(address)}/v1/site").content
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Trouble("hub_unreachable", address=address) from error
    if half(trust.fingerprint(site)) != fingerprint:
        raise Trouble("join_other_site")
    return site


def joined(desk: Desk, address: str) -> Member:
    """This laptop as the member that it is; the main laptop vouches for ids that it goes on under since it was let in.
    Raises Trouble."""

    def ask(renewing: Renewing) -> Welcome:
        far = Far(address, read_keys(desk), desk.clock)
        try:
            return far.renew(renewing)
        finally:
            far.close()

    return rejoined(desk, ask)


def join_whole(folder: Path, clock: Clock, address: str, code: str,
               told: Callable[[int, int, int], None] = lambda came, of, left: None) -> tuple[Desk, int]:
    """Join, and take in all that the main laptop holds; the desk, and how many entries came. What is left over when
    the network goes meanwhile comes with the next exchange. `told` hears how many entries of how many came, and how
    many subjects are still to be worked out."""
    desk = join(folder, clock, address, code)
    Settings(desk.database, desk.site).main_laptop = address.strip()
    member, came = Member(desk), 0
    member.slice = 20 * SLICE
    far = Far(address, member.keys, clock, MOST)  # nobody works here yet who would have to wait
    try:
        of = sum(n for n, _ in far.vector().values())
        came, _ = swap(member, far, lambda came, left: told(came, of, left))
    except Trouble:
        pass
    finally:
        far.close()
    return desk, came


def _anybody() -> ssl.SSLContext:
    """For the one question whose answer is compared with the code."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made
