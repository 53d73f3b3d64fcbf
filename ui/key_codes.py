"""Which digit a key is for a scanner, whatever the keyboard layout makes of it.

A scanner set to US keys strikes the digit row; a French layout turns that into &é"'(-è_çà. The place of the
key on the board stays the same, so it is asked first by what it says and then by where it is. On Windows the keys
that came later than the first board (arrows, right Alt) have the same places plus 0x100.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Board = Literal["x11", "windows", "other"]
What = Literal["digit", "ending", "silent", "other"]

_ROWS: Mapping[Board, Mapping[int, str]] = MappingProxyType({
    "x11": {10 + at: digit for at, digit in enumerate("1234567890")},
    "windows": {2 + at: digit for at, digit in enumerate("1234567890")},
    "other": {},
})
_PADS: Mapping[Board, Mapping[int, str]] = MappingProxyType({
    "x11": {79: "7", 80: "8", 81: "9", 83: "4", 84: "5", 85: "6", 87: "1", 88: "2", 89: "3", 90: "0"},
    "windows": {71: "7", 72: "8", 73: "9", 75: "4", 76: "5", 77: "6", 79: "1", 80: "2", 81: "3", 82: "0"},
    "other": {},
})
_ENDINGS: Mapping[Board, frozenset[int]] = MappingProxyType(
    {"x11": frozenset({23, 36, 104}), "windows": frozenset({15, 28, 0x11C}), "other": frozenset()}
)
_SILENT: Mapping[Board, frozenset[int]] = MappingProxyType({
    "x11": frozenset({37, 50, 62, 64, 66, 77, 105, 108, 133, 134}),
    "windows": frozenset({29, 42, 54, 56, 58, 69, 0x11D, 0x136, 0x138, 0x145, 0x15B, 0x15C}),
    "other": frozenset(),
})


def board_of(platform: str) -> Board:
    """How the Qt platform of this name ("xcb", "wayland", "windows") counts its keys."""
    if platform in ("xcb", "wayland"):
        return "x11"
    return "windows" if platform == "windows" else "other"


def row_digit(board: Board, scan_code: int) -> str:
    """The digit of a key in the digit row, "" for every other key."""
    return _ROWS[board].get(scan_code, "")


def pad_digit(board: Board, scan_code: int) -> str:
    """The digit of a key in the number block, "" for every other key; without Num Lock it says Home or ↓."""
    return _PADS[board].get(scan_code, "")


def raw_key(board: Board, scan_code: int) -> tuple[What, str]:
    """What a key is by its place alone, with its digit: all there is before the layout is asked."""
    digit = _ROWS[board].get(scan_code) or _PADS[board].get(scan_code)
    if digit:
        return "digit", digit
    if scan_code in _ENDINGS[board]:
        return "ending", ""
    return ("silent", "") if scan_code in _SILENT[board] else ("other", "")
