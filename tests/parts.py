"""Parts for tests that obey the program's own rules: a clock set by hand, desks in folders, lines as a newer
program would write them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Integer

from app.clock import Clock
from app.database import Database
from app.derive import Derive
from app.desk import Desk, Operator
from app.log import wire
from app.log.fold import Folded
from app.log.operation import Entry, Override
from app.log.wire import Line
from app.search.chinese import Chinese
from app.site import FILE
from app.stations.roster import ListUnit
from app.stations.site import Configure

ZONE = "Asia/Shanghai"
MORNING = "2026-06-20 09:00"
MINUTE = 60_000
LEAD = Override(who="Ho", why="so", role="lead")


class TestClock(Clock):
    """A clock that is set by hand. Every look at it takes `step` ms, so that by default time stands still."""

    __test__ = False  # pytest: a part, not a test

    def __init__(self, at: str = MORNING, step: int = 0) -> None:
        self._now, self._mono, self._boot, self._step = at_ms(at), 5 * MINUTE, "boot1", step

    def now(self) -> int:
        """Wall time, ms UTC."""
        self._now += self._step
        self._mono += self._step
        return self._now

    def mono(self) -> int:
        """Milliseconds since the laptop was started."""
        return self._mono

    def boot(self) -> str:
        """This start of the laptop."""
        return self._boot

    def forward(self, *, ms: int = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Time passes."""
        passed = ms + round((minutes + 60 * hours + 1440 * days) * MINUTE)
        self._now += passed
        self._mono += passed

    def set(self, at: str) -> None:
        """Somebody sets the wall clock, right or wrong; the laptop's own time goes on."""
        self._now = at_ms(at)

    def restart(self) -> None:
        """The laptop is switched off and on."""
        self._boot, self._mono = f"boot{int(self._boot[4:]) + 1}", 0


def until(holds: Callable[[], object], seconds: float = 20) -> None:
    """Wait for what comes by itself."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def at_ms(at: str, zone: str = ZONE) -> int:
    """`2026-06-20 09:00` on the wall of that zone as ms UTC."""
    return round(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def desk(
    folder: Path,
    letter: str = "A",
    *,
    site: str = "site1",
    clock: Clock | None = None,
    name: str = "",
    operator: str = "",
    role: str = "desk",
) -> Desk:
    """A desk with its own file below `folder`; `open_site(folder / letter)` can open it. `name` is its id
    and `operator` who is at it, else both are made of its letter. Nothing is recorded."""
    return seated(
        file(folder / letter, letter, site=site, name=name),
        letter,
        site=site,
        clock=clock,
        name=name,
        operator=operator,
        role=role,
    )


def file(folder: Path, letter: str, *, site: str = "site1", name: str = "") -> Database:
    """The file of one desk, prepared as a new site is."""
    database = Database(folder / FILE)
    if database.fresh:
        with database.write() as sql:
            database.mark_derived(sql)
            for key, value in (("site", site), ("desk", name or f"laptop-{letter}"), ("letter", letter)):
                sql.exec_driver_sql("INSERT INTO local VALUES ('', ?, ?)", (key, value))
    return database


def seated(
    database: Database,
    letter: str,
    *,
    site: str = "site1",
    clock: Clock | None = None,
    name: str = "",
    operator: str = "",
    role: str = "desk",
) -> Desk:
    """A desk on a file that is open already: a file holds as many sites as one likes."""
    made = Desk(
        database,
        clock or TestClock(step=1),
        Derive(Chinese()),
        site=site,
        desk=name or f"laptop-{letter}",
        letter=letter,
    )
    made.operator = Operator(operator or f"at {letter}", role)
    return made


def configured(desk: Desk, **settings: Any) -> Desk:
    """The same desk, its site named and set up."""
    desk.do(Configure(on="site", **{"name": "Sample Court", "zone": ZONE, **settings}))
    return desk


def listed(desk: Desk, *codes: str, version: str = "list1", **fields: Any) -> list[str]:
    """Puts units on the owner list in one entry; their subjects."""
    given = {"owners": ("陈静雯",), "phones": ("13800001111",), **fields}
    desk.do(*(ListUnit(on=f"unit/{code}", version=version, **given) for code in codes))
    return [f"unit/{code}" for code in codes]


class Pen:
    """Writes lines as another laptop would, whatever its program: any operation as a dict, any `saw`."""

    def __init__(self, site: str = "site1", desk: str = "laptop-Z", letter: str = "Z") -> None:
        self.site, self.desk, self.letter = site, desk, letter
        self.lines: list[Line] = []
        self._chain = wire.first_chain(site, desk)
        self._ids = (f"{desk}#{n}" for n in itertools.count(1))

    def write(
        self,
        *ops: Any,
        at: int | str = MORNING,
        saw: dict[str, Sequence[str]] | None = None,
        id: str = "",
        by: str = "somebody",
        **more: Any,
    ) -> Line:
        """One more line. `ops` are operations or dicts with anything in them, `more` fields of the entry."""
        fields = {
            "id": id or next(self._ids),
            "desk": self.desk,
            "n": len(self.lines) + 1,
            "letter": self.letter,
            "by": by,
            "at": at_ms(at) if isinstance(at, str) else at,
            "saw": saw or {},
            **more,
        }
        return self.put(msgspec.json.encode({**fields, "ops": list(ops)}), fields["id"])

    def put(self, data: bytes, id: str) -> Line:
        """One more line of exactly these bytes."""
        self._chain = wire.next_chain(self._chain, data)
        self.lines.append(Line(self.desk, len(self.lines) + 1, id, data, self._chain, known=0))
        return self.lines[-1]


def rows(desk: Desk, *names: str) -> dict[str, list[tuple[Any, ...]]]:
    """The derived tables of the desk's site by name, each sorted: all of them, or those that are named."""
    from app.tables import DERIVED_TABLES

    with desk.database.read() as sql:
        return {
            t.name: sorted(map(tuple, sql.execute(t.select().where(t.c.site == desk.site))), key=repr)
            for t in DERIVED_TABLES
            if not names or t.name in names
        }


def entry(
    id: str,
    *ops: Any,
    at: int = 0,
    desk: str = "d",
    n: int = 1,
    on: str = "unit/1",
    saw: Iterable[str] = (),
    by: str = "somebody",
    **more: Any,
) -> Entry:
    """An entry without a desk, that saw these on one subject."""
    return Entry(id=id, desk=desk, n=n, at=at, by=by, ops=ops, saw={on: tuple(saw)} if saw else {}, **more)


def plain(op: Any) -> dict[str, Any]:
    """An operation as the dict that stands in its line."""
    made: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(op))
    return made


def told(folded: Folded) -> tuple[Any, ...]:
    """All that can be known of a subject, to be compared: also the order of what it holds."""
    return repr(folded.state), folded.newest, sorted(folded.waiting)


def plant(desk: Desk, table: Any, *, owner: str = "stray") -> tuple[str, ...]:
    """A row that no record stands for, of that unit, person …; its key without the site."""
    kept = "unit" if "unit" in table.c else list(table.c)[1].name
    row = {c.name: 0 if isinstance(c.type, Integer) else "stray" for c in table.c} | {
        "site": desk.site,
        kept: owner,
    }
    with desk.database.write() as sql:
        sql.execute(table.insert().values(row))
    return tuple(row[c.name] for c in table.primary_key if c.name != "site")
