"""Whether a list says that a household may go on, and which reasons of onsite.md 3.5 its words mean."""

from __future__ import annotations

import re
import unicodedata

from app.roster.cells import text

UNKNOWN = "E00"
FEES = "W01"

# Tried in this order; what a rule has read is taken away, so that 按揭尾款 is the bank's and not the owner's.
MEANINGS: tuple[tuple[str, str], ...] = (
    (
        FEES,
        "(?:契[税稅]|(?:专项|專項)?[维維]修(?:资|資|基)金|物[业業]服?[务務]?[费費]|管理[费費]"
        "|deed tax|stamp duty|maintenance fund|management fee|property fee|service fee)"
        "(?:未[缴繳交付结結清]+|欠[费費缴繳]?|unpaid|not paid|outstanding)*",
    ),
    ("E05", "(?:逾期付款)?[违違][约約]金|滞[纳納]金|penalt(?:y|ies)|late[- ]payment|default interest"),
    (
        "E09",
        "(?:授[权權])?委[托託][书書]?[^、;,]*|授[权權][书書]"
        "|power of attorney|\\bp\\.?o\\.?a\\b|authori[sz]ation",
    ),
    ("E10", "共(?:有|同)?(?:[产產]?[权權]?人|[业業]主|[买買]受人)|co[- ]?owner|joint owner|co[- ]?purchaser"),
    (
        "E11",
        "更名|改名|[继繼]承|[过過][户戶]|[转轉][让讓]|[赠贈][与與]"
        "|name change|change of name|assign|inherit|probate|sub-?sale|nominat",
    ),
    (
        "E06",
        "退房|退[户戶]|解[约約]|解除合同|[诉訴][讼訟]|起[诉訴]|仲裁|[纠糾][纷紛]|[争爭][议議]"
        "|law ?suit|litigat|dispute|resci(?:nd|ssion)|cancel|withdr[ae]w",
    ),
    ("E07", "查封|[冻凍][结結]|扣押|司法[协協]助|seal(?:ed)?\\b|seiz|court order|frozen|attachment order"),
    ("E12", "整改|[维維]修中|[渗滲]漏|漏水|未完工|[执執][漏修]|rectif|repair|leak|not ready|defect"),
    (
        "E03",
        "面[积積][补補]?差(?:[额額价價款])*|[补補]差款?|差[补補]|面[积積](?:[误誤]差|款)"
        "|area (?:diff|adjust|settle)|measured area",
    ),
    (
        "E02",
        "按揭[^、;,]*|[贷貸]款[^、;,]*|放款|公[积積]金[^、;,]*|[银銀]行款"
        "|mortgage|\\bloan|bank (?:payment|draw)|drawdown",
    ),
    (
        "E01",
        "尾款|余款|餘款|房款|[楼樓][价價]|首付|[购購]房款|[余餘][额額]|欠款|尾[数數]"
        "|balance|final payment|purchase price",
    ),
    ("E04", "[备備]案|[网網][签簽]|[签簽][约約署]|未[签簽]|not signed|unsigned|registr"),
    ("E08", "[证證]件|身份[证證]|[资資]料|[护護]照|[户戶]口|identity|\\bid\\b|hkid|passport|document|papers"),
)

# Said of many things; they mean this only where nothing else is named.
VAGUE = (
    ("E01", "未(?:付|[结結]|[缴繳])清|outstanding|unpaid|not paid"),
    ("E04", "合[同約约]|contract|agreement"),
)

_MEANINGS = tuple((code, re.compile(words)) for code, words in MEANINGS)
_VAGUE = tuple((code, re.compile(words)) for code, words in VAGUE)
_NOTHING = frozenset(("", "无", "無", "-", "—", "/", "none", "nil", "n/a", "na", "正常", "已结清", "已結清"))
_PIECES = re.compile(r"[、;\n/+&]+")
_NO = re.compile(
    "(?:暂|暫|尚|仍)?(?:不符合?|未符合?|不具[备備]|不[满滿]足|未[满滿]足|不[通合][过過格]|未通[过過]|不可以?|不能|不予|否)"
    "(?:交付|交楼|交樓|交房|收楼|收樓|[条條]件|[资資]格|[办辦]理)*|[×✗✘╳❌⨯]"
    "|(?:not eligible|ineligible|not qualified|false|no|n|x|0)(?![a-z0-9])"
)
_YES = re.compile(
    "(?:已)?(?:符合|具[备備]|[满滿]足|通[过過]|可以?(?:[交收][付楼樓房]?|办理|辦理)?|是|正常|合格|已[结結]清|[齐齊]全)"
    "|[√✓✔☑✅]|(?:eligible|qualified|yes|y|ok|true|1)(?![a-z0-9])"
)
_BRACKETS = " \t\n()（）[]【】:：,，.。;；-—–、"


def judged(eligible: object, reason: object = "") -> tuple[tuple[str, ...], str]:
    """The reasons that stop (or, W01, warn) a household, and their text as found: ((), '') for eligible.

    `eligible` may say it (是, √, Y, 否, ×, N) or give the reason as well: 不符合（按揭未放款）."""
    said, why = text(eligible), text(reason)
    why = "" if why.lower() in _NOTHING else why
    verdict, rest = _verdict(said)
    words = "；".join(part for part in (rest, why) if part)
    if verdict is True or (verdict is None and not words):
        return (), words
    codes = codes_of(words)
    return codes or (UNKNOWN,), words


def _verdict(said: str) -> tuple[bool | None, str]:
    """What the cell says (None: nothing), and what else stands in it."""
    plain = unicodedata.normalize("NFKC", said).lower()
    for verdict, words in ((False, _NO), (True, _YES)):
        if found := words.match(plain):
            rest = said[found.end() :] if len(plain) == len(said) else plain[found.end() :]
            return verdict, rest.strip(_BRACKETS)
    return None, said


def codes_of(words: str) -> tuple[str, ...]:
    """The codes that a text of reasons means, in order of code; E00 for a piece that says nothing we know."""
    codes: set[str] = set()
    for piece in _PIECES.split(unicodedata.normalize("NFKC", words).lower()):
        if piece.strip(_BRACKETS):
            codes |= _codes(piece) or {UNKNOWN}
    return tuple(sorted(codes))


def _codes(piece: str) -> set[str]:
    codes: set[str] = set()
    for code, meaning in _MEANINGS:
        piece, times = meaning.subn(" ", piece)
        if times:
            codes.add(code)
    return codes or {code for code, vague in _VAGUE if vague.search(piece)}


def unpaid(head: str, value: object) -> bool:
    """Whether a column of taxes or fees says that they are not paid. Amounts say nothing."""
    said = unicodedata.normalize("NFKC", text(value)).lower()
    if not said or re.fullmatch(r"[¥￥$]?[0-9.,]+元?", said):
        return False
    if re.search("欠|未|unpaid|arrears|outstanding", head.lower()):  # 是否欠费: 是
        return _verdict(said)[0] is True
    return bool(re.search("未|欠|unpaid|not paid|outstanding|due", said)) or _verdict(said)[0] is False
