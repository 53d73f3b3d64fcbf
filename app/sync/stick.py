"""Records carried by hand where there is no network: one file, readable only by the laptops of the site.

The file is a head that anybody may read, and parts sealed one by one (ChaCha20-Poly1305, RFC 8439) with a key made for
this file. That key is wrapped for each laptop that was not shut out, by X25519 (RFC 7748) with the laptop's own key;
whose the records are, their signatures say, as in every exchange.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.clock import Clock
from app.database import trouble as disk_trouble
from app.desk import Desk, Vector
from app.errors import Trouble
from app.log import wire
from app.site import exists
from app.sync import trust
from app.sync.member import Batch, Keys, Member, Welcome, one_more

MAGIC, VERSION = b"HANDOVER STICK\n", 1
ASKS, ASKING = b"HANDOVER ASKS\n", "joining.key"
PART = 2000  # entries in a part at most
LONGEST = 64 << 20  # bytes of a part that is believed
P = 2**255 - 19  # of the field that both curves are over


class Head(msgspec.Struct, frozen=True):
    """What stands in front: the site, who made the file and when (ms UTC), and the file's key, wrapped for each laptop
    by its id together with the public key that it was wrapped with."""

    version: int
    site: str
    desk: str
    at: int
    keys: Mapping[str, tuple[bytes, bytes]]


class Part(msgspec.Struct, frozen=True):
    """Records; in the first part also how far its maker holds each desk's and, where a laptop is let in with the file,
    its `welcome` with the certificate of the `site`."""

    batch: Batch
    vector: Vector = {}
    welcome: Welcome | None = None
    site: bytes = b""


class Taken(msgspec.Struct, frozen=True):
    """What came of a file: `new` of its `records`; `left` is what was in the way of the rest."""

    new: int
    records: int
    left: Trouble | None = None


def export(member: Member, file: Path, everything: bool = False, go_on: Callable[[], None] = lambda: None,
           welcome: Welcome | None = None) -> int:
    """Write what other laptops may lack, as far as is known here; how many records that is. What stands at that place
    is replaced when the file is whole. Raises Trouble."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        with fresh.open("wb") as out:
            count = _write(member, out, {} if everything else held_by_all(member), go_on, welcome)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    except OSError as error:
        raise disk_trouble(error, file) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return count


def _write(member: Member, out: BinaryIO, since: Vector, go_on: Callable[[], None], welcome: Welcome | None) -> int:
    key = secrets.token_bytes(32)
    desk = member.desk
    head = msgspec.msgpack.encode(Head(VERSION, desk.site, desk.id, desk.clock.now(), {
        id: _wrapped(key, trust.holder(certificate)) for id, certificate in member.members().items()}))
    out.write(MAGIC + len(head).to_bytes(4, "big") + head)
    sealing, bound, count, at = ChaCha20Poly1305(key), hashlib.sha256(head).digest(), 0, dict(since)
    part = Part(Batch(), member.vector(), welcome, member.keys.site if welcome else b"")
    for number in range(1 << 30):
        go_on()
        batch = member.after(at, PART)
        for line in batch.lines:
            at[line.desk] = line.n, line.chain
        last = not batch.lines
        data = msgspec.msgpack.encode(msgspec.structs.replace(part, batch=batch))
        part = Part(Batch())
        sealed = sealing.encrypt(_nonce(number, last), data, bound)
        out.write(len(sealed).to_bytes(4, "big") + sealed)
        count += len(batch.lines)
        if last:
            break
    return count


def take(member: Member, file: Path, go_on: Callable[[], None] = lambda: None) -> Taken:
    """Take in what a file holds, as much of it as is whole. Raises Trouble when it is none of ours: `stick_foreign`,
    `stick_newer`, `stick_other_site`, `stick_not_for_us`."""
    new = records = 0
    if not file.is_file():
        raise Trouble("file_missing", file=str(file))
    try:
        with file.open("rb") as source:
            head, bound = _head(source, file)
            if head.site != member.desk.site:
                raise Trouble("stick_other_site", file=str(file))
            key = _key(member.keys.key, head, file)
            for part in _parts(source, key, bound, file):
                go_on()
                records += len(part.batch.lines)
                new += member.receive(part.batch)
                if part.vector:
                    member.remember(head.desk, part.vector)
    except OSError as error:
        raise disk_trouble(error, file) from error
    except Trouble as trouble:
        _settle(member)
        if trouble.key not in ("stick_damaged", "stick_cut", "chain_broken"):
            raise
        left = Trouble("stick_gap", file=str(file)) if trouble.key == "chain_broken" else trouble
        return Taken(new, records, left)
    _settle(member)
    return Taken(new, records)


def _settle(member: Member) -> None:
    while member.settle():
        pass


# -- joining without a network ---------------------------------------------------------------------------------


class Request(msgspec.Struct, frozen=True):
    """What a laptop writes that wants to join: its public key, and what people call it."""

    key: bytes
    name: str = ""


def ask(folder: Path, file: Path) -> None:
    """Write the file with which the main laptop lets this one in. Its private key stays in the folder until then."""
    kept = folder / ASKING
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            with os.fdopen(os.open(kept, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as out:
                out.write(trust.new_key())
        file.write_bytes(ASKS + msgspec.msgpack.encode(Request(trust.public(kept.read_bytes()), socket.gethostname())))
    except OSError as error:
        raise disk_trouble(error, file) from error


def admit(member: Member, asked: Path, file: Path, go_on: Callable[[], None] = lambda: None) -> Welcome:
    """Let in the laptop that wrote the file `asked`, and write the one that it takes with all records. Raises Trouble;
    who was let in is, and the same again writes the file again."""
    try:
        data = asked.read_bytes()
    except OSError as error:
        raise disk_trouble(error, asked) from error
    if not data.startswith(ASKS):
        raise Trouble("ask_foreign", file=str(asked))
    try:
        request = msgspec.msgpack.decode(data[len(ASKS):], type=Request)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Trouble("ask_foreign", file=str(asked)) from error
    if len(request.key) != 32:
        raise Trouble("ask_foreign", file=str(asked))
    known = next((id for id, one in member.members().items() if trust.holder(one) == request.key), "")
    welcome = member.admit(request.key, request.name) if not known else Welcome(
        member.desk.site, known, member.desk.state(f"desk/{known}").letter, member.certificate(known))
    export(member, file, True, go_on, welcome)
    return welcome


def join(folder: Path, clock: Clock, file: Path, go_on: Callable[[], None] = lambda: None) -> tuple[Desk, Taken]:
    """Make this laptop the desk that the file welcomes, and take in its records. Raises Trouble, and makes nothing,
    when the file is for another laptop."""
    if exists(folder):
        raise Trouble("site_exists", file=str(folder))
    try:
        key = (folder / ASKING).read_bytes()
        with file.open("rb") as source:
            head, bound = _head(source, file)
            part = next(_parts(source, _key(key, head, file), bound, file))
    except OSError as error:
        raise disk_trouble(error, file) if file.exists() else Trouble("file_missing", file=str(file)) from error
    welcome = part.welcome
    if welcome is None or trust.Vouched(welcome.site, part.site).desk(welcome.certificate) != welcome.desk or (
            trust.holder(welcome.certificate) != trust.public(key)):
        raise Trouble("stick_no_welcome", file=str(file))
    desk = one_more(folder, clock, welcome, Keys(key, welcome.certificate, part.site))
    (folder / ASKING).unlink(missing_ok=True)
    return desk, take(Member(desk), file, go_on)


# -- reading ---------------------------------------------------------------------------------------------------


def _head(source: BinaryIO, file: Path) -> tuple[Head, bytes]:
    if source.read(len(MAGIC)) != MAGIC:
        raise Trouble("stick_foreign", file=str(file))
    data = source.read(min(int.from_bytes(source.read(4), "big"), LONGEST))
    try:
        version = msgspec.msgpack.decode(data, type=dict[str, msgspec.Raw])["version"]
        if msgspec.msgpack.decode(version, type=int) > VERSION:
            raise Trouble("stick_newer", file=str(file))
        return msgspec.msgpack.decode(data, type=Head), hashlib.sha256(data).digest()
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError) as error:
        raise Trouble("stick_damaged", file=str(file)) from error


def _key(member: bytes, head: Head, file: Path) -> bytes:
    for shown, wrapped in head.keys.values():
        try:
            return _unwrapped(member, shown, wrapped)
        except (InvalidTag, ValueError):
            continue
    raise Trouble("stick_not_for_us", file=str(file))


def _parts(source: BinaryIO, key: bytes, bound: bytes, file: Path) -> Iterator[Part]:
    opening = ChaCha20Poly1305(key)
    for number in range(1 << 30):
        size = source.read(4)
        sealed = source.read(min(int.from_bytes(size, "big"), LONGEST))
        if len(size) < 4 or len(sealed) < int.from_bytes(size, "big"):
            raise Trouble("stick_cut", file=str(file))
        for last in (False, True):
            try:
                data = opening.decrypt(_nonce(number, last), sealed, bound)
                break
            except InvalidTag:
                if last:
                    raise Trouble("stick_damaged", file=str(file)) from None
        try:
            yield msgspec.msgpack.decode(data, type=Part)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Trouble("stick_damaged", file=str(file)) from error
        if last:
            return


def _nonce(number: int, last: bool) -> bytes:
    """Each part has its own, so that none can be left out, moved, or be the last one too early."""
    return number.to_bytes(11, "big") + bytes([last])


def held_by_all(member: Member) -> Vector:
    """How far every other laptop of the site holds each desk's records, for all that is known here."""
    others = [member.held(id) for id in member.members() if id != member.desk.id]
    mine = member.vector()
    if not others:
        return {}
    low = {desk: min(other.get(desk, wire.begins(desk)) for other in others) for desk in mine}
    return {desk: (n, b"") for desk, n in low.items() if n}


# -- keys ------------------------------------------------------------------------------------------------------


def _wrapped(key: bytes, member: bytes) -> tuple[bytes, bytes]:
    mine = X25519PrivateKey.generate()
    shown = mine.public_key().public_bytes_raw()
    shared = mine.exchange(X25519PublicKey.from_public_bytes(_montgomery(member)))
    return shown, ChaCha20Poly1305(_derived(shared, shown)).encrypt(bytes(12), key, None)


def _unwrapped(member: bytes, shown: bytes, wrapped: bytes) -> bytes:
    mine = X25519PrivateKey.from_private_bytes(hashlib.sha512(member).digest()[:32])  # as RFC 8032, 5.1.5 derives it
    shared = mine.exchange(X25519PublicKey.from_public_bytes(shown))
    return ChaCha20Poly1305(_derived(shared, shown)).decrypt(bytes(12), wrapped, None)


def _derived(shared: bytes, shown: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=shown, info=b"handover stick").derive(shared)


def _montgomery(public: bytes) -> bytes:
    """An Ed25519 public key as the X25519 key of the same laptop: u = (1 + y) / (1 - y), RFC 7748, 4.1."""
    y = int.from_bytes(public, "little") & (2**255 - 1)
    return ((1 + y) * pow(1 - y, P - 2, P) % P).to_bytes(32, "little")
