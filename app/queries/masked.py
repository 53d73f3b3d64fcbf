"""Names and phones as strangers may see them: masked by default (USERS.md 1, 08:33)."""

from __future__ import annotations

from collections.abc import Iterable

from app.search.chinese import is_han, surname

HIDDEN = "**"
LONG_PHONE = 10  # figures from which on the first three are shown as well


def masked(name: str) -> str:
    """`陈静雯` as `陈**`, `欧阳娜` as `欧阳**`, `Wei Li` as `W**`: never how long the rest is."""
    name = name.strip()
    if not name:
        return ""
    shown = surname(name) if is_han(name[0]) else 1
    return name[:shown] + HIDDEN


def masked_all(names: Iterable[str]) -> str:
    """Several names on one line."""
    return " · ".join(filter(None, map(masked, names)))


def masked_phone(phone: str) -> str:
    """`13800002214` as `138 **** 2214`, a short one as `**** 2214`."""
    figures = "".join(ch for ch in phone if ch.isdecimal())
    if len(figures) <= 4:
        return "****" if figures else ""
    first = f"{figures[:3]} " if len(figures) > LONG_PHONE else ""
    return f"{first}**** {figures[-4:]}"
