"""The statements that type-ahead sends to the database, each with a bound on its work.

They are SQLite's and written out, because building them with SQLAlchemy costs more than running them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from app.search.typed import Way, Word

SCANNED = 20_000  # keys gone through at most for one question
RANGE = "FROM search_key WHERE site = ? AND key >= ? AND key < ?"
TEXT_OF_K = "CROSS JOIN search_text t ON t.site = ? AND t.unit = k.unit"  # CROSS: in this order


class Index:
    """The derived tables of one site, on a connection, for the length of one question."""

    def __init__(self, connection: Connection, site: str) -> None:
        self._connection = connection
        self._site = site
        self._texts: dict[str, str] = {}

    def first(self, ways: Sequence[Way], rows: int) -> list[tuple[int, str]]:
        """(rank, unit), range after range, at most so many rows; a unit may come more than once."""
        each = " UNION ALL ".join(f"SELECT {way.rank}, unit {RANGE}" for way in ways)
        found = self._rows(f"{each} LIMIT ?", *self._bounds(ways), rows)
        return [(rank, unit) for rank, unit in found]

    def sizes(self, reaches: Sequence[Sequence[Way]], cap: int) -> list[int]:
        """How many keys lie in the ranges of each word, counted up to the cap."""
        counts = [f"(SELECT count(*) FROM ({' UNION ALL '.join([f'SELECT 1 {RANGE}'] * len(ways))} LIMIT ?))"
                  if ways else "0" for ways in reaches]
        values = [value for ways in reaches if ways for value in (*self._bounds(ways), cap)]
        return list(self._rows(f"SELECT {', '.join(counts)}", *values)[0])

    def of_all(self, ways: Sequence[Way], others: Sequence[Word], look: int, limit: int) -> dict[str, str]:
        """Units, with their texts, that the ranges of one word bring and the other words match too. At most
        `look` of those that it brings are looked at."""
        each = " UNION ALL ".join([f"SELECT unit {RANGE}"] * len(ways))
        lines = [word.lines(alone=False) for word in others]
        matched = " AND ".join(f"({' OR '.join(['instr(t.text, ?)'] * len(line))})" for line in lines)
        found = dict(self._rows(
            f"SELECT k.unit, t.text FROM (SELECT DISTINCT unit FROM ({each}) LIMIT ?) k {TEXT_OF_K} "
            f"WHERE {matched} LIMIT ?",
            *self._bounds(ways), look, self._site, *(value for line in lines for value in line), limit))
        self._texts |= found
        return found

    def texts(self, units: Iterable[str]) -> dict[str, str]:
        """Spelling texts, fetched once each; none for a unit that has just gone."""
        missing = [unit for unit in units if unit not in self._texts]
        if missing:
            marks = ",".join("?" * len(missing))
            sql = f"SELECT unit, text FROM search_text WHERE site = ? AND unit IN ({marks})"
            self._texts |= dict(self._rows(sql, self._site, *missing))
        return self._texts

    def units(self, keys: Sequence[str], rows: int) -> list[tuple[str, str]]:
        """(key, unit) of exactly these keys."""
        marks = ",".join("?" * len(keys))
        found = self._rows(f"SELECT key, unit FROM search_key WHERE site = ? AND key IN ({marks}) LIMIT ?",
                           self._site, *keys, rows)
        return [(key, unit) for key, unit in found]

    def with_line(self, key: str, line: str, rows: int) -> dict[str, str]:
        """Units that have a key, and in their texts, which come along, a line that begins so."""
        found = dict(self._rows(
            "SELECT k.unit, t.text FROM (SELECT unit FROM search_key WHERE site = ? AND key = ? LIMIT ?) k "
            f"{TEXT_OF_K} WHERE instr(t.text, ?) LIMIT ?",
            self._site, key, SCANNED // 8, self._site, line, rows))
        self._texts |= found
        return found

    def spellings(self, low: str, high: str, rows: int) -> list[str]:
        """Different keys of a range."""
        found = self._rows(f"SELECT DISTINCT key FROM (SELECT key {RANGE} LIMIT ?) LIMIT ?",
                           self._site, low, high, SCANNED, rows)
        return [key for key, in found]

    def _bounds(self, ways: Sequence[Way]) -> list[str]:
        return [value for way in ways for value in (self._site, way.low, way.high)]

    def _rows(self, sql: str, *values: object) -> Sequence[Any]:
        return self._connection.exec_driver_sql(sql, values).fetchall()
