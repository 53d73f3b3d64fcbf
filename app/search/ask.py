"""Type-ahead over the derived tables: what a person types, answered within a key press.

Nothing is kept in memory, and the work of every question is bounded, so that 100,000 households answer
like 300: a word alone is a few ranges of the key table, read in rank order until enough units are there; of
several words the rarest drives, and the others are looked up in the text of each unit that it brings. What
a key press has no time for (common words that rarely meet, slips of the finger) is found when typing pauses.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from app.search.chinese import Chinese
from app.search.hits import Found, Hit, hits
from app.search.index import Index
from app.search.keys import listed_code
from app.search.match import Matcher
from app.search.similar import similar
from app.search.typed import Typed, Word, read

COUNTED = 60  # matches counted exactly; beyond it is "more than"
KEYS = 3  # keys read for each of them: a unit often has several
SIZED = 2000  # keys of each word counted to find the rarest
LOOKED = 400  # units of the rarest word that are looked at while typing goes on …
LONGEST = 5000  # … and when it pauses
ASTRAY = 3  # ranks that a word out of order loses
SIMILAR = 5  # rows for slips of the finger


class Search:
    """Questions about one site, over read connections to its database (SQLite)."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], site: str,
                 chinese: Chinese) -> None:
        self._reading = reading
        self._site = site
        self._chinese = chinese

    def find(self, text: str, today: str, limit: int = 50) -> Found:
        """Units by what was typed, best first. `today` is the site's date, 2026-06-20."""
        return self._find(read(text, today, self._chinese), limit, LOOKED)

    def similar(self, text: str, today: str, besides: Collection[str] = ()) -> tuple[Hit, ...]:
        """What a key press had no time for, to be asked when typing has paused and few rows are shown: units
        that match after all, then at most five with a slip in one word, marked as similar. `besides`: the
        units already shown."""
        typed = read(text, today, self._chinese)
        found = self._find(typed, len(besides) + SIMILAR, LONGEST)
        late = tuple(hit for hit in found.hits if hit.unit not in besides)
        with self._reading() as connection:
            seen = {*besides, *(hit.unit for hit in late)}
            near = similar(Index(connection, self._site), typed, self._chinese, seen, SIMILAR)
        return late + tuple(Hit(unit, "similar", name) for unit, name in near)

    def by_hash(self, figures: int) -> tuple[str, ...]:
        """The units that a scanned code may mean (tickets.code.unit_hash); more than one is very rare."""
        with self._reading() as connection:
            found = Index(connection, self._site).units([f"h{figures:09d}"], COUNTED)
        return tuple(unit for _, unit in found)

    def warm(self) -> None:
        """Loads what the first searches would load, 60 ms: called in the background when the window is up."""
        self._chinese.warm()
        self.similar("warming", "")

    def _find(self, typed: Typed, limit: int, looked: int) -> Found:
        bound = max(COUNTED, limit)
        units: dict[str, tuple[Word, ...]] = {}
        more = False
        with self._reading() as connection:
            index = Index(connection, self._site)
            for question in typed.questions:
                if question.spare and units:
                    continue
                if len(units) >= limit:
                    more = True
                    break
                found, rest = _ask(index, typed, question.words, bound, looked)
                units.update((unit, question.words) for unit in found if unit not in units)
                more |= rest
            shown = {unit: units[unit] for unit in list(units)[:limit]}
            texts = index.texts(shown)
        return Found(hits(typed, shown, texts), min(len(units), bound), more or len(units) > bound)


def _ask(index: Index, typed: Typed, words: tuple[Word, ...], bound: int,
         looked: int) -> tuple[list[str], bool]:
    """The units of a question, best first, and whether there may be more."""
    if len(words) > 1:
        return _several(index, typed, words, bound, looked)
    rows = sorted(index.first(words[0].ways(), bound * KEYS), key=lambda row: row[0])
    return list(dict.fromkeys(unit for _, unit in rows)), len(rows) == bound * KEYS


def _several(index: Index, typed: Typed, words: tuple[Word, ...], bound: int,
             looked: int) -> tuple[list[str], bool]:
    found, more = _of_all(index, words, bound + 1, looked)
    matchers = [Matcher(word, alone=False) for word in words]
    scores = {unit: _score(typed, matchers, text) for unit, text in found.items()}
    return sorted(found, key=lambda unit: scores[unit]), more


def _of_all(index: Index, words: tuple[Word, ...], limit: int, looked: int) -> tuple[dict[str, str], bool]:
    """Units that match all words, and whether some may have been missed. If all words are common, what one of
    them names wholly comes first: of `36 17` block 36, not 361."""
    reaches = [word.reach() for word in words]
    sizes = index.sizes(reaches, max(SIZED, looked))
    at = min(range(len(words)), key=lambda place: (sizes[place], -len(words[place].spellings[0])))
    found: dict[str, str] = {}
    if sizes[at] >= looked:
        wholes = [word.wholes() for word in words]
        small = [(size, place) for place, size in enumerate(index.sizes(wholes, looked)) if size]
        if small:
            place = min(small)[1]
            found = index.of_all(wholes[place], _without(words, place), looked, limit)
    if sizes[at] and not found:
        found = index.of_all(reaches[at], _without(words, at), looked, limit)
    return found, sizes[at] >= looked


def _without(words: tuple[Word, ...], place: int) -> tuple[Word, ...]:
    return words[:place] + words[place + 1:]


def _score(typed: Typed, matchers: Sequence[Matcher], text: str) -> int:
    """Ranks of all words together; words that do not stand in the order of the unit code count against it."""
    code = listed_code(text)
    if typed.names(code):
        return -1
    order, at, score = code.replace("-", "").casefold(), 0, 0
    for matcher in matchers:
        rank, in_code = matcher.rank(text)
        if in_code:
            place = order.find(matcher.spelling, at)
            rank += ASTRAY * (place < 0)
            at = max(at, place)
        score += rank
    return score
