"""Two laptops that wrote under one name (a copied disk, a folder put back): both contents are kept, side by side.

What is common stays under the name; what each wrote after it is a branch, kept under a name of its own
(`wire.branch`), which everybody finds alike whichever of the two he met first. Bytes, numbers and chains stay.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from app import tables
from app.errors import Trouble
from app.log import wire
from app.log.wire import Line
from app.statements import Statements


class Branches:
    """Of one site. `look` before lines are placed; `parted` are the desks that have branches here."""

    def __init__(self, site: str, statements: Statements) -> None:
        self._site, self._sql = site, statements
        self.parted: dict[str, set[str]] = {}

    def look(self, sql: Connection) -> dict[str, tuple[int, bytes]]:
        """Which desks have branches; how far each desk and branch is here."""
        self.parted = {}
        heads = {desk: (n, bytes(chain)) for desk, n, chain in self._sql.run(sql, "heads", site=self._site)}
        for desk in heads:
            if "~" in desk:
                self._add(desk)
        return heads

    def placed(self, sql: Connection, line: Line) -> Line:
        """The line under the name where it belongs. The first line of a branch parts its desk here, too. Raises Trouble
        `chain_broken` for a branch that is called what it is not."""
        base, at = wire.base(line.desk), wire.begins(line.desk)
        if line.desk != base and line.n == at + 1:
            if line.desk != wire.branch(base, at, line.chain) or not self._before(sql, line):
                raise Trouble("chain_broken", desk=line.desk, n=line.n)
            for name in self._names(base):
                if self.chain(sql, name, line.n) and name != line.desk and wire.begins(name) <= at:
                    self.part(sql, name, at)
            self._add(line.desk)
            return line
        n, chain = self._head(sql, line.desk)
        if base not in self.parted or line.n <= n:
            return line
        for name in self._names(base):
            if self.chain(sql, name, line.n) == line.chain:
                return msgspec.structs.replace(line, desk=name)
        if not any(self._follows(sql, name, n, chain or wire.first_chain(self._site, base))
                   for name in self.parted[base] if name != line.desk and wire.begins(name) == n):
            return line
        for name in self.parted[base]:
            last, end = self._head(sql, name)
            if last == line.n - 1 and wire.next_chain(end, line.data) == line.chain:
                return msgspec.structs.replace(line, desk=name)
        made = wire.branch(base, line.n - 1, line.chain)
        self._add(made)
        return msgspec.structs.replace(line, desk=made)

    def _follows(self, sql: Connection, branch: str, n: int, chain: bytes) -> bool:
        """Whether a branch begins after that entry, so that nothing more is kept under the name before it."""
        kept = tables.line.c
        first = sql.execute(select(kept.data, kept.chain).where(
            kept.site == self._site, kept.desk == branch, kept.n == n + 1)).first()
        return first is not None and wire.next_chain(chain, bytes(first[0])) == bytes(first[1])

    def part(self, sql: Connection, desk: str, n: int) -> None:
        """Keep what came after entry `n` under the name of its branch."""
        first = self.chain(sql, desk, n + 1)
        if not first:
            return
        last, before, name = self._head(sql, desk), self.chain(sql, desk, n), wire.branch(desk, n, first)
        for table in (tables.line, tables.touches, tables.seal):
            sql.execute(table.update().where(table.c.site == self._site, table.c.desk == desk, table.c.n > n)
                        .values(desk=name))
        head = tables.head
        sql.execute(head.delete().where(head.c.site == self._site, head.c.desk == desk))
        for one, at, chain in [(name, *last)] + ([(desk, n, before)] if before else []):
            sql.execute(head.insert().values(site=self._site, desk=one, n=at, chain=chain))
        self._add(name)

    def follows(self, sql: Connection, line: Line) -> bool:
        """Whether the line follows what is here of its desk before it."""
        before = self.chain(sql, line.desk, line.n - 1) if line.n - 1 > wire.begins(line.desk) else b""
        if not before and line.n == 1:
            before = wire.first_chain(self._site, line.desk)
        return bool(before) and wire.next_chain(before, line.data) == line.chain

    def end(self, sql: Connection, line: Line) -> tuple[int, bytes]:
        """How far the desk or branch of a line is here: number and chain."""
        n, chain = self._head(sql, line.desk)
        if chain:
            return n, chain
        at = wire.begins(line.desk)
        return at, next(iter(self._before(sql, line)), b"") if line.n == at + 1 else b""

    def chain(self, sql: Connection, desk: str, n: int) -> bytes:
        """The chain after entry `n` of a desk or branch; b'' where that is not here."""
        row = self._sql.run(sql, "line", site=self._site, desk=desk, n=n).fetchone()
        return b"" if row is None else bytes(row[0])

    def _before(self, sql: Connection, line: Line) -> list[bytes]:
        """What the line follows, on whichever branch that is."""
        base, n = wire.base(line.desk), line.n - 1
        found = [self.chain(sql, name, n) for name in self._names(base)] if n else [wire.first_chain(self._site, base)]
        return [chain for chain in found if chain and wire.next_chain(chain, line.data) == line.chain]

    def _head(self, sql: Connection, desk: str) -> tuple[int, bytes]:
        row = self._sql.run(sql, "head", site=self._site, desk=desk).fetchone()
        return (wire.begins(desk), b"") if row is None else (row[0], bytes(row[1]))

    def _names(self, base: str) -> list[str]:
        return [base, *sorted(self.parted.get(base, ()))]

    def _add(self, branch: str) -> None:
        self.parted.setdefault(wire.base(branch), set()).add(branch)
