"""One laptop as a process of its own that can be killed: it records without end and exchanges by itself.

    python tests/deskprocess.py FOLDER ADDRESS FILE

What it says was done stands in FILE, an id a line, written after the record was. A line on its input ends the
recording, which a file FILE.quiet shows, and it goes on exchanging until its input ends.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

from app.clock import Clock
from app.desk import Operator
from app.errors import Refused
from app.site import open_site
from app.stations.arrival import CheckIn
from app.stations.notes import AddRemark
from app.sync.syncer import Syncer

PAUSE = 0.02


def main(folder: str, address: str, file: str) -> None:
    desk = open_site(Path(folder), Clock())
    desk.operator = Operator(f"at {desk.letter}", "lead")
    units = [f"unit/{code}" for code in ("1-1-101", "1-1-102", "1-1-103")]
    syncer = Syncer(desk, address, lambda state: None)
    syncer.start()
    quiet, over = threading.Event(), threading.Event()

    def listen() -> None:
        sys.stdin.readline()
        quiet.set()
        sys.stdin.read()
        over.set()

    threading.Thread(target=listen, daemon=True).start()
    with open(file, "ab", buffering=0) as told:
        for number in itertools.count():
            if quiet.wait(PAUSE):
                break
            on = units[number % len(units)]
            op = CheckIn(on=on, again=True) if number % 3 else AddRemark(on=on, text=f"{desk.letter}{number}")
            with suppress(Refused):  # before the list has come
                os.write(told.fileno(), f"{desk.do(op).id}\n".encode())
    Path(f"{file}.quiet").touch()
    over.wait()
    syncer.stop()
    desk.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
