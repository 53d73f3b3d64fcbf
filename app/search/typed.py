"""What was typed, as questions to the index: words, their spellings, and where each may match.

A text can be meant in several ways (`chen jing` is one name, or two words in any order), so it becomes a few
*questions*, the closest first. A question is words that must all match; a word is *asked* of kinds of key in
rank order. Nothing here knows SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from app.search.chinese import Chinese, is_han
from app.search.keys import ZEROS, national, zeros

TYPED = 80  # characters looked at; a scan of anything is shorter
WORDS = 6  # words looked at
SHORT = 3  # below this, figures beside other words mean a part of the unit only

END = "\U0010ffff"
KINDS = {"u": "unit", "v": "unit", "p": "phone", "l": "phone", "n": "name", "m": "name", "s": "pinyin",
         "y": "pinyin", "x": "pinyin", "i": "initials", "j": "initials", "c": "contract", "q": "queue",
         "o": "queue", "d": "draw"}
# kind of key, how much of it: "=" the whole key, "-" a whole first part of it, "*" its beginning
ASKED = {
    "figures": "u= u- v= p= l= v- u* v* p* l* d= d* c*",
    "letters": "u= s= n* y* i* x* j* v= u* v*",
    "mixed": "u= q= v= u- o= d= v- u* q* v* o* d* c*",
    "han": "u= n* m* u* v*",
    "code": "u= u* v* c*",
    "phone": "p= l= p* l*",
}
FAMILIES = {"figures": "updc", "letters": "nu", "mixed": "uqdc", "han": "nu", "code": "uc", "phone": "p"}
LEAST = {"c": 4, "d": 2, "o": 2, "q": 2}  # fewer characters than this would list everything

AFTER = re.compile(r"(?<=[0-9a-z])(?:号楼|单元|[栋幢座楼梯层室房户号])|(?<=[0-9])/f\b|#")
BEFORE = re.compile(r"第(?=\d)|\b(?:tower|block|blk|building|bldg|flat|room|rm|unit|floor|no)\b[. ]?(?=\d|[a-z]\b)")
APART = re.compile(r"[^\w'+./()\-]|_")
JOINTS = re.compile(r"[-./()+]+")
DIALLED = re.compile(r"[+(]?\d[\d\s\-().+/]*")
TOWER = re.compile(r"t(\d+)")


class Way(msgspec.Struct, frozen=True):
    """A range of keys: from `low` up to but without `high`, of one kind, at one rank."""

    low: str
    high: str
    rank: int
    kind: str
    whole: bool


class Word(msgspec.Struct, frozen=True):
    """One word with its spellings; `shape` says which kinds it is asked of."""

    shape: str
    spellings: tuple[str, ...]
    day: str = ""

    def ways(self) -> tuple[Way, ...]:
        """Every range in which it may be found, by rank."""
        return tuple(self._ways(ASKED[self.shape].split()))

    def _ways(self, asked: list[str]) -> Iterator[Way]:
        for rank, (kind, how) in enumerate(asked):
            for spelling in dict.fromkeys(self._spelt(kind)):
                if len(spelling) < LEAST.get(kind, 1):
                    continue
                key = f"q{self.day}{spelling}" if kind == "q" else kind + spelling
                low, high = {"=": (key, key + "\x01"), "-": (key + "-", key + "."), "*": (key, key + END)}[how]
                yield Way(low, high, rank, kind, how == "=")

    def _spelt(self, kind: str) -> tuple[str, ...]:
        return self.spellings if kind in "uv" else tuple(each.replace("-", "") for each in self.spellings)

    def reach(self) -> tuple[Way, ...]:
        """As few ranges as hold everything that it can match, in no order of rank."""
        widest = [way for way in self.ways() if way.high.endswith(END)]
        return tuple(way for way in widest if not (self.part and way.kind not in "uv"))

    @property
    def part(self) -> bool:
        """Too short to be anything but a part of the unit, when it stands beside other words."""
        return self.shape == "figures" and len(self.spellings[0]) < SHORT

    def beginnings(self) -> tuple[str, ...]:
        """What a line of a spelling text begins with if the word matches it."""
        families = "u" if self.part else FAMILIES[self.shape]
        return tuple(dict.fromkeys(f"\n{family}{spelling}" for family in families
                                   for spelling in self._spelt(family) if len(spelling) >= LEAST.get(family, 1)))


class Question(msgspec.Struct, frozen=True):
    """Words that must all match."""

    words: tuple[Word, ...]


class Typed(msgspec.Struct, frozen=True):
    """A whole text: its questions, the closest first, and the pieces if it is read as a unit code."""

    questions: tuple[Question, ...]
    pieces: tuple[str, ...]

    def names(self, parts: tuple[str, ...]) -> bool:
        """Whether it is the whole of a unit code, in any spelling whose gaps are gaps of the code too."""
        tower = TOWER.fullmatch(self.pieces[0]) if self.pieces else None
        turns = [self.pieces, (tower[1], *self.pieces[1:])] if tower else [self.pieces]
        return any(_same(turn, parts) or _same(_short(turn), _short(parts)) for turn in turns)


def read(text: str, today: str, chinese: Chinese) -> Typed:
    """Makes questions of a text. `today` is the day of queue numbers, 2026-06-20."""
    folded = chinese.folded(text[:TYPED]).strip()
    phone = _dialled(folded)
    chunks = _chunks(BEFORE.sub("", AFTER.sub("-", folded)))
    words = tuple(_word(chunk, today) for chunk in chunks)
    questions = [*_as_one(chunks, today), *([words] if words else []), *_apart(chunks, today)]
    if phone:
        first = folded[0] in "+(" or len(re.split(r"\D", folded)[0]) >= SHORT
        questions.insert(0 if first else len(questions), (phone,))
    pieces = tuple(piece for chunk in chunks for piece in JOINTS.split(chunk) if piece)
    return Typed(tuple(Question(each) for each in dict.fromkeys(questions)), pieces)


def _dialled(folded: str) -> Word | None:
    """A text of nothing but figures and their punctuation may be one phone number, also while it is typed."""
    digits = re.sub(r"\D", "", folded)
    if not DIALLED.fullmatch(folded) or len(digits) < 6:
        return None
    home = [national(folded)]
    for country in ("852", "853", "86"):
        if digits.startswith(country) and len(digits) > len(country):
            home.append(digits.removeprefix(country))
    return Word("phone", tuple(dict.fromkeys(home)))


def _chunks(text: str) -> list[str]:
    """Words as they stand, cut where Chinese meets other letters: 陈j'w is 陈 and j'w."""
    found: list[str] = []
    for part in APART.sub(" ", text).split():
        for run in _runs(part):
            run = JOINTS.sub("-", run).strip("-'")
            if run:
                found.append(run)
    return found[:WORDS]


def _runs(part: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(part) + 1):
        if at == len(part) or is_han(part[at]) != is_han(part[start]):
            yield part[start:at]
            start = at


def _word(chunk: str, today: str) -> Word:
    """`c'j'w` is what an input method makes of cjw."""
    text = chunk.replace("'", "")
    tower = TOWER.fullmatch(text)
    return Word(_shape(text), (*zeros(text), *((tower[1],) if tower else ())), today)


def _shape(text: str) -> str:
    if is_han(text[0]):
        return "han"
    if text.isdecimal():
        return "figures"
    if not any(ch.isdecimal() for ch in text):
        return "letters"
    return "code" if "-" in text else "mixed" if any(ch.isalpha() for ch in text) else "code"


def _as_one(chunks: list[str], today: str) -> Iterator[tuple[Word, ...]]:
    """`chen jing`, `c j w`, `c'j'w` as one name; `a 023` as one number."""
    plain = [chunk.replace("'", "").replace("-", "") for chunk in chunks]
    if len(plain) > 1 and all(_shape(text) == "letters" for text in plain):
        yield (_word("".join(plain), today),)
    if len(plain) == 2 and plain[0].isalpha() and len(plain[0]) == 1 and plain[1].isdecimal():
        yield (_word("".join(plain), today),)


def _apart(chunks: list[str], today: str) -> Iterator[tuple[Word, ...]]:
    """`3-1702`, `c'jing`: the pieces of a word as words."""
    pieces = [piece for chunk in chunks for piece in re.split(r"[-']", chunk) if piece]
    if len(pieces) > len(chunks) and not all(len(piece) == 1 and piece.isalpha() for piece in pieces):
        yield tuple(_word(piece, today) for piece in pieces[:WORDS])


def _same(typed: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return "".join(typed) == "".join(parts) and _gaps(typed) <= _gaps(parts)


def _gaps(parts: tuple[str, ...]) -> set[int]:
    at, found = 0, set()
    for part in parts[:-1]:
        at += len(part)
        found.add(at)
    return found


def _short(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(ZEROS.sub("", part) for part in parts)
