"""Backups: a whole copy of a site's file in another folder, checked before it gets its name."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.database import sqlite, trouble
from app.desk import Desk
from app.errors import Trouble
from app.log.here import local
from app.photos import Photos
from app.queries.photos import recorded
from app.settings import Settings

NEWEST = 12  # kept whatever their age: two hours at one in ten minutes
HOURLY = timedelta(hours=24)  # before the newest; of what is older, one a day is kept
LEFT_S = 3600  # a copy that was cut off this long ago is nobody's any more
_WHEN = "%Y-%m-%d %H%M"
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')  # what some disk does not take in a name
_MEANT = {"disk_full": "backup_full", "folder_read_only": "backup_read_only"}


def backup(desk: Desk, folder: Path) -> Path:
    """Copy the site's file into the folder while work goes on, and check the copy; the file it became. Photos that are
    not there yet go along. Raises Trouble; what was there before is then as it was."""
    if not folder.is_dir():
        raise Trouble("backup_folder_missing", file=str(folder))
    site = desk.state("site")
    now, before = desk.clock.now(), desk.vector()
    kept = _prefix(desk, site.name)
    part = folder / f"{kept}{secrets.token_hex(4)}.part"
    file = folder / f"{kept}{local(now, site.zone).strftime(_WHEN)}.db"
    try:
        _copy(desk, part)
        _check(part, desk.site, {one: n for one, (n, _) in before.items()})
        _flush(part)
        Photos(desk.home.path.parent).copy_to(Photos(folder), recorded(desk.database.read, desk.site))
        part.replace(file)
        _flush(folder)
    except (OSError, desk.database.module.Error) as error:
        raise _meant(trouble(error, folder)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    Settings(desk.database, desk.site).set_all({"backup_at": str(now), "backup_file": str(file)})
    _thin_out(folder, kept)
    return file


def superfluous(names: Sequence[str], kept: str) -> list[str]:
    """Which backups may go: none of the newest, then all but the newest of an hour, of older ones of a day. Only
    names that `backup` gives are looked at."""
    dated = sorted(((when, name) for name in names if (when := _when(name, kept))), reverse=True)
    seen: set[str] = set()
    going = []
    for when, name in dated[NEWEST:]:
        period = when.strftime("%Y-%m-%d %H" if dated[0][0] - when <= HOURLY else "%Y-%m-%d")
        if period in seen:
            going.append(name)
        seen.add(period)
    return going


def _prefix(desk: Desk, name: str) -> str:
    """Each laptop's own, since several may share a folder."""
    fit = _UNFIT.sub(" ", name).strip(" .")[:40] or desk.site[:8]
    return f"{fit} {desk.letter}-{desk.id[:4]} "


def _when(name: str, kept: str) -> datetime | None:
    if not (name.startswith(kept) and name.endswith(".db")):
        return None
    try:
        return datetime.strptime(name[len(kept) : -len(".db")], _WHEN)
    except ValueError:
        return None


def _copy(desk: Desk, part: Path) -> None:
    """In one step, which sees one moment of the site and, on a WAL, stops no writer. What is left is one file."""
    driver = desk.database.module
    with closing(driver.connect(str(desk.database.path), timeout=10)) as source, \
            closing(driver.connect(str(part), isolation_level=None)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")


def _check(part: Path, site: str, before: dict[str, int]) -> None:
    """The copy is sound, of this site, and holds at least what there was when it was begun."""
    with closing(_looked_at(part)) as copy:
        sound = [row[0] for row in copy.execute("PRAGMA quick_check(1)")] == ["ok"]
        own = copy.execute("SELECT value FROM local WHERE site='' AND key='site'").fetchone()
        heads = dict(copy.execute("SELECT desk, n FROM head WHERE site=?", (site,)).fetchall())
    if not sound or own != (site,) or any(heads.get(one, 0) < n for one, n in before.items()):
        raise Trouble("backup_unsound", file=str(part.parent))


def _looked_at(file: Path) -> Any:
    return sqlite().connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _flush(path: Path) -> None:
    """Bring a file, or the names in a folder, onto the disk; Windows has no handles of folders."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _meant(found: Trouble) -> Trouble:
    if found.key in _MEANT or found.key == "database_trouble":
        return Trouble(_MEANT.get(found.key, "backup_trouble"), **found.values)
    return found


def _thin_out(folder: Path, kept: str) -> None:
    """What cannot be deleted stays, and stops nobody."""
    with suppress(OSError):
        for name in superfluous([file.name for file in folder.iterdir()], kept):
            (folder / name).unlink()
        for left in folder.glob("*.part"):
            if left.name.startswith(kept) and time.time() - left.stat().st_mtime > LEFT_S:
                left.unlink()
