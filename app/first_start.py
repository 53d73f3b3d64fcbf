"""Making a site from what a person fills in on the first start."""

from __future__ import annotations

from pathlib import Path

from app.clock import Clock
from app.desk import Desk
from app.errors import Refused
from app.people import People
from app.settings import Settings
from app.site import new_site
from app.zones import slip_language


def start_site(
    folder: Path, clock: Clock, *, name: str, days: tuple[str, ...], zone: str, language: str
) -> Desk:
    """A new site in `folder`, this laptop its first desk, with somebody at it. `days` ISO dates, `zone` an
    IANA name, `language` that of the screen. Raises Refused `name_empty` before anything is made, or Trouble.
    """
    if not name.strip():
        raise Refused("name_empty")
    slips = slip_language(zone, language)
    desk = new_site(folder, clock, name=name.strip(), zone=zone, days=days, slip_language=slips)
    Settings(desk.database, desk.site).language = language
    People(desk).begin()
    return desk
