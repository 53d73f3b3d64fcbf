"""Reading a file and comparing it with what is listed, as one piece of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from app.roster.merge import Merge
from app.roster.read import read
from app.roster.reading import Columns, Reading
from app.roster_import import Importer

ASK_ENCODING = ("file_encoding", "file_encoding_wrong")
MEND_COLUMNS = ("roster_not_found", "roster_empty")


class Read(NamedTuple):
    """A file as it was read, against what was listed then."""

    reading: Reading
    merge: Merge
    listed: Mapping[str, Mapping[str, Any]]


def reading_of(importer: Importer, path: Path, columns: dict[str, Columns], encoding: str, finishing: str
               ) -> Callable[[], Read]:
    """The work of reading; `finishing` is the version that the file must be of, '' for a new one."""

    def task() -> Read:
        reading = read(path, importer.key(), columns, encoding or None)
        if finishing:
            importer.same_file(finishing, reading)
        listed = importer.listed()
        return Read(reading, importer.preview(reading, listed), listed)

    return task
