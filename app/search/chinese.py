"""How Chinese and Latin letters are folded, and how a Chinese name may be read.

Both sides of a search go through the same folding, character by character, so that 陳靜 and 陈静, `Ａ` and
`a`, `é` and `e` are the same. Pinyin comes from pypinyin's table of characters, read as the data file it is:
importing the package loads its table of phrases too, which costs 0.3 s and 55 MB and says nothing of names.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TypeVar

import msgspec

Made = TypeVar("Made")
VARIANTS = 8  # readings kept of one name
LONG = 6  # more Han characters than this is a firm, not a person: one reading is enough
COMPOUND = frozenset(re.findall("..", (
    "欧阳司马上官诸葛司徒司空令狐皇甫尉迟公孙慕容长孙宇文轩辕夏侯东方南宫西门独孤端木呼延澹台"
    "公冶宗政濮阳淳于单于太叔申屠仲孙钟离鲜于闾丘东郭百里万俟闻人赫连拓跋完颜纳兰叶赫第五南门"
    "左丘公羊梁丘司寇即墨颛孙漆雕乐正壤驷公良夹谷宰父谷梁段干东门羊舌微生公西子车亓官巫马仲长")))
SURNAMES = {"黑": ("he",)}  # surname readings that the table of characters does not have
LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
           "锺": "钟", "髙": "高", "𠮷": "吉"}  # what neither Unicode nor OpenCC takes for the same
MARKS = {"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "。": ".", "–": "-", "—": "-", "−": "-", "‐": "-",
         "‑": "-", "ー": "-", "·": "", "•": "", "・": "", "、": " ", "，": " ", "；": " ", "\u3000": " "}


class Chinese:
    """Folding and readings. Cheap to make: its tables (10-30 ms) are loaded when they are first needed."""

    def __init__(self) -> None:
        self._folds: _Filled[str] = _Filled(self._fold)
        self._sounds: _Filled[tuple[str, ...]] = _Filled(self._sound)
        self._simplify: Callable[[str], str] | None = None
        self._table: dict[int, str] = {}

    def warm(self) -> None:
        """Loads what the first search and the first name would load: called in the background."""
        self.folded("陳")
        self.readings("陳")

    def folded(self, text: str) -> str:
        """Simplified, lower case, half width, without accents."""
        return text.translate(self._folds)

    def readings(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Ways to read the Han characters of a name in pinyin, a syllable each; at most 8, the likely ones
        first: every reading of the surname and the usual one of the given name, then with one character of
        that read otherwise."""
        han = self.folded(name)
        sounds = [self._sounds[ord(ch)] for ch in name if is_han(ch)]
        usual = tuple(each[0] for each in sounds)
        if len(sounds) > LONG or max(map(len, sounds), default=1) == 1:
            return (usual,) if usual else ()
        cut = surname(han)
        heads = tuple(product(*sounds[:cut]))
        tails = [usual[cut:], *_one_otherwise(sounds[cut:], usual[cut:])]
        return tuple(head + tail for tail in tails for head in heads)[:VARIANTS]

    def _fold(self, code: int) -> str:
        ch = chr(code)
        if ch in MARKS:
            return MARKS[ch]
        wide = unicodedata.normalize("NFKC", ch).casefold()
        if wide != ch:
            return self.folded(wide)
        if is_han(ch):
            return LETTERS.get(simple := self._simplified(ch), simple)
        bare = "".join(c for c in unicodedata.normalize("NFKD", ch) if not unicodedata.combining(c))
        return LETTERS.get(bare) or unicodedata.normalize("NFC", bare)

    def _simplified(self, ch: str) -> str:
        if self._simplify is None:
            from opencc import OpenCC  # 20 ms: only when Chinese is typed or listed

            self._simplify = OpenCC("hk2s").convert
        return self._simplify(ch)

    def _sound(self, code: int) -> tuple[str, ...]:
        """A character's readings without tones, the usual one first; itself, if it has none."""
        table = self._table = self._table or _characters()
        simple = self.folded(chr(code))
        said = ",".join(filter(None, (table.get(code), table.get(ord(simple[:1] or " ")))))
        spoken = (*_toneless(said), *SURNAMES.get(simple, ()))
        return tuple(dict.fromkeys(spoken)) or (simple or chr(code),)


class _Filled(dict[int, Made]):
    """A dictionary of characters that works out what it does not have yet."""

    def __init__(self, make: Callable[[int], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, code: int) -> Made:
        made = self[code] = self._make(code)
        return made


def is_han(ch: str) -> bool:
    """Whether a character is a Chinese one (with the rare ones beyond the first plane)."""
    return "\u3400" <= ch <= "\u9fff" or "\uf900" <= ch <= "\ufaff" or ch >= "\U00020000" or ch == "〇"


def runs(text: str) -> Iterator[str]:
    """A text cut where Chinese meets other characters: 陈j'w is 陈 and j'w."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or is_han(text[at]) != is_han(text[start]):
            yield text[start:at]
            start = at


def surname(han: str) -> int:
    """How many of a name's characters are the surname."""
    return 2 if len(han) > 2 and han[:2] in COMPOUND else 1


def _one_otherwise(sounds: list[tuple[str, ...]], usual: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for place, readings in enumerate(sounds):
        for other in readings[1:]:
            yield (*usual[:place], other, *usual[place + 1:])


def _toneless(said: str) -> Iterator[str]:
    """`lǜ,lù` → lv, lyu, lu: ü is typed as v, written yu in passports and u by who has neither."""
    plain = unicodedata.normalize("NFD", said).replace("u\u0308", "ü")
    for reading in "".join(ch for ch in plain if not unicodedata.combining(ch)).split(","):
        if "ü" in reading:
            yield from (reading.replace("ü", spelling) for spelling in ("v", "yu", "u"))
        elif reading:
            yield reading


def _characters() -> dict[int, str]:
    """pypinyin's readings of single characters: code point → readings with tones, the usual one first."""
    found = importlib.util.find_spec("pypinyin")
    if found is None or not found.origin:
        raise ModuleNotFoundError("pypinyin")
    table = Path(found.origin).with_name("pinyin_dict.json").read_bytes()
    return msgspec.json.decode(table, type=dict[int, str])
