"""More keys than should stand in memory, given back in the order of their table.

Written as the units come, the keys of a large site go to everywhere in their table, page after page, again and
again: at 100,000 units that takes four fifths of a rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType

IN_MEMORY = 1 << 20  # bytes of each kind; more goes to files without a name


class ByKind:
    """Use as a context manager. Files are made below `folder`; raises OSError when the disk is in the way."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._open = folder, ExitStack()
        self._kinds: dict[str, SpooledTemporaryFile[str]] = {}
        self._units: list[str] = []

    def add(self, unit: str, keys: Iterable[str]) -> None:
        """The keys of one more unit. A key has no line break."""
        at = len(self._units)
        self._units.append(unit)
        for key in keys:
            self._of(key[0]).write(f"{key}\t{at}\n")

    def sorted(self) -> Iterator[list[tuple[str, str]]]:
        """(key, unit) of one kind after the other."""
        for kind in sorted(self._kinds):
            file = self._kinds[kind]
            file.seek(0)
            lines = (line.rpartition("\t") for line in file)
            yield sorted((key, self._units[int(at)]) for key, _, at in lines)

    def _of(self, kind: str) -> SpooledTemporaryFile[str]:
        if kind not in self._kinds:
            self._kinds[kind] = self._open.enter_context(SpooledTemporaryFile(  # noqa: SIM115 - closed with all of them
                IN_MEMORY, "w+", encoding="utf-8", newline="\n", dir=self._folder))
        return self._kinds[kind]

    def __enter__(self) -> ByKind:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
                 ) -> None:
        self._open.close()
