"""A desk that is known to the others of its site: it signs what it gives, and takes only what was signed.

A desk signs how far it has come (site, desk, n, chain) whenever it gives; through the chain this holds for every entry
before. Such a signature is a *seal*. What is given ends, for each desk, at a seal of that desk, whoever hands it on.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from app.clock import Clock
from app.database import PUT, SEAL
from app.desk import SLICE, Desk, Vector, new_id
from app.errors import Trouble
from app.log import wire
from app.log.wire import Line
from app.site import new_site
from app.stations.site import AdmitDesk
from app.sync import trust
from app.tickets.code import letter_index, letters

EVERY = 200  # entries after which a desk seals at the latest, so that no batch needs to be longer
LINES = 400  # entries in a batch at most: they are stored in one transaction, for which who works here waits


class Seal(msgspec.Struct, frozen=True, array_like=True):
    """A desk's signature under its entry `n` and, through the chain, all before."""

    desk: str
    n: wire.Whole
    signature: bytes


class Batch(msgspec.Struct, frozen=True):
    """What one desk gives another: lines, the seals at which they end, and the certificate of each desk in it."""

    lines: Sequence[Line] = ()
    seals: Sequence[Seal] = ()
    certificates: Mapping[str, bytes] = {}


class Keys(msgspec.Struct, frozen=True):
    """What a laptop keeps secret, and what it shows: its `key`, its certificate `own`, that of the `site`; and the key
    of the site itself, where the site was made (elsewhere b'')."""

    key: bytes = b""
    own: bytes = b""
    site: bytes = b""
    site_key: bytes = b""


class Renewing(msgspec.Struct, frozen=True):
    """A member that goes on under another id and letter, as one does that was restored."""

    desk: str
    letter: str
    name: str = ""


class Welcome(msgspec.Struct, frozen=True):
    """What a laptop gets that may join: the site, who it is there, its letter, and its certificate."""

    site: str
    desk: str
    letter: str
    certificate: bytes


class Member:
    """A desk with its keys; one side of a `swap`, which works out `slice` subjects at a time. A site that was alone
    until now gets its key here."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.slice = desk, SLICE
        self.keys = self._kept()
        self._vouched = trust.Vouched(desk.site, self.keys.site)
        self._keep([(desk.id, 0, self.keys.own)])

    def _kept(self) -> Keys:
        desk = self.desk
        keys = read_keys(desk)
        if keys.own and trust.Vouched(desk.site, keys.site).desk(keys.own) == desk.id:
            return keys
        if keys.site and not keys.site_key:
            raise Trouble("membership_missing")  # a restored laptop has a new id, and asks for its new certificate
        site_key, key = keys.site_key or trust.new_key(), keys.key or trust.new_key()
        keys = Keys(key, trust.admit(site_key, desk.site, desk.id, trust.public(key)),
                    keys.site or trust.site_certificate(site_key, desk.site), site_key)
        keep_keys(desk, keys)
        return keys

    # -- swap --------------------------------------------------------------------------------------------

    def vector(self) -> Vector:
        """How far it holds each desk's entries."""
        return self.desk.vector()

    def after(self, vector: Vector, limit: int = LINES) -> Batch:
        """What somebody with that vector lacks, as far as it was sealed."""
        self._seal()
        lines = self.desk.after(vector, max(limit, 2 * EVERY))
        seals: list[Seal] = []
        for desk in {line.desk for line in lines}:
            last = max(line.n for line in lines if line.desk == desk)
            found = self._one("SELECT n, signature FROM seal WHERE site=? AND desk=? AND n BETWEEN 1 AND ? "
                              "ORDER BY n DESC LIMIT 1", desk, last)
            if found is not None:
                seals.append(Seal(desk, found[0], bytes(found[1])))
        ends = {seal.desk: seal.n for seal in seals}
        follows = _branching(lines)
        for line in sorted(lines, key=lambda line: -line.n):  # a branch may follow a branch
            if any(first.desk in ends for first in follows(line)):
                ends[line.desk] = max(line.n, ends.get(line.desk, 0))
        given = [line for line in lines if line.n <= ends.get(line.desk, 0)]
        desks = {line.desk for line in given}
        return Batch(given, [seal for seal in seals if seal.desk in desks],
                     {desk: self.certificate(desk) for desk in map(wire.base, desks)})

    def chain(self, desk: str, n: int) -> bytes:
        """The chain of a desk after its entry `n`."""
        return self.desk.chain(desk, n)

    def part(self, desk: str, n: int) -> None:
        """Two laptops wrote under this name after entry `n`."""
        self.desk.part(desk, n)

    def receive(self, batch: Batch) -> int:
        """Take in what another desk gives; how many entries were new. Raises Trouble `not_a_member`,
        `signature_wrong`, `unsealed` before anything is kept, and what `Desk.store` finds broken after the rest is.
        Most of it is still to be settled."""
        self.check(batch)
        new, broken = self.desk.store(batch.lines, lambda sql: self.keep(sql, batch))
        for trouble in broken.values():
            raise trouble
        return new

    def settle(self) -> int:
        """Work out a slice of what was received; how much is left."""
        return self.desk.settle(self.slice)

    def check(self, batch: Batch) -> None:
        """Whether each desk's entries are its own; the certificates of these desks are kept."""
        ends: dict[str, Line] = {}
        for line in sorted(batch.lines, key=lambda line: line.n):
            before = ends.get(line.desk, line)
            if before is not line and before != line and (
                    line.n != before.n + 1 or wire.next_chain(before.chain, line.data) != line.chain):
                raise Trouble("chain_broken", desk=line.desk, n=line.n)  # else only the last were what was signed
            ends[line.desk] = line
        follows = _branching(batch.lines)
        seals = {seal.desk: seal for seal in batch.seals}
        vouched: set[str] = set()
        for desk, line in sorted(ends.items(), key=lambda end: -end[1].n):
            seal, base = seals.get(desk), wire.base(desk)
            certificate = self._certificate(base) or batch.certificates.get(base, b"")
            if seal is None or seal.n != line.n:
                if not any(first.desk in vouched for first in follows(line)):
                    raise Trouble("unsealed", desk=desk)
            elif self._vouched.check(certificate, seal.signature, self.head(desk, line.n, line.chain)) != base:
                raise Trouble("signature_wrong", desk=desk)
            vouched.add(desk)
        self._keep((desk, 0, batch.certificates[desk]) for desk in map(wire.base, ends) if desk in batch.certificates)

    def keep(self, sql: Any, batch: Batch) -> None:
        """The seals of entries that are kept, so that they can be handed on: in the transaction that keeps those."""
        chains = {(line.desk, line.n): line.chain for line in batch.lines}
        for seal in batch.seals:
            base = wire.base(seal.desk)
            held = sql.exec_driver_sql(
                "SELECT desk, chain FROM line WHERE site=? AND n=? AND desk>=? AND desk<?",
                (self.desk.site, seal.n, base, f"{base}~~")).all()
            rows = [(self.desk.site, name, seal.n, seal.signature) for name, chain in held
                    if bytes(chain) == chains.get((seal.desk, seal.n)) and wire.base(name) == base]
            if rows:
                sql.exec_driver_sql(SEAL, rows)

    def _seal(self) -> None:
        """Sign how far this desk has come, at least every EVERY entries."""
        held = self.desk.vector()
        for own in self._own(held):
            n, chain = held[own]
            found = self._one("SELECT max(n) FROM seal WHERE site=? AND desk=?", own)
            last = found[0] if found is not None and isinstance(found[0], int) else 0
            if n <= last:
                continue
            points = {n: chain}
            if n - last > EVERY:
                lines = self.desk.after({**held, own: (last, b"")}, n - last)
                points |= {line.n: line.chain for line in lines if line.n % EVERY == 0}
            self._keep((own, at, trust.sign(self.keys.key, self.head(own, at, end))) for at, end in points.items())

    def _own(self, held: Vector) -> list[str]:
        """The ids that this laptop signs for: its own and, where the key of the site is, those that nobody was vouched
        for before. Those wrote here while the site was alone (a replayed file, or before a restore)."""
        mine = trust.public(self.keys.key)
        if self.keys.site_key:
            self._keep((desk, 0, trust.admit(self.keys.site_key, self.desk.site, desk, mine))
                       for desk in set(map(wire.base, held)) if not self._certificate(desk))
        return [desk for desk in held if trust.holder(self._certificate(wire.base(desk))) == mine]

    def unvouched(self) -> list[str]:
        """Ids that wrote here and that nobody vouches for yet: this laptop's own, before it last took another one."""
        return sorted({wire.base(desk) for desk in self.vector() if not self._certificate(wire.base(desk))})

    def vouched(self, welcome: Welcome) -> None:
        """Somebody does now. Raises Trouble `not_a_member` if it is not for that id."""
        if self._vouched.desk(welcome.certificate) != welcome.desk:
            raise Trouble("not_a_member")
        self._keep([(welcome.desk, 0, welcome.certificate)])

    def head(self, desk: str, n: int, chain: bytes) -> bytes:
        """What a desk signs: how far it has come at this site."""
        return b"\0".join((self.desk.site.encode(), wire.base(desk).encode(), str(n).encode(), chain))

    def certificate(self, desk: str) -> bytes:
        """A member's certificate. Raises Trouble `not_a_member` when none is known."""
        found = self._certificate(desk)
        if not found:
            raise Trouble("not_a_member")
        return found

    def _certificate(self, desk: str) -> bytes:
        found = self._one("SELECT signature FROM seal WHERE site=? AND desk=? AND n=0", desk)
        return b"" if found is None else bytes(found[0])

    def _keep(self, rows: Iterable[tuple[str, int, bytes]]) -> None:
        kept = [(self.desk.site, *row) for row in rows]
        if kept:
            with self.desk.database.write() as sql:
                sql.exec_driver_sql(SEAL, kept)

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        with self.desk.database.read() as sql:
            row = sql.exec_driver_sql(statement, (self.desk.site, *values)).first()
        return None if row is None else tuple(row)

    # -- members -----------------------------------------------------------------------------------------

    def who(self, certificate: bytes) -> str:
        """The desk that shows this certificate. Raises Trouble `not_a_member` or `desk_revoked`."""
        desk = self._vouched.desk(certificate)
        if self.desk.state(f"desk/{desk}").revoked:
            raise Trouble("desk_revoked")
        return desk

    def admit(self, key: bytes, name: str = "", desk: str = "") -> Welcome:
        """Take a laptop in under the next free letter; `key` is its public key, `desk` the id under which it recorded
        before. It is on record. Raises Trouble `site_key_elsewhere` where the key of the site is not, `not_a_member` if
        somebody has that id."""
        self._may_vouch()
        if desk and (desk in self.vector() or self._certificate(desk) or "~" in desk):
            raise Trouble("not_a_member")
        letter = letters(max(letter_index(one) for one in self._letters() if one) + 1)
        return self._vouch(desk or new_id(), letter, key, name)

    def take_key(self, text: str) -> None:
        """The key of the site, typed in from the lead's paper: from now on this laptop can let others in. Raises
        Trouble `paper_key_wrong`."""
        key = trust.from_paper(text)
        if trust.public(key) != trust.holder(self.keys.site):
            raise Trouble("paper_key_wrong")
        self.keys = msgspec.structs.replace(self.keys, site_key=key)
        keep_keys(self.desk, self.keys)

    def readmit(self, certificate: bytes, desk: str, letter: str, name: str = "") -> Welcome:
        """The member that shows this certificate goes on under another id, with the same key. Raises Trouble, as `who`
        does, and `not_a_member` if somebody else is known under that id."""
        self.who(certificate)
        self._may_vouch()
        known, key = self._certificate(desk), trust.holder(certificate)
        if known and trust.holder(known) != key:
            raise Trouble("not_a_member")
        return Welcome(self.desk.site, desk, letter, known) if known else self._vouch(desk, letter, key, name)

    def _may_vouch(self) -> None:
        if not self.keys.site_key:
            raise Trouble("site_key_elsewhere")
        if self.desk.twice:
            raise Trouble("main_twice", letter=self.desk.letter)

    def _vouch(self, desk: str, letter: str, key: bytes, name: str) -> Welcome:
        certificate = trust.admit(self.keys.site_key, self.desk.site, desk, key)
        self.desk.do(AdmitDesk(on=f"desk/{desk}", letter=letter, name=name, certificate=certificate.hex()))
        self._keep([(desk, 0, certificate)])
        return Welcome(self.desk.site, desk, letter, certificate)

    def members(self) -> dict[str, bytes]:
        """The certificates of all that were let in and not shut out, by id."""
        with self.desk.database.read() as sql:
            found = {id: bytes(certificate) for id, certificate in sql.exec_driver_sql(
                "SELECT desk, signature FROM seal WHERE site=? AND n=0", (self.desk.site,))}
            ids = sql.exec_driver_sql("SELECT id FROM desk WHERE site=?", (self.desk.site,)).scalars().all()
        states = {id: self.desk.state(f"desk/{id}") for id in {*ids, *found}}
        found |= {id: admitted for id, state in states.items()
                  if id not in found and (admitted := self._admitted(id, state.certificate))}
        return {id: certificate for id, certificate in found.items() if not states[id].revoked}

    def _admitted(self, desk: str, certificate: str) -> bytes:
        """What is on record of a laptop that was let in; b'' if the key of the site has not signed it, whoever wrote
        so."""
        try:
            read = bytes.fromhex(certificate)
            return read if read and self._vouched.desk(read) == desk else b""
        except (ValueError, Trouble):
            return b""

    def remember(self, desk: str, vector: Vector) -> None:
        """How far another laptop held each desk's entries when it was last heard."""
        told = msgspec.json.encode({name: n for name, (n, _) in vector.items()}).decode()
        with self.desk.database.write() as sql:
            sql.exec_driver_sql(PUT, (self.desk.site, f"held/{desk}", told))

    def held(self, desk: str) -> dict[str, int]:
        """What was remembered of another laptop; nothing, if it was never heard."""
        row = self._one("SELECT value FROM local WHERE site=? AND key=?", f"held/{desk}")
        return {} if row is None else msgspec.json.decode(row[0], type=dict[str, int])

    def _letters(self) -> list[str]:
        with self.desk.database.read() as sql:
            return [self.desk.letter, *sql.exec_driver_sql("SELECT letter FROM desk WHERE site=?",
                                                           (self.desk.site,)).scalars()]


def _branching(lines: Sequence[Line]) -> Callable[[Line], list[Line]]:
    """Which first lines of branches among these follow a line: the seal of such a branch is one under all before it."""
    firsts: dict[int, list[Line]] = {}
    for line in lines:
        if line.desk != wire.base(line.desk) and line.n == wire.begins(line.desk) + 1:
            firsts.setdefault(line.n - 1, []).append(line)

    def follows(line: Line) -> list[Line]:
        return [first for first in firsts.get(line.n, ()) if wire.base(first.desk) == wire.base(line.desk)
                and wire.next_chain(line.chain, first.data) == first.chain]

    return follows


def read_keys(desk: Desk) -> Keys:
    """What this laptop has; empty where it was never needed."""
    with desk.home.read() as sql:
        row = sql.exec_driver_sql("SELECT value FROM local WHERE site=? AND key='keys'", (desk.site,)).first()
    return Keys() if row is None else msgspec.json.decode(row[0], type=Keys)


def rejoined(desk: Desk, ask: Callable[[Renewing], Welcome]) -> Member:
    """This laptop as a member, after `ask`ing to be vouched for under the ids that it took since it was let in. Raises
    Trouble `membership_missing` where it never was, and what `ask` raises."""
    try:
        member = Member(desk)
    except Trouble as trouble:
        keys = read_keys(desk)
        if trouble.key != "membership_missing" or not keys.own:
            raise
        welcome = ask(Renewing(desk.id, desk.letter, socket.gethostname()))
        keep_keys(desk, msgspec.structs.replace(keys, own=welcome.certificate))
        member = Member(desk)
    for id in () if member.keys.site_key else member.unvouched():  # who has the key of the site vouches for itself
        member.vouched(ask(Renewing(id, desk.state(f"desk/{id}").letter, socket.gethostname())))
    return member


def one_more(folder: Path, clock: Clock, welcome: Welcome, keys: Keys) -> Desk:
    """Make this laptop the desk of a site that it was welcomed as. Its entries are still to come."""
    return new_site(folder, clock, name="", zone="", letter=welcome.letter, site=welcome.site, desk=welcome.desk,
                    keep=lambda desk: keep_keys(desk, keys))


def keep_keys(desk: Desk, keys: Keys) -> None:
    """Kept in this laptop's own file, neither derived nor passed on."""
    with desk.home.write() as sql:
        sql.exec_driver_sql(PUT, (desk.site, "keys", msgspec.json.encode(keys).decode()))
