"""Who owns a unit: names, phones and ID numbers, several in a cell with whatever between them."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence

from app.roster.cells import plain, text
from app.roster.table import Formula

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN = re.compile(r"[、，,;；/／|｜\n\r\t&＆]+|(?<!^)[+＋]+|(?<=\s)(?:and|和|及|与|與)(?=\s)", re.IGNORECASE)
_ENUMERATED = re.compile(r"\s*[、\n]\s*")
_JOINED_BY_WORD = re.compile(rf"([{_HAN}]{{2,4}})[和及与與暨]([{_HAN}]{{2,4}})")
_SHARE = re.compile(
    r"[(（](?:[^()（）]*[0-9%％][^()（）]*|(?:按份|共同|单独|單獨)?(?:共有|所有)人?|夫妻?|妻|配偶|父|母|子|女|产权人|業主|业主)[)）]"
)
_CO_OWNER = re.compile(
    r"[(（](?:共有人|共同买受人|共同買受人|配偶|co-owner)s?\s*[:：]?\s*([^()（）]{2,})[)）]", re.IGNORECASE
)
_FIGURES = re.compile(r"[0-9][0-9Xx*\s-]{5,}")
_LISTED = re.compile(r"[①-⑳]|(?:^|(?<=\s)|(?<=[^0-9\s]))[0-9]{1,2}[.、)）:：]\s*")
_COMPANY = re.compile(r"\b(?:limited|ltd|inc|llc|plc|co)\b\.?\s*$", re.IGNORECASE)
_NOBODY = frozenset(
    (
        "待定",
        "无",
        "無",
        "未售",
        "空置",
        "暂无",
        "暫無",
        "空",
        "未知",
        "-",
        "--",
        "—",
        "——",
        "/",
        "n/a",
        "na",
        "nil",
        "none",
        "tbc",
        "tba",
        "unsold",
        "x",
        "无业主",
        "待售",
    )
)

_LETTER = re.compile(r"[^\W\d_]")

_MOBILE = re.compile(r"(?<![0-9])(?:\+?86|0086)?[\s-]*(1[3-9][0-9](?:[\s-]?[0-9]{4}){2})(?![0-9])")
_BETWEEN_PHONES = re.compile(r"[/、,;|\n\r&]|[A-Za-z]{4,}")
_PHONE = re.compile(r"\+?[0-9(][0-9\s().-]{4,}[0-9]")
_DAMAGED = re.compile(r"[0-9]E\+[0-9]", re.IGNORECASE)  # what Excel makes of a long number
_EXTENSION = re.compile(r"(?:转|轉|ext\.?|x|#)\s*[0-9]{1,5}(?![0-9])", re.IGNORECASE)

_ID18 = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx](?![0-9A-Za-z])"
)
_ID_HK = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{1,2}[0-9]{6}\s?[(（][0-9Aa][)）]")
_BETWEEN_IDS = re.compile(rf"[、,;/|\n\r&+:{_HAN}]+")
_NOT_IN_ID = re.compile("[^0-9A-Z]+")
_HIDDEN = "…"


def owners(value: object) -> tuple[str, ...]:
    """The persons that a cell names, () for none. ID numbers, phones and shares beside them are left out. What
    looks like a formula is a name: it is a text as any other."""
    said = text(value)
    if said.isalpha() and " " not in said and len(said) < 4:
        return () if said.lower() in _NOBODY else (said,)
    if said.lower() in _NOBODY or isinstance(value, Formula):
        return ()
    if said.startswith(("=", "@")):
        return tuple(name for name in _ENUMERATED.split(without_ids(said)) if name.strip("=@ "))
    for written, instead in ((_LISTED, "\n"), (_SHARE, " "), (_CO_OWNER, "\n\\1"), (_FIGURES, "\n")):
        said = written.sub(instead, said)
    names = [name for piece in _pieces(said) for name in _persons(piece)]
    return tuple(name for name in names if name.lower() not in _NOBODY and _LETTER.search(name))


def _pieces(said: str) -> list[str]:
    """Cut at every separator, but not `Smith & Co. Ltd`, nor the comma of `CHAN, Tai Man`."""
    if _COMPANY.search(said) and not re.search(f"[{_HAN}\n;；]", said):
        return [said]
    pieces = [piece.strip(" ,，.。:：") for piece in _BETWEEN.split(said)]
    pieces = [piece for piece in pieces if piece]
    surname_first = (
        len(pieces) == 2 and "," in said and re.fullmatch("[A-Za-z'-]+", pieces[0]) and pieces[1].isascii()
    )
    return [" ".join(pieces)] if surname_first else pieces


def _persons(piece: str) -> list[str]:
    """The persons between two separators: 张三 李四 are two, 王 伟 and CHAN TAI MAN are one each."""
    if both := _JOINED_BY_WORD.fullmatch(piece):
        return [both[1], both[2]]
    words = piece.split()
    if len(words) < 2 or not all(re.fullmatch(f"[{_HAN}·•]+", word) for word in words):
        return [" ".join(words)]
    if all(len(word) == 1 for word in words):
        size = 2 if len(words) % 2 == 0 and len(words) > 2 else len(words)
        return ["".join(words[at : at + size]) for at in range(0, len(words), size)]
    return words if all(len(word) > 1 for word in words) else ["".join(words)]


def phones(value: object) -> tuple[str, ...]:
    """The phone numbers of a cell: digits, '+' and country code kept as written except the mainland's."""
    said = plain(value)
    if len(said) == 11 and said.isdigit():
        return (said,)
    if _DAMAGED.search(said) or said.startswith("="):
        return ()
    found: list[str] = []
    for piece in _BETWEEN_PHONES.split(_EXTENSION.sub("", said)):
        mobiles = [re.sub(r"[\s-]", "", number) for number in _MOBILE.findall(piece)]
        rest = _MOBILE.sub(" / ", piece) if mobiles else piece
        found += mobiles
        for written in _PHONE.findall(rest):
            found += _dialled(written)
    return tuple(dict.fromkeys(found))


def _dialled(written: str) -> list[str]:
    digits = ("+" if written.startswith("+") else "") + re.sub("[^0-9]", "", written)
    digits = re.sub("^(?:00|(?=852[2-9][0-9]{7}$))(?=[1-9])", "+", digits)
    if re.fullmatch("[2-9][0-9]{7}[2-9][0-9]{7}", digits):  # two of Hong Kong, one space between
        return [digits[:8], digits[8:]]
    return [digits] if 5 <= len(digits.lstrip("+")) <= 15 else []


def ids(value: object, key: bytes) -> tuple[tuple[str, ...], int]:
    """Each ID number of a cell as 'keyed hash:last four', and how many were too damaged to use.

    A number kept as a figure by Excel has lost its end, one with asterisks its middle: their hash would make
    strangers one family."""
    said = plain(value).upper()
    if isinstance(value, float) or "*" in said or _DAMAGED.search(said):
        return (), 1
    found = [_NOT_IN_ID.sub("", piece) for piece in _id_pieces(said)]
    return tuple(hashed(number, key) for number in found if len(number) > 4 and not number.isalpha()), 0


def _id_pieces(said: str) -> list[str]:
    pieces = _BETWEEN_IDS.split(said)
    return [
        part for piece in pieces for part in (piece.split() if len(piece.replace(" ", "")) > 18 else [piece])
    ]


def hashed(number: str, key: bytes) -> str:
    """An ID number for ever after: the same for the same person on this site, of no use elsewhere."""
    return f"{hmac.digest(key, number.encode(), 'sha256').hex()[:16]}:{number[-4:]}"


def ids_within(value: object, key: bytes) -> tuple[str, ...]:
    """ID numbers that stand beside other things in a cell, hashed."""
    if not isinstance(value, str) or len(value) < 8:
        return ()
    found = _ID18.findall(value) + _ID_HK.findall(value)
    return tuple(hashed(re.sub("[^0-9A-Z]", "", plain(number).upper()), key) for number in found)


def without_ids(said: str) -> str:
    """A text with the ID numbers in it cut down to their last four."""
    if len(said) < 8:
        return said
    return _ID_HK.sub(_last_four, _ID18.sub(_last_four, said))


def _last_four(found: re.Match[str]) -> str:
    return _HIDDEN + re.sub("[^0-9A-Za-z]", "", found.group())[-4:]


def cut(cells: Sequence[object], id_columns: frozenset[int]) -> tuple[str, ...]:
    """A row as text for a person to look at, without ID numbers."""
    return tuple(
        _id_cut(text(cell)) if at in id_columns else without_ids(text(cell)) for at, cell in enumerate(cells)
    )


def _id_cut(said: str) -> str:
    return re.sub("[0-9A-Za-z]{5,}", _last_four, said)
