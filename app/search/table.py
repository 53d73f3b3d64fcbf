"""The derived tables that type-ahead reads: a key per spelling, and a unit's spellings in one piece.

The key table answers "which units have something that begins with …"; the text answers "does this unit also
have …" without looking into the key table again.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Column, MetaData, Table, Text

BYTES = Text().with_variant(Text(collation="C"), "postgresql")  # order and ranges are those of bytes everywhere


class Tables(msgspec.Struct, frozen=True):
    """`key`: site, key, unit. `text`: site, unit, text."""

    key: Table
    text: Table


def define(metadata: MetaData) -> Tables:
    """Both tables. A key row is its own index, so no second copy of it is kept."""
    return Tables(
        key=Table("search_key", metadata, Column("site", BYTES, primary_key=True),
                  Column("key", BYTES, primary_key=True), Column("unit", BYTES, primary_key=True),
                  sqlite_with_rowid=False),
        text=Table("search_text", metadata, Column("site", BYTES, primary_key=True),
                   Column("unit", BYTES, primary_key=True), Column("text", BYTES, nullable=False)))
