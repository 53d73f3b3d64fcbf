"""What an escort types, turned into defects of the catalogue: the likely ones first.

Words in any order, of any of these: pinyin initials (`kg`), whole pinyin, Chinese of either writing, beginnings of
English words, codes (`WAL01`). A room may stand in front (`kt kg`, `KIT.WAL01`). Figures alone are component and
defect (`1 1` is WAL01), with a room before them three (`9 1 1`): a defect's figure is the one in its code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from app.catalogue import Catalogue, Fault, Named
from app.search.chinese import Chinese, is_han

_ASIDE = re.compile(r"[（(].*?[)）]")
_CODE = re.compile(r"([a-z]{3})0*(\d{1,2})")
_PART = re.compile(r"[\s.,;，。；]+")
_BEGINS, _WITHIN = 2, 6  # ranks: what begins like that leaves out what only has it inside


class Found(msgspec.Struct, frozen=True):
    """A defect, or a room alone (`fault` None). `room` is '' where none was typed."""

    room: str
    fault: Fault | None


class _Words(msgspec.Struct, frozen=True):
    """How one thing may be typed: its Chinese folded, initials and whole pinyin of each way to say it, the words of
    its English name, its code."""

    han: tuple[str, ...]
    initials: tuple[str, ...]
    pinyin: tuple[str, ...]
    english: tuple[str, ...]
    code: str


class DefectTyped:
    """Made once of a catalogue; asked at every letter."""

    def __init__(self, catalogue: Catalogue, chinese: Chinese) -> None:
        self._catalogue, self._chinese = catalogue, chinese
        self._rooms = {code: self._words(room) for code, room in catalogue.rooms.items()}
        self._components = {code: self._words(part) for code, part in catalogue.components.items()}
        self._faults = {code: self._words(fault) for code, fault in catalogue.faults.items()}
        self._room_codes, self._component_codes = list(catalogue.rooms), list(catalogue.components)

    def number(self, code: str) -> int:
        """The small number of a room, a component or a defect; 0 for none of them."""
        for codes in (self._room_codes, self._component_codes):
            if code in codes:
                return codes.index(code) + 1
        return int(code[3:]) if code in self._faults else 0

    def initials(self, code: str) -> str:
        """The initials of a room, a component or a defect, as they are typed."""
        for words in (self._rooms, self._components, self._faults):
            if code in words:
                return words[code].initials[0]
        return ""

    def find(self, text: str, room: str = "", limit: int = 8) -> list[Found]:
        """The best first; with a chosen `room` (or one that was typed) those that are usual there before others that
        fit as well."""
        parts = [part for part in _PART.split(self._chinese.folded(text)) if part]
        if not parts:
            return []
        if all(part.isdecimal() for part in parts):
            return self._by_number([int(part) for part in parts], room)[:limit]
        ranked = [((rank, self._unusual(code, room), 0), Found("", self._catalogue.faults[code]))
                  for code, rank in self._ranked(parts)]
        if any(rank <= _BEGINS for (rank, *_), _ in ranked):
            ranked = [one for one in ranked if one[0][0] < _WITHIN]
        for typed, exact in self._in(parts[0]):
            if len(parts) == 1:
                ranked.append(((-1 if exact else 9, False, 1), Found(typed, None)))
            rest = self._ranked(parts[1:]) if parts[1:] else ()
            ranked += [((rank + (0 if exact else 3), self._unusual(code, typed), 2),
                        Found(typed, self._catalogue.faults[code])) for code, rank in rest]
        return [found for _, found in sorted(ranked, key=lambda one: one[0])][:limit]

    def _by_number(self, numbers: Sequence[int], room: str) -> list[Found]:
        if len(numbers) > 3:
            return []
        where = self._nth(self._room_codes, numbers[0]) if len(numbers) == 3 else ""
        component = self._nth(self._component_codes, numbers[-2] if len(numbers) > 1 else numbers[0])
        if not component or (len(numbers) == 3 and not where):
            return []
        faults = self._catalogue.of(component, where or room)
        return [Found(where, fault) for fault in faults
                if len(numbers) == 1 or self.number(fault.code) == numbers[-1]]

    @staticmethod
    def _nth(codes: Sequence[str], number: int) -> str:
        return codes[number - 1] if 0 < number <= len(codes) else ""

    def _in(self, part: str) -> Iterator[tuple[str, bool]]:
        """Rooms that a first word may mean, and whether it is surely that."""
        for code, words in self._rooms.items():
            if part == words.code or part in words.initials or part in words.han:
                yield code, True
            elif len(part) > 2 and any(word.startswith(part) for word in (*words.english[:1], *words.pinyin)):
                yield code, False

    def _ranked(self, parts: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Defects that all words fit, and how badly."""
        for code in self._faults:
            ranks = [self._rank(part, code) for part in parts]
            known = [rank for rank in ranks if rank is not None]
            if len(known) == len(parts):
                yield code, sum(known)

    def _rank(self, part: str, code: str) -> int | None:
        own, component = self._faults[code], self._components[code[:3]]
        spelt = _CODE.fullmatch(part)
        if spelt and spelt[1] == code[:3].lower() and int(spelt[2]) == int(code[3:]):
            return 0
        both = [one + other for one in component.initials for other in own.initials]
        hans = [one + other for one in component.han for other in own.han]
        if part in own.initials or part in own.han:
            return 0
        if part in both or part in hans or part in own.pinyin:
            return 1
        if any(one.startswith(part) for one in (*own.initials, *own.han, *both, *own.pinyin)):
            return _BEGINS
        if part == component.code or part in component.initials or any(part in han for han in own.han):
            return 3
        if any(word.startswith(part) for word in own.english):
            return 4
        if any(word.startswith(part) for word in component.english) or any(part in han for han in hans):
            return 5
        if len(part) > 1 and any(part in one for one in own.initials):
            return 4
        if len(part) > 1 and any(part in one for one in both):
            return _WITHIN
        return None

    def _unusual(self, code: str, room: str) -> bool:
        usual = self._catalogue.faults[code].rooms
        return bool(room and usual and room not in usual)

    def _words(self, named: Named) -> _Words:
        spoken = dict.fromkeys(way for language in ("zh_Hans", "zh_Hant")
                               for way in self._ways(self._chinese.folded(named.name(language))))
        read = [self._chinese.readings(way) for way in spoken]
        initials = dict.fromkeys("".join(s[0] for s in reading) for readings in read for reading in readings)
        pinyin = dict.fromkeys("".join(reading) for readings in read for reading in readings)
        english = re.findall(r"[a-z0-9]+", self._chinese.folded(named.name("en")))
        return _Words(tuple(spoken), tuple(initials), tuple(pinyin), tuple(english), named.code.lower())

    def _ways(self, name: str) -> Iterator[str]:
        """A name without what stands in brackets, with it, and each side of a stroke: 掉漆/划痕."""
        for one in (_ASIDE.sub("", name), name):
            yield "".join(ch for ch in one if is_han(ch))
        sides = re.split(r"[/、,，]", _ASIDE.sub("", name))
        if len(sides) > 1:
            yield from filter(None, ("".join(ch for ch in side if is_han(ch)) for side in sides))
