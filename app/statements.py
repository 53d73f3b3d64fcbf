"""The SQL of the desk: what it asks of the log and the derived tables, and how it writes them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Executable, Table, bindparam, func, select

from app import tables
from app.database import Database, Statement


class Statements:
    """The statements of the hot path, each made and compiled once, when it is first run."""

    def __init__(self, database: Database) -> None:
        line, touches, head, unsettled = tables.line, tables.touches, tables.head, tables.unsettled
        spent, slip, text = tables.spent, tables.slip, tables.search.text
        at = lambda table, *names: [table.c[n] == _p(n) for n in names]  # noqa: E731
        together = touches.join(line, (touches.c.site == line.c.site) & (touches.c.desk == line.c.desk)
                                & (touches.c.n == line.c.n))
        made = {
            "head": lambda: select(head.c.n, head.c.chain).where(*at(head, "site", "desk")),
            "heads": lambda: select(head.c.desk, head.c.n, head.c.chain).where(*at(head, "site")),
            "head_new": lambda: head.insert().values(site=_p("site"), desk=_p("desk"), n=_p("n"), chain=_p("chain")),
            "head_next": lambda: head.update().where(*at(head, "site", "desk")).values(n=_p("n"), chain=_p("chain")),
            "keep": lambda: line.insert().values({c.name: _p(c.name) for c in line.c}),
            "touch": lambda: touches.insert().values({c.name: _p(c.name) for c in touches.c}),
            "line": lambda: select(line.c.chain).where(*at(line, "site", "desk", "n")),
            "known_at": lambda: select(line.c.known).where(*at(line, "site", "desk", "n")),
            "known": lambda: line.update().where(*at(line, "site", "desk", "n"), line.c.known > _p("known"))
            .values(known=_p("known")),
            "by_id": lambda: select(line.c.data).where(*at(line, "site", "id")).limit(1),
            "entries": lambda: select(*line.c["desk", "n", "data"]).select_from(together)
            .where(*at(touches, "site", "subject")),
            "touched": lambda: select(touches.c.subject, line.c.desk, line.c.n, line.c.data).select_from(together)
            .where(*at(touches, "site")).order_by(touches.c.subject),
            "after": lambda: select(*line.c["desk", "n", "id", "data", "chain", "known"])
            .where(*at(line, "site", "desk"), line.c.n > _p("n")).order_by(line.c.n).limit(_p("limit")),
            "unsettled": lambda: select(unsettled.c.subject).where(*at(unsettled, "site")).limit(_p("limit")),
            "unsettled_count": lambda: select(func.count()).select_from(unsettled).where(*at(unsettled, "site")),
            "settled": lambda: unsettled.delete().where(*at(unsettled, "site", "subject")),
            "unsettle": lambda: database.insert(unsettled).values(site=_p("site"), subject=_p("subject"))
            .on_conflict_do_nothing(),
            "spent_day": lambda: select(func.max(spent.c.figure)).where(*at(spent, "site", "kind", "letter", "day")),
            "spent": lambda: select(func.max(spent.c.figure)).where(*at(spent, "site", "kind", "letter")),
            "spelt": lambda: select(text.c.text).where(*at(text, "site", "unit")),
            "longer": lambda: text.update().where(*at(text, "site", "unit")).values(text=text.c.text + _p("added")),
            "slip": lambda: slip.insert().values({c.name: _p(c.name) for c in slip.c}),
        }
        self._made = {name: database.statement(statement) for name, statement in made.items()}
        named = {t.name: t for t in tables.DERIVED_TABLES}
        self._inserts = {n: database.statement(partial(_put, database, t)) for n, t in named.items()}
        self._deletes = {
            n: database.statement(lambda t=t: t.delete().where(*at(t, *(c.name for c in t.primary_key))))
            for n, t in named.items()}
        self._units = [database.statement(lambda t=t: t.delete().where(*at(t, "site", "unit")))
                       for t in named.values() if "unit" in t.c and t is not tables.search.key]

    def ready(self) -> None:
        """Compile them all: called in the background when the window is up."""
        for statement in (*self._made.values(), *self._inserts.values(), *self._deletes.values(), *self._units):
            statement.ready()

    def run(self, sql: Connection, name: str, **values: object) -> Any:
        """Run one by its name; the driver's cursor."""
        return self._made[name].run(sql, **values)

    def many(self, sql: Connection, name: str, rows: Sequence[dict[str, object]]) -> None:
        """Run one for each row of values."""
        made = self._made[name]
        made.run_many(sql, [made.values(**row) for row in rows])

    def rows(self, sql: Connection, name: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Run an insertion for many rows, whose values stand in the order of the table's columns."""
        self._made[name].run_many(sql, rows)

    def replace(self, sql: Connection, name: str, rows: list[tuple[Any, ...]]) -> None:
        """Write whole rows of a derived table, over those with the same keys."""
        self._inserts[name].run_many(sql, rows)

    def delete(self, sql: Connection, name: str, keys: Sequence[tuple[str, ...]]) -> None:
        """Take rows of a derived table away by their keys."""
        self._deletes[name].run_many(sql, keys)

    def deletes_of(self, sort: str) -> list[Statement]:
        """What empties the tables of one subject of that sort: a unit has rows in many, others one row or none."""
        return self._units if sort == "unit" else [self._deletes[sort]] if sort in self._deletes else []


def _put(database: Database, table: Table) -> Executable:
    """Writes a row, over the one with its key if there is one: what stays the same is not written again."""
    made = database.insert(table).values({c.name: _p(c.name) for c in table.c})
    keys = list(table.primary_key)
    values = {c.name: made.excluded[c.name] for c in table.c if c not in keys}
    return made.on_conflict_do_update(index_elements=keys, set_=values) if values else made.on_conflict_do_nothing()


def _p(name: str) -> Any:
    """A parameter; the prefix keeps it apart from the columns, whose names SQLAlchemy reserves."""
    return bindparam(f"p_{name}")
