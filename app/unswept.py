"""Making very many things at once without looking for rubbish among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """A hundred thousand things are made here and none of them is thrown away: looking for rubbish among them each time
    a few more are there costs a quarter of the whole."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
