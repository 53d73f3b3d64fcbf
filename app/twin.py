"""Noticing that a site's folder was copied, or put back from a backup.

Two laptops that write under one desk id would give two contents to one number. So each desk leaves a note
outside its data folder, with how far it has come; at the start the folder is compared with it.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    """How far a desk had come, where its folder was, and its letter at which site."""

    n: int
    chain: str
    folder: str
    site: str = ""
    letter: str = ""


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

    def note(self, desk: Desk, folder: Path | None = None) -> None:
        """Leave the note anew: at the start, now and then, and at closing. Where it cannot be left, the next start
        has nothing to compare with, and that stops nobody. `folder` if the desk is about to move there."""
        n, chain = desk.vector().get(desk.id, (0, b""))
        folder = folder or desk.database.path.parent
        trace = Trace(n, chain.hex(), str(folder.resolve()), desk.site, desk.letter)
        fresh = self._folder / f"{desk.id}.new"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(msgspec.json.encode(trace))
            fresh.replace(self._folder / f"{desk.id}.json")

    def letters(self, site: str) -> set[str]:
        """Every letter under which this laptop has ever worked at a site: also those that a backup knows nothing of."""
        traces = [self._trace(file) for file in self._folder.glob("*.json")]
        return {trace.letter for trace in traces if trace is not None and trace.site == site}

    def _read(self, desk: Desk) -> Trace | None:
        return self._trace(self._folder / f"{desk.id}.json")

    def _trace(self, file: Path) -> Trace | None:
        try:
            return msgspec.json.decode(file.read_bytes(), type=Trace)
        except (OSError, msgspec.DecodeError):
            return None


def renew(desk: Desk, taken: Iterable[str] = ()) -> None:
    """Go on under a new id and a new letter, none of those `taken`: numbers on paper can never come twice. Slips that
    were still to come out are given up: they came out where this site was copied from, or nobody waits for them."""
    with desk.database.write() as sql:
        sql.exec_driver_sql("UPDATE slip SET state='cancelled', cause='' WHERE site=? AND state IN "
                            "('waiting', 'sending', 'unconfirmed')", (desk.site,))
    _be(desk, new_id(), _free(desk, taken), "renewed")


def relabel(desk: Desk) -> bool:
    """Take another letter where an older laptop has this one's, as two may that began apart; whether it had to."""
    known = {id: (opened_at, id) for id, letter, opened_at in _letters(desk) if letter == desk.letter}
    if not known or min(known.values()) >= known.get(desk.id, (0, "")):
        return False
    _be(desk, desk.id, _free(desk), "letter_twice")
    return True


def _be(desk: Desk, id: str, letter: str, why: str) -> None:
    with desk.home.write() as sql:
        for key, value in (("desk", id), ("letter", letter)):
            sql.exec_driver_sql("UPDATE local SET value=? WHERE site='' AND key=?", (value, key))
    desk.id, desk.letter = id, letter
    desk.do(OpenDesk(on=f"desk/{id}", letter=letter, why=why))


def _free(desk: Desk, taken: Iterable[str] = ()) -> str:
    """The first letter after all that were ever used."""
    used = [desk.letter, *taken, *(letter for _, letter, _ in _letters(desk))]
    return letters(max(letter_index(one) for one in used if one) + 1)


def _letters(desk: Desk) -> list[tuple[str, str, int]]:
    columns = tables.desk.c
    with desk.database.read() as sql:
        found = sql.execute(select(columns.id, columns.letter, columns.opened_at).where(columns.site == desk.site))
        return [(id, letter, opened_at) for id, letter, opened_at in found]
