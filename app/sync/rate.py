"""How often one may ask: a bucket for each who asks, that fills steadily and empties with each question."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.errors import Trouble

KNOWN = 4096  # whose buckets are kept


class Rate:
    """`each` questions a second, `burst` at once. Raises Trouble `too_often`."""

    def __init__(self, each: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._each, self._burst, self._clock = each, burst, clock
        self._left: dict[str, tuple[float, float]] = {}

    def ask(self, who: str) -> None:
        """One more question."""
        now = self._clock()
        left, at = self._left.pop(who, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._each)
        self._left[who] = max(0.0, left - 1), now
        if len(self._left) > KNOWN:
            del self._left[next(iter(self._left))]
        if left < 1:
            raise Trouble("too_often")
