"""Lines of a paragraph: mixed Chinese and Latin, broken where a reader expects it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

NOT_FIRST = "，。、；：？！）］】」』》〉”’…—·,.;:?!)]}%°㎡"
NOT_LAST = "（［【「『《〈“‘([{$￥"
# A Latin word with its hyphens, or white space, or one character of anything else.
_PIECES = re.compile(r"[0-9A-Za-zÀ-ɏ'’&/.:#@_+–-]+|\s+|.", re.DOTALL)
_PHRASES = re.compile(r"(?<=[，。；：！？])|(?<=[,.;:!?]) +")


def wrap(text: str, width: float, length: Callable[[str], float]) -> list[str]:
    """The lines of `text`, none longer than `width` dots by `length`; at least one, maybe empty."""
    return [
        line for part in text.splitlines() or [""] for line in _lines(_measured(part, width, length), width)
    ]


def balanced(text: str, width: float, length: Callable[[str], float]) -> list[str]:
    """The same for one paragraph set in the middle: broken after its phrases where they fit, else into lines
    of about the same length, so that no single character is left over."""
    pieces = _measured(text, width, length)
    lines = _lines(pieces, width)
    if len(lines) == 1:
        return lines
    phrases = [phrase.strip() for phrase in _PHRASES.split(text) if phrase.strip()]
    if len(phrases) <= len(lines) and all(length(phrase) <= width for phrase in phrases):
        return phrases
    narrow, wide = max(size for _, size in pieces), width
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if len(_lines(pieces, middle)) == len(lines) else (middle, wide)
    return _lines(pieces, wide)


def _lines(pieces: list[tuple[str, float]], width: float) -> list[str]:
    """Each line as full as it gets; white space at its ends counts for nothing."""
    lines, used = [""], 0.0
    for piece, size in pieces:
        if lines[-1] and not piece.isspace() and used + size > width:
            lines.append("")
            used = 0.0
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
            used += size
    return [line.rstrip() for line in lines]


def _measured(text: str, width: float, length: Callable[[str], float]) -> list[tuple[str, float]]:
    """The pieces that stay whole, with their widths; one that is wider than a line is cut where that ends."""
    pieces = []
    for piece in _unbreakable(text):
        while (size := length(piece)) > width and len(piece) > 1:
            head = _fitting(piece, width, length)
            pieces.append((piece[:head], length(piece[:head])))
            piece = piece[head:]
        pieces.append((piece, size))
    return pieces


def _unbreakable(text: str) -> Iterator[str]:
    """Pieces that stay whole: words, and characters with the punctuation that clings to them."""
    held = ""
    for piece in _PIECES.findall(text):
        if held and (held.isspace() or not (piece[0] in NOT_FIRST or held[-1] in NOT_LAST)):
            yield held
            held = ""
        held += piece
    if held:
        yield held


def _fitting(piece: str, width: float, length: Callable[[str], float]) -> int:
    """How many characters of an overlong piece fit, at least one."""
    fits = len(piece)
    while fits > 1 and length(piece[:fits]) > width:
        fits -= 1
    return fits
