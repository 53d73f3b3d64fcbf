"""The derived tables that type-ahead reads: a key per spelling, and a unit's spellings in one piece.

The key table answers "which units have something that begins with …"; the text answers "does this unit also
have …" without looking into the key table again. Both are worked out from the unit and may be thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Column, Connection, MetaData, Table, Text, bindparam, select

from app.search.keys import keys

BYTES = Text().with_variant(Text(collation="C"), "postgresql")  # ranges are ranges of bytes everywhere
AT_ONCE = 400  # units asked for in one statement


class Tables(msgspec.Struct, frozen=True):
    """`key`: site, key, unit. `text`: site, unit, text."""

    key: Table
    text: Table


def define(metadata: MetaData) -> Tables:
    """Both tables, empty. A key row is its own index, so no second copy of it is kept."""
    return Tables(
        key=Table("search_key", metadata, Column("site", Text, primary_key=True),
                  Column("key", BYTES, primary_key=True), Column("unit", Text, primary_key=True),
                  sqlite_with_rowid=False),
        text=Table("search_text", metadata, Column("site", Text, primary_key=True),
                   Column("unit", Text, primary_key=True), Column("text", Text, nullable=False)))


def write(connection: Connection, tables: Tables, site: str, texts: Mapping[str, str]) -> None:
    """Makes the tables say what the spelling texts say, unit by unit; '' takes a unit out.
    Only what differs is written."""
    before = _stored(connection, tables.text, site, tuple(texts))
    changed = {unit: text for unit, text in texts.items() if text != before.get(unit, "")}
    gone, come = [], []
    for unit, text in changed.items():
        old, new = keys(before.get(unit, "")), keys(text)
        gone += [{"s": site, "k": key, "u": unit} for key in old - new]
        come += [{"site": site, "key": key, "unit": unit} for key in new - old]
    _delete(connection, tables.key, gone, "key")
    _delete(connection, tables.text, [{"s": site, "u": unit} for unit in changed if unit in before])
    if come:
        connection.execute(tables.key.insert(), sorted(come, key=lambda row: row["key"]))
    if rows := [{"site": site, "unit": unit, "text": text} for unit, text in changed.items() if text]:
        connection.execute(tables.text.insert(), rows)


def _stored(connection: Connection, table: Table, site: str, units: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(units), AT_ONCE):
        rows = connection.execute(select(table.c.unit, table.c.text).where(
            table.c.site == site, table.c.unit.in_(units[start:start + AT_ONCE])))
        found.update((row.unit, row.text) for row in rows)
    return found


def _delete(connection: Connection, table: Table, rows: list[dict[str, str]], *by: str) -> None:
    if rows:
        where = [table.c.site == bindparam("s"), table.c.unit == bindparam("u"),
                 *(table.c[name] == bindparam(name[0]) for name in by)]
        connection.execute(table.delete().where(*where), rows)
