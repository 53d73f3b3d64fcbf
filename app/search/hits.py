"""What a search answers: units, each with why it is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from app.search.keys import listed_code
from app.search.match import Match, Matcher
from app.search.typed import KINDS, Typed, Word


class Hit(msgspec.Struct, frozen=True):
    """A unit by its key, which it keeps when it is renamed, and why it is here: `kind` is unit, phone, name,
    pinyin, initials, contract, queue, draw or similar; `why` what matched (the name as listed, a phone's last
    four, a number); `day` that of a queue number. `exact`: it was named wholly, and Enter may act on it if it
    is the only one (USERS.md 4.1)."""

    unit: str
    kind: str
    why: str
    exact: bool = False
    day: str = ""


class Found(msgspec.Struct, frozen=True):
    """The best hits; how many units match, and whether there are more than that."""

    hits: tuple[Hit, ...] = ()
    count: int = 0
    more: bool = False


def hits(typed: Typed, units: Mapping[str, Sequence[Word]], texts: Mapping[str, str]) -> tuple[Hit, ...]:
    """Units with the words that brought them, as hits in that order; none for a unit that has just gone."""
    matchers = {tuple(words): [Matcher(word, len(words) == 1) for word in words] for words in units.values()}
    matches = {unit: [match for matcher in matchers[tuple(words)] if (match := matcher.best(texts[unit]))]
               for unit, words in units.items() if unit in texts}
    # `1702` may be one unit's whole code and another's room or last four: then it names neither.
    wholes = sum(any(match.whole and match.kind in "uvpl" for match in each) for each in matches.values())
    sure = len(typed.pieces) > 1 or wholes == 1
    return tuple(_hit(typed, unit, texts[unit], each, sure) for unit, each in matches.items() if each)


def _hit(typed: Typed, unit: str, text: str, matches: Sequence[Match], sure: bool) -> Hit:
    code = listed_code(text)
    if typed.names(code):
        return Hit(unit, "unit", code, sure or "-" not in code)
    telling = max(matches, key=lambda match: (match.kind not in "uv", match.rank))
    return Hit(unit, KINDS[telling.kind], telling.shown, len(matches) == 1 and telling.exact, telling.day)
