"""One main computer as a process of its own that records on a server for a while.

    python tests/serverwriter.py FOLDER URL SECONDS FILE

What it was told is done stands in FILE, an id a line.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

from app.clock import Clock
from app.desk import Operator
from app.site import open_on_server
from app.stations.arrival import CheckIn
from app.stations.notes import AddRemark

UNIT = "unit/1-1-101"


def main(folder: str, url: str, seconds: str, file: str) -> None:
    desk = open_on_server(Path(folder), Clock(), url)
    desk.operator = Operator(f"at {desk.letter}", "lead")
    until = time.monotonic() + float(seconds)
    with open(file, "a") as told:
        for number in itertools.count():
            if time.monotonic() > until:
                break
            op = AddRemark(on=UNIT, text=str(number)) if number % 3 else CheckIn(on=UNIT, again=True)
            told.write(f"{desk.do(op).id}\n")
    desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
