"""Opening a site's folder on this laptop, and making a new one."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.clock import Clock
from app.database import PUT, SEAL, Database
from app.derive import Derive
from app.desk import Desk, Operator, new_id
from app.errors import Trouble
from app.search.chinese import Chinese
from app.settings import Settings
from app.stations.site import Configure, OpenDesk
from app.tables import DERIVED, seal

if TYPE_CHECKING:
    from app.server import Server

FILE = "site.db"
SERVES = "server/"  # begins the key that a main computer leaves on a server


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
    """Open the site of a folder. Raises Trouble when there is none, when its file cannot be used, or
    `kept_on_server`. Derived tables of another shape are made anew, and what a crash left unsettled is settled."""
    database, own = _own(folder)
    with _closed_if_not_opened(database):
        if Settings(database, own["site"]).on_server:
            raise Trouble("kept_on_server", file=str(folder))
        return _usable(Desk(database, clock, Derive(Chinese()), **own))


def open_on_server(folder: Path, clock: Clock, url: str) -> Desk:
    """The same with its records on a PostgreSQL server. What the file of the folder held goes there first; from then on
    the file only says who this computer is. Raises Trouble."""
    from app.server import Server

    home, own = _own(folder)
    with _closed_if_not_opened(home):
        server = Server(url, own["site"], home)
        with _closed_if_not_opened(server):
            desk = Desk(server, clock, Derive(Chinese()), **own, home=home)
            before = Desk(home, clock, Derive(Chinese()), **own)
            while lines := before.after(desk.vector()):
                _, broken = desk.store(lines)
                for trouble in broken.values():
                    raise trouble
            with home.read() as here:
                seals = here.execute(seal.select().where(seal.c.site == desk.site)).all()
            with server.write() as there:
                for row in seals:
                    there.exec_driver_sql(SEAL, tuple(row))
                there.exec_driver_sql(PUT, (desk.site, f"{SERVES}{desk.id}", ""))
            Settings(home, desk.site).on_server = True
            return _usable(desk)


def beside(desk: Desk) -> set[str]:
    """Who can be the site's main computer at once: this one, and those that keep its records on the same server."""
    with desk.database.read() as sql:
        keys = sql.exec_driver_sql("SELECT key FROM local WHERE site=? AND key LIKE ?", (desk.site, f"{SERVES}%"))
        return {desk.id, *(key.removeprefix(SERVES) for key in keys.scalars())}


def _own(folder: Path) -> tuple[Database, dict[str, str]]:
    if not (folder / FILE).exists():
        raise Trouble("no_site", file=str(folder))
    database = Database(folder / FILE)
    with _closed_if_not_opened(database):
        own = _identity(database)
        if len(own) < 3:
            raise Trouble("no_site", file=str(folder))
    return database, own


def _usable(desk: Desk) -> Desk:
    if desk.database.derived_version() != DERIVED:
        desk.rebuild()
    while desk.settle():
        pass
    desk.operator = Operator()
    return desk


@contextmanager
def _closed_if_not_opened(database: Database | Server) -> Iterator[None]:
    try:
        yield
    except BaseException:
        database.close()
        raise


def _identity(database: Database) -> dict[str, str]:
    """Site, desk and letter as this folder has them."""
    with database.read() as sql:
        rows = sql.exec_driver_sql("SELECT key, value FROM local WHERE site=''").all()
    return {key: value for key, value in rows if key in ("site", "desk", "letter")}
