"""The digits of a QR code: which slip or which unit, with check digits and nothing personal.

Only digits, so that a scanner set to another keyboard layout still types them right (USERS.md 4.8).
A slip: `1`, days since 2020-01-01 (5), the desk's letters as an index (3), figure (4), unit (9), check (2).
A notice: `2`, unit (9), check (2). Check digits are ISO 7064 MOD 97-10: they find every single wrong digit
and every two neighbours swapped.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date, timedelta

import msgspec

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"  # without I, O, Q: read as 1, 0, 0
EPOCH = date(2020, 1, 1)
UNITS = 10**9
SLIP_DIGITS, NOTICE_DIGITS = 24, 12
LOST = 3  # digits that a poor wireless link may lose of a slip's code before it is taken for something else


class Scanned(msgspec.Struct, frozen=True):
    """What a code says: `unit_hash` always, `day` (ISO) and `number` (`A023`) when it is a slip's.

    Two units of a large site may share a hash; the number tells a slip's apart, on a notice ask."""

    unit_hash: int
    day: str = ""
    number: str = ""


def slip_code(day: str, number: str, unit: str) -> str:
    """24 digits for a slip of that day (ISO), queue number (`A023`) and unit code; ValueError for others."""
    desk, figure = split_number(number)
    days = (date.fromisoformat(day) - EPOCH).days
    if not 0 <= days < 100_000 or not 0 < figure < 10_000:
        raise ValueError(f"no slip code for {number} on {day}")
    return _checked(f"1{days:05d}{letter_index(desk):03d}{figure:04d}{unit_hash(unit):09d}")


def notice_code(unit: str) -> str:
    """12 digits for a unit's handover notice, which the household brings along."""
    return _checked(f"2{unit_hash(unit):09d}")


def read_code(digits: str) -> Scanned | None:
    """What a scan says, or None when it is not one of ours or was misread. Full-width digits, as an input
    method makes them, are digits."""
    digits = unicodedata.normalize("NFKC", digits).strip()
    kind = (digits[:1], len(digits))
    if kind not in (("1", SLIP_DIGITS), ("2", NOTICE_DIGITS)) or not (digits.isascii() and digits.isdigit()):
        return None
    if int(digits) % 97 != 1:
        return None
    if digits[0] == "2":
        return Scanned(int(digits[1:10]))
    if int(digits[9:13]) == 0:
        return None
    day = EPOCH + timedelta(days=int(digits[1:6]))
    return Scanned(int(digits[13:22]), day.isoformat(), f"{letters(int(digits[6:9]))}{int(digits[9:13]):03d}")


def meant_as_ours(digits: str) -> bool:
    """Whether digits are one of our codes, or what is left of a slip's that lost some on its way: nobody wants those
    in a field. Shorter ones may be anything: a phone, a parcel, an ID."""
    mangled = digits.startswith("1") and SLIP_DIGITS - LOST <= len(digits) <= SLIP_DIGITS
    return mangled or read_code(digits) is not None


def unit_hash(unit: str) -> int:
    """Nine digits that stand for a canonical unit code (`3-2-1702`), the same on every laptop."""
    return int.from_bytes(hashlib.sha256(unit.encode()).digest()) % UNITS


def letters(index: int) -> str:
    """A desk's letters: 0 is A, 22 is Z, 23 is AA (onsite.md 3.2)."""
    text = ""
    while index >= 0:
        index, at = divmod(index, len(ALPHABET))
        text, index = ALPHABET[at] + text, index - 1
    return text


def letter_index(desk: str) -> int:
    """The reverse of `letters`, 0 to 999; ValueError for what no desk is called."""
    index = 0
    for letter in desk:
        index = index * len(ALPHABET) + ALPHABET.index(letter) + 1
    if not 0 < index <= 1000:
        raise ValueError(f"no desk is called {desk}")
    return index - 1


def split_number(number: str) -> tuple[str, int]:
    """`A023` as its desk's letters and its figure."""
    desk = number.rstrip("0123456789")
    return desk, int(number[len(desk) :])


def _checked(digits: str) -> str:
    return f"{digits}{98 - int(digits) * 100 % 97:02d}"
