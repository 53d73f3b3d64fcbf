"""Which photos are on record."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, select

from app.tables import photo


def recorded(reading: Callable[[], AbstractContextManager[Connection]], site: str) -> dict[str, int]:
    """The bytes of each photo of the site by its SHA-256, the oldest first."""
    asked = select(photo.c.sha256, photo.c.size).where(photo.c.site == site).order_by(photo.c.at, photo.c.sha256)
    with reading() as sql:
        return {sha256: size for sha256, size in sql.execute(asked)}


def size_of(reading: Callable[[], AbstractContextManager[Connection]], site: str, sha256: str) -> int:
    """The bytes of one; 0 where it is not on record."""
    asked = select(photo.c.size).where(photo.c.site == site, photo.c.sha256 == sha256).limit(1)
    with reading() as sql:
        return sql.execute(asked).scalar() or 0
