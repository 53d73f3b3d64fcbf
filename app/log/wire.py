"""Entries as bytes, and the chain that proves none is missing or changed.

The bytes are kept as they were written: hash, forwarding and stick use them, so that a desk with an older
program loses no newer field. Decoding is a view.
"""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, Any

import msgspec

from app.errors import Trouble
from app.log.kinds import Kind
from app.log.operation import Entry, Operation, Unknown

_WHOLE = 1 << 53  # whole numbers are smaller: sums of them can be kept, too, and every reader of JSON has them
Whole = Annotated[int, msgspec.Meta(gt=-_WHOLE, lt=_WHOLE)]


class Line(msgspec.Struct, frozen=True):
    """An entry as it is kept and passed on. `known` is when the site first knew it, ms UTC: the only
    part that is not covered by the chain; of two values the earlier one wins."""

    desk: str
    n: Whole
    id: str
    data: bytes
    chain: bytes
    known: Whole


class _Stored(Entry, frozen=True, kw_only=True):
    ops: tuple[Kind, ...] = ()


class _Loose(Entry, frozen=True, kw_only=True):
    ops: tuple[msgspec.Raw, ...] = ()


_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_encoder = msgspec.json.Encoder()
_stored = msgspec.json.Decoder(_Stored)
_loose = msgspec.json.Decoder(_Loose)
_kind = msgspec.json.Decoder(Kind)
_unknown = msgspec.json.Decoder(Unknown)
_LONG = re.compile(rb":\s*-?[0-9]{16}")  # a whole number that is too large has so many figures


def encode(entry: Entry) -> bytes:
    """The entry as UTF-8 JSON."""
    return _encoder.encode(entry)


def as_kept(op: Operation) -> Operation:
    """The operation as every desk will read it from its bytes. What is done here is worked out from this one, so
    that a list where a tuple belongs cannot make a difference. Raises TypeError if it could not be read again."""
    try:
        data = _encoder.encode(op)
        if _LONG.search(data) and _beyond(msgspec.json.decode(data)):
            raise msgspec.ValidationError("a number is out of range")
        return _kind.decode(data)
    except msgspec.ValidationError as error:
        raise TypeError(f"{op!r} cannot be kept: {error}") from error


def decode(data: bytes) -> Entry:
    """The entry; operations and fields of newer programs become `Unknown` or are passed over.
    Raises Trouble `line_unreadable` for bytes that are no entry."""
    try:
        if _LONG.search(data) and _beyond(msgspec.json.decode(data)):
            raise Trouble("line_unreadable", why="a number is out of range")
        entry = _stored.decode(data)
    except msgspec.ValidationError:
        entry = _decode_newer(data)
    except _UNREADABLE as error:
        raise Trouble("line_unreadable", why=str(error)) from error
    if b"\\u0000" in data and any("\0" in subject for subject in entry.subjects):
        raise Trouble("line_unreadable", why="a name holds the character 0")
    return entry


def _beyond(value: Any) -> bool:
    """Whether a whole number in it is too large."""
    if isinstance(value, dict):
        return any(map(_beyond, value.values()))
    if isinstance(value, list):
        return any(map(_beyond, value))
    return isinstance(value, int) and abs(value) >= _WHOLE


def _decode_newer(data: bytes) -> Entry:
    try:
        entry = _loose.decode(data)
        return msgspec.structs.replace(entry, ops=tuple(_operation(raw) for raw in entry.ops))
    except _UNREADABLE as error:
        raise Trouble("line_unreadable", why=str(error)) from error


def _operation(raw: msgspec.Raw) -> object:
    try:
        return _kind.decode(raw)
    except msgspec.ValidationError:
        return _unknown.decode(raw)


def first_chain(site: str, desk: str) -> bytes:
    """The chain before a desk's first entry. It holds the site, so that no line of a drill or of another
    site can ever follow."""
    return hashlib.sha256(f"{site}/{desk}".encode()).digest()


def next_chain(chain: bytes, data: bytes) -> bytes:
    """The chain after one more entry: sha256(previous chain + bytes)."""
    return hashlib.sha256(chain + data).digest()


# -- one name, two laptops -----------------------------------------------------------------------------------


def branch(desk: str, n: int, chain: bytes) -> str:
    """Under which name a laptop's entries after its entry `n` are kept once it is known that two laptops wrote under
    one name from there on (a copied disk): named by the chain of the first of them, so that everybody finds the same
    name. The entries themselves stay as they are."""
    return f"{base(desk)}~{chain.hex()[:12]}@{n}"


def base(desk: str) -> str:
    """The name under which its entries were written."""
    return desk.partition("~")[0]


def begins(desk: str) -> int:
    """The number of the entry that its first one follows; 0 for a desk that is no branch."""
    number = desk.rpartition("@")[2]
    return int(number) if "~" in desk and number.isdecimal() else 0
