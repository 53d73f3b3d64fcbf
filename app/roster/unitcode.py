"""One code for a home however it is written: 3栋2单元1702室 is 3-2-1702, Flat A, 2/F, Tower 1 is 1-2-A.

The output is for ever, since a unit's history hangs on it: tests/app/roster/unitcode.golden holds what was
released. What decides, in this order:

- Two homes never get one code: a word that is not understood stays in it.
- Building, entrance and floor lose leading zeros, the last part keeps them: `03-02-0503` -> `3-2-0503`.
- A floor with a lettered flat is two parts (`1 2A` -> `1-2-A`); a floor that the room repeats is left out.
- A phase is `P2`, a villa `V12`, a house `H12`, a basement floor `B1`, the ground floor `G`.
- `T1` is Tower 1 where flats have letters; elsewhere it is a building of that name beside building 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from app.roster.unitwords import (
    AREA,
    BUILDING,
    ENTRANCE,
    FLOOR,
    FOLDED,
    KINDS,
    LOOSE,
    PHASE,
    RANK_OF_PREFIX,
    ROMAN,
    ROOM,
    STEMS,
    TOKEN,
    number,
)

_FLAT_ON_FLOOR = re.compile(r"([0-9]{1,2})([A-Z]{1,2})")  # 12A; 1702A is a room of that name
_PLACE = re.compile(rf"[A-Z]{{0,3}}[0-9][0-9A-Z]*|[A-Z]{{1,2}}|[{STEMS}]")
_ROOMLIKE = re.compile(r"[0-9]{3,}|[0-9]+[A-Z]")
_PLAIN = re.compile(r"(?:[1-9][0-9]*-)+(?:[0-9]+|[A-Z])|[0-9]+")  # a code already, as most are
_ZEROS = re.compile("([A-Z]*)0+(?=[0-9])")
_BASEMENT = re.compile(r"(?<=[0-9A-Z]-)([0-9]+)--([123][0-9]{2})$")  # 3-2--101 is not 3-2-101

_LETTERED = re.compile("[VH]-[A-Z]|(?:[A-Z]-)?(?:G|UG|LG)-[A-Z]{1,2}")  # codes without a figure
_DASH = re.compile(r"(?<=[0-9A-Z#])\s*[ー一]\s*(?=[0-9])")  # 3一2一1702


class Part(NamedTuple):
    """A piece of a code. `rank` 0: nothing says what it is; `mark`: what said it, 'name' for a bare word."""

    rank: int
    text: str
    mark: str = ""


def unit_code(text: str) -> str:
    """The code of a written unit, its parts joined by '-'; '' where it names none."""
    if _PLAIN.fullmatch(text):
        return text
    return _joined(_settled(_parts(text)))


def told(rank: int, text: str) -> tuple[Part, ...]:
    """What a cell says whose column says what it is (a rank of unitwords); a word in the cell goes before."""
    return tuple(_placed(part, rank) for part in _parts(text))


def composed(parts: Sequence[Part]) -> str:
    """The code of a unit that stands in several cells, each taken apart by `told`."""
    return unit_code(_joined(_settled(parts)))


def led(parts: Sequence[Part]) -> list[str]:
    """The parts of cells that lead to a unit and name none: building 01, entrance 2 -> 1, 2."""
    return [_outer(part) for part in _understood(parts)]


def names_building(text: str) -> bool:
    """Whether a written unit says by a word or mark which building it is in."""
    return any(part.rank == BUILDING for part in _understood(_parts(text)))


def building_in(text: str) -> str:
    """The building (with phase and entrance) that the name of a sheet gives; '' for none, or for several."""
    parts = [part for part in _understood(_parts(text)) if part.mark != "name"]
    if (
        any(not AREA <= part.rank <= ENTRANCE for part in parts)
        or sum(p.rank == BUILDING for p in parts) != 1
    ):
        return ""
    return "-".join(_without_zeros(part.text) for part in parts)


def building_of(code: str) -> str:
    """The building in a code, with the phase and names before it; '' where a code has none."""
    parts = code.split("-")
    places = [at for at, text in enumerate(parts) if _PLACE.fullmatch(text)]
    if len(places) > 2 and re.fullmatch("P[0-9]+", parts[places[0]]):
        del places[0]
    if len(places) < 2:
        return "-".join(parts[: places[0]]) if places else ""
    return "" if len(places) == 2 and parts[places[1]].isalpha() else "-".join(parts[: places[0] + 1])


def _parts(text: str) -> list[Part]:
    """What the text says, in its order, each piece with the rank that a word or mark beside it gives."""
    plain = _DASH.sub("-", unicodedata.normalize("NFKC", text).upper().strip())
    plain = _BASEMENT.sub(r"\1-负\2", plain)
    parts: list[Part] = []
    prefix = ""
    for found in re.finditer(TOKEN, plain, re.VERBOSE):
        kind = found.lastgroup
        if kind == "prefix":
            prefix = found["prefix"] if RANK_OF_PREFIX[found["prefix"]] != LOOSE else prefix
        elif kind is not None:
            parts.append(_after(prefix, _part(found, kind)))
            prefix = ""
    return parts


def _part(found: re.Match[str], kind: str) -> Part:
    if kind in ("below", "storey"):
        below = number(found["below"])
        return Part(FLOOR if len(below) < 3 else 0, f"B{below}", found["storey"] or "")
    if kind == "ground":
        return Part(FLOOR, "G")
    if kind == "nth":
        return Part(FLOOR, found["nth"])
    if kind == "name":
        figures = number(found["name"])
        return Part(0, figures, "" if figures.isdigit() or figures in STEMS else "name")
    if kind == "kind":
        return Part(0, KINDS[found["kind"]], "kind")
    return _marked(number(found["value"]), 0 if kind == "value" else int(kind[1:]), found[kind])


def _marked(text: str, rank: int, mark: str) -> Part:
    if rank == PHASE:
        phase = _without_zeros(ROMAN.get(text, text))
        return Part(PHASE, f"P{phase}" if re.fullmatch("[0-9]+|[A-Z]", phase) else f"{phase}期")
    if rank == AREA:
        return Part(AREA, _without_zeros(text) + FOLDED.get(mark, mark))
    return Part(rank, text, mark)


def _after(prefix: str, part: Part) -> Part:
    """A part behind a word such as TOWER; what its own mark says goes before."""
    if not prefix or part.rank or part.mark == "name":
        return part
    rank = RANK_OF_PREFIX[prefix]
    return _marked(part.text, rank, "") if rank == PHASE else Part(rank, part.text, prefix)


def _placed(part: Part, rank: int) -> Part:
    """A part in a column that says what it is."""
    loose = part.rank in (0, LOOSE) and part.mark not in ("name", "kind")
    return _marked(part.text, rank, "区" if rank == AREA else part.mark) if loose else part


def _understood(parts: Sequence[Part]) -> list[Part]:
    """Parts whose meaning hangs on the others decided, in the order from phase to room."""
    parts = _with_kinds(parts)
    parts = [_decided(at, parts) for at in range(len(parts))]
    ranks = [part.rank for part in parts if part.rank]
    backward = any(before > after for before, after in pairwise(ranks)) or (
        bool(parts) and 0 < parts[-1].rank <= BUILDING and any(_bare_room(part) for part in parts[:-1])
    )
    return sorted(parts, key=_position) if backward else parts


def _bare_room(part: Part) -> bool:
    return not part.rank and _ROOMLIKE.fullmatch(part.text) is not None


def _position(part: Part) -> int:
    return part.rank or (0 if part.mark == "name" else LOOSE)


def _with_kinds(parts: Sequence[Part]) -> list[Part]:
    """别墅12号, 12号别墅 and Villa 12 as V12."""
    if len(parts) == 2 and parts[1].mark == "kind":
        parts = [parts[1], parts[0]]
    out: list[Part] = []
    for part in parts:
        if out and out[-1].mark == "kind" and part.text.isdigit():
            out[-1] = Part(0, out[-1].text + part.text)
        else:
            out.append(part)
    return out


def _decided(at: int, parts: Sequence[Part]) -> Part:
    part, last = parts[at], at == len(parts) - 1
    ranks = {other.rank for other in parts}
    if part.rank == LOOSE:  # 3号1702室, 12号
        return part._replace(rank=ROOM if last else 0 if BUILDING in ranks else BUILDING)
    if part.mark == "UNIT":
        roomless = ROOM not in ranks and not any(not after.rank for after in parts[at + 1 :])
        return part._replace(rank=ROOM) if roomless else part
    if part.rank == ENTRANCE and last and at and parts[at - 1].rank == FLOOR:  # 2樓A單元
        return part._replace(rank=ROOM)
    if part.rank == FLOOR and BUILDING not in ranks and not last and _is_building(part, parts[at + 1]):
        return part._replace(rank=BUILDING)
    return part


def _is_building(floor: Part, after: Part) -> bool:
    """In the north 3楼2单元 is building 3; so it is where the room is on another floor."""
    elsewhere = after.text.isdigit() and len(after.text) > 2 and not _repeats(floor.text, after.text)
    return after.rank == ENTRANCE or (elsewhere and floor.text.isdigit())


def _repeats(floor: str, room: str) -> bool:
    """Whether a room's number says its floor already: 17 and 1702, 12A and 12A01, 2 and 2A."""
    floor, flat = _without_zeros(floor), _FLAT_ON_FLOOR.fullmatch(room)
    if flat is not None:
        return _without_zeros(flat[1]) == floor
    room = _without_zeros(room).rstrip("ABCDEFGH")
    return room.startswith(floor) and len(room) == len(floor) + 2 and room[-2:].isdigit()


def _settled(parts: Sequence[Part]) -> list[str]:
    """The texts of a code's parts."""
    parts = _without_floor(_understood(parts))
    home = max((at for at, part in enumerate(parts) if part.mark != "name"), default=-1)
    texts = [part.text if at == home else _outer(part) for at, part in enumerate(parts)]
    if home >= 0 and (flat := _FLAT_ON_FLOOR.fullmatch(texts[home])):
        texts[home : home + 1] = [_without_zeros(flat[1]), flat[2]]
        home += 1
    first = next((at for at, text in enumerate(texts) if _PLACE.fullmatch(text)), home)
    if home > first and texts[home].isalpha() and (tower := re.fullmatch("T([0-9]{1,2})", texts[first])):
        texts[first] = tower[1]
    return texts


def _without_floor(parts: Sequence[Part]) -> list[Part]:
    out = list(parts)
    for at, (floor, room) in enumerate(pairwise(parts)):
        if floor.rank != FLOOR:
            continue
        if below := re.fullmatch("B([0-9]+) (?:\\1)?([0-9]{2})", f"{floor.text} {room.text}"):
            out[at : at + 2] = [Part(ROOM, f"B{below[1]}{below[2]}")]
        elif _repeats(floor.text, room.text):
            del out[at]
        elif floor.mark == "层" and re.fullmatch("[0-9]+ [0-9]{2}", f"{floor.text} {room.text}"):
            out[at : at + 2] = [Part(ROOM, _without_zeros(floor.text) + room.text)]
        break
    return out


def _outer(part: Part) -> str:
    """Everything before the room: no leading zeros, and 2F there is floor 2."""
    storey = re.fullmatch("([0-9]+)F", part.text)
    return part.text if part.mark == "name" else _without_zeros(storey[1] if storey else part.text)


def _without_zeros(text: str) -> str:
    return _ZEROS.sub(r"\1", text, 1) if "0" in text and _ZEROS.match(text) else text


def _joined(texts: Sequence[str]) -> str:
    code = "-".join(texts)
    return code if re.search("[0-9]", code) or _LETTERED.fullmatch(code) else ""
