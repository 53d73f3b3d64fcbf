"""Opens an owner list of any kind, or says why not: too big, encrypted, damaged, something else."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from app.errors import Trouble
from app.roster.apart import tables_of
from app.roster.delimited import table_of
from app.roster.sheetxml import ARCHIVE_FAULTS
from app.roster.table import Table

LIMIT_MB = 50
UNPACKED_LIMIT = 1 << 30  # bytes

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BM",
    b"RIFF",
    b"{\\rtf",
    b"SQLite",
)
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def contents(path: Path) -> bytes:
    """The bytes of a file that is there, not empty, and not too big to be an owner list."""
    try:
        size = path.stat().st_size
        if size > LIMIT_MB << 20:
            raise Trouble("file_too_big", file=path.name, mb=size >> 20, limit=LIMIT_MB)
        data = path.read_bytes()
    except FileNotFoundError:
        raise Trouble("file_missing", file=path.name) from None
    except OSError as fault:
        raise Trouble("file_unreadable", file=path.name, cause=fault.strerror or "") from fault
    if not data.strip():
        raise Trouble("file_empty", file=path.name)
    return data


def tables(data: bytes, name: str, encoding: str | None = None) -> list[Table]:
    """The sheets in a file's bytes. `encoding` is for text only; a workbook knows its own."""
    if data.startswith(_ZIP):
        _check_archive(data, name)
        return tables_of(data, name)
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data:
            raise Trouble("file_encrypted", file=name)
        return tables_of(data, name)
    if data.startswith(_OTHER):
        raise Trouble("file_not_table", file=name)
    return [table_of(data, name, encoding)]


def _check_archive(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if sum(entry.file_size for entry in entries.values()) > UNPACKED_LIMIT:
                raise Trouble("file_bomb", file=name)
            if any(entry.flag_bits & 1 for entry in entries.values()):
                raise Trouble("file_encrypted", file=name)
            manifest = entries.get("META-INF/manifest.xml")
            if manifest is not None and b"encryption-data" in archive.read(manifest):
                raise Trouble("file_encrypted", file=name)
    except ARCHIVE_FAULTS as fault:
        raise Trouble("file_damaged", file=name) from fault
    if entries.keys().isdisjoint(("xl/workbook.xml", "xl/workbook.bin", "content.xml")):
        raise Trouble("file_not_table", file=name)
