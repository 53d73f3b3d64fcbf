"""Changing the settings that every laptop of the site shares: only what is different is written."""

from __future__ import annotations

from typing import Any

from app.desk import Desk
from app.stations.site import Configure, Site


def configure(desk: Desk, **wanted: Any) -> bool:
    """Set settings of the site by the names of `Configure`; False when all of them hold already. Raises
    Refused `lead_only` or `name_empty`, and Trouble."""
    site: Site = desk.state("site")
    fresh = {name: value for name, value in wanted.items() if not _holds(site, name, value)}
    if fresh:
        desk.do(Configure(on="site", **fresh))
    return bool(fresh)


def _holds(site: Site, name: str, value: Any) -> bool:
    now = getattr(site, name)
    return bool(now == ({**now, **value} if isinstance(now, dict) else value))
