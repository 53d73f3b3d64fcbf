"""Reads a workbook in a process of its own: some damaged .xls end the process that reads them, or take all memory."""

from __future__ import annotations

import multiprocessing
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from app.errors import Trouble
from app.roster.table import Table

PATIENCE_S, A_MB_S = 10.0, 4.0  # ten times what a slow laptop needs for a sound file
MOST = 4 << 30  # bytes: a sound file of 20 million cells needs the half; Linux holds a process to it


def tables_of(data: bytes, name: str, seconds: float | None = None) -> list[Table]:
    """The work sheets of a workbook, in order. Raises Trouble, also when the reader dies or does not come to an end
    in `seconds`."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    reader = spawn.Process(target=_read, args=(there, data, name), daemon=True)
    reader.start()
    there.close()
    with here:
        try:
            ended = here.poll(seconds or PATIENCE_S + A_MB_S * len(data) / 1e6)
            tables, key = here.recv() if ended else ([], "file_damaged")
        except (EOFError, OSError):  # it is dead; Windows has an OSError for that
            tables, key = [], "file_damaged"
            reader.join()
            if reader.exitcode == 1:  # an exception of ours, which it has printed
                raise RuntimeError("the reader of workbooks failed") from None
    reader.kill()
    reader.join()
    reader.close()
    if key:
        raise Trouble(key, file=name)
    return tables


def _read(answer: Connection, data: bytes, name: str) -> None:
    """The whole life of the other process, which alone has the reader of workbooks in it."""
    from app.roster.workbook import tables_of as read

    if sys.platform == "linux":
        import resource

        with suppress(ValueError):  # it is held to less already
            resource.setrlimit(resource.RLIMIT_AS, (MOST, resource.getrlimit(resource.RLIMIT_AS)[1]))
    try:
        answer.send((read(data, name), ""))
    except Trouble as trouble:
        answer.send(([], trouble.key))
