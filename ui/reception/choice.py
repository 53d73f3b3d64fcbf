"""The Enter rule: which household is shown, which is chosen, and what a press means (USERS.md 4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from app.search.hits import Hit

STANDS_MS = 250  # how long a single match must have stood before Enter may act on it
QUIET_MS = 400  # how long after a check-in a press means nothing

Press = Literal["act", "choose", "nothing"]


class Choice:
    """What was found, and what of it Enter acts on. Times are milliseconds of one clock that never goes back.

    Chosen is what was named wholly and alone, what the cursor or a scan was put on, and a single match that has
    stood. The household that was just served stays in sight without being chosen."""

    def __init__(self) -> None:
        self._units: tuple[str, ...] = ()
        self._exact = self._single = self._picked = self._stays = ""
        self._since = 0
        self._acted: int | None = None

    def typed(self, hits: Sequence[Hit], more: bool, now: int, whole: str = "") -> None:
        """Something else was typed, and this was found; `more` when there is more than that. `whole` is the only
        unit of which every word is a whole part, though others begin like it: 2 1702 beside 20-1-1702."""
        self._picked = self._stays = ""
        self._take(hits, more, now, whole)

    def refreshed(self, hits: Sequence[Hit], more: bool, now: int, whole: str = "") -> None:
        """The same text, asked again: what is picked stays picked while it is found."""
        self._take(hits, more, now, whole)
        if self._picked and self._picked not in self._units:
            self._picked = ""

    def put(self, unit: str) -> None:
        """The cursor, a click or a scan was put on a household; '' takes it off."""
        self._picked = unit

    def acted(self, unit: str, now: int) -> None:
        """Something was done for a household: it stays in sight, and nothing is chosen."""
        self.drop()
        self._stays, self._acted = unit, now

    def drop(self) -> None:
        """Nothing is found, shown or chosen."""
        self._units = ()
        self._exact = self._single = self._picked = self._stays = ""

    @property
    def shown(self) -> str:
        """The household whose card is in sight, '' for none."""
        return self._picked or self._exact or self._single or self._stays

    @property
    def stays(self) -> bool:
        """Whether the card in sight is that of the household just served."""
        return bool(self._stays) and self.shown == self._stays

    def chosen(self, now: int) -> str:
        """The household that a press acts on, '' for none."""
        stood = self._single if now - self._since >= STANDS_MS else ""
        return self._picked or self._exact or stood

    def quiet(self, now: int) -> bool:
        """Whether a check-in was so short ago that a press means nothing."""
        return self._acted is not None and now - self._acted < QUIET_MS

    def press(self, now: int) -> Press:
        """What a press means now; one that chooses has chosen when this returns."""
        if self.quiet(now):
            return "nothing"
        if self.chosen(now):
            return "act"
        if not self._units:
            return "nothing"
        self._picked = self._single or self._units[0]
        return "choose"

    def _take(self, hits: Sequence[Hit], more: bool, now: int, whole: str) -> None:
        self._units = tuple(hit.unit for hit in hits)
        exact = [hit.unit for hit in hits if hit.exact]
        meant = [hit.unit for hit in hits if hit.kind != "similar"]
        single = meant[0] if len(meant) == 1 and not more else whole
        self._exact = exact[0] if len(exact) == 1 else ""
        if single != self._single:
            self._since = now
        self._single = single
