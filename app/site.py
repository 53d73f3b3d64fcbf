"""Opening a site's folder on this laptop, and making a new one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from app.clock import Clock
from app.database import Database
from app.derive import Derive
from app.desk import Desk, Operator, new_id
from app.errors import Trouble
from app.search.chinese import Chinese
from app.stations.site import Configure, OpenDesk
from app.tables import DERIVED

FILE = "site.db"


def exists(folder: Path) -> bool:
    """Whether the folder holds a site that was made whole."""
    if not (folder / FILE).exists():
        return False
    database = Database(folder / FILE)
    try:
        return len(_identity(database)) == 3
    finally:
        database.close()


def new_site(folder: Path, clock: Clock, *, name: str, zone: str, letter: str = "A", drill: bool = False,
             site: str = "", desk: str = "", keep: Callable[[Desk], None] | None = None, **settings: object) -> Desk:
    """Make a site in an empty folder; this laptop is its first desk. With the id of another `site`, this is one
    more desk of that, under the id `desk` where it was given one; `keep` keeps what it was given beside. Who it is, is
    written last: a start that was cut off before has made no site."""
    if exists(folder):
        raise Trouble("site_exists", file=str(folder))
    database = Database(folder / FILE)
    own = {"site": site or new_id(), "desk": desk or new_id(), "letter": letter}
    made = Desk(database, clock, Derive(Chinese()), **own)
    made.do(OpenDesk(on=f"desk/{made.id}", letter=letter))
    if not site:
        made.do(Configure(on="site", name=name, zone=zone, drill=drill, roster_key=secrets.token_hex(16),
                          **settings))  # type: ignore[arg-type]
    if keep is not None:
        keep(made)
    with database.write() as sql:
        database.mark_derived(sql)
        for key, value in own.items():
            sql.exec_driver_sql("INSERT INTO local VALUES ('', ?, ?)", (key, value))
    return made


def open_site(folder: Path, clock: Clock) -> Desk:
    """Open the site of a folder. Raises Trouble when there is none, or when its file cannot be used. Derived
    tables of another shape are made anew, and what a crash left unsettled is settled."""
    if not (folder / FILE).exists():
        raise Trouble("no_site", file=str(folder))
    database = Database(folder / FILE)
    try:
        own = _identity(database)
        if len(own) < 3:
            raise Trouble("no_site", file=str(folder))
        desk = Desk(database, clock, Derive(Chinese()), **own)
        if database.derived_version() != DERIVED:
            desk.rebuild()
        while desk.settle():
            pass
    except BaseException:
        database.close()
        raise
    desk.operator = Operator()
    return desk


def _identity(database: Database) -> dict[str, str]:
    """Site, desk and letter as this folder has them."""
    with database.read() as sql:
        rows = sql.exec_driver_sql("SELECT key, value FROM local WHERE site=''").all()
    return {key: value for key, value in rows if key in ("site", "desk", "letter")}
