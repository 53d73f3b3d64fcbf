"""What is found for the text of now, and for a scan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.search.ask import Search
from app.search.hits import Found, Hit
from ui.reception.choice import Choice
from ui.reception.results import SHOWN

FEW = 3  # rows up to which it is worth looking further when typing pauses


class Finder:
    """Hits for a text, and the choice among them. `day` says today's date, `mono` ms of a clock that never goes
    back."""

    def __init__(self, search: Search, day: Callable[[], str], mono: Callable[[], int]) -> None:
        self._search, self._day, self._mono = search, day, mono
        self.choice = Choice()
        self.text = ""
        self.found = Found()
        self._late: tuple[Hit, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All rows: units of which every word is a whole part first, those that came later behind."""
        words = _words(self.text)
        return (*sorted(self.found.hits, key=lambda hit: not _by_parts(words, hit)), *self._late)

    @property
    def may_look_further(self) -> bool:
        """Whether a pause in typing is worth a longer search."""
        few = len(self.found.hits) <= FEW and not any(hit.exact for hit in self.found.hits)
        return few and bool(self.text.strip())

    def ask(self, text: str) -> None:
        """Something else stands in the line."""
        self.text = text
        self._find()
        self.choice.typed(self.hits, self.found.more, self._mono(), whole(self.text, self.hits))

    def again(self) -> None:
        """Ask the same once more: households have changed."""
        if self.text.strip():
            self._find()
            self.choice.refreshed(self.hits, self.found.more, self._mono(), whole(self.text, self.hits))

    def forget(self) -> None:
        """Nothing is asked; what is shown stays."""
        self.text, self.found, self._late = "", Found(), ()

    def offer(self, units: Sequence[str]) -> None:
        """Show these without a text, as a scan found them; one alone is chosen."""
        self.forget()
        self.found = Found(tuple(Hit(unit, "unit", unit) for unit in units), len(units))
        self.choice.typed(self.hits, False, self._mono())
        if len(units) == 1:
            self.choice.put(units[0])

    def look_further(self) -> bool:
        """Rows that a key press had no time for, and slips of the finger; whether there are any."""
        self._late = self._search.similar(self.text, self._day(), {hit.unit for hit in self.found.hits})
        if self._late:
            self.choice.refreshed(self.hits, self.found.more, self._mono(), whole(self.text, self.hits))
        return bool(self._late)

    def _find(self) -> None:
        asked = bool(self.text.strip())
        self.found = self._search.find(self.text, self._day(), SHOWN) if asked else Found()
        self._late = ()


def whole(text: str, hits: Sequence[Hit]) -> str:
    """The only unit of which every word is a whole part: 3-2-1702 for 1702 beside 1-1-0702, 2-1-1702 for 2 1702
    beside 20-1-1702. '' for none or several, and where a word is all of something else (a phone's last four)."""
    words = _words(text)
    found = [hit.unit for hit in hits if _by_parts(words, hit)]
    other = any(hit.kind not in ("unit", "similar") and hit.why.casefold() in words for hit in hits)
    return found[0] if len(found) == 1 and not other else ""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\s-]+", text.casefold())


def _by_parts(words: Sequence[str], hit: Hit) -> bool:
    rest = iter(hit.why.casefold().split("-"))
    return hit.kind == "unit" and bool(words) and all(word in rest for word in words)
