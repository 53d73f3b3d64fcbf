"""Slips of the finger and of the ear: a name typed with a wrong letter, a wrong or a like-sounding character.

One slip leaves the first or the last half of a word as it is, so the candidates are names that share a half;
only they are compared. Short words are left alone: one slip in them is another name (DESIGN.md 9).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.search.chinese import Chinese
from app.search.index import Index
from app.search.match import Matcher
from app.search.typed import END, Typed, Word

LEAST = {"letters": 5, "han": 3}  # a shorter word is not compared
TWO_SLIPS = 9  # letters from which two slips are allowed
CANDIDATES = 3000  # spellings compared per half
UNITS = 60  # units looked at


def similar(index: Index, typed: Typed, chinese: Chinese, besides: Collection[str],
            limit: int) -> list[tuple[str, str]]:
    """(unit, name) of units that one word nearly names and the other words match, the nearest first."""
    found: dict[str, str] = {}
    for word, others in _compared(typed):
        itself, matchers = Matcher(word, alone=True), [Matcher(other, alone=False) for other in others]
        near = dict.fromkeys(_letters(index, word) if word.shape == "letters" else _han(index, word, chinese))
        texts = index.texts(unit for _, unit in near)
        for spelling, unit in near:
            text = texts.get(unit, "")
            if unit in besides or f"\nn{spelling}\t" not in text or itself.best(text):
                continue
            if all(matcher.best(text) for matcher in matchers):
                found.setdefault(unit, _source(text, spelling))
    return list(found.items())[:limit]


def _compared(typed: Typed) -> Iterator[tuple[Word, tuple[Word, ...]]]:
    """The words that are long enough, each with the others; `chen jnig` first as one."""
    words = typed.words
    whole = Word("letters", ("".join(word.spellings[0] for word in words),))
    if len(words) > 1 and all(word.shape == "letters" for word in words):
        yield from [(whole, ())] if _long(whole) else []
    yield from ((word, tuple(other for other in words if other is not word)) for word in words if _long(word))


def _long(word: Word) -> bool:
    return word.shape in LEAST and len(word.spellings[0]) >= LEAST[word.shape]


def _letters(index: Index, word: Word) -> Iterator[tuple[str, str]]:
    """(spelling, unit) by pinyin or Latin letters, also while the name is still being typed."""
    names = _near(word.spellings[0], _candidates(index, word.spellings[0]))[:UNITS]
    place = {name: at for at, name in enumerate(names)}
    rows = index.units([kind + name for name in names for kind in "ynx"], UNITS * 3) if names else []
    yield from sorted(((key[1:], unit) for key, unit in rows), key=lambda row: place[row[0]])


def _candidates(index: Index, typed: str) -> list[str]:
    half = len(typed) // 2  # it is in neither part: two swapped letters may meet there
    found = {key[1:] for kind in "ynx" for key in _range(index, kind + typed[:half])}
    found |= {key[:0:-1] for key in _range(index, "z" + typed[:half:-1])}
    return sorted(found)


def _near(typed: str, names: list[str]) -> list[str]:
    """Names of which the beginning is what was typed but for a slip, the nearest first."""
    from rapidfuzz.distance import OSA  # 35 ms: only when something was mistyped
    from rapidfuzz.process import extract

    long = len(typed)
    slips: dict[str, int] = {}
    for end in (long, long - 1, long + 1):
        for _, slip, at in extract(typed, [name[:end] for name in names], scorer=OSA.distance, limit=None,
                                   score_cutoff=2 if long >= TWO_SLIPS else 1):
            slips[names[at]] = min(int(slip), slips.get(names[at], long))
    return sorted(slips, key=lambda name: (slips[name], abs(len(name) - long), name))


def _han(index: Index, word: Word, chinese: Chinese) -> Iterator[tuple[str, str]]:
    """(spelling, unit) by characters: first what sounds the same, then one character otherwise."""
    from rapidfuzz.distance import OSA

    typed = word.spellings[0]
    sounds = ["y" + "".join(each) for each in chinese.readings(typed)]
    yield from ((key[1:], unit) for key, unit in index.units(sounds, UNITS))
    names = [key for low in ("n" + typed[:-1], "m" + typed[1:]) for key in _range(index, low)]
    near = [key for key in names if OSA.distance(typed, key[1:], score_cutoff=1) <= 1][:UNITS]
    yield from ((key[1:], unit) for key, unit in (index.units(near, UNITS) if near else ()))
    for unit, text in index.with_line("m" + typed[-1], "\nn" + typed[0], UNITS).items():
        for name in (line[1:-2] for line in text.split("\n") if line.endswith("\tn")):
            if OSA.distance(typed, name, score_cutoff=1) <= 1:
                yield name, unit


def _range(index: Index, low: str) -> list[str]:
    return index.spellings(low, low + END, CANDIDATES)


def _source(text: str, spelling: str) -> str:
    """The name, as it is listed, that a spelling came from."""
    head = text.rfind("\no", 0, text.index(f"\nn{spelling}\t"))
    return text[head + 2:text.index("\n", head + 1)]
