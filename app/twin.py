"""Noticing that a site's folder was copied, or put back from a backup.

Two laptops that write under one desk id would give two contents to one number. So each desk leaves a note
outside its data folder, with how far it has come; at the start the folder is compared with it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
from platformdirs import user_state_path
from sqlalchemy import select

from app import tables
from app.desk import Desk, new_id
from app.errors import Trouble
from app.stations.site import OpenDesk
from app.tickets.code import letter_index, letters


class Trace(msgspec.Struct, frozen=True):
    """How far a desk had come, and where its folder was."""

    n: int
    chain: str
    folder: str


class Twins:
    """The notes of this laptop's desks, in a folder outside every data folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_state_path("handover-desk", appauthor=False) / "desks"

    def check(self, desk: Desk) -> None:
        """Raises Trouble `desk_restored` when the folder knows less than this desk had done, `desk_copied` when
        the folder it was copied from is still there. Nothing may be written under the old id then."""
        trace = self._read(desk)
        if trace is None:
            return
        n, chain = desk.vector().get(desk.id, (0, b""))
        here = str(desk.database.path.parent.resolve())
        if n < trace.n or (n == trace.n and chain.hex() != trace.chain):
            raise Trouble("desk_restored", n=trace.n - n, letter=desk.letter)
        if trace.folder != here and (Path(trace.folder) / desk.database.path.name).exists():
            raise Trouble("desk_copied", file=trace.folder, letter=desk.letter)

    def note(self, desk: Desk) -> None:
        """Leave the note anew: at the start, now and then, and at closing. Where it cannot be left, the next start
        has nothing to compare with, and that stops nobody."""
        n, chain = desk.vector().get(desk.id, (0, b""))
        trace = Trace(n, chain.hex(), str(desk.database.path.parent.resolve()))
        fresh = self._folder / f"{desk.id}.new"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(msgspec.json.encode(trace))
            fresh.replace(self._folder / f"{desk.id}.json")

    def _read(self, desk: Desk) -> Trace | None:
        try:
            return msgspec.json.decode((self._folder / f"{desk.id}.json").read_bytes(), type=Trace)
        except (OSError, msgspec.DecodeError):
            return None


def renew(desk: Desk) -> None:
    """Go on under a new id and a new letter: numbers on paper can never come twice."""
    with desk.database.read() as sql:
        used = sql.execute(select(tables.desk.c.letter).where(tables.desk.c.site == desk.site)).scalars().all()
    letter = letters(max((letter_index(one) for one in used if one), default=-1) + 1)
    own = {"desk": new_id(), "letter": letter}
    with desk.database.write() as sql:
        for key, value in own.items():
            sql.exec_driver_sql("UPDATE local SET value=? WHERE site='' AND key=?", (value, key))
    desk.id, desk.letter = own["desk"], own["letter"]
    desk.do(OpenDesk(on=f"desk/{desk.id}", letter=letter, why="renewed"))
