"""Reading slips as they lie on the table: the code by an independent reader, numbers and marks by their dots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from app.tickets.blocks import Banner, Block, Number
from app.tickets.escpos import INVERTED, harmless
from app.tickets.font import find_font
from app.tickets.raster import draw


@dataclass(frozen=True)
class Read:
    """What a slip says: the digits of its code, its number, which copy it is, whether it is marked as corrected."""

    code: str
    number: str
    copy: int
    corrected: bool


class Reader:
    """Reads slips of one width in one language, looking for numbers among those that may be there."""

    def __init__(self, language: str, dots: int, copies: dict[int, str], corrected: str) -> None:
        self._font, self._dots = find_font(language), dots
        self._numbers: dict[str, bytes] = {}
        self._copies = {n: self._print(Banner(words)) for n, words in copies.items()}
        self._corrected = self._print(Banner(corrected))

    def read(self, slip: Image.Image, numbers: Iterable[str]) -> Read:
        """One slip. Fails where it has not exactly one code, or not exactly one of the numbers."""
        (code,) = zxingcpp.read_barcodes(slip.convert("L"))
        dots = slip.convert("1").tobytes().translate(INVERTED)
        number = [number for number in numbers if self._number(number) in dots]
        assert len(number) == 1, f"a slip with the numbers {number}"
        copies = [n for n, mark in self._copies.items() if mark in dots]
        assert len(copies) < 2, f"a slip that is copy {copies}"
        return Read(code.text, number[0], copies[0] if copies else 0, self._corrected in dots)

    def _number(self, number: str) -> bytes:
        if number not in self._numbers:
            self._numbers[number] = self._print(Number(number))
        return self._numbers[number]

    def _print(self, block: Block) -> bytes:
        """The rows of dots that a block is on paper, those that are white all over left out above and below."""
        data = draw((block,), self._dots, self._font).tobytes().translate(INVERTED)
        row = self._dots // 8
        lines = [data[at : at + row] for at in range(0, len(data), row)]
        inked = [at for at, line in enumerate(lines) if any(line)]
        return harmless(b"".join(lines[inked[0] : inked[-1] + 1]))
