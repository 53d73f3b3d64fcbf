"""The file of a day: one JSON object a line, each one action at a desk.

Blank lines and lines that begin with # say nothing. The first line that is not as it should be stops the reading,
with its number, what was found and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from app.errors import Refused, Trouble
from app.log.here import ms_of
from app.roster.unitcode import unit_code

_TIME = re.compile(r"2\d{3}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
_SHOWN = 120  # characters of a line that is told about
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Line(msgspec.Struct, frozen=True):
    """One action: `n` its number in the file, `at` when it happened and `known` when it was written down (ms UTC),
    `more` what its verb asks for, `text` how it stands there."""

    n: int
    at: int
    known: int
    desk: str
    by: str
    do: str
    unit: str
    more: dict[str, Any]
    text: str

    def bad(self, why: Refused) -> Refused:
        """Why this line stops everything."""
        return bad(self.n, self.text, why)


def bad(n: int, text: str, why: Refused) -> Refused:
    """What is said of a line that cannot be done."""
    found = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return Refused("replay_line", line=n, found=found, why=why)


# -- what a verb asks for --------------------------------------------------------------------------------


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: Any) -> bool:
    return _text(value) or (isinstance(value, list) and bool(value) and all(map(_text, value)))


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**53


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _agent(value: Any) -> bool:
    """Yes or no, a name, or what is known of them."""
    if not isinstance(value, dict):
        return _flag(value) or _text(value)
    asked = {"name": _text, "phone": _text, "scope": _texts, "authorisation": _text}
    return all(key in asked and asked[key](each) for key, each in value.items())


Asked = Mapping[str, Callable[[Any], bool]]

EVERY: Asked = {"at": _text, "known": _text, "desk": _text, "by": _text, "do": _text, "unit": _text}
NEEDS: Mapping[str, Asked] = {
    "add_unit": {"owners": _texts},
    "set_ineligible": {"reason": _text},
    "clear_ineligible": {},
    "check_in": {},
    "start_inspection": {},
    "log_defect": {},
    "record_result": {"result": _text},
    "withdraw": {},
    "give_gift": {"gift": _text},
    "void": {"ref": _count},
}
MAY: Mapping[str, Asked] = {
    "add_unit": {"phones": _texts, **dict.fromkeys(
        ("building", "layout", "area", "contract", "contract_date", "appointment", "note"), _text)},
    "set_ineligible": {"note": _text},
    "clear_ineligible": {"reason": _text, "note": _text},
    "check_in": {"party": _count, "agent": _agent},
    "start_inspection": {"escort": _text, "why": _text},
    "log_defect": {"severity": _count, "fixed": _flag, **dict.fromkeys(
        ("code", "room", "wall", "text", "trade", "due", "source"), _text)},
    "record_result": dict.fromkeys(("reason", "note", "promised", "form", "why"), _text),
    "withdraw": {"why": _text},
    "give_gift": {"qty": _count},
    "void": {"why": _text, "came_back": _flag},
}


# -- reading ---------------------------------------------------------------------------------------------


def read(file: Path, zone: str) -> list[Line]:
    """The lines of a day in their order; times are those of `zone`. Raises Refused `replay_line`, and Trouble for a
    file that is not there or holds nothing."""
    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise Trouble("file_missing", file=str(file)) from error
    except OSError as error:
        raise Trouble("file_unreadable", file=file.name, cause=error.strerror or str(error)) from error
    lines = parse(data, zone)
    if not lines:
        raise Trouble("file_empty", file=file.name)
    return lines


def parse(data: bytes, zone: str) -> list[Line]:
    """The lines that these bytes hold. Raises Refused `replay_line`."""
    return list(_Reader(zone).lines(data.removeprefix(b"\xef\xbb\xbf")))


class _Reader:
    """Reads on with what earlier lines said: the desk stays, and at each desk the person."""

    def __init__(self, zone: str) -> None:
        self._zone, self._desk = zone, "A"
        self._by: dict[str, str] = {}
        self._done: set[int] = set()

    def lines(self, data: bytes) -> Iterator[Line]:
        for n, raw in enumerate(data.split(b"\n"), 1):
            raw = raw.strip()
            if not raw or raw.startswith(b"#"):
                continue
            text = raw.decode("utf-8", "replace")
            try:
                line = self._line(n, raw, text)
            except Refused as no:
                raise bad(n, text, no) from no
            self._done.add(n)
            yield line

    def _line(self, n: int, raw: bytes, text: str) -> Line:
        given = _object(raw)
        do = given.get("do")
        if do is None:
            raise Refused("replay_missing", name="do")
        if not isinstance(do, str) or do not in NEEDS:
            raise Refused("replay_verb", found=do, verbs=", ".join(NEEDS))
        given = {key: value for key, value in given.items() if not _empty(value, key in MAY[do])}
        self._check(given, do)
        at = self._time(given["at"])
        known = self._time(given["known"]) if "known" in given else at
        if at > known:
            raise Refused("replay_early", at=given["at"], known=given["known"])
        if do == "void" and given["ref"] not in self._done:
            raise Refused("replay_ref", ref=given["ref"])
        self._desk = given.get("desk", self._desk).strip()
        by = self._by[self._desk] = given.get("by", self._by.get(self._desk, self._desk)).strip()
        return Line(n, at, known, self._desk, by, do, code_of(given.get("unit", "")),
                    {key: value for key, value in given.items() if key not in EVERY}, text)

    def _check(self, given: dict[str, Any], do: str) -> None:
        may = {**EVERY, **NEEDS[do], **MAY[do]}
        for key, value in given.items():
            if key not in may:
                raise Refused("replay_key", name=key, do=do)
            if not may[key](value):
                raise Refused("replay_value", name=key, found=msgspec.json.encode(value).decode())
        for key in ("at", *NEEDS[do], *(() if do == "void" else ("unit",))):
            if key not in given:
                raise Refused("replay_missing", name=key)

    def _time(self, text: str) -> int:
        try:
            if _TIME.fullmatch(text):
                return ms_of(datetime.fromisoformat(text), self._zone)
        except ValueError:
            pass
        raise Refused("replay_time", found=text)


def _empty(value: Any, may: bool) -> bool:
    """Whether this is the same as leaving it out, as programs write it."""
    return value is None or (may and value in ("", []))


def _object(raw: bytes) -> dict[str, Any]:
    try:
        given = msgspec.json.decode(raw)
    except _UNREADABLE as error:
        raise Refused("replay_object") from error
    if not isinstance(given, dict):
        raise Refused("replay_object")
    return given


def code_of(written: str) -> str:
    """What an owner list would call the unit; one that it would not understand is called as it is written."""
    return unit_code(written) or written.strip()
