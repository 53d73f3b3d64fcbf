"""Two laptops that began as separate sites become one: all that this one recorded goes along to the other's site."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import msgspec

from app import tables
from app.clock import Clock
from app.database import Database
from app.desk import Desk, Operator
from app.errors import Trouble
from app.log import wire
from app.log.here import local
from app.log.operation import Override, Void
from app.settings import Settings
from app.site import open_site
from app.stations.site import Configure
from app.sync import trust
from app.sync.far import Far, site_of
from app.sync.invite import Asking, read
from app.sync.member import Keys, Member, Welcome

LOG = (tables.line, tables.touches, tables.head, tables.unsettled, tables.slip, tables.local)


def merge(folder: Path, clock: Clock, address: str, code: str) -> Path:
    """Let this laptop's site go on as a part of the one whose main laptop shows the code. Entries keep their bytes and
    ids, so nothing that names one is lost; only what holds them together is made anew. The settings that hold are the
    other site's; its laptop gets a letter of that site. Where the file as it was is kept, is returned. Raises Trouble,
    and leaves everything as it was, when that site does not answer or let us in, and `merge_not_alone` where others
    have recorded here, too: they join by themselves."""
    fingerprint, secret = read(code)
    desk = open_site(folder, clock)
    try:
        desk.operator = Operator("", "lead")
        member = Member(desk)
        mine = trust.public(member.keys.key)
        member.after({})  # vouches for the ids under which this laptop wrote before
        if any("~" in one or trust.holder(member.certificate(one)) != mine for one in desk.vector()):
            raise Trouble("merge_not_alone")
        site = site_of(address, fingerprint)
        far = Far(address, Keys(site=site), clock)
        try:
            welcome = far.join(Asking(secret, mine, socket.gethostname(), desk.id))
        finally:
            far.close()
        kept = folder / f"before joining {local(clock.now(), desk.state('site').zone):%Y-%m-%d %H%M%S}.db"
        desk.database.copy(kept)
        _forget_settings(desk)
        _move(desk.database, desk.site, welcome, Keys(member.keys.key, welcome.certificate, site))
        moved = Settings(desk.database, welcome.site)
        moved.serves, moved.main_laptop = False, address.strip()
    finally:
        desk.database.close()
    open_site(folder, clock).database.close()  # its lists are made anew
    return kept


def _forget_settings(desk: Desk) -> None:
    """What was set here gives way to what is set there."""
    allowed = Override("", "merge", "lead")
    for entry in desk.history("site"):
        if any(isinstance(op, Configure) for op in entry.ops):
            desk.do(Void(on="site", entry=entry.id, why="merged"), override=allowed)


def _move(database: Database, old: str, welcome: Welcome, keys: Keys) -> None:
    with database.write() as sql:
        for table in LOG:
            sql.execute(table.update().where(table.c.site == old).values(site=welcome.site))
        for table in (*tables.DERIVED_TABLES, tables.seal):
            sql.execute(table.delete().where(table.c.site == old))
        for (desk,) in sql.exec_driver_sql("SELECT desk FROM head WHERE site=?", (welcome.site,)).all():
            _chain_anew(sql, welcome.site, desk)
        sql.exec_driver_sql("DELETE FROM local WHERE site=? AND (key LIKE 'held/%' OR key IN ('keys', 'term'))",
                            (welcome.site,))
        sql.exec_driver_sql("INSERT INTO local VALUES (?, 'keys', ?)",
                            (welcome.site, msgspec.json.encode(keys).decode()))
        for key, value in (("site", welcome.site), ("letter", welcome.letter), ("derived", "-1")):
            sql.exec_driver_sql("UPDATE local SET value=? WHERE site='' AND key=?", (value, key))


def _chain_anew(sql: Any, site: str, desk: str) -> None:
    """The chain begins with the site, so it is another one."""
    chain = wire.first_chain(site, desk)
    rows = sql.exec_driver_sql("SELECT n, data FROM line WHERE site=? AND desk=? ORDER BY n", (site, desk)).all()
    for n, data in rows:
        chain = wire.next_chain(chain, bytes(data))
        sql.exec_driver_sql("UPDATE line SET chain=? WHERE site=? AND desk=? AND n=?", (chain, site, desk, n))
    sql.exec_driver_sql("UPDATE head SET chain=? WHERE site=? AND desk=?", (chain, site, desk))
