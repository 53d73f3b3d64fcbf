"""A real PostgreSQL server that a test starts, from the programs that Debian installs."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

LISTENS = "unix_socket_directories='{folder}'\nlisten_addresses=''\nfsync={fsync}\nmax_connections=200\n"


def programs() -> Path | None:
    """Where initdb and its like are; the newest of several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    return found[-1].parent if found else None


class Postgres:
    """A server of its own, with nothing in it, that speaks through a socket in a folder. A `careless` one waits for no
    disk: no test cuts the power of the server itself."""

    def __init__(self, *, careless: bool = True) -> None:
        programs_in = programs()
        assert programs_in, "PostgreSQL is not installed"
        self._bin, self._numbers = programs_in, itertools.count(1)
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        if self._user:
            shutil.chown(self.folder, "postgres", "postgres")
        self.name = "postgres" if self._user else pwd.getpwuid(os.getuid()).pw_name
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", self.name, "-E", "UTF8", "--locale",
                  "C.UTF-8", "--no-sync")
        with (self.folder / "data" / "postgresql.conf").open("a") as conf:
            conf.write(LISTENS.format(folder=self.folder, fsync="off" if careless else "on"))
        self.start()

    def start(self) -> None:
        """It answers when this returns."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "start")

    def stop(self) -> None:
        """At once: who is connected is cut off."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def new(self) -> str:
        """The URL of a new, empty database."""
        name = f"test{next(self._numbers)}"
        with psycopg.connect(f"host={self.folder} user={self.name} dbname=postgres", autocommit=True) as sql:
            sql.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://{self.name}@/{name}?host={self.folder}"

    def close(self) -> None:
        """Nothing is left of it."""
        self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *args: str) -> None:
        done = subprocess.run([str(self._bin / program), *args], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL, cwd="/",
                              check=False, timeout=60, **self._user)
        assert done.returncode == 0, (program, done.stderr)
