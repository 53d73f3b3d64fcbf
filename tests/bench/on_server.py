"""The exchange once more, the main laptop's records on a PostgreSQL server of this machine, beside the same limits."""

from __future__ import annotations

import exchange
import msgspec
from postgres import Postgres
from rows import Row


def measure(part: float, folder: exchange.Path) -> list[Row]:
    """The rows of the exchange; that their limits hold is asked of the file alone."""
    running = Postgres(careless=False)
    try:
        return [msgspec.structs.replace(row, name=f"PostgreSQL: {row.name}")
                for row in exchange.measure(part, folder, running.new)]
    finally:
        running.close()
