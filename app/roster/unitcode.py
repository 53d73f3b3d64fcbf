"""One code for a home however it is written: `3栋2单元1702室` -> `3-2-1702`, `Flat A, 2/F, Tower 1` -> `1-2-A`.

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
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.roster.unitwords import (
    AREA, BUILDING, ENTRANCE, FLOOR, FOLDED, KINDS, LOOSE, PHASE, RANK_OF_MARK, RANK_OF_PREFIX, ROMAN, ROOM, TOKEN,
    number,
)

_FLAT_ON_FLOOR = re.compile(r"([0-9]+)([A-Z]{1,2})")
_PLACE = re.compile(r"[A-Z]{0,3}[0-9]+[0-9A-Z]*|[A-Z]{1,2}")
_ROOMLIKE = re.compile(r"[0-9]{3,}|[0-9]+[A-Z]")
_BASEMENT = re.compile(r"(?<=[0-9A-Z]-)([0-9]+)--([123][0-9]{2})$")  # 3-2--101 is not 3-2-101


class Part(NamedTuple):
    """A piece of a code. `rank` 0: nothing says what it is; `mark`: what stood behind it, or how it was found."""

    rank: int
    text: str
    mark: str = ""


def unit_code(text: str) -> str:
    """The code of a written unit, its parts joined by '-'; '' where it names none."""
    code = "-".join(part.text for part in _settled(_parts(text)))
    return code if any("0" <= sign <= "9" for sign in code) or re.fullmatch("[VH]-[A-Z]", code) else ""


def composed(cells: Iterable[tuple[int, str]]) -> str:
    """The code of a unit that stands in several cells: what each is (a rank of unitwords), and its text."""
    parts = [_placed(part, rank) for rank, text in cells for part in _parts(text)]
    return unit_code("-".join(part.text for part in _settled(parts)))


def names_building(text: str) -> bool:
    """Whether a written unit says by a word or mark which building it is in."""
    return any(part.rank == BUILDING for part in _understood(_parts(text)))


def building_in(text: str) -> str:
    """The building (with phase and entrance) that the name of a sheet gives; '' for none, or for several."""
    parts = _understood(_parts(text))
    placed = [part for part in parts if AREA <= part.rank <= ENTRANCE]
    bare = any(part.rank not in range(AREA, ENTRANCE + 1) and part.mark != "name" for part in parts)
    if bare or sum(part.rank == BUILDING for part in placed) != 1:
        return ""
    return "-".join(_without_zeros(part.text) for part in sorted(placed, key=lambda part: part.rank))


def building_of(code: str) -> str:
    """The building in a code, with the phase and names before it; '' where a code has none."""
    parts = code.split("-")
    before = 0
    while before < len(parts) - 1 and not _PLACE.fullmatch(parts[before]):
        before += 1
    if len(parts) - before > 2 and re.fullmatch("P[0-9]+", parts[before]):
        before += 1
    rest = parts[before:]
    alone = len(rest) < 2 or (len(rest) == 2 and rest[1].isalpha())
    return "" if alone else "-".join(parts[: before + 1])


def _parts(text: str) -> list[Part]:
    """What the text says, in its order, each piece with the rank that a word or mark beside it gives."""
    plain = unicodedata.normalize("NFKC", text).upper().strip()
    plain = _BASEMENT.sub(r"\1-负\2", plain)
    parts: list[Part] = []
    before = 0
    for found in TOKEN.finditer(plain):
        if found["prefix"]:
            before = RANK_OF_PREFIX[found["prefix"]] or before
            unit = found["prefix"] == "UNIT"
            continue
        for part in _read(found):
            wanted = before and not part.rank and part.mark != "name"
            parts.append(Part(before, part.text, "UNIT" if before == ENTRANCE and unit else "") if wanted else part)
        before = before if not found.group().strip() or found.group() == "第" else 0
    return parts


def _read(found: re.Match[str]) -> Iterator[Part]:
    if found["below"]:
        below = number(found["below"])
        yield Part(FLOOR if len(below) < 3 else 0, f"B{below}", found["storey"] or "")
    elif found["ground"]:
        yield Part(FLOOR, "G")
    elif found["nth"]:
        yield Part(FLOOR, found["nth"])
    elif found["roman"]:
        yield Part(0, ROMAN[found["roman"]])
    elif found["value"]:
        yield _value(number(found["value"]), found["mark"] or "")
    elif found["kind"] or found["kind_counted"]:
        yield Part(0, KINDS[found["kind"] or found["kind_counted"]], "kind")
    elif found["name"]:
        yield Part(0, found["name"], "name")
