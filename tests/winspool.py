"""A Windows print system of our own, in a process of its own: the functions of win32print as they are documented, jobs
kept as files. Run with a folder and a queue's name; prints what becomes of the job on standard input.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

QUEUES = ("Front", "Office A4")


class SpoolError(Exception):
    """pywintypes.error: number, function, words."""


class Spooler(ModuleType):
    """The module win32print. A job is RAW, begins with a document and a page, and is whole when both have ended."""

    PRINTER_ENUM_NAME = 8

    def __init__(self, folder: Path) -> None:
        super().__init__("win32print")
        self._folder = folder
        self._open: dict[str, list[str]] = {}  # what has begun, by handle

    def GetDefaultPrinter(self) -> str:
        return QUEUES[0]

    def EnumPrinters(self, flags: int, name: str | None = None, level: int = 1) -> tuple[Any, ...]:
        return tuple({"pPrinterName": one} if level == 4 else (0, "", one, "") for one in QUEUES)

    def OpenPrinter(self, name: str) -> str:
        if name not in QUEUES:
            raise SpoolError(1801, "OpenPrinter", "The printer name is invalid.")
        self._open[name] = []
        return name

    def StartDocPrinter(self, handle: str, level: int, document: tuple[str, str, str]) -> int:
        self._want(handle, [])
        assert level == 1 and document[2] == "RAW"
        self._open[handle] = ["document"]
        return 1

    def StartPagePrinter(self, handle: str) -> None:
        self._want(handle, ["document"])
        self._open[handle].append("page")

    def WritePrinter(self, handle: str, data: bytes) -> int:
        self._want(handle, ["document", "page"])
        with (self._folder / "spooling").open("ab") as file:
            return file.write(data)

    def EndPagePrinter(self, handle: str) -> None:
        self._want(handle, ["document", "page"])
        self._open[handle].remove("page")

    def EndDocPrinter(self, handle: str) -> None:
        self._want(handle, ["document"])
        (self._folder / "spooling").rename(self._folder / handle)

    def ClosePrinter(self, handle: str) -> None:
        del self._open[handle]

    def _want(self, handle: str, begun: list[str]) -> None:
        if self._open.get(handle) != begun:
            raise SpoolError(6, "", "The handle is invalid.")


def main(folder: str, name: str) -> None:
    """Print the job by the program's own way to a queue of Windows."""
    types = ModuleType("pywintypes")
    vars(types)["error"] = SpoolError
    sys.modules |= {"win32print": Spooler(Path(folder)), "pywintypes": types}
    from app.tickets.queue import Queue

    outcome = Queue(name)._windows(sys.stdin.buffer.read())
    print(outcome.state, outcome.cause)


if __name__ == "__main__":
    main(*sys.argv[1:])
