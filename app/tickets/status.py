"""What a printer answers when it is asked how it is (DLE EOT 1 to 4), as a cause that a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

PRINTER, OFFLINE, ERROR, PAPER = 1, 2, 3, 4  # n of DLE EOT n, of the published ESC/POS reference
CAUSES: Mapping[tuple[int, int], str] = {
    (OFFLINE, 0x04): "cover_open",
    (PAPER, 0x60): "paper_out",
    (OFFLINE, 0x20): "paper_out",
    (ERROR, 0x08): "cutter",
    (ERROR, 0x20): "fault",
    (ERROR, 0x40): "hot",
    (OFFLINE, 0x40): "fault",
    (PRINTER, 0x08): "offline",
}  # the plainest first: an open cover also means offline, and maybe no paper
NEAR_END = 0x0C
NO_PAPER = 0x0C  # in the answer to GS r 1


class Status(msgspec.Struct, frozen=True):
    """How a printer is: `cause` '' when it can print, `low` when its roll is nearly used up."""

    cause: str = ""
    low: bool = False


def query(n: int) -> bytes:
    """The bytes that ask: 1 printer, 2 why offline, 3 error, 4 paper."""
    return b"\x10\x04" + bytes((n,))


def is_answer(byte: int) -> bool:
    """Whether a byte answers such a question: its fixed bits say so."""
    return byte & 0x93 == 0x12


def is_done(byte: int) -> bool:
    """Whether a byte answers GS r, which is answered in its turn: its fixed bits say so."""
    return byte & 0x90 == 0


def read_status(ask: Callable[[int], int | None]) -> Status | None:
    """The status by asking a printer with `ask(n)`, which gives the answer or None; None for a printer that
    cannot answer, which is no fault."""
    first = ask(PRINTER)
    if first is None:
        return None
    answers = {PRINTER: first, **{n: ask(n) or 0 for n in (OFFLINE, ERROR, PAPER)}}
    cause = next((cause for (n, bits), cause in CAUSES.items() if answers[n] & bits), "")
    return Status(cause, bool(answers[PAPER] & NEAR_END))
