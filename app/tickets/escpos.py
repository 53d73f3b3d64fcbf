"""Dots as the bytes of an ESC/POS printer: initialise, raster in bands, cut.

Commands as in the published ESC/POS reference: ESC @, GS v 0, GS V, ESC J, GS r.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that who only sends bytes need not load Pillow
    from PIL import Image

INIT = b"\x1b@"
INVERTED = bytes(range(255, -1, -1))  # a printer's 1 is black
BAND = 128  # rows to a command: small printers hold no more in one piece
FEED_AND_CUT = b"\x1dVB\x00"  # forward to the knife, then cut
FEED_ONLY = b"\x1bJ\x78"  # 15 mm: past the edge that paper is torn at
OPEN_DRAWER = b"\x1bp\x00\x19\xfa"  # a cash drawer at the first plug, 50 ms
TELL_WHEN_DONE = b"\x1dr\x01"  # answered only when everything before it has been printed
# GS ( H: said back with these four letters once everything before it has been printed. None of the letters looks like
# an answer to DLE EOT, which may come in between.
TELL_NAME, NAME_LETTERS = b"\x1d(H\x06\x0000", b"ABCDEFGHIJKLMNO"
SAID_BACK = (b"\x37\x22", b"\x00")
# A job that broke off leaves the printer waiting for the rest of a picture; otherwise it ignores NUL.
END_OF_BROKEN_JOB = bytes(BAND * 576 // 8)
# Obeyed wherever they stand, inside a picture too: status, recover, drawer, power off, clear.
REAL_TIME = tuple(b"\x10" + command for command in (b"\x04", b"\x05", b"\x14"))


def name_of(n: int) -> bytes:
    """Four letters for the nth job of a printer."""
    return bytes(NAME_LETTERS[n // 15**place % 15] for place in range(4))


def job(image: Image.Image, cut: bool = True) -> bytes:
    """The bytes that print a slip (mode '1', 0 is black, its width a multiple of 8). Without a knife the
    paper is fed to where it is torn."""
    return INIT + b"".join(_bands(image)) + (FEED_AND_CUT if cut else FEED_ONLY)


def _bands(image: Image.Image) -> Iterator[bytes]:
    across = image.width // 8
    dots = harmless(image.tobytes().translate(INVERTED))
    for top in range(0, image.height, BAND):
        rows = min(BAND, image.height - top)
        head = b"\x1dv0\x00" + across.to_bytes(2, "little") + rows.to_bytes(2, "little")
        yield head + dots[top * across : (top + rows) * across]


def harmless(dots: bytes) -> bytes:
    """The same dots, with one more black dot wherever sixteen of them would read as a command that is obeyed
    at once."""
    for command in REAL_TIME:
        dots = dots.replace(command, b"\x18" + command[1:])
    return dots
