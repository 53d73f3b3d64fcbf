"""What a slip is made of, from top to bottom: words and blocks, no dots and no paper width yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

Size = Literal["small", "text", "medium", "large", "huge"]
Align = Literal["left", "center", "right"]


class Line(msgspec.Struct, frozen=True):
    """A paragraph, wrapped to the paper. `end` stands at its right edge, on a line of its own if need be."""

    text: str
    size: Size = "text"
    bold: bool = False
    align: Align = "left"
    end: str = ""


class Number(msgspec.Struct, frozen=True):
    """The one thing to read from afar, as large as the paper allows."""

    text: str


class Banner(msgspec.Struct, frozen=True):
    """White on black over the whole width: this slip is not an ordinary one."""

    text: str


class Callout(msgspec.Struct, frozen=True):
    """In a frame: what the household does next, and a quiet line below it."""

    text: str
    note: str = ""


class Fact(msgspec.Struct, frozen=True):
    """A value under its quiet label."""

    label: str
    value: str
    size: Size = "large"


class Facts(msgspec.Struct, frozen=True):
    """Facts side by side, the first one widest; below each other where the paper is too narrow."""

    facts: tuple[Fact, ...]


class Item(msgspec.Struct, frozen=True):
    """One of several: a tick or an empty ring, its title, a quiet note, and what is to be done first."""

    title: str
    note: str = ""
    ticked: bool = True
    first: str = ""


class Code(msgspec.Struct, frozen=True):
    """A QR code with what belongs beside it (below it on narrow paper)."""

    digits: str
    beside: tuple[Line | Fact, ...] = ()


class Rule(msgspec.Struct, frozen=True):
    """A thin line. With `ends` it shows both edges of the paper."""

    ends: bool = False


class Gap(msgspec.Struct, frozen=True):
    """White space, in tenths of a line of text."""

    tenths: int = 5


Block = Line | Number | Banner | Callout | Fact | Facts | Item | Code | Rule | Gap


def texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Every text that stands on the paper."""
    for block in blocks:
        match block:
            case Line(text=text, end=end):
                yield from (text, end)
            case Number(text=text) | Banner(text=text):
                yield text
            case Callout(text=text, note=note):
                yield from (text, note)
            case Fact(label=label, value=value):
                yield from (label, value)
            case Facts(facts=facts):
                yield from texts(facts)
            case Item(title=title, note=note, first=first):
                yield from (title, note, first)
            case Code(beside=beside):
                yield from texts(beside)
            case Rule() | Gap():
                pass
