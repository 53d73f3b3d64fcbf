"""Looks into the sheets of an .xlsx for what the workbook reader does not tell.

That is how far the filled cells go, since the reader keeps a sheet as one block; and texts that begin with =
(=同事介绍), which an export wrote as formulas: they have no value and were not meant to have one. A formula that
names other cells was, and is told apart.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from xml.etree import ElementTree

from app.roster.table import Formula

_FILLED = re.compile(rb'c r="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>(?!</)')
_FAR_RIGHT = re.compile(rb'c r="[A-Z]{3}[0-9]+"[^>/]*>(?!</)')
_ROW = re.compile(rb'row r="([0-9]{1,7})"')
_FORMULA = re.compile(rb"<f(?: [^>/]*)?>([^<]+)</f>(?:<v ?/>|<v>([^<]*)</v>)?</c>")
_OPENING = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>$')
# What zipfile raises over a damaged archive.
ARCHIVE_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_OF_CELLS = re.compile(r"(?<![A-Za-z0-9])\$?[A-Z]{1,3}\$?[1-9][0-9]*(?![A-Za-z0-9])")
_CHUNK = 4 << 20  # bytes
_NEAR, _ALL = 702, 16384  # columns to ZZ, and all
CELLS = 20_000_000  # more than this would take all memory: one stray cell in a far corner is enough
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Inside(NamedTuple):
    """How many cells the block around the filled ones may have; formulas without value: row, column, text."""

    cells: int
    texts: list[tuple[int, int, str]]


def inside(archive: zipfile.ZipFile) -> dict[str, Inside]:
    """What each sheet holds, by its name."""
    return {name: _inside(archive, entry) for name, entry in _sheets(archive)}


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names of the sheets, and where in the archive they are."""
    known = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= known:
        return
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        target = targets.get(sheet.get(_RELATION, ""), "")
        entry = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if sheet.tag.endswith("}sheet") and entry in known:
            yield sheet.get("name", ""), entry


def _inside(archive: zipfile.ZipFile, entry: str) -> Inside:
    texts: list[tuple[int, int, str]] = []
    rows, columns = 1, _NEAR
    for piece in _pieces(archive, entry):
        texts += _texts(piece)
        if last := _ROW.match(piece, max(0, piece.rfind(b'row r="'))):
            rows = int(last[1])
        columns = _ALL if columns == _ALL or _FAR_RIGHT.search(piece) else _NEAR
    many = rows * columns > CELLS
    return Inside(_exactly(archive, entry) if many else rows * columns, texts)


def _texts(piece: bytes) -> Iterator[tuple[int, int, str]]:
    for found in _FORMULA.finditer(piece):
        start = piece.rfind(b"<c ", 0, found.start())
        opening = _OPENING.match(piece[start : found.start()])
        if opening and (not found[2] or (b't="e"' in opening[3] and found[2] == b"#NAME?")):
            text = f"={unescape(found[1].decode('utf-8', 'replace'))}"
            yield int(opening[2]) - 1, _column(opening[1]) - 1, Formula(text) if _OF_CELLS.search(text) else text


def _exactly(archive: zipfile.ZipFile, entry: str) -> int:
    """Cell by cell, because a border down to the last row fills nothing."""
    rows = columns = 0
    for piece in _pieces(archive, entry):
        for found in _FILLED.finditer(piece):
            rows, columns = max(rows, int(found[2])), max(columns, _column(found[1]))
    return rows * columns


def _pieces(archive: zipfile.ZipFile, entry: str) -> Iterator[bytes]:
    """The sheet in pieces that hold whole cells."""
    rest = b""
    with archive.open(entry) as sheet:
        while chunk := sheet.read(_CHUNK):
            rest += chunk
            cut = rest.rfind(b'c r="')
            cut = rest.rfind(b"<", 0, cut) if cut > 0 else 0
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
