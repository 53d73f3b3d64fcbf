"""Reads CSV and other delimited text in the encodings that sales systems write."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Sequence
from io import StringIO
from itertools import islice

from app.errors import Trouble
from app.roster.columns import guess
from app.roster.table import Table

ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")  # those that a person may choose from
DELIMITERS = (",", ";", "\t")

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LOOKED_AT = 4096  # bytes that tell UTF-16
_LOOKED_AT_ROWS = 100  # rows that tell the delimiter
_HAN = re.compile("[\u4e00-\u9fff]")
_PAGE = re.compile(r"\s*<(?:!doctype|!--|html|\?xml|table|meta|head)|mime-version:", re.IGNORECASE)
_AS_TEXT = re.compile('="([^"]*)"')  # so that Excel leaves it alone
_FOOTER = re.compile("[:：计計]|total", re.IGNORECASE)


def table_of(data: bytes, name: str, encoding: str | None = None) -> Table:
    """The one sheet of a delimited text, named ''."""
    said, used = _decoded(data, name, encoding)
    if "\0" in said:
        raise Trouble("file_not_table", file=name)
    if _PAGE.match(said):
        raise Trouble("file_is_page", file=name)
    said, delimiter = _delimited(said)
    rows = [[_plain(cell) for cell in row] for row in _rows(said, delimiter, name)]
    if encoding is None and used == "gb18030" and guess(rows) is None:
        raise Trouble("file_encoding", file=name)
    if _cut_short(said, rows):
        raise Trouble("file_damaged", file=name)
    return Table("", rows)


def _plain(cell: str) -> str:
    marked = _AS_TEXT.fullmatch(cell)
    return marked[1] if marked else cell


def _decoded(data: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    """The text and its encoding: by its mark, or strict UTF-8, or strict GB18030; else a person is asked."""
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], marked, name), marked
    if encoding is not None:
        return _strictly(data, encoding, name), encoding
    if 0 in data[:_LOOKED_AT]:
        wide = _wide(data[:_LOOKED_AT], name)
        return _strictly(data, wide, name), wide
    for tried in ("utf-8", "gb18030"):
        try:
            said = data.decode(tried)
        except UnicodeDecodeError as fault:
            if fault.start and _ends_inside(fault):
                raise Trouble("file_damaged", file=name) from fault
            continue
        if tried == "utf-8" or not _rather_big5(data, said):
            return said, tried
    raise Trouble("file_encoding", file=name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        key = "file_damaged" if fault.start and _ends_inside(fault) else "file_encoding_wrong"
        raise Trouble(key, file=name, encoding=encoding) from fault


def _ends_inside(fault: UnicodeDecodeError) -> bool:
    """Whether the bytes stop in the middle of a character."""
    return fault.reason in ("unexpected end of data", "incomplete multibyte sequence", "truncated data")


def _wide(start: bytes, name: str) -> str:
    """UTF-16 without a mark: every figure and comma has a zero byte before or behind it."""
    first, second = start[::2].count(0), start[1::2].count(0)
    if (first + second) * 10 < len(start) or min(first, second) * 10 > max(first, second):
        raise Trouble("file_not_table", file=name)
    return "utf-16-le" if second > first else "utf-16-be"


def _rather_big5(data: bytes, said: str) -> bool:
    """Big5 often passes as GB18030, as rare characters: where they are rare and Big5 fits too, ask."""
    han = "".join(_HAN.findall(said))
    if len(han.encode("gb2312", "ignore")) >= len(han) * 1.4:  # two bytes each: at least 70 % everyday ones
        return False
    try:
        data.decode("big5hkscs")
    except UnicodeDecodeError:
        return False
    return True


def _delimited(said: str) -> tuple[str, str]:
    """The text, and the delimiter under which a header is found, or else that makes the most columns."""
    if found := re.match("sep=([,;\t])\r?\n", said):  # Excel's own hint, no row
        return said[found.end() :], found[1]
    return said, max(DELIMITERS, key=lambda delimiter: _promise(said, delimiter))


def _promise(said: str, delimiter: str) -> tuple[int, int]:
    try:
        rows = list(islice(csv.reader(_lines(said), delimiter=delimiter), _LOOKED_AT_ROWS))
    except csv.Error:
        return 0, 0
    columns = guess(rows)
    return len(columns.mapping) if columns else 0, max(map(len, rows), default=0)


def _lines(said: str) -> StringIO:
    return StringIO(said, newline=None)


def _rows(said: str, delimiter: str, name: str) -> Sequence[list[str]]:
    """Every record. A quotation mark that is never closed means that the end is missing; one in the middle
    of a cell is only careless."""
    try:
        return list(csv.reader(_lines(said), delimiter=delimiter, strict=True))
    except csv.Error as fault:
        if "unexpected end" in str(fault):
            raise Trouble("file_damaged", file=name) from fault
    try:
        return list(csv.reader(_lines(said), delimiter=delimiter))
    except csv.Error as fault:
        raise Trouble("file_damaged", file=name) from fault


def _cut_short(said: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last line stops in the middle: no line end, fewer cells than the one before, no footer."""
    if said.endswith(("\n", "\r")) or len(rows) < 3 or not 0 < len(rows[-1]) < len(rows[-2]):
        return False
    return not any(_FOOTER.search(cell) for cell in rows[-1])
