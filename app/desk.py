"""The one door to the log: everything that is done, received, asked or checked goes through a Desk."""

from __future__ import annotations

import base64
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import Connection

from app import tables
from app.branches import Branches
from app.clock import Clock
from app.database import Database
from app.derive import Change, Derive, Rows
from app.errors import Refused, Trouble
from app.log import wire
from app.log.fold import Folded, fold, void_refusal
from app.log.here import Here, local
from app.log.kinds import blank
from app.log.operation import Entry, Happened, Operation, Override, Unknown, Void
from app.log.order import in_order
from app.log.wire import Line
from app.search.by_kind import ByKind
from app.search.keys import keys
from app.statements import Statements
from app.stations.site import ROLES

CACHED = 2000  # subjects kept folded in memory
LONG, LONG_KEPT = 4096, 100  # bytes of a line that is worth keeping decoded, and how many of them are
POURED = 2000  # entries of others after which the file is tidied
WAYS = 50  # ms for which what comes in waits at most for what is done here
SLICE = 30  # subjects settled in one transaction, so that the local writer is never starved


class Operator(msgspec.Struct, frozen=True):
    """Who is at the laptop."""

    name: str = ""
    role: str = "desk"


Vector = dict[str, tuple[wire.Whole, bytes]]
Figures = dict[tuple[str, str, str | None], int]  # the last number dealt, by kind, letter and day


class Desk:
    """One laptop's log of one site.

    `operator` is who acts; `twice` tells that another laptop wrote under this one's id, too, `newer` that one has a
    newer program; `home` is the file where this laptop keeps who it is, another one than `database` where the log is on
    a server; `on_change` gets the set of subjects after each commit, in the thread that committed. All methods
    may be called from any thread.
    """

    def __init__(self, database: Database, clock: Clock, derive: Derive, *, site: str, desk: str, letter: str,
                 home: Database | None = None) -> None:
        self.database, self.clock, self.site, self.id, self.letter = database, clock, site, desk, letter
        self.home = home or database
        self.operator = Operator()
        self.on_change: list[Callable[[set[str]], None]] = []
        self._derive = derive
        self._lock = threading.RLock()
        self._poured = 0  # entries of others since the file was last tidied
        self._doing: set[int] = set()  # threads that do something, or wait to
        self._folded: OrderedDict[str, Folded] = OrderedDict()
        self._decoded: OrderedDict[tuple[str, int], tuple[bytes, Entry]] = OrderedDict()
        self._figures: Figures = {}
        self._settled = False  # whether nothing is known to be left to settle
        self._count = -1
        self.newer = False  # whether something came that only a newer program understands
        self.twice = False  # whether another laptop wrote under this one's id
        self._sql = Statements(database)
        self._branches = Branches(site, self._sql)

    def warm(self) -> None:
        """Prepare what the first action would otherwise wait for."""
        self._sql.ready()

    def close(self) -> None:
        """Let go of the file, and of the server that keeps the log."""
        self.database.close()
        self.home.close()

    # -- doing -----------------------------------------------------------------------------------------

    def do(self, *ops: Operation, when: int | None = None, override: Override | None = None) -> Entry:
        """Record one action. Raises Refused (nothing is written) or Trouble (nothing is written). When this
        returns, the action is on disk. `when` (ms UTC) if it happened earlier than now."""
        if not ops:
            raise ValueError("an action has at least one operation")
        for op in ops:
            if op.of not in ("", op.on.partition("/")[0]):
                raise ValueError(f"{type(op).__name__} cannot be done to {op.on}")
        dealt: Figures = {}
        with self._first(), self._lock:
            with self.database.write() as sql:
                n, chain = self._catch_up(sql)
                if self.twice:
                    raise Trouble("desk_twice", letter=self.letter)
                entry, before, after = self._enact(sql, n + 1, ops, when, override, dealt)
                data = wire.encode(entry)
                line = Line(self.id, entry.n, entry.id, data, wire.next_chain(chain, data), entry.at)
                self._insert(sql, line, entry.subjects)
                stale = self._stale(sql, entry.subjects)
                for subject in entry.subjects:
                    if subject in stale:
                        self._rewrite(sql, {subject: after[subject]})
                        continue
                    then = before[subject].state if before[subject].newest else None
                    self._write(sql, self._derive.changed(subject, then, after[subject].state))
                self._keep_slip(sql, entry, after)
            self._count += 1
            self._figures |= dealt
            for folded in after.values():
                self._remember(folded)
        self._announce(set(entry.subjects))
        return entry

    def void(self, id: str, *, why: str = "", came_back: bool | None = None, override: Override | None = None,
             may_undo: Callable[[Entry], None] | None = None, when: int | None = None) -> Entry:
        """Take back the record of an entry. Raises Refused, as `do` does."""
        with self._lock:
            target = self.entry(id)
            if target is None or not target.subjects:
                raise Refused("entry_unknown")
            for subject in target.subjects:
                with self.database.read() as sql:
                    ordered = in_order(self._entries(sql, subject), subject)
                no = void_refusal(ordered, subject, target, now=self.clock.now(), by=self.operator.name)
                if no is not None:
                    self._pass(no, override)
            return self.do(*(Void(on=s, entry=id, why=why, came_back=came_back) for s in target.subjects),
                           when=when, override=override)

    def _enact(self, sql: Connection, n: int, ops: Sequence[Operation], when: int | None,
               override: Override | None, dealt: Figures) -> tuple[Entry, dict[str, Folded], dict[str, Folded]]:
        subjects = tuple(dict.fromkeys(op.on for op in ops))
        before = self._fold_all(sql, subjects)
        after = {s: f.copy() for s, f in before.items()}
        site = self._fold_all(sql, ("site",))["site"].state
        entry = self._entry(n, before, site.zone, when, override)
        happened = Happened(entry, lambda id: True)
        here = self._here(sql, entry, {"site": site, **{s: f.state for s, f in after.items()}}, dealt)
        done: list[Operation] = []
        for op in ops:
            state = after[op.on].state
            op = wire.as_kept(op.dealt(state, here))
            no = op.refusal(state, here)
            if no is not None:
                self._pass(no, override)
            op.apply(state, happened)
            done.append(op)
        entry = msgspec.structs.replace(entry, ops=tuple(done))
        for subject in subjects:
            after[subject].newest = (entry.id,)
            if any(isinstance(op, Void) for op in done):
                after[subject] = fold([*self._entries(sql, subject), entry], subject, blank)
        return entry, before, after

    def _entry(self, n: int, before: Mapping[str, Folded], zone: str, when: int | None, override: Override | None
               ) -> Entry:
        now = self.clock.now()
        offset = local(now, zone).utcoffset()
        return Entry(
            id=new_id(), desk=self.id, n=n, letter=self.letter, by=self.operator.name, at=now,
            tz=int(offset.total_seconds() // 60) if offset else 0, boot=self.clock.boot(), mono=self.clock.mono(),
            when=when, saw={s: f.newest for s, f in before.items() if f.newest}, override=override)

    def _here(self, sql: Connection, entry: Entry, states: Mapping[str, Any], dealt: Figures) -> Here:
        def figure(kind: str, day: str | None) -> int:
            series = kind, self.letter, day
            last = dealt.get(series, self._figures.get(series))
            if last is None:
                last = self._sql.run(sql, "spent" if day is None else "spent_day", site=self.site, kind=kind,
                                     letter=self.letter, day=day).fetchone()[0] or 0
            dealt[series] = last + 1
            return dealt[series]

        return Here(now=entry.at if entry.when is None else entry.when, entry=entry.id, operator=entry.by,
                    role=self.operator.role, desk=self.id, letter=self.letter, site=states["site"], states=states,
                    number=lambda day: figure("queue", day), draw=lambda: figure("draw", None))

    @staticmethod
    def _pass(no: Refused, override: Override | None) -> None:
        """Raise the refusal, unless somebody whose role may has allowed it."""
        if override is None or not no.may or _rank(override.role) < _rank(no.may):
            raise no

    # -- receiving -------------------------------------------------------------------------------------

    def receive(self, lines: Sequence[Line], settle: bool = True,
                also: Callable[[Connection], None] | None = None) -> int:
        """Store another desk's lines and work out what they mean; how many were new. Once all others are stored, the
        first Trouble of `store` rises."""
        new, broken = self.store(lines, also)
        if settle:
            while self.settle():
                pass
        for trouble in broken.values():
            raise trouble
        return new

    def store(self, lines: Sequence[Line], also: Callable[[Connection], None] | None = None
              ) -> tuple[int, dict[str, Trouble]]:
        """Store another desk's lines, to be settled later; how many were new. A line that cannot be read or does not
        follow its desk's chain is not taken, nor what comes after it: by desk, Trouble `line_unreadable` or
        `chain_broken`. `also` is done in the same transaction."""
        broken: dict[str, Trouble] = {}
        stored: list[Entry] = []
        self._give_way()
        with self._lock:
            with self.database.write() as sql:
                heads, run = Vector(), list[tuple[Line, Entry]]()
                for line in sorted(lines, key=lambda line: (wire.base(line.desk), line.n, line.desk)):
                    if line.desk not in broken:
                        try:
                            stored += self._store(sql, line, heads, run)
                        except Trouble as trouble:
                            broken[line.desk] = trouble
                self._write_run(sql, run)
                self.newer = self.newer or any(isinstance(op, Unknown) for entry in stored for op in entry.ops)
                touched = {subject for entry in stored for subject in entry.subjects}
                # Numbers of our own letter (we lost them and get them back) must be seen before the next is dealt.
                urgent = {subject for entry in stored if entry.letter == self.letter for subject in entry.subjects}
                self._rewrite(sql, {s: fold(self._entries(sql, s), s, blank) for s in urgent})
                self._sql.rows(sql, "unsettle", [(self.site, subject) for subject in touched - urgent])
                if also is not None:
                    also(sql)
            for subject in touched:
                self._folded.pop(subject, None)
            self._forget()
            self._count = -1 if self._branches.parted else self._count + len(stored)
        self._announce(urgent)
        self._poured += len(stored)
        if self._poured >= POURED:
            self._poured = 0
            self.database.checkpoint()
        return len(stored), broken

    def _store(self, sql: Connection, line: Line, heads: Vector, run: list[tuple[Line, Entry]]) -> list[Entry]:
        """The entry, if its line was new. One that follows the last one of its desk, as nearly all do, is put into the
        `run`, to be written with the others; `heads` goes along."""
        if not heads:
            heads.update(self._branches.look(sql))
        n, chain = heads.get(line.desk) or (0, wire.first_chain(self.site, line.desk))
        whole = "~" not in line.desk and line.desk not in self._branches.parted
        if whole and line.n == n + 1 and wire.next_chain(chain, line.data) == line.chain:
            entry = wire.decode(line.data)
            if (entry.id, entry.desk, entry.n) != (line.id, line.desk, line.n):
                raise Trouble("chain_broken", desk=line.desk, n=line.n)
            heads[line.desk] = line.n, line.chain
            run.append((line, entry))
            return [entry]
        self._write_run(sql, run)
        heads.clear()  # they are looked up anew
        return self._store_apart(sql, line)

    def _write_run(self, sql: Connection, run: list[tuple[Line, Entry]]) -> None:
        if not run:
            return
        self._sql.rows(sql, "keep", [(self.site, line.desk, line.n, line.id, line.data, line.chain, line.known)
                                     for line, _ in run])
        self._sql.rows(sql, "touch", [(self.site, s, line.desk, line.n) for line, entry in run for s in entry.subjects])
        new = {line.desk for line, _ in run if line.n == 1}
        for desk, line in {line.desk: line for line, _ in run}.items():
            self._sql.run(sql, "head_new" if desk in new else "head_next", site=self.site, desk=desk, n=line.n,
                          chain=line.chain)
        self.database.news(sql)
        run.clear()

    def _store_apart(self, sql: Connection, line: Line) -> list[Entry]:
        """A line that is here already, or does not follow what is. One that follows what was here before, where
        something else is here now, was written by another laptop under the same name: both are kept."""
        line = self._branches.placed(sql, line)
        n, chain = self._branches.end(sql, line)
        if line.n <= n and self._branches.chain(sql, line.desk, line.n) == line.chain:
            self._sql.run(sql, "known", site=self.site, desk=line.desk, n=line.n, known=line.known)
            return []
        entry = wire.decode(line.data)
        fits = (entry.id, entry.desk, entry.n) == (line.id, wire.base(line.desk), line.n)
        if fits and line.n <= n and self._branches.follows(sql, line):
            self._branches.part(sql, line.desk, line.n - 1)
            line = self._branches.placed(sql, line)
            n, chain = self._branches.end(sql, line)
        if not fits or line.n != n + 1 or wire.next_chain(chain, line.data) != line.chain:
            raise Trouble("chain_broken", desk=line.desk, n=line.n)
        self._insert(sql, line, entry.subjects)
        return [entry]

    def chain(self, desk: str, n: int) -> bytes:
        """The chain of a desk after its entry `n`, b'' where that is not here."""
        with self.database.read() as sql:
            return self._branches.chain(sql, desk, n)

    def part(self, desk: str, n: int) -> None:
        """Another laptop wrote something else under this name after entry `n`: what is here is kept as a branch. If it
        is this desk's own name, it writes nothing more until it has another."""
        with self._lock:
            with self.database.write() as sql:
                self._branches.part(sql, desk, n)
            self._count = -1

    def settle(self, many: int = SLICE) -> int:
        """Derive a slice of the subjects that were received and not worked out yet; how many are left."""
        self._give_way()
        with self._lock, self.database.write() as sql:
            self._catch_up(sql)
            rows = self._sql.run(sql, "unsettled", site=self.site, limit=many).fetchall()
            subjects = [row[0] for row in rows]
            found = self._fold_all(sql, subjects)
            for folded in found.values():
                self._remember(folded)
            self._rewrite(sql, found)
            self._sql.many(sql, "settled", [{"site": self.site, "subject": s} for s in subjects])
            left = self._sql.run(sql, "unsettled_count", site=self.site).fetchone()[0]
        self._announce(set(subjects))
        return int(left)

    # -- asking ----------------------------------------------------------------------------------------

    def state(self, subject: str) -> Any:
        """What is known of a subject; not to be changed by who asks."""
        return self.folded(subject).state

    def folded(self, subject: str) -> Folded:
        """The state with its newest entries, and those it waits for."""
        with self._lock, self.database.read() as sql:
            self._catch_up(sql)
            return self._fold_all(sql, (subject,))[subject]

    def entry(self, id: str) -> Entry | None:
        """One entry by its id."""
        with self.database.read() as sql:
            row = self._sql.run(sql, "by_id", site=self.site, id=id).fetchone()
        return None if row is None else wire.decode(bytes(row[0]))

    def history(self, subject: str) -> list[Entry]:
        """The subject's entries in order, those that were taken back among them."""
        with self.database.read() as sql:
            return in_order(self._entries(sql, subject), subject)

    def vector(self) -> Vector:
        """How far this desk holds each desk's entries."""
        with self.database.read() as sql:
            return {row[0]: (row[1], bytes(row[2])) for row in self._sql.run(sql, "heads", site=self.site)}

    def after(self, vector: Vector, limit: int = 5000) -> list[Line]:
        """Lines that somebody with that vector lacks, each desk's in its order and before those of its branches. The
        desk whose lines were known first comes first: who joins gets the owner list before what was done with it."""
        found: list[Line] = []
        with self.database.read() as sql:
            heads = self._sql.run(sql, "heads", site=self.site).fetchall()
            starts = {desk: vector.get(desk, (wire.begins(desk), b""))[0] for desk, _, _ in heads}
            lacking = [desk for desk, n, _ in heads if starts[desk] < n]
            since = {desk: self._sql.run(sql, "known_at", site=self.site, desk=desk, n=starts[desk] + 1).fetchone()
                     or (0,) for desk in lacking}  # anything may stand in a vector that was sent
            for desk in sorted(lacking, key=lambda desk: (since.get(wire.base(desk), since[desk]), desk)):
                if len(found) < limit:
                    rows = self._sql.run(sql, "after", site=self.site, desk=desk, n=starts[desk],
                                         limit=limit - len(found)).fetchall()
                    found += [Line(r[0], r[1], r[2], bytes(r[3]), bytes(r[4]), r[5]) for r in rows]
        return found

    # -- working everything out anew -------------------------------------------------------------------

    def rebuild(self) -> None:
        """Throw the derived tables away and make them again from the log, in this program's shape."""
        with self._lock, self.database.write() as sql:
            self._forget()
            self._folded.clear()
            self.database.shape_derived(sql)
            for table in tables.DERIVED_TABLES:
                sql.execute(table.delete().where(table.c.site == self.site))
            with ByKind(self.database.path.parent) as search_keys:
                self._work_out(sql, search_keys)
                for kind in search_keys.sorted():
                    self._sql.replace(sql, "search_key", [(self.site, *row) for row in kind])
            sql.execute(tables.unsettled.delete().where(tables.unsettled.c.site == self.site))
            self.database.mark_derived(sql)

    def _work_out(self, sql: Connection, search_keys: ByKind) -> None:
        """Write all rows but the keys of the search, which are kept to be written in order."""
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for count, (subject, folded) in enumerate(self.subjects(sql)):
            made = self._derive.rows(subject, folded.state)
            search_keys.add(subject.partition("/")[2], (key for key, _ in made.pop("search_key", ())))
            for name, some in made.items():
                rows.setdefault(name, []).extend((self.site, *key, *row) for key, row in some.items())
            if count % 2000 == 1999:
                self._pour(sql, rows)
        self._pour(sql, rows)

    def _pour(self, sql: Connection, rows: dict[str, list[tuple[Any, ...]]]) -> None:
        for name, many in rows.items():
            self._sql.replace(sql, name, many)
        rows.clear()

    def subjects(self, sql: Connection) -> Iterable[tuple[str, Folded]]:
        """Every subject of the site, folded from the log, one after the other."""
        decoded: OrderedDict[tuple[str, int], Entry] = OrderedDict()
        found = self._sql.run(sql, "touched", site=self.site)
        current, entries = "", list[Entry]()
        for subject, desk, n, data in found:
            if subject != current and current:
                yield current, fold(entries, current, blank)
                entries = []
            current = subject
            entry = decoded.get((desk, n))
            if entry is None:
                entry = decoded[desk, n] = wire.decode(bytes(data))
                if len(decoded) > 500:
                    decoded.popitem(last=False)
            entries.append(entry)
        if current:
            yield current, fold(entries, current, blank)

    def rows(self, subject: str, state: Any) -> Rows:
        """The rows that the derived tables should hold of a subject."""
        return self._derive.rows(subject, state)

    # -- inside ----------------------------------------------------------------------------------------

    @contextmanager
    def _first(self) -> Iterator[None]:
        """Who does something at this laptop goes before what comes in: a lock alone is taken again by whoever let go
        of it just now."""
        self._doing.add(threading.get_ident())
        try:
            yield
        finally:
            self._doing.discard(threading.get_ident())

    def _give_way(self) -> None:
        for _ in range(WAYS):
            if not self._doing:
                return
            time.sleep(0.001)

    def _catch_up(self, sql: Connection) -> tuple[int, bytes]:
        """Forget what is remembered when another process has written: the sum of all desks' numbers tells. The
        head of this desk."""
        heads = {desk: (n, chain) for desk, n, chain in self._sql.run(sql, "heads", site=self.site)}
        count = sum(n for n, _ in heads.values())
        self.twice = any(desk.startswith(f"{self.id}~") for desk in heads)
        if count != self._count:
            self._forget()
            self._folded.clear()
            self._count = count
        n, chain = heads.get(self.id) or (0, wire.first_chain(self.site, self.id))
        return n, bytes(chain)

    def _forget(self) -> None:
        """What was asked of the tables before may not hold any more."""
        self._figures.clear()
        self._settled = False

    def _fold_all(self, sql: Connection, subjects: Iterable[str]) -> dict[str, Folded]:
        found: dict[str, Folded] = {}
        for subject in subjects:
            folded = self._folded.get(subject)
            if folded is None:
                folded = fold(self._entries(sql, subject), subject, blank)
                self._remember(folded)
            else:
                self._folded.move_to_end(subject)
            found[subject] = folded
        return found

    def _remember(self, folded: Folded) -> None:
        self._folded[folded.subject] = folded
        self._folded.move_to_end(folded.subject)
        if len(self._folded) > CACHED:
            self._folded.popitem(last=False)

    def _entries(self, sql: Connection, subject: str) -> list[Entry]:
        rows = self._sql.run(sql, "entries", site=self.site, subject=subject)
        return [wire.decode(data) if len(data) < LONG else self._long(desk, n, data) for desk, n, data in rows]

    def _long(self, desk: str, n: int, data: bytes) -> Entry:
        """A line of many units (a part of an owner list) is read for each of them, and decoded once."""
        kept = self._decoded.get((desk, n))
        if kept is None or kept[0] != data:
            kept = self._decoded[desk, n] = data, wire.decode(data)
            if len(self._decoded) > LONG_KEPT:
                self._decoded.popitem(last=False)
        return kept[1]

    def _stale(self, sql: Connection, subjects: Sequence[str]) -> set[str]:
        """Which of them were received and not worked out yet; they are settled by who asks."""
        self._settled = self._settled or not self._sql.run(sql, "unsettled", site=self.site, limit=1).fetchone()
        if self._settled:
            return set()
        return {s for s in subjects if self._sql.run(sql, "settled", site=self.site, subject=s).rowcount}

    def _insert(self, sql: Connection, line: Line, subjects: Sequence[str]) -> None:
        self._sql.run(sql, "keep", site=self.site, desk=line.desk, n=line.n, id=line.id, data=line.data,
                      chain=line.chain, known=line.known)
        self._sql.many(sql, "touch", [{"site": self.site, "subject": s, "desk": line.desk, "n": line.n}
                                      for s in subjects])
        name = "head_new" if line.n == wire.begins(line.desk) + 1 else "head_next"
        self._sql.run(sql, name, site=self.site, desk=line.desk, n=line.n, chain=line.chain)
        self.database.news(sql)

    def _keep_slip(self, sql: Connection, entry: Entry, after: Mapping[str, Folded]) -> None:
        """What is to be printed is on record together with what was done (DESIGN: entries first, paper after)."""
        happened = Happened(entry, lambda id: True)
        for op in entry.ops:
            if op.slip(after[op.on].state, happened) is not None:
                self._sql.run(sql, "slip", site=self.site, entry=entry.id, copy=getattr(op, "copy_no", 0),
                              printer="", state="waiting", cause="", at=entry.at)
                return

    def _write(self, sql: Connection, change: Change) -> None:
        for (unit,), added in change.longer.items():
            self._sql.run(sql, "longer", site=self.site, unit=unit, added=added)
        for name, lost in change.gone.items():
            self._sql.delete(sql, name, [(self.site, *key) for key in lost])
        for name, made in change.rows.items():
            self._sql.replace(sql, name, [(self.site, *key, *row) for key, row in made.items()])

    def _rewrite(self, sql: Connection, many: Mapping[str, Folded]) -> None:
        """All rows of these subjects anew: what they were before is not known here. A unit's keys are found through its
        text: they have no index by unit, and to look through all of them for each unit took seconds."""
        rows: dict[str, list[tuple[Any, ...]]] = {}
        names: dict[str, list[tuple[str, str]]] = {}
        gone: list[tuple[str, str, str]] = []
        for subject, folded in many.items():
            sort, _, name = subject.partition("/")
            names.setdefault(sort, []).append((self.site, name))
            made = self._derive.rows(subject, folded.state)
            spelt = self._sql.run(sql, "spelt", site=self.site, unit=name).fetchone() if sort == "unit" else None
            left = {(key, name) for key in keys(spelt[0])} - made.get("search_key", {}).keys() if spelt else ()
            gone += [(self.site, *key) for key in left]
            for table, some in made.items():
                rows.setdefault(table, []).extend((self.site, *key, *row) for key, row in some.items())
        for sort, emptied in names.items():
            for delete in self._sql.deletes_of(sort):
                delete.run_many(sql, emptied)
        self._sql.delete(sql, "search_key", gone)
        self._pour(sql, rows)

    def _announce(self, subjects: set[str]) -> None:
        if subjects:
            for tell in self.on_change:
                tell(subjects)


def _rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else 0


def new_id() -> str:
    """80 random bits as 16 letters and figures."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()
