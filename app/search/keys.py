"""The spellings under which a unit can be found.

A unit's *spelling text* holds a line per spelling, grouped behind what it came from:

    o陳靜雯                what is shown: the name as listed, the last four of a phone …
    n陈静雯<tab>n           family, spelling, tab, kind

A *family* is what a word is compared with; a *kind* is how it matched, which is the rank. The key of the
index is kind + spelling, so that one range of it answers "begins with". Kinds:

    u unit   v unit from a later part   p phone   l its last four or eight   c contract
    n name   m name from a later character   s surname alone   y pinyin   x pinyin of a later character
    i initials   j initials of the given name   z pinyin backwards   h hash of the unit code
    q queue number with its day (and o: of any day)   d draw number
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from app.search.chinese import Chinese, is_han, runs, surname
from app.tickets.code import unit_hash

LETTERS_LISTED = 40  # spellings are cut here: a firm's whole address is not typed
ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
PIECES = re.compile(r"\d+|[^\W\d_]+")
WORDS = re.compile(r"[^\W_]+")


class Searchable(msgspec.Struct, frozen=True):
    """What a unit can be found by: `numbers` are (day, queue number), `draws` draw numbers."""

    unit: str
    owners: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    contract: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    draws: tuple[str, ...] = ()


def spelt(of: Searchable, chinese: Chinese) -> str:
    """The spelling text of a unit."""
    return lasting(of, chinese) + passing(of, chinese)


def lasting(of: Searchable, chinese: Chinese) -> str:
    """The part of it that a visit seldom changes: unit, names, phones, contract."""
    lines = [*_group(of.unit, _unit(parts(of.unit, chinese))), f"h{unit_hash(of.unit):09d}\th"]
    for name in dict.fromkeys((*of.owners, *of.agents)):
        lines += _group(name, _name(name, chinese))
    for phone in dict.fromkeys(of.phones):
        digits = national(phone)
        lines += _group(digits[-4:], _phone(digits))
    if of.contract:
        lines += _group(of.contract, _contract(chinese.folded(of.contract)))
    return "\n" + "\n".join(lines) + "\n"


def passing(of: Searchable, chinese: Chinese) -> str:
    """The part that visits add to at its end: the draw number, then queue numbers. No key of it is one of the
    lasting part."""
    lines: list[str] = []
    for draw in of.draws:
        lines += _group(draw, _draw(_plain(draw, chinese)))
    for day, number in of.numbers:
        lines += _group(number, (f"q{spelling}\tq{day}" for spelling in zeros(_plain(number, chinese))))
    return "".join(f"{line}\n" for line in lines)


def keys(text: str) -> frozenset[str]:
    """The keys of the index that a spelling text stands for."""
    return frozenset(_keys(text))


def parts(code: str, chinese: Chinese) -> tuple[str, ...]:
    """A unit code's parts, folded: 1-2-A → 1, 2, a; a Chinese word in it is a part of its own."""
    return tuple(run for part in chinese.folded(code).replace(" ", "").split("-") for run in runs(part))


def zeros(spelling: str) -> tuple[str, ...]:
    """As it is, and without leading zeros where there are any: a023, a23."""
    short = ZEROS.sub("", spelling)
    return (spelling,) if short == spelling else (spelling, short)


def national(phone: str) -> str:
    """The figures of a phone number, without the country where that is China, Hong Kong or Macau."""
    digits = "".join(ch for ch in phone if ch.isdecimal())
    abroad = phone.lstrip().startswith(("+", "＋", "00")) or len(digits) == 13
    digits = digits.removeprefix("00") if abroad else digits
    for country in ("852", "853"):
        if digits.startswith(country) and (abroad or len(digits) == 11):
            return digits[3:]
    return digits[2:] if abroad and digits.startswith("86") else digits


def listed_code(text: str) -> str:
    """The unit code at the head of a spelling text; a unit may have been renamed since it got its key."""
    return text[2:text.index("\n", 2)]


def _keys(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        spelling, tab, kind = line.partition("\t")
        if tab and kind[0] == "q":
            yield f"q{kind[1:]}{spelling[1:]}"
            yield f"o{spelling[1:]}"
        elif tab:
            yield kind + spelling[1:]


def _group(shown: str, lines: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(lines))
    return [f"o{' '.join(shown.split())}", *found] if found else []


def _plain(text: str, chinese: Chinese) -> str:
    return "".join(PIECES.findall(chinese.folded(text)))


def _unit(code: tuple[str, ...]) -> Iterator[str]:
    """3-2-1702 → 3-2-1702, 321702, and from each later part: 2-1702, 21702, 1702."""
    for spelling in dict.fromkeys((code, tuple(ZEROS.sub("", part) for part in code))):
        for start in range(len(spelling)):
            kind = "v" if start else "u"
            yield f"u{'-'.join(spelling[start:])}\t{kind}"
            yield f"u{''.join(spelling[start:])}\t{kind}"


def _phone(digits: str) -> Iterator[str]:
    if digits:
        yield f"p{digits}\tp"
    for last in (8, 4):
        if len(digits) > last:
            yield f"l{digits[-last:]}\tl"


def _contract(text: str) -> Iterator[str]:
    """Whole, and from each later run of letters or figures: XH28-0007 is also 280007 and 0007."""
    pieces = PIECES.findall(text)
    for start in range(min(len(pieces), 4)):
        rest = "".join(pieces[start:])
        if not start or len(rest) >= 4:
            yield f"c{rest[:LETTERS_LISTED]}\tc"


def _draw(number: str) -> Iterator[str]:
    for spelling in zeros(number):
        yield f"d{spelling}\td"
    for spelling in zeros(number.lstrip("abcdefghijklmnopqrstuvwxyz")):
        if spelling:
            yield f"d{spelling}\td"


def _name(name: str, chinese: Chinese) -> Iterator[str]:
    folded = chinese.folded(name)
    han = "".join(filter(is_han, folded))
    if han:
        yield from _han(han[:LETTERS_LISTED])
        yield from _pinyin(chinese.readings(name), surname(han))
    if len(han) != len(folded):
        yield from _words([word for word in WORDS.findall(folded.replace("'", "")) if not is_han(word[0])])


def _han(han: str) -> Iterator[str]:
    yield f"n{han}\tn"
    for start in range(1, len(han)):
        yield f"n{han[start:]}\tm"


def _pinyin(readings: tuple[tuple[str, ...], ...], cut: int) -> Iterator[str]:
    """chenjingwen, chenjw, jingwen, wen; chen alone; cjw, jw; and backwards for a slip at the beginning."""
    for read in readings:
        whole = "".join(read)[:LETTERS_LISTED]
        first = "".join(read[:cut])
        initials = "".join(syllable[0] for syllable in read)[:LETTERS_LISTED]
        yield f"n{whole}\ty"
        yield f"n{first}\ts"
        yield f"n{initials}\ti"
        yield f"z{whole[::-1]}\tz"
        if len(read) > cut + 1:
            yield f"n{first}{initials[cut:]}\ty"
            yield f"n{initials[cut:]}\tj"
        for start in range(1, min(len(read), 6)):
            yield f"n{''.join(read[start:])[:LETTERS_LISTED]}\tx"


def _words(words: list[str]) -> Iterator[str]:
    """Wei Li is also Li Wei: each word may be the first, the others follow."""
    for start in range(min(len(words), 5)):
        turned = words[start:] + words[:start]
        whole = "".join(turned)[:LETTERS_LISTED]
        yield f"n{whole}\tn"
        yield f"z{whole[::-1]}\tz"
        if len(turned) > 1:
            yield f"n{''.join(word[0] for word in turned)}\ti"
