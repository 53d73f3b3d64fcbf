"""How long something takes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def fresh(work: Callable[[], object]) -> float:
    """The same, and what was thrown away before is not swept up meanwhile."""
    gc.collect()
    return timed(work)
