"""The words and marks that say what a number in a written unit is: phase, building, entrance, floor, room."""

from __future__ import annotations

AREA, PHASE, BUILDING, ENTRANCE, FLOOR, LOOSE, ROOM = range(1, 8)  # LOOSE: marked, but not as what

NUMERALS = "〇零一二三四五六七八九十百两兩"
STEMS = "甲乙丙丁戊己庚辛"
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Behind a number. Longer ones first; 号 alone is decided by what else is there.
MARKS = {
    PHASE: "期",
    AREA: "号地块|號地塊|地块|地塊|组团|組團|号院|號院|院|区|區|弄",
    BUILDING: "[号號][楼樓]|[栋棟幢座][楼樓]|[#]\\s*[楼樓]|[栋棟幢座#]",
    ENTRANCE: "[单單]元|[梯门門]",
    FLOOR: "[层層楼樓]|/\\s*F(?:LOOR|L)?(?![A-Z])",
    ROOM: "[号號]房|[单單]位|[室房户戶铺舖鋪]",
    LOOSE: "[号號]",
}

# Before a number.
PREFIXES = {
    PHASE: ("PHASE",),
    BUILDING: ("TOWER", "TWR", "BLOCK", "BLK", "BUILDING", "BLDG"),
    ENTRANCE: ("ENTRANCE", "STAIRCASE", "STAIR", "CORE", "UNIT"),  # UNIT with no room beside it is the room
    FLOOR: ("FLOOR", "LEVEL", "FLR"),
    ROOM: ("FLAT", "FLT", "ROOM", "RM", "APARTMENT", "APT", "SUITE"),
    LOOSE: ("NUMBER", "NO"),  # say nothing
}
RANK_OF_PREFIX = {word: rank for rank, words in PREFIXES.items() for word in words}

KINDS = {"别墅": "V", "別墅": "V", "VILLA": "V", "独立屋": "H", "獨立屋": "H", "HOUSE": "H", "HSE": "H"}
FOLDED = {
    "區": "区",
    "號院": "院",
    "号院": "院",
    "号地块": "地块",
    "號地塊": "地块",
    "地塊": "地块",
    "組團": "组团",
}
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}

_mark = "|".join(MARKS.values())
_named = "|".join(f"(?P<m{rank}>{marks})" for rank, marks in MARKS.items())
_prefix = "|".join(word for words in PREFIXES.values() for word in words)
_kind = "|".join(KINDS)
_counted = f"(?:[{NUMERALS}]+|[{STEMS}])(?=\\s*(?:{_mark}))"

# One piece of a written unit. Compiled when it is first used: that takes a hundredth of a second, for which no start
# waits, and `re` keeps it.
TOKEN = rf"""
      (?:负|負|地下(?=\s*[0-9{NUMERALS}]+\s*[层層楼樓]))\s*(?P<below>[0-9]+|[{NUMERALS}]+)\s*(?:(?P<storey>[层層楼樓])|[室号號房户戶])?
    | (?P<ground>地下)(?=\s*[A-Z](?![A-Z0-9]))
    | (?P<nth>[0-9]+)(?:ST|ND|RD|TH)(?![A-Z])\s*(?:(?:FLOOR|FLR|/F)(?![A-Z]))?
    | (?P<prefix>{_prefix})(?![A-Z])
    | (?P<value>[A-Z]{{0,3}}[0-9]+(?:(?!NO|RM)[A-Z]{{1,2}}(?![A-Z])[0-9]*)?
      |(?:[A-Z]{{1,2}}|III)(?![A-Z0-9])|{_counted})(?:\s*[)\]】]?\s*(?:{_named}))?
    | (?P<kind>{_kind})(?=第|{_counted}|[^{HAN}]|$)(?!(?<=[A-Z])[A-Z])
    | 第(?=\s*(?:[0-9]|{_counted}))
    | (?P<name>[{HAN}](?:(?!第?\s*{_counted}|第\s*[0-9])[{HAN}])*|[^\W\d_]+)
"""


def number(numerals: str) -> str:
    """Chinese numerals as figures: 二十一 -> 21, 一七〇二 -> 1702; anything else as it is."""
    if not all(sign in NUMERALS for sign in numerals):
        return numerals
    digits = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
    if "十" not in numerals and "百" not in numerals:
        return "".join(str(digits[sign]) for sign in numerals)
    total = pending = 0
    for sign in numerals:
        if sign in digits:
            pending = digits[sign]
        else:
            total += (pending or 1) * (10 if sign == "十" else 100)
            pending = 0
    return str(total + pending)
