"""This laptop's own settings, kept beside its log and never passed on."""

from __future__ import annotations

from collections.abc import Mapping

from app.database import Database
from app.words import LANGUAGES

MODES = ("light", "dark")
SCALES = (1.0, 1.25, 1.5)


class Settings:
    """Key and text in the `local` table; `site` is part of every key. Raises Trouble when the disk is in the
    way."""

    def __init__(self, database: Database, site: str) -> None:
        self._database, self._site = database, site

    def get(self, key: str, default: str = "") -> str:
        """What is kept under a key."""
        with self._database.read() as sql:
            found = sql.exec_driver_sql("SELECT value FROM local WHERE site=? AND key=?", (self._site, key))
            row = found.first()
        return default if row is None else str(row[0])

    def set(self, key: str, value: str) -> None:
        """Keep a text under a key; an empty one forgets the key."""
        self.set_all({key: value})

    def set_all(self, values: Mapping[str, str]) -> None:
        """Keep several, all or none of them."""
        with self._database.write() as sql:
            for key, value in values.items():
                sql.exec_driver_sql("DELETE FROM local WHERE site=? AND key=?", (self._site, key))
                if value:
                    sql.exec_driver_sql("INSERT INTO local VALUES (?, ?, ?)", (self._site, key, value))

    @property
    def language(self) -> str:
        """One of LANGUAGES, or '' while nobody has chosen."""
        found = self.get("language")
        return found if found in LANGUAGES else ""

    @language.setter
    def language(self, language: str) -> None:
        self.set("language", language)

    @property
    def mode(self) -> str:
        """light or dark."""
        found = self.get("mode")
        return found if found in MODES else MODES[0]

    @mode.setter
    def mode(self, mode: str) -> None:
        self.set("mode", mode)

    @property
    def scale(self) -> float:
        """How large the text is, one of SCALES."""
        found = self.get("scale")
        return next((scale for scale in SCALES if f"{scale:g}" == found), SCALES[0])

    @scale.setter
    def scale(self, scale: float) -> None:
        self.set("scale", f"{scale:g}")

    @property
    def sounds(self) -> bool:
        """Whether a scan is answered with a tone."""
        return self.get("sounds") != "off"

    @sounds.setter
    def sounds(self, on: bool) -> None:
        self.set("sounds", "" if on else "off")

    @property
    def main_laptop(self) -> str:
        """Address of the main laptop that this one exchanges with, or ''."""
        return self.get("main_laptop")

    @main_laptop.setter
    def main_laptop(self, address: str) -> None:
        self.set("main_laptop", address)

    @property
    def serves(self) -> bool:
        """Whether this laptop is the main one."""
        return self.get("serves") == "on"

    @serves.setter
    def serves(self, on: bool) -> None:
        self.set("serves", "on" if on else "")

    @property
    def hub_port(self) -> int:
        """On which port this laptop listens as the main one; 0 for the usual."""
        return int(self.get("hub_port") or 0)

    @property
    def on_server(self) -> bool:
        """Whether the records of this folder's site went to a database server."""
        return self.get("on_server") == "yes"

    @on_server.setter
    def on_server(self, on: bool) -> None:
        self.set("on_server", "yes" if on else "")

    @property
    def term(self) -> int:
        """Of the choices of a main laptop the last one that this laptop has done as said."""
        return int(self.get("term") or 0)

    @term.setter
    def term(self, term: int) -> None:
        self.set("term", str(term))

    @property
    def printer(self) -> str:
        """The printer this laptop prints slips on, as the printer part names it; '' for none."""
        return self.get("printer")

    @printer.setter
    def printer(self, printer: str) -> None:
        self.set("printer", printer)

    @property
    def backup_folder(self) -> str:
        """Where this laptop's backups go; '' while nobody has chosen."""
        return self.get("backup_folder")

    @backup_folder.setter
    def backup_folder(self, folder: str) -> None:
        self.set("backup_folder", folder)

    @property
    def backup_at(self) -> int:
        """When the newest backup was made, ms UTC; 0 for never."""
        found = self.get("backup_at")
        return int(found) if found.isdecimal() else 0

    @property
    def geometry(self) -> bytes:
        """Size and place of the window, as the window gave them."""
        try:
            return bytes.fromhex(self.get("geometry"))
        except ValueError:
            return b""

    @geometry.setter
    def geometry(self, geometry: bytes) -> None:
        self.set("geometry", geometry.hex())
