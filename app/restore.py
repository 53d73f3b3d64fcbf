"""Restoring a site from a backup: looked at first, then put in the data folder under a new letter."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from app.clock import Clock
from app.database import sqlite, trouble
from app.desk import Desk
from app.errors import Trouble
from app.log.here import local
from app.photos import Photos
from app.queries.photos import recorded
from app.site import FILE, open_site
from app.twin import Twins, renew
from app.words import Words

_PARTS = ("", "-wal", "-shm")  # of a SQLite file
_MEANT = {"database_damaged": "restore_damaged", "database_foreign": "restore_foreign", "no_site": "restore_foreign",
          "database_newer": "restore_newer", "disk_full": "restore_full"}


class Found(msgspec.Struct, frozen=True):
    """What a backup holds: the site, whose laptop made it, when its last record was made (ms UTC), how many."""

    name: str
    zone: str
    letter: str
    until: int
    records: int

    def sentence(self, t: Words) -> str:
        """The same in words."""
        until = local(self.until, self.zone)
        return t("{site}, desk {letter}: {n} records, the last one of {time}.", site=self.name, letter=self.letter,
                 n=self.records, time=f"{until:%Y-%m-%d %H:%M}")


def look(file: Path, clock: Clock) -> Found:
    """What is in a backup; the file itself is only read. Raises Trouble."""
    with tempfile.TemporaryDirectory(prefix="handover-desk-", ignore_cleanup_errors=True) as spare, \
            _unpacked(file, Path(spare), clock) as desk:
        return found(desk)


def found(desk: Desk) -> Found:
    """What an open site holds."""
    site = desk.state("site")
    with desk.database.read() as sql:
        until, records = sql.exec_driver_sql("SELECT max(known), count(*) FROM line WHERE site=?", (desk.site,)).one()
    return Found(site.name, site.zone, desk.letter, until or 0, records)


def restore(file: Path, folder: Path, clock: Clock, twins: Twins) -> Path | None:
    """Put the site of a backup into the folder, where this laptop goes on under a new id and a new letter. A site
    that is there already is put aside; where to, is returned. Raises Trouble; the folder is then as it was."""
    stage = folder / f".restoring-{secrets.token_hex(4)}"
    for left in folder.glob(".restoring-*"):  # by one that was cut off
        shutil.rmtree(left, ignore_errors=True)
    try:
        stage.mkdir(parents=True)
        with _unpacked(file, stage, clock) as desk:
            renew(desk, twins.letters(desk.site))
            Photos(file.parent).copy_to(Photos(folder), recorded(desk.database.read, desk.site))
            when = local(clock.now(), desk.state("site").zone)
            twins.note(desk, folder)
        aside = _put_aside(folder, f"before {when:%Y-%m-%d %H%M%S}")
        try:
            (stage / FILE).replace(folder / FILE)
        except OSError:
            if aside is not None:
                _move(aside, folder)
            raise
    except OSError as error:
        raise _meant(trouble(error, folder), folder) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return aside


@contextmanager
def _unpacked(file: Path, into: Path, clock: Clock) -> Iterator[Desk]:
    """The site of a copy of the backup, open."""
    if not file.is_file():
        raise Trouble("file_missing", file=str(file))
    try:
        for part in _PARTS[:2]:  # a site's own file may have records in its log
            if (beside := file.with_name(file.name + part)).exists():
                shutil.copyfile(beside, into / (FILE + part))
        if not _sound(into / FILE):
            raise Trouble("restore_damaged", file=str(file))
        desk = open_site(into, clock)
    except OSError as error:
        raise _meant(trouble(error, file), file) from error
    except Trouble as said:
        raise _meant(said, file) from said
    try:
        yield desk
    finally:
        desk.database.close()


def _sound(copy: Path) -> bool:
    driver = sqlite()
    try:
        with closing(driver.connect(str(copy))) as raw:
            return [row[0] for row in raw.execute("PRAGMA integrity_check(1)")] == ["ok"]
    except driver.DatabaseError as error:
        said = trouble(error, copy)
        raise Trouble("restore_foreign" if "not a database" in str(error) else said.key, **said.values) from error


def _meant(said: Trouble, file: Path) -> Trouble:
    return Trouble(_MEANT.get(said.key, said.key), **{**said.values, "file": str(file)})


def _put_aside(folder: Path, name: str) -> Path | None:
    if not (folder / FILE).exists():
        return None
    aside = folder / name
    aside.mkdir()
    _move(folder, aside)
    return aside


def _move(site: Path, to: Path) -> None:
    for part in _PARTS:
        if (site / (FILE + part)).exists():
            (site / (FILE + part)).rename(to / (FILE + part))
