"""What time it is, for people (wall clock) and for the laptop itself (monotonic, since which start)."""

from __future__ import annotations

import time
from pathlib import Path


class Clock:
    """The laptop's clocks. Tests have their own that obeys the same three questions."""

    def __init__(self) -> None:
        try:
            self._boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:8]
        except OSError:
            # Where the system has no name for its start, the moment of the start (to 16 s) is one.
            self._boot = f"{int(time.time() - time.monotonic()) >> 4:x}"

    def now(self) -> int:
        """Wall time, ms UTC."""
        return time.time_ns() // 1_000_000

    def mono(self) -> int:
        """Milliseconds since some moment of this start of the laptop; never goes back."""
        return time.monotonic_ns() // 1_000_000

    def boot(self) -> str:
        """A name of this start of the laptop: monotonic times of different starts cannot be compared."""
        return self._boot
