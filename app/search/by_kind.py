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
AT_ONCE = 1000  # keys of a kind that are written together
DIGITS = 9  # of a unit's place, so that lines stand in the order of key, then unit


class ByKind:
    """Use as a context manager. Files are made below `folder`; raises OSError when the disk is in the way."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._open = folder, ExitStack()
        self._kinds: dict[str, SpooledTemporaryFile[str]] = {}
        self._written: dict[str, list[str]] = {}
        self._units: list[str] = []

    def add(self, unit: str, keys: Iterable[str]) -> None:
        """The keys of one more unit, whose name comes after those before it. A key has no sign below the space."""
        at = f"\t{len(self._units):0{DIGITS}}\n"
        self._units.append(unit)
        for key in keys:
            lines = self._written.setdefault(key[0], [])
            lines.append(key + at)
            if len(lines) >= AT_ONCE:
                self._write(key[0])

    def sorted(self) -> Iterator[list[tuple[str, str]]]:
        """(key, unit) of one kind after the other."""
        for kind in sorted(self._written):
            file = self._write(kind)
            file.seek(0)
            lines = file.read().split("\n")[:-1]
            lines.sort()
            yield [(line[:-DIGITS - 1], self._units[int(line[-DIGITS:])]) for line in lines]

    def _write(self, kind: str) -> SpooledTemporaryFile[str]:
        if kind not in self._kinds:
            self._kinds[kind] = self._open.enter_context(SpooledTemporaryFile(  # noqa: SIM115 - closed with all of them
                IN_MEMORY, "w+", encoding="utf-8", newline="\n", dir=self._folder))
        self._kinds[kind].write("".join(self._written[kind]))
        self._written[kind].clear()
        return self._kinds[kind]

    def __enter__(self) -> ByKind:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
                 ) -> None:
        self._open.close()
