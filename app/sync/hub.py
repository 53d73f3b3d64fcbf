"""The main laptop of a site: any laptop can be it. The others exchange with it over the network.

HTTP with TLS 1.3; bodies are MessagePack, a few of strangers JSON. Who asks is known by the certificate of the
connection. What comes in is put on disk by one thread, many batches in one transaction: twenty laptops that each wait
for a disk of their own would wait for each other.
"""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar, cast

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app import VERSION
from app.desk import Vector
from app.errors import Trouble
from app.log.wire import Line
from app.photos import Photos
from app.queries.photos import size_of
from app.sync import hub_connection, trust
from app.sync.asked import MOST, PROGRAM, TIME, WAIT, Asked, No, Place
from app.sync.hub_connection import Known
from app.sync.invite import Asking, Invite
from app.sync.member import LINES, Batch, Member, Renewing
from app.sync.photos import PIECE, Piece
from app.sync.rate import Rate

BODY = 16 << 20  # bytes of a request at most
BATCH = 20_000  # entries in what is given at most
CONNECTIONS = 400  # at once
LULL = 0.005  # seconds in which nothing comes, after which what came is worked out
SWEEP = 30.0  # the same where nothing is known to be left: another process may have been cut off
STRANGERS, MEMBERS = (5, 30), (500, 2000)  # questions a second, and at once
STATUS = {"not_a_member": 403, "desk_revoked": 403, "join_closed": 403, "join_wrong": 403, "too_large": 413,
          "too_often": 429, "too_slow": 408}

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]


class Seen(msgspec.Struct, frozen=True):
    """When a laptop last asked (ms UTC), how far it held each desk's entries then, and its version of the program."""

    at: int
    vector: Vector
    version: str


class _Now:
    """What holds until something is recorded, asked for by every laptop every few seconds: how far the entries are
    held, and who shows which certificate."""

    def __init__(self) -> None:
        self.known: dict[bytes, str] = {}
        self.vector: Vector = {}
        self.until = 0.0  # by the monotonic clock; a file can be written by a command beside us, which tells nobody


class Hub:
    """Serves a member's entries at an address (`port` 0: any that is free) until `stop`."""

    def __init__(self, member: Member, host: str = "0.0.0.0", port: int = 0) -> None:
        self._member, self._host, self.port = member, host, port
        self.invite: Invite | None = None
        self.seen: dict[str, Seen] = {}
        self.photos, self._putting = Photos(member.desk.home.path.parent), threading.Lock()
        self._now = _Now()
        self._strangers, self._members = Rate(*STRANGERS), Rate(*MEMBERS)
        self._given: queue.SimpleQueue[tuple[Batch, Future[int]] | None] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._started = threading.Event()
        self._server: uvicorn.Server | None = None
        self._threads: list[threading.Thread] = []
        self._deaf: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Listen, and answer in threads of their own. Raises Trouble `port_taken`."""
        # Without the protocol's name asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for the last one.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((self._host, self.port))
            listening.listen(128)  # from now on nobody is turned away, though answers come a moment later
        except OSError as error:
            listening.close()
            raise Trouble("port_taken", port=self.port) from error
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(self._app(), http=Known, ws="none", lifespan="off", loop="asyncio", log_config=None,
                                access_log=False, server_header=False, timeout_graceful_shutdown=1,
                                limit_concurrency=CONNECTIONS)
        config.load()
        keys = self._member.keys
        config.ssl = trust.context(True, keys.site, keys.own, keys.key)
        self._server = uvicorn.Server(config)
        desk = self._member.desk
        desk.on_change.append(self._changed)
        self._deaf = desk.database.listen(lambda: self._changed(set()))
        for work in (lambda: asyncio.run(self._serve(listening)), self._write):
            thread = threading.Thread(target=work, name="hub", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._started.wait()

    async def _serve(self, listening: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._started.set()
        assert self._server is not None
        await self._server.serve([listening])
        for connection in self._server.server_state.connections:
            cast(Known, connection).transport.abort()
        await asyncio.sleep(0)  # in which they are let go of

    def stop(self) -> None:
        """Answer no more; what was acknowledged is on disk."""
        if self._server is not None:
            self._server.should_exit = True
            self._deaf()
            self._changed(set())
            serving, writing = self._threads
            serving.join()
            self._given.put(None)  # after all that was given is written
            writing.join()
            self._member.desk.on_change.remove(self._changed)
            self._server = None

    def open_invite(self) -> Invite:
        """Let one laptop in within the next minutes; an older invitation is over."""
        self.invite = Invite(self._member.keys.site)
        return self.invite

    # -- what is asked -----------------------------------------------------------------------------------

    def _app(self) -> Starlette:
        return Starlette(routes=[
            Route("/health", self._said(self._health)),
            Route("/v1/site", self._said(self._site)),
            Route("/v1/join", self._said(self._join), methods=["POST"]),
            Route("/v1/renew", self._said(self._renew), methods=["POST"]),
            Route("/v1/vector", self._said(self._vector), methods=["POST"]),
            Route("/v1/chain", self._said(self._chain), methods=["POST"]),
            Route("/v1/after", self._said(self._after), methods=["POST"]),
            Route("/v1/give", self._said(self._give), methods=["POST"]),
            Route("/v1/wait", self._said(self._wait), methods=["POST"]),
            Route("/v1/photos", self._said(self._photos), methods=["POST"]),
            Route("/v1/photo", self._said(self._photo), methods=["POST"]),
            Route("/v1/photo/give", self._said(self._photo_given), methods=["POST"]),
            Route("/metrics", self._said(self._metrics)),
        ])  # fmt: skip

    def _said(self, work: Endpoint) -> Endpoint:
        """What stands in the way is an answer."""

        async def answer(request: Request) -> Response:
            try:
                if not request.state.shown:
                    self._strangers.ask(request.client.host if request.client else "")
                said = await work(request)
            except Trouble as trouble:
                no = No(trouble.key, {key: str(value) for key, value in trouble.values.items()})
                said = _packed(no, STATUS.get(trouble.key, 409))
            except ClientDisconnect:  # nobody is there to hear it
                said = Response(status_code=400)
            said.headers[TIME], said.headers[PROGRAM] = str(self._member.desk.clock.now()), VERSION
            return said

        return answer

    async def _health(self, request: Request) -> Response:
        return PlainTextResponse("The main laptop answers.\n主电脑运行正常。\n主電腦運作正常。\n")

    async def _site(self, request: Request) -> Response:
        """The certificate of the site: nothing secret, and believed only by who compares it."""
        return Response(self._member.keys.site, media_type="application/pkix-cert")

    async def _join(self, request: Request) -> Response:
        asking = await self._read(request, Asking)
        if self.invite is None:
            raise Trouble("join_closed")
        if len(asking.key) != 32:
            raise Trouble("not_understood")
        self.invite.use(asking.secret, time.monotonic())
        welcome = await asyncio.to_thread(self._member.admit, asking.key, asking.name, asking.desk)
        return _packed(welcome)

    async def _renew(self, request: Request) -> Response:
        self._who(request)
        asked = await self._read(request, Renewing)
        welcome = await asyncio.to_thread(self._member.readmit, request.state.shown, asked.desk, asked.letter,
                                          asked.name)
        return _packed(welcome)

    async def _vector(self, request: Request) -> Response:
        self._who(request)
        return _packed(self._member.vector())

    async def _chain(self, request: Request) -> Response:
        """What the chain of a desk was at one of its entries: where two wrote under one name, that tells from where."""
        self._who(request)
        place = await self._read(request, Place)
        return _packed(self._member.chain(place.desk, place.n))

    async def _after(self, request: Request) -> Response:
        asked = await self._asked(request)
        batch = await asyncio.to_thread(self._member.after, asked.vector, max(1, min(asked.limit, MOST)))
        return _packed(batch)

    async def _give(self, request: Request) -> Response:
        self._who(request)
        batch = await self._read(request, Batch)
        if len(batch.lines) > BATCH:
            raise Trouble("too_large")
        await asyncio.to_thread(self._member.check, batch)
        stored: Future[int] = Future()
        self._given.put((batch, stored))
        return _packed(await asyncio.wrap_future(stored))

    async def _wait(self, request: Request) -> Response:
        """Answers when there is more than the vector says, or after a while."""
        asked, news = await self._asked(request), self._news
        if self._held() == asked.vector and self._server is not None and not self._server.should_exit:
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), WAIT)
        return _packed(self._held())

    async def _photos(self, request: Request) -> Response:
        """How many bytes of each photo are here."""
        self._who(request)
        names = await self._read(request, list[str])
        return _packed(await asyncio.to_thread(lambda: {name: self.photos.held(name) for name in names[:BATCH]}))

    async def _photo(self, request: Request) -> Response:
        self._who(request)
        asked = await self._read(request, Piece)
        return _packed(await asyncio.to_thread(self.photos.piece, asked.sha256, max(0, asked.at), PIECE))

    async def _photo_given(self, request: Request) -> Response:
        """Bytes of a photo that is on record; others nobody may put here."""
        self._who(request)
        given, desk = await self._read(request, Piece), self._member.desk

        def put() -> int:
            size = size_of(desk.database.read, desk.site, given.sha256)
            if not size:
                while desk.settle():  # its record has come, and is perhaps not worked out yet
                    pass
                size = size_of(desk.database.read, desk.site, given.sha256)
            if not size:
                raise Trouble("photo_unknown")
            with self._putting:  # two laptops may give the same one
                return self.photos.put(given.sha256, size, given.at, given.data)

        return _packed(await asyncio.to_thread(put))

    async def _metrics(self, request: Request) -> Response:
        self._who(request)
        now, held = self._member.desk.clock.now(), self._held()
        return PlainTextResponse("".join((
            _gauge("handover_entries", "Entries held, by desk.", {desk: n for desk, (n, _) in held.items()}),
            _gauge("handover_seen_seconds", "Since each other laptop asked last.",
                   {desk: (now - seen.at) / 1000 for desk, seen in self.seen.items()}),
            _gauge("handover_queue", "Batches that wait to be put on disk.", {"": self._given.qsize()}))))

    async def _asked(self, request: Request) -> Asked:
        who, asked = self._who(request), await self._read(request, Asked)
        self.seen[who] = Seen(self._member.desk.clock.now(), asked.vector, request.headers.get(PROGRAM, "")[:20])
        return asked

    def _who(self, request: Request) -> str:
        known, shown = self._now.known, request.state.shown
        if shown not in known:
            known[shown] = self._member.who(shown)
        self._members.ask(known[shown])
        return known[shown]

    def _held(self) -> Vector:
        now = self._now
        if time.monotonic() > now.until:
            now.vector, now.until = self._member.vector(), time.monotonic() + WAIT
        return now.vector

    @staticmethod
    async def _read(request: Request, kind: type[T]) -> T:
        """The body, of no more than BODY bytes. Raises Trouble `too_large`, `too_slow` or `not_understood`."""
        body = bytearray()
        try:
            async with asyncio.timeout(hub_connection.SLOW) as patience:
                async for part in request.stream():
                    body += part
                    if len(body) > BODY:
                        raise Trouble("too_large")
                    patience.reschedule(asyncio.get_running_loop().time() + hub_connection.SLOW)
        except TimeoutError as error:
            raise Trouble("too_slow") from error
        try:
            return msgspec.msgpack.decode(body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Trouble("not_understood") from error

    # -- writing -----------------------------------------------------------------------------------------

    def _write(self) -> None:
        """The one thread that puts on disk what is given, and works out what it means when nothing more comes."""
        left = 0
        while True:
            try:
                first = self._given.get(timeout=LULL if left else SWEEP)
            except queue.Empty:
                left = self._work_out()
                continue
            if first is None:
                return
            batches, lines = [first], len(first[0].lines)
            with suppress(queue.Empty):
                while lines < LINES and (another := self._given.get_nowait()) is not None:
                    batches.append(another)
                    lines += len(another[0].lines)
            left = 1
            self._store(batches)

    def _work_out(self) -> int:
        try:
            return self._member.desk.settle()
        except Trouble:  # the disk or the server is in the way; it is tried again
            return 0

    def _store(self, batches: list[tuple[Batch, Future[int]]]) -> None:
        waiting = [(batch, stored) for batch, stored in batches if stored.set_running_or_notify_cancel()]
        lines: list[Line] = [line for batch, _ in batches for line in batch.lines]
        try:
            new, broken = self._member.desk.store(lines, lambda sql: self._keep(sql, batches))
        except Exception as error:  # whoever gave it is told, and keeps it
            for _, stored in waiting:
                stored.set_exception(error)
            return
        for batch, stored in waiting:
            trouble = next((broken[line.desk] for line in batch.lines if line.desk in broken), None)
            if trouble is None:
                stored.set_result(min(new, len(batch.lines)))
            else:
                stored.set_exception(trouble)
        self._changed(set())

    def _keep(self, sql: Any, batches: list[tuple[Batch, Future[int]]]) -> None:
        for batch, _ in batches:
            self._member.keep(sql, batch)

    def _changed(self, subjects: set[str]) -> None:
        """Who waits for news is told, and what was known is asked for anew."""
        self._now = _Now()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()


def _packed(value: object, status: int = 200) -> Response:
    return Response(msgspec.msgpack.encode(value), status, media_type="application/msgpack")


def _gauge(name: str, about: str, values: Mapping[str, float]) -> str:
    """One figure by desk, as Prometheus reads it."""
    rows = "".join(f'{name}{{desk="{desk}"}} {value}\n' if desk else f"{name} {value}\n"
                   for desk, value in sorted(values.items()))
    return f"# HELP {name} {about}\n# TYPE {name} gauge\n{rows}"
