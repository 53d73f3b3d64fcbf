"""The tables: the log, what is local to this laptop, and what is derived and may be thrown away.

`line`, `touches`, `head`, `unsettled` are the log, `seal` says whose it is. `slip` and `local` belong to this laptop
alone: neither derived nor synced, they survive a rebuild. All others are worked out from the log by `app/derive.py`.
The site id is part of every key.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table

from app.search.table import BYTES as TEXT
from app.search.table import define as define_search

SCHEMA = 2  # of the log's tables; derived tables are rebuilt when DERIVED differs
DERIVED = 5
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData()


def _table(name: str, keys: str, *columns: Column[int] | Column[str] | Column[bytes] | Index) -> Table:
    key = [Column(k, NUMBER if k in ("n", "copy") else TEXT, primary_key=True) for k in keys.split()]
    return Table(name, metadata, *key, *columns, sqlite_with_rowid=False)


def _text(name: str) -> Column[str]:
    return Column(name, TEXT, nullable=False, default="")


def _number(name: str) -> Column[int]:
    return Column(name, NUMBER, nullable=False, default=0)


line = Table(
    "line", metadata,
    Column("site", TEXT, primary_key=True), Column("desk", TEXT, primary_key=True),
    Column("n", NUMBER, primary_key=True),
    _text("id"), Column("data", LargeBinary, nullable=False), Column("chain", LargeBinary, nullable=False),
    _number("known"), Index("line_id", "site", "id"),
)  # fmt: skip
touches = _table("touches", "site subject desk n")
head = _table("head", "site desk", _number("n"), Column("chain", LargeBinary, nullable=False))
unsettled = _table("unsettled", "site subject")

# A desk's signature under its entry n and, through the chain, all before; at n = 0 its certificate.
seal = _table("seal", "site desk n", Column("signature", LargeBinary, nullable=False))

slip = _table("slip", "site entry copy", _text("printer"), _text("state"), _text("cause"), _number("at"),
              Index("slip_state", "site", "state"))
local = _table("local", "site key", _text("value"))

household = _table(
    "household", "site unit",
    _text("code"), _text("building"), _text("owners"), _text("phones"), _text("ids"), _text("layout"),
    _text("area"), _text("area_unit"), _text("contract"), _text("contract_date"), _text("appointment"),
    _text("note"), _text("needs"), _text("remarks"), _text("reasons"), _text("warnings"), _text("step"),
    _text("draw"), _text("provisional"), _text("linked_to"), _number("withdrawn"), _number("listed"),
    _number("clashes"), _number("since"), _number("deemed"), _text("deemed_since"), _text("result"),
    _number("defects"), Index("household_code", "site", "code"),
)  # fmt: skip
visit = _table(
    "visit", "site unit id",
    _text("day"), _text("numbers"), _number("at"), _number("written"), _number("active"), _text("letter"),
    _text("by"), Column("party", NUMBER), _text("who"), _text("agent"), _text("appointment"), _text("slot"),
    _text("ended"), _number("ended_at"), _text("came_from"), _text("moved_to"), _text("allowed"), _text("papers"),
    Index("visit_day", "site", "day", "at"),
)  # fmt: skip
reason = _table(
    "reason", "site unit key",
    _text("code"), _text("set_by"), _number("set_at"), _text("note"), _number("listed"), _text("cleared_by"),
    _number("cleared_at"), _text("cleared_note"), Index("reason_open", "site", "cleared_at", "set_at"),
)  # fmt: skip
spent = _table(
    "spent", "site unit key",
    _text("kind"), _text("day"), _text("number"), _text("letter"), _number("figure"), _text("entry"),
    Index("spent_figure", "site", "kind", "letter", "day", "figure"),
)  # fmt: skip
inspection = _table(
    "inspection", "site unit id",
    _text("visit"), _text("escort"), _number("at"), _text("by"), _text("letter"), Index("inspection_at", "site", "at"),
)  # fmt: skip
defect = _table(
    "defect", "site unit id",
    _text("visit"), _text("code"), _text("room"), _text("wall"), _text("text"), _number("severity"), _text("trade"),
    _text("due"), _text("source"), _number("at"), _number("written"), _text("by"), _text("letter"), _number("fixed"),
    _text("dropped"), Index("defect_at", "site", "at"),
)  # fmt: skip
photo = _table(
    "photo", "site unit id",
    _text("defect"), _text("sha256"), _number("size"), _number("at"), _text("by"),
    Index("photo_file", "site", "sha256"),
)  # fmt: skip
result = _table(
    "result", "site unit id",
    _text("code"), _text("counts_as"), _text("visit"), _text("day"), _number("at"), _number("written"), _text("by"),
    _text("letter"), _number("nth"), _text("why"), _text("note"), _text("promised"), _text("form"),
    Index("result_at", "site", "at"),
)  # fmt: skip
keys = _table(
    "keys", "site unit id",
    _text("visit"), _text("sets"), _number("at"), _text("by"), _text("letter"), _number("left"), _text("until"),
    _text("note"),
)  # fmt: skip
gift = _table(
    "gift", "site unit id",
    _text("kind"), _number("qty"), _text("visit"), _number("at"), _text("by"), _text("letter"), _number("taken_back"),
    Column("returned", NUMBER), Index("gift_kind", "site", "kind"),
)  # fmt: skip
draw = _table(
    "draw", "site id",
    _text("name"), _text("digest"), _text("seed"), _number("entries"), _number("at"), _text("by"), _text("picks"),
)  # fmt: skip
report = _table("report", "site day", _text("revisions"))
same_owner = _table("same_owner", "site mark unit", Index("same_owner_unit", "site", "unit"))
roster = _table(
    "roster", "site version",
    _number("number"), _text("file"), _text("sha256"), _number("parts"), _number("units"), _number("closed"),
    _number("at"), _text("by"), _text("counts"),
)  # fmt: skip
desk = _table("desk", "site id", _text("letter"), _number("opened_at"))
person = _table("person", "site id", _text("name"), _text("initials"), _text("role"), _text("pin"), _number("left"))
search = define_search(metadata)

DERIVED_TABLES: tuple[Table, ...] = (household, visit, reason, spent, inspection, defect, photo, result, keys, gift,
                                     draw, report, same_owner, roster, desk, person, search.key, search.text)
