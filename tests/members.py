"""Laptops of one site that know each other, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import parts

from app.sync import trust
from app.sync.hub import Hub
from app.sync.member import Keys, Member, keep_keys


def first(folder: Path, *codes: str) -> Member:
    """The laptop where the site was made, the lead at it, some units on its list."""
    desk = parts.configured(parts.desk(folder, "A", role="lead"))
    parts.listed(desk, *(codes or ("1-1-101", "1-1-102")))
    return Member(desk)


def joined(first: Member, folder: Path) -> Member:
    """One more that was let in, and holds nothing yet."""
    key = trust.new_key()
    welcome = first.admit(trust.public(key), "Gate")
    desk = parts.desk(folder, welcome.letter, site=welcome.site, name=welcome.desk)
    keep_keys(desk, Keys(key, welcome.certificate, first.keys.site))
    return Member(desk)


@contextmanager
def served(folder: Path) -> Iterator[Hub]:
    """That laptop as the main one, at an address of this machine."""
    hub = Hub(first(folder), "127.0.0.1")
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()
        hub._member.desk.database.close()
