"""A drill: a second site with the same list and people, in a folder of its own, of which nothing counts."""

from __future__ import annotations

import shutil
from pathlib import Path

from msgspec import UNSET

from app.desk import Desk, Operator
from app.errors import Refused, Trouble
from app.folder import Hold
from app.people import LEAD, People
from app.queries import rosters
from app.settings import Settings
from app.site import FILE, exists, new_site, open_site
from app.stations.roster import FIELDS, CloseList, ListPart, ListUnit
from app.stations.site import SetPerson
from app.unit import Unit

LETTER = "T"  # numbers T001 …: nobody takes them for those of the day
PART = 50
_TAKEN = ("subtitle", "days", "stations", "colleagues", "slip_language", "slip_second", "gifts",
          "contractors", "key_set")
_OWN = ("language", "mode", "scale", "printer", "paper")  # settings of the laptop that a drill needs too


def folder_of(desk: Desk) -> Path:
    """Where the drill of a desk's site is: beside its folder."""
    home = desk.database.path.parent.resolve()
    return home.with_name(f"{home.name} drill")


def start(desk: Desk) -> Path:
    """Make the drill of a site anew, unless one is open now; its folder. Raises Refused `lead_only`, `drill_in_drill`,
    or Trouble; a folder that holds anything but a drill is never touched."""
    if desk.operator.role != "lead":
        raise Refused("lead_only")
    if desk.state("site").drill:
        raise Refused("drill_in_drill")
    folder = folder_of(desk)
    with Hold(folder) as hold:
        if not hold.held:
            return folder
    _clear(folder, desk)
    site = desk.state("site")
    made = new_site(folder, desk.clock, name=site.name, zone=site.zone, letter=LETTER, drill=True,
                    **{name: getattr(site, name) for name in _TAKEN})
    try:
        made.operator = Operator(desk.operator.name, "lead")
        _people(desk, made)
        _list(desk, made)
        own = Settings(desk.database, desk.site)
        Settings(made.database, made.site).set_all({key: own.get(key) for key in _OWN})
    finally:
        made.database.close()
    return folder


def _clear(folder: Path, desk: Desk) -> None:
    """Take away the drill before this one."""
    if exists(folder):
        before = open_site(folder, desk.clock)
        try:
            drill = before.state("site").drill
        finally:
            before.database.close()
        if not drill:
            raise Trouble("site_exists", file=str(folder))
    elif not {file.name for file in folder.iterdir()} <= {"window.lock", FILE, f"{FILE}-wal", f"{FILE}-shm"}:
        raise Trouble("site_exists", file=str(folder))
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise Trouble("folder_read_only", file=str(folder)) from error


def _people(desk: Desk, drill: Desk) -> None:
    for person in People(desk).all():
        drill.do(SetPerson(on=f"person/{person.id}", name=person.name, initials=person.initials, role=person.role,
                           pin=person.pin))


def _list(desk: Desk, drill: Desk) -> None:
    """The list as it holds now, in parts, closed by whoever starts the drill."""
    with desk.database.read() as sql:
        subjects = [row["subject"] for row in rosters.listed(sql, desk.site).values()]
    version = "drill"
    parts = 0
    subjects.sort()
    for at in range(0, len(subjects), PART):
        units = [(subject, desk.state(subject)) for subject in subjects[at : at + PART]]
        drill.do(ListPart(on=f"roster/{version}", number=1, units=len(units)),
                 *(_unit(subject, unit, version) for subject, unit in units))
        parts += 1
    if parts:
        drill.do(CloseList(on=f"roster/{version}", number=1, file="", sha256="", parts=parts, units=len(subjects),
                           new=len(subjects), changed=0, unchanged=0, checked_by=drill.operator.name or LEAD.name))


def _unit(subject: str, unit: Unit, version: str) -> ListUnit:
    said = {field: unit.fact(field, UNSET) for field in FIELDS}
    return ListUnit(on=subject, version=version, **said)
