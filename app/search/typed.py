"""What was typed, as questions to the index: words, their spellings, and where each may match.

A text can be meant in several ways (`chen jing` is one name, or two words in any order), so it becomes a few
*questions*, the closest first. A question is words that must all match; a word is *asked* of kinds of key in
rank order. Nothing here knows SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

import msgspec

from app.roster.unitcode import unit_code
from app.search.chinese import Chinese, is_han, runs
from app.search.keys import ZEROS, national, zeros

TYPED = 80  # characters looked at; a scan of anything is shorter
WORDS = 6  # words looked at
SHORT = 3  # fewer figures beside other words mean a part of the unit only
DIALLED_FROM = 5  # fewer figures beside other words are not the beginning of a phone

END = "\U0010ffff"  # behind everything that a key holds
BOUNDS = {"=": ("", "\x01"), "-": ("-", "."), "*": ("", END)}  # before everything, just around "-", all
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
    "unit": "u=",
}
FAMILY = dict(zip(KINDS, "uuplnnnnnnncqqd", strict=True))
FAMILIES = {"figures": "upldc", "letters": "nu", "mixed": "uqdc", "han": "nu", "code": "uc", "phone": "pl",
            "unit": "u"}
LEAST = {"c": 4, "d": 2, "o": 2, "q": 2}  # fewer characters than this would list everything

AFTER = re.compile(r"(?<=[0-9a-z])(?:号楼|单(?:元|$)|[栋幢座楼梯层室房户号])|(?<=[0-9])/f\b|#")
BEFORE = re.compile(r"第(?=\d)|\b(?:tower|block|blk|building|bldg|flat|room|rm|unit|floor|no)\b[. ]{0,2}"
                    r"(?=\d|[a-z]\b)")
APART = re.compile(r"[^\w'+./()\-]|_")
JOINTS = re.compile(r"[-./()+]+")
DIALLED = re.compile(r"[+(]?\d[\d\s\-().+/]*")
COUNTRIES = ("852", "853", "86")
SURELY_DIALLED = re.compile(r"[+(]|00|1[3-9]\d\D")
TOWER = re.compile(r"t(\d+)")


class Way(msgspec.Struct, frozen=True):
    """A range of keys: from `low` up to but without `high`, of one kind, at one rank."""

    low: str
    high: str
    rank: int
    kind: str


class Word(msgspec.Struct, frozen=True):
    """One word with its spellings; `shape` says which kinds it is asked of."""

    shape: str
    spellings: tuple[str, ...]
    day: str = ""

    def ways(self) -> tuple[Way, ...]:
        """Every range in which it may be found, by rank."""
        return tuple(self._ways(ASKED[self.shape].split()))

    def reach(self) -> tuple[Way, ...]:
        """As few ranges as hold all that it can match beside other words, in no order of rank."""
        return tuple(way for way in self._ways_beside() if way.high.endswith(END))

    def wholes(self) -> tuple[Way, ...]:
        """The ranges in which it is a whole number or a whole part of a code; none for a name."""
        if self.shape in ("letters", "han"):
            return ()
        return tuple(way for way in self._ways_beside() if not way.high.endswith(END))

    def lines(self, alone: bool) -> tuple[str, ...]:
        """What a line of a spelling text begins with if the word, alone or beside others, matches it."""
        families = FAMILIES[self.shape] if alone else self._beside()
        return tuple(dict.fromkeys(f"\n{family}{spelling}" for family in families
                                   for spelling in self._spelt(family)))

    @property
    def part(self) -> bool:
        """Too short to be anything but a part of the unit, when it stands beside other words."""
        return self.shape == "figures" and len(self.spellings[0]) < SHORT

    def _ways_beside(self) -> Iterator[Way]:
        families = self._beside()
        return (way for way in self.ways() if FAMILY[way.kind] in families)

    def _beside(self) -> str:
        """Few figures beside other words say nothing as the beginning of a phone."""
        if self.part:
            return "u"
        return FAMILIES[self.shape].replace("p", "") if self._few else FAMILIES[self.shape]

    @property
    def _few(self) -> bool:
        return self.shape == "figures" and len(self.spellings[0]) < DIALLED_FROM

    def _ways(self, asked: list[str]) -> Iterator[Way]:
        for rank, each in enumerate(asked):
            kind, how = each[0], each[1]
            for spelling in self._spelt(kind):
                key = f"q{self.day}{spelling}" if kind == "q" else kind + spelling
                begin, end = BOUNDS[how]
                yield Way(key + begin, key + end, rank, kind)

    def _spelt(self, kind: str) -> list[str]:
        """The gaps of a code stand in unit keys only."""
        spelt = self.spellings if kind in "uv" else [each.replace("-", "") for each in self.spellings]
        return [each for each in dict.fromkeys(spelt) if len(each) >= LEAST.get(kind, 1)]


class Question(msgspec.Struct, frozen=True):
    """Words that must all match. `spare`: asked only if the questions before it brought nothing."""

    words: tuple[Word, ...]
    spare: bool = False


class Typed(msgspec.Struct, frozen=True):
    """A whole text: its questions, the closest first; its words as they stand; its pieces if it is read as a
    unit code, and the code that a roster would make of it."""

    questions: tuple[Question, ...]
    words: tuple[Word, ...]
    pieces: tuple[str, ...]
    code: str

    def names(self, code: str) -> bool:
        """Whether it is the whole of a unit code, in any spelling whose gaps are gaps of the code too."""
        if not self.pieces or not code:
            return False
        if self.code == code:
            return True
        if self.pieces[-1][-1] != code[-1].lower():
            return False  # most codes, without looking further
        parts = tuple(run for part in code.lower().split("-") for run in runs(part))
        tower = TOWER.fullmatch(self.pieces[0])
        turns = [self.pieces, (tower[1], *self.pieces[1:])] if tower else [self.pieces]
        return any(_same(turn, parts) or _same(_short(turn), _short(parts)) for turn in turns)


def read(text: str, today: str, chinese: Chinese) -> Typed:
    """Makes questions of a text. `today` is the day of queue numbers, 2026-06-20."""
    folded = chinese.folded(text[:TYPED]).strip()
    chunks = _chunks(BEFORE.sub("", AFTER.sub("-", folded)))
    questions = list(_questions(chunks, today))
    if phone := _dialled(folded):
        surely = SURELY_DIALLED.match(folded) is not None and len(phone.spellings[0]) >= DIALLED_FROM
        rest = [Question(each.words, spare=each.spare or surely) for each in questions]
        questions = [Question((phone,)), *rest] if surely else [*rest, Question((phone,))]
    code = unit_code(text[:TYPED]) if any(map(str.isdecimal, folded)) else ""
    if "-" in code:
        questions.append(Question((Word("unit", (chinese.folded(code),)),), spare=True))
    return Typed(tuple(dict.fromkeys(questions)), tuple(_word(chunk, today) for chunk in chunks),
                 tuple(piece for chunk in chunks for piece in JOINTS.split(chunk) if piece), code)


def _questions(chunks: list[str], today: str) -> Iterator[Question]:
    """`chen jing`, `c j w`, `c'j'w` as one name, `a 023` as one number; then the words in any order; and if
    all that brings nothing, the pieces of the words: `3-1702`, `c'jing`."""
    plain = [chunk.replace("'", "").replace("-", "") for chunk in chunks]
    letters = len(plain) > 1 and all(_shape(text) == "letters" for text in plain)
    single = all(len(text) == 1 for text in plain)
    if letters:
        turns = [tuple(plain)] if single or len(plain) > 3 else permutations(plain)
        yield Question((Word("letters", tuple("".join(turn) for turn in turns), today),))
    if len(plain) == 2 and len(plain[0]) == 1 and plain[0].isalpha() and plain[1].isdecimal():
        yield Question((_word("".join(plain), today),))
    if chunks:
        yield Question(tuple(_word(chunk, today) for chunk in chunks), spare=letters and single)
    pieces = [piece for chunk in chunks for piece in re.split(r"[-']", chunk) if piece]
    if len(pieces) > len(chunks) and not all(len(piece) == 1 and piece.isalpha() for piece in pieces):
        yield Question(tuple(_word(piece, today) for piece in pieces[:WORDS]), spare=True)


def _dialled(folded: str) -> Word | None:
    """A text of nothing but figures and their punctuation may be one phone number, also while it is typed."""
    digits = re.sub(r"\D", "", folded)
    if not DIALLED.fullmatch(folded) or not (len(digits) >= 6 or SURELY_DIALLED.match(folded)):
        return None
    home = (digits.removeprefix(country) for country in COUNTRIES if digits.startswith(country))
    spellings = tuple(dict.fromkeys(filter(None, (national(folded), *home))))
    return Word("phone", spellings) if spellings else None


def _chunks(text: str) -> list[str]:
    """Words as they stand, cut where Chinese meets other characters."""
    found: list[str] = []
    for part in APART.sub(" ", text).split():
        for run in runs(part):
            run = JOINTS.sub("-", run).strip("-'")
            if run:
                found.append(run)
    return found[:WORDS]


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
