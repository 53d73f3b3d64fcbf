"""Why a unit matches a word: looked up in its spelling text."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from app.search.typed import ASKED, Word

WHOLE_PHONE = 7  # a shorter number on a list is no whole phone


class Match(msgspec.Struct, frozen=True):
    """The best place where a word matches: its rank, the kind of key, whether that key wholly, whether that
    names the unit (a whole phone, a queue number of the day asked for), what is shown, a queue number's day.
    """

    rank: int
    kind: str
    whole: bool
    exact: bool
    shown: str
    day: str = ""


class Matcher:
    """One word, ready to be held against many texts."""

    def __init__(self, word: Word, alone: bool) -> None:
        self.spelling = word.spellings[0].replace("-", "")
        self._day = word.day
        self._lines = word.lines(alone)
        self._ranks = {asked: rank for rank, asked in enumerate(ASKED[word.shape].split())}

    def best(self, text: str) -> Match | None:
        """The best match in a text, if there is one."""
        found = min(self._places(text), default=None)
        if found is None:
            return None
        rank, at, kind, rest = found
        long = text.index("\t", at) - at > WHOLE_PHONE
        head = text.rfind("\no", 0, at)
        exact = not rest and (kind == "q" or (kind == "p" and long))
        return Match(rank, kind, not rest, exact, text[head + 2:text.index("\n", head + 1)],
                     _day(text, at) if kind in "qo" else "")

    def rank(self, text: str) -> tuple[int, bool]:
        """Rank of the best match, and whether it is in the unit code; a whole part of that goes first."""
        found = ((0 if kind in "uv" and not rest else rank, kind in "uv")
                 for rank, _, kind, rest in self._places(text))
        return min(found, default=(len(self._ranks), False))

    def _places(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Each match: rank, where its line begins, kind, what of the spelling follows the word."""
        for line in self._lines:
            at = text.find(line)
            while at >= 0:
                gap = text.index("\t", at)
                rest, kind = text[at + len(line):gap], text[gap + 1]
                if kind == "q" and self._day != _day(text, at + 1):
                    kind = "o"
                rank = self._ranks.get(f"{kind}*", len(self._ranks))
                if not rest or rest[0] == "-":
                    rank = min(rank, self._ranks.get(f"{kind}-" if rest else f"{kind}=", rank))
                yield rank, at + 1, kind, rest
                at = text.find(line, gap)


def _day(text: str, at: int) -> str:
    """The day behind a queue number's spelling that begins there."""
    return text[text.index("\t", at) + 2:text.index("\n", at)]
