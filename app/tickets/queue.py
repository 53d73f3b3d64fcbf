"""A print queue of the system: CUPS on Linux and macOS, the spooler on Windows. It takes a job and cannot say more."""

from __future__ import annotations

import os
import shutil
import subprocess

from app.tickets.driver import escpos_printers
from app.tickets.printer import Outcome

PATIENCE = 20  # seconds for the system to take a job


class Queue:
    """A queue by its name; jobs go through as they are (raw)."""

    def __init__(self, name: str) -> None:
        self.name = name

    def print(self, job: bytes) -> Outcome:
        """Hand it over; the system prints it when it can."""
        return self._windows(job) if os.name == "nt" else self._cups(job)

    def _cups(self, job: bytes) -> Outcome:
        command = shutil.which("lp")
        if command is None:
            return Outcome("failed", "queue_system")
        try:
            done = subprocess.run([command, "-d", self.name, "-o", "raw", "-s"], input=job, capture_output=True,
                                  timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            return Outcome("unconfirmed", "queue_stuck")
        except OSError:
            return Outcome("failed", "queue_system")
        return Outcome("sent") if done.returncode == 0 else Outcome("failed", "queue_gone")

    def _windows(self, job: bytes) -> Outcome:
        import pywintypes  # type: ignore[import-not-found]
        from escpos.exceptions import Error  # type: ignore[import-untyped]

        printer = escpos_printers().Win32Raw(self.name)
        try:
            printer.open()
            printer._raw(job)
        except (Error, OSError, pywintypes.error):
            return Outcome("failed", "queue_gone")
        finally:
            printer.close()
        return Outcome("sent")


def queues() -> list[str]:
    """The names of the system's queues, the default one first; [] where there is no such system."""
    if os.name == "nt":
        try:
            import win32print
        except ImportError:
            return []
        default = win32print.GetDefaultPrinter() if win32print.EnumPrinters(2) else ""
        names = [one[2] for one in win32print.EnumPrinters(2)]
        return sorted(names, key=lambda name: (name != default, name))
    command = shutil.which("lpstat")
    if command is None:
        return []
    try:
        said = subprocess.run([command, "-e"], capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return said.stdout.split() if said.returncode == 0 else []
