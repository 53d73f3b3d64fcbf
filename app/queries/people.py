"""Who works on site, as one list."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from app.tables import person


class Someone(msgspec.Struct, frozen=True):
    """One person: `id` names the subject `person/<id>`, `pin` is a salted hash or ''."""

    id: str
    name: str
    initials: str
    role: str
    pin: str
    left: bool


def people(sql: Connection, site: str) -> list[Someone]:
    """All who were ever entered, by name; those who left among them."""
    found = sql.execute(select(person).where(person.c.site == site).order_by(person.c.name, person.c.id))
    return [Someone(r.id, r.name, r.initials, r.role, r.pin, bool(r.left)) for r in found]
