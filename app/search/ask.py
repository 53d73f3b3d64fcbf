"""Type-ahead over the derived tables: what a person types, answered within a key press.

Nothing is kept in memory and every statement's work is bounded, so that 100,000 households answer like 300:
a word alone is a few ranges of the key table, read in rank order until enough units are there; of several
words the rarest drives, and the others are looked up in the text of each unit that it brings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

import msgspec
from sqlalchemy import Connection

from app.search.chinese import Chinese
from app.search.keys import parts
from app.search.typed import KINDS, Question, Typed, Way, Word, read

COUNTED = 200  # matches counted exactly; beyond it is "more than"
ROWS = 3 * COUNTED  # rows of keys read for them: a unit often has several
STEPS = (400, 4000)  # how far words are counted to find the rarest
LOOKED = 3000  # units of the rarest word that are looked at …
LONGEST = 20_000  # … and how many if nothing has been found by then


class Hit(msgspec.Struct, frozen=True):
    """A unit, and why: `kind` is unit, phone, name, pinyin, initials, contract, queue, draw or similar, `why`
    what matched (the name as listed, a phone's last four, a number), `day` that of a queue number. `exact`:
    it was named wholly, and Enter may act on it if it is the only one (USERS.md 4.1)."""

    unit: str
    kind: str
    why: str
    exact: bool = False
    day: str = ""


class Found(msgspec.Struct, frozen=True):
    """The best hits, how many units match, and whether there are more than that."""

    hits: tuple[Hit, ...] = ()
    count: int = 0
    more: bool = False


class Search:
    """Questions about one site, over a read connection of its database (SQLite)."""

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], site: str,
                 chinese: Chinese) -> None:
        self._read = read
        self._site = site
        self._chinese = chinese

    def find(self, text: str, today: str, limit: int = 50) -> Found:
        """Units by what was typed, best first. `today` is the site's date, 2026-06-20."""
        typed = read(text, today, self._chinese)
        if not typed.questions:
            return Found()
        with self._read() as connection:
            index = Index(connection, self._site)
            units, more = _gather(index, typed.questions)
            texts = index.texts(units if len(typed.questions[-1].words) > 1 else list(units)[:limit])
        return self._found(typed, units, more, texts, limit)
