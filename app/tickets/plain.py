"""Blocks as text for a printer with a character set of its own: a slow serial line takes a slip of 2 KB in two seconds,
and a picture of it in ten.

Commands as in the published ESC/POS reference: ESC @, ESC a, ESC E, GS !, FS &, FS ( C, GS ( k.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from app.tickets.blocks import Banner, Block, Callout, Code, Fact, Facts, Gap, Item, Line, Number, Rule
from app.tickets.escpos import FEED_AND_CUT, FEED_ONLY, INIT

# Encoding -> what switches the printer to it. Chinese printers know GB18030 or Big5 in their Kanji mode, newer ones
# UTF-8.
ENCODINGS: Mapping[str, bytes] = {"gb18030": b"\x1c&", "big5": b"\x1c&", "utf-8": b"\x1c(C\x02\x0002"}
DOTS_A_COLUMN = 12
LEFT, MIDDLE = b"\x1ba\x00", b"\x1ba\x01"
BOLD, PLAIN = b"\x1bE\x01", b"\x1bE\x00"
BIG, HUGE, NORMAL = b"\x1d!\x11", b"\x1d!\x33", b"\x1d!\x00"
SAMPLE = "签到 簽到 A023 三室两厅"


def text_job(blocks: Sequence[Block], dots: int, encoding: str, cut: bool = True) -> bytes:
    """The bytes that print a slip as text on paper of `dots` (32, 42 or 48 columns). What the encoding lacks is `?`."""
    columns = dots // DOTS_A_COLUMN
    body = b"".join(part for block in blocks for part in _block(block, columns, encoding))
    return INIT + ENCODINGS[encoding] + body + NORMAL + LEFT + (FEED_AND_CUT if cut else FEED_ONLY)


def samples() -> Iterator[tuple[str, str]]:
    """Each encoding, and what is printed of the same line in it."""
    for name in ENCODINGS:
        yield name, f"{name.upper()}: {SAMPLE.encode(name, 'replace').decode(name)}"


def code_pages(cut: bool = True) -> bytes:
    """A slip with the same line in every encoding: the one that can be read is the printer's."""
    lines = [INIT + ENCODINGS[name] + text.encode(name) + b"\n\n" for name, text in samples()]
    return b"".join(lines) + INIT + (FEED_AND_CUT if cut else FEED_ONLY)


def _block(block: Block, columns: int, encoding: str) -> Iterator[bytes]:
    match block:
        case Line(text=text, bold=bold, align=align, end=end):
            middle = align == "center"
            lines = _wrapped(text, columns)
            if end:
                lines = _ended(lines, end, columns)
            yield (MIDDLE if middle else LEFT) + (BOLD if bold else b"")
            yield _bytes("\n".join(lines), encoding) + b"\n" + PLAIN + LEFT
        case Number(text=text):
            yield MIDDLE + HUGE + _bytes(text, encoding) + b"\n" + NORMAL + LEFT
        case Banner(text=text):
            yield MIDDLE + BOLD + b"\x1dB\x01" + _bytes(f" {text} ", encoding) + b"\x1dB\x00\n" + PLAIN + LEFT
        case Callout(text=text, note=note):
            yield MIDDLE + BIG + _bytes("\n".join(_wrapped(text, columns // 2)), encoding) + b"\n" + NORMAL
            yield _bytes("\n".join(_wrapped(note, columns)), encoding) + b"\n" + LEFT if note else LEFT
        case Fact(label=label, value=value):
            yield _bytes("\n".join(_ended(_wrapped(label, columns), value, columns)), encoding) + b"\n"
        case Facts(facts=facts):
            for fact in facts:
                yield from _block(fact, columns, encoding)
        case Item(title=title, note=note, ticked=ticked, first=first):
            mark = "* " if ticked else "- "
            about = " ".join(filter(None, (note, first)))
            lines = [*_wrapped(mark + title, columns), *(_wrapped(f"  {about}", columns) if about else ())]
            yield _bytes("\n".join(lines), encoding) + b"\n"
        case Code(digits=digits, beside=beside):
            yield MIDDLE + _code(digits) + b"\n" + LEFT
            for one in beside:
                yield from _block(one, columns, encoding)
        case Rule():
            yield b"-" * columns + b"\n"
        case Gap(tenths=tenths):
            yield b"\n" if tenths >= 5 else b""


def _code(digits: str) -> bytes:
    """A QR code that the printer draws itself: model 2, 6 dots a module, level Q."""
    data = digits.encode()
    size = len(data) + 3
    return (b"\x1d(k\x04\x001A2\x00" + b"\x1d(k\x03\x001C\x06" + b"\x1d(k\x03\x001E2"
            + b"\x1d(k" + size.to_bytes(2, "little") + b"1P0" + data + b"\x1d(k\x03\x001Q0")


def _bytes(text: str, encoding: str) -> bytes:
    """Without what a printer would take for a command."""
    return "".join(c for c in text if c == "\n" or c.isprintable()).encode(encoding, "replace")


def wide(text: str) -> int:
    """Columns of a text: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _wrapped(text: str, columns: int) -> list[str]:
    from app.tickets.wrap import wrap

    return wrap(text, columns, wide)


def _ended(lines: list[str], end: str, columns: int) -> list[str]:
    """With `end` at the right edge of the last line, or on a line of its own."""
    room = columns - wide(lines[-1]) - wide(end)
    if room >= 1:
        return [*lines[:-1], lines[-1] + " " * room + end]
    return [*lines, *(" " * max(0, columns - wide(one)) + one for one in _wrapped(end, columns))]
