"""A job's bytes to a printer, and what became of them."""

from __future__ import annotations

import errno
import os
import select
import stat
import time
from contextlib import closing
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from app.errors import Trouble
from app.tickets.driver import escpos_printers
from app.tickets.escpos import END_OF_BROKEN_JOB, name_of
from app.tickets.line import CHUNK, Line, NetworkPort, Port
from app.tickets.status import NO_PAPER, Status, read_status

State = Literal["sent", "confirmed", "unconfirmed", "failed"]


class Outcome(msgspec.Struct, frozen=True):
    """What became of a job. sent: the printer took it and cannot say more. confirmed: it says it is printed.
    unconfirmed: it broke off or fell silent, so somebody must look. failed: nothing was sent. `cause` says
    why; `low` that the roll is nearly used up."""

    state: State
    cause: str = ""
    low: bool = False

    def trouble(self, **values: object) -> Trouble | None:
        """What is in the way, None when nothing is; sentences name the slip `no`, the waiting slips `n`."""
        in_the_way = self.state in ("failed", "unconfirmed") and self.cause
        return Trouble(f"printer_{self.cause}", **values) if in_the_way else None


class Printer(Protocol):
    """Prints one job at a time. Never raises for what the world does."""

    def print(self, job: bytes) -> Outcome:
        """Send a job and see what becomes of it; may take seconds."""
        ...


class NoPrinter:
    """No printer: the slip is looked at on the screen."""

    def print(self, job: bytes) -> Outcome:
        """Nothing to do."""
        return Outcome("sent", "no_printer")


class Answering:
    """A printer that can be asked how it is, over a connection of its own for each job.

    Seconds: `timeout` without any progress means it is not there or stalled, `answer` is what it has for a
    question about its state, `finish` for printing a slip to its end.
    """

    def __init__(self, timeout: float, answer: float, finish: float) -> None:
        self.timeout, self.answer, self.finish = timeout, answer, finish
        self.says_names = False  # whether its model says the name of a job back when it is printed
        self._jobs = 0
        self._answers = False  # whether it ever answered
        self._tells: bool | None = None  # whether it tells when a slip is done, None before the first one
        self._broke_off = False  # whether the last job did

    def print(self, job: bytes) -> Outcome:
        """Ask how it is, send, and wait until it says that the slip is done."""
        try:
            line = self._line()
        except Trouble as trouble:
            return Outcome("failed", trouble.key)
        except (OSError, UnicodeError) as error:  # UnicodeError: what cannot be the name of a machine
            return Outcome("failed", self._why_not(error))
        with closing(line):
            outcome = self._print(line, job)
        if outcome.state == "unconfirmed" and outcome.cause in ("stalled", "dropped"):
            return Outcome("unconfirmed", self._cause_now() or outcome.cause)
        return outcome

    def _line(self) -> Line:
        return Line(self.port(), self.answer)

    def port(self) -> Port:
        """A new connection. Raises OSError, or Trouble whose key is the cause."""
        raise NotImplementedError

    def _why_not(self, error: Exception) -> str:
        """The cause behind a connection that could not be made."""
        return "unreachable"

    def _print(self, line: Line, job: bytes) -> Outcome:
        try:
            before = read_status(line.ask)
        except OSError:
            return Outcome("failed", "dropped")
        if before is None and self._answers:
            return Outcome("failed", "stalled")
        self._answers = before is not None
        if before is not None and before.cause:
            return Outcome("failed", before.cause, before.low)
        outcome = self._send(line, job, before)
        self._broke_off = outcome.state == "unconfirmed"
        return outcome

    def _send(self, line: Line, job: bytes, before: Status | None) -> Outcome:
        try:
            line.send(END_OF_BROKEN_JOB + job if self._broke_off else job)
            if before is None:
                return Outcome("sent")
            if self._tells is False:
                after = read_status(line.ask) or before
                return Outcome("unconfirmed" if after.cause else "sent", after.cause, after.low)
            self._jobs += 1
            line.ask_when_done(name_of(self._jobs) if self.says_names else b"")
            return self._wait(line, before)
        except TimeoutError:
            return Outcome("unconfirmed", "stalled")
        except OSError:
            return Outcome("unconfirmed", "dropped")

    def _wait(self, line: Line, before: Status) -> Outcome:
        """Until it says that the slip is done, or that something is in the way, or `finish` is over."""
        until, now = time.monotonic() + self.finish, None
        while time.monotonic() < until:
            paper = line.done()
            if paper is not None:
                self._tells = True
                out = paper & NO_PAPER
                return Outcome("unconfirmed" if out else "confirmed", "paper_out" if out else "", before.low)
            now = read_status(line.ask)
            if now is not None and now.cause:
                return Outcome("unconfirmed", now.cause, now.low)
        if self._tells or now is None:
            return Outcome("unconfirmed", "stalled")
        self._tells = False
        return Outcome("sent", low=now.low)

    def _cause_now(self) -> str:
        """What the printer says of itself after a job broke off, '' when it says nothing."""
        try:
            with closing(self._line()) as line:
                status = read_status(line.ask)
        except (OSError, Trouble):
            return ""
        return status.cause if status is not None else ""


class Network(Answering):
    """A printer at an address, usually port 9100."""

    def __init__(
        self, host: str, port: int = 9100, timeout: float = 3.0, answer: float = 0.5, finish: float = 10.0
    ) -> None:
        super().__init__(timeout, answer, finish)
        self.host, self._number = host, port

    def port(self) -> Port:
        """A connection. Raises OSError."""
        return NetworkPort(self.host, self._number, self.timeout)

    def _why_not(self, error: Exception) -> str:
        return "refused" if isinstance(error, ConnectionRefusedError) else "unreachable"


class Device:
    """A printer at a device file (`/dev/usb/lp0`), or a file that keeps every job. It cannot be asked how it
    is; `timeout` seconds without taking a byte means it is stalled."""

    def __init__(self, path: Path, timeout: float = 10.0) -> None:
        self.path, self.timeout = path, timeout

    def print(self, job: bytes) -> Outcome:
        """Append to it; what the system says of it is the outcome."""
        printer = escpos_printers().File(str(self.path))
        begun = False
        try:
            printer.device = _PatientFile(self.path, self.timeout)
            with closing(printer):
                begun = True
                printer._raw(job)
        except TimeoutError:
            return Outcome("unconfirmed", "stalled")
        except OSError as error:
            return Outcome("unconfirmed" if begun else "failed", self._cause(error))
        return Outcome("sent")

    def _cause(self, error: OSError) -> str:
        if error.errno in (errno.EACCES, errno.EPERM):
            return "denied"
        if error.errno == errno.ENOSPC:  # Linux says so of a printer without paper, too
            return "disk_full" if self.path.is_file() else "paper_out"
        return "unplugged"


class _PatientFile:
    """A file to append to that gives up after a while, where the system can: a USB printer without paper
    would hold its writer for ever."""

    def __init__(self, path: Path, timeout: float) -> None:
        self._timeout = timeout
        kept = not path.exists() or stat.S_ISREG(path.stat().st_mode)
        self._can_wait = not kept and hasattr(os, "O_NONBLOCK")
        flags = os.O_WRONLY | (os.O_CREAT | os.O_APPEND if kept else getattr(os, "O_NONBLOCK", 0))
        self._file = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o644)

    def write(self, data: bytes) -> None:
        """All of it. Raises TimeoutError when nothing is taken for `timeout` seconds, OSError."""
        rest = memoryview(data)
        while rest:
            if self._can_wait and not select.select((), (self._file,), (), self._timeout)[1]:
                raise TimeoutError
            rest = rest[os.write(self._file, rest[:CHUNK]) :]

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Let go of it."""
        os.close(self._file)
